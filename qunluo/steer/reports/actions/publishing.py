"""Publish a report to the community's members, once it is complete and every fact holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.record import record
from qunluo.steer.reports import queries
from qunluo.steer.reports.activities import ReportPublished
from qunluo.steer.reports.rules import PUBLISH

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def publish_report(actor: Viewer, report_id: int) -> None:
    """Let members read it. Refuses `reports.not_checked`, `reports.differs`, `reports.published`."""
    actor.require(PUBLISH)
    report = queries.report_for(actor, report_id)
    if report.state == "published":
        raise Refusal("reports.published", _("This report is published already."))
    check = report.checks.order_by("-pk").first()
    if check is None:
        raise Refusal("reports.not_checked", _("Check the report first, then publish it."))
    if check.differing:
        raise Refusal(
            "reports.differs", _("Some figures came out different. Make the report again.")
        )
    report.state = "published"
    report.save(update_fields=["state"])
    record(
        ReportPublished(
            object_id=report.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            audience="members",
        )
    )
