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
}
OUTCOME_LABELS = {
    "held": _("waits for review"),
    "kept": _("kept"),
    "removed": _("removed"),
    "upheld": _("stands"),
    "shortened": _("ended"),
    "overturned": _("overturned"),
    "undone": _("taken back"),
}
