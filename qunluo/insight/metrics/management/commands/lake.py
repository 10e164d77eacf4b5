"""`qunluo lake check|rebuild`: look at the lake, or make it anew from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qunluo.insight.metrics import actions, queries

if TYPE_CHECKING:
    from argparse import ArgumentParser

SIGNS = {"well": "✓", "note": "·", "ill": "✗"}


class Command(BaseCommand):
    help = gettext_lazy("Check the files of the figures, or make them anew from the database.")  # type: ignore[assignment]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("work", choices=("check", "rebuild"), help=_("What to do."))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["work"] == "rebuild":
            self._rebuild()
        findings = list(queries.lake_findings())
        for finding in findings:
            self.stdout.write(f"{SIGNS[finding.state]} {finding.told}")
        if any(finding.state == "ill" for finding in findings):
            raise SystemExit(1)

    def _rebuild(self) -> None:
        def tell(lines: int) -> None:
            self.stderr.write(_("%(count)d lines written") % {"count": lines})

        done = actions.rebuild_lake(tell)
        if done is None:
            raise CommandError(
                _("Another process writes the lake just now. Try again in a minute.")
            )
        told = _("%(lines)d lines in %(files)d new files")
        self.stdout.write(told % {"lines": done.lines, "files": done.files})
        if done.unsaved:
            told = _(
                "%(count)d damaged files may have held lines of undone imports; these are lost."
            )
            self.stdout.write(told % {"count": done.unsaved})
