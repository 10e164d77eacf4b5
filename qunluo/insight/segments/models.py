from __future__ import annotations

from django.db import models


class Segment(models.Model):
    """A group of members by a rule; the rule that holds is the version of its number."""

    community = models.ForeignKey(
        "communities.Community", on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    made_by = models.ForeignKey(
        "members.Member", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="segments_name_once")
        ]


class Version(models.Model):
    """What the rule was from a moment on; it never changes."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    rule = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["segment", "number"], name="segments_version_once")
        ]


class Day(models.Model):
    """Who was in it on a day, as keys of the stream: erasing a person takes the name from the key."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    version = models.PositiveIntegerField()
    watermark = models.PositiveBigIntegerField()
    actor_keys = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "day"], name="segments_day_once")]
