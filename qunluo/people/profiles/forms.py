"""The shape of what a member says of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.meanwhile import Shared
from qunluo.people.profiles import rules

if TYPE_CHECKING:
    from qunluo.kernel.refusal import Refusal


class CardWords(Shared):
    """Each field beside who may see it, as `who_<field>`."""

    about = forms.CharField(
        label=rules.FIELDS["about"][0],
        required=False,
        max_length=rules.MOST["about"],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = forms.CharField(
        label=rules.FIELDS["place"][0],
        required=False,
        max_length=rules.MOST["place"],
        help_text=_("A town is enough. Whoever may see it finds you by it."),
    )
    expertise = forms.CharField(
        label=rules.FIELDS["expertise"][0],
        required=False,
        max_length=500,
        help_text=_("Up to ten short words between commas, such as: oolong, tax law."),
    )
    contact = forms.CharField(
        label=rules.FIELDS["contact"][0], required=False, max_length=rules.MOST["contact"]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, (name, usual) in rules.FIELDS.items():
            self.fields[f"who_{field}"] = forms.ChoiceField(
                label=_("%(field)s: who sees it") % {"field": name},
                choices=list(rules.WHO_LABELS.items()),
                required=False,
                initial=usual,
            )

    def texts(self) -> dict[str, str]:
        return {field: self.cleaned_data.get(field) or "" for field in rules.MOST}

    def shown(self) -> dict[str, str]:
        chosen = {field: self.cleaned_data.get(f"who_{field}") for field in rules.FIELDS}
        return {field: who for field, who in chosen.items() if who}

    def tell(self, refusal: Refusal) -> None:
        for name, told in refusal.fields.items():
            self.add_error(name if name in self.fields else None, str(told))
        if not refusal.fields:
            self.add_error(None, str(refusal.message))
