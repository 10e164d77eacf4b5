from __future__ import annotations

from django.db import models

from qunluo.people.members.models.person import Member


class DataCopy(models.Model):
    """A member's own copy of everything about them. `state`: waiting, ready, failed, gone."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, default="waiting")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    file = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, related_name="+")
    bytes = models.BigIntegerField(default=0)


class Erasure(models.Model):
    """A wish to be forgotten; done after the cooling-off, called off by signing in."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(called_off_at=None, done_at=None),
                name="members_one_waiting_erasure",
            )
        ]


class StaffAccess(models.Model):
    """Which member of staff opened whose personal record, when and why."""

    staff = models.ForeignKey(Member, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "-opened_at"], name="members_staff_access")]
