"""The queue, and one case with everything one decides by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.urls import reverse

from qunluo.kernel import clock, preferences
from qunluo.kernel.objects import ObjectCard, kinds
from qunluo.kernel.refusal import one_or_missing
from qunluo.kernel.stream.kinds import names_of
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.moderation import rules
from qunluo.people.moderation.models import Case, Flag, Sanction, Signal
from qunluo.people.moderation.queries.books import RuleSheet, book_row, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

MOST = 100
CONSISTENCY_DAYS = 180
LAST_DECISIONS = 50


@dataclass(frozen=True)
class CaseLine:
    """One case in the queue. `signals`: kinds of what was noticed. `score`: the higher, the sooner
    a look is due; `is_late`: past the community's target."""

    id: int
    title: str
    author: Person | None
    is_held: bool
    is_direct: bool
    state: str
    flag_count: int
    signals: tuple[str, ...]
    score: int
    opened_at: datetime
    is_late: bool
    claimed_by: Person | None
    is_mine: bool
    outcome: str
    decided_at: datetime | None


@dataclass(frozen=True)
class Waiting:
    """How much waits for this viewer, since when, and the usual minutes (None: no decision yet)."""

    count: int
    late: int
    oldest_at: datetime | None
    usual_minutes: int | None
    target_minutes: int


@dataclass(frozen=True)
class FlagLine:
    """`upheld` of `decided` earlier reports by this reporter led to a removal."""

    reporter: Person
    rule_key: str
    note: str
    flagged_at: datetime
    upheld: int
    decided: int


@dataclass(frozen=True)
class PastSanction:
    """`state`: running, over, lifted, overturned."""

    kind: str
    rule_key: str
    reason: str
    began_at: datetime
    ends_at: datetime | None
    state: str


@dataclass(frozen=True)
class CaseSheet:
    """A case with the object's words, its author's history, the rules of the day of the act, the
    step of the ladder that is next for this author by rule, and what was usual lately by rule."""

    line: CaseLine
    body: str
    address: str
    is_gone: bool
    acted_at: datetime
    flags: tuple[FlagLine, ...]
    signals: tuple[tuple[str, str], ...]
    past: tuple[PastSanction, ...]
    contribution_count: int
    accepted_count: int
    member_since: datetime | None
    rules: tuple[RuleSheet, ...]
    proposed_rule: str
    proposals: Mapping[str, tuple[str, int | None]]
    usual: Mapping[str, tuple[tuple[str, int], ...]]
    may_sanction: bool
    may_ban: bool
    is_own: bool
    may_undo: bool
    reason: str
    decided_by: Person | None


def require_deciding(viewer: Viewer) -> None:
    """Refuse whoever decides nowhere in the community."""
    if not viewer.may_anywhere(rules.DECIDE):
        viewer.require(rules.DECIDE)


def queue(viewer: Viewer, state: str = "open") -> list[CaseLine]:
    """At most a hundred cases the viewer may decide: open ones with the highest score and the
    oldest first, decided ones the latest first; six queries whatever their number."""
    require_deciding(viewer)
    found = _visible(viewer).filter(state=state)
    order = ("opened_at", "pk") if state == "open" else ("-decided_at", "-pk")
    rows = list(found.annotate(n=Count("flags")).order_by(*order)[:MOST])
    lines = _lines(viewer, rows)
    if state == "open":
        lines.sort(key=lambda line: (-line.score, line.opened_at))
    return lines


def oldest_waiting(viewer: Viewer) -> tuple[int, datetime | None, bool]:
    """How many cases wait for this viewer, since when, and whether that is late; two queries."""
    found = _visible(viewer).filter(state="open")
    told = found.aggregate(count=Count("pk"), oldest=Min("opened_at"))
    target = timedelta(minutes=preferences.get(viewer, rules.TARGET_MINUTES))
    is_late = told["oldest"] is not None and clock.now() - told["oldest"] > target
    return told["count"], told["oldest"], is_late


def waiting_cases(viewer: Viewer) -> Waiting:
    """Three queries; none waits for those who decide nowhere."""
    target = preferences.get(viewer, rules.TARGET_MINUTES)
    late = clock.now() - timedelta(minutes=target)
    told = (
        _visible(viewer)
        .filter(state="open")
        .aggregate(
            count=Count("pk"),
            late=Count("pk", filter=Q(opened_at__lt=late)),
            oldest=Min("opened_at"),
        )
    )
    decided = _visible(viewer).filter(state="decided", decided_at__isnull=False, is_direct=False)
    spans = [
        (ended - began).total_seconds() / 60
        for began, ended in decided.order_by("-decided_at").values_list("opened_at", "decided_at")[
            :LAST_DECISIONS
        ]
        if ended is not None
    ]
    usual = max(1, round(median(spans))) if spans else None
    return Waiting(told["count"], told["late"], told["oldest"], usual, target)


def case_for(viewer: Viewer, case_id: int) -> CaseSheet:
    """One case; about fifteen queries, whatever there is. Refuses with `missing`."""
    require_deciding(viewer)
    case = one_or_missing(
        _visible(viewer).select_related("book").annotate(n=Count("flags")).filter(pk=case_id)
    )
    (line,) = _lines(viewer, [case])
    kind = kinds.get(case.object_type)
    text = next(iter(kind.texts([case.object_id])), None) if kind else None
    card = kind.cards(viewer, [case.object_id]).get(case.object_id) if kind else None
    book = case.book or book_row(case.community_id, case.acted_at)
    its_rules = [sheet_of(one) for one in book.rules.order_by("position")] if book else []
    flags = _flags(case)
    past = _past(case)
    history = _history(case)
    decided_at = case.decided_at
    is_fresh = decided_at is not None and clock.now() - decided_at <= rules.UNDO_WITHIN
    return CaseSheet(
        line=line,
        body=text.body if text else "",
        address=card.address if card else "",
        is_gone=text is None or (text.audience == "hidden" and not case.is_held),
        acted_at=case.acted_at,
        flags=flags,
        signals=tuple(Signal.objects.filter(case=case).values_list("kind", "detail")),
        past=past,
        contribution_count=history[0],
        accepted_count=history[1],
        member_since=history[2],
        rules=tuple(its_rules),
        proposed_rule=case.rule_key or _proposed_rule(flags, its_rules),
        proposals={one.key: _next_step(one, past) for one in its_rules},
        usual=_usual(case.community_id),
        may_sanction=viewer.may(rules.SANCTION),
        may_ban=viewer.may(rules.BAN),
        is_own=case.author_id is not None and case.author_id == viewer.member_id,
        may_undo=is_fresh
        and case.decided_by_id == viewer.member_id
        and (case.state, case.outcome) not in {("open", ""), ("decided", "undone")},
        reason=case.reason,
        decided_by=communities.persons(case.community_id, [case.decided_by_id]).get(
            case.decided_by_id or 0
        ),
    )


def next_case(viewer: Viewer, after: int = 0) -> int | None:
    """The most urgent open case nobody else is at; None when all is clear."""
    for line in queue(viewer):
        if line.id != after and (line.claimed_by is None or line.is_mine):
            return line.id
    return None


def case_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """For the table of work; one query."""
    found = _visible(viewer).filter(pk__in=list(ids))
    return {
        pk: ObjectCard("moderation.case", pk, title, _case_address(viewer, pk))
        for pk, title in found.values_list("pk", "title")
    }


def past_of(rows: Iterable[Sanction]) -> tuple[PastSanction, ...]:
    """Sanctions as they are shown, the newest first."""
    now = clock.now()
    return tuple(
        PastSanction(
            kind=row.kind,
            rule_key=row.rule_key,
            reason=row.reason,
            began_at=row.began_at,
            ends_at=row.ends_at,
            state=sanction_state(row, now),
        )
        for row in rows
    )


def sanction_state(row: Sanction, now: datetime) -> str:
    if row.lifted_at is not None:
        return "overturned" if row.lifted_how == "overturned" else "lifted"
    if row.kind == "warning" or (row.ends_at is not None and row.ends_at <= now):
        return "over"
    return "running"


def _case_address(viewer: Viewer, case_id: int) -> str:
    place = {"community": viewer.community_slug, "case_id": case_id}
    return reverse("moderation:case", kwargs=place)


def _visible(viewer: Viewer) -> QuerySet[Case]:
    """Cases in the spaces where the viewer decides and which they may read."""
    readable = Q(space=None) | communities.in_open_spaces(viewer)
    found = Case.objects.filter(readable, community=viewer.community_id)
    if viewer.may(rules.DECIDE):
        return found
    spaces = [pk for pk, held in viewer.space_permissions.items() if rules.DECIDE in held]
    return found.filter(space__in=spaces)


def _lines(viewer: Viewer, rows: Sequence[Case]) -> list[CaseLine]:
    signals: dict[int, list[str]] = {}
    for case_id, kind in Signal.objects.filter(case__in=rows).values_list("case_id", "kind"):
        if kind not in signals.setdefault(case_id, []):
            signals[case_id].append(kind)
    ids = [one for row in rows for one in (row.author_id, row.claimed_by_id)]
    people = communities.persons(viewer.community_id or 0, ids)
    late = clock.now() - timedelta(minutes=preferences.get(viewer, rules.TARGET_MINUTES))
    return [_line(viewer, row, tuple(signals.get(row.pk, ())), people, late) for row in rows]


def _line(
    viewer: Viewer,
    row: Case,
    signals: tuple[str, ...],
    people: Mapping[int, Person],
    late: datetime,
) -> CaseLine:
    now = clock.now()
    flags: int = getattr(row, "n", 0)
    is_claimed = row.claimed_at is not None and now - row.claimed_at < rules.CLAIM_LASTS
    hours = min(24, int((now - row.opened_at).total_seconds() // 3600))
    return CaseLine(
        id=row.pk,
        title=row.title,
        author=people.get(row.author_id or 0),
        is_held=row.is_held,
        is_direct=row.is_direct,
        state=row.state,
        flag_count=flags,
        signals=signals,
        score=10 * flags + 5 * len(signals) + (5 if row.is_held else 0) + hours,
        opened_at=row.opened_at,
        is_late=row.state == "open" and row.opened_at < late,
        claimed_by=people.get(row.claimed_by_id or 0) if is_claimed else None,
        is_mine=is_claimed and row.claimed_by_id == viewer.member_id,
        outcome=row.outcome,
        decided_at=row.decided_at,
    )


def _flags(case: Case) -> tuple[FlagLine, ...]:
    rows = list(Flag.objects.filter(case=case).order_by("flagged_at", "pk"))
    reporters = [row.reporter_id for row in rows]
    people = communities.persons(case.community_id, reporters)
    earlier = (
        Flag.objects.filter(reporter__in=reporters, case__community=case.community_id)
        .filter(case__state="decided")
        .values("reporter_id")
        .annotate(n=Count("pk"), right=Count("pk", filter=Q(case__outcome="removed")))
    )
    known = {row["reporter_id"]: (row["right"], row["n"]) for row in earlier}
    return tuple(
        FlagLine(
            people[row.reporter_id],
            row.rule_key,
            row.note,
            row.flagged_at,
            *known.get(row.reporter_id, (0, 0)),
        )
        for row in rows
        if row.reporter_id in people
    )


def _past(case: Case) -> tuple[PastSanction, ...]:
    if case.author_id is None:
        return ()
    found = Sanction.objects.filter(community=case.community_id, member=case.author_id)
    return past_of(found.order_by("-began_at", "-pk")[:20])


def _history(case: Case) -> tuple[int, int, datetime | None]:
    """How much the author contributed, how many answers were accepted, and since when here."""
    if case.author_id is None:
        return 0, 0, None
    key = members.actor_keys([case.author_id]).get(case.author_id)
    if key is None:
        return 0, 0, None
    here = StreamLine.objects.filter(community_id=case.community_id)
    given = here.filter(actor_key=key, name__in=names_of("contribution")).count()
    accepted = here.filter(about_actor=key, name="questions.answer_accepted").count()
    return given, accepted, communities.member_since(case.community_id, case.author_id)


def _proposed_rule(flags: Sequence[FlagLine], known: Sequence[RuleSheet]) -> str:
    keys = {one.key for one in known}
    named = Counter(one.rule_key for one in flags if one.rule_key in keys)
    return named.most_common(1)[0][0] if named else ""


def _next_step(rule: RuleSheet, past: Sequence[PastSanction]) -> tuple[str, int | None]:
    """The ladder's step after the breaches that stand; ("", None) where it has none."""
    if not rule.ladder:
        return "", None
    before = sum(
        one.rule_key == rule.key and one.state not in {"lifted", "overturned"} for one in past
    )
    return rule.ladder[min(before, len(rule.ladder) - 1)]


def _usual(community_id: int) -> dict[str, tuple[tuple[str, int], ...]]:
    """By rule: which sanctions were given in the last half year, the most frequent first."""
    since = clock.now() - timedelta(days=CONSISTENCY_DAYS)
    rows = (
        Sanction.objects.filter(community=community_id, began_at__gte=since)
        .exclude(lifted_how__in=("undone", "overturned"))
        .values_list("rule_key", "kind")
        .annotate(n=Count("pk"))
        .order_by("-n")
    )
    usual: dict[str, list[tuple[str, int]]] = {}
    for key, kind, count in rows:
        usual.setdefault(key, []).append((kind, count))
    return {key: tuple(found) for key, found in usual.items()}
