"""How a form's field is drawn: its shape, its control, and what describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import BoundField
    from django.utils.safestring import SafeString

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "checkbox"),
    (forms.CheckboxSelectMultiple, "checkbox"),
    (forms.RadioSelect, "radio"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file-input"),
    (forms.Widget, "input"),
)


def field_shape(bound: BoundField) -> str:
    """`check`, `choices`, `password` or `line`."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "password" if isinstance(widget, forms.PasswordInput) else "line"


def described_by(bound: BoundField, hint: str) -> str:
    """Ids of the hint and the errors, for `aria-describedby`."""
    ids = [f"{bound.auto_id}_hint"] if hint else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_wrong")
    return " ".join(ids)


def control(bound: BoundField, described: str) -> SafeString:
    """The control itself, with the class of its kind."""
    widget = bound.field.widget
    kind = next(name for of, name in CLASSES if isinstance(widget, of))
    own = str(widget.attrs.get("class", ""))
    attrs: dict[str, Any] = {"class": f"{kind} {own}".strip()}
    if described:
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return bound.as_widget(attrs=attrs)


FILTERS: dict[str, Callable[..., Any]] = {
    "field_shape": field_shape,
    "described_by": described_by,
    "control": control,
}
