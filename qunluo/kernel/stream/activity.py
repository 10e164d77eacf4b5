"""The shape of every line in the activity stream."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal

Audience = Literal["public", "members", "staff", "parties"]
Scalar = str | int | float | bool | None

activity_types: dict[str, type[Activity]] = {}


@dataclass(frozen=True, kw_only=True)
class Activity:
    """Something that happened, in the past tense.

    Class attributes name it; the fields here are its envelope; the fields a subclass adds are its
    facts: ids and small scalars, never prose, addresses or anything a person may ask to forget.
    `verb` is an ActivityStreams 2.0 type or our own term; `retracts` is the name of the activity
    (same actor, same object) that this one takes back.
    """

    name: ClassVar[str]
    verb: ClassVar[str]
    object_type: ClassVar[str]
    retracts: ClassVar[str | None] = None

    object_id: int
    community_id: int | None
    actor_key: str | None
    space_id: int | None = None
    root_type: str | None = None
    root_id: int | None = None
    target_type: str | None = None
    target_id: int | None = None
    about_actor: str | None = None
    audience: Audience = "public"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" in cls.__dict__:
            # The first to bear a name keeps it: the product's, not a test's double.
            activity_types.setdefault(cls.name, cls)

    def facts(self) -> dict[str, Scalar]:
        """The fields that the subclass added."""
        return {name: getattr(self, name) for name in _fact_names(type(self))}

    def envelope(self) -> dict[str, Any]:
        """The fields every activity has."""
        return {name: getattr(self, name) for name in ENVELOPE}


_facts_of: dict[type[Activity], tuple[str, ...]] = {}


def _fact_names(told: type[Activity]) -> tuple[str, ...]:
    names = _facts_of.get(told)
    if names is None:
        names = tuple(entry.name for entry in fields(told) if entry.name not in ENVELOPE)
        _facts_of[told] = names
    return names


ENVELOPE = tuple(entry.name for entry in fields(Activity))
