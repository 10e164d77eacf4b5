from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Question(models.Model):
    """What makes a forum topic a question; its answers are the topic's replies."""

    topic = models.OneToOneField("forum.Topic", models.CASCADE, related_name="+")
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    accepted_post = models.ForeignKey("forum.Post", models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)


class Vote(models.Model):
    """One vote on a question or an answer. Imported votes have no voter and may be many."""

    post = models.ForeignKey("forum.Post", models.CASCADE, related_name="+")
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    voter = models.ForeignKey(MEMBER, models.CASCADE, null=True, related_name="+")
    value = models.SmallIntegerField()
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "voter"],
                condition=models.Q(voter__isnull=False),
                name="questions_vote_once",
            ),
            models.CheckConstraint(
                condition=models.Q(value__in=[-1, 1]), name="questions_vote_is_up_or_down"
            ),
        ]


class Expert(models.Model):
    """Somebody who is asked about what carries a tag."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    tag = models.ForeignKey("forum.Tag", models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "tag"], name="questions_expert_once")
        ]


class ExpertCall(models.Model):
    """That an expert was asked to look at a question; turns and load are counted from these."""

    topic = models.ForeignKey("forum.Topic", models.CASCADE, related_name="+")
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    called_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "member"], name="questions_call_once")
        ]
        indexes = [models.Index(fields=["member", "called_at"], name="questions_calls")]
