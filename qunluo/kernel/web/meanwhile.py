"""Somebody changed it while one typed: both texts and what differs, so that nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel.text import Change, differences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django import forms


@dataclass(frozen=True)
class Meanwhile:
    """`present` is the whole text as it stands now and `changes` what the typed one would do to it.

    `fields`: the other fields that differ, as (label, present, typed).
    """

    present: str
    changes: tuple[Change, ...]
    fields: tuple[tuple[str, str, str], ...]


def meanwhile(form: forms.Form, present: Mapping[str, str], *, body: str = "body") -> Meanwhile:
    """Compare what a form holds with what stands now, both by field."""
    typed = {name: str(form[name].value() or "").replace("\r\n", "\n") for name in present}
    return Meanwhile(
        present=present[body],
        changes=tuple(differences(present[body], typed[body])),
        fields=tuple(
            (str(form[name].label), value, typed[name])
            for name, value in present.items()
            if name != body and typed[name].strip() != value.strip()
        ),
    )
