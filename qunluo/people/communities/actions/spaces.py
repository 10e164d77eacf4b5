"""The rooms of a community: opened, changed, put in order, archived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.kernel.wording import as_it_may_stand
from qunluo.people.communities import rules
from qunluo.people.communities.actions.standing import permitted_here, told_by
from qunluo.people.communities.activities import (
    SpaceArchived,
    SpaceChanged,
    SpaceOpened,
    SpaceReopened,
    SpacesReordered,
)
from qunluo.people.communities.models import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer

AUDIENCES: dict[str, Literal["public", "members", "staff"]] = {
    "public": "public",
    "members": "members",
    "private": "staff",
}


@action
def open_space(
    actor: Viewer, slug: str, *, name: str, kind: str, access: str = "public", purpose: str = ""
) -> int:
    """Open a space at the end of the list; returns its id.

    Refuses with `communities.space_slug`, `communities.space_taken`, `communities.name_missing`,
    `communities.choice`, `moderation.words`.
    """
    community = permitted_here(actor, rules.MANAGE_SPACES)
    rules.refuse_bad_space_slug(slug)
    rules.refuse_empty("name", name)
    rules.refuse_choices(
        {"kind": kind, "access": access},
        {"kind": rules.SPACE_KINDS, "access": rules.SPACE_ACCESS},
    )
    said = as_it_may_stand(actor, {"name": name.strip()[:80], "purpose": purpose.strip()[:300]})
    last = Space.objects.filter(community=community).aggregate(last=Max("position"))["last"]
    space = Space(
        community=community,
        slug=slug,
        name=said["name"],
        kind=kind,
        access=access,
        purpose=said["purpose"],
        position=0 if last is None else last + 1,
        opened_at=clock.now(),
    )
    _keep(space)
    record(
        SpaceOpened(
            object_id=space.pk,
            space_id=space.pk,
            kind=kind,
            access=access,
            audience=AUDIENCES[access],
            **told_by(actor),
        )
    )
    return space.pk


@action
def change_space(
    actor: Viewer, space_id: int, *, name: str, purpose: str, access: str, icon: str = ""
) -> None:
    """Change what a space is called, is for, and who may read it. Its address stays.

    Refuses with `missing`, `communities.name_missing`, `communities.choice`.
    """
    permitted_here(actor, rules.MANAGE_SPACES)
    rules.refuse_empty("name", name)
    rules.refuse_choices({"access": access}, {"access": rules.SPACE_ACCESS})
    space = _space(actor, space_id)
    said = as_it_may_stand(actor, {"name": name.strip()[:80], "purpose": purpose.strip()[:300]})
    space.name, space.purpose = said["name"], said["purpose"]
    space.access, space.icon = access, icon or space.icon
    _keep(space)
    record(
        SpaceChanged(
            object_id=space.pk,
            space_id=space.pk,
            access=access,
            audience=AUDIENCES[access],
            **told_by(actor),
        )
    )


@action
def archive_space(actor: Viewer, space_id: int) -> None:
    """Close a space and take it off the list. Refuses with `communities.space_archived`."""
    permitted_here(actor, rules.MANAGE_SPACES)
    space = _space(actor, space_id)
    if space.archived_at is not None:
        raise Refusal("communities.space_archived", _("This space is archived already."))
    space.archived_at = clock.now()
    _keep(space)
    record(
        SpaceArchived(
            object_id=space.pk,
            space_id=space.pk,
            audience=AUDIENCES[space.access],
            **told_by(actor),
        )
    )


@action
def reopen_space(actor: Viewer, space_id: int) -> None:
    """Bring an archived space back. Refuses with `communities.space_not_archived`."""
    permitted_here(actor, rules.MANAGE_SPACES)
    space = _space(actor, space_id)
    if space.archived_at is None:
        raise Refusal("communities.space_not_archived", _("This space is not archived."))
    space.archived_at = None
    _keep(space)
    record(
        SpaceReopened(
            object_id=space.pk,
            space_id=space.pk,
            audience=AUDIENCES[space.access],
            **told_by(actor),
        )
    )


@action
def reorder_spaces(actor: Viewer, space_ids: Sequence[int]) -> None:
    """Put the spaces in this order; it must name each of them once.

    Refuses with `communities.space_order`.
    """
    community = permitted_here(actor, rules.MANAGE_SPACES)
    spaces = Space.objects.filter(community=community, archived_at=None).in_bulk()
    if sorted(space_ids) != sorted(spaces):
        raise Invalid(
            "communities.space_order",
            _("The list of spaces has changed meanwhile. Look at it again and repeat."),
        )
    for position, space_id in enumerate(space_ids):
        spaces[space_id].position = position
    Space.objects.bulk_update(spaces.values(), ["position"])
    record(SpacesReordered(object_id=community.pk, audience="members", **told_by(actor)))


def _space(actor: Viewer, space_id: int) -> Space:
    found = Space.objects.select_for_update().filter(community=actor.community_id, pk=space_id)
    return one_or_missing(found)


def _keep(space: Space) -> None:
    try:
        # Leans on communities_space_slug.
        with transaction.atomic():
            space.save()
    except IntegrityError:
        text = _("This community has a space at this address already.")
        raise Invalid("communities.space_taken", text, fields={"slug": text}) from None
