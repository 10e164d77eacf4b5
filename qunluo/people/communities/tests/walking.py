"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.kernel.action import writing
from qunluo.kernel.testing.cast import FOUNDED
from qunluo.people.communities import actions
from qunluo.people.communities.models import Grant, Invitation, JoinRequest, Role


def plant(place: Any) -> dict[str, object]:
    """A link, a role, a note, a request and a grant of the place's community."""
    # These belong to the whole community: in tea its operators may read them.
    said = place.space.slug if place.slug == "tea" else place.secret
    code = actions.make_invitation(place.author, label=said)
    held = {"communities.invite"}
    role = actions.make_role(place.author, f"Role {said}", duty="Invites.", held=held)
    note = actions.write_market_note(place.author, "market", said, text=said, source="here")
    community = place.space.community
    grant = Grant.objects.filter(role__community=community).order_by("pk").first()
    with writing("communities"):
        asked, _made = JoinRequest.objects.update_or_create(
            community=community,
            member_id=place.author.member_id,
            defaults={"asked_at": FOUNDED, "answers": [{"question": "Why?", "answer": said}]},
        )
    return {
        "invitation_id": Invitation.objects.get(code=code).pk,
        # A link opens its community's card to its holder, so the walk brings a wrong one.
        "code": "not-a-code",
        "role_id": Role.objects.get(pk=role).pk,
        "note_id": note,
        "grant_id": grant.pk if grant else 0,
        "request_id": asked.pk,
    }
