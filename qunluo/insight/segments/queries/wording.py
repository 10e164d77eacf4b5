"""Rules in plain words of the present language, and from plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qunluo.insight.metrics.queries import segmenting
from qunluo.insight.segments.engine import rule as rules
from qunluo.insight.segments.models import Segment
from qunluo.kernel.refusal import Invalid
from qunluo.kernel.ui.display import day as day_text
from qunluo.people.communities import queries as communities
from qunluo.people.communities.queries.portraying import CHANNEL_LABELS, ROLE_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from qunluo.insight.segments.engine.rule import Condition, Rule

LANGUAGES = {"zh-hans": "中文", "en": "English"}
SCORES = {
    "rfm_r": gettext_lazy("recency (1 to 5)"),
    "rfm_f": gettext_lazy("frequency (1 to 5)"),
    "rfm_m": gettext_lazy("worth (1 to 5)"),
    "influence": gettext_lazy("rank by influence"),
    "quality": gettext_lazy("quality (0 to 100)"),
}


@dataclass(frozen=True)
class Names:
    """What ids in rules are called now, of one community."""

    spaces: Mapping[int, str] = field(default_factory=dict)
    fields: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    segments: Mapping[int, str] = field(default_factory=dict)


def names_of(community_id: int) -> Names:
    """Four queries."""
    told = communities.names_in(community_id)
    roles = {key: str(ROLE_LABELS.get(key, name)) for key, name in told.roles}
    found = Segment.objects.filter(community_id=community_id, retired_at=None).order_by("name")
    return Names(dict(told.spaces), dict(told.fields), roles, dict(found.values_list("pk", "name")))


def read_rule(told: Any) -> Rule:
    """Refuses with `segments.bad_rule`."""
    try:
        return rules.read(told, frozenset(segmenting.EVENTS))
    except rules.BadRuleError as error:
        raise Invalid(
            "segments.bad_rule",
            _("This is no rule of a segment: %(where)s. See the examples in the reference.")
            % {"where": str(error)},
        ) from error


def words_of(rule: Rule, names: Names) -> str:
    """The rule as one clause."""
    match rule:
        case rules.Group(parts, is_any):
            if not parts:
                return _("nobody") if is_any else _("every member")
            joint = _(" or ") if is_any else _(" and ")
            told = [words_of(one, names) for one in parts]
            return joint.join(
                f"({words})" if isinstance(part, rules.Group) and len(part.rules) > 1 else words
                for part, words in zip(parts, told, strict=True)
            )
        case rules.Not(one):
            return _("not: %(rule)s") % {"rule": words_of(one, names)}
        case rules.Did():
            return _did(rule, names)
        case rules.Trait():
            return _trait(rule, names)
        case rules.Inside(segment):
            gone = _("a segment that is gone")
            return _("in the segment “%(name)s”") % {"name": names.segments.get(segment, gone)}
        case rules.State() | rules.Score() | rules.Level():
            return _scored(rule)
        case _:
            return _dated(rule)


def _dated(rule: Condition) -> str:
    match rule:
        case rules.Joined(least, most):
            if most is None:
                return _("joined at least %(least)s days ago") % {"least": least}
            return _("joined %(least)s to %(most)s days ago") % {"least": least, "most": most}
        case rules.JoinedOn(first, last):
            return _("joined %(span)s") % {"span": _span(first, last)}
        case rules.Silent(days):
            return _("not seen for %(days)s days or more") % {"days": days}
        case rules.Channel(name):
            told = str(CHANNEL_LABELS.get(name, name))
            return _("joined by the channel “%(name)s”") % {"name": told}
    raise AssertionError(rule)


def _scored(rule: rules.State | rules.Score | rules.Level) -> str:
    match rule:
        case rules.Level(number):
            return _("at level %(number)s of presence") % {"number": number}
        case rules.State(name, value):
            if name == "rfm":
                group = str(segmenting.RFM.get(value, value))
                return _("in the group “%(group)s” of contributors") % {"group": group}
            return str(segmenting.LIFECYCLE.get(value, value))
        case rules.Score("influence", _least, most) if most is not None:
            return _("among the first %(most)s by influence") % {"most": most}
        case rules.Score(name, least, most):
            told = {"score": str(SCORES[name]), "least": least, "most": most}
            if most is None:
                return _("%(score)s: at least %(least)s") % told
            return _("%(score)s: %(least)s to %(most)s") % told


def _trait(rule: rules.Trait, names: Names) -> str:
    value = rule.value
    match rule.name:
        case "language":
            return _("reads in %(language)s") % {"language": LANGUAGES.get(value, value)}
        case "role":
            told = names.roles.get(value, _("a role that is gone"))
            return _("holds the role “%(role)s”") % {"role": told}
        case "knows":
            return _("says to know about “%(word)s”") % {"word": value}
        case "place":
            return _("says to be in “%(place)s”") % {"place": value}
        case "field":
            told = names.fields.get(rule.about, _("a field that is gone"))
            return _("“%(field)s” contains “%(word)s”") % {"field": told, "word": value}
        case "imported":
            return _("was imported and not claimed yet")
        case _:
            return _("is verified by real name")


def _did(rule: rules.Did, names: Names) -> str:
    told = {"event": segmenting.label_of(rule.event), "least": rule.least, "most": rule.most}
    if rule.most == 0:
        words = _("never: %(event)s") % told
    elif rule.most is None:
        words = _("%(event)s at least %(least)s times") % told
    else:
        words = _("%(event)s %(least)s to %(most)s times") % told
    if rule.space:
        space = names.spaces.get(rule.space, _("a space that is gone"))
        words = _("%(words)s in “%(space)s”") % {"words": words, "space": space}
    if rule.first or rule.last:
        return _("%(words)s %(span)s") % {"words": words, "span": _span(rule.first, rule.last)}
    if not rule.days:
        return words
    return _("%(words)s in %(days)s days") % {"words": words, "days": rule.days}


def _span(first: date | None, last: date | None) -> str:
    told = {"first": first and day_text(first), "last": last and day_text(last)}
    if first and last:
        return _("from %(first)s to %(last)s") % told
    if first:
        return _("from %(first)s on") % told
    return _("until %(last)s") % told if last else _("at any time")
