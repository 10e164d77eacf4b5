from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from qunluo.site import scoring, seeding

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Score insight against what is planted in the demo's year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        told = _("The community's slug.")
        parser.add_argument("community", nargs="?", default=seeding.SLUG, help=told)

    def handle(self, *_args: Any, **options: Any) -> None:
        found = scoring.scores(options["community"])
        if not found:
            raise CommandError(_("There is nothing to score. Grow the demo first: seed."))
        for line in found:
            self.stdout.write(f"{line.what}: {line.got}/{line.whole}  {line.words}")
