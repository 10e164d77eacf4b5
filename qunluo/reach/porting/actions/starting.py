"""Start a run, or take up one that was killed; found the community and open its space."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.objects import kinds
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.people.communities import actions as communities
from qunluo.people.communities import queries as places
from qunluo.people.communities.actions import importing
from qunluo.reach.porting import rules
from qunluo.reach.porting.models import Run
from qunluo.talk.forum.actions.importing import Place

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

SPACE = "questions"
LICENCE = "CC BY-SA"


@dataclass(frozen=True)
class Wish:
    """What somebody asks for. `site` only when the archive's name does not say it.

    `beside`: also into a community that holds things of its own or of another site.
    """

    slug: str
    organisation: str = ""
    site: str = ""
    name: str = ""
    beside: bool = False


@dataclass(frozen=True)
class Begun:
    """A run that is under way; `is_resumed`: it was killed before and goes on."""

    id: int
    batch: str
    source: str
    is_resumed: bool


@action
def start_run(actor: Viewer, site: str, wish: Wish, *, archive_name: str) -> Begun:
    """Begin, or go on with what was killed while writing.

    Refuses with `sign_in_required`, `not_permitted`, `porting.other_community`, `porting.undoing`,
    `porting.not_empty`.
    """
    member_id = actor.require_member_id()
    require_permission(actor, wish.slug)
    runs = Run.objects.select_for_update(of=("self",)).filter(source=site)
    known = list(runs.select_related("community"))
    _refuse_elsewhere(wish.slug, known)
    if not any(run.community and run.state in {"writing", "finished"} for run in known):
        refuse_over_others(actor, wish)
    runs.filter(state="reading").update(state="failed", problem="stopped", finished_at=clock.now())
    open_run = runs.filter(state="writing").first()
    if open_run is not None:
        return Begun(open_run.pk, open_run.batch, site, is_resumed=True)
    run = Run.objects.create(
        source=site,
        batch=f"{site}-{secrets.token_hex(6)}"[-64:],
        archive_name=archive_name[:200],
        started_by_id=member_id,
        started_at=clock.now(),
        phase="reading",
    )
    return Begun(run.pk, run.batch, site, is_resumed=False)


def require_permission(actor: Viewer, slug: str) -> None:
    """Refuse with `not_permitted` whoever may not import into a community that stands."""
    try:
        inside = places.entrance(actor, slug)
    except Missing:
        return  # it will be founded, and founding asks its own questions
    if not actor.is_staff and not inside.viewer.may(rules.IMPORT):
        raise Forbidden("not_permitted", _("Your role does not allow this."))


def refuse_over_others(actor: Viewer, wish: Wish) -> None:
    """Refuse with `porting.not_empty` to mix a dump with what stands in a community, unasked."""
    if wish.beside:
        return
    try:
        community = places.entrance(actor, wish.slug).community
    except Missing:
        return
    if next(iter(kinds["forum.topic"].all_ids(community.id)), None) is None:
        return
    words = _(
        "The community “%(name)s” holds topics already that are not of this site. Say that the "
        "dump shall stand beside them, or give it a community of its own. Nothing was changed."
    )
    told = str(words) % {"name": community.name}
    raise Invalid("porting.not_empty", told, fields={"beside": told})


def _refuse_elsewhere(slug: str, runs: list[Run]) -> None:
    for run in runs:
        if run.state == "undoing":
            raise Refusal(
                "porting.undoing",
                _("An import of this site is being undone. Let that end first, then try again."),
            )
        if run.state not in {"writing", "finished"} or run.community is None:
            continue
        if run.community.slug != slug:
            raise Refusal(
                "porting.other_community",
                _("This site was brought into the community “%(slug)s” already. Use that one.")
                % {"slug": run.community.slug},
            )


@action
def begin_writing(
    actor: Viewer, run: Begun, wish: Wish, *, watermark: datetime | None, total: int
) -> Place:
    """From here on the community is written; a new one is founded, hidden until the run ends."""
    community_id = _community(actor, run.source, wish)
    space_id = importing.open_imported_space(actor, community_id, SPACE, name="Questions")
    Run.objects.filter(pk=run.id).update(
        community=community_id, state="writing", watermark=watermark, total=total, done=0
    )
    return Place(community_id, space_id, run.batch, importing.audience_of(space_id))


def _community(actor: Viewer, site: str, wish: Wish) -> int:
    try:
        return places.entrance(actor, wish.slug).community.id
    except Missing:
        return communities.found_community(
            actor,
            _organisation(actor, wish),
            wish.slug,
            name=wish.name or site.split(".", maxsplit=1)[0].title(),
            state="importing",
            language="en",
            timezone="UTC",
            source_name=site,
            source_address=f"https://{site}",
            source_licence=LICENCE,
        )


def _organisation(actor: Viewer, wish: Wish) -> int:
    """The organisation named, the only one the actor owns, or a new one of the community's name."""
    owned = importing.organisations_of(actor)
    if wish.organisation:
        if wish.organisation in owned:
            return owned[wish.organisation]
        return communities.found_organisation(
            actor, wish.organisation, name=wish.name or wish.organisation.title()
        )
    if len(owned) == 1:
        return next(iter(owned.values()))
    return communities.found_organisation(actor, wish.slug, name=wish.name or wish.slug.title())
