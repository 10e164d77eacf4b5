"""What the living page of the design system shows; made up, the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.ui.sample_charts import sample_charts
from qunluo.kernel.ui.tables import Column, Sheet, Sorting, sorting_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

ICONS = """
sprout leaf trees coffee book-open hash house users user search bell inbox message-circle
messages-square question lightbulb pin lock eye pencil trash-2 flag share-2 link copy check x
plus calendar clock good warn bad info sun moon settings menu chart-line chart-column file-text
table filter gauge shield key-round mail globe tag star heart gift trophy ticket megaphone
briefcase wallet hand door history refresh-cw sparkles hourglass party-popper
"""


@dataclass(frozen=True)
class SamplePerson:
    name: str
    avatar: str = ""


@dataclass(frozen=True)
class SampleRow:
    person: SamplePerson
    role: str
    posts: int
    answered: float
    seen_at: datetime


@dataclass(frozen=True)
class SampleStep:
    text: StrPromise
    done: bool
    address: str = ""
    hint: StrPromise | str = ""


@dataclass(frozen=True)
class SampleReaction:
    key: str
    glyph: str
    label: StrPromise
    count: int
    mine: bool = False


@dataclass(frozen=True)
class SampleMoment:
    icon: str
    text: StrPromise
    at: str
    note: StrPromise | str = ""


PEOPLE = tuple(SamplePerson(name) for name in ("林兰", "安宁", "周薇", "Bo Chen", "梅子", "Jun"))
COLUMNS = (
    Column("name", _("Member"), sorts=True),
    Column("role", _("Role")),
    Column("posts", _("Posts"), kind="number", sorts=True),
    Column("answered", _("Answered"), kind="number", definition=_("Share within 24 hours.")),
    Column("seen", _("Last seen")),
)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As members will see it."), max_length=40)
    address = forms.EmailField(label=_("Email"), required=False)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput)
    access = forms.ChoiceField(
        label=_("Access"),
        choices=[("public", _("Public")), ("members", _("Members only"))],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("forum", _("Forum")), ("q", _("Questions"))]
    )
    about = forms.CharField(
        label=_("About"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agreed = forms.BooleanField(label=_("I have read the rules."))


def sample_sheet(query: Mapping[str, str]) -> Sheet:
    rows = tuple(
        SampleRow(person, role, posts, answered, datetime(2026, 11, 1 + posts % 20, 8, tzinfo=UTC))
        for person, role, posts, answered in zip(
            PEOPLE,
            ("群主", "管理员", "志愿者", "成员", "成员", "成员"),
            (128, 96, 71, 44, 17, 3),
            (0.92, 0.88, 0.81, 0.5, 0.33, 0.0),
            strict=True,
        )
    )
    return Sheet(
        columns=COLUMNS,
        rows=rows,
        label=_("Members"),
        sorting=sorting_from(query.get("sort", ""), COLUMNS, Sorting("posts", True)),
        query=tuple(query.items()),
        later="?after=x",
        position="1–6 / 1,284",
        exports=(("CSV", "#"), ("XLSX", "#")),
    )


def samples(query: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page needs."""
    wrong = SampleForm({"name": "", "address": "not an address", "password": "short"})
    wrong.is_valid()
    return {
        "people": PEOPLE,
        "sheet": sample_sheet(query),
        "no_rows": Sheet(COLUMNS, (), _("Members")),
        "charts": sample_charts(),
        "form": SampleForm(),
        "wrong": wrong,
        "steps": (
            SampleStep(_("Say what the community is for"), True),
            SampleStep(
                _("Open two spaces"),
                False,
                "#",
                _("A square and a place for questions are enough."),
            ),
            SampleStep(_("Invite the first ten people"), False, "#"),
        ),
        "reactions": (
            SampleReaction("like", "👍", _("Like"), 12, True),
            SampleReaction("thanks", "🙏", _("Thanks"), 3),
            SampleReaction("laugh", "😄", _("Funny"), 0),
        ),
        "moments": (
            SampleMoment("user-plus", _("Mei joined through an invitation."), "11-03"),
            SampleMoment(
                "message-circle",
                _("Mei asked a first question."),
                "11-04",
                _("Answered after 40 minutes."),
            ),
            SampleMoment("award", _("Mei's answer was accepted."), "11-09"),
        ),
        "icons": ICONS.split(),
    }
