"""`qunluo upgrade`: bring database, lake and files to this version."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy

from qunluo.kernel.text.jobs import renew_if_behind
from qunluo.site.management.commands.setup import migrate


class Command(BaseCommand):
    help = gettext_lazy("Bring database and files to this version.")  # type: ignore[assignment]

    def handle(self, *args: object, **options: object) -> None:
        # The lake and the files carry their own versions; nothing has needed changing yet.
        migrate(self)
        renew_if_behind()  # the worker renders stored texts anew
