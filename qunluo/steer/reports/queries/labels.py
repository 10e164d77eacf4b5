"""What facts and their parts are called, and what is meant by them, in the active language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel.ui import display

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.steer.reports.engine.facts import Fact


HUNDRED = 100


def fact_name(fact: Fact) -> str:
    """The figure's name; a part carries its label, a goal says that it is one."""
    name = metrics.definition(fact.metric).name
    function = str(fact.params.get("function", ""))
    if function in {"part", "average"}:
        return gettext("%(name)s: %(part)s") % {"name": name, "part": part_label(fact)}
    if function == "goal":
        return gettext("%(name)s: %(part)s") % {"name": name, "part": gettext("Goal")}
    if function in {"assumed", "return"}:
        return ASSUMED[function, str(fact.params["part"])]()
    if function == "word":
        return gettext("%(name)s: %(part)s") % {"name": name, "part": fact.params["word"]}
    if function == "person":
        return gettext("%(name)s: %(part)s") % {"name": name, "part": _rank(fact.params["part"])}
    return name


def fact_meaning(fact: Fact) -> tuple[str, str]:
    """The definition and the formula behind a fact."""
    function = str(fact.params.get("function", ""))
    if function == "assumed":
        return gettext("Declared by a person, with its source; it is not measured."), ""
    if function == "return":
        told = gettext(
            "Answered questions times the share of spared requests times their worth, less what was"
            " spent, as a share of what was spent. It rests on the declared assumption."
        )
        return told, "(answered · share · worth − Σ cost) / Σ cost"
    meant = metrics.definition(fact.metric)
    return meant.definition, meant.formula


def part_label(fact: Fact) -> str:
    """What a part is called: an age, a number of days or hours, a channel by its own name."""
    return part_name(str(fact.params.get("parts", "")), str(fact.params.get("part", "")))


def part_name(kind: str, part: str) -> str:
    """The words of a part of a kind; a channel and what is unknown stand for themselves."""
    if kind.startswith("work_"):
        return WORK[part]()
    named = _NAMED.get(kind)
    return named(part) if named is not None else part or gettext("unknown")


def _days(part: str) -> str:
    if part.startswith("over"):
        return gettext("over 7 days")
    return ngettext("on %(n)s day", "on %(n)s days", int(part)) % {"n": part}


def _rank(part: str) -> str:
    return gettext("rank %(n)s") % {"n": part}


AGES = {
    "under_1_day": lambda: gettext("under a day"),
    "1_to_7_days": lambda: gettext("1 to 7 days"),
    "7_to_30_days": lambda: gettext("7 to 30 days"),
    "30_to_90_days": lambda: gettext("30 to 90 days"),
    "over_90_days": lambda: gettext("over 90 days"),
}


ASSUMED = {
    ("assumed", "worth"): lambda: gettext("Assumed worth of a spared request"),
    ("assumed", "low"): lambda: gettext("Assumed share of spared requests, low"),
    ("assumed", "mid"): lambda: gettext("Assumed share of spared requests, middle"),
    ("assumed", "high"): lambda: gettext("Assumed share of spared requests, high"),
    ("return", "low"): lambda: gettext("Return on what was spent, low"),
    ("return", "mid"): lambda: gettext("Return on what was spent, middle"),
    ("return", "high"): lambda: gettext("Return on what was spent, high"),
}
WORK = {
    "spaces": lambda: gettext("spaces and rooms opened or changed"),
    "positioning": lambda: gettext("positioning and description worked on"),
    "roles": lambda: gettext("roles made, given or taken back"),
    "invitations": lambda: gettext("invitations made"),
    "admissions": lambda: gettext("join requests decided"),
    "rules": lambda: gettext("rules and limits settled"),
    "articles": lambda: gettext("articles published"),
    "reviews": lambda: gettext("articles reviewed"),
    "featured": lambda: gettext("topics featured or pinned"),
    "tidied": lambda: gettext("topics and tags tidied"),
    "gathered": lambda: gettext("talks and series gathered"),
    "greeted": lambda: gettext("newcomers greeted"),
    "first_steps": lambda: gettext("first steps completed"),
    "verified": lambda: gettext("members verified"),
    "experts": lambda: gettext("experts named, badges given"),
    "alerts": lambda: gettext("alerts looked into"),
    "segments": lambda: gettext("segments saved"),
    "surveys": lambda: gettext("surveys sent"),
    "listings": lambda: gettext("needs and offers posted"),
    "matches": lambda: gettext("needs and offers matched"),
    "settled": lambda: gettext("needs and offers settled"),
    "cases": lambda: gettext("cases decided"),
    "appeals": lambda: gettext("appeals decided"),
    "duties": lambda: gettext("tasks finished"),
    "asked_experts": lambda: gettext("questions brought to experts"),
    "closed": lambda: gettext("topics closed"),
}
STEPS = {
    "before": lambda: gettext("the period before"),
    "new": lambda: gettext("came for the first time"),
    "resurrecting": lambda: gettext("came back"),
    "dormant": lambda: gettext("not again"),
    "now": lambda: gettext("this period"),
}


_NAMED: dict[str, Callable[[str], str]] = {
    "ages": lambda part: AGES[part](),
    "days": _days,
    "answered": lambda part: gettext("%(n)s h") % {"n": part},
    "triangle": lambda part: gettext("after %(n)s") % {"n": part},
    "waterfall": lambda part: STEPS[part](),
    "survival": lambda part: gettext("%(n)s days") % {"n": part},
    "lorenz": lambda part: display.share(int(part) / HUNDRED),
    "bridges": _rank,
}
