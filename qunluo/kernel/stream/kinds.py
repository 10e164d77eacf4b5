"""Which activities count as what: a versioned list, looked up by name, never stored in a line.

A change here changes what "active" means, so it needs a new KINDS_VERSION; metrics show theirs.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["presence", "reaction", "contribution", "transaction", "care", "system"]

KINDS_VERSION = 1

KINDS: dict[str, Kind] = {
    "communities.visited": "presence",
    "communities.community_founded": "system",
    "communities.community_described": "care",
    "communities.positioning_changed": "care",
    "communities.market_note_written": "care",
    "communities.market_note_struck": "care",
    "communities.settings_changed": "care",
    "communities.community_renamed": "care",
    "communities.community_archived": "care",
    "communities.community_reopened": "care",
    "communities.organisation_founded": "system",
    "communities.seat_granted": "system",
    "communities.seat_revoked": "system",
    "communities.space_opened": "care",
    "communities.space_changed": "care",
    "communities.space_archived": "care",
    "communities.space_reopened": "care",
    "communities.spaces_reordered": "care",
    "communities.join_requested": "presence",
    "communities.join_withdrawn": "presence",
    "communities.join_approved": "care",
    "communities.join_declined": "care",
    "communities.invitation_made": "care",
    "communities.invitation_revoked": "care",
    "communities.member_joined": "presence",
    "communities.member_left": "presence",
    "communities.member_removed": "care",
    "communities.membership_changed": "presence",
    "communities.member_verified": "care",
    "communities.consent_changed": "care",
    "communities.ownership_transferred": "care",
    "communities.role_made": "care",
    "communities.role_changed": "care",
    "communities.role_retired": "care",
    "communities.role_granted": "care",
    "communities.role_revoked": "care",
    "members.signed_up": "system",
    "members.signed_in": "system",
    "members.sessions_ended": "system",
    "members.profile_changed": "system",
    "members.credential_changed": "system",
    "members.token_made": "system",
    "members.token_revoked": "system",
    "members.claim_asked": "system",
    "members.claim_decided": "system",
    "members.merged": "system",
    "members.merge_undone": "system",
    "members.copy_asked": "system",
    "members.copy_made": "system",
    "members.erasure_asked": "system",
    "members.erasure_called_off": "system",
    "members.erased": "system",
    "members.staff_looked": "system",
    "duties.duty_opened": "system",
    "duties.duty_claimed": "care",
    "duties.duty_released": "care",
    "duties.duty_finished": "care",
    "moderation.list_made": "care",
    "moderation.list_retired": "care",
    "moderation.words_changed": "care",
    "moderation.rules_published": "care",
    "moderation.rules_acknowledged": "presence",
    "notices.settings_changed": "system",
    "notices.device_added": "system",
    "notices.device_removed": "system",
    "notices.mail_stopped": "system",
    "notices.digest_sent": "system",
    "forum.topic_opened": "contribution",
    "forum.reply_posted": "contribution",
    "forum.comment_posted": "contribution",
    "forum.post_edited": "contribution",
    "forum.post_removed": "care",
    "forum.post_restored": "care",
    "forum.topic_pinned": "care",
    "forum.topic_unpinned": "care",
    "forum.topic_closed": "care",
    "forum.topic_reopened": "care",
    "forum.topic_moved": "care",
    "forum.topic_linked": "care",
    "forum.topic_followed": "presence",
    "forum.topic_unfollowed": "presence",
    "forum.reaction_given": "reaction",
    "forum.reaction_withdrawn": "reaction",
    "questions.question_asked": "contribution",
    "questions.answer_given": "contribution",
    "questions.answer_accepted": "reaction",
    "questions.acceptance_withdrawn": "reaction",
    "questions.vote_cast": "reaction",
    "questions.vote_withdrawn": "reaction",
    "chat.room_opened": "care",
    "chat.room_changed": "care",
    "chat.message_posted": "contribution",
    "chat.message_edited": "contribution",
    "chat.message_removed": "care",
    "chat.message_restored": "care",
    "chat.reaction_given": "reaction",
    "chat.reaction_withdrawn": "reaction",
    "chat.talk_gathered": "care",
    "points.badge_awarded": "system",
    "porting.import_finished": "system",
    "porting.import_undone": "system",
    "reports.report_made": "system",
    "reports.report_checked": "system",
    "reports.report_published": "system",
}


def kind_of(name: str) -> Kind:
    """The kind of an activity; a name that no list knows counts as system (nobody's activity)."""
    return KINDS.get(name, "system")


def names_of(*wanted: Kind) -> tuple[str, ...]:
    """All activity names of the given kinds, in stable order."""
    return tuple(sorted(name for name, kind in KINDS.items() if kind in wanted))
