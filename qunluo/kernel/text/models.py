from __future__ import annotations

from django.db import models


class Renewal(models.Model):
    """How far one kind's stored HTML has been brought to the present renderer.

    Rows up to `last_id` are at `version`; `is_done` when none was left behind it.
    """

    object_type = models.CharField(max_length=60, unique=True)
    version = models.PositiveSmallIntegerField()
    last_id = models.BigIntegerField(default=0)
    is_done = models.BooleanField(default=False)
