"""What holds a member back, as they, their staff and the public log see it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from qunluo.kernel import clock
from qunluo.kernel.objects import ObjectCard
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.web.paging import Page, page_of
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.moderation import rules
from qunluo.people.moderation.models import (
    Appeal,
    Case,
    Emergency,
    Flag,
    RemovalAppeal,
    Sanction,
)
from qunluo.people.moderation.queries.books import rule_titles, rules_acknowledged
from qunluo.people.moderation.queries.cases import sanction_state
from qunluo.people.moderation.queries.removals import own_removal_appeals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.people.moderation.queries.removals import RemovalAppealSheet

STAFF_ACTS = (
    "moderation.case_decided",
    "moderation.decision_undone",
    "moderation.sanction_given",
    "moderation.sanction_lifted",
    "moderation.appeal_decided",
    "moderation.removal_appeal_decided",
    "moderation.emergency_declared",
    "moderation.emergency_ended",
    "moderation.limits_changed",
    "moderation.rules_published",
    "moderation.words_changed",
    "moderation.list_made",
    "moderation.list_retired",
)
# Acts of other domains, known by their names; what the house did by itself is nobody's act.
OTHER_ACTS = (
    *("communities.join_approved", "communities.join_declined", "communities.member_removed"),
    *("communities.role_granted", "communities.role_revoked", "communities.settings_changed"),
    *("communities.ownership_transferred", "communities.community_archived"),
    *("communities.community_reopened", "conversations.reported_removed"),
    *("forum.topic_closed", "forum.topic_reopened", "forum.topic_moved", "forum.topic_split"),
    *("forum.topics_merged", "articles.article_archived"),
)
PUBLIC_FACTS = ("kind", "outcome", "days", "hours", "rule", "number", "how", "act")


@dataclass(frozen=True)
class SanctionSheet:
    """`state`: running, over, lifted, overturned. `may_appeal`: by the viewer, now."""

    id: int
    member: Person | None
    kind: str
    rule: str
    rule_version: int | None
    reason: str
    began_at: datetime
    ends_at: datetime | None
    state: str
    given_by: Person | None
    what: str
    appeal: AppealSheet | None
    may_appeal: bool


@dataclass(frozen=True)
class AppealSheet:
    """`outcome`: "" while it waits; upheld, shortened, overturned. `may_decide`: the viewer."""

    id: int
    text: str
    made_at: datetime
    due_at: datetime
    is_late: bool
    outcome: str
    answer: str
    decided_at: datetime | None
    may_decide: bool


@dataclass(frozen=True)
class DecidedCase:
    """A decision on something the member wrote, or reported; `rule_key` names its place on the page of rules."""

    id: int
    title: str
    outcome: str
    rule: str
    rule_key: str
    reason: str
    decided_at: datetime | None
    appeal: RemovalAppealSheet | None = None
    may_appeal: bool = False


@dataclass(frozen=True)
class StandingSheet:
    sanctions: tuple[SanctionSheet, ...]
    decisions: tuple[DecidedCase, ...]
    reports: tuple[DecidedCase, ...] = ()


@dataclass(frozen=True)
class EmergencySheet:
    kind: str
    reason: str
    began_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ActLine:
    """One act of the staff. In the public log `by` and `about` are always None."""

    name: str
    facts: Mapping[str, Any]
    rule: str
    happened_at: datetime
    by: Person | None
    about: Person | None


def my_standing(viewer: Viewer) -> StandingSheet:
    """One's own sanctions, and decisions on what one wrote; eleven queries. Also for those shut
    out."""
    member_id = viewer.require_member_id()
    rows = _sanctions(viewer).filter(member=member_id)
    closed = Q(state="decided") | Q(state="open", is_held=True)
    cases = Case.objects.filter(closed, community=viewer.community_id, author=member_id)
    titles = rule_titles(viewer.community_id or 0)
    decisions = _decided(cases, titles, own_removal_appeals(viewer))
    told = Case.objects.filter(community=viewer.community_id, flags__reporter=member_id)
    reports = _decided(told.filter(state="decided"), titles)
    return StandingSheet(_sheets(viewer, rows[:100], is_own=True), decisions, reports)


def _decided(
    cases: QuerySet[Case],
    titles: Mapping[str, str],
    appeals: Mapping[int, RemovalAppealSheet] | None = None,
) -> tuple[DecidedCase, ...]:
    """With `appeals` (one's own cases): what of it may be appealed still."""
    since = clock.now() - rules.APPEAL_WITHIN
    return tuple(
        DecidedCase(
            id=row.pk,
            title=row.title,
            outcome=row.outcome or "held",
            rule=titles.get(row.rule_key, ""),
            rule_key=row.rule_key if row.rule_key in titles else "",
            reason=row.reason,
            decided_at=row.decided_at,
            appeal=(appeals or {}).get(row.pk),
            may_appeal=appeals is not None
            and row.pk not in appeals
            and (row.state == "open" or row.outcome == "removed")
            and (row.decided_at is None or row.decided_at >= since),
        )
        for row in cases.order_by("-decided_at")[:50]
    )


def sanctions_of(viewer: Viewer, member_id: int) -> tuple[SanctionSheet, ...]:
    """A member's sanctions, for those who decide or sanction; () for others."""
    if not viewer.may_anywhere(rules.DECIDE):
        return ()
    return _sheets(viewer, _sanctions(viewer).filter(member=member_id)[:50])


def open_appeals(viewer: Viewer) -> tuple[SanctionSheet, ...]:
    """Appeals, those that wait first, by their due moment; for those who decide on them."""
    viewer.require(rules.DECIDE_APPEALS)
    rows = _sanctions(viewer).filter(appeal__isnull=False)
    waiting = rows.filter(appeal__decided_at=None).order_by("appeal__due_at")[:100]
    decided = rows.exclude(appeal__decided_at=None).order_by("-appeal__decided_at")[:30]
    return _sheets(viewer, [*waiting, *decided])


def appeal_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """For the table of work; one's own sanctions are left to colleagues. One query."""
    if not viewer.may(rules.DECIDE_APPEALS):
        return {}
    found = Appeal.objects.filter(pk__in=list(ids), sanction__community=viewer.community_id)
    found = found.exclude(sanctioned_by=viewer.member_id).exclude(sanction__member=viewer.member_id)
    address = reverse("moderation:work_appeals", kwargs={"community": viewer.community_slug})
    return {
        pk: ObjectCard("moderation.appeal", pk, str(rules.SANCTION_LABELS[kind]), address)
        for pk, kind in found.values_list("pk", "sanction__kind")
    }


def emergency_here(viewer: Viewer) -> EmergencySheet | None:
    """The switch that is on where the viewer stands; one query."""
    found = Emergency.objects.filter(
        community=viewer.community_id, ended_at=None, ends_at__gt=clock.now()
    ).first()
    if found is None:
        return None
    return EmergencySheet(found.kind, found.reason, found.began_at, found.ends_at)


def staff_log(viewer: Viewer, cursor: str | None = None) -> Page[ActLine]:
    """Every act of the staff, the newest first, with names; for staff. Six queries."""
    viewer.require(rules.SEE_LOG)
    return _log(viewer, cursor, is_public=False)


def public_log(viewer: Viewer, cursor: str | None = None) -> Page[ActLine]:
    """The same acts without anybody's name or words; four queries."""
    return _log(viewer, cursor, is_public=True)


def act_counts(viewer: Viewer) -> list[tuple[date, int]]:
    """How many acts there were by day (in the viewer's zone), the newest first, 30 at most."""
    acts = _acts(viewer).order_by("-happened_at").values_list("happened_at", flat=True)[:5_000]
    days = Counter(at.astimezone(viewer.timezone).date() for at in acts)
    return sorted(days.items(), reverse=True)[:30]


def kept_about(member_id: int) -> Iterator[dict[str, object]]:
    """What moderation keeps about a member, for their own copy; five queries."""
    sanctions = Sanction.objects.filter(member=member_id).order_by("pk")
    wanted = ("community__slug", "kind", "rule_key", "reason", "began_at", "ends_at", "lifted_how")
    yield from ({"what": "sanction", **row} for row in sanctions.values(*wanted))
    appeals = Appeal.objects.filter(sanction__member=member_id).order_by("pk")
    told = ("text", "made_at", "outcome", "answer", "decided_at")
    yield from ({"what": "appeal", **row} for row in appeals.values(*told))
    objected = RemovalAppeal.objects.filter(author=member_id).order_by("pk")
    yield from ({"what": "appeal against a removal", **row} for row in objected.values(*told))
    flags = Flag.objects.filter(reporter=member_id).order_by("pk")
    said = ("case__community__slug", "rule_key", "note", "flagged_at")
    yield from ({"what": "report", **row} for row in flags.values(*said))
    yield from ({"what": "rules confirmed", **row} for row in rules_acknowledged(member_id))


def _sanctions(viewer: Viewer) -> Any:
    found = Sanction.objects.filter(community=viewer.community_id)
    return found.select_related("appeal", "book", "case").order_by("-began_at", "-pk")


def _sheets(
    viewer: Viewer, rows: Sequence[Sanction], *, is_own: bool = False
) -> tuple[SanctionSheet, ...]:
    rows = list(rows)
    ids = [one for row in rows for one in (row.member_id, None if is_own else row.given_by_id)]
    people = communities.persons(viewer.community_id or 0, ids)
    titles = rule_titles(viewer.community_id or 0)
    now = clock.now()
    return tuple(_sheet(viewer, row, people, titles, now) for row in rows)


def _sheet(
    viewer: Viewer,
    row: Sanction,
    people: Mapping[int, Person],
    titles: Mapping[str, str],
    now: datetime,
) -> SanctionSheet:
    made: Appeal | None = getattr(row, "appeal", None)
    is_own = viewer.member_id == row.member_id
    in_time = row.lifted_at is None and now - row.began_at <= rules.APPEAL_WITHIN
    return SanctionSheet(
        id=row.pk,
        member=people.get(row.member_id),
        kind=row.kind,
        rule=titles.get(row.rule_key, ""),
        rule_version=row.book.number if row.book else None,
        reason=row.reason,
        began_at=row.began_at,
        ends_at=row.ends_at,
        state=sanction_state(row, now),
        given_by=people.get(row.given_by_id or 0),
        what=row.case.title if row.case else "",
        appeal=_appeal(viewer, row, made, now) if made else None,
        may_appeal=is_own and made is None and in_time,
    )


def _appeal(viewer: Viewer, row: Sanction, made: Appeal, now: datetime) -> AppealSheet:
    has_part = viewer.member_id in {row.given_by_id, row.member_id}
    waits = made.decided_at is None
    return AppealSheet(
        id=made.pk,
        text=made.text,
        made_at=made.made_at,
        due_at=made.due_at,
        is_late=waits and made.due_at < now,
        outcome=made.outcome,
        answer=made.answer,
        decided_at=made.decided_at,
        may_decide=waits and viewer.may(rules.DECIDE_APPEALS) and not has_part,
    )


def _acts(viewer: Viewer) -> Any:
    of_others = Q(name__in=OTHER_ACTS, actor_key__isnull=False) & ~Q(origin="import")
    return StreamLine.objects.filter(
        Q(name__in=STAFF_ACTS) | of_others, community_id=viewer.community_id
    )


def _log(viewer: Viewer, cursor: str | None, *, is_public: bool) -> Page[ActLine]:
    page = page_of(_acts(viewer), ("-happened_at", "-pk"), cursor, size=50)
    keys = {} if is_public else _people_by_key(viewer, page.items)
    titles = rule_titles(viewer.community_id or 0)
    return page.of(
        [
            ActLine(
                name=line.name,
                facts={name: line.facts[name] for name in PUBLIC_FACTS if name in line.facts},
                rule=titles.get(line.facts.get("rule", ""), ""),
                happened_at=line.happened_at,
                by=keys.get(line.actor_key or ""),
                about=keys.get(line.about_actor or ""),
            )
            for line in page.items
        ]
    )


def _people_by_key(viewer: Viewer, lines: Sequence[StreamLine]) -> dict[str, Person]:
    keys = {key for line in lines for key in (line.actor_key, line.about_actor) if key}
    ids = members.member_ids_of(keys)
    people = communities.persons(viewer.community_id or 0, ids.values())
    return {key: people[pk] for key, pk in ids.items() if pk in people}
