"""`qunluo metric`: the same figures as the dashboard's, for the shell and for programs."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qunluo.insight.metrics import actions, queries
from qunluo.kernel import clock
from qunluo.kernel.refusal import Missing, Refusal

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from qunluo.insight.metrics.engine.periods import By
    from qunluo.kernel.viewer import Viewer

TWELVE = 12


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        told = _("“%(text)s” is not a day. Write it like 2020-04-30.") % {"text": text}
        raise ArgumentTypeError(told) from None


class Command(BaseCommand):
    help = "List the metrics, or compute one for a community. The JSON shape is in docs/reference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("metric", nargs="?", help=_("Id of a metric, such as members.joined."))
        parser.add_argument("--list", action="store_true", help=_("Name every metric."))
        parser.add_argument("--community", help=_("The community's slug."))
        parser.add_argument("--space", help=_("Slug of one of its spaces."))
        parser.add_argument(
            "--by", choices=queries.BYS, default="month", help=_("Length of a period.")
        )
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help=_("First day."))
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help=_("Last day."))
        parser.add_argument("--watermark", type=int, help=_("Count as it was known then."))
        parser.add_argument("--json", action="store_true", help=_("JSON instead of a table."))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list(as_json=options["json"])
        elif not options["metric"] or not options["community"]:
            raise CommandError(_("Name a metric and --community, or ask for --list."))
        else:
            try:
                self._measure(options)
            except Refusal as refusal:
                raise CommandError(f"{refusal.message} [{refusal.code}]") from None

    def _list(self, *, as_json: bool) -> None:
        sheets = queries.metric_sheets()
        if as_json:
            self._say([asdict(sheet) for sheet in sheets])
            return
        language = "zh-hans" if (get_language() or "").startswith("zh") else "en"
        for sheet in sheets:
            self.stdout.write(f"{sheet.id:32} {sheet.name[language]}")

    def _measure(self, options: dict[str, Any]) -> None:
        # The shell may be asked before a worker ran: it brings the lake up to now by itself.
        actions.drain()
        try:
            viewer = queries.viewer_for(options["community"])
        except Missing:
            told = _("There is no community “%(slug)s”.") % {"slug": options["community"]}
            raise CommandError(told) from None
        space = options["space"]
        ask = _ask(viewer, options)
        series = queries.measure(viewer, options["metric"], ask)
        outside = queries.left_out_of(viewer, options["metric"], ask)
        sheet = queries.series_sheet(series, options["community"], space, outside=outside)
        if options["json"]:
            self._say(asdict(sheet))
            return
        for point, one in zip(sheet.points, outside, strict=True):
            shown = "–" if point.value is None else f"{point.value:g}"
            reason = queries.reason_text(point.reason or "")
            left_out = queries.left_out_text(one) if one.staff or one.bots else ""
            told = f"{point.start}  {shown:>12}  {point.status:14} {reason} {left_out}"
            self.stdout.write(told.rstrip())

    def _say(self, told: object) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))


def _ask(viewer: Viewer, options: dict[str, Any]) -> queries.Ask:
    by: By = options["by"]
    last = options["last"] or _last_day(viewer, by)
    calendar = queries.calendar_of(viewer.community_id or 0)
    first = options["first"]
    if first is None:
        first = calendar.moved(by, calendar.start_of(by, last), 1 - TWELVE)
    space_id = None
    if options["space"]:
        try:
            space_id = queries.space_id_of(options["space"], viewer)
        except Missing:
            told = _("There is no space “%(slug)s” in this community.") % {"slug": options["space"]}
            raise CommandError(told) from None
    return queries.Ask(by, first, last, space_id, options["watermark"])


def _last_day(viewer: Viewer, by: By) -> date:
    """The end of the last whole period with data, else today."""
    found = queries.opening(viewer, by)
    if found is None or found.period is None:
        return clock.now().astimezone(viewer.timezone).date()
    return found.period.end - timedelta(days=1)
