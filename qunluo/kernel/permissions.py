"""Named permissions: each domain declares its own in rules.py, roles are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

BUILT_IN_ROLES = ("owner", "admin", "volunteer", "member")


@dataclass(frozen=True)
class Permission:
    """`roles`: which built-in roles hold it from the start. The owner holds every one.

    `speaks`: it lets one say something; whoever is muted, or writes while posting is frozen, is
    without it.
    """

    name: str
    label: StrPromise
    roles: frozenset[str]
    may_be_limited_to_space: bool
    speaks: bool = False


permissions: dict[str, Permission] = {}


def permission(
    name: str,
    label: StrPromise,
    *,
    roles: tuple[str, ...] = (),
    by_space: bool = False,
    speaks: bool = False,
) -> str:
    """Declare a permission once, at import of a domain's rules; returns its name."""
    held = frozenset({"owner", *roles})
    if unknown := held - frozenset(BUILT_IN_ROLES):
        raise ValueError(f"unknown roles {sorted(unknown)}")
    permissions[name] = Permission(name, label, held, by_space, speaks)
    return name


def silent(held: frozenset[str]) -> frozenset[str]:
    """What is left of permissions to those who may say nothing for a while."""
    return frozenset(name for name in held if name in permissions and not permissions[name].speaks)


def held_by(role: str) -> frozenset[str]:
    """The permissions a built-in role holds from the start."""
    return frozenset(name for name, entry in permissions.items() if role in entry.roles)
