"""`qunluo reindex [--community SLUG]`: make the search index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from qunluo.kernel import places
from qunluo.kernel.search import rebuild


class Command(BaseCommand):
    help = "Make the search index of one community or of all anew; the search goes on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--community", metavar="SLUG", help=_("Only this community."))

    def handle(self, *args: Any, **options: Any) -> None:
        slugs = places.slugs()
        if wanted := options["community"]:
            if wanted not in slugs:
                raise CommandError(_("There is no community “%(slug)s”.") % {"slug": wanted})
            slugs = {wanted: slugs[wanted]}
        for slug, community_id in slugs.items():
            done = rebuild(community_id)
            told = _("%(slug)s: %(texts)d texts can be found.")
            self.stdout.write(told % {"slug": slug, "texts": done})
