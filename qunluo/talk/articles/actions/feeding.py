"""Keys by which a reader's program reads what its member may read."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.talk.articles.activities import FeedKeyMade, FeedKeyRevoked
from qunluo.talk.articles.models import FeedKey
from qunluo.talk.forum import actions as forum

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def make_feed_key(reader: Viewer) -> str:
    """A new key for the community one stands in; the one before stops working. Shown once.

    Refuses with `sign_in_required`, `join_required`.
    """
    member_id = forum.require_member(reader)
    secret = secrets.token_urlsafe(24)
    # Leans on articles_feed_key_once.
    key, _made = FeedKey.objects.update_or_create(
        {"secret_hash": hashed(secret), "made_at": clock.now()},
        member_id=member_id,
        community_id=communities.place(reader).id,
    )
    record(FeedKeyMade(**_told(reader, key.pk)))
    return secret


@action
def revoke_feed_key(reader: Viewer) -> None:
    """Refuses with `missing` when there is none."""
    member_id = forum.require_member(reader)
    found = FeedKey.objects.filter(member=member_id, community=reader.community_id)
    key = found.first()
    if key is None:
        raise missing()
    record(FeedKeyRevoked(**_told(reader, key.pk)))
    found.delete()


def hashed(secret: str) -> str:
    """What is kept of a key: a random key needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _told(reader: Viewer, key_id: int) -> dict[str, Any]:
    return {
        "object_id": key_id,
        "community_id": reader.community_id,
        "actor_key": reader.actor_key,
        "audience": "parties",
    }
