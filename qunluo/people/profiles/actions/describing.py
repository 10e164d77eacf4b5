"""Say something about oneself, and who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import JoinRequired
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.people.moderation import queries as moderation
from qunluo.people.profiles import rules
from qunluo.people.profiles.activities import ProfileChanged
from qunluo.people.profiles.models import Card, Expertise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.kernel.viewer import Viewer


@action
def change_profile(
    member: Viewer, texts: Mapping[str, str], *, expertise: str, shown: Mapping[str, str]
) -> None:
    """Set one's card in the community one stands in. `texts` by field, `expertise` between commas.

    Refuses with `sign_in_required`, `join_required`, `profiles.too_long`, `profiles.tags`,
    `profiles.choice`, `moderation.words`, and like `communities.require_may_write`.
    """
    member_id = member.require_member_id()
    if not member.is_member:
        raise JoinRequired(member.community_slug)
    communities.require_may_write(member)
    rules.refuse_unfit(texts, shown)
    tags = rules.tags_in(expertise)
    words = "\n".join([*(texts.get(field, "") for field in rules.MOST), *tags])
    moderation.screen(member, words, may_wait=False)
    kept = {
        field: " ".join(texts.get(field, "").replace("\x00", "").split()) for field in rules.MOST
    }
    kept["about"] = texts.get("about", "").replace("\x00", "").strip()
    values = {
        **kept,
        "shown": dict(shown),
        "changed_at": clock.now(),
        "is_place_shown": rules.who_sees(shown, "place") == rules.MEMBERS,
        "is_expertise_shown": rules.who_sees(shown, "expertise") == rules.MEMBERS,
    }
    card, _is_new = Card.objects.update_or_create(
        values, community_id=member.community_id or 0, member_id=member_id
    )
    Expertise.objects.filter(card=card).exclude(tag__in=tags).delete()
    # Leans on profiles_expertise_once.
    Expertise.objects.bulk_create(
        (Expertise(card=card, tag=tag) for tag in tags), ignore_conflicts=True
    )
    record(
        ProfileChanged(
            object_id=card.pk, community_id=member.community_id, actor_key=member.actor_key
        )
    )
