"""A community's lines in one file, under other names, so that its numbers can be made again elsewhere.

People's keys are replaced by salted ones that are the same within one file only; of the lines'
facts only what decides a number stays.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.coverage import coverage_of
from qunluo.insight.metrics.engine.history import Source, forget_all, history_of
from qunluo.insight.metrics.engine.measures.reading import Inquiry, Reading
from qunluo.insight.metrics.queries.asking import periods_of
from qunluo.insight.metrics.queries.catalogue import metric_of
from qunluo.insight.metrics.queries.sources import source_of, watermark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.insight.metrics.engine.coverage import Coverage
    from qunluo.insight.metrics.queries.asking import Ask

KEPT_FACTS = ("sign", "post_kind", "kind", "channel", "score", "people", "minor", "hours")
CONDITIONS = ("timezone", "week_start", "aliases", "forgotten", "staff", "bots", "classes",
              "retractions", "removals")  # fmt: skip


def packed(community_id: int, number: int, salt: str) -> dict[str, Any]:
    """Everything that decides the community's numbers at a watermark, as plain values."""
    source = source_of(community_id, number)
    mark = watermark(community_id, number)

    def veiled(key: str | None) -> str | None:
        if key is None:
            return None
        return hmac.new(salt.encode(), key.encode(), hashlib.sha256).hexdigest()[:20]

    told = {name: getattr(source, name) for name in CONDITIONS}
    told["aliases"] = [[veiled(old), veiled(new)] for old, new in source.aliases]
    told["staff"] = [veiled(key) for key in source.staff]
    told["bots"] = [veiled(key) for key in source.bots]
    return {
        **told,
        "community": community_id,
        "watermark": number,
        "covers_until": mark.covers_until.isoformat() if mark.covers_until else None,
        "lines": base64.b64encode(_lines(source, veiled)).decode(),
    }


def _lines(source: Source, veiled: Any) -> bytes:
    """The lines as Parquet; keys are exchanged by a table made here."""
    if not source.files:
        return b""
    source.verify(source.files)
    files = ", ".join(lake.quoted(path) for path in source.files)
    facts = ", ".join(f"'{name}', facts ->> '$.{name}'" for name in KEPT_FACTS)
    columns = ", ".join(_column(name, facts) for name in lake.COLUMNS)
    with lake.engine() as duck, TemporaryDirectory() as aside:
        read = f"read_parquet([{files}])"
        keys = duck.execute(
            f"SELECT actor_key FROM {read} UNION SELECT about_actor FROM {read}"  # noqa: S608
        ).fetchall()
        pairs = [(key, veiled(key)) for (key,) in keys if key is not None]
        duck.execute("CREATE OR REPLACE TEMP TABLE veils (key VARCHAR, veil VARCHAR)")
        texts = ["\x1f".join(column) for column in zip(*pairs, strict=True)] if pairs else []
        if texts:
            duck.execute(
                "INSERT INTO veils SELECT unnest(string_split(?, chr(31))),"
                " unnest(string_split(?, chr(31)))",
                texts,
            )
        out = Path(aside) / "lines.parquet"
        duck.execute(
            f"COPY (SELECT {columns} FROM {read} l LEFT JOIN veils a ON a.key = l.actor_key"  # noqa: S608
            f" LEFT JOIN veils b ON b.key = l.about_actor WHERE segment_no <= {source.watermark}"
            f" ORDER BY line_id) TO {lake.quoted(str(out))} (FORMAT parquet, COMPRESSION zstd)"
        )
        duck.execute("DROP TABLE veils")
        return out.read_bytes()


def _column(name: str, facts: str) -> str:
    shown = {
        "actor_key": "a.veil AS actor_key",
        "about_actor": "b.veil AS about_actor",
        "facts": f"json_object({facts})::VARCHAR AS facts",
        "verb": "'' AS verb",
    }
    return shown.get(name, f"l.{name}")


class Unpacked:
    """The numbers of one packed file, asked the same way as at home; reads no database."""

    def __init__(self, told: dict[str, Any], path: Path) -> None:
        self._path = path
        self._told = told
        self._source = self._source_in(None)
        history = history_of(self._source)
        until = datetime.fromisoformat(told["covers_until"]) if told["covers_until"] else None
        self._coverage: Coverage | None = None
        if until is not None and not history.is_empty:
            self._coverage = coverage_of(history.spans, until)

    def _source_in(self, space_id: int | None) -> Source:
        told = self._told
        return Source(
            files=(str(self._path),),
            watermark=told["watermark"],
            timezone=told["timezone"],
            week_start=told["week_start"],
            space_id=space_id,
            aliases=tuple((old, new) for old, new in told["aliases"]),
            forgotten=tuple(told["forgotten"]),
            staff=tuple(told["staff"]),
            bots=tuple(told.get("bots", ())),
            classes=tuple((name, kind) for name, kind in told["classes"]),
            retractions=tuple((name, old) for name, old in told["retractions"]),
            removals=tuple((name, back) for name, back in told["removals"]),
        )

    def values(self, metric_id: str, ask: Ask) -> list[tuple[float | None, bool]]:
        """The value of each asked period, and whether the period is wholly recorded."""
        return [(told.value, is_whole) for told, is_whole in self.readings(metric_id, ask)]

    def readings(self, metric_id: str, ask: Ask) -> list[tuple[Reading, bool]]:
        """The reading of each asked period with its parts; one not recorded has no value."""
        metric = metric_of(metric_id)
        if self._coverage is None:
            return []
        history = history_of(self._source_in(ask.space_id))
        periods = periods_of(history.calendar, ask)
        readings = metric.measure(Inquiry(history, self._coverage, periods))
        found: list[tuple[Reading, bool]] = []
        for period, reading in zip(periods, readings, strict=True):
            status, _why = self._coverage.stand(
                period, visits=metric.needs_visits, maturity=metric.maturity
            )
            is_told = status in {"complete", "partial"}
            found.append((reading if is_told else Reading(None), status == "complete"))
        return found


@contextmanager
def unpacked(told: dict[str, Any]) -> Iterator[Unpacked]:
    """A packed file, open as long as this lasts."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{told['watermark']:08d}-lines.parquet"
        path.write_bytes(base64.b64decode(told["lines"]))
        try:
            yield Unpacked(told, path)
        finally:
            forget_all()
