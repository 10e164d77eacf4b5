"""A member's tokens, and the viewer a token stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.refusal import Refusal
from qunluo.people.members.engine.secrecy import digest
from qunluo.people.members.models import AccessToken
from qunluo.people.members.queries.people import viewer_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from qunluo.kernel.viewer import Viewer


class TokenUnknown(Refusal):
    """Like no token at all: the program has to bring another one."""

    status = 401


@dataclass(frozen=True)
class TokenLine:
    """`prefix` is how the token begins; `last_used_on` is right to the day (UTC)."""

    id: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime | None
    last_used_on: date | None
    is_expired: bool


@dataclass(frozen=True)
class UsedToken:
    viewer: Viewer
    token_id: int
    last_used_on: date | None


def tokens_of(viewer: Viewer) -> list[TokenLine]:
    """One's own tokens that are not revoked, newest first; one query."""
    rows = AccessToken.objects.filter(member=viewer.require_member_id(), revoked_at=None)
    now = clock.now()
    return [
        TokenLine(
            id=row.pk,
            name=row.name,
            prefix=row.prefix,
            scopes=tuple(row.scopes),
            made_at=row.made_at,
            expires_at=row.expires_at,
            last_used_on=row.last_used_on,
            is_expired=row.expires_at is not None and row.expires_at <= now,
        )
        for row in rows.order_by("-pk")
    ]


def viewer_of_token(token: str) -> UsedToken:
    """The member's viewer with the token's scopes. Refuses `members.token_unknown` (401)."""
    in_force = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    found = (
        AccessToken.objects.filter(
            in_force, token_hash=digest(token), revoked_at=None, member__is_active=True
        )
        .select_related("member")
        .first()
    )
    if found is None:
        raise TokenUnknown(
            "members.token_unknown", _("This token does not exist, has run out or was revoked.")
        )
    viewer = viewer_of(found.member, scopes=frozenset(found.scopes))
    return UsedToken(viewer, found.pk, found.last_used_on)
