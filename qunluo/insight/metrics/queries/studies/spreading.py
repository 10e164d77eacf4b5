"""How evenly people contribute, how long they stay, and at which hours they are there."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import counting, spread, staying, survival
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.queries.sources import calendar_of, coverage_for, watermark
from qunluo.insight.metrics.queries.studies.events import event_choices, match_of
from qunluo.insight.metrics.queries.studies.sheet import (
    Field,
    Picture,
    Study,
    Table,
    count_text,
    excluded_rule,
    rate_text,
)
from qunluo.insight.metrics.queries.words import weekday_text
from qunluo.insight.metrics.rules import is_too_small
from qunluo.kernel.ui import display
from qunluo.kernel.ui.charts import Chart
from qunluo.kernel.ui.charts import Series as Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.queries.studies.sheet import StudyAsk

STEP = 5
CURVE_POINTS = 40
FEWEST_TO_COMPARE = 20
SURE = 0.05


def evenness(ask: StudyAsk) -> Study:
    """Lorenz curve, Gini, absence factor, and the observed shares beside 90-9-1."""
    made = sorted(counting.amounts(ask.history(), DID, [ask.period])[0])
    total, people = sum(made), len(made)
    if is_too_small(ask.viewer, people):
        return Study(lead=_lead(), veil=_("Fewer than five people: shown to administrators only."))
    shares = tuple(
        sum(made[: round(people * step / 100)]) / total if total else None
        for step in range(0, 101, STEP)
    )
    chart = Chart(
        "line",
        tuple(f"{step}%" for step in range(0, 101, STEP)),
        (
            Line("contributed", _("Share of all contributions"), shares),
            Line(
                "equal",
                _("If all made the same"),
                tuple(step / 100 for step in range(0, 101, STEP)),
                is_comparison=True,
            ),
        ),
        is_share=True,
        corner=_("Share of contributors"),
    )
    top = {part: spread.top_share(made, part) for part in (0.01, 0.1)}
    return Study(
        lead=_lead(),
        figures=(
            (
                _("Absence factor"),
                display.number(spread.absence_factor(made) or 0),
                _("people make half"),
            ),
            (_("Gini"), display.number(spread.gini(made) or 0, 2), _("contributors only")),
            *(
                (
                    _("Top %(share)s") % {"share": display.share(part)},
                    rate_text(ask.viewer, *(found or (0, 0))),
                    "",
                )
                for part, found in top.items()
            ),
        ),
        pictures=(Picture("lorenz", _("How evenly contributors contribute"), chart),),
        tables=(_ninety(ask, made),),
        rules=_evenness_rules(ask),
    )


def _lead() -> str:
    return _("Who carries the community, and how few would be missed by all.")


def _ninety(ask: StudyAsk, made: Sequence[int]) -> Table:
    from qunluo.insight.metrics.engine.registry.presence import VISITED  # noqa: PLC0415

    were = counting.tallies(ask.history(), VISITED, [ask.period])[0].people
    few = sum(one <= STEP for one in made)
    many = len(made) - few
    rows = (
        (_("made nothing"), rate_text(ask.viewer, max(0, were - len(made)), were), "90%"),
        (_("made one to five"), rate_text(ask.viewer, few, were), "9%"),
        (_("made more than five"), rate_text(ask.viewer, many, were), "1%"),
    )
    heads = (_("Members who"), _("Here, of those who were there"), _("Elsewhere (90-9-1)"))
    cells = ("made-none", "made-few", "made-many")
    return Table("parts", _("Silent, some, many"), heads, rows, cells=cells)


def staying_on(ask: StudyAsk) -> Study:
    """Kaplan-Meier over all, and the joiners of the two halves of the records side by side."""
    history = ask.history()
    days = staying.active_days(history, DID)
    coverage = coverage_for(ask.community_id, watermark())
    if coverage is None or is_too_small(ask.viewer, len(days)):
        return Study(lead=_staying_lead(), veil=_("Too few people to say."))
    until = history.calendar.day_of(coverage.until).toordinal()
    patience = staying.silence(days)
    found = staying.stays(days, until, patience)
    begins = ask.period.start.toordinal()
    before = [one.told for one in found if one.first < begins]
    since = [one.told for one in found if one.first >= begins]
    every = [one.told for one in found]
    groups = [
        ("all", _("All"), every),
        ("before", _("Began earlier"), before),
        ("since", _("Began in the period or later"), since),
    ]
    shown = [one for one in groups if len(one[2]) >= FEWEST_TO_COMPARE] or groups[:1]
    longest = max((told for told, _over in every), default=0)
    marks = [round(longest * n / CURVE_POINTS) for n in range(CURVE_POINTS + 1)] if longest else [0]
    marks = sorted(set(marks))
    lines = tuple(
        Line(
            key,
            label,
            _at(survival.kaplan_meier(own), marks),
            is_comparison=key == "all" and len(shown) > 1,
        )
        for key, label, own in shown
    )
    chart = Chart(
        "survival",
        tuple(str(mark) for mark in marks),
        lines,
        is_share=True,
        corner=_("Days after the first contribution"),
    )
    return Study(
        lead=_staying_lead(),
        pictures=(Picture("survival", _("Still there"), chart),),
        tables=(_group_table(ask, groups, before, since),),
        rules=_staying_rules(ask, patience),
    )


def _staying_lead() -> str:
    return _("How long people go on contributing after their first contribution.")


def _days(value: float | None) -> str:
    return _("not reached") if value is None else display.number(value)


def _at(steps: Sequence[survival.Step], marks: Sequence[int]) -> tuple[float, ...]:
    return tuple(survival.survival_at(steps, mark) for mark in marks)


def _compared(one: Sequence[tuple[float, bool]], other: Sequence[tuple[float, bool]]) -> str:
    if min(len(one), len(other)) < FEWEST_TO_COMPARE:
        return _("Too few in one of the groups to compare them.")
    chance = survival.log_rank(one, other)
    if chance is None or chance > SURE:
        return _("The groups do not differ clearly (log-rank test).")
    return _("The groups differ more than by chance (log-rank test, p = %(chance)s).") % {
        "chance": display.number(chance, 3)
    }


def hours(ask: StudyAsk) -> Study:
    """A heat map of weekday and hour in the community's own time."""
    event = ask.choice("event", event_choices(), "visited")
    where, params = match_of(event).where()
    # A quarter of an hour, because zones may differ by one.
    found = ask.history().rows(
        "SELECT time_bucket(INTERVAL 15 MINUTE, moment), count(*) FROM {acts}"  # noqa: S608
        f" WHERE {where} AND day >= ? AND day < ? GROUP BY 1",
        [*params, ask.period.start, ask.period.end],
    )
    calendar = calendar_of(ask.community_id)
    counts = [[0] * 24 for _day in range(7)]
    for moment, times in found:
        local = moment.replace(tzinfo=UTC).astimezone(calendar.zone)
        counts[local.weekday()][local.hour] += times
    week = [(calendar.week_start + n) % 7 for n in range(7)]
    monday = ask.period.start - timedelta(days=ask.period.start.weekday())
    names = [weekday_text(monday + timedelta(days=n)) for n in range(7)]
    lines = tuple(Line(str(n), names[n], tuple(counts[n])) for n in week)
    chart = Chart("heat", tuple(str(hour) for hour in range(24)), lines, corner=_("Hour"))
    busiest = max(
        ((counts[d][h], names[d], h) for d in range(7) for h in range(24)), default=(0, "", 0)
    )
    figures: tuple[tuple[str, str, str], ...] = ()
    if busiest[0]:
        told = _("%(day)s, %(hour)s:00") % {"day": busiest[1], "hour": busiest[2]}
        figures = (
            (_("Busiest"), told, _("%(count)s times") % {"count": display.number(busiest[0])}),
        )
    return Study(
        lead=_("When to answer, post and hold events."),
        fields=(Field("event", _("When a member"), event, event_choices()),),
        figures=figures,
        pictures=(Picture("hours", _("By weekday and hour"), chart),),
        rules=(
            excluded_rule(ask),
            (
                _("Time"),
                _(
                    "The community's own time zone, %(zone)s; a skipped or repeated hour counts as the clock showed it."
                )
                % {"zone": str(calendar.zone)},
            ),
        ),
    )


def _evenness_rules(ask: StudyAsk) -> tuple[tuple[str, str], ...]:
    return (
        excluded_rule(ask),
        (_("Absence factor"), _("The fewest people who made half of everything.")),
        (_("90-9-1"), _("An observation about other communities, not a target.")),
    )


def _staying_rules(ask: StudyAsk, patience: int) -> tuple[tuple[str, str], ...]:
    return (
        excluded_rule(ask),
        (
            _("Left"),
            _(
                "Silent for %(days)s days or more: longer than 19 of 20 pauses between two"
                " active days, at least 14 and at most 90."
            )
            % {"days": patience},
        ),
        (
            _("Still there"),
            _("Counts as staying for as long as it has been seen (Kaplan–Meier)."),
        ),
    )


Told = list[tuple[float, bool]]


def _group_table(
    ask: StudyAsk, groups: Sequence[tuple[str, str, Told]], before: Told, since: Told
) -> Table:
    rows = tuple(
        (
            label,
            count_text(ask.viewer, len(own)),
            count_text(ask.viewer, sum(over for _days, over in own)),
            _days(survival.quantile(survival.kaplan_meier(own), 0.5)),
        )
        for _key, label, own in groups
    )
    return Table(
        "groups",
        _("Half had left after"),
        (_("Members who"), _("How many"), _("Have left"), _("Median days")),
        rows,
        cells=tuple(f"stay-{key}" for key, _label, _own in groups),
        lead=_compared(before, since),
    )
