from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

MEMBER = settings.AUTH_USER_MODEL


class Conversation(models.Model):
    """Two people or a small group talking where nobody else reads, members of one community.

    `pair`: "3:14", the two of a direct one, the smaller id first; null for groups. `last_number`
    and `last_change` are counted as in chat rooms, under the row's lock (ADR 0081).
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    pair = models.CharField(max_length=50, null=True)
    name = models.CharField(max_length=60, blank=True)
    started_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    last_number = models.PositiveIntegerField(default=0)
    last_change = models.PositiveIntegerField(default=0)
    last_posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "pair"],
                condition=Q(pair__isnull=False),
                name="conversations_one_per_pair",
            )
        ]
        indexes = [models.Index(fields=["started_by", "started_at"], name="conversations_started")]


class Seat(models.Model):
    """One person in a conversation. They read from `first_number` on: who comes later does not
    read what was said before."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="seats")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    first_number = models.PositiveIntegerField(default=1)
    read_number = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    is_muted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "member"], name="conversations_seat_once"
            )
        ]
        indexes = [models.Index(fields=["member", "left_at"], name="conversations_seats_of")]


class Message(models.Model):
    """`number`, `change` and `client_id` as in chat. `removed_reason`: author, moderation."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    change = models.PositiveIntegerField()
    author = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    client_id = models.CharField(max_length=64)
    answers = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    body_source = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    render_version = models.PositiveSmallIntegerField(default=1)
    file = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, related_name="+")
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "number"], name="conversations_number_once"
            ),
            models.UniqueConstraint(
                fields=["author", "client_id"], name="conversations_client_id_once"
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "change"], name="conversations_changes"),
            models.Index(fields=["posted_at"], name="conversations_by_time"),
        ]


class Block(models.Model):
    """`blocker` hears nothing more from `blocked`, in any community."""

    blocker = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    blocked = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="conversations_block_once"),
            models.CheckConstraint(
                condition=~Q(blocker=F("blocked")), name="conversations_block_another"
            ),
        ]


class Report(models.Model):
    """Messages of one author that somebody in the conversation handed to moderation: the only
    ones that anybody outside reads."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    author = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    reporter = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()


class Reported(models.Model):
    """One message in a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="lines")
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "message"], name="conversations_reported_once"
            )
        ]
