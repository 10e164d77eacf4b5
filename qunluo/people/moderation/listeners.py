"""Word of decisions: to authors, reporters and the sanctioned, with the way to the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.stream.listening import listens_to
from qunluo.people.members import queries as members
from qunluo.people.notices import actions as notices

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine


@listens_to("moderation.case_opened", imports=False)
def tell_who_waits(line: StreamLine) -> None:
    """Only the author of something held hears that it waits; nobody hears of a report."""
    if line.facts.get("is_held"):
        notices.give(line, "moderation.held", _concerned(line))


@listens_to("moderation.case_decided", imports=False)
def tell_the_author(line: StreamLine) -> None:
    """Of a removal, and of a release; that a report came to nothing is no news to the author."""
    if line.facts.get("outcome") == "removed":
        notices.give(line, "moderation.removed", _concerned(line))
    elif line.facts.get("was_held"):
        notices.give(line, "moderation.approved", _concerned(line))


@listens_to("moderation.flag_answered", imports=False)
def tell_the_reporter(line: StreamLine) -> None:
    notices.give(line, "moderation.report_answered", _concerned(line))


@listens_to("moderation.sanction_given", imports=False)
def tell_the_sanctioned(line: StreamLine) -> None:
    notices.give(line, "moderation.sanctioned", _concerned(line))


@listens_to("moderation.sanction_lifted", imports=False)
def tell_of_the_end(line: StreamLine) -> None:
    """What was undone within minutes never was: its notices go with it."""
    if line.facts.get("how") == "undone":
        notices.conceal("moderation.sanction", line.object_id)
    else:
        notices.give(line, "moderation.sanction_lifted", _concerned(line))


@listens_to("moderation.appeal_decided", imports=False)
def tell_who_appealed(line: StreamLine) -> None:
    notices.give(line, "moderation.appeal_decided", _concerned(line))


@listens_to("moderation.removal_appeal_decided", imports=False)
def tell_whose_post_it_was(line: StreamLine) -> None:
    notices.give(line, "moderation.removal_appeal_decided", _concerned(line))


@listens_to("moderation.decision_undone", imports=False)
def take_word_back(line: StreamLine) -> None:
    """What was undone within minutes never was; later its author hears that it stands again."""
    notices.conceal("moderation.case", line.object_id)
    if line.facts.get("is_late") and line.facts.get("outcome") == "removed":
        notices.give(line, "moderation.approved", _concerned(line))


def _concerned(line: StreamLine) -> list[int]:
    return list(members.member_ids_of([line.about_actor]).values()) if line.about_actor else []
