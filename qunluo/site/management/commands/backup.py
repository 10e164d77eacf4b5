"""`qunluo backup FILE`: everything into one file, while the product runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qunluo.site.backups.keeping import back_up

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = gettext_lazy("Write database, files, lake and key into one file.")  # type: ignore[assignment]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=_("Where to write, such as qunluo.backup"))

    def handle(self, *args: object, **options: object) -> None:
        target = Path(str(options["file"])).absolute()
        if target.exists():
            raise CommandError(
                _("%(file)s exists already; choose another name.") % {"file": target}
            )
        if not target.parent.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": target.parent})
        manifest = back_up(target)
        told = {
            "file": target,
            "rows": sum(manifest.rows.values()),
            "files": len(manifest.sums),
            "size": target.stat().st_size // 1_000_000,
        }
        self.stdout.write(_("%(file)s: %(rows)d rows, %(files)d entries, %(size)d MB.") % told)
        self.stdout.write(_("It holds the secret key: keep it where nobody else reads it."))
