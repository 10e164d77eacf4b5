from __future__ import annotations

from django.db import models


class LetterFile(models.Model):
    """A file that rides in letters: kept once for all of them, and a day longer than the last.

    `digest`: SHA-256 of name, type and content.
    """

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()
    kept_at = models.DateTimeField()


class Letter(models.Model):
    """A written letter that waits to be sent; it goes when it has been, since it may hold codes.

    `last_error`: what the mail server said; letters that cannot be sent are dropped after a week.
    """

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    last_error = models.CharField(max_length=500, blank=True)
    files = models.ManyToManyField(LetterFile, related_name="letters")
