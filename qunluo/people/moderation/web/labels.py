"""Words for what moderation tells, for its pages and others'."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACT_LABELS = {
    "moderation.case_decided": _("Decided on a case"),
    "moderation.decision_undone": _("Undid a decision"),
    "moderation.sanction_given": _("Gave a sanction"),
    "moderation.sanction_lifted": _("Lifted a sanction"),
    "moderation.appeal_decided": _("Decided on an appeal"),
    "moderation.removal_appeal_decided": _("Decided on an appeal against a removal"),
    "moderation.emergency_declared": _("Turned the emergency switch on"),
    "moderation.emergency_ended": _("Turned the emergency switch off"),
    "moderation.limits_changed": _("Changed limits on writing"),
    "moderation.rules_published": _("Published rules"),
    "moderation.words_changed": _("Changed watched words"),
    "moderation.list_made": _("Began a word list"),
    "moderation.list_retired": _("Retired a word list"),
    "communities.join_approved": _("Let somebody in who asked"),
    "communities.join_declined": _("Declined a request to join"),
    "communities.member_removed": _("Removed a member"),
    "communities.role_granted": _("Gave somebody a role"),
    "communities.role_revoked": _("Took a role from somebody"),
    "communities.settings_changed": _("Changed the community's settings"),
    "communities.ownership_transferred": _("Handed over the community"),
    "communities.community_archived": _("Archived the whole community"),
    "communities.community_reopened": _("Opened the whole community again"),
    "conversations.reported_removed": _("Removed a reported private message"),
    "forum.topic_closed": _("Closed a topic to replies"),
    "forum.topic_reopened": _("Opened a topic to replies again"),
    "forum.topic_moved": _("Moved a topic to another space"),
    "forum.topic_split": _("Split off part of a topic"),
    "forum.topics_merged": _("Merged two topics"),
    "articles.article_archived": _("Archived an article"),
}
OUTCOME_LABELS = {
    "held": _("waits for review"),
    "kept": _("kept"),
    "removed": _("removed"),
    "upheld": _("stands"),
    "shortened": _("ended"),
    "overturned": _("overturned"),
    "undone": _("taken back by the team"),
}
