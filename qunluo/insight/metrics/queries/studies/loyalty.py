"""Loyalty: recency, frequency and worth by rank; who will come again; Orbit's circles and gravity."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import fitting, recency, staying
from qunluo.insight.metrics.engine.measures import influence as figures
from qunluo.insight.metrics.engine.measures.returning import seen
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.queries.sources import calendar_of
from qunluo.insight.metrics.queries.studies.sheet import (
    Picture,
    Study,
    Table,
    count_text,
    excluded_rule,
    rate_text,
)
from qunluo.insight.metrics.rules import is_too_small
from qunluo.kernel.ui import display
from qunluo.kernel.ui.charts import Chart
from qunluo.kernel.ui.charts import Series as Line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.queries.studies.sheet import StudyAsk

AHEAD = 28
BANDS = ((0.8, 1.01), (0.5, 0.8), (0.2, 0.5), (0.0, 0.2))


def rfm(ask: StudyAsk) -> Study:
    """Contributors of the 180 days up to the period's last day, in six groups."""
    found = recency.habits(ask.history(), DID, ask.period.last_day)
    lead = _("Who contributes lately, often and much, by rank among each other.")
    if is_too_small(ask.viewer, len(found)) or not found:
        return Study(lead=lead, veil=_("Too few people to say."))
    scored = recency.rated(found)
    counts = recency.grouped(scored.values())
    words = _group_words()
    shown = tuple(
        None if is_too_small(ask.viewer, counts[key]) else float(counts[key]) for key in words
    )
    line = Line("contributed", _("Contributors"), shown)
    chart = Chart("across", tuple(name for name, _rule in words.values()), (line,))
    rows = tuple(
        (
            name,
            rule,
            rate_text(ask.viewer, counts[key], len(found)),
            *_means(ask, key, found, scored),
        )
        for key, (name, rule) in words.items()
    )
    heads = (
        *(_("Group"), _("Recency and frequency"), _("How many")),
        *(_("Days since the last time"), _("Active days"), _("Worth")),
    )
    return Study(
        lead=lead,
        figures=((_("Contributors"), count_text(ask.viewer, len(found)), _("in 180 days")),),
        pictures=(Picture("groups", _("Groups of contributors"), chart),),
        tables=(
            Table(
                "groups",
                _("Groups of contributors"),
                heads,
                rows,
                cells=tuple(f"group-{key}" for key in words),
            ),
        ),
        rules=_rfm_rules(ask, len(found)),
    )


def _means(
    ask: StudyAsk,
    key: str,
    found: Mapping[int, recency.Habit],
    scored: Mapping[int, recency.Rated],
) -> tuple[str, str, str]:
    """Means of a group; nothing of one that is too small to show."""
    own = [found[one] for one, told in scored.items() if told.group == key]
    if not own or is_too_small(ask.viewer, len(own)):
        return ("–", "–", "–")
    return (
        display.number(fmean(one.lately for one in own), 0),
        display.number(fmean(one.days for one in own), 1),
        display.number(fmean(one.worth for one in own), 1),
    )


def _group_words() -> dict[str, tuple[str, str]]:
    names = {
        "best": _("Best friends"),
        "steady": _("Steady"),
        "fresh": _("Fresh"),
        "fading": _("Fading"),
        "passing": _("Passing by"),
        "asleep": _("Asleep"),
    }
    return {
        key: (names[key], f"R {low}–{high} · F {least}–{most}")
        for key, ((low, high), (least, most)) in recency.GROUPS.items()
    }


def _rfm_rules(ask: StudyAsk, people: int) -> tuple[tuple[str, str], ...]:
    how = (
        _("Fifths by rank among the contributors; equal values get the same score.")
        if people >= recency.FEWEST_FOR_RANKS
        else _("Fixed steps, because there are fewer than fifty contributors.")
    )
    return (
        excluded_rule(ask),
        (_("R, F, M"), _("Days since the last contribution; active days and worth in 180 days.")),
        (_("Scores"), how),
        (
            _("Worth"),
            _(
                "An answer 3, a question, topic or reply 2, an article 5, a chat message 0.2, all else 1."
            ),
        ),
    )


def coming_again(ask: StudyAsk) -> Study:
    """BG/NBD over the days on which people contributed; only from two hundred people on."""
    today = ask.period.last_day.toordinal()
    told = list(seen(staying.active_days(ask.history(), DID), today).values())
    lead = _("Who will contribute again, by a model of coming and leaving (BG/NBD).")
    again = [one for one in told if one[0]]
    figures = (
        (_("Contributors"), count_text(ask.viewer, len(told)), _("seen for a day or more")),
        (_("Came again"), rate_text(ask.viewer, len(again), len(told)), ""),
    )
    found = fitting.fit(told)
    if found is None:
        words = _("Not enough data: the model is fitted from %(count)s contributors on.")
        veil = words % {"count": fitting.FEWEST}
        return Study(lead=lead, figures=figures, veil=veil, rules=_again_rules(ask, None))
    chances = [found.model.alive(*one) for one in again]
    ahead = sum(found.model.expected(*one, AHEAD) for one in again)
    counts = [sum(low <= one < high for one in chances) for low, high in BANDS]
    labels = tuple(f"{low:.0%}–{min(high, 1.0):.0%}" for low, high in BANDS)
    shown = tuple(None if is_too_small(ask.viewer, n) else float(n) for n in counts)
    chart = Chart("bar", labels, (Line("contributed", _("Contributors"), shown),))
    rows = tuple(
        (label, rate_text(ask.viewer, count, len(again)))
        for label, count in zip(labels, counts, strict=True)
    )
    once = (_("Once only"), rate_text(ask.viewer, len(told) - len(again), len(told)))
    heads = (_("Chance to be still there"), _("How many"))
    return Study(
        lead=lead,
        figures=(*figures, (_("Expected"), display.number(ahead, 0), _("active days in 28 days"))),
        pictures=(Picture("alive", _("Chance to be still there"), chart),),
        tables=(
            Table(
                "alive",
                _("Chance to be still there"),
                heads,
                (*rows, once),
                cells=(*(f"alive-{n}" for n in range(len(BANDS))), "alive-once"),
            ),
        ),
        rules=_again_rules(ask, found),
    )


def _again_rules(ask: StudyAsk, found: fitting.Fit | None) -> tuple[tuple[str, str], ...]:
    rules = [
        excluded_rule(ask),
        (
            _("Once only"),
            _("By the model whoever never came again is there for certain; so they stand apart."),
        ),
    ]
    if found is not None:
        model = found.model
        told = f"r {model.r:.3f} · α {model.alpha:.3f} · a {model.a:.3f} · b {model.b:.3f}"
        rules.append((_("Fitted"), f"{told} · ln L {found.likelihood:.1f}"))
    return tuple(rules)


def orbit(ask: StudyAsk) -> Study:
    """Circles by presence, love by what each did, reach by ties; gravity is love times reach."""
    history, last = ask.history(), ask.period.last_day
    lead = _("How close people are, how far they reach, and what both come to.")
    levels, love, reach = _around(history, last)
    if is_too_small(ask.viewer, len(levels)) or not levels:
        return Study(lead=lead, veil=_("Too few people to say."))
    earlier = calendar_of(ask.community_id).neighbour(ask.period, -1).last_day
    now, before = _gravity(love, reach), _gravity(*_around(history, earlier)[1:])
    words = {
        1: _("Inner circle"),
        2: _("Second circle"),
        3: _("Third circle"),
        4: _("Outer circle"),
        0: _("Not seen for 90 days"),
    }
    counts = {level: sum(one == level for one in levels.values()) for level in words}
    shown = tuple(None if is_too_small(ask.viewer, n) else float(n) for n in counts.values())
    chart = Chart("across", tuple(words.values()), (Line("contributed", _("People"), shown),))
    rows = tuple(
        (name, count_text(ask.viewer, counts[level]), *_sums(ask, level, levels, love, reach))
        for level, name in words.items()
    )
    heads = (_("Circle"), _("People"), _("Love"), _("Reach"), _("Gravity"))
    moved = _("%(value)s in the period before") % {"value": display.number(before, 0)}
    return Study(
        lead=lead,
        figures=(
            (_("Gravity"), display.number(now, 0), moved),
            (_("Gravity per person"), display.number(now / len(levels), 1), ""),
        ),
        pictures=(Picture("circles", _("People by circle"), chart),),
        tables=(
            Table(
                "circles",
                _("People by circle"),
                heads,
                rows,
                cells=tuple(f"circle-{level}" for level in words),
            ),
        ),
        rules=_orbit_rules(ask),
    )


Scores = dict[int, float]


def _around(history: History, last: date) -> tuple[dict[int, int], Scores, Scores]:
    """Per person: the circle, the love, the reach, in the 365 days up to a day."""
    love = figures.love_until(history, last, DID)
    levels, reach = figures.levels_until(history, last, DID), figures.degrees_until(history, last)
    return (
        {one: levels.get(one, 0) for one in love},
        love,
        {one: reach.get(one, 0.0) for one in love},
    )


def _gravity(love: Scores, reach: Scores) -> float:
    return sum(love[one] * reach[one] for one in love)


def _sums(
    ask: StudyAsk, level: int, levels: Mapping[int, int], love: Scores, reach: Scores
) -> tuple[str, str, str]:
    """Of one circle; nothing of one that is too small to show."""
    own = [one for one, told in levels.items() if told == level]
    if not own or is_too_small(ask.viewer, len(own)):
        return ("–", "–", "–")
    told = (
        sum(love[one] for one in own),
        sum(reach[one] for one in own),
        sum(love[one] * reach[one] for one in own),
    )
    return (display.number(told[0], 0), display.number(told[1], 0), display.number(told[2], 0))


def _orbit_rules(ask: StudyAsk) -> tuple[tuple[str, str], ...]:
    return (
        excluded_rule(ask),
        (_("Circle"), _("By presence: days a week, a month, a quarter (Orbit, second edition).")),
        (_("Love"), _("What each made in 365 days by its worth, less by a tenth each month.")),
        (_("Reach"), _("The sum of the strengths of one's ties, as in the network.")),
        (_("Gravity"), _("Love times reach, summed up. It cannot be raised by buying members.")),
    )
