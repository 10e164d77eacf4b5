"""The funnel builder: steps as chosen, who got how far, how long it took, by channel of joining."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import funnels
from qunluo.insight.metrics.engine.measures.growth import joiners
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.queries.noting import chart_notes
from qunluo.insight.metrics.queries.sources import calendar_of, coverage_for, watermark
from qunluo.insight.metrics.queries.studies.events import event_choices, label_of, match_of
from qunluo.insight.metrics.queries.studies.sheet import (
    Field,
    Picture,
    Study,
    Table,
    count_text,
    excluded_rule,
    rate_text,
)
from qunluo.insight.metrics.queries.words import axis_text
from qunluo.insight.metrics.rules import is_too_small
from qunluo.kernel.ui import display
from qunluo.kernel.ui.charts import Chart
from qunluo.kernel.ui.charts import Series as Line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from qunluo.insight.metrics.engine.funnels import Attempt, Funnel
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.queries.studies.sheet import StudyAsk

    Walks = Mapping[str, list[Attempt]]
    Choices = tuple[tuple[str, str], ...]

MOST_STEPS = 5
USUAL = ("joined", "visited", "contributed")
SHOWN = 12
MINUTE, HOUR, DAY = 60, 3600, 86400


def asked_for(ask: StudyAsk) -> tuple[Funnel, list[str], dict[str, list[Attempt]]]:
    """The funnel as chosen, its steps by key, and everybody's attempts that begin in the period."""
    keys = _steps(ask)
    bar = ask.choice("not", event_choices(may_be_none=True))
    asked = funnels.Funnel(
        steps=tuple(match_of(key) for key in keys),
        order=ask.choice("order", _orders()),  # type: ignore[arg-type]
        window=funnels.window_of(ask.number("window", 14, 365), ask.choice("unit", _units())),
        entry=ask.choice("entry", _entries()),  # type: ignore[arg-type]
        exclude=(funnels.Exclusion(match_of(bar), 1, len(keys)),) if bar else (),
        first=ask.period.starts_at,
        last=ask.period.ends_at,
    )
    walks = {
        actor: [one for one in tries if one.entered_at < ask.period.ends_at]
        for actor, tries in funnels.walks_of(ask.history(), asked).items()
    }
    return asked, keys, walks


def _orders() -> Choices:
    return (
        ("ordered", _("in this order, other things may lie between")),
        ("strict", _("in this order, nothing else between")),
        ("unordered", _("in any order")),
    )


def _entries() -> Choices:
    return (("any", _("every first step begins an attempt")), ("first", _("only the first one")))


def _units() -> Choices:
    return (("day", _("days")), ("hour", _("hours")), ("week", _("weeks")))


def funnel(ask: StudyAsk) -> Study:
    """Attempts that begin in the period; steps may follow after its end."""
    asked, keys, walks = asked_for(ask)
    fields = [
        Field(f"s{n}", _("Step %(number)s") % {"number": n}, key, event_choices(may_be_none=n > 2))
        for n, key in enumerate([*keys, *[""] * (MOST_STEPS - len(keys))], 1)
    ]
    bars = event_choices(may_be_none=True)
    fields += [
        Field("order", _("Order of steps"), asked.order, _orders()),
        Field("window", _("Within"), str(ask.number("window", 14, 365))),
        Field("unit", _("Unit of time"), ask.choice("unit", _units()), _units()),
        Field("entry", _("Entries"), asked.entry, _entries()),
        Field("not", _("But not between"), ask.choice("not", bars), bars),
    ]
    return _told(ask, asked, ask.history(), walks, keys, tuple(fields))


def _steps(ask: StudyAsk) -> list[str]:
    known = dict(event_choices())
    told = [ask.chosen.get(f"s{n}", "") for n in range(1, MOST_STEPS + 1)]
    chosen = [key for key in told if key in known]
    return chosen if len(chosen) > 1 else list(USUAL)


def _told(
    ask: StudyAsk,
    asked: Funnel,
    history: History,
    walks: Walks,
    keys: Sequence[str],
    fields: tuple[Field, ...],
) -> Study:
    counts = funnels.counts(walks, len(keys))
    labels = tuple(f"{n}. {label_of(key)}" for n, key in enumerate(keys, 1))
    veiled = is_too_small(ask.viewer, counts[0])
    chart = Chart(
        "across",
        labels,
        (Line("contributed", _("Members"), tuple(None if veiled else c for c in counts)),),
        unit=_("people"),
        corner=_("Step"),
    )
    pictures = [Picture("steps", _("How far they got"), chart)]
    if not veiled:
        pictures += [_trend(ask, walks, len(keys)), *_times(walks, len(keys))]
    return Study(
        lead=_("Of those who took the first step, how many went on to each later one."),
        fields=fields,
        pictures=tuple(pictures),
        tables=(_step_table(ask, walks, labels), _by_channel(ask, history, walks, labels)),
        rules=(
            excluded_rule(ask),
            (_("Attempt"), _rule(asked)),
            (_("Open"), _open_rule(ask, asked)),
        ),
    )


def _rule(asked: Funnel) -> str:
    return _(
        "It begins with the first step in the period and may go on after its end, up to %(days)s"
        " days after it began. An event serves one step; a member counts with the best attempt, its"
        " times are those of the earliest such attempt. What may not lie between spoils the"
        " attempt, not the member."
    ) % {"days": display.number(asked.window.total_seconds() / DAY, 1)}


def _open_rule(ask: StudyAsk, asked: Funnel) -> str:
    coverage = coverage_for(ask.community_id, watermark())
    if coverage is not None and coverage.until < ask.period.ends_at + asked.window:
        return _("The time to go on is not over for all: these figures can still rise.")
    return _("Everybody had the whole time to go on.")


def _step_table(ask: StudyAsk, walks: Walks, labels: Sequence[str]) -> Table:
    counts = funnels.counts(walks, len(labels))
    means, medians = funnels.times(walks, len(labels))
    rows: list[tuple[Any, ...]] = []
    for n, label in enumerate(labels):
        before = counts[n - 1] if n else counts[0]
        lost = before - counts[n] if n else 0
        rows.append(
            (
                label,
                count_text(ask.viewer, counts[n]),
                rate_text(ask.viewer, counts[n], counts[0]),
                rate_text(ask.viewer, counts[n], before),
                count_text(ask.viewer, lost),
                took_text(medians[n]),
                took_text(means[n]),
            )
        )
    heads = (
        *(_("Step"), _("Members"), _("Of the first step"), _("Of the step before"), _("Lost here")),
        *(_("Median time"), _("Mean time")),
    )
    cells = tuple(f"step-{n}" for n in range(1, len(labels) + 1))
    return Table("steps", _("Step by step"), heads, tuple(rows), cells=cells)


def took_text(seconds: float | None) -> str:
    """`3.5 hours`; an en dash where nobody got there."""
    if seconds is None:
        return "–"
    if seconds < HOUR:
        return _("%(count)s minutes") % {"count": display.number(seconds / MINUTE, 1)}
    if seconds < 2 * DAY:
        return _("%(count)s hours") % {"count": display.number(seconds / HOUR, 1)}
    return _("%(count)s days") % {"count": display.number(seconds / DAY, 1)}


def _trend(ask: StudyAsk, walks: Walks, steps: int) -> Picture:
    """By when they entered, in the next smaller periods."""
    smaller = {"year": "month", "quarter": "month", "month": "week", "week": "day", "day": "day"}
    calendar = calendar_of(ask.community_id)
    by: Any = smaller[ask.period.by]
    periods = calendar.periods(by, ask.period.start, ask.period.last_day)
    told = funnels.trend(walks, periods, to_step=steps)
    lines = (
        Line("visited", _("Began"), tuple(one.entered for one in told)),
        Line("contributed", _("Got to the end"), tuple(one.converted for one in told)),
    )
    labels = tuple(axis_text(period) for period in periods)
    return Picture(
        "trend",
        _("By when they began"),
        Chart("bar", labels, lines, unit=_("people"), notes=chart_notes(ask.viewer, periods)),
    )


def _times(walks: Walks, steps: int) -> list[Picture]:
    took = funnels.seconds_between(walks, 1, steps)
    if not took:
        return []
    found = funnels.bins(took)
    labels = tuple(f"≥ {took_text(edge)}" for edge, _count in found)
    line = Line("contributed", _("Members"), tuple(count for _edge, count in found))
    chart = Chart("bar", labels, (line,), unit=_("people"), corner=_("Took"))
    return [Picture("times", _("From the first step to the last"), chart)]


def _by_channel(ask: StudyAsk, history: History, walks: Walks, labels: Sequence[str]) -> Table:
    """The same by the channel through which they first joined."""
    keys = dict(history.rows("SELECT person, actor FROM {people}"))
    channel = {keys[person]: name for person, _at, _day, name, _did in joiners(history, DID)}
    groups: dict[str, dict[str, list[Attempt]]] = {}
    for actor, tries in walks.items():
        if tries:
            groups.setdefault(channel.get(actor, ""), {})[actor] = tries
    rows, cells = [], []
    for name, own in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        counts = funnels.counts(own, len(labels))
        shares = [rate_text(ask.viewer, count, counts[0]) for count in counts[1:]]
        rows.append((name or _("unknown"), count_text(ask.viewer, counts[0]), *shares))
        cells.append(f"channel-{name}")
    return Table(
        "channels",
        _("By channel of joining"),
        (_("Channel"), *labels),
        tuple(rows),
        cells=tuple(cells),
        empty=_("Nobody began in this period."),
    )
