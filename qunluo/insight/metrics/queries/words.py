"""Why there is no number, in whole sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

REASONS: dict[str, StrPromise] = {
    "future": _("This period has not begun."),
    "before_records": _("The records begin later."),
    "no_records": _("There are no records of this time."),
    "visits_not_imported": _("Imported history does not tell who visited."),
    "still_running": _("The period is still running; this is so far."),
    "records_end": _("The records end within this period; this is so far."),
    "records_begin": _("The records begin within this period."),
    "window_open": _("The time that questions are given is not over yet; this is so far."),
    "not_yet": _("This cannot be observed yet."),
    "not_reached": _("So many questions have not been answered."),
    "nobody_active": _("Nobody was active."),
    "nobody_contributed": _("Nobody contributed."),
    "nobody_started": _("Nobody began in this period."),
    "no_members": _("There were no members."),
    "no_questions": _("No questions were asked."),
    "small_group": _("Fewer than five people: shown to administrators only."),
    "not_by_space": _("This number exists for the whole community only."),
    "not_by_period": _("This number does not exist by that length of period."),
}


def reason_text(reason: str) -> str:
    """The sentence of a reason; "" for none."""
    return str(REASONS[reason]) if reason else ""
