"""Reports behind links: who may see the list of links, and what a link opens."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max

from qunluo.kernel import bus, clock
from qunluo.kernel.refusal import one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.steer.reports.models import ReportShare
from qunluo.steer.reports.queries.showing import report_for
from qunluo.steer.reports.rules import READ_BY_MEMBERS, SHARE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.kernel.viewer import Viewer

CHANNEL = "reports.opened"
waiting: deque[dict[str, Any]] = deque(maxlen=1000)


@dataclass(frozen=True)
class ShareLine:
    """A link to a report; `visits` counts openings, which say nothing of who it was."""

    id: int
    note: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    visits: int
    last_visited_at: datetime | None

    @property
    def has_ended(self) -> bool:
        return self.expires_at <= clock.now()

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and not self.has_ended


@dataclass(frozen=True)
class Shared:
    """What an open link leads to; `viewer` stands in the community as a visitor."""

    share_id: int
    report_id: int
    until: datetime
    viewer: Viewer


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def shares_of(viewer: Viewer, report_id: int) -> tuple[ShareLine, ...]:
    """The links of a report, newest first; two queries. Refuses `not_permitted`, `missing`."""
    viewer.require(SHARE)
    rows = (
        report_for(viewer, report_id)
        .shares.annotate(visit_count=Count("visits"), last=Max("visits__visited_at"))
        .order_by("-pk")
    )
    return tuple(
        ShareLine(
            row.pk,
            row.note,
            row.made_at,
            row.expires_at,
            row.revoked_at,
            row.visit_count,
            row.last,
        )
        for row in rows
    )


def shared(reader: Viewer, token: str) -> Shared:
    """What a link opens. Unknown, ended and withdrawn links are all `missing`."""
    found = ReportShare.objects.select_related("report__community").filter(
        token_digest=token_digest(token),
        revoked_at=None,
        expires_at__gt=clock.now(),
        report__state__in=READ_BY_MEMBERS,
    )
    row = one_or_missing(found)
    standing = communities.entrance(reader, row.report.community.slug).viewer
    return Shared(row.pk, row.report_id, row.expires_at, standing)


def opened(share_id: int) -> None:
    """Tell the worker that a link was followed: a GET writes nothing."""
    bus.publish(CHANNEL, {"share_id": share_id, "visited_at": clock.now().isoformat()})


def hear(told: Mapping[str, Any]) -> None:
    moment = datetime.fromisoformat(told["visited_at"])
    waiting.append({"share_id": told["share_id"], "visited_at": moment})


def take_visits() -> list[dict[str, Any]]:
    """What has been heard since the last time."""
    heard = []
    while waiting:
        heard.append(waiting.popleft())
    return heard
