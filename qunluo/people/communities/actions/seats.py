"""Who acts for an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import rules
from qunluo.people.communities.activities import SeatGranted, SeatRevoked
from qunluo.people.communities.models import Organisation, OrganisationSeat
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def grant_seat(actor: Viewer, organisation_id: int, member_id: int, *, role: str) -> int:
    """Seat a member as `owner` or `analyst`, or change their seat; returns its id.

    Refuses with `missing`, `communities.choice`, `communities.last_owner`.
    """
    organisation = _owned(actor, organisation_id)
    rules.refuse_choices({"role": role}, {"role": rules.SEATS})
    if member_id not in members.persons([member_id]):
        raise rules.not_a_member()
    if role != "owner":
        _refuse_last_owner(organisation, member_id)
    seat, _made = OrganisationSeat.objects.update_or_create(
        {"role": role, "granted_at": clock.now(), "granted_by_id": actor.member_id},
        organisation=organisation,
        member_id=member_id,
    )
    _tell(actor, SeatGranted, seat)
    return seat.pk


@action
def revoke_seat(actor: Viewer, organisation_id: int, member_id: int) -> None:
    """Take a seat away. Refuses with `missing`, `communities.last_owner`."""
    organisation = _owned(actor, organisation_id)
    seat = one_or_missing(
        OrganisationSeat.objects.filter(organisation=organisation, member=member_id)
    )
    _refuse_last_owner(organisation, member_id)
    _tell(actor, SeatRevoked, seat)
    seat.delete()


def _owned(actor: Viewer, organisation_id: int) -> Organisation:
    """Locked; `missing` to whoever has no seat, forbidden to whoever is not an owner."""
    member_id = actor.require_member_id()
    found = Organisation.objects.select_for_update().filter(pk=organisation_id)
    organisation = one_or_missing(found)
    seat = one_or_missing(
        OrganisationSeat.objects.filter(organisation=organisation, member=member_id)
    )
    if seat.role != "owner":
        raise Forbidden("not_permitted", _("Your role does not allow this."))
    return organisation


def _refuse_last_owner(organisation: Organisation, member_id: int) -> None:
    owners = OrganisationSeat.objects.filter(organisation=organisation, role="owner")
    holders = set(owners.values_list("member", flat=True))
    if member_id in holders and not members.staying(holders - {member_id}):
        raise Refusal(
            "communities.last_owner",
            _("You are the last owner. Hand the community over first, then leave."),
        )


def _tell(actor: Viewer, told: type[SeatGranted | SeatRevoked], seat: OrganisationSeat) -> None:
    record(
        told(
            object_id=seat.organisation_id,
            role=seat.role,
            community_id=None,
            actor_key=actor.actor_key,
            about_actor=members.actor_keys([seat.member_id]).get(seat.member_id),
            audience="parties",
        )
    )
