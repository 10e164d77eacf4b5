from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from qunluo.kernel.refusal import Refusal
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.queries import printing

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    # The checks load every page and the API: a second that a document need not wait for.
    requires_system_checks = ()
    help = "Make the output report of a period, or verify the file of a published one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "verb", nargs="?", choices=["make", "verify"], default="make",
            help=_("verify reads a report's JSON file and measures everything again."),
        )  # fmt: skip
        parser.add_argument("file", nargs="?", type=Path, help=_("The file to verify."))
        parser.add_argument("--community", help=_("The community's slug."))
        period = parser.add_mutually_exclusive_group()
        period.add_argument("--month", help=_("Such as 2020-04."))
        day = _("A day in it, such as 2020-04-13.")
        period.add_argument("--week", type=date.fromisoformat, help=day)
        period.add_argument("--quarter", type=date.fromisoformat, help=day)
        period.add_argument("--year", type=int, help=_("Such as 2020."))
        period.add_argument("--from", dest="first", type=date.fromisoformat, help=_("First day."))
        parser.add_argument("--to", type=date.fromisoformat, help=_("Last day, with --from."))
        parser.add_argument("--format", default="pdf,docx", help=_("Any of pdf,docx,xlsx."))
        parser.add_argument(
            "--out", type=Path, default=Path(), help=_("Folder to write to; this one by default.")
        )
        language = _("Language of the report.")
        parser.add_argument(
            "--language", choices=["zh-hans", "en"], default="zh-hans", help=language
        )
        parser.add_argument("--json", action="store_true", help=_("Print sentences and facts."))

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["verb"] == "verify":
            self._verify(options["file"])
            return
        if not options["community"]:
            raise CommandError(_("Name the community: --community SLUG."))
        forms = [word for word in options["format"].split(",") if word]
        if unknown := [word for word in forms if word not in printing.CONTENT_TYPES]:
            raise CommandError(_("Unknown format: %(form)s") % {"form": ", ".join(unknown)})
        with translation.override(options["language"]):
            try:
                self._make(options, forms)
            except Refusal as refusal:
                raise CommandError(f"{refusal.message} ({refusal.code})") from refusal

    def _verify(self, path: Path | None) -> None:
        """Say what holds; exit status 1 when something does not."""
        if path is None or not path.is_file():
            raise CommandError(_("Name the file: report verify FILE."))
        try:
            found = queries.verdict_on(path.read_bytes())
        except Refusal as refusal:
            raise CommandError(f"{refusal.message} ({refusal.code})") from refusal
        self.stdout.write(_("Seal: holds.") if found.seal_holds else _("Seal: broken."))
        same = found.fact_count - len(found.differing)
        told = {"same": same, "count": found.fact_count, "declared": found.declared}
        self.stdout.write(
            _("Figures: %(same)s of %(count)s hold, %(declared)s of them from an earlier report.")
            % told
        )
        self.stdout.write(_("Text: %(count)s sentences fail.") % {"count": len(found.failing)})
        for line in (*found.differing, *found.failing):
            self.stdout.write(f"  {line}")
        if not found.holds:
            raise CommandError(_("The report does not hold."))

    def _make(self, options: dict[str, Any], forms: list[str]) -> None:
        span, day, last = _period(options)
        viewer = queries.reporter_in(options["community"])
        report_id = actions.make_report(viewer, span, day, last=last)
        sheet = queries.report_sheet(viewer, report_id)
        if options["json"]:
            self.stdout.write(_json(sheet))
            return
        options["out"].mkdir(parents=True, exist_ok=True)
        for form, made in printing.documents(viewer, report_id, forms).items():
            path = options["out"] / f"report-{options['community']}-{span}-{day}.{form}"
            path.write_bytes(made)
            self.stdout.write(str(path))


def _period(options: dict[str, Any]) -> tuple[str, date, date | None]:
    for span in ("week", "quarter"):
        if options[span]:
            return span, options[span], None
    if options["year"]:
        return "year", date(options["year"], 1, 1), None
    if options["first"]:
        return "span", options["first"], options["to"]
    try:
        return "month", date.fromisoformat(f"{options['month']}-01"), None
    except ValueError:
        raise CommandError(_("A month is written like 2020-04.")) from None


def _json(sheet: queries.ReportSheet) -> str:
    told = {
        "community": sheet.community,
        "period": sheet.line.period,
        "is_complete": sheet.line.is_complete,
        "watermark": sheet.watermark,
        "sentences": [
            {
                "section": section.key,
                "text": said.text,
                "facts": [fact.key for fact in said.facts],
                "rule": said.rule,
                "tone": said.tone,
            }
            for section in sheet.sections
            for said in section.sentences
        ],
        "facts": [
            {
                "key": fact.key,
                "metric": fact.metric,
                "version": fact.version,
                "period": fact.period,
                "value": fact.value,
                "numerator": fact.numerator,
                "denominator": fact.denominator,
                "status": fact.status,
                "query_hash": fact.query_hash,
            }
            for fact in sheet.facts
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
