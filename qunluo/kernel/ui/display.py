"""How values are written for people: moments, days, numbers, money, shares."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from babel import dates, numbers
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from qunluo.kernel import clock
from qunluo.kernel.viewer import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

HAN = re.compile(r"[\u3400-\u9fff]")
MINUTE, HOUR, DAY = 60, 3600, 86400


def babel_locale() -> str:
    return "zh_Hans_CN" if (translation.get_language() or "zh").startswith("zh") else "en_GB"


def moment(value: datetime | None, zone: ZoneInfo = SHANGHAI) -> str:
    """`2026年11月21日 14:05` or `21 Nov 2026, 14:05`, in the zone."""
    if value is None:
        return ""
    local = value.astimezone(zone)
    return f"{day(local.date())} {local:%H:%M}"


def day(value: date | None) -> str:
    return "" if value is None else _day(value.toordinal(), babel_locale())


@lru_cache(maxsize=2000)
def _day(ordinal: int, locale: str) -> str:
    """A page names the same few days many times."""
    pattern = "y年M月d日" if locale.startswith("zh") else "d MMM y"
    return dates.format_date(date.fromordinal(ordinal), pattern, locale=locale)


def ago(value: datetime | None, zone: ZoneInfo = SHANGHAI) -> str:
    """Relative under a week, the day after that."""
    if value is None:
        return ""
    seconds = int((clock.now() - value).total_seconds())
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        n = seconds // MINUTE
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", n) % {"n": n}
    if seconds < DAY:
        n = seconds // HOUR
        return ngettext("%(n)d hour ago", "%(n)d hours ago", n) % {"n": n}
    if seconds < 7 * DAY:
        n = seconds // DAY
        return ngettext("%(n)d day ago", "%(n)d days ago", n) % {"n": n}
    return day(value.astimezone(zone).date())


def ages(values: Iterable[datetime | None], zone: ZoneInfo = SHANGHAI) -> tuple[str, ...]:
    """How old each is in words: the part of a kept piece's key that changes by itself."""
    return tuple(ago(value, zone) for value in values)


def when(value: datetime | None, zone: ZoneInfo = SHANGHAI) -> Markup:
    """A `<time>` element: relative text, the full moment on hover."""
    if value is None:
        return Markup("")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.isoformat(), moment(value, zone), ago(value, zone)
    )


def number(value: float | None, digits: int = 0) -> str:
    """`1,234`; None is an en dash, never 0."""
    if value is None:
        return "–"
    return numbers.format_decimal(round(value, digits), locale=babel_locale())


def share(value: float | None, digits: int = 1) -> str:
    """A fraction as a percentage: 0.125 -> `12.5%`."""
    if value is None:
        return "–"
    return f"{value * 100:.{digits}f}%"


def money(minor: int | None, currency: str = "CNY") -> str:
    """Integer minor units to `¥1,234.50`."""
    if minor is None:
        return "–"
    whole = minor / 10 ** numbers.get_currency_precision(currency)
    return numbers.format_currency(whole, currency, locale=babel_locale())


def tint(name: str) -> int:
    """One of eight tints for a face or a mark; the same name always has the same."""
    return crc32(name.encode()) % 8


def initial(name: str) -> str:
    """The first letter or character, for a face without a picture."""
    return next((sign for sign in name if sign.isalnum()), "?").upper()


def tongue(text: str) -> Markup:
    """A `lang` for what people wrote in the other of our two languages than the page is in."""
    is_chinese = HAN.search(text) is not None
    if is_chinese == babel_locale().startswith("zh"):
        return Markup("")
    return Markup(' lang="zh-Hans"') if is_chinese else Markup(' lang="en"')


FILTERS: dict[str, Callable[..., Any]] = {
    "moment": moment,
    "day": day,
    "ago": ago,
    "ages": ages,
    "when": when,
    "number": number,
    "share": share,
    "money": money,
    "tint": tint,
    "initial": initial,
    "tongue": tongue,
}
