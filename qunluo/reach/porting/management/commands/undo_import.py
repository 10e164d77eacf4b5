"""`manage.py undo_import RUN`: take out everything an import brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from qunluo.kernel.refusal import Refusal
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.reach.porting.actions import undo_import
from qunluo.reach.porting.queries import link_counts, slug_of_run

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = _("Undo an import: everything it brought in is deleted.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, help=_("The import's number; the page lists them."))
        parser.add_argument("--owner", default="", help=_("Email address of who undoes it."))

    def handle(self, *_args: Any, **chosen: Any) -> None:
        try:
            owner = members.operator(chosen["owner"])
            here = communities.entrance(owner, slug_of_run(chosen["run"])).viewer
            counts = link_counts(chosen["run"])
            gone = undo_import(here, chosen["run"])
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        for kind, many in counts.items():
            self.stdout.write(f"{kind:<14}{many:>9,}")
        self.stdout.write(_("%(many)d things were taken out.") % {"many": gone})
