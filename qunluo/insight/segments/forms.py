"""The builder: rows of conditions in lettered groups; groups join one way, rows in them the other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.queries.segmenting import event_choices

ROWS = 6
MOST = 10_000


class RuleForm(forms.Form):
    name = forms.CharField(max_length=120, required=False, label=_("Name of the segment"))
    joint = forms.ChoiceField(
        label=_("Members for whom"),
        choices=[
            ("all", _("every group holds (any condition in it is enough)")),
            ("any", _("one group holds (all conditions in it)")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            ("", "–"),
            ("did", _("did")),
            ("not_did", _("did not")),
            ("joined", _("joined in the last (days)")),
            ("joined_before", _("joined before (days ago)")),
            ("silent", _("not seen for (days)")),
            ("channel", _("came by channel")),
            ("level", _("is at level (1 to 4)")),
        ]
        events = [("", "–"), *event_choices()]
        for n in range(ROWS):
            self.fields[f"group{n}"] = forms.ChoiceField(
                choices=[(one, one) for one in "ABC"], required=False, label=_("Group")
            )
            self.fields[f"kind{n}"] = forms.ChoiceField(
                choices=kinds, required=False, label=_("Condition")
            )
            self.fields[f"event{n}"] = forms.ChoiceField(
                choices=events, required=False, label=_("Which act")
            )
            self.fields[f"number{n}"] = forms.IntegerField(
                min_value=0, max_value=MOST, required=False, label=_("Times, or days, or level")
            )
            self.fields[f"days{n}"] = forms.IntegerField(
                min_value=0, max_value=MOST, required=False, label=_("In the last days")
            )
            self.fields[f"word{n}"] = forms.CharField(
                max_length=60, required=False, label=_("Channel")
            )

    @property
    def rows(self) -> list[list[Any]]:
        """The bound fields of each row."""
        names = ("group", "kind", "event", "number", "days", "word")
        return [[self[f"{name}{n}"] for name in names] for n in range(ROWS)]

    def rule(self) -> dict[str, Any]:
        """The rule as plain values."""
        groups: dict[str, list[dict[str, Any]]] = {}
        for n in range(ROWS):
            told = {
                name: self.cleaned_data.get(f"{name}{n}")
                for name in ("group", "kind", "event", "number", "days", "word")
            }
            condition = _condition(told)
            if condition is not None:
                groups.setdefault(told["group"] or "A", []).append(condition)
        outer, inner = ("any", "all") if self.cleaned_data.get("joint") == "any" else ("all", "any")
        return {outer: [{inner: own} for _name, own in sorted(groups.items())]}


def _condition(told: dict[str, Any]) -> dict[str, Any] | None:
    kind, number = told["kind"], told["number"]
    if kind in {"did", "not_did"} and told["event"]:
        did = {"did": told["event"], "least": number or 1, "days": told["days"] or 0}
        return {"not": did} if kind == "not_did" else did
    simple: dict[str, dict[str, Any]] = {
        "joined": {"joined": {"least": 0, "most": number or 0}},
        "joined_before": {"joined": {"least": number or 0}},
        "silent": {"silent": number or 0},
        "channel": {"channel": told["word"] or ""},
        "level": {"level": min(4, number or 0)},
    }
    return simple.get(kind or "")


def choices_of(rule: dict[str, Any]) -> dict[str, Any]:
    """What the form shows of a rule; what it cannot show is left out."""
    outer = "any" if "any" in rule else "all"
    shown: dict[str, Any] = {"joint": outer}
    n = 0
    for letter, group in zip("ABC", rule.get(outer, []), strict=False):
        for condition in _inner(group):
            if n < ROWS:
                shown |= {f"{key}{n}": value for key, value in _shown(condition).items()}
                shown[f"group{n}"] = letter
                n += 1
    return shown


def _inner(group: Any) -> list[dict[str, Any]]:
    """The conditions of an inner group; a lone condition is a group of itself."""
    if not isinstance(group, dict):
        return []
    found: list[dict[str, Any]] = group.get("any") or group.get("all") or [group]
    return [one for one in found if not {"any", "all"} & set(one.get("not", one))]


def _shown(condition: dict[str, Any]) -> dict[str, Any]:
    is_not = "not" in condition
    told = condition["not"] if is_not else condition
    if "did" in told:
        kind = "not_did" if is_not else "did"
        return {"kind": kind, "event": told["did"], "number": told["least"], "days": told["days"]}
    if "joined" in told:
        most = told["joined"].get("most")
        if most is None:
            return {"kind": "joined_before", "number": told["joined"]["least"]}
        return {"kind": "joined", "number": most}
    if "channel" in told:
        return {"kind": "channel", "word": told["channel"]}
    key = "silent" if "silent" in told else "level"
    return {"kind": key, "number": told.get(key, 0)}
