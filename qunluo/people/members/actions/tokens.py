"""Keys for a member's programs: made once shown, kept as a hash, revoked at will."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import rules
from qunluo.people.members.activities import TokenMade, TokenRevoked
from qunluo.people.members.engine import secrecy
from qunluo.people.members.models import AccessToken

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

MOST_TOKENS, MOST_DAYS = 50, 3650


@action
def make_token(
    actor: Viewer, name: str, scopes: list[str], *, good_for_days: int | None = None
) -> tuple[int, str]:
    """(id, token); the token is never shown again. `good_for_days` None: until revoked.

    Refuses `members.not_by_token`, `members.scopes_unknown`, `members.token_name_missing`,
    `members.token_days`, `members.too_many_tokens`.
    """
    member_id = rules.require_person(actor)
    wanted = rules.acceptable_scopes(scopes)
    told = _("Give it a name of 1 to 60 characters, so that you know it again.")
    label = name.strip()
    if not 0 < len(label) <= 60:
        raise Invalid("members.token_name_missing", told, fields={"name": told})
    if good_for_days is not None and not 0 < good_for_days <= MOST_DAYS:
        told = _("Choose between 1 and 3650 days.")
        raise Invalid("members.token_days", told, fields={"good_for_days": told})
    if AccessToken.objects.filter(member=member_id, revoked_at=None).count() >= MOST_TOKENS:
        raise Refusal("members.too_many_tokens", _("You have 50 tokens. Revoke one first."))
    prefix = f"ql_{secrecy.new_token()[:8]}"
    token = f"{prefix}_{secrecy.new_token()}"
    now = clock.now()
    made = AccessToken.objects.create(
        member_id=member_id,
        name=label,
        prefix=prefix,
        token_hash=secrecy.digest(token),
        scopes=wanted,
        made_at=now,
        expires_at=now + timedelta(days=good_for_days) if good_for_days else None,
    )
    record(
        TokenMade(
            object_id=member_id, community_id=None, actor_key=actor.actor_key, token_id=made.pk
        )
    )
    return made.pk, token


@action
def revoke_token(actor: Viewer, token_id: int) -> None:
    """The token stops working at once. Refuses `missing` for another member's."""
    member_id = rules.require_person(actor)
    found = AccessToken.objects.filter(pk=token_id, member=member_id, revoked_at=None)
    if not found.update(revoked_at=clock.now()):
        raise missing()
    record(
        TokenRevoked(
            object_id=member_id, community_id=None, actor_key=actor.actor_key, token_id=token_id
        )
    )


@action
def note_token_used(actor: Viewer, token_id: int) -> None:
    """The day of last use, written with a day's first use. Not an activity."""
    AccessToken.objects.filter(pk=token_id).update(last_used_on=clock.now().date())
