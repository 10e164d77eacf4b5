"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.kernel.action import writing
from qunluo.talk.exchange import actions
from qunluo.talk.exchange.actions import Words
from qunluo.talk.exchange.models import Application, Listing


def plant(place: Any) -> dict[str, object]:
    """A need of the place's author, with an application. Needs belong to all members, so that
    only where the whole community is closed does it say the secret."""
    is_closed = place.slug != "tea"
    title = f"Need {place.secret}" if is_closed else "Need"
    made = actions.post_listing(
        place.author, Words("need", "project", title, body="x", roles="Cook")
    )
    with writing("exchange"):
        asked = Application.objects.create(
            listing=Listing.objects.get(pk=made),
            member_id=place.author.member_id,
            role="Cook",
            made_at=place.space.opened_at,
        )
    return {"listing_id": made, "application_id": asked.pk}
