"""How jobs and deliveries are laid out for the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qunluo.kernel.ui.tables import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.jobs.queries import JobLine
    from qunluo.kernel.stream.queries import OwedDelivery

STATE_LABELS = {
    "waiting": pgettext_lazy("job", "Waiting"),
    "running": pgettext_lazy("job", "Running"),
    "failed": pgettext_lazy("job", "Failed"),
    "done": pgettext_lazy("job", "Done"),
    "cancelled": pgettext_lazy("job", "Cancelled"),
}
JOB_COLUMNS = (
    Column("name", _("Job")),
    Column("progress", _("Progress")),
    Column("moment", _("When")),
    Column("attempts", _("Attempts"), kind="number"),
    Column("act", ""),
)
DELIVERY_COLUMNS = (
    Column("listener", _("Listener")),
    Column("told", _("Activity")),
    Column("lines", _("Lines"), kind="number"),
    Column("attempts", _("Attempts"), kind="number"),
    Column("due", _("Next attempt")),
    Column("act", ""),
)


def jobs_sheet(rows: Sequence[JobLine], state: str) -> Sheet:
    return Sheet(columns=JOB_COLUMNS, rows=tuple(rows), label=STATE_LABELS[state])


def deliveries_sheet(rows: Sequence[OwedDelivery]) -> Sheet:
    return Sheet(columns=DELIVERY_COLUMNS, rows=tuple(rows), label=_("Deliveries in trouble"))
