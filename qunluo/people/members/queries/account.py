"""What a member sees of their own account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import files
from qunluo.kernel.refusal import Refusal
from qunluo.people.members.engine import secrecy, totp
from qunluo.people.members.models import (
    Authenticator,
    Member,
    OutsideLogin,
    RecoveryCode,
    Session,
)
from qunluo.people.members.queries.people import FACE

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class ProfileSheet:
    """The profile as its owner edits it. Empty choices follow the browser or the default."""

    id: int
    name: str
    handle: str
    email: str
    bio: str
    avatar: str
    avatar_id: int | None
    language: str
    timezone: str
    theme: str
    joined_at: datetime


@dataclass(frozen=True)
class SessionLine:
    """A browser in which one is signed in. `seen_at` is right to the hour."""

    id: int
    device: str
    began_at: datetime
    seen_at: datetime
    is_this_one: bool


@dataclass(frozen=True)
class OutsideLine:
    provider: str
    label: str
    linked_at: datetime


@dataclass(frozen=True)
class SecuritySheet:
    """How one signs in, and where one is signed in now."""

    email: str
    email_proven_at: datetime | None
    has_password: bool
    second_factor_since: datetime | None
    recovery_codes_left: int
    sessions: tuple[SessionLine, ...]
    outside: tuple[OutsideLine, ...]


def profile_sheet(viewer: Viewer) -> ProfileSheet:
    """One's own profile; one query."""
    member = Member.objects.select_related("avatar").get(pk=viewer.require_member_id())
    return ProfileSheet(
        id=member.pk,
        name=member.display_name,
        handle=member.handle,
        email=member.email or "",
        bio=member.bio,
        avatar=files.thumbnail_address(member.avatar, FACE) if member.avatar else "",
        avatar_id=member.avatar_id,
        language=member.language,
        timezone=member.timezone,
        theme=member.theme,
        joined_at=member.joined_at,
    )


def security_sheet(viewer: Viewer, *, session_key: str) -> SecuritySheet:
    """One's own ways in; five queries."""
    member = Member.objects.get(pk=viewer.require_member_id())
    second = Authenticator.objects.filter(member=member, confirmed_at__isnull=False).first()
    sessions = Session.objects.filter(member=member).order_by("-seen_at", "-pk")
    outside = OutsideLogin.objects.filter(member=member).order_by("provider")
    return SecuritySheet(
        email=member.email or "",
        email_proven_at=member.email_proven_at,
        has_password=member.has_usable_password(),
        second_factor_since=second.confirmed_at if second else None,
        recovery_codes_left=RecoveryCode.objects.filter(member=member, used_at=None).count(),
        sessions=tuple(
            SessionLine(row.pk, row.device, row.began_at, row.seen_at, row.key == session_key)
            for row in sessions
        ),
        outside=tuple(OutsideLine(row.provider, row.label, row.linked_at) for row in outside),
    )


def waiting_secret(viewer: Viewer) -> tuple[str, str]:
    """(secret, address for the app) of an authenticator that is not in force yet.

    Refuses `members.authenticator_not_begun`.
    """
    member_id = viewer.require_member_id()
    waiting = Authenticator.objects.filter(member=member_id, confirmed_at=None).first()
    secret = secrecy.unseal(waiting.secret, key=settings.SECRET_KEY) if waiting else None
    if secret is None:
        raise Refusal(
            "members.authenticator_not_begun",
            _("Begin on the security page: switch two-step sign-in on."),
        )
    account = own_email(member_id) or viewer.display_name
    return secret, totp.address_for_app(secret, account=account, issuer="Qunluo")


def own_email(member_id: int) -> str:
    """The member's address, for letters to themselves; "" when there is none."""
    return Member.objects.filter(pk=member_id).values_list("email", flat=True).first() or ""


def member_of_outside(provider: str, subject: str) -> int | None:
    """Whom an account elsewhere signs in."""
    linked = OutsideLogin.objects.filter(provider=provider, subject=subject, member__is_active=True)
    return linked.values_list("member_id", flat=True).first()
