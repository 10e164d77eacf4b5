from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Run(models.Model):
    """One import. `state`: reading, writing, finished, failed, undoing, undone.

    Nothing is written into the community before `writing`; a new one is founded then. A run that was killed is taken up again
    under its own `batch`; a later dump is a new run. `watermark` is the latest moment in the dump.
    `counts` holds, per kind, the rows seen, brought in and left out by which rule.
    """

    community = models.ForeignKey(
        "communities.Community", models.CASCADE, null=True, related_name="+"
    )
    source = models.CharField(max_length=100)
    batch = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, default="reading")
    archive_name = models.CharField(max_length=200)
    started_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    phase = models.CharField(max_length=30, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    refused_count = models.PositiveIntegerField(default=0)
    watermark = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)
    problem_about = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["community", "-started_at"], name="porting_latest_run")]


class Link(models.Model):
    """What one thing outside became here; written in the transaction that made the object."""

    source = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    external_id = models.CharField(max_length=100)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    topic_id = models.BigIntegerField(null=True)
    batch = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "external_id"], name="porting_link_once"
            )
        ]
        indexes = [models.Index(fields=["batch", "kind"], name="porting_links_of_batch")]
