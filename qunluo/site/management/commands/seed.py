from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from qunluo.insight.metrics import actions as metrics
from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI, SIZES
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.people.communities import actions as communities
from qunluo.people.members import actions as members
from qunluo.site import seeding
from qunluo.site.beside import bring_all

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Grow the demo community through actions, or remove it again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        size = _("How large: hamlet (seconds), village (the default), city (for measuring).")
        parser.add_argument("--size", choices=list(SIZES), default="village", help=size)
        spoken = _("What its people speak: zh-hans (the default) or en.")
        parser.add_argument("--language", choices=("zh-hans", "en"), default="zh-hans", help=spoken)
        until = _("Its last full day, such as 2026-01-31; yesterday when not given.")
        parser.add_argument("--until", type=date.fromisoformat, help=until)
        deliver = _("Deliver its activities now instead of leaving them to the worker.")
        parser.add_argument("--deliver", action="store_true", help=deliver)
        remove = _("Remove the demo community and its people.")
        parser.add_argument("--remove", action="store_true", help=remove)

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["remove"]:
            self._remove()
            return
        if seeding.standing() is not None:
            raise CommandError(_("The demo stands already; remove it first: seed --remove."))
        until = options["until"] or clock.now().astimezone(SHANGHAI).date() - timedelta(days=1)
        chosen = {"language": options["language"], "told": self._tell}
        grown = seeding.seed(options["size"], until=until, **chosen)
        bring_all(self.stdout.write)
        metrics.drain()  # the figures are there when the first page opens
        seeding.look_back(grown.town)
        if options["deliver"]:
            deliver_all()
        self._let_cast_in(grown.handles)
        self.stdout.write(
            _("The demo community has grown: %(people)d people, %(days)d days.")
            % {"people": grown.people, "days": grown.days}
        )

    def _tell(self, day: int, days: int) -> None:
        if day % 30 == 0 or day == days:
            self.stdout.write(f"  demo day {day}/{days}")

    def _let_cast_in(self, handles: tuple[str, ...]) -> None:
        password = secrets.token_urlsafe(9)
        addresses = [members.let_demo_member_in(f"demo-{name}", password) for name in handles]
        kept = settings.HOME / "demo-sign-in.txt"
        kept.touch(mode=0o600)
        roles = [*(role or "member" for *_names, role in seeding.CAST), "muted member"]
        lines = [
            f"{address}  password: {password}  (demo {role})"
            for address, role in zip(addresses, roles, strict=True)
        ]
        kept.write_text("\n".join(lines) + "\n")
        for line in lines:
            self.stdout.write(f"  {line}")

    def _remove(self) -> None:
        community_id = seeding.standing()
        if community_id is not None:
            communities.purge_demo(community_id)
        count = members.remove_demo_members()
        (settings.HOME / "demo-sign-in.txt").unlink(missing_ok=True)
        self.stdout.write(_("The demo is gone, with %(count)d rows of people.") % {"count": count})
