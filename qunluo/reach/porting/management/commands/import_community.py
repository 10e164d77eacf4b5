"""`manage.py import_community stackexchange ARCHIVE --community SLUG`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from qunluo.kernel.refusal import Refusal
from qunluo.people.members import queries as members
from qunluo.reach.porting import rules
from qunluo.reach.porting.actions import Wish, bring_in, refusals_path
from qunluo.reach.porting.queries import run_card

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from qunluo.reach.porting.queries import RunCard


class Command(BaseCommand):
    help = _("Bring a community in from outside.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=["stackexchange"])
        parser.add_argument("archive", type=Path, help=_("A folder, a .7z or a .tar archive."))
        parser.add_argument("--community", required=True, help=_("The community's slug."))
        parser.add_argument("--organisation", default="", help=_("The organisation's slug."))
        parser.add_argument("--owner", default="", help=_("Email address of the owner."))
        parser.add_argument("--site", default="", help=_("The site, when the name is unclear."))
        parser.add_argument("--name", default="", help=_("The community's name."))

        parser.add_argument(
            "--beside",
            action="store_true",
            help=_("Also into a community that holds topics of its own or of another site."),
        )

    def handle(self, *_args: Any, **chosen: Any) -> None:
        wish = Wish(
            slug=chosen["community"],
            organisation=chosen["organisation"],
            site=chosen["site"],
            name=chosen["name"],
            beside=chosen["beside"],
        )
        try:
            owner = members.operator(chosen["owner"])
            run_id = bring_in(owner, chosen["archive"], wish, tell=self._tell)
        except Refusal as refusal:
            way = " (--beside)" if refusal.code == "porting.not_empty" else ""
            raise CommandError(f"{refusal.message}{way}") from refusal
        self._report(run_card(run_id))

    def _tell(self, phase: str) -> None:
        self.stderr.write(f"  {rules.PHASES.get(phase) or phase}")

    def _report(self, run: RunCard) -> None:
        for step, words in rules.STEPS.items():
            self.stdout.write(f"{run.made.get(step, 0):>9,}  {words}")
        left = {rule: run.left_out[rule] for rule in rules.LEFT_OUT if run.left_out.get(rule)}
        if left:
            self.stdout.write(_("Left out:"))
        for rule, many in left.items():
            self.stdout.write(f"{many:>9,}  {rules.LEFT_OUT[rule]} ({rule})")
        if run.refused:
            self.stdout.write(
                _("%(many)d rows could not be used; they are listed in %(path)s")
                % {"many": run.refused, "path": refusals_path(run.batch)}
            )
