from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Duty(models.Model):
    """One piece of work that waits for somebody. `kind` is registered in ports.py.

    `community` null: for the installation's staff (then `permission` is empty). `outcome` is a word
    such as `approved`, or `cancelled` when there was nothing left to do; empty while it waits.
    """

    kind = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    community = models.ForeignKey(
        "communities.Community", models.CASCADE, null=True, related_name="+"
    )
    space = models.ForeignKey("communities.Space", models.CASCADE, null=True, related_name="+")
    permission = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=models.Q(done_at=None),
                name="duties_one_open_each",
            )
        ]
        indexes = [
            models.Index(
                fields=["community", "opened_at"],
                condition=models.Q(done_at=None),
                name="duties_open",
            )
        ]
