"""What seals a published report, and what a later edition of it changed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.steer.reports.queries.showing import report_for
from qunluo.steer.reports.rules import MAKE

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.models import Report

SHORTEST_REASON = 2
COLUMNS = ("key", "number", "metric", "version", "params", "value", "unit", "status", "numerator",
           "denominator", "n", "low", "high", "reason", "watermark", "query_hash")  # fmt: skip
SAID = ("position", "section", "rule", "template", "slots", "tone", "strength", "finished")


def correctable(viewer: Viewer, report_id: int, reason: str) -> Report:
    """A published report that may get a new edition for this reason.

    Refuses `not_permitted`, `missing`, `reports.not_published`, `reports.correction_reason`.
    """
    viewer.require(MAKE)
    report = report_for(viewer, report_id)
    if report.state != "published":
        raise Refusal(
            "reports.not_published",
            _("Only a published report is corrected. A draft can simply be made again."),
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(
            "reports.correction_reason",
            _("Say in a few words why the report is corrected."),
            fields={"reason": _("A few words for the readers.")},
        )
    return report


def content_of(report: Report) -> dict[str, Any]:
    """Everything that was published, as plain values; what the digest is taken of."""
    return {
        "community": report.community_id,
        "span": report.span,
        "starts_on": report.starts_on.isoformat(),
        "ends_on": report.ends_on.isoformat() if report.ends_on else None,
        "edition": report.edition,
        "correction": report.correction,
        "watermark": report.watermark,
        "timezone": report.timezone,
        "facts": list(report.facts.order_by("number").values(*COLUMNS)),
        "sentences": list(
            report.sentences.filter(left_out_by=None).order_by("position").values(*SAID)
        ),
        "judgements": list(report.judgements.order_by("pk").values("section", "body")),
        "suggestions": [
            {**row, "due_on": row["due_on"].isoformat()}
            for row in report.suggestions.order_by("number").values(
                "number", "use", "metric", "play", "low", "high", "due_on"
            )
        ],
    }


def digest_of(report: Report) -> str:
    """SHA-256 of the content in canonical JSON."""
    return sealed(content_of(report))


def sealed(content: dict[str, Any]) -> str:
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def changes_between(before: Report, after: Report) -> list[dict[str, Any]]:
    """The figures that a new edition gives otherwise, or adds, or no longer gives."""
    old = {row.key: row for row in before.facts.all()}
    found = []
    for row in after.facts.order_by("number"):
        then = old.pop(row.key, None)
        if then is None or then.value != row.value:
            was = None if then is None else then.value
            found.append({"key": row.key, "number": row.number, "was": was, "now": row.value})
    gone = [{"key": key, "number": None, "was": row.value, "now": None} for key, row in old.items()]
    return found + gone
