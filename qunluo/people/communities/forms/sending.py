"""Send a form's values to an action, and bring its refusal back to the fields it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form


def saved(form: Form, save: Callable[..., object]) -> bool:
    """Whether the form was sent, had the right shape, and `save(**values)` took it."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        save(**form.cleaned_data)
    except Invalid as refusal:
        show(form, refusal)
        return False
    return True


def show(form: Form, refusal: Invalid) -> None:
    known: dict[str, Any] = {
        name: text for name, text in refusal.fields.items() if name in form.fields
    }
    for name, text in known.items():
        form.add_error(name, str(text))
    if not known:
        form.add_error(None, str(refusal.message))
