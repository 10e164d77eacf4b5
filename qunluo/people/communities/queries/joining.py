"""The door as someone outside sees it, and the requests as those who decide see them."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.urls import reverse

from qunluo.kernel import clock
from qunluo.kernel.objects import ObjectCard
from qunluo.kernel.refusal import one_or_missing
from qunluo.kernel.web.paging import Page, page_of
from qunluo.people.communities import rules
from qunluo.people.communities.models import (
    Community,
    Invitation,
    JoinQuestion,
    JoinRequest,
    Membership,
)
from qunluo.people.communities.queries.cards import persons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

LAST_DECISIONS = 20


@dataclass(frozen=True)
class Newcomer:
    """A membership that began lately."""

    membership_id: int
    community_id: int
    member_id: int
    actor_key: str
    joined_at: datetime


def newcomers(
    since: datetime, until: datetime, *, community_id: int | None = None
) -> list[Newcomer]:
    """Who joined any living community (or one) between two moments and is still there; one query.
    Imports and the founders aside, at most a thousand, the oldest first."""
    found = (
        Membership.objects.filter(joined_at__gte=since, joined_at__lt=until, left_at=None)
        .exclude(join_channel__in=("import", "founder"))
        .exclude(community__state="archived")
    )
    if community_id is not None:
        found = found.filter(community=community_id)
    wanted = ("pk", "community_id", "member_id", "member__actor_key", "joined_at")
    return [Newcomer(*row) for row in found.order_by("joined_at", "pk").values_list(*wanted)[:1000]]


def newcomer_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """Present members by membership, for whoever stands in their community; two queries."""
    rows = Membership.objects.filter(
        pk__in=list(ids), community=viewer.community_id, left_at=None
    ).values_list("pk", "member_id")
    found = dict(rows)
    people = persons(viewer.community_id or 0, found.values())
    slug = viewer.community_slug
    return {
        pk: ObjectCard(
            "communities.membership",
            pk,
            people[member_id].name,
            reverse("communities:member", kwargs={"community": slug, "member_id": member_id}),
        )
        for pk, member_id in found.items()
        if member_id in people
    }


@dataclass(frozen=True)
class Question:
    id: int
    text: str
    is_required: bool


@dataclass(frozen=True)
class DoorSheet:
    """What joining means for this viewer now.

    `state`: member, waiting, join (at once), ask, invitation, archived, sign_in_join, sign_in_ask.
    `usual_hours` is the median wait of the last twenty decisions, None without any.
    """

    state: str
    questions: tuple[Question, ...] = ()
    asked_at: datetime | None = None
    declined_reason: str = ""
    was_removed: bool = False
    usual_hours: int | None = None


@dataclass(frozen=True)
class RequestSheet:
    """One request to join; `answers` are (question, answer)."""

    id: int
    person: Person
    answers: tuple[tuple[str, str], ...]
    state: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: Person | None
    reason: str


@dataclass(frozen=True)
class WaitingRequests:
    """How many wait, and since when the oldest does (None: nobody)."""

    count: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class InvitationRow:
    """`state`: open, used_up, expired, revoked. `code` is for those who may invite."""

    id: int
    code: str
    label: str
    made_by: Person | None
    made_at: datetime
    expires_at: datetime | None
    uses_left: int | None
    use_count: int
    state: str


def door_sheet(viewer: Viewer) -> DoorSheet:
    """How the viewer may join the community they stand in; at most five queries, none for members."""
    if viewer.is_member:
        return DoorSheet("member")
    community = one_or_missing(Community.objects.filter(pk=viewer.community_id or 0))
    if community.state == "archived":
        return DoorSheet("archived")
    if viewer.member_id is None:
        kinds = {"open": "sign_in_join", "review": "sign_in_ask"}
        return DoorSheet(kinds.get(community.joining, "invitation"))
    return _door_of_outsider(community, viewer.member_id)


def requests_for(
    viewer: Viewer, state: str = "waiting", cursor: str | None = None, *, size: int = 50
) -> Page[RequestSheet]:
    """Requests in one state, the longest waiting first; four queries. For reviewers."""
    viewer.require(rules.REVIEW_JOINS)
    found = JoinRequest.objects.filter(community=viewer.community_id)
    chosen = found.filter(state="waiting") if state == "waiting" else found.exclude(state="waiting")
    order = ("asked_at", "pk") if state == "waiting" else ("-asked_at", "-pk")
    page = page_of(chosen, order, cursor, size=size)
    people = persons(
        viewer.community_id or 0,
        [one for row in page.items for one in (row.member_id, row.decided_by_id)],
    )
    return page.of([_sheet(row, people) for row in page.items])


def request_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """Who asks to be let in and where one decides, for reviewers; two queries."""
    if not viewer.may(rules.REVIEW_JOINS):
        return {}
    rows = JoinRequest.objects.filter(pk__in=list(ids), community=viewer.community_id)
    asking = dict(rows.values_list("pk", "member_id"))
    people = persons(viewer.community_id or 0, asking.values())
    place = reverse("communities:work_joins", kwargs={"community": viewer.community_slug})
    return {
        pk: ObjectCard("communities.join_request", pk, people[member_id].name, f"{place}?id={pk}")
        for pk, member_id in asking.items()
    }


def own_request_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """Where one's own requests led: the community's name and card; one query."""
    rows = JoinRequest.objects.filter(pk__in=list(ids), member=viewer.member_id)
    return {
        row.pk: ObjectCard(
            "communities.join_request",
            row.pk,
            row.community.name,
            reverse("communities:card", kwargs={"community": row.community.slug}),
        )
        for row in rows.select_related("community")
    }


def waiting_requests(viewer: Viewer) -> WaitingRequests:
    """What waits for a decision; one query."""
    found = JoinRequest.objects.filter(community=viewer.community_id, state="waiting")
    summary = found.aggregate(count=Count("pk"), oldest=Min("asked_at"))
    return WaitingRequests(summary["count"], summary["oldest"])


def invitations_for(viewer: Viewer) -> list[InvitationRow]:
    """The last two hundred links, newest first; three queries. For those who may invite."""
    viewer.require(rules.INVITE)
    rows = list(
        Invitation.objects.filter(community=viewer.community_id).order_by("-made_at", "-pk")[:200]
    )
    people = persons(viewer.community_id or 0, [row.made_by_id for row in rows])
    return [
        InvitationRow(
            id=row.pk,
            code=row.code,
            label=row.label,
            made_by=people.get(row.made_by_id),
            made_at=row.made_at,
            expires_at=row.expires_at,
            uses_left=row.uses_left,
            use_count=row.use_count,
            state=_state(row),
        )
        for row in rows
    ]


def invited_to(code: str) -> str | None:
    """The slug of the community that a link opens, while it does; private ones too."""
    now = clock.now()
    found = Invitation.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now),
        Q(uses_left=None) | Q(uses_left__gt=0),
        code=code,
        revoked_at=None,
    )
    return found.values_list("community__slug", flat=True).first()


def join_questions(community_id: int) -> tuple[Question, ...]:
    rows = JoinQuestion.objects.filter(community=community_id, retired_at=None)
    return tuple(
        Question(row.pk, row.text, row.is_required) for row in rows.order_by("position", "pk")
    )


def _door_of_outsider(community: Community, member_id: int) -> DoorSheet:
    was_removed = Membership.objects.filter(
        community=community, member=member_id, left_at__isnull=False, removed_by__isnull=False
    ).exists()
    asked = (
        JoinRequest.objects.filter(community=community, member=member_id).order_by("-pk").first()
    )
    usual = _usual_hours(community)
    if asked is not None and asked.state == "waiting":
        return DoorSheet("waiting", asked_at=asked.asked_at, usual_hours=usual)
    if community.joining == "invitation":
        return DoorSheet("invitation", was_removed=was_removed)
    if community.joining == "open" and not was_removed:
        return DoorSheet("join")
    declined = asked.reason if asked is not None and asked.state == "declined" else ""
    return DoorSheet(
        "ask",
        questions=join_questions(community.pk),
        declined_reason=declined,
        was_removed=was_removed,
        usual_hours=usual,
    )


def _usual_hours(community: Community) -> int | None:
    decided = JoinRequest.objects.filter(community=community, state__in=("approved", "declined"))
    spans = [
        (row.decided_at - row.asked_at).total_seconds() / 3600
        for row in decided.exclude(decided_by=None).order_by("-decided_at")[:LAST_DECISIONS]
        if row.decided_at is not None
    ]
    return max(1, round(median(spans))) if spans else None


def _sheet(row: JoinRequest, people: dict[int, Person]) -> RequestSheet:
    return RequestSheet(
        id=row.pk,
        person=people[row.member_id],
        answers=tuple((entry["question"], entry["answer"]) for entry in row.answers),
        state=row.state,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        decided_by=people.get(row.decided_by_id) if row.decided_by_id else None,
        reason=row.reason,
    )


def _state(row: Invitation) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.uses_left == 0:
        return "used_up"
    if row.expires_at is not None and row.expires_at <= clock.now():
        return "expired"
    return "open"
