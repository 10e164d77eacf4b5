"""Who asks: made once per request, socket or job, and handed to every query and action."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Forbidden, SignInRequired

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

SHANGHAI = ZoneInfo("Asia/Shanghai")
NO_SPACES: Mapping[int, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True)
class Bar:
    """What keeps a member from speaking, or out, in the community they stand in.

    `kind`: muted, suspended, banned, frozen, read_only. `code` and `message` are the refusal's.
    """

    kind: str
    code: str
    message: str | StrPromise

    @property
    def shuts_out(self) -> bool:
        return self.kind in {"suspended", "banned"}

    def refusal(self) -> Forbidden:
        return Forbidden(self.code, self.message)


@dataclass(frozen=True)
class Viewer:
    """A member or a visitor (`member_id` None), standing in one community or in none.

    `permissions` hold in the whole community, `space_permissions` in single spaces.
    `scopes` is None for a browser session; a token may do only what its scopes name.
    `bar` is a sanction or an emergency that holds there now, already taken off the permissions.
    """

    member_id: int | None = None
    actor_key: str | None = None
    display_name: str = ""
    is_staff: bool = False
    community_id: int | None = None
    community_slug: str = ""
    is_member: bool = False
    permissions: frozenset[str] = frozenset()
    space_permissions: Mapping[int, frozenset[str]] = field(default_factory=lambda: NO_SPACES)
    scopes: frozenset[str] | None = None
    bar: Bar | None = None
    language: str = "zh-hans"
    timezone: ZoneInfo = SHANGHAI
    # The network the request came from ("" for jobs and the shell), to count by; never stored.
    network: str = field(default="", repr=False, compare=False)
    # Holds a role here that rests until they have switched on the second step of signing in.
    needs_second_step: bool = False

    @property
    def is_visitor(self) -> bool:
        return self.member_id is None

    def may(self, permission: str, space_id: int | None = None) -> bool:
        """Whether the permission is held in the community, or in the given space."""
        if permission in self.permissions:
            return True
        if space_id is None:
            return False
        return permission in self.space_permissions.get(space_id, frozenset())

    def may_anywhere(self, permission: str) -> bool:
        """Whether the permission is held in the community or in at least one space."""
        in_spaces = any(permission in held for held in self.space_permissions.values())
        return permission in self.permissions or in_spaces

    def require(self, permission: str, space_id: int | None = None) -> None:
        """Refuse with `sign_in_required`, the bar's code, or `not_permitted`."""
        if self.may(permission, space_id):
            return
        if self.is_visitor:
            raise SignInRequired
        if self.bar is not None:
            raise self.bar.refusal()
        raise Forbidden("not_permitted", _("Your role does not allow this."))

    def require_staff(self) -> None:
        """Refuse with `sign_in_required` or `not_permitted` whoever does not run the machine."""
        self.require_member_id()
        if not self.is_staff:
            raise Forbidden("not_permitted", _("This is for the staff of the installation."))

    def require_member_id(self) -> int:
        """The member's id, or a refusal with `sign_in_required`."""
        if self.member_id is None:
            raise SignInRequired
        return self.member_id


SYSTEM = Viewer(display_name="system", is_staff=True, timezone=ZoneInfo("UTC"))
