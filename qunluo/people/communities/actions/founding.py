"""Found an organisation, and communities in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.permissions import BUILT_IN_ROLES
from qunluo.kernel.refusal import Forbidden, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import rules
from qunluo.people.communities.activities import (
    CommunityFounded,
    MemberJoined,
    OrganisationFounded,
    RoleGranted,
    SpaceOpened,
)
from qunluo.people.communities.models import (
    Community,
    FormerSlug,
    Grant,
    Membership,
    Organisation,
    OrganisationSeat,
    Positioning,
    Role,
    Space,
)

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


class Founding(TypedDict, total=False):
    """What may be said of a community from the start; what is left out has the table's default."""

    summary: str
    access: str
    joining: str
    state: str
    language: str
    timezone: str
    is_demo: bool
    source_name: str
    source_address: str
    source_licence: str


@action
def found_organisation(
    actor: Viewer, slug: str, *, name: str, currency: str = "CNY", is_demo: bool = False
) -> int:
    """Found an organisation with the actor as its owner; returns its id.

    `currency` is an ISO 4217 code. Refuses with `sign_in_required`, `communities.slug`,
    `communities.slug_taken`, `communities.name_missing`.
    """
    member_id = actor.require_member_id()
    rules.refuse_bad_slug(slug)
    rules.refuse_empty("name", name)
    now = clock.now()
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                slug=slug, name=name.strip(), currency=currency, founded_at=now, is_demo=is_demo
            )
    except IntegrityError:
        raise rules.slug_taken() from None
    OrganisationSeat.objects.create(
        organisation=organisation,
        member_id=member_id,
        role="owner",
        granted_at=now,
        granted_by_id=member_id,
    )
    record(
        OrganisationFounded(
            object_id=organisation.pk,
            community_id=None,
            actor_key=actor.actor_key,
            audience="parties",
        )
    )
    return organisation.pk


@action
def found_community(
    actor: Viewer, organisation_id: int, slug: str, *, name: str, **chosen: Unpack[Founding]
) -> int:
    """Found a community with its built-in roles, the actor as owner and two spaces; returns its id.

    One that begins as `importing` gets no spaces: the import opens its own. Refuses with `missing`,
    `communities.not_your_organisation`, `communities.slug`, `communities.slug_taken`,
    `communities.name_missing`, `communities.choice`.
    """
    member_id = actor.require_member_id()
    organisation = one_or_missing(Organisation.objects.filter(pk=organisation_id))
    _refuse_strangers(organisation, member_id)
    rules.refuse_bad_slug(slug)
    rules.refuse_empty("name", name)
    rules.refuse_unknown_choices(chosen)
    community = _lay_out(organisation, slug, name.strip(), chosen)
    _seat_founder(actor, community, member_id)
    if community.state != "importing":
        _open_first_spaces(actor, community)
    return community.pk


def _refuse_strangers(organisation: Organisation, member_id: int) -> None:
    seats = OrganisationSeat.objects.filter(organisation=organisation, member=member_id)
    if not seats.filter(role="owner").exists():
        raise Forbidden(
            "communities.not_your_organisation",
            _("Only an owner of this organisation may found communities in it."),
        )


def _lay_out(organisation: Organisation, slug: str, name: str, chosen: Founding) -> Community:
    if FormerSlug.objects.filter(slug=slug).exists():
        raise rules.slug_taken()
    try:
        with transaction.atomic():
            community = Community.objects.create(
                organisation=organisation, slug=slug, name=name, founded_at=clock.now(), **chosen
            )
    except IntegrityError:
        raise rules.slug_taken() from None
    Positioning.objects.create(community=community)
    # "member" needs no row: everyone who belongs holds it.
    Role.objects.bulk_create(
        Role(community=community, built_in=role, name=role)
        for role in BUILT_IN_ROLES
        if role != "member"
    )
    return community


def _seat_founder(actor: Viewer, community: Community, member_id: int) -> None:
    now = clock.now()
    belonging = Membership.objects.create(
        community=community,
        member_id=member_id,
        joined_at=now,
        join_channel="founder",
        verified_to_post_at=now,
    )
    Community.objects.filter(pk=community.pk).update(member_count=1)
    owner = Role.objects.get(community=community, built_in="owner")
    Grant.objects.create(role=owner, member_id=member_id, granted_by_id=member_id, granted_at=now)
    by: dict[str, Any] = {"actor_key": actor.actor_key, "community_id": community.pk}
    record(
        CommunityFounded(
            object_id=community.pk, access=community.access, joining=community.joining, **by
        )
    )
    record(MemberJoined(object_id=belonging.pk, channel="founder", audience="members", **by))
    record(
        RoleGranted(
            object_id=belonging.pk,
            role_id=owner.pk,
            role="owner",
            about_actor=actor.actor_key,
            audience="members",
            **by,
        )
    )


def _open_first_spaces(actor: Viewer, community: Community) -> None:
    with translation.override(community.language):
        first = (
            ("square", _("Square"), _("Talk about anything."), "forum", "messages-square"),
            ("help", _("Questions"), _("Ask, and help others."), "questions", "circle-help"),
        )
    for position, (slug, name, purpose, kind, icon) in enumerate(first):
        space = Space.objects.create(
            community=community,
            slug=slug,
            name=name,
            purpose=purpose,
            kind=kind,
            icon=icon,
            position=position,
            opened_at=clock.now(),
        )
        record(
            SpaceOpened(
                object_id=space.pk,
                space_id=space.pk,
                kind=kind,
                access=space.access,
                actor_key=actor.actor_key,
                community_id=community.pk,
            )
        )
