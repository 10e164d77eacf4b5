"""The figures a reader looks at before reading: three large ones, and all of them in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from qunluo.steer.reports.engine.outline import LEADING, USES
from qunluo.steer.reports.engine.rules import changed, is_quiet, use_of, verdict
from qunluo.steer.reports.queries.sheets import KeyRow, KeyTable, Tile
from qunluo.steer.reports.queries.wording import end_of, figure, period_label, start_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.steer.reports.engine.facts import Fact, FactTable
    from qunluo.steer.reports.engine.outline import Use
    from qunluo.steer.reports.queries.sheets import FactSheet


def tiles(facts: FactTable, sheets: Mapping[str, FactSheet]) -> tuple[Tile, ...]:
    """The leading figures, each with what it stands beside."""
    return tuple(_tile(use_of(name), facts, sheets) for name in LEADING)


def _tile(use: Use, facts: FactTable, sheets: Mapping[str, FactSheet]) -> Tile:
    now, before = facts[f"{use.name}.now"], facts[f"{use.name}.before"]
    shown = [sheets[now.key]]
    if now.value is None:
        note = gettext("no record")
    elif not now.is_usable:
        note = gettext("so far, not compared")
    elif not before.is_usable:
        note = gettext("nothing to compare it with")
    else:
        shown.append(sheets[before.key])
        period = period_label(
            before.params["by"], start_of(before), year=start_of(now).year, end=end_of(before)
        )
        beside = {"period": period, "figure": figure(before, before.value)}
        note = gettext("%(period)s: %(figure)s") % beside
        note = f"{note} · {_verdict(use, facts)}" if _verdict(use, facts) else note
    return Tile(shown[0].name, shown[0].figure, note, tuple(shown))


def key_table(facts: FactTable, sheets: Mapping[str, FactSheet]) -> KeyTable:
    """Every use that has something to show, in the order of the outline."""
    leading = [facts[f"{LEADING[0]}.{when}"] for when in ("now", "before", "year_ago")]
    columns = [
        period_label(fact.params["by"], start_of(fact), end=end_of(fact)) for fact in leading
    ]
    uses = [
        use
        for use in USES
        if f"{use.name}.now" in facts and not use.follows and not use.name.startswith("lifecycle_")
    ]
    rows = [
        _row(use, facts, sheets)
        for use in uses
        if not is_quiet(use, facts)
        and not (use.is_entered and facts[f"{use.name}.now"].value is None)
    ]
    return KeyTable(tuple(columns), tuple(rows))


def _row(use: Use, facts: FactTable, sheets: Mapping[str, FactSheet]) -> KeyRow:
    now = facts[f"{use.name}.now"]
    return KeyRow(
        name=sheets[now.key].name,
        now=sheets[now.key],
        before=_beside(now, f"{use.name}.before", sheets),
        year_ago=_beside(now, f"{use.name}.year_ago", sheets),
        verdict=_verdict(use, facts),
        tone=verdict(use, facts),
    )


def _beside(now: Fact, key: str, sheets: Mapping[str, FactSheet]) -> FactSheet | None:
    return sheets.get(key) if now.is_usable else None


def _verdict(use: Use, facts: FactTable) -> str:
    words = {
        "up": gettext("clearly up"),
        "down": gettext("clearly down"),
        "unclear": gettext("no clear change"),
    }
    return words.get(changed(use, facts).direction, "")
