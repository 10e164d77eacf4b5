"""Numbers, periods and reasons as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import dates
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.ui import display

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrPromise

    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.insight.metrics.queries.comparing import Change

WHOLE_HOURS = 48
FEWEST_FOR_PERCENT = 10

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
    "few_tied": _("Fewer than ten people have dealt with each other."),
    "many_tied": _("The network is too large for this to be worked out."),
    "not_left": _("Fewer than half have left."),
    "no_answers": _("Nobody has answered a survey."),
    "nobody_asked": _("It is not on record how many were asked."),
    "no_costs": _("No costs are on record."),
    "nothing_bought": _("There is nothing to divide the costs by."),
    "no_decisions": _("No case was decided."),
    "no_topics": _("No topics were opened."),
    "no_care": _("Nothing was done to keep order."),
    "no_bridges": _(
        "No way between two people leads through a third, or there are too many people."
    ),
    "not_half": _("Fewer than half have contributed so far."),
    "too_few_to_fit": _("Not enough data: the model is fitted from 200 contributors on."),
    "not_by_space": _("This number exists for the whole community only."),
    "not_by_period": _("This number does not exist by that length of period."),
}


def reason_text(reason: str) -> str:
    """The sentence of a reason; "" for none."""
    return str(REASONS[reason]) if reason else ""


def figure_text(value: float | None, unit: str) -> str:
    """A value as people write it: `1,234`, `12.5%`, `5.3`; an en dash for none."""
    if value is None:
        return "–"
    if unit == "share":
        return display.share(value)
    if unit == "money":
        return display.number(value, 2)
    if unit == "points":
        return display.number(value, 0 if value == int(value) else 1)
    if unit in {"hours", "days"}:
        return display.number(value, 1 if abs(value) < WHOLE_HOURS else 0)
    return display.number(value, 2 if unit == "index" and value != int(value) else 0)


def unit_text(unit: str) -> str:
    """What stands behind the figure; nothing for shares and plain numbers."""
    return str(
        {"people": _("people"), "items": "", "hours": _("hours"), "days": _("days")}.get(unit, "")
    )


def change_text(change: Change, unit: str) -> str:
    """`+12%`, `−3`, `+1.2 points`: relative where it began with at least ten, else absolute."""
    if unit == "share":
        points = f"{abs(change.absolute) * 100:.1f}"
        return _sign(change.absolute) + gettext("%(points)s points") % {"points": points}
    if change.relative is not None and abs(change.before) >= FEWEST_FOR_PERCENT:
        return f"{_sign(change.relative)}{abs(change.relative) * 100:.0f}%"
    shown = round(change.absolute, 2)
    return _sign(shown) + figure_text(abs(shown), unit)


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else "±"


def period_text(period: Period) -> str:
    """`2020年4月`, `2020年第2季度`, a week by its first and last day."""
    start = period.start
    chinese = display.babel_locale().startswith("zh")
    if period.by == "year":
        return f"{start.year}年" if chinese else str(start.year)
    if period.by == "quarter":
        number = (start.month + 2) // 3
        return f"{start.year}年第{number}季度" if chinese else f"Q{number} {start.year}"
    if period.by == "month":
        pattern = "y年M月" if chinese else "MMM y"
        return dates.format_date(start, pattern, locale=display.babel_locale())
    if period.by == "week":
        return f"{display.day(start)} – {_short(period.last_day)}"
    return display.day(start)


def _short(day: date) -> str:
    pattern = "M月d日" if display.babel_locale().startswith("zh") else "d MMM"
    return dates.format_date(day, pattern, locale=display.babel_locale())


def weekday_text(day: date) -> str:
    """`Mon`, `周一`."""
    return dates.format_date(day, "EEE", locale=display.babel_locale())


def axis_text(period: Period) -> str:
    """The period along an axis: short, and the same in both languages."""
    start = period.start
    if period.by == "year":
        return str(start.year)
    if period.by == "quarter":
        return f"{start.year} Q{(start.month + 2) // 3}"
    return f"{start:%Y-%m}" if period.by == "month" else f"{start:%m-%d}"
