from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from qunluo.site.environment import PACKAGE
from qunluo.site.reference import PAGES


class Command(BaseCommand):
    help = "Write docs/reference from the code."

    def handle(self, *_args: Any, **_options: Any) -> None:
        folder = PACKAGE.parent / "docs" / "reference"
        folder.mkdir(parents=True, exist_ok=True)
        for name, made in PAGES.items():
            (folder / name).write_text(made())
            self.stdout.write(f"docs/reference/{name}")
