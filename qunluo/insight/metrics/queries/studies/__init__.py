"""Studies: questions with choices, each with charts, tables and the rules it is counted by.

    study = studies.study("funnel", StudyAsk(viewer, period, chosen={"s1": "joined", "s2": "asked"}))

Refuses with `not_permitted`, `metrics.no_such_study`. Choices that make no sense count as not said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.queries.behind import PAGE_ROWS, people_rows
from qunluo.insight.metrics.queries.studies.frequency import stickiness
from qunluo.insight.metrics.queries.studies.funnel import funnel
from qunluo.insight.metrics.queries.studies.loyalty import coming_again, orbit, rfm
from qunluo.insight.metrics.queries.studies.network import network
from qunluo.insight.metrics.queries.studies.returning import lifecycle, returning
from qunluo.insight.metrics.queries.studies.rows import rows_of
from qunluo.insight.metrics.queries.studies.sheet import Picture, Study, StudyAsk, Table
from qunluo.insight.metrics.queries.studies.spreading import evenness, hours, staying_on
from qunluo.insight.metrics.queries.studies.topics import topics
from qunluo.insight.metrics.rules import SEE
from qunluo.kernel.refusal import Missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrPromise

    from qunluo.insight.metrics.queries.behind import Rows

__all__ = ["STUDIES", "Picture", "Study", "StudyAsk", "StudyKind", "Table", "rows", "study"]


@dataclass(frozen=True)
class StudyKind:
    key: str
    name: StrPromise
    icon: str
    make: Callable[[StudyAsk], Study]


STUDIES: dict[str, StudyKind] = {
    one.key: one
    for one in (
        StudyKind("funnel", _("Funnel"), "filter", funnel),
        StudyKind("retention", _("Coming back"), "refresh-cw", returning),
        StudyKind("lifecycle", _("Lifecycle"), "sprout", lifecycle),
        StudyKind("stickiness", _("How often"), "calendar", stickiness),
        StudyKind("evenness", _("How evenly"), "scale", evenness),
        StudyKind("staying", _("How long"), "hourglass", staying_on),
        StudyKind("rfm", _("Loyalty by rank"), "star", rfm),
        StudyKind("again", _("Coming again"), "rotate-ccw", coming_again),
        StudyKind("orbit", _("Circles"), "circle-dot", orbit),
        StudyKind("network", _("Network"), "users", network),
        StudyKind("hours", _("Hours"), "clock", hours),
        StudyKind("topics", _("Topics and needs"), "tag", topics),
    )
}


def study(key: str, ask: StudyAsk) -> Study:
    return _kind(key, ask).make(ask)


def _kind(key: str, ask: StudyAsk) -> StudyKind:
    kind = STUDIES.get(key)
    if kind is None:
        raise Missing("metrics.no_such_study", _("There is no such study."))
    if not ask.viewer.may(SEE, ask.space_id):
        ask.viewer.require(SEE, ask.space_id)
    return kind


@dataclass(frozen=True)
class StudyRows:
    """`name`: the first cells of the row they stand behind; `rows` as behind a metric."""

    name: str
    counts: str
    rows: Rows
    rules: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]


def rows(key: str, ask: StudyAsk, cell: str, *, page: int = 1, size: int = PAGE_ROWS) -> StudyRows:
    """The people behind a cell that a table of the study names; fewer than five for admins only.

    Refuses with `not_permitted`, `metrics.no_such_study`, `metrics.no_such_rows`.
    """
    made = _kind(key, ask).make(ask)
    name = next(
        (
            f"{table.title}: {table.rows[n][0]}"
            for table in made.tables
            for n, own in enumerate(table.cells)
            if own == cell
        ),
        "",
    )
    if not name:
        raise Missing("metrics.no_such_rows", _("There are no rows behind this."))
    found = rows_of(key, ask, cell)
    shown = people_rows(ask.viewer, ask.history(), found.people, page=page, size=size)
    choices = tuple(
        (field.label, dict(field.choices or ()).get(field.value, field.value))
        for field in made.fields
    )
    return StudyRows(name, found.counts, shown, made.rules, choices)
