"""Import the real community, then time its report; prints seconds."""

from __future__ import annotations

import os
import sys
import time
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunluo.site.settings")

import django

django.setup()

from django.apps import apps
from django.core.management import call_command
from django.utils import translation

from qunluo.insight.metrics import actions as metrics
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.queries import printing


def main(archive: str) -> None:
    keeper = apps.get_model("members.Member").objects.filter(is_staff=True).first()
    call_command(
        "import_community", "stackexchange", archive, "--community", "beer", "--owner", keeper.email
    )
    metrics.drain()
    viewer = queries.reporter_in("beer")
    with translation.override("zh-hans"):
        began = time.monotonic()
        report_id = actions.make_report(viewer, "month", date(2020, 4, 1))
        made = time.monotonic()
        printing.document(viewer, report_id, "pdf")
        pdf = time.monotonic()
        printing.document(viewer, report_id, "docx")
        docx = time.monotonic()
    print(f"MADE {made - began:.2f} PDF {pdf - made:.2f} DOCX {docx - pdf:.2f}")


if __name__ == "__main__":
    main(sys.argv[1])
