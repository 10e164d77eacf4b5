from __future__ import annotations

from django.db import models


class Document(models.Model):
    """That an object can be found, by whom and since when. Its terms are in `search_terms`,
    which each database keeps in its own way; its text stays with the domain that owns it.

    `sort`: topic, question … within a type. `audience`: public, members, space. `root_*`: the thread it belongs to, indexed anew with it.
    `version`: of the index when it was entered.
    """

    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    sort = models.CharField(max_length=20, default="", db_default="")
    community_id = models.BigIntegerField()
    space_id = models.BigIntegerField(null=True)
    root_type = models.CharField(max_length=60, null=True)
    root_id = models.BigIntegerField(null=True)
    author_key = models.CharField(max_length=32, null=True)
    audience = models.CharField(max_length=10)
    happened_at = models.DateTimeField()
    indexed_at = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id"], name="search_document_once"
            )
        ]
        indexes = [
            models.Index(fields=["community_id"], name="search_by_community"),
            models.Index(fields=["root_type", "root_id"], name="search_by_root"),
        ]


class Question(models.Model):
    """What was asked of the search and how much was found; by whom is not kept."""

    ask_id = models.CharField(max_length=32, unique=True)
    community_id = models.BigIntegerField()
    text = models.CharField(max_length=200)
    found = models.PositiveIntegerField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["community_id", "asked_at"], name="search_questions_by_time")
        ]
