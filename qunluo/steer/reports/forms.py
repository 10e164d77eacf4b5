"""What is sent from the pages of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.telling import Telling
from qunluo.steer.reports import queries, rules
from qunluo.steer.reports.engine.outline import PARTS, SECTIONS
from qunluo.steer.reports.queries.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator


def _sections() -> Iterator[tuple[str, Any]]:
    for section in SECTIONS:
        part = PARTS.get(section.part, "")
        title = in_words(section.title)
        yield section.key, f"{in_words(part)} · {title}" if part else title


def claim_sections() -> list[tuple[str, str]]:
    """Where an editor may put a claim; what follows from rules is left out."""
    return [(key, title) for key, title in _sections() if key not in rules.RULED_SECTIONS]


class MakeForm(forms.Form):
    span = forms.ChoiceField(
        label=_("Period"),
        choices=[
            ("month", _("Month")),
            ("week", _("Week")),
            ("quarter", _("Quarter")),
            ("year", _("Year")),
            ("span", _("Any days")),
        ],
    )
    day = forms.DateField(
        label=_("A day in it"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("The last day"),
        required=False,
        help_text=_("Only for any days: they go from the day above to this one."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class JudgementForm(forms.Form):
    section = forms.ChoiceField(label=_("Section"), choices=_sections)
    body = forms.CharField(
        label=_("Your judgement"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Figures come from facts: write {F12} and the figure of fact 12 stands there. "
            "Your name is shown beside it."
        ),
    )


class WordsForm(forms.Form):
    body = forms.CharField(max_length=4000)
    seen = forms.IntegerField(required=False, min_value=0)


class SuggestionForm(forms.Form):
    owner = forms.CharField(max_length=60, required=False)
    due_on = forms.DateField()
    seen = forms.IntegerField(required=False, min_value=0)


class CorrectionForm(forms.Form):
    reason = forms.CharField(max_length=300)


SPANS = [
    ("month", _("Month")),
    ("week", _("Week")),
    ("quarter", _("Quarter")),
    ("year", _("Year")),
]


def _day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class GoalForm(Telling):
    metric = forms.ChoiceField(label=_("Figure"), choices=queries.goal_choices)
    span = forms.ChoiceField(label=_("Period"), choices=SPANS)
    day = _day_field(_("A day in it"))
    side = forms.ChoiceField(
        label=_("The goal is"), choices=[("least", _("at least")), ("most", _("at most"))]
    )
    value = forms.FloatField(
        label=_("Value"),
        min_value=0,
        help_text=_("In the figure's own unit; shares in per cent, times in hours."),
    )


def assumption_values(sheet: queries.ReturnSheet) -> dict[str, Any]:
    """What the form of the assumption begins with: the one that holds, else the known range."""
    held = sheet.assumption
    if held is None:
        return {"low": 5, "mid": 10, "high": 20}
    shares = {name: round(getattr(held, name) * 100, 2) for name in ("low", "mid", "high")}
    return {**shares, "worth": held.worth, "source": held.source}


class AssumptionForm(Telling):
    worth = forms.FloatField(
        label=_("What a spared request is worth"),
        min_value=0.01,
        help_text=_("In the currency of the costs: what a request to your service costs you."),
    )
    low = forms.FloatField(label=_("Spared, low (%)"), min_value=0, max_value=100)
    mid = forms.FloatField(label=_("Spared, middle (%)"), min_value=0, max_value=100)
    high = forms.FloatField(
        label=_("Spared, high (%)"),
        min_value=0,
        max_value=100,
        help_text=_("Of a hundred answered questions, how many spare such a request."),
    )
    source = forms.CharField(
        label=_("Where this comes from"),
        max_length=200,
        help_text=_("A survey of your own is best: did this answer spare you a request?"),
    )


class ShareForm(forms.Form):
    note = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=120,
        help_text=_("So that you know the link again later; readers do not see it."),
    )
    days = forms.IntegerField(
        label=_("Days"), initial=14, min_value=1, max_value=rules.SHARED_DAYS_MOST
    )


def schedule_values(line: queries.ScheduleLine | None) -> dict[str, Any]:
    """What the form of a schedule begins with."""
    if line is None:
        return {"span": "month", "delay": 2, "hour": 9, "language": "zh-hans", "is_on": True}
    told = {"span": line.span, "delay": line.delay, "hour": line.hour, "language": line.language}
    told |= {"sent_as": "attached" if line.attaches else "link"}
    return {**told, "is_on": line.is_on, "readers": [one.member_id for one in line.readers]}


class ScheduleForm(Telling):
    span = forms.ChoiceField(
        label=_("Period"), choices=[one for one in SPANS if one[0] in queries.LONGEST_DELAY]
    )
    delay = forms.IntegerField(
        label=_("Days after the period"),
        min_value=1,
        max_value=20,
        help_text=_("Records that come in late are then in it; 1 is the day after."),
    )
    hour = forms.IntegerField(
        label=_("Hour of the day"),
        min_value=0,
        max_value=23,
        help_text=_("In the time zone of the community."),
    )
    language = forms.ChoiceField(
        label=_("Language of the letters"), choices=[("zh-hans", "中文"), ("en", "English")]
    )
    readers = forms.MultipleChoiceField(
        label=_("Letters go to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People with a role here who may read reports."),
    )
    sent_as = forms.ChoiceField(
        label=_("A published report comes"),
        choices=[("link", _("as a link")), ("attached", _("as a link, with the PDF attached"))],
        initial="link",
        required=False,
        help_text=_(
            "A link counts its openings and can be withdrawn; a file that was sent cannot."
        ),
    )
    is_on = forms.BooleanField(label=_("Switched on"), required=False)

    def __init__(self, *told: Any, readers: list[queries.ReaderLine], **more: Any) -> None:
        super().__init__(*told, **more)
        names = [(one.member_id, f"{one.name} @{one.handle}") for one in readers]
        self.fields["readers"].choices = names  # type: ignore[attr-defined]
