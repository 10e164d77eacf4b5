"""Notices appear: the domain whose news it is says whom it concerns, and everything else is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from qunluo.kernel import bus, clock
from qunluo.kernel.action import action
from qunluo.people.members import queries as members
from qunluo.people.notices import queries, rules
from qunluo.people.notices.models import Bundle, Notice
from qunluo.people.notices.ports import notice_kinds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from qunluo.kernel.stream.models import StreamLine
    from qunluo.people.members.queries import Recipient
    from qunluo.people.notices.ports import NoticeKind

CHUNK = 50
PEOPLE = 3


@dataclass(frozen=True)
class _News:
    """What is told: the line, its kind, who did it, the object and the thread it belongs to."""

    line: StreamLine
    kind: NoticeKind
    actor_id: int | None
    about: tuple[str, int]

    @property
    def thread(self) -> tuple[str, int]:
        line = self.line
        if line.root_type is not None and line.root_id is not None:
            return line.root_type, line.root_id
        return self.about


def give(
    line: StreamLine,
    kind: str,
    member_ids: Iterable[int],
    *,
    about: tuple[str, int] | None = None,
    places: Collection[tuple[str, int]] = (),
    by: int | None = None,
) -> int:
    """Tell these members of a line of the stream; returns how many notices were made.

    Call it from a listener. Left out are: whoever did it, whoever may not see the object (`about`,
    by default the line's), who chose to hear nothing, and who was told of this line already, so
    calling it again does nothing. Imports tell nobody, nor does what happened a month before it was
    recorded; the demo's notices are never sent. Per line a member gets one notice: call it with the
    most particular kind (the lowest `order`) first. `places` are further places whose exceptions
    count besides the line's space, such as `("forum.tag", 7)`. `by` is who did it, when that is not
    the line's actor (a held post is the author's, whoever approved it).
    """
    if line.origin == "import" or line.recorded_at - line.happened_at > rules.NEWS_FOR:
        return 0
    actor_id = by or _actor(line)
    news = _News(line, notice_kinds[kind], actor_id, about or (line.object_type, line.object_id))
    wanted = set(member_ids) - {actor_id}
    wanted -= _told_already(news, wanted)
    around = {*places, *([(rules.SPACE, line.space_id)] if line.space_id else [])}
    hows = queries.hows_for(news.kind, wanted, places=around)
    heard = [
        (one, hows[one.member_id])
        for one in members.recipients(wanted)
        if not hows[one.member_id].is_nothing and _may_see(news, one)
    ]
    return sum(_write(news, heard[at : at + CHUNK]) for at in range(0, len(heard), CHUNK))


def _actor(line: StreamLine) -> int | None:
    found = members.member_ids_of([line.actor_key]) if line.actor_key else {}
    return next(iter(found.values()), None)


def _told_already(news: _News, wanted: set[int]) -> set[int]:
    """Who was told of the line, or of the object by a kind at least as particular (when something
    held or removed is told again).
    """
    known = Q(line_id=news.line.pk)
    if news.kind.is_once:
        closer = [one.name for one in notice_kinds.values() if one.order <= news.kind.order]
        of_object = Q(object_type=news.about[0], object_id=news.about[1])
        known |= of_object & Q(is_once=True, kind__in=closer)
    told = Notice.objects.filter(known, member__in=wanted)
    return set(told.values_list("member_id", flat=True))


def _may_see(news: _News, one: Recipient) -> bool:
    asked = (news.line.community_id, news.kind.name, *news.about)
    return asked in queries.cards_of(one.viewer, [asked])


@action
def _write(news: _News, heard: Sequence[tuple[Recipient, rules.Hows]]) -> int:
    return sum(_write_one(news, one, hows) for one, hows in heard)


def _write_one(news: _News, one: Recipient, hows: rules.Hows) -> int:
    line, member_id = news.line, one.member_id
    is_sent = line.origin == "live" and not one.is_demo
    now = clock.now()
    mail = hows.email if is_sent and one.email and hows.email != "off" else ""
    try:
        # Leans on notices_line_once and notices_object_once.
        with transaction.atomic():
            bundle = _bundle(news, member_id)
            Notice.objects.create(
                bundle=bundle,
                member_id=member_id,
                kind=news.kind.name,
                line_id=line.pk,
                object_type=news.about[0],
                object_id=news.about[1],
                actor_id=news.actor_id,
                happened_at=line.happened_at,
                is_once=news.kind.is_once,
                mail=mail,
                mail_at=now + rules.MAIL_WAITS if mail == "now" else None,
                push_at=now if is_sent and hows.push == "now" else None,
            )
    except IntegrityError:
        return 0
    _count(bundle, news)
    tell_bell(member_id)
    return 1


def _bundle(news: _News, member_id: int) -> Bundle:
    line = news.line
    found, _is_new = Bundle.objects.select_for_update().get_or_create(
        member_id=member_id,
        kind=news.kind.name,
        thread_type=news.thread[0],
        thread_id=news.thread[1],
        defaults={
            "community_id": line.community_id,
            "space_id": line.space_id,
            "last_at": line.happened_at,
            "is_unread": False,
            "hidden_at": line.happened_at,
        },
    )
    return found


def _count(bundle: Bundle, news: _News) -> None:
    bundle.unread += 1
    bundle.is_unread, bundle.hidden_at = True, None
    bundle.last_at = max(bundle.last_at, news.line.happened_at)
    bundle.space_id = news.line.space_id
    if news.actor_id is not None:
        others = [one for one in bundle.actor_ids if one != news.actor_id]
        bundle.actor_ids = [news.actor_id, *others][:PEOPLE]
    bundle.save()


def tell_bell(member_id: int) -> None:
    """The bell of the member's open pages asks for its count."""
    bus.tell(f"member:{member_id}", "notices")
