"""Every read of profiles that others may make."""

from qunluo.people.profiles.queries.cards import (
    CardSheet,
    EditingCard,
    card_for,
    editing_card,
    expertise_of,
    expertise_tags,
    kept_about,
    member_cards,
    members_at_place,
    members_knowing,
    members_with_expertise,
    places_shown,
)
from qunluo.people.profiles.queries.following import (
    Deed,
    FollowSheet,
    follow_sheet,
    followers_of,
    is_following,
)

__all__ = [
    "CardSheet",
    "Deed",
    "EditingCard",
    "FollowSheet",
    "card_for",
    "editing_card",
    "expertise_of",
    "expertise_tags",
    "follow_sheet",
    "followers_of",
    "is_following",
    "kept_about",
    "member_cards",
    "members_at_place",
    "members_knowing",
    "members_with_expertise",
    "places_shown",
]
