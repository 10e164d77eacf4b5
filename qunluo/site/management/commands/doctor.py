"""`qunluo doctor`: is everything well; `--digest COMMUNITY` prints one mark of all it holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qunluo.kernel.digest import digest_of
from qunluo.kernel.refusal import Missing
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import queries as communities
from qunluo.site.doctor import ILL, NOTE, WELL, examine

if TYPE_CHECKING:
    from argparse import ArgumentParser

SIGNS = {WELL: "✓", NOTE: "·", ILL: "✗"}


class Command(BaseCommand):
    help = gettext_lazy("Look whether everything is well and say what is not.")  # type: ignore[assignment]
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help=_("Answer for programs."))
        parser.add_argument(
            "--digest",
            metavar="COMMUNITY",
            help=_("Print one mark of everything this community holds, over natural keys."),
        )

    def handle(self, *args: object, **options: object) -> None:
        if options["digest"]:
            self._digest(str(options["digest"]), as_json=bool(options["json"]))
            return
        found = list(examine())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(entry) for entry in found], ensure_ascii=False))
        else:
            for entry in found:
                self.stdout.write(f"{SIGNS[entry.state]} {entry.name}: {entry.told}")
        if any(entry.state == ILL for entry in found):
            raise SystemExit(1)

    def _digest(self, slug: str, *, as_json: bool) -> None:
        try:
            community = communities.entrance(SYSTEM, slug).community
        except Missing:
            told = _("There is no community “%(slug)s”.") % {"slug": slug}
            raise CommandError(told) from None
        mark, parts = digest_of(community.id)
        if as_json:
            answer = {"digest": mark, "parts": [asdict(part) for part in parts]}
            self.stdout.write(json.dumps(answer))
            return
        for part in parts:
            self.stdout.write(f"{part.name:<30} {part.rows:>9}  {part.mark[:16]}")
        self.stdout.write(mark)
