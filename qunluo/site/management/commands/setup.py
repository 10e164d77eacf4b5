"""Bring an installation to where people can use it: database, demo, first sign-in."""

from __future__ import annotations

import secrets
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

from qunluo.kernel.text.jobs import renew_if_behind
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.notices import actions as notices
from qunluo.site import seeding

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from pathlib import Path

KEEPER = "keeper@qunluo.local"


class Command(BaseCommand):
    help = "Migrate, and on an empty database make the demo community and the first sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help=_("Make no demo community."))

    def handle(self, *args: object, **options: object) -> None:
        migrate(self)
        renew_if_behind()  # the worker renders stored texts anew
        notices.public_key()  # makes the key that browsers subscribe with
        if is_empty():
            self.stdout.write(_("Making the first sign-in …"))
            make_keeper()
            if not options["no_demo"]:
                unfinished().touch()
        if unfinished().exists() and "seed" in get_commands():
            grow_demo(self)
        self.stdout.write(_("The installation is ready."))


def unfinished() -> Path:
    """Stands while the demo grows: whoever stops it half-way gets a whole one next time."""
    mark: Path = settings.HOME / "demo-unfinished"
    return mark


def grow_demo(command: BaseCommand) -> None:
    command.stdout.write(_("Growing the demo community …"))
    if seeding.standing() is not None:
        call_command("seed", remove=True, stdout=command.stdout)
    call_command("seed", stdout=command.stdout)
    unfinished().unlink()


def migrate(command: BaseCommand) -> None:
    """Tables first; a large table says so while it is changed."""
    call_command("migrate", interactive=False, verbosity=0, stdout=command.stdout)
    command.stdout.write(_("The database is up to date."))


def is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM members_member LIMIT 1")
        return cursor.fetchone() is None


def make_keeper() -> None:
    """One member who may administer everything, with a password only this folder knows."""
    members = import_module("qunluo.people.members.actions")
    password = secrets.token_urlsafe(12)
    keeper = members.create_member(
        SYSTEM, KEEPER, password, display_name=_("Keeper"), handle="keeper", via="setup"
    )
    members.make_staff(SYSTEM, keeper)
    told = _("%(email)s  password: %(password)s  (staff)") % {"email": KEEPER, "password": password}
    remember_sign_in(told)


def remember_sign_in(line: str) -> None:
    """Printed at every start; the owner deletes the file once there are real accounts."""
    kept: Path = settings.HOME / "sign_in.txt"
    if not kept.exists():
        kept.touch(mode=0o600)
    with kept.open("a") as lines:
        lines.write(f"{line}\n")
