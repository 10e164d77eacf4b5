from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class WordList(models.Model):
    """Watched words of one community, or of the whole installation (`community` null).

    `stamp` changes with every change of the list or its words: who keeps the words in memory
    compares it. A retired list watches nothing; its history stays.
    """

    community = models.ForeignKey(
        "communities.Community", models.CASCADE, null=True, related_name="+"
    )
    name = models.CharField(max_length=80)
    stamp = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)


class Word(models.Model):
    """One watched word. `key` is its spelling as it is matched. `level`: block, hold, mask, log, and
    allow for an expression inside which nothing is found."""

    list = models.ForeignKey(WordList, models.CASCADE, related_name="words")
    word = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    level = models.CharField(max_length=5)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "key"], name="moderation_word_once_a_list")
        ]


class WordChange(models.Model):
    """What was done to a list, by whom. `act`: added, changed, removed, imported, made, retired.

    An import is one line: `word` is empty and `count` says how many words it touched.
    """

    list = models.ForeignKey(WordList, models.CASCADE, related_name="changes")
    act = models.CharField(max_length=10)
    word = models.CharField(max_length=80, blank=True)
    before = models.CharField(max_length=5, blank=True)
    after = models.CharField(max_length=5, blank=True)
    count = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["list", "-changed_at"], name="moderation_word_history")]
