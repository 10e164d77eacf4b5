from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Rule(models.Model):
    """What is watched in a community. `key`: a default of engine/defaults.py; "": made by people.

    `space`: only what happens there; null: the whole community. `score`: how many spreads away.
    `change`: the least change in per cent. `least`: the least count. `judged_until`: the first day
    that is not judged yet; null: nothing is.
    """

    community = models.ForeignKey(
        "communities.Community", on_delete=models.CASCADE, related_name="+"
    )
    space = models.ForeignKey(
        "communities.Space", on_delete=models.CASCADE, null=True, related_name="+"
    )
    key = models.CharField(max_length=40, blank=True)
    metric_id = models.CharField(max_length=80)
    by = models.CharField(max_length=8)
    method = models.CharField(max_length=8)
    direction = models.CharField(max_length=4)
    score = models.FloatField()
    change = models.PositiveSmallIntegerField()
    least = models.PositiveIntegerField()
    limit = models.FloatField(null=True)
    owner = models.ForeignKey(MEMBER, on_delete=models.SET_NULL, null=True, related_name="+")
    is_on = models.BooleanField()
    muted_until = models.DateField(null=True)
    judged_until = models.DateField(null=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "key"],
                condition=~models.Q(key=""),
                name="alerts_default_once",
            )
        ]


class Alert(models.Model):
    """Something that stood out in the periods from `first` to the one that starts on `last`.

    `leader`: the alert of the same cause that was there before; only it asks for work. `outcome`:
    true, false or known; "" while it is not closed. `later_value`: what late records made of it.
    """

    community = models.ForeignKey(
        "communities.Community", on_delete=models.CASCADE, related_name="+"
    )
    space = models.ForeignKey(
        "communities.Space", on_delete=models.CASCADE, null=True, related_name="+"
    )
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="alerts")
    leader = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="followers"
    )
    metric_id = models.CharField(max_length=80)
    metric_version = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=8)
    first = models.DateField()
    last = models.DateField()
    since = models.DateField()
    periods = models.PositiveIntegerField()
    direction = models.CharField(max_length=4)
    value = models.FloatField()
    expected = models.FloatField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    score = models.FloatField()
    watermark = models.PositiveBigIntegerField()
    later_value = models.FloatField(null=True)
    owner = models.ForeignKey(MEMBER, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8)
    outcome = models.CharField(max_length=8, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(MEMBER, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            # The same period is never told twice, however often the job runs.
            models.UniqueConstraint(fields=["rule", "first"], name="alerts_period_once"),
            models.CheckConstraint(
                condition=models.Q(state="closed") ^ models.Q(outcome=""),
                name="alerts_closed_has_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "-opened_at"], name="alerts_newest"),
        ]


class KnownDay(models.Model):
    """Days on which figures are expected to differ, by the community's own word."""

    community = models.ForeignKey(
        "communities.Community", on_delete=models.CASCADE, related_name="+"
    )
    first = models.DateField()
    last = models.DateField()
    name = models.CharField(max_length=120)
    is_yearly = models.BooleanField()
    made_by = models.ForeignKey(MEMBER, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
