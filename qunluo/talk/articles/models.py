from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Series(models.Model):
    """Articles that belong together, in their authors' order."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, allow_unicode=True)
    summary = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="articles_series_once")
        ]


class Article(models.Model):
    """A longer text on its way: `state` is one of rules.STATES.

    Once published it has a forum `topic`, which holds the text that readers see, its tags and what
    is said below it; this row keeps the working copy. `version` counts the saved states.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    space = models.ForeignKey("communities.Space", models.CASCADE, related_name="+")
    author = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=12, default="draft")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, allow_unicode=True, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    body_source = models.TextField(blank=True)
    tags = models.JSONField(default=list)
    cover = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, related_name="+")
    series = models.ForeignKey(Series, models.SET_NULL, null=True, related_name="articles")
    series_position = models.PositiveSmallIntegerField(default=0)
    source_address = models.URLField(blank=True)
    source_rights = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    reviewer = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.CharField(max_length=1000, blank=True)
    publish_at = models.DateTimeField(null=True)
    publish_trouble = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    topic = models.OneToOneField("forum.Topic", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["community", "-published_at"], name="articles_latest"),
            models.Index(fields=["state", "publish_at"], name="articles_due"),
        ]
        constraints = [
            # Whoever reviewed an article did not write it.
            models.CheckConstraint(
                condition=models.Q(reviewer__isnull=True)
                | models.Q(author__isnull=True)
                | ~models.Q(reviewer=models.F("author")),
                name="articles_reviewer_is_another",
            )
        ]


class Version(models.Model):
    """One saved state of an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    editor = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    body_source = models.TextField(blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="articles_version_once")
        ]


class FeedKey(models.Model):
    """Lets a reader's program read, as that member, the feeds of one community. Only a hash is kept."""

    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "community"], name="articles_feed_key_once")
        ]
