from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Setting(models.Model):
    """How one community welcomes. `greeter` greets, or else whoever's turn it is among those who
    hold `greeter_role` (a built-in key or a role's id); neither: nobody greets.

    `greeting` may hold {name} and {community}. `steps` are keys in order (null: the usual ones).
    `space_ids` are spaces the team recommends; `introduction_space` is where newcomers introduce
    themselves (null: anywhere).
    """

    community = models.OneToOneField("communities.Community", models.CASCADE, related_name="+")
    greeter = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    greeter_role = models.CharField(max_length=20, blank=True)
    greeting = models.TextField(blank=True)
    steps = models.JSONField(null=True)
    space_ids = models.JSONField(default=list)
    introduction_space = models.ForeignKey(
        "communities.Space", models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()


class Arrival(models.Model):
    """A newcomer's first days in one community: who greeted them with which words, and whether
    their first steps are done or were put away. One each; who returns is no newcomer."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    arrived_at = models.DateTimeField()
    greeter = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    greeting = models.TextField(blank=True)
    put_away_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "member"], name="welcome_one_arrival_each")
        ]
        indexes = [
            models.Index(fields=["community", "arrived_at"], name="welcome_by_arrival"),
            models.Index(fields=["community", "greeter"], name="welcome_by_greeter"),
        ]
