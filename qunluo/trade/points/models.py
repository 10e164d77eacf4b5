from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Badge(models.Model):
    """Something a community awards. `grade`: gold, silver, bronze."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    grade = models.CharField(max_length=10, default="bronze")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="points_badge_once")
        ]


class BadgeAward(models.Model):
    """One award; the same badge may be awarded to somebody more than once."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    badge = models.ForeignKey(Badge, models.CASCADE, related_name="awards")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    awarded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["community", "member"], name="points_awards_of_member"),
        ]
