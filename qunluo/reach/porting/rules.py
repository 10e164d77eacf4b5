"""Who may bring a community in, and in which words a dump is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.refusal import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from qunluo.reach.porting.engine.refusals import DumpRefused

IMPORT = permission("porting.import", _("Bring content in from outside and take it out again"))

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
    "row_too_large": _("%(file)s holds a row of more than 16 MB, which no real dump does."),
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
    "id_repeated": _("Rows with an id that came before; the first one counts."),
    "not_well_formed": _("The row is not well-formed XML."),
}


def refused(no: DumpRefused) -> Refusal:
    """The dump's refusal in words, with code `porting.<code>`."""
    return Refusal(f"porting.{no.code}", str(DUMP_PROBLEMS[no.code]) % no.about)
