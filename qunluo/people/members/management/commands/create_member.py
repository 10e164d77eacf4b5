"""`manage.py create_member EMAIL --staff`: the first owner, or any member, from the shell."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from qunluo.kernel.refusal import Refusal
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members import actions

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Make a member. The password is asked for, or read from QUNLUO_PASSWORD or, when it is "
        "not a terminal, from the first line of standard input; never from the arguments."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="how others see them")
        parser.add_argument("--handle", default="", help="default: proposed from the name")
        parser.add_argument("--staff", action="store_true", help="may administer the installation")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"]
        try:
            member_id = actions.create_member(
                SYSTEM,
                email,
                self._password(),
                display_name=options["name"] or email.partition("@")[0],
                handle=options["handle"],
                via="shell",
            )
            if options["staff"]:
                actions.make_staff(SYSTEM, member_id)
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal.message}") from None
        role = "staff member" if options["staff"] else "member"
        self.stdout.write(f"{email} is {role} {member_id} now.")

    def _password(self) -> str:
        if given := os.environ.get("QUNLUO_PASSWORD"):
            return given
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        first, again = getpass.getpass("Password: "), getpass.getpass("Once more: ")
        if first != again:
            raise CommandError("The two passwords differ.")
        return first
