"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.people.notices.actions.carriers import unsubscribe_path
from qunluo.people.notices.models import Bundle, Notice


def plant(place: Any) -> dict[str, object]:
    """A line of the author's inbox about a role in the place's community."""
    now = clock.now()
    community = place.space.community
    with writing("notices"):
        bundle, _made = Bundle.objects.get_or_create(
            member_id=place.author.member_id,
            kind="communities.role_granted",
            thread_type="communities.community",
            thread_id=community.pk,
            defaults={"community": community, "last_at": now, "unread": 1},
        )
        Notice.objects.get_or_create(
            member_id=place.author.member_id,
            line_id=-community.pk,
            defaults={
                "bundle": bundle,
                "kind": bundle.kind,
                "object_type": "communities.community",
                "object_id": community.pk,
                "happened_at": now,
            },
        )
    return {
        "bundle_id": bundle.pk,
        "entry_id": bundle.pk,
        "community_id": community.pk,
        "device_id": 0,
        "token": unsubscribe_path(0, "digest").split("/")[-2],
    }
