from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One call of a job. `state`: waiting, running, done, failed, cancelled.

    While running, `holder` (a worker) renews `leased_until`; once that is past, anyone may take it.
    """

    task = models.CharField(max_length=200)
    queue = models.CharField(max_length=32)
    priority = models.IntegerField(default=0)
    arguments = models.JSONField()
    state = models.CharField(max_length=10, default="waiting")
    enqueued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    retries = models.PositiveIntegerField(default=3)
    crashes = models.PositiveIntegerField(default=0)
    is_cancel_wished = models.BooleanField(default=False)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    traceback = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="jobs_job_due"),
            models.Index(fields=["state", "finished_at"], name="jobs_job_finished"),
        ]


class Turn(models.Model):
    """Whose turn a timed piece of work is, so that of several workers only one does it."""

    name = models.CharField(max_length=200, unique=True)
    last_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=80, blank=True)


class Worker(models.Model):
    """A worker process and when it last said that it lives."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
