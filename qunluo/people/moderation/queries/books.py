"""The rules in force now, on another day, and as they are being written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from qunluo.kernel import clock
from qunluo.kernel.once import once
from qunluo.kernel.refusal import missing, one_or_missing
from qunluo.people.moderation import rules
from qunluo.people.moderation.models import Acknowledgement, Rule, RuleBook

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class RuleSheet:
    """`ladder`: (sanction, days or None) for the first, second, … breach."""

    key: str
    title: str
    definition: str
    examples: str
    correction: str
    appeal: str
    ladder: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class BookSheet:
    """One version. `versions`: (number, published) of all, newest first. `is_acknowledged`: by the
    viewer, None for those whose word is not asked (visitors, older versions)."""

    id: int
    number: int
    preface: str
    published_at: datetime | None
    rules: tuple[RuleSheet, ...]
    is_in_force: bool
    is_acknowledged: bool | None
    versions: tuple[tuple[int, datetime], ...]
    acknowledged_count: int


def book_row(community_id: int, moment: datetime | None = None) -> RuleBook | None:
    """The book in force at a moment (now): the last one published by then."""
    return _published_by(community_id, moment).first()


def _published_by(community_id: int, moment: datetime | None) -> QuerySet[RuleBook]:
    found = RuleBook.objects.filter(community=community_id, published_at__lte=moment or clock.now())
    return found.order_by("-published_at", "-number")


def has_rules(viewer: Viewer) -> bool:
    """Whether rules are in force where the viewer stands; one query, once a page."""
    return _is_confirmed(viewer) is not None


def _is_confirmed(viewer: Viewer) -> bool | None:
    """Whether the viewer confirmed the book in force; None where there is none."""
    place, member_id = viewer.community_id or 0, viewer.member_id
    confirmed = Acknowledgement.objects.filter(book=OuterRef("pk"), member=member_id)
    found = _published_by(place, None).values_list(Exists(confirmed), flat=True)
    return once(("rules confirmed", place, member_id), found.first)


def rules_for(viewer: Viewer, number: int | None = None) -> BookSheet | None:
    """The version in force or an earlier one; None where no rules are published; five queries."""
    community_id = viewer.community_id or 0
    current = book_row(community_id)
    if current is None:
        return None
    book = current
    if number is not None and number != current.number:
        found = RuleBook.objects.filter(community=community_id, number=number)
        book = one_or_missing(found.exclude(published_at=None))
    return _sheet(viewer, book, is_in_force=book.pk == current.pk)


def draft_for(viewer: Viewer) -> BookSheet | None:
    """The draft; for those who write the rules."""
    viewer.require(rules.KEEP_RULES)
    draft = RuleBook.objects.filter(community=viewer.community_id, published_at=None).first()
    return _sheet(viewer, draft, is_in_force=False) if draft else None


def draft_rule(viewer: Viewer, key: str) -> RuleSheet:
    draft = draft_for(viewer)
    for rule in draft.rules if draft else ():
        if rule.key == key:
            return rule
    raise missing()


def has_new_rules(viewer: Viewer) -> bool:
    """Whether the viewer has not yet confirmed the version in force; one query, once a page."""
    return viewer.is_member and _is_confirmed(viewer) is False


def rule_titles(community_id: int, moment: datetime | None = None) -> dict[str, str]:
    """Titles by key of the version in force at a moment; two queries."""
    book = book_row(community_id, moment)
    return dict(book.rules.order_by("position").values_list("key", "title")) if book else {}


def rules_acknowledged(member_id: int) -> list[dict[str, object]]:
    """What the member confirmed, for their own copy; one query."""
    rows = Acknowledgement.objects.filter(member=member_id).order_by("pk")
    wanted = ("book__community__slug", "book__number", "acknowledged_at")
    return [{**row} for row in rows.values(*wanted)]


def sheet_of(rule: Rule) -> RuleSheet:
    return RuleSheet(
        key=rule.key,
        title=rule.title,
        definition=rule.definition,
        examples=rule.examples,
        correction=rule.correction,
        appeal=rule.appeal,
        ladder=tuple((kind, days) for kind, days in rule.ladder),
    )


def _has_acknowledged(viewer: Viewer, book: RuleBook) -> bool:
    return Acknowledgement.objects.filter(book=book, member=viewer.member_id).exists()


def _sheet(viewer: Viewer, book: RuleBook, *, is_in_force: bool) -> BookSheet:
    published = RuleBook.objects.filter(community=book.community_id).exclude(published_at=None)
    versions = published.order_by("-number").values_list("number", "published_at")
    asked = is_in_force and viewer.is_member
    return BookSheet(
        id=book.pk,
        number=book.number,
        preface=book.preface,
        published_at=book.published_at,
        rules=tuple(sheet_of(rule) for rule in book.rules.order_by("position", "pk")),
        is_in_force=is_in_force,
        is_acknowledged=_has_acknowledged(viewer, book) if asked else None,
        versions=tuple((number, at) for number, at in versions if at is not None),
        acknowledged_count=Acknowledgement.objects.filter(book=book).count(),
    )
