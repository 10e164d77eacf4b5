from __future__ import annotations

from django.urls import path

from qunluo.people.communities.views import (
    directory,
    fronting,
    joining,
    organisations,
    roles,
    settling,
    spaces,
    working,
)

C = "c/<slug:community>/"
W = f"{C}work/"
ORGANISATION = "organisations/<slug:organisation>/"

urlpatterns = [
    path(C, fronting.card, name="card"),
    path(f"{C}beacon/", fronting.beacon, name="beacon"),
    path(f"{C}positioning/", fronting.positioning, name="positioning"),
    path(f"{C}joining/", joining.join, name="join"),
    path(f"{C}joining/withdrawal/", joining.withdrawal, name="withdrawal"),
    path(f"{C}membership/", joining.membership, name="membership"),
    path(f"{C}leaving/", joining.leaving, name="leaving"),
    path(f"{C}members/", directory.members, name="members"),
    path(f"{C}members/<int:member_id>/", directory.member, name="member"),
    path(f"{C}members/<int:member_id>/removal/", directory.removal, name="removal"),
    path(f"{C}members/<int:member_id>/verification/", directory.verification, name="verification"),
    path(f"{C}members/<int:member_id>/consent/", directory.consent, name="consent"),
    path(f"{C}members/<int:member_id>/bot/", directory.bot, name="bot"),
    path(W, working.home, name="work"),
    path(f"{W}joins/", working.joins, name="work_joins"),
    path(f"{W}joins/decisions/", working.join_decisions, name="join_decisions"),
    path(f"{W}invitations/", working.invitations, name="work_invitations"),
    path(
        f"{W}invitations/<int:invitation_id>/revocation/",
        working.revocation,
        name="invitation_revocation",
    ),
    path(f"{W}spaces/", spaces.spaces, name="work_spaces"),
    path(f"{W}spaces/order/", spaces.order, name="space_order"),
    path(f"{W}spaces/<int:space_id>/", spaces.space, name="work_space"),
    path(f"{W}spaces/<int:space_id>/archive/", spaces.archive, name="space_archive"),
    path(f"{W}spaces/<int:space_id>/reopening/", spaces.reopening, name="space_reopening"),
    path(f"{W}roles/", roles.roles, name="work_roles"),
    path(f"{W}roles/new/", roles.new_role, name="new_role"),
    path(f"{W}roles/<int:role_id>/", roles.role, name="work_role"),
    path(f"{W}roles/<int:role_id>/retirement/", roles.retirement, name="role_retirement"),
    path(f"{W}grants/<int:grant_id>/revocation/", roles.grant_revocation, name="grant_revocation"),
    path(f"{W}positioning/", settling.positioning, name="work_positioning"),
    path(
        f"{W}positioning/notes/<int:note_id>/removal/", settling.note_removal, name="note_removal"
    ),
    path(f"{W}settings/", settling.settings, name="work_settings"),
    path(f"{W}settings/cover/", settling.cover, name="cover"),
    path(f"{W}settings/archive/", settling.archive, name="archive"),
    path(f"{W}settings/reopening/", settling.reopening, name="reopening"),
    path(f"{W}settings/ownership/", settling.ownership, name="ownership"),
    path("invitations/<str:code>/", joining.invitation, name="invitation"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.new_organisation, name="new_organisation"),
    path(ORGANISATION, organisations.organisation, name="organisation"),
    path(f"{ORGANISATION}communities/new/", organisations.new_community, name="new_community"),
    path(
        f"{ORGANISATION}seats/<int:member_id>/revocation/",
        organisations.seat_revocation,
        name="seat_revocation",
    ),
]
