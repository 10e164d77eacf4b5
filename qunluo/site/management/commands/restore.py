"""`qunluo restore FILE`: a backup back in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qunluo.kernel.refusal import Refusal
from qunluo.site.backups.restoring import restore

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = gettext_lazy("Put a backup back in place.")  # type: ignore[assignment]
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--force", action="store_true", help=_("Replace what is here; it is moved aside.")
        )

    def handle(self, *args: object, **options: object) -> None:
        try:
            manifest = restore(Path(str(options["file"])), is_forced=bool(options["force"]))
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        told = {"made_at": manifest.made_at, "rows": sum(manifest.rows.values())}
        self.stdout.write(_("Restored the state of %(made_at)s: %(rows)d rows.") % told)
