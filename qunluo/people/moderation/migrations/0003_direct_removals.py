from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_removal_appeals")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="is_direct",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
