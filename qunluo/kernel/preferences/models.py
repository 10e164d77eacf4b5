from __future__ import annotations

from django.db import models


class PreferenceValue(models.Model):
    """A value that was set. `owner_id`: the community or the member; 0 for the installation."""

    name = models.CharField(max_length=80)
    level = models.CharField(max_length=12)
    owner_id = models.BigIntegerField(default=0)
    value = models.JSONField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=32, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["level", "owner_id", "name"], name="preferences_value_once"
            )
        ]
