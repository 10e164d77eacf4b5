"""A published report in one file that anybody can verify without this installation's database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.steer.reports import rules
from qunluo.steer.reports.engine.facts import Fact, FactTable
from qunluo.steer.reports.engine.sentences import Sentence, Slot
from qunluo.steer.reports.engine.worst import quartiles
from qunluo.steer.reports.queries.editions import content_of, sealed
from qunluo.steer.reports.queries.parting import cells_of
from qunluo.steer.reports.queries.proofing import LANGUAGES, read_claim
from qunluo.steer.reports.queries.returning import return_of
from qunluo.steer.reports.queries.showing import report_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qunluo.kernel.viewer import Viewer

FORMAT = "qunluo-report/1"
CLOSE = 1e-9


@dataclass(frozen=True)
class Verdict:
    """What verifying found. `declared`: facts taken from an earlier report, not measured."""

    seal_holds: bool
    fact_count: int
    declared: int
    differing: tuple[str, ...]
    failing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.seal_holds and not self.differing and not self.failing


def bundle(viewer: Viewer, report_id: int) -> bytes:
    """The file of a published report: its content, its seal, and the lines it was measured from.

    People appear under keys that mean something within this file only. Refuses `not_permitted`,
    `missing`, `reports.not_published`.
    """
    viewer.require(rules.READ)
    report = report_for(viewer, report_id)
    if report.state not in rules.READ_BY_MEMBERS:
        raise Refusal(
            "reports.not_published",
            _("Only a published report has such a file; a draft may still change."),
        )
    told = {
        "format": FORMAT,
        "digest": report.digest,
        "content": content_of(report),
        "records": metrics.packed(report.community_id, report.watermark, report.digest),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def verdict_on(file: bytes) -> Verdict:
    """Recompute a report from its file alone. Refuses `reports.no_bundle`."""
    told = _opened(file)
    content = told["content"]
    facts = [_fact(row) for row in content["facts"]]
    with metrics.unpacked(told["records"]) as records:
        differing = tuple(fact.key for fact in facts if not _agrees(fact, records))
    return Verdict(
        seal_holds=sealed(content) == told["digest"],
        fact_count=len(facts),
        declared=sum(_is_declared(fact) for fact in facts),
        differing=differing,
        failing=tuple(_failing(content, FactTable({fact.key: fact for fact in facts}))),
    )


def _opened(file: bytes) -> dict[str, Any]:
    try:
        told = json.loads(file)
        is_ours = told["format"] == FORMAT and {"content", "digest", "records"} <= told.keys()
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise Invalid(
            "reports.no_bundle", _("This is no report file. Take the JSON of a published report.")
        )
    return cast("dict[str, Any]", told)


def _fact(row: Mapping[str, Any]) -> Fact:
    names = Fact.__dataclass_fields__
    return Fact(**{name: value for name, value in row.items() if name in names})


def _is_declared(fact: Fact) -> bool:
    return fact.params.get("function", "").startswith(
        ("promised", "goal", "forecast", "word", "assumed")
    )


def _agrees(fact: Fact, records: metrics.Unpacked) -> bool:
    if _is_declared(fact) or fact.status == "suppressed" or fact.reason == "not_by_period":
        return True
    space_id = int(fact.params["space_id"]) if fact.params.get("space_id") else None
    ask = metrics.Ask(
        by=cast("metrics.By", fact.params["by"]),
        first=date.fromisoformat(fact.params["period_start"]),
        last=date.fromisoformat(fact.params["asked_until"]),
        space_id=space_id,
    )
    if fact.params.get("function") in {"part", "average", "person"}:
        return _same(fact.value, _part_again(fact, records.readings(fact.metric, ask)))
    if fact.params.get("function") == "return":
        found = [told for told, _whole in records.readings(fact.metric, ask)]
        told = found[0] if found else metrics.Reading(None)
        return _same(fact.value, return_of(fact, told.numerator, told.denominator))
    return _same(fact.value, _again(fact, records.values(fact.metric, ask)))


def _part_again(fact: Fact, found: list[tuple[metrics.Reading, bool]]) -> float | None:
    rows = [told.cells for told, _whole in found]
    cells = cells_of(fact, metrics.average(rows), rows[0] if rows else ())
    return cells.get(fact.params["part"], (None,))[0]


def _again(fact: Fact, found: list[tuple[float | None, bool]]) -> float | None:
    function = fact.params.get("function", "")
    if function.startswith("usual"):
        ends = quartiles([value for value, whole in found if whole and value is not None])
        return None if ends is None else ends[function == "usual_high"]
    return found[0][0] if found else None


def _same(told: float | None, again: float | None) -> bool:
    if told is None or again is None:
        return told is again
    return abs(told - again) <= CLOSE * max(1.0, abs(told))


def _failing(content: Mapping[str, Any], table: FactTable) -> Iterator[str]:
    """Sentences whose words the facts do not carry, in the language they fail in."""
    for language in LANGUAGES:
        with translation.override(language):
            for row in content["sentences"]:
                text = (row["finished"] or {}).get(language, "")
                if not text or read_claim(text, _sentence(row), table):
                    yield text or row["template"]


def _sentence(row: Mapping[str, Any]) -> Sentence:
    slots = {
        name: Slot(slot["function"], tuple(slot["facts"]), slot["text"])
        for name, slot in row["slots"].items()
    }
    return Sentence(
        section=row["section"],
        rule=row["rule"],
        template=row["template"],
        slots=slots,
        tone=row["tone"],
        strength=row["strength"],
    )
