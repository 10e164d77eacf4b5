from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Bundle(models.Model):
    """What one member's inbox shows as one line: all notices of one kind about one thread.

    `unread` counts standing unread notices, `is_unread` says whether there are any (for the order).
    `actor_ids`: the last three people, newest first. `hidden_at`: nothing of it may be shown now.
    """

    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.CASCADE, null=True, related_name="+"
    )
    space_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    thread_type = models.CharField(max_length=60)
    thread_id = models.BigIntegerField()
    last_at = models.DateTimeField()
    unread = models.PositiveIntegerField(default=0)
    is_unread = models.BooleanField(default=True)
    actor_ids = models.JSONField(default=list)
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "thread_type", "thread_id"], name="notices_bundle_once"
            )
        ]
        indexes = [
            models.Index(fields=["member", "-is_unread", "-last_at"], name="notices_inbox"),
            models.Index(
                fields=["member"],
                condition=models.Q(is_unread=True, hidden_at=None),
                name="notices_unread",
            ),
        ]


class Notice(models.Model):
    """That something concerns a member. `line_id` is the stream's line it comes from.

    `is_once`: of this kind there is one per object (a mention, however often the text is edited).
    `mail`: "", now, digest; `mail_at` and `push_at` are when to send, null when there is nothing
    to send (any more).
    """

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="notices")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    line_id = models.BigIntegerField()
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    actor = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    is_once = models.BooleanField(default=False)
    mail = models.CharField(max_length=6, blank=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    push_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "line_id"], name="notices_line_once"),
            models.UniqueConstraint(
                fields=["member", "kind", "object_type", "object_id"],
                condition=models.Q(is_once=True),
                name="notices_object_once",
            ),
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="notices_by_object"),
            models.Index(
                fields=["mail_at"],
                condition=models.Q(mail_at__isnull=False),
                name="notices_to_mail",
            ),
            models.Index(
                fields=["push_at"],
                condition=models.Q(push_at__isnull=False),
                name="notices_to_push",
            ),
            models.Index(
                fields=["member"],
                condition=models.Q(mail="digest", mailed_at=None, read_at=None),
                name="notices_to_digest",
            ),
            models.Index(fields=["happened_at"], name="notices_age"),
        ]


class Choice(models.Model):
    """What a member chose for a kind ("": all of them) on a channel, everywhere or in one place.

    `scope_type`: "" everywhere, else `communities.space` or `forum.tag`. `how`: now, digest, off.
    """

    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.CASCADE, null=True, related_name="+"
    )
    scope_type = models.CharField(max_length=40, blank=True)
    scope_id = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=10)
    how = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "scope_type", "scope_id", "kind", "channel"],
                name="notices_choice_once",
            )
        ]
        indexes = [
            models.Index(fields=["scope_type", "scope_id", "kind"], name="notices_choice_at")
        ]


class Habit(models.Model):
    """When and how a member wants to be reached; without a row the defaults in rules.py count.

    Hours are 0 to 23 in the member's time zone; equal `quiet_from` and `quiet_until`: never quiet.
    `digest`: daily, weekly (Mondays), never. `mail_stopped`: "" or why no notice is mailed any more.
    """

    member = models.OneToOneField(MEMBER, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=8, default="daily")
    digest_hour = models.PositiveSmallIntegerField(default=8)
    quiet_from = models.PositiveSmallIntegerField(default=22)
    quiet_until = models.PositiveSmallIntegerField(default=8)
    shows_details = models.BooleanField(default=False)
    mail_stopped = models.CharField(max_length=300, blank=True)
    mail_stopped_at = models.DateTimeField(null=True)
    last_digest_on = models.DateField(null=True)


class Device(models.Model):
    """A browser that takes web push (RFC 8030); the keys are the subscription's (RFC 8291)."""

    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    endpoint = models.URLField(max_length=800)
    endpoint_mark = models.CharField(max_length=64, unique=True)  # SHA-256, short enough to index
    public_key = models.CharField(max_length=120)
    secret = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
