from __future__ import annotations

from django.db import models


class StreamLine(models.Model):
    """One activity. Never updated; deleted only by `purge_community` and by undoing a batch."""

    name = models.CharField(max_length=80)
    verb = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_key = models.CharField(max_length=32, null=True)
    community_id = models.BigIntegerField(null=True)
    space_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    root_type = models.CharField(max_length=60, null=True)
    root_id = models.BigIntegerField(null=True)
    target_type = models.CharField(max_length=60, null=True)
    target_id = models.BigIntegerField(null=True)
    about_actor = models.CharField(max_length=32, null=True)
    audience = models.CharField(max_length=10)
    origin = models.CharField(max_length=10)
    batch = models.CharField(max_length=64, blank=True)
    facts = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["community_id", "happened_at"], name="stream_by_community"),
            models.Index(fields=["actor_key", "happened_at"], name="stream_by_actor"),
            models.Index(fields=["object_type", "object_id"], name="stream_by_object"),
            models.Index(fields=["batch"], name="stream_by_batch", condition=~models.Q(batch="")),
        ]


class Delivery(models.Model):
    """Lines owed to one listener: the outbox. Deleted when the listener has dealt with them."""

    listener = models.CharField(max_length=160)
    line_ids = models.JSONField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=80, blank=True)
    last_error = models.TextField(blank=True)
    is_stuck = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["is_stuck", "due_at"], name="stream_delivery_due")]


class Unexported(models.Model):
    """A line the lake does not hold yet: written with the line, deleted with its segment's entry."""

    line = models.OneToOneField(StreamLine, models.CASCADE, primary_key=True, related_name="+")


class ForgottenBatch(models.Model):
    """A batch of lines that was taken out again: readers of the lake leave it out."""

    batch = models.CharField(max_length=64, unique=True)
    forgotten_at = models.DateTimeField()
