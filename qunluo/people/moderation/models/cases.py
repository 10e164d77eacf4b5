from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

MEMBER = settings.AUTH_USER_MODEL


class Case(models.Model):
    """Everything reported or noticed about one object, to be decided once.

    `state`: open, decided. `acted_at` is when the object was made: the rules of that day count.
    `outcome`: kept, removed, gone (deleted by its author meanwhile), undone (the team took the
    removal back). `is_held`: the object waits for this decision. A decision can be undone for five
    minutes; then `state` is open again. `is_direct`: removed where it stood, without a report; there
    was nothing to decide before, so undoing it leaves nothing open.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    space = models.ForeignKey("communities.Space", models.SET_NULL, null=True, related_name="+")
    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    author = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    is_held = models.BooleanField(default=False)
    is_direct = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=8, default="open")
    acted_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    claimed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    rule_key = models.CharField(max_length=20, blank=True)
    book = models.ForeignKey("moderation.RuleBook", models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            # Many reports on one item are one case.
            models.UniqueConstraint(
                fields=["object_type", "object_id"],
                condition=Q(state="open"),
                name="moderation_one_open_case",
            )
        ]
        indexes = [
            models.Index(fields=["community", "state", "opened_at"], name="moderation_queue")
        ]


class Flag(models.Model):
    """One member's report, by the rule it seems to break (`rule_key`; '' for something else)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="flags")
    reporter = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    rule_key = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500, blank=True)
    flagged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "reporter"], name="moderation_flag_once")
        ]


class Signal(models.Model):
    """What the house noticed by itself. `kind`: word, newcomer, links, repeat, emergency.

    `detail` is a word or a number that says why; staff read it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=12)
    detail = models.CharField(max_length=200, blank=True)
    noticed_at = models.DateTimeField()
