"""Keep what a member is writing, and let a form that was sent twice post once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid
from qunluo.people.communities import queries as communities
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.ground import require_member
from qunluo.talk.forum.models import Draft, Submission
from qunluo.talk.forum.queries import post_for, topic_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qunluo.kernel.viewer import Viewer

SUBMISSIONS_KEPT = timedelta(days=7)
TOKEN_MOST = 64


@action
def keep_draft(
    author: Viewer, place: str, body: str, *, title: str = "", tags: Sequence[str] = ()
) -> None:
    """Keep unsent words for a place: `space:7`, `topic:31`, `post:99`; an empty one is dropped.

    Tells nobody: unsent words are the author's alone (ADR 0041). Refuses with
    `forum.draft_place`, `missing`, `forum.too_long`.
    """
    member_id = require_member(author)
    _require_place(author, place)
    if len(body) > rules.BODY_MOST:
        raise Invalid("forum.too_long", _("This is too long to keep. Shorten it."))
    if not body.strip() and not title.strip():
        Draft.objects.filter(member=member_id, place=place).delete()
        return
    values = {
        "community_id": author.community_id,
        "title": title[:300],
        "body_source": body,
        "tags": [str(tag)[: rules.TAG_MOST] for tag in tags][: rules.TAGS_MOST],
        "kept_at": clock.now(),
    }
    # Leans on forum_draft_once.
    Draft.objects.update_or_create(values, member_id=member_id, place=place)


@action
def drop_draft(author: Viewer, place: str) -> None:
    """Forget a draft; dropping none is fine, since the page may be older than the draft."""
    member_id = require_member(author)
    Draft.objects.filter(member=member_id, place=place).delete()


@action
def submit_once(author: Viewer, token: str, post: Callable[[], int]) -> int:
    """Call `post` unless this member sent `token` before; returns the id made the first time.

    `token` comes from the form; without one every sending counts. A refusal keeps nothing, so the
    mended form may be sent with the same token.
    """
    member_id = require_member(author)
    if not token:
        return post()
    token = token[:TOKEN_MOST]
    now = clock.now()
    try:
        # Leans on forum_submission_once: a second sending waits here for the first to end.
        with transaction.atomic():
            row = Submission.objects.create(member_id=member_id, token=token, sent_at=now)
    except IntegrityError:
        return _made_before(member_id, token)
    made_id = post()
    Submission.objects.filter(pk=row.pk).update(made_id=made_id)
    return made_id


@action
def forget_submissions() -> int:
    """Drop tokens older than a week; returns how many."""
    old = Submission.objects.filter(sent_at__lt=clock.now() - SUBMISSIONS_KEPT)
    return old.delete()[0]


def _made_before(member_id: int, token: str) -> int:
    made_id = Submission.objects.get(member=member_id, token=token).made_id
    assert made_id is not None, "a committed submission has made something"  # noqa: S101
    return made_id


def _require_place(author: Viewer, place: str) -> None:
    kind, _colon, number = place.partition(":")
    if not number.isdecimal() or kind not in {"space", "topic", "post"}:
        raise Invalid("forum.draft_place", _("There is no such place for a draft."))
    if kind == "topic":
        topic_for(author, int(number))
    elif kind == "post":
        post_for(author, int(number))
    elif int(number) not in communities.ids_of_spaces_open_to(author):
        raise Invalid("forum.draft_place", _("There is no such place for a draft."))
