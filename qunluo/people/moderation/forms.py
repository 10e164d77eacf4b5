"""The shape of what people send to moderation's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.meanwhile import Shared
from qunluo.kernel.web.telling import Telling
from qunluo.people.moderation import rules
from qunluo.people.moderation.actions import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from qunluo.kernel.preferences import Preference
    from qunluo.people.moderation.queries import RuleSheet

LEVELS = [(key, rules.LEVEL_LABELS[key]) for key in ("block", "hold", "mask", "log", "allow")]


class ListForm(forms.Form):
    name = forms.CharField(label=_("Name of the list"), max_length=rules.NAME_MOST)


class WordForm(forms.Form):
    word = forms.CharField(label=_("Word or expression"), max_length=rules.WORD_MOST)
    level = forms.ChoiceField(label=_("What happens"), choices=LEVELS, initial="hold")


class ImportForm(forms.Form):
    """A file or pasted lines."""

    file = forms.FileField(label=_("File (CSV or TXT)"), required=False)
    lines = forms.CharField(label=_("Or paste lines"), widget=forms.Textarea, required=False)
    level = forms.ChoiceField(
        label=_("Level where a line names none"), choices=LEVELS, initial="hold"
    )

    def told(self) -> str:
        """What was sent, as text; Chinese lists come in UTF-8 or GB 18030."""
        sent = self.cleaned_data.get("file")
        if sent is None:
            return str(self.cleaned_data.get("lines") or "")
        raw: bytes = sent.read(20_000_000)
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return raw.decode("gb18030", errors="replace")


class TrialForm(forms.Form):
    text = forms.CharField(label=_("Try a text"), widget=forms.Textarea, max_length=5_000)


class FlagForm(forms.Form):
    """A report: by rule, or in one's own words."""

    rule_key = forms.ChoiceField(label=_("What is wrong"), required=False)
    note = forms.CharField(
        label=_("In your words"),
        widget=forms.Textarea,
        required=False,
        max_length=rules.REASON_MOST,
    )

    def __init__(self, titles: Mapping[str, str], *sent: Any) -> None:
        super().__init__(*sent)
        field: Any = self.fields["rule_key"]
        field.choices = [*titles.items(), ("", _("Something else"))]


class DecisionForm(forms.Form):
    """What is decided; `sanction` may be empty."""

    outcome = forms.ChoiceField(choices=[(one, one) for one in rules.OUTCOMES])
    rule_key = forms.CharField(required=False, max_length=20)
    reason = forms.CharField(required=False, max_length=rules.REASON_MOST)
    sanction = forms.ChoiceField(
        required=False, choices=[("", ""), *((one, one) for one in rules.SANCTIONS)]
    )
    days = forms.IntegerField(required=False, min_value=1, max_value=rules.DAYS_MOST)


SANCTIONS = [(key, rules.SANCTION_LABELS[key]) for key in rules.SANCTIONS]


class SanctionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Sanction"), choices=SANCTIONS)
    days = forms.IntegerField(
        label=_("Days"), required=False, min_value=1, max_value=rules.DAYS_MOST
    )
    rule_key = forms.ChoiceField(label=_("Against which rule"), required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=rules.REASON_MOST)

    def __init__(self, titles: Mapping[str, str], *sent: Any) -> None:
        super().__init__(*sent)
        field: Any = self.fields["rule_key"]
        field.choices = [("", "–"), *titles.items()]


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("Why the sanction is wrong"), widget=forms.Textarea, max_length=2_000
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("upheld", _("The sanction stands")),
            ("shortened", _("The sanction ends now")),
            ("overturned", _("The sanction was wrong")),
        ],
    )
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea, max_length=2_000)


class RemovalAppealForm(forms.Form):
    text = forms.CharField(
        label=_("Why it should be visible"), widget=forms.Textarea, max_length=2_000
    )


class RemovalAnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("upheld", _("It stays removed")),
            ("overturned", _("The removal was wrong")),
        ],
    )
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea, max_length=2_000)


class EmergencyForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What happens"), choices=[(k, rules.EMERGENCY_LABELS[k]) for k in rules.EMERGENCIES]
    )
    hours = forms.IntegerField(
        label=_("For how many hours"), min_value=1, max_value=720, initial=12
    )
    reason = forms.CharField(label=_("Reason, which everybody reads"), max_length=300)


class PrefaceForm(Shared):
    preface = forms.CharField(
        label=_("What stands above the rules"),
        widget=forms.Textarea,
        required=False,
        max_length=2_000,
    )


STEPS = [("", _("nothing")), *((key, rules.SANCTION_LABELS[key]) for key in rules.SANCTIONS)]


class RuleForm(Shared):
    """One rule with a ladder of up to three steps."""

    title = forms.CharField(label=_("Title of the rule"), max_length=rules.NAME_MOST)
    definition = forms.CharField(label=_("What it means"), widget=forms.Textarea, max_length=2_000)
    examples = forms.CharField(
        label=_("Examples"), widget=forms.Textarea, required=False, max_length=2_000
    )
    correction = forms.CharField(
        label=_("How to correct it"), widget=forms.Textarea, required=False, max_length=2_000
    )
    appeal = forms.CharField(
        label=_("How to appeal"), widget=forms.Textarea, required=False, max_length=2_000
    )
    first = forms.ChoiceField(label=_("First time"), choices=STEPS, required=False)
    first_days = forms.IntegerField(label=_("Days"), required=False, min_value=1, max_value=3_650)
    second = forms.ChoiceField(label=_("Second time"), choices=STEPS, required=False)
    second_days = forms.IntegerField(label=_("Days"), required=False, min_value=1, max_value=3_650)
    third = forms.ChoiceField(label=_("From the third time"), choices=STEPS, required=False)
    third_days = forms.IntegerField(label=_("Days"), required=False, min_value=1, max_value=3_650)

    def told(self) -> RuleText:
        """What was written, for the action."""
        values = self.cleaned_data
        texts = {n: values[n] for n in ("title", "definition", "examples", "correction", "appeal")}
        steps = [(values[name], values[f"{name}_days"]) for name in RUNGS if values[name]]
        return RuleText(**texts, ladder=steps)

    @staticmethod
    def begun(rule: RuleSheet) -> dict[str, Any]:
        """A rule as the form begins with it."""
        begun: dict[str, Any] = {
            name: getattr(rule, name)
            for name in ("title", "definition", "examples", "correction", "appeal")
        }
        for name, (kind, days) in zip(RUNGS, rule.ladder, strict=False):
            begun |= {name: kind, f"{name}_days": days}
        return begun


RUNGS = ("first", "second", "third")


class LimitsForm(Telling, Shared):
    """One number for each limit, with its bounds."""

    def __init__(
        self,
        limits: Sequence[Preference[int]],
        sent: QueryDict | None = None,
        *,
        initial: Mapping[str, int],
    ) -> None:
        super().__init__(sent, initial={_field(name): value for name, value in initial.items()})
        for one in limits:
            self.fields[_field(one.name)] = forms.IntegerField(
                label=one.label, min_value=int(one.least or 0), max_value=int(one.most or 100_000)
            )
        self._names = [one.name for one in limits]

    def chosen(self) -> dict[str, int]:
        return {name: self.cleaned_data[_field(name)] for name in self._names}


def _field(name: str) -> str:
    return name.replace(".", "_")
