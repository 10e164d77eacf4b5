"""Whom needs and offers concern; notices do the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.stream.listening import listens_to
from qunluo.people.members import queries as members
from qunluo.people.notices import actions as notices
from qunluo.talk.exchange import queries

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine

ABOUT = {
    "exchange.listing_ending": "exchange.ending",
    "exchange.listing_expired": "exchange.ending",
    "exchange.role_applied": "exchange.applied",
    "exchange.application_decided": "exchange.answered",
}


@listens_to("exchange.listing_posted")
def tell_whom_it_fits(line: StreamLine) -> None:
    notices.reveal("exchange.listing", line.object_id)
    notices.give(line, "exchange.match", queries.matched_people(line.object_id))


@listens_to(*ABOUT)
def tell_whom_it_concerns(line: StreamLine) -> None:
    if line.about_actor:
        concerned = members.member_ids_of([line.about_actor]).values()
        notices.give(line, ABOUT[line.name], concerned)


@listens_to("exchange.listing_removed")
def hide_with_the_listing(line: StreamLine) -> None:
    notices.conceal("exchange.listing", line.object_id)


@listens_to("exchange.listing_restored")
def show_with_the_listing(line: StreamLine) -> None:
    notices.reveal("exchange.listing", line.object_id)
