"""The server alone; `qunluo run` starts it together with the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from qunluo.site.serving import serve

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Answer pages and the live hub on one port until stopped."
    # The runner has checked and migrated; starting again must be quick.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help=_("The address to answer on."))
        parser.add_argument("--port", type=int, default=8000, help=_("The port to answer on."))

    def handle(self, *args: object, **options: object) -> None:
        serve(str(options["host"]), int(str(options["port"])))
