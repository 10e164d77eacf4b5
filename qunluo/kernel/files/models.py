from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """One checked upload.

    `access`: public (whoever has the address), readers (whoever may read the community's content
    and, when `space_id` is set, that space), members (of the community), owner, staff.
    `kind`: image, document, archive, audio, video, text, markup. `thumbnails` are longest sides in
    pixels. `claimed_at`: when something began to use it; unclaimed editor files are swept.
    """

    key = models.CharField(max_length=40, unique=True)
    community_id = models.BigIntegerField(null=True)
    space_id = models.BigIntegerField(null=True)
    owner_key = models.CharField(max_length=32, null=True)
    purpose = models.CharField(max_length=40)
    access = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, default="document")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    thumbnails = models.JSONField(default=list)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner_key"], name="files_by_owner"),
            models.Index(
                fields=["purpose", "created_at"],
                name="files_unclaimed",
                condition=models.Q(claimed_at=None),
            ),
        ]
