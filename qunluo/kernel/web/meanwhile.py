"""Somebody changed it while one typed: both texts and what differs, so that nothing is lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from qunluo.kernel.text import Change, differences

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Meanwhile:
    """`present` is the whole text as it stands now and `changes` what the typed one would do to it.

    `fields`: the other fields that differ, as (label, present, typed).
    """

    present: str
    changes: tuple[Change, ...]
    fields: tuple[tuple[str, str, str], ...]


def meanwhile(form: forms.Form, present: Mapping[str, str], *, body: str = "body") -> Meanwhile:
    """Compare what a form holds with what stands now, both by field; without a `body`, by fields."""
    typed = {name: str(form[name].value() or "").replace("\r\n", "\n") for name in present}
    return Meanwhile(
        present=present.get(body, ""),
        changes=tuple(differences(present[body], typed[body])) if body in present else (),
        fields=tuple(
            (str(form[name].label), _shown(form, name, value), _shown(form, name, typed[name]))
            for name, value in present.items()
            if name != body and typed[name].strip() != value.strip()
        ),
    )


class Shared(forms.Form):
    """A form for what several people, or one at two screens, may change at the same time.

    It needs what stands now as its `initial`, when it is sent too. The page sends `opened_as` back
    (`ui.errors` writes it), so whoever saves over something that was changed since sees both texts
    in `late` and may send again; then it is meant. Two who save in the same instant are not told
    apart (ADR 0127).
    """

    late: Meanwhile | None = None

    @property
    def opened_as(self) -> str:
        """A short sign of what stands now; another one as soon as a value of it differs."""
        told = "\0".join(f"{name}={value}" for name, value in self._standing().items())
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        sent = self.data.get(self.add_prefix("opened_as"), "")
        if sent and sent != self.opened_as:
            found = meanwhile(self, self._standing(), body="")
            if found.fields:
                self.late = found
                told = _(
                    "Somebody edited this while you typed. Nothing is lost: below is what your "
                    "text would change in the present one. Mend yours and send it again."
                )
                raise forms.ValidationError(told)
        return cleaned

    def _standing(self) -> dict[str, str]:
        first = {
            name: self.get_initial_for_field(field, name) for name, field in self.fields.items()
        }
        return {
            name: str("" if value in (None, False) else value).replace("\r\n", "\n")
            for name, value in first.items()
        }


def _shown(form: forms.Form, name: str, value: str) -> str:
    """A choice by its label."""
    choices = getattr(form.fields[name], "choices", None)
    if choices is None:
        return value
    return str(dict(form.fields[name].widget.choices).get(value, value))
