"""The shape of what members and keepers send without script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from qunluo.kernel.web.meanwhile import Shared
from qunluo.kernel.web.telling import Telling
from qunluo.talk.chat import rules
from qunluo.talk.chat.actions import Setup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.people.communities.queries import SpaceCard


class SayWords(Telling):
    """`client` is the page's mark for this message, so that two clicks say it once."""

    body = forms.CharField(label=_("Message"), required=False, widget=forms.Textarea)
    client = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    answers = forms.IntegerField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(required=False)


class EditWords(Telling, Shared):
    body = forms.CharField(
        label=_("Message"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class RemovalWords(Telling):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            (key, label)
            for key, label in rules.REMOVAL_REASONS.items()
            if key not in {"author", rules.HELD}
        ],
    )
    note = forms.CharField(label=_("What its author should know"), required=False, max_length=300)


def _pause(seconds: int) -> str:
    if seconds == 0:
        return str(_("No pause"))
    if seconds < 60:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = seconds // 60
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _kept(days: int) -> str:
    if days == 0:
        return str(_("For ever"))
    return ngettext("%(num)d day", "%(num)d days", days) % {"num": days}


class RoomWords(Telling):
    name = forms.CharField(label=_("Name"), required=False, max_length=rules.NAME_MOST)
    purpose = forms.CharField(
        label=_("What the room is for"), required=False, max_length=rules.PURPOSE_MOST
    )
    space = forms.ChoiceField(label=_("Who may read it"), required=False)
    note = forms.CharField(
        label=_("Pinned line"),
        required=False,
        max_length=rules.NOTE_MOST,
        help_text=_("Stands on top of the room, such as its rules or today's question."),
    )
    starters = forms.CharField(
        label=_("First words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Up to three lines that one may send with one click while the room is silent."),
    )
    slow_seconds = forms.TypedChoiceField(
        label=_("Slow mode"), coerce=int, empty_value="0", required=False
    )
    keep_days = forms.TypedChoiceField(
        label=_("How long messages are kept"),
        coerce=int,
        empty_value="0",
        required=False,
        help_text=_("Older ones are deleted each night. Members read it on top of the room."),
    )
    position = forms.IntegerField(
        label=_("Place in the list"), required=False, min_value=0, max_value=999
    )
    is_closed = forms.BooleanField(
        label=_("Closed: it can be read, nothing new can be written"), required=False
    )

    def __init__(
        self, *args: Any, spaces: Iterable[SpaceCard] = (), is_new: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        pauses = [(str(seconds), _pause(seconds)) for seconds in rules.SLOW_CHOICES]
        self.fields["slow_seconds"].choices = pauses  # type: ignore[attr-defined]
        times = [(str(days), _kept(days)) for days in rules.KEEP_CHOICES]
        self.fields["keep_days"].choices = times  # type: ignore[attr-defined]
        everybody = [("", _("All members"))]
        readers = [(str(one.id), _("Readers of %(space)s") % {"space": one.name}) for one in spaces]
        self.fields["space"].choices = [*everybody, *readers]  # type: ignore[attr-defined]
        del self.fields["is_closed" if is_new else "space"]

    def setup(self) -> Setup:
        words = self.cleaned_data
        return Setup(
            name=words.get("name") or "",
            purpose=words.get("purpose") or "",
            note=words.get("note") or "",
            starters=tuple((words.get("starters") or "").splitlines()),
            slow_seconds=int(words.get("slow_seconds") or 0),
            keep_days=int(words.get("keep_days") or 0),
            position=words.get("position") or 0,
            is_closed=words.get("is_closed") or False,
        )


class GatherWords(Telling):
    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    space = forms.TypedChoiceField(label=_("Space"), coerce=int, empty_value="0", required=False)

    def __init__(self, *args: Any, spaces: Iterable[SpaceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(space.id), space.name) for space in spaces]
        self.fields["space"].choices = choices  # type: ignore[attr-defined]
