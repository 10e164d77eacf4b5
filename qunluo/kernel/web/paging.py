"""Pages of a list by cursor: stable while the list grows, and as quick at the end as at the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

T = TypeVar("T")
U = TypeVar("U")
M = TypeVar("M", bound=Model)

SIZE, MOST = 20, 100
SALT = "qunluo.paging"


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items of a longer list; a cursor is None where the list ends."""

    items: tuple[T, ...]
    next_cursor: str | None = None
    previous_cursor: str | None = None

    def of(self, items: Sequence[U]) -> Page[U]:
        """The same place in the list with other items, such as read models made of the rows."""
        return Page(tuple(items), self.next_cursor, self.previous_cursor)

    def each(self, turn: Callable[[T], U]) -> Page[U]:
        """The same page with every item turned into something else."""
        return self.of([turn(item) for item in self.items])


def page_of(
    rows: QuerySet[M],
    order: Sequence[str],
    cursor: str | None = None,
    *,
    size: int = SIZE,
) -> Page[M]:
    """One page of `rows` in `order`, such as `("-posted_at", "-pk")`.

    The last field must be unique, none may be null. At most 100 items; one query. A cursor that was
    not made here, or for another order, is refused with `paging.bad_cursor`.
    """
    size = max(1, min(size, MOST))
    back, values = _read(cursor, order) if cursor else (False, None)
    walk = [_reversed(field) for field in order] if back else list(order)
    wanted = rows.order_by(*walk)
    if values is not None:
        wanted = wanted.filter(_beyond(walk, values))
    found = list(wanted[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    earlier, later = (more, True) if back else (cursor is not None, more)
    return Page(
        tuple(found),
        _cursor(found[-1], order, back=False) if found and later else None,
        _cursor(found[0], order, back=True) if found and earlier else None,
    )


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """(a, b) after (x, y): a beyond x, or a equal to x and b beyond y."""
    condition = Q()
    for place in range(len(order) - 1, -1, -1):
        field, falling = order[place].lstrip("-"), order[place].startswith("-")
        beyond = Q(**{f"{field}__{'lt' if falling else 'gt'}": values[place]})
        equal = Q(**{field: values[place]})
        condition = beyond | (equal & condition) if condition else beyond
    first, falling = order[0].lstrip("-"), order[0].startswith("-")
    # Says the same again in a form that an index can use.
    return condition & Q(**{f"{first}__{'lte' if falling else 'gte'}": values[0]})


def _reversed(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def _cursor(row: Model, order: Sequence[str], *, back: bool) -> str:
    return signing.dumps([back, *(_written(row, field) for field in order)], salt=_salt(order))


def _written(row: Model, field: str) -> Any:
    value: Any = row
    for name in field.lstrip("-").split("__"):
        value = getattr(value, name)
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def _read(cursor: str, order: Sequence[str]) -> tuple[bool, list[Any]]:
    try:
        back, *values = signing.loads(cursor, salt=_salt(order))
    except (signing.BadSignature, ValueError):
        raise Invalid(
            "paging.bad_cursor", _("This place in the list is unknown. Start from the beginning.")
        ) from None
    return back, [
        datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
        for value in values
    ]


def _salt(order: Sequence[str]) -> str:
    return f"{SALT}:{','.join(order)}"
