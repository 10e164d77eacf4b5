from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

MEMBER = settings.AUTH_USER_MODEL


class Card(models.Model):
    """What a member shows of themselves in one community; `shown`: who sees which field, by its
    key, where that is not the default (rules.FIELDS)."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    about = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=80, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    shown = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    # Kept beside `shown`, so that the directory can ask in one query.
    is_place_shown = models.BooleanField(default=True)
    is_expertise_shown = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "member"], name="profiles_one_card_each")
        ]


class Expertise(models.Model):
    """Something a member knows about, by a short word."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="expertise")
    tag = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "tag"], name="profiles_expertise_once")
        ]
        indexes = [models.Index(fields=["tag"], name="profiles_by_tag")]


class Follow(models.Model):
    """Who wants to see what somebody does, in one community."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    follower = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    followed = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    followed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "follower", "followed"], name="profiles_follow_once"
            ),
            models.CheckConstraint(
                condition=~Q(follower=F("followed")), name="profiles_follow_another"
            ),
        ]
        indexes = [models.Index(fields=["followed", "community"], name="profiles_followers")]
