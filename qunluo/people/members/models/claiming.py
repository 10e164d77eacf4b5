from __future__ import annotations

from django.db import models

from qunluo.people.members.models.person import Member


class OutsideIdentity(models.Model):
    """Who an imported member is at the place they came from; the claim code proves it is them."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="outside_identities")
    source = models.CharField(max_length=100)
    external_id = models.CharField(max_length=100)
    profile_address = models.URLField(blank=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="members_outside_identity_once"
            )
        ]


class Claim(models.Model):
    """A member says a placeholder is them: by a code on the source profile, or staff approval."""

    placeholder = models.ForeignKey(Member, models.CASCADE, related_name="+")
    claimant = models.ForeignKey(Member, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    note = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    is_granted = models.BooleanField(null=True)
    proof = models.CharField(max_length=10, blank=True)  # code, staff
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placeholder", "claimant"],
                condition=models.Q(decided_at=None, withdrawn_at=None),
                name="members_one_waiting_claim",
            )
        ]


class Merge(models.Model):
    """Two rows were one person: `absorbed` acts as `kept` from now on and in all old activities."""

    kept = models.ForeignKey(Member, models.CASCADE, related_name="+")
    absorbed = models.ForeignKey(Member, models.CASCADE, related_name="+")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    deactivated_absorbed = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=models.Q(undone_at=None),
                name="members_absorbed_once",
            )
        ]
