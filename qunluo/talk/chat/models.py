from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Room(models.Model):
    """Where members talk. With a space, whoever may read the space reads the room; without one it
    belongs to the members of the community.

    `last_number` is the number of the newest message, `last_change` of the newest change to any
    of them: both grow by one under the row's lock, so that nothing committed late hides behind.
    `slow_seconds`: the least time between two messages of one member; 0 for none.
    `keep_days`: messages older than that are deleted; 0 keeps them for ever. `dropped_count` says
    how many were.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    space = models.ForeignKey("communities.Space", models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200, blank=True)
    note_source = models.CharField(max_length=600, blank=True)
    note_html = models.TextField(blank=True)
    starters = models.JSONField(default=list)
    slow_seconds = models.PositiveIntegerField(default=0)
    keep_days = models.PositiveIntegerField(default=0, db_default=0)
    dropped_count = models.PositiveIntegerField(default=0, db_default=0)
    position = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    last_change = models.PositiveIntegerField(default=0)
    last_posted_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="chat_room_name_once")
        ]


class Message(models.Model):
    """`number`: without gaps in its room. `change`: the room's count when it last changed.

    `client_id` is chosen by the author's page or program; sent twice, it still posts once.
    `removed_reason` is a class of rules.REMOVAL_REASONS; `topic` is what the talk was turned into.
    """

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
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
    removed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    removed_reason = models.CharField(max_length=20, blank=True)
    removed_note = models.CharField(max_length=300, blank=True)  # for staff only
    topic = models.ForeignKey("forum.Topic", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="chat_number_once"),
            models.UniqueConstraint(fields=["author", "client_id"], name="chat_client_id_once"),
        ]
        indexes = [
            models.Index(fields=["room", "change"], name="chat_changes"),
            models.Index(fields=["room", "posted_at"], name="chat_by_time"),
        ]


class Wording(models.Model):
    """How a message read before an edit; for those who keep order. `said_at`: since when."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="wordings")
    said_at = models.DateTimeField()
    body_source = models.TextField(blank=True)


class Mention(models.Model):
    """Whom a message calls, by id; `number` and `room` repeat the message's for counting."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="mentions")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "member"], name="chat_mention_once")
        ]
        indexes = [models.Index(fields=["member", "room", "number"], name="chat_mentions_of")]


class Reaction(models.Model):
    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    sign = models.CharField(max_length=16)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "member", "sign"], name="chat_reaction_once")
        ]


class Seat(models.Model):
    """One member in one room: how far they have read, and whether they muted it."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    read_number = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    last_posted_at = models.DateTimeField(null=True)
    is_muted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "member"], name="chat_seat_once")]
