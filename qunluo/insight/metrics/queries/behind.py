"""The members or rows behind a number, for one viewer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.queries.catalogue import metric_of
from qunluo.insight.metrics.queries.sources import history_at, watermark
from qunluo.insight.metrics.rules import SEE, is_too_small
from qunluo.kernel.objects import kinds
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream import exporting as stream
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Behind
    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.kernel.objects import ObjectCard
    from qunluo.kernel.stream.exporting import ToldLine
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

MOST_ROWS = 200


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
    """`kind`: people, lines, hidden (too small a group for this viewer), none (no list)."""

    kind: str
    people: tuple[PersonRow, ...] = ()
    lines: tuple[LineRow, ...] = ()
    total: int = 0


def behind(viewer: Viewer, metric_id: str, period: Period, *, space_id: int | None = None) -> Rows:
    """At most 200 rows. Refuses as `measure` does."""
    if viewer.community_id is None:
        raise missing()
    if not viewer.may(SEE, space_id):
        viewer.require(SEE, space_id)
    metric = metric_of(metric_id)
    if metric.behind is None or (space_id is not None and not metric.by_space):
        return Rows("none")
    history = history_at(viewer.community_id, watermark(), space_id)
    found = metric.behind(history, period)
    if found.kind == "people":
        return _people(viewer, history, found)
    return _lines(viewer, found)


def _people(viewer: Viewer, history: History, found: Behind) -> Rows:
    if is_too_small(viewer, len(found.people)):
        return Rows("hidden", total=len(found.people))
    shown = found.people[:MOST_ROWS]
    keys = dict(history.rows("SELECT person, actor FROM {people}"))
    named = _named(viewer, {keys[person] for person, _count in shown})
    rows = tuple(PersonRow(named.get(keys[person]), count) for person, count in shown)
    return Rows("people", people=rows, total=len(found.people))


def _named(viewer: Viewer, keys: set[str]) -> Mapping[str, Person]:
    """People by the stream's name for them, under the names used in the community."""
    ids = members.member_ids_of(keys)
    people = communities.persons(viewer.community_id or 0, ids.values())
    return {key: people[member_id] for key, member_id in ids.items() if member_id in people}


def _lines(viewer: Viewer, found: Behind) -> Rows:
    told = stream.told_lines(found.line_ids[:MOST_ROWS])
    named = _named(viewer, {line.actor_key for line in told if line.actor_key})
    cards = _cards(viewer, told)
    rows = tuple(
        LineRow(
            line.happened_at,
            named.get(line.actor_key or ""),
            cards.get((line.object_type, line.object_id)),
        )
        for line in told
    )
    return Rows("lines", lines=rows, total=len(found.line_ids))


def _cards(viewer: Viewer, told: list[ToldLine]) -> dict[tuple[str, int], ObjectCard]:
    """One look per type of object."""
    found = {}
    for object_type in Counter(line.object_type for line in told):
        if object_type in kinds:
            ids = {line.object_id for line in told if line.object_type == object_type}
            for object_id, card in kinds[object_type].cards(viewer, ids).items():
                found[object_type, object_id] = card
    return found


def rows_table(rows: Rows) -> tuple[list[str], list[list[str | float | None]]]:
    """Heads and rows for a file."""
    if rows.kind == "people":
        heads = [_("Member"), _("Handle"), _("Times")]
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
