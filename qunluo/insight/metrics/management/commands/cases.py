"""`qunluo cases FOLDER`: reference cases through the product's own functions."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import cases

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from qunluo.insight.metrics.engine.cases import Outcome

STATES = ("pass", "fail", "not supported")


class Command(BaseCommand):
    help = "Run every reference case of a folder; exits with 1 when one fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help=_("A folder of JSON files in the cases' format.")
        )
        parser.add_argument("--json", action="store_true", help=_("One JSON object per line."))

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(_("There is no folder “%(folder)s”.") % {"folder": folder})
        totals: Counter[str] = Counter()
        for name, case in cases.cases_in(folder):
            found = cases.run(name, case)
            totals[found.state] += 1
            self.stdout.write(_json(found) if options["json"] else _line(found))
        if not totals:
            raise CommandError(_("There is no case in “%(folder)s”.") % {"folder": folder})
        told = ", ".join(f"{totals[state]} {state}" for state in STATES)
        self.stdout.write(json.dumps(dict(totals)) if options["json"] else told)
        if totals["fail"]:
            raise SystemExit(1)


def _line(found: Outcome) -> str:
    state = f"{found.state} ({found.reason})" if found.reason else found.state
    return f"{found.name}: {state} · got {_plain(found.got)} · expected {_plain(found.expected)}"


def _json(found: Outcome) -> str:
    told = {name: getattr(found, name) for name in ("name", "state", "reason", "got", "expected")}
    return _plain(told)


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
