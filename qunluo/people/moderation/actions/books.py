"""Write the community's rules in a draft, publish it as the next version, go by it."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, JoinRequired, Refusal, missing, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.moderation import rules
from qunluo.people.moderation.activities import RulesAcknowledged, RulesPublished
from qunluo.people.moderation.models import Acknowledgement, Rule, RuleBook
from qunluo.people.moderation.queries.books import book_row
from qunluo.people.moderation.queries.starters import starters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer

COPIED = ("key", "title", "definition", "examples", "correction", "appeal", "ladder")
Step = tuple[str, int | None]


@dataclass(frozen=True)
class RuleText:
    """One rule as it is written. `ladder`: what the first, second, … breach brings, as
    (sanction, days or None)."""

    title: str
    definition: str
    examples: str = ""
    correction: str = ""
    appeal: str = ""
    ladder: Sequence[Step] = ()


@action
def begin_rules(actor: Viewer) -> int:
    """Begin a draft: a copy of the rules in force, or five usual rules; returns the book's id.

    A draft that is begun already is gone on with.
    """
    actor.require(rules.KEEP_RULES)
    if actor.community_id is None:
        raise missing()
    draft = RuleBook.objects.filter(community=actor.community_id, published_at=None).first()
    if draft is not None:
        return draft.pk
    last = RuleBook.objects.filter(community=actor.community_id).aggregate(n=Max("number"))["n"]
    current = book_row(actor.community_id)
    draft = RuleBook.objects.create(
        community_id=actor.community_id,
        number=(last or 0) + 1,
        preface=current.preface if current else "",
        begun_at=clock.now(),
        begun_by_id=actor.member_id,
    )
    begun = list(current.rules.order_by("position")) if current else starters(actor.language)
    Rule.objects.bulk_create(
        [
            Rule(book=draft, position=place, **{name: getattr(rule, name) for name in COPIED})
            for place, rule in enumerate(begun)
        ]
    )
    return draft.pk


@action
def write_rule(actor: Viewer, key: str, text: RuleText) -> str:
    """Write a rule of the draft, or a new one where `key` is empty; returns its key.

    Refuses with `missing` (no draft, no such rule), `moderation.empty`, `moderation.too_long`,
    `moderation.choice`, `moderation.ladder`.
    """
    draft = _draft(actor)
    columns = _columns(text)
    if key:
        if not Rule.objects.filter(book=draft, key=key).update(**columns):
            raise missing()
        return key
    last = draft.rules.aggregate(n=Max("position"))["n"]
    made = secrets.token_hex(4)
    Rule.objects.create(book=draft, key=made, position=(last or 0) + 1, **columns)
    return made


@action
def write_preface(actor: Viewer, preface: str) -> None:
    """What stands above the rules of the draft."""
    draft = _draft(actor)
    RuleBook.objects.filter(pk=draft.pk).update(preface=preface.replace("\x00", "").strip()[:2_000])


@action
def drop_rule(actor: Viewer, key: str) -> None:
    """Leave a rule out of the draft; earlier versions keep it. Refuses with `missing`."""
    gone, _each = Rule.objects.filter(book=_draft(actor), key=key).delete()
    if not gone:
        raise missing()


@action
def publish_rules(actor: Viewer) -> int:
    """Put the draft in force from now on; returns its number. What was done before goes by the
    version of its day. Refuses with `missing`, `moderation.no_rules`."""
    draft = _draft(actor)
    if not draft.rules.exists():
        raise Refusal("moderation.no_rules", _("There is no rule yet. Write at least one."))
    now = clock.now()
    RuleBook.objects.filter(pk=draft.pk).update(published_at=now, published_by_id=actor.member_id)
    Acknowledgement.objects.create(
        book=draft, member_id=actor.require_member_id(), acknowledged_at=now
    )
    record(RulesPublished(object_id=draft.pk, number=draft.number, **_told(actor, "members")))
    return draft.number


@action
def acknowledge_rules(actor: Viewer) -> None:
    """Say "I have read them and go by them" of the version in force; once is enough.

    Refuses with `sign_in_required`, `join_required`, `missing` (no rules), `moderation.acknowledged`.
    """
    member_id = actor.require_member_id()
    if not actor.is_member:
        raise JoinRequired(actor.community_slug)
    book = book_row(actor.community_id or 0)
    if book is None:
        raise missing()
    _row, is_new = Acknowledgement.objects.get_or_create(
        book=book, member_id=member_id, defaults={"acknowledged_at": clock.now()}
    )
    if not is_new:
        raise Refusal("moderation.acknowledged", _("You have confirmed these rules already."))
    record(RulesAcknowledged(object_id=book.pk, number=book.number, **_told(actor, "staff")))


def _draft(actor: Viewer) -> RuleBook:
    actor.require(rules.KEEP_RULES)
    found = RuleBook.objects.select_for_update().filter(
        community=actor.community_id, published_at=None
    )
    return one_or_missing(found)


def _columns(text: RuleText) -> dict[str, Any]:
    kept = {
        **asdict(text),
        "title": rules.checked("title", text.title, rules.NAME_MOST),
        "definition": rules.checked("definition", text.definition, 2_000),
    }
    for name in ("examples", "correction", "appeal"):
        kept[name] = rules.checked(name, kept[name], 2_000) if kept[name].strip() else ""
    kept["ladder"] = _ladder(text.ladder)
    return kept


def _ladder(steps: Sequence[Step]) -> list[list[str | int | None]]:
    """`moderation.ladder`: known sanctions; mutes and suspensions with 1 to 3,650 days."""
    for kind, days in steps:
        is_timed = kind in {"mute", "suspend"}
        if kind not in rules.SANCTIONS or (is_timed and not 1 <= (days or 0) <= rules.DAYS_MOST):
            told = _("A mute or suspension needs a number of days.")
            raise Invalid("moderation.ladder", told, fields={"ladder": told})
    return [[kind, days if kind in {"mute", "suspend"} else None] for kind, days in steps][:5]


def _told(actor: Viewer, audience: str) -> dict[str, Any]:
    return {
        "actor_key": actor.actor_key,
        "community_id": actor.community_id,
        "audience": audience,
    }
