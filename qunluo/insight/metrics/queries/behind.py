"""The members or rows behind a number, for one viewer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.queries.catalogue import metric_of
from qunluo.insight.metrics.queries.sources import coverage_for, history_at, watermark
from qunluo.insight.metrics.rules import SEE, is_too_small
from qunluo.kernel.objects import kinds
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream import exporting as stream
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from qunluo.insight.metrics.engine.coverage import Coverage
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.kernel.objects import ObjectCard
    from qunluo.kernel.stream.exporting import ToldLine
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

PAGE_ROWS = 100
FILE_ROWS = 10_000


@dataclass(frozen=True)
class PersonRow:
    """`person` None: somebody whose name is gone."""

    person: Person | None
    count: int


@dataclass(frozen=True)
class LineRow:
    """`card` None: not open to this viewer, or gone."""

    happened_at: datetime
    person: Person | None
    card: ObjectCard | None


@dataclass(frozen=True)
class Rows:
    """`kind`: people, lines, hidden (too small a group for this viewer), none (no list).

    `total` counts all rows; `page` of `pages` (from 1) is here.
    """

    kind: str
    people: tuple[PersonRow, ...] = ()
    lines: tuple[LineRow, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1


def behind(
    viewer: Viewer,
    metric_id: str,
    period: Period,
    *,
    space_id: int | None = None,
    page: int = 1,
    size: int = PAGE_ROWS,
) -> Rows:
    """One page of the rows; a page beyond the last one is the last. Refuses as `measure` does."""
    if viewer.community_id is None:
        raise missing()
    if not viewer.may(SEE, space_id):
        viewer.require(SEE, space_id)
    metric = metric_of(metric_id)
    if metric.behind is None or (space_id is not None and not metric.by_space):
        return Rows("none")
    mark = watermark()
    history = history_at(viewer.community_id, mark, space_id)
    coverage = coverage_for(viewer.community_id, mark)
    if coverage is not None:
        period = _covered(period, coverage, history)
    found = metric.behind(history, period)
    total = len(found.people) if found.kind == "people" else len(found.line_ids)
    if found.kind == "people" and is_too_small(viewer, total):
        return Rows("hidden", total=total)
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    shown = slice((page - 1) * size, page * size)
    told = Rows(found.kind, total=total, page=page, pages=pages)
    if found.kind == "people":
        return replace(told, people=_people(viewer, history, found.people[shown]))
    return replace(told, lines=_lines(viewer, found.line_ids[shown]))


def people_rows(
    viewer: Viewer,
    history: History,
    people: Sequence[tuple[int, int]],
    *,
    page: int = 1,
    size: int = PAGE_ROWS,
) -> Rows:
    """One page of people with a count each; groups too small for this viewer stay hidden."""
    total = len(people)
    if is_too_small(viewer, total):
        return Rows("hidden", total=total)
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    shown = people[(page - 1) * size : page * size]
    told = _people(viewer, history, shown)
    return Rows("people", told, total=total, page=page, pages=pages)


def _covered(period: Period, coverage: Coverage, history: History) -> Period:
    """As much of the period as is recorded: a window or a state ends there, as in the number."""
    end = coverage.end_after(period.starts_at)
    if not period.starts_at < end < period.ends_at:
        return period
    calendar = history.calendar
    return replace(period, end=calendar.moved("day", calendar.day_of(end), 1), ends_at=end)


def _people(
    viewer: Viewer, history: History, shown: Sequence[tuple[int, int]]
) -> tuple[PersonRow, ...]:
    numbers = ",".join(str(person) for person, _count in shown)
    keys = dict(
        history.rows(
            "SELECT person, actor FROM {people}"
            " WHERE person IN (SELECT unnest(string_split(?, ',')::INTEGER[]))",
            [numbers],
        )
        if shown
        else ()
    )
    named = _named(viewer, set(keys.values()))
    return tuple(PersonRow(named.get(keys[person]), count) for person, count in shown)


def people_behind(
    viewer: Viewer, metric_id: str, period: Period, *, limit: int
) -> list[tuple[int | None, int]]:
    """(member id or None, count) of the first people behind a number, in their order.

    For those who keep and show them by a rule of their own; refuses as `measure` does.
    """
    rows = behind(viewer, metric_id, period, size=limit)
    return [(row.person.id if row.person else None, row.count) for row in rows.people]


def names_of_people(viewer: Viewer, history: History, people: Iterable[int]) -> dict[int, str]:
    """Names used in the community by the history's numbers; who has no name is left out."""
    numbers = ",".join(map(str, people))
    keys = dict(
        history.rows(
            "SELECT person, actor FROM {people}"
            " WHERE person IN (SELECT unnest(string_split(?, ',')::INTEGER[]))",
            [numbers],
        )
        if numbers
        else ()
    )
    named = _named(viewer, set(keys.values()))
    return {person: named[key].name for person, key in keys.items() if key in named}


def _named(viewer: Viewer, keys: set[str]) -> Mapping[str, Person]:
    """People by the stream's name for them, under the names used in the community."""
    ids = members.member_ids_of(keys)
    people = communities.persons(viewer.community_id or 0, ids.values())
    return {key: people[member_id] for key, member_id in ids.items() if member_id in people}


def _lines(viewer: Viewer, line_ids: Sequence[int]) -> tuple[LineRow, ...]:
    told = stream.told_lines(line_ids)
    named = _named(viewer, {line.actor_key for line in told if line.actor_key})
    cards = _cards(viewer, told)
    return tuple(
        LineRow(
            line.happened_at,
            named.get(line.actor_key or ""),
            cards.get((line.object_type, line.object_id)),
        )
        for line in told
    )


def _cards(viewer: Viewer, told: list[ToldLine]) -> dict[tuple[str, int], ObjectCard]:
    """One look per type of object."""
    found = {}
    for object_type in Counter(line.object_type for line in told):
        if object_type in kinds:
            ids = {line.object_id for line in told if line.object_type == object_type}
            for object_id, card in kinds[object_type].cards(viewer, ids).items():
                found[object_type, object_id] = card
    return found


def rows_table(rows: Rows, counts: str = "") -> tuple[list[str], list[list[str | float | None]]]:
    """Heads and rows for a file; `counts`: what the number beside each person is."""
    if rows.kind == "people":
        heads = [_("Member"), _("Handle"), counts or _("Times")]
        return heads, [
            [row.person.name, row.person.handle, row.count] if row.person else ["–", "", row.count]
            for row in rows.people
        ]
    heads = [_("When"), _("Member"), _("What"), _("Link")]
    return heads, [
        [
            row.happened_at.isoformat(),
            row.person.name if row.person else "–",
            row.card.title if row.card else "–",
            row.card.address if row.card else "",
        ]
        for row in rows.lines
    ]
