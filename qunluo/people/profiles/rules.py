"""Who sees which field of a profile, and its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

MEMBERS, FOLLOWED, NOBODY = "members", "followed", "nobody"
WHO_LABELS = {
    MEMBERS: _("Members of this community"),
    FOLLOWED: _("People I follow here"),
    NOBODY: _("Only me"),
}
# By key: its name, and who sees it until the member chooses.
FIELDS = {
    "about": (_("About me"), MEMBERS),
    "place": (_("Place"), MEMBERS),
    "expertise": (_("What I know about"), MEMBERS),
    "contact": (_("How to reach me"), NOBODY),
    "following": (_("Whom I follow"), NOBODY),
}
MOST = {"about": 500, "place": 80, "contact": 200}
TAG_MOST, TAGS_MOST = 40, 10
FOLLOWS_MOST = 2_000


def who_sees(shown: Mapping[str, str], field: str) -> str:
    chosen = shown.get(field, "")
    return chosen if chosen in WHO_LABELS else FIELDS[field][1]


def refuse_unfit(texts: Mapping[str, str], shown: Mapping[str, str]) -> None:
    """`profiles.too_long` for a text, `profiles.choice` for who may see it."""
    for field, most in MOST.items():
        if len(texts.get(field, "")) > most:
            told = _("This is too long; at most %(most)d characters fit.") % {"most": most}
            raise Invalid("profiles.too_long", told, fields={field: told})
    for field, who in shown.items():
        if field not in FIELDS or who not in WHO_LABELS:
            wrong = _("Please choose one of the choices.")
            raise Invalid("profiles.choice", wrong, fields={f"who_{field}": wrong})


def tags_in(typed: str) -> list[str]:
    """Short words between commas, at most ten. Refuses with `profiles.tags`."""
    for mark in "，、;；\n":
        typed = typed.replace(mark, ",")
    tags = list(dict.fromkeys(" ".join(tag.split()).lower() for tag in typed.split(",")))
    tags = [tag for tag in tags if tag]
    if len(tags) > TAGS_MOST or any(len(tag) > TAG_MOST for tag in tags):
        told = _("At most ten words or short phrases of 40 characters, between commas.")
        raise Invalid("profiles.tags", told, fields={"expertise": told})
    return tags
