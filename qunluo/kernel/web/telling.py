"""What an action refuses, told in the form that was sent: beside its fields or on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.kernel.refusal import Refusal


def tell(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal where its fields stand; what belongs to no field of the form goes on top."""
    for name, told in refusal.fields.items():
        form.add_error(name if name in form.fields else None, str(told))
    if not refusal.fields:
        form.add_error(None, str(refusal.message))


class Telling(forms.Form):
    """A form that can be told a refusal."""

    def tell(self, refusal: Refusal) -> None:
        tell(self, refusal)


def saved(form: forms.Form, save: Callable[..., object]) -> bool:
    """Whether the form was sent, had the right shape, and `save(**values)` took it."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        save(**form.cleaned_data)
    except Invalid as refusal:
        tell(form, refusal)
        return False
    return True
