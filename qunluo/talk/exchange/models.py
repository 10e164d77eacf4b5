from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Listing(models.Model):
    """What a member needs or offers. `kind`: need, offer. `state`: open, closed, expired.

    `outcome` of a closed one: met (here, perhaps with `met_with`), elsewhere, not_met.
    `removed_reason`: held, author, or one of rules.REMOVAL_REASONS. `roles`: what a project seeks, by name.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    author = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=6)
    category = models.CharField(max_length=12)
    title = models.CharField(max_length=120)
    body_source = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    render_version = models.PositiveSmallIntegerField(default=1)
    place = models.CharField(max_length=80, blank=True)
    roles = models.JSONField(default=list)
    state = models.CharField(max_length=8, default="open")
    outcome = models.CharField(max_length=10, blank=True)
    met_with = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    posted_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["community", "state", "kind", "posted_at"], name="exchange_listings"
            ),
            models.Index(fields=["state", "valid_until"], name="exchange_ending"),
        ]


class Term(models.Model):
    """What a listing is found by: a tag its author gave, or a word of its title."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="terms")
    text = models.CharField(max_length=40)
    is_tag = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "text", "is_tag"], name="exchange_term_once")
        ]
        indexes = [models.Index(fields=["text"], name="exchange_by_term")]


class Contact(models.Model):
    """Who wrote to the author about a listing, and where the two talk."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="contacts")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    conversation = models.ForeignKey(
        "conversations.Conversation", models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "member"], name="exchange_contact_once")
        ]


class Application(models.Model):
    """Somebody who wants a role of a project. `state`: waiting, accepted, declined."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="applications")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    role = models.CharField(max_length=60)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, default="waiting")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "member", "role"], name="exchange_application_once"
            )
        ]
