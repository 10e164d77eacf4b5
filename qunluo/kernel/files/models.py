from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """One checked upload. `access`: public, members (of the community), owner, staff."""

    key = models.CharField(max_length=40, unique=True)
    community_id = models.BigIntegerField(null=True)
    space_id = models.BigIntegerField(null=True)
    owner_key = models.CharField(max_length=32, null=True)
    purpose = models.CharField(max_length=40)
    access = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner_key"], name="files_by_owner")]
