"""Declarations of what may be set, collected at import; docs/reference lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

T = TypeVar("T", bool, int, float, str)
Level = Literal["installation", "community", "member"]
LEVELS: tuple[Level, ...] = ("installation", "community", "member")
LONGEST = 2000


@dataclass(frozen=True)
class Preference(Generic[T]):
    """`levels` at which it may be set, general first; the most particular value counts."""

    name: str
    default: T
    type: type[T]
    levels: tuple[Level, ...]
    label: str | StrPromise
    choices: tuple[T, ...] = ()
    least: float | None = None
    most: float | None = None

    def checked(self, value: object) -> T:
        """The value when it fits, else a refusal with `preferences.bad_value`."""
        # bool is an int to Python, but not to a reader.
        fits = type(value) is self.type or (self.type is float and type(value) is int)
        if fits and isinstance(value, str):
            fits = len(value) <= LONGEST
        if fits and self.choices:
            fits = value in self.choices
        if fits and isinstance(value, int | float):
            above = self.least is None or value >= self.least
            fits = above and (self.most is None or value <= self.most)
        if not fits:
            told = _("This value does not fit here. Choose another.")
            raise Invalid("preferences.bad_value", told, fields={self.name: told})
        exact: T = self.type(value)  # type: ignore[call-overload, arg-type]
        return exact


declared: dict[str, Preference[Any]] = {}


def preference(  # noqa: PLR0913 - a declaration reads best with everything named
    name: str,
    *,
    default: T,
    type: type[T],
    level: Level | tuple[Level, ...],
    label: str | StrPromise,
    choices: tuple[T, ...] = (),
    least: float | None = None,
    most: float | None = None,
) -> Preference[T]:
    """Declare a preference once, at import; give the result or its name to `preferences.get`."""
    given = (level,) if isinstance(level, str) else level
    levels = tuple(known for known in LEVELS if known in given)
    entry = Preference(name, default, type, levels, label, choices, least, most)
    entry.checked(default)
    declared[name] = entry
    return entry


def find(wanted: Preference[T] | str) -> Preference[T]:
    """The declaration; an unknown name is a mistake of ours, so KeyError."""
    return declared[wanted] if isinstance(wanted, str) else wanted
