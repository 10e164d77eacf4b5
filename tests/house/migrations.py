"""Whether each migration can run beside the version before it, on PostgreSQL (ADR 0059).

Run by `bin/test migrations`, as `bin/with-postgresql python -m tests.house.migrations`.
"""

from __future__ import annotations

import os
import sys

import django

OURS = "qunluo."
# Made before the first release, when no installation held data; nothing is added after it.
BEFORE_THE_FIRST_RELEASE = frozenset(
    {
        ("files", "0002_kinds_thumbnails_claims"),
        ("members", "0002_accounts"),
        ("members", "0003_copies"),
        ("porting", "0002_drop_former"),
        ("stream", "0002_delivery_holder"),
    }
)


def main() -> int:
    """0 when every migration is safe, initial, or older than the first release."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunluo.site.settings")
    django.setup()
    from django.apps import apps
    from django_migration_linter import MessageType, MigrationLinter

    ours = [app.label for app in apps.get_app_configs() if app.name.startswith(OURS)]
    linter = MigrationLinter(
        analyser_string="postgresql",
        include_apps=ours,
        ignore_initial_migrations=True,
        ignore_name=[name for _label, name in BEFORE_THE_FIRST_RELEASE],
        no_cache=True,
        quiet=[MessageType.OK.value, MessageType.IGNORE.value],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main())
