from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

MEMBER = settings.AUTH_USER_MODEL


class Sanction(models.Model):
    """What a member may not do for a while, and why. `kind`: warning, mute, suspend, ban.

    It holds from `began_at` to `ends_at` (null: until lifted; a warning holds nothing back) unless
    it was lifted before: undone by its giver, or overturned on appeal. `removed_object`: what the
    decision took away with it.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    case = models.ForeignKey(
        "moderation.Case", models.SET_NULL, null=True, related_name="sanctions"
    )
    kind = models.CharField(max_length=10)
    rule_key = models.CharField(max_length=20, blank=True)
    book = models.ForeignKey("moderation.RuleBook", models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    given_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_how = models.CharField(max_length=10, blank=True)  # undone, overturned, shortened, early
    has_removed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("began_at")),
                name="moderation_sanction_ends_after_it_begins",
            )
        ]
        indexes = [
            models.Index(fields=["community", "member"], name="moderation_sanctions_of"),
        ]


class Objection(models.Model):
    """What every appeal holds: its words, its clock, and what somebody else decided."""

    text = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        abstract = True


class Appeal(Objection):
    """A member's objection, once per sanction, decided by somebody else than who gave it.

    `sanctioned_by` repeats the sanction's giver so that the database can keep the two apart.
    `outcome`: upheld, shortened, overturned.
    """

    sanction = models.OneToOneField(Sanction, models.CASCADE, related_name="appeal")
    sanctioned_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | Q(sanctioned_by=None)
                | ~Q(decided_by=F("sanctioned_by")),
                name="moderation_appeal_decided_by_another",
            )
        ]


class RemovalAppeal(Objection):
    """An author's objection to the removal or the holding of what they wrote, once per case.

    `removed_by` repeats who decided on the case (null while it is only held, and when a rule held
    it) so that the database can keep the two apart. `outcome`: upheld, overturned.
    """

    case = models.OneToOneField("moderation.Case", models.CASCADE, related_name="removal_appeal")
    author = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    removed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(removed_by=None) | ~Q(decided_by=F("removed_by")),
                name="moderation_removal_appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("author")),
                name="moderation_removal_appeal_not_by_author",
            ),
        ]


class Emergency(models.Model):
    """A community held still for a while. `kind`: freeze (nobody posts), newcomers (new members'
    posts wait for review), read_only (nobody writes at all); staff excepted."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    reason = models.CharField(max_length=300)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(ended_at=None),
                name="moderation_one_emergency_at_a_time",
            )
        ]


class Trace(models.Model):
    """A mark of something a member wrote, to notice the same words again; rows older than a day may
    go. `mark` is a hash of the text as it is matched."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    mark = models.CharField(max_length=16)
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["community", "mark"], name="moderation_traces")]
