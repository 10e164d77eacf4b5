from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class RuleBook(models.Model):
    """One version of a community's rules; published ones never change. `number` counts from 1.

    The book in force at a moment is the last one published before it.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    preface = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="moderation_book_number"),
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(published_at=None),
                name="moderation_one_draft_of_rules",
            ),
        ]


class Rule(models.Model):
    """One rule of a book. `key` names the same rule through all books.

    `ladder`: what the first, second, … breach usually brings, as `[kind, days or null]`.
    """

    book = models.ForeignKey(RuleBook, models.CASCADE, related_name="rules")
    key = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    definition = models.TextField()
    examples = models.TextField(blank=True)
    correction = models.TextField(blank=True)
    appeal = models.TextField(blank=True)
    ladder = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "key"], name="moderation_rule_once_a_book")
        ]


class Acknowledgement(models.Model):
    """That a member has read a published book and goes by it."""

    book = models.ForeignKey(RuleBook, models.CASCADE, related_name="+")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    acknowledged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "member"], name="moderation_acknowledged_once")
        ]
