"""Who may bring a community in, and in which words a dump is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.refusal import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from qunluo.reach.porting.engine.refusals import DumpRefused

IMPORT = permission(
    "porting.import", _("Bring content in from outside and take it out again"), roles=("admin",)
)

DUMP_PROBLEMS: dict[str, StrPromise] = {
    "no_such_file": _("There is no file or folder “%(file)s”. Check the path."),
    "unknown_archive": _(
        "“%(file)s” is not an archive this can open. Give a folder, a .7z or a .tar archive."
    ),
    "unreadable_archive": _(
        "“%(file)s” is damaged or was cut off. Fetch it again; nothing was changed."
    ),
    "path_trick": _(
        "The archive holds an entry that leads outside of it: “%(file)s”. It was not unpacked."
    ),
    "link_inside": _("The archive holds a link or a device: “%(file)s”. It was not unpacked."),
    "too_large": _("What is in the archive is larger than the limit of 200 GB."),
    "ratio": _(
        "The archive grows far more than any real dump when it is unpacked, so it was stopped."
    ),
    "too_many": _("The archive holds too many entries. A dump has eight files."),
    "several_dumps": _("“%(file)s” holds more than one dump. Bring in one site at a time."),
    "wrong_folder": _(
        "“%(file)s” holds no Stack Exchange dump. It should hold Users.xml and Posts.xml."
    ),
    "missing_file": _("%(file)s is missing. Without it nothing can be brought in."),
    "entities": _(
        "%(file)s declares a document type or entities. A real dump never does, so it was not read."
    ),
    "truncated": _("%(file)s ends in the middle. Fetch the dump again; nothing was changed."),
    "not_xml": _(
        "%(file)s cannot be read from line %(line)s on: it is not well-formed XML. "
        "Nothing was changed."
    ),
    "other_file": _(
        "%(file)s is not a file of a Stack Exchange dump: it begins with <%(root)s>. "
        "Nothing was changed."
    ),
    "nothing_usable": _(
        "None of the %(rows)s rows of %(file)s can be used. Fetch the dump again; "
        "nothing was changed."
    ),
    "no_site": _(
        "Which site this dump is of is not clear from its name. Say it, for example "
        "beer.stackexchange.com."
    ),
}

ROW_PROBLEMS: dict[str, StrPromise] = {
    "field_missing": _("A field is missing."),
    "not_a_number": _("A field should be a number and is not."),
    "not_an_id": _("A field should be an id and is not."),
    "not_a_moment": _("A date cannot be read."),
    "in_the_future": _("A date lies in the future."),
    "too_long": _("A field is too long."),
    "id_repeated": _("The id stood in an earlier row already; that one counts."),
    "not_well_formed": _("The row is not well-formed XML."),
    "row_too_large": _("The row is larger than 16 MB."),
}

BY_LINE = frozenset({"not_well_formed", "row_too_large"})  # these say a line and no field

STATES: dict[str, StrPromise] = {
    "reading": _("Being read"),
    "writing": _("Being brought in"),
    "finished": _("Finished"),
    "failed": _("Failed"),
    "undoing": _("Being undone"),
    "undone": _("Undone"),
}


# Steps as they are made, and what each of them brought in.
STEPS: dict[str, StrPromise] = {
    "people": _("Members"),
    "badges": _("Badges"),
    "questions": _("Questions asked"),
    "answers": _("Answers"),
    "comments": _("Comments"),
    "votes": _("Votes"),
    "acceptances": _("Accepted answers"),
    "favourites": _("Followed questions"),
    "edits": _("Edits"),
    "closings": _("Closings and reopenings"),
    "removals": _("Removals and restorations"),
    "links": _("Links between questions"),
}

PHASES: dict[str, StrPromise] = {
    **STEPS,
    "unpacking": _("Unpacking the archive"),
    "counting": _("Counting anew"),
    "undoing": _("Taking things out"),
}

LEFT_OUT: dict[str, StrPromise] = {
    "posts.not_a_topic": _("Posts that are no question or answer: tag descriptions, notices"),
    "posts.question_missing": _("Answers whose question is not in the dump"),
    "comments.post_missing": _("Comments on posts that are not here"),
    "votes.no_counterpart": _("Kinds of votes that do not exist here: flags, bounties, reviews"),
    "votes.post_missing": _("Votes on posts that are deleted or no question or answer"),
    "votes.favourite_unclear": _("Favourites without a known member, on answers, or given twice"),
    "votes.acceptance_unclear": _("Acceptances of something that is no answer"),
    "badges.member_missing": _("Badges of people who are not in the dump"),
    "history.first_state": _("What a post was like at first; kept with the post"),
    "history.same_edit": _("Further rows of the same edit"),
    "history.not_a_topic": _("History of posts that are no question or answer"),
    "history.not_a_question": _("Closings and locks of answers"),
    "history.no_counterpart": _("Other kinds of history: notices, protection, merging"),
    "history.changed_here": _("Later edits of posts that members have edited here since"),
    "links.no_counterpart": _("Other kinds of links"),
    "links.not_two_questions": _("Links that do not join two questions, or repeated ones"),
}


def reason(code: str) -> str:
    """Why a row could not be used, in the language spoken now."""
    return str(ROW_PROBLEMS[code])


def refused(no: DumpRefused) -> Refusal:
    """The dump's refusal in words, with code `porting.<code>`."""
    return Refusal(f"porting.{no.code}", str(DUMP_PROBLEMS[no.code]) % no.about)
