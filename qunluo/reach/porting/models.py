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
    """What one thing outside became here; written in the transaction that made the object.

    `told`: the count the source gave last (views of a question, score of a comment), so that a
    later dump adds what came there since and what was counted here stays.
    """

    source = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    external_id = models.CharField(max_length=100)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    topic_id = models.BigIntegerField(null=True)
    told = models.IntegerField(null=True)
    batch = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "external_id"], name="porting_link_once"
            )
        ]
        indexes = [models.Index(fields=["batch", "kind"], name="porting_links_of_batch")]


class Order(models.Model):
    """What somebody asked for on a page; its job does it. `kind`: bring, undo.

    `archive` is a path on the server, deleted when all went well if it `is_kept` (was uploaded).
    `problem` is the code and `problem_words` the sentence of a refusal, in the asker's language.
    """

    kind = models.CharField(max_length=5, default="bring")
    slug = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=100, blank=True)
    is_beside = models.BooleanField(default=False, db_default=False)
    archive = models.CharField(max_length=500, blank=True)
    archive_name = models.CharField(max_length=200, blank=True)
    is_kept = models.BooleanField(default=True)
    asked_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    job_id = models.CharField(max_length=20, blank=True)
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)
    problem_words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["slug", "-asked_at"], name="porting_latest_order")]
