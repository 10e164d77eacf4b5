"""What a row becomes, and by which rule a row becomes nothing; the rules are in docs/operate.

Each rule's count is taken from the scratch file, so that every row of the dump is accounted for.
"""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

GRADES = {1: "gold", 2: "silver", 3: "bronze"}
LINK_KINDS = {1: "related", 3: "duplicate"}

# Close reasons of the network by number; since 2013 the hundreds.
CLOSE_REASONS = {
    1: "Duplicate",
    2: "Off topic",
    3: "Not constructive",
    4: "Not a real question",
    7: "Too localized",
    10: "General reference",
    20: "Noise or pointless",
    101: "Duplicate",
    102: "Off topic",
    103: "Needs details or clarity",
    104: "Needs more focus",
    105: "Opinion-based",
}
LOCKED = "Locked"

OF_TOPICS = "p.type IN (1, 2)"
STANDING = "SELECT 1 FROM done d WHERE d.kind = 'post' AND d.id = "

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "posts.not_a_topic": "SELECT count(*) FROM posts WHERE type NOT IN (1, 2)",
        "posts.question_missing": (
            "SELECT count(*) FROM posts p WHERE p.type = 2 AND NOT EXISTS"
            " (SELECT 1 FROM posts q WHERE q.id = p.parent AND q.type = 1)"
        ),
        "comments.post_missing": (
            f"SELECT count(*) FROM comments c WHERE NOT EXISTS ({STANDING} c.post)"
        ),
        "votes.no_counterpart": "SELECT count(*) FROM votes WHERE type NOT IN (1, 2, 3, 5)",
        "votes.post_missing": (
            "SELECT count(*) FROM votes v WHERE v.type IN (1, 2, 3, 5)"
            f" AND NOT EXISTS ({STANDING} v.post)"
        ),
        "votes.favourite_unclear": (
            "SELECT count(*) FROM votes v WHERE v.type = 5 AND EXISTS"
            f" ({STANDING} v.post) AND NOT EXISTS"
            " (SELECT 1 FROM done f WHERE f.kind = 'vote' AND f.id = v.id)"
        ),
        "votes.acceptance_unclear": (
            "SELECT count(*) FROM votes v WHERE v.type = 1 AND EXISTS"
            f" ({STANDING} v.post) AND NOT EXISTS"
            " (SELECT 1 FROM done f WHERE f.kind = 'vote' AND f.id = v.id)"
        ),
        "badges.member_missing": (
            "SELECT count(*) FROM badges b WHERE NOT EXISTS"
            " (SELECT 1 FROM done d WHERE d.kind = 'user' AND d.id = b.user)"
        ),
        "history.first_state": (
            "SELECT count(*) FROM history h JOIN edits e ON e.guid = h.guid AND e.post = h.post"
            " WHERE h.type BETWEEN 1 AND 9 AND NOT e.is_edit"
        ),
        "history.same_edit": (
            "SELECT count(*) - count(DISTINCT e.id) FROM history h"
            " JOIN edits e ON e.guid = h.guid AND e.post = h.post"
            " WHERE h.type BETWEEN 1 AND 9 AND e.is_edit"
        ),
        "history.not_a_topic": (
            "SELECT count(*) FROM history h LEFT JOIN posts p ON p.id = h.post"
            f" WHERE h.type <= 15 AND (p.id IS NULL OR NOT {OF_TOPICS})"
        ),
        "history.no_counterpart": (
            "SELECT count(*) FROM history h LEFT JOIN posts p ON p.id = h.post WHERE h.type > 15"
        ),
        "history.not_a_question": (
            "SELECT count(*) FROM history h JOIN posts p ON p.id = h.post"
            " WHERE h.type IN (10, 11, 14, 15) AND p.type = 2"
        ),
        "history.changed_here": (
            "SELECT count(*) FROM edits e WHERE e.is_edit AND NOT EXISTS"
            " (SELECT 1 FROM done d WHERE d.kind = 'edit' AND d.id = e.id)"
        ),
        "links.no_counterpart": "SELECT count(*) FROM links WHERE type NOT IN (1, 3)",
        "links.not_two_questions": (
            "SELECT count(*) FROM links l WHERE l.type IN (1, 3) AND NOT EXISTS"
            " (SELECT 1 FROM done d WHERE d.kind = 'link' AND d.id = l.id)"
        ),
    }
)


def moment(text: str) -> datetime:
    """A moment of the dump, which is in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def vote_moment(day: str, posted: str) -> datetime:
    """When a vote counts as cast: votes have a day only, so at its start or, on the day the post
    was made, at the moment it was made.
    """
    return moment(posted if day[:10] == posted[:10] else day)


def closed_reason(kind: int, comment: str) -> str:
    """The network's words for why a question was closed."""
    if kind in {14, 15}:
        return LOCKED
    number = comment.split(":", maxsplit=1)[0].strip()
    return CLOSE_REASONS.get(int(number), "") if number.isdecimal() else comment[:200]


def is_bot(user_id: int) -> bool:
    """The network's own users, such as "Community" (-1), have ids below zero: they are programs."""
    return user_id < 0
