"""How fast one member, and one network address, may write: asked by every form and every API call
that writes. Seeding, imports and jobs go by other doors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qunluo.kernel import clock, preferences
from qunluo.kernel.refusal import Refusal, TooMany
from qunluo.kernel.web.limits import wait_for
from qunluo.people.communities import queries as communities
from qunluo.people.moderation import rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

What = Literal["post", "message"]


def keep_pace(writer: Viewer, what: What, *, community_id: int | None = None) -> None:
    """Count one post or message by its member and by their network address; those who keep order
    are never held up. `community_id`: for talk outside a community's pages.

    Refuses with `moderation.too_fast`, `moderation.newcomer_too_fast`,
    `moderation.address_too_fast`, each saying when one may go on. At most two queries.
    """
    here = community_id or writer.community_id
    if writer.is_visitor or here is None or writer.may_anywhere(rules.DECIDE):
        return
    set_to = preferences.get_many(here, rules.PACES)
    try:
        _ask_member(writer, what, here, set_to[rules.PER_HOUR[what].name])
        if what == "post":
            _ask_newcomer(writer, here, set_to[rules.NEWCOMER_POSTS.name])
        _ask_network(writer, what, here, set_to[rules.PER_NETWORK[what].name])
    except TooMany:
        if not _keeps_order(writer, here):
            raise


def _ask_member(writer: Viewer, what: What, here: int, most: int) -> None:
    wait = wait_for(writer, f"{what}:{here}", per_hour=most) if most else 0
    if wait:
        told = _("You wrote a great deal in a short time. You can go on in %(span)s.")
        raise TooMany("moderation.too_fast", told % {"span": span(wait)}, retry_after=wait)


def _ask_newcomer(writer: Viewer, here: int, most: int) -> None:
    """Only in the first week; one query, unless any number is fine."""
    since = communities.member_since(here, writer.require_member_id()) if most else None
    if since is None or clock.now() - since >= rules.FIRST_WEEK:
        return
    wait = wait_for(writer, f"first_week:{here}", per_day=most)
    if wait:
        told = _(
            "In their first week members write up to %(most)d posts a day. You can go on in %(span)s."
        )
        words = told % {"most": most, "span": span(wait)}
        raise TooMany("moderation.newcomer_too_fast", words, retry_after=wait)


def _ask_network(writer: Viewer, what: What, here: int, most: int) -> None:
    is_counted = most and writer.network
    wait = wait_for(writer.network, f"{what}:{here}", per_minute=most) if is_counted else 0
    if wait:
        told = _(
            "A great deal was written from your network address, by you or by others who share it. "
            "You can go on in %(span)s."
        )
        words = told % {"span": span(wait)}
        raise TooMany("moderation.address_too_fast", words, retry_after=wait)


def span(seconds: int) -> str:
    """How long that is, in whole seconds, minutes or hours, never less than it is."""
    if seconds < 90:
        return ngettext("%(num)d second", "%(num)d seconds", seconds) % {"num": seconds}
    minutes = -(-seconds // 60)
    if minutes < 90:
        return ngettext("%(num)d minute", "%(num)d minutes", minutes) % {"num": minutes}
    hours = -(-minutes // 60)
    return ngettext("%(num)d hour", "%(num)d hours", hours) % {"num": hours}


def _keeps_order(writer: Viewer, here: int) -> bool:
    """Whoever stands in no community yet (private talk) may keep order in this one."""
    if writer.community_id == here:
        return False
    slug = communities.slug_of(here) or ""
    try:
        return communities.entrance(writer, slug).viewer.may_anywhere(rules.DECIDE)
    except Refusal:
        return False
