from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from qunluo.insight.alerts import actions
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Judge a community's figures now, further back when asked to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("community", help=_("The community's slug."))
        since = _("The first day to judge, such as 2026-01-31; where it stopped when not given.")
        parser.add_argument("--since", type=date.fromisoformat, help=since)

    def handle(self, *_args: Any, **options: Any) -> None:
        community_id = communities.slugs().get(options["community"])
        if community_id is None:
            raise CommandError(_("There is no community of this name."))
        opened = actions.check_community(community_id, options["since"])
        self.stdout.write(_("New alerts: %(count)d") % {"count": len(opened)})
