"""Who sets the welcome up, and what a greeting may be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from collections.abc import Collection

SET_UP = permission("welcome.set_up", _("Set up how newcomers are welcomed"), roles=("admin",))
GREETING_MOST = 1_000
SPACES_MOST = 3
PEOPLE_MOST = 3
SHOWN_FOR = timedelta(days=30)  # afterwards nobody is a newcomer any more
DONE_SHOWN_FOR = timedelta(days=2)
LATELY = timedelta(days=30)
ALSO_NEW = timedelta(days=14)


def filled_in(greeting: str, name: str, community: str) -> str:
    """The greeting with its two names; other braces are left as they are."""
    return greeting.replace("{name}", name).replace("{community}", community)


def refuse_unfit(greeting: str, *, is_greeted: bool, spaces: Collection[int]) -> None:
    """`welcome.no_words`, `welcome.too_long`, `welcome.too_many_spaces`."""
    if is_greeted and not greeting:
        told = _("Please write the greeting, or choose that nobody greets.")
        raise Invalid("welcome.no_words", told, fields={"greeting": told})
    if len(greeting) > GREETING_MOST:
        long = _("Please keep this under %(most)d characters.") % {"most": GREETING_MOST}
        raise Invalid("welcome.too_long", long, fields={"greeting": long})
    if len(spaces) > SPACES_MOST:
        many = _("Recommend at most %(most)d spaces.") % {"most": SPACES_MOST}
        raise Invalid("welcome.too_many_spaces", many, fields={"spaces": many})


def unknown_choice(field: str) -> Invalid:
    told = _("Please choose one of the choices.")
    return Invalid("welcome.choice", told, fields={field: told})
