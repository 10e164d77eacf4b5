"""Permissions of this domain, and who may enter what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import held_by, permission
from qunluo.kernel.preferences import preference
from qunluo.kernel.refusal import Invalid, Missing, Refusal
from qunluo.kernel.viewer import Bar

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.models import Role

DESCRIBE = permission(
    "communities.describe",
    _("Change the community's description and positioning"),
    roles=("admin",),
)
MANAGE_SPACES = permission(
    "communities.manage_spaces", _("Open, change and archive spaces"), roles=("admin",)
)
REVIEW_JOINS = permission(
    "communities.review_joins", _("Decide on requests to join"), roles=("admin", "volunteer")
)
INVITE = permission("communities.invite", _("Make invitation links"), roles=("admin", "volunteer"))
REMOVE_MEMBERS = permission(
    "communities.remove_members", _("Remove members from the community"), roles=("admin",)
)
GRANT_ROLES = permission("communities.grant_roles", _("Make roles and grant them"))
SEE_MEMBERS = permission(
    "communities.see_members", _("See the list of members"), roles=("admin", "volunteer", "member")
)
VERIFY = permission(
    "communities.verify",
    _("Confirm that members are verified to post, and keep consent for minors"),
    roles=("admin",),
)
MARK_BOTS = permission("communities.mark_bots", _("Say which members are bots"), roles=("admin",))
WORK = permission(
    "communities.work", _("Open the workbench"), roles=("admin", "volunteer"), by_space=True
)
STAFF_SECOND_STEP = preference(
    "communities.staff_second_step",
    default=False,
    type=bool,
    level=("installation", "community"),
    label=_("Roles above plain membership need the second step of signing in"),
)
ADMIT_PROVEN = preference(
    "communities.admit_proven",
    default=False,
    type=bool,
    level="community",
    label=_("Let in at once whoever has confirmed their email address"),
)
ADMIT_WORDS = preference(
    "communities.admit_words",
    default="",
    type=str,
    level="community",
    label=_("Let in at once whose answers contain one of these words"),
)
SETTLE = permission("communities.settle", _("Change access, joining and ownership"))

SPEAK_ALWAYS = permission(
    "communities.speak_always",
    _("Speak while posting is frozen or the community is read-only"),
    roles=("admin", "volunteer"),
)

JOINED_SPANS = (("7", _("This week")), ("30", _("30 days")), ("365", _("One year")))
ACCESS = ("public", "semi_public", "private")
JOINING = ("open", "review", "invitation")
SPACE_KINDS = ("forum", "questions")
SPACE_ACCESS = ("public", "members", "private")
KINDS = ("consumer", "industry_expert", "brand_fan", "learning", "interest", "local", "other")
MARKET_NOTE_KINDS = ("competitor", "market")
CONSENT_STATES = ("not_needed", "waiting", "given", "withdrawn")
SEATS = ("owner", "analyst")
LANGUAGES = ("zh-hans", "en")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SPACE_SLUG = re.compile(r"[\w]+(?:-[\w]+)*")
RESERVED_WORDS = """
about account accounts admin api app assets auth blog c communities community design
docs files find help home inbox invite join live login logout me media members new none
null organisations privacy qunluo root search settings sign-in sign-out sign-up static
support system terms undefined well-known work www
"""
RESERVED = frozenset(RESERVED_WORDS.split())


def bar_of_sanction(kind: str, until: str) -> Bar:
    """What a muted, suspended or banned member is told; `until` is a moment in their zone."""
    if kind == "banned":
        told = _("You are banned from this community. “My standing” says why, and how to appeal.")
        return Bar(kind, "communities.banned", told)
    if kind == "suspended":
        told = _(
            "You are suspended from this community until %(until)s. “My standing” says why, and how "
            "to appeal."
        )
        return Bar(kind, "communities.suspended", told % {"until": until})
    told = _(
        "You are muted in this community until %(until)s. “My standing” says why, and how to appeal."
    )
    return Bar(kind, "communities.muted", told % {"until": until})


def bar_of_emergency(kind: str, until: str) -> Bar:
    """What members are told while posting is frozen or the community is read-only."""
    if kind == "freeze":
        told = _("Posting is frozen in this community until %(until)s. Please come back then.")
        return Bar("frozen", "communities.frozen", told % {"until": until})
    told = _("This community is read-only until %(until)s. Please come back then.")
    return Bar("read_only", "communities.read_only", told % {"until": until})


def refuse_bad_slug(slug: str) -> None:
    """`communities.slug`: two to sixty small letters, digits and single hyphens, not reserved."""
    if not 2 <= len(slug) <= 60 or not SLUG.fullmatch(slug):
        text = _("Use 2 to 60 small letters a–z, digits and single hyphens, such as green-tea.")
        raise Invalid("communities.slug", text, fields={"slug": text})
    if slug in RESERVED:
        text = _("This address is kept for the product itself. Please choose another.")
        raise Invalid("communities.slug", text, fields={"slug": text})


def refuse_bad_space_slug(slug: str) -> None:
    """`communities.space_slug`: letters of any script, digits, underscores and single hyphens."""
    if not 1 <= len(slug) <= 60 or not SPACE_SLUG.fullmatch(slug) or slug in {"new", "order"}:
        text = _("Use up to 60 letters, digits and single hyphens.")
        raise Invalid("communities.space_slug", text, fields={"slug": text})


def slug_taken() -> Invalid:
    text = _("This address is taken. Please choose another.")
    return Invalid("communities.slug_taken", text, fields={"slug": text})


def refuse_empty(field: str, text: str) -> None:
    """`communities.name_missing`, for names and titles."""
    if not text.strip():
        message = _("Please give it a name.")
        raise Invalid("communities.name_missing", message, fields={field: message})


def refuse_empty_reason(reason: str) -> None:
    if not reason.strip():
        message = _("Please give a reason. It is kept on record.")
        raise Invalid("communities.reason_missing", message, fields={"reason": message})


def refuse_unknown_choices(chosen: Mapping[str, object]) -> None:
    """`communities.choice`: what was chosen is not one of the choices."""
    choices: dict[str, Container[object]] = {
        "access": ACCESS,
        "joining": JOINING,
        "language": LANGUAGES,
        "timezone": available_timezones(),
        "week_start": range(7),
        "state": ("open", "importing"),
    }
    refuse_choices(chosen, choices)


def refuse_choices(chosen: Mapping[str, object], choices: Mapping[str, Container[object]]) -> None:
    """`communities.choice` for each named value that is not among its choices."""
    text = _("Please choose one of the choices.")
    fields = {
        name: text
        for name, value in chosen.items()
        if name in choices and value not in choices[name]
    }
    if fields:
        raise Invalid("communities.choice", text, fields=fields)


def refuse_archived(state: str) -> None:
    """`communities.archived`: read only; members may still leave."""
    if state == "archived":
        raise Refusal(
            "communities.archived",
            _("This community is archived. Everything can be read, nothing can be changed."),
        )


def refuse_closed_door(joining: str) -> None:
    """Only an open community is joined without being asked."""
    if joining == "review":
        raise Refusal(
            "communities.joining_needs_request",
            _("This community reviews who joins. Send a request, its operators will answer."),
        )
    if joining == "invitation":
        raise needs_invitation()


def refuse_needless_request(joining: str, *, was_removed: bool) -> None:
    """Requests are for communities that review, and for those who were removed from open ones."""
    if joining == "invitation":
        raise needs_invitation()
    if joining == "open" and not was_removed:
        raise Refusal(
            "communities.joining_is_open", _("This community is open. You can join it at once.")
        )


def needs_invitation() -> Refusal:
    return Refusal(
        "communities.joining_needs_invitation",
        _("This community is joined by invitation only. Ask a member for a link."),
    )


def already_member() -> Refusal:
    return Refusal("communities.already_member", _("This member belongs here already."))


def marked_already(*, is_bot: bool) -> Refusal:
    """`communities.bot_unchanged`."""
    told = _("This member is marked as a bot already.")
    if not is_bot:
        told = _("This member is not marked as a bot.")
    return Refusal("communities.bot_unchanged", told)


def not_a_member() -> Missing:
    return Missing("communities.not_a_member", _("This person is not a member here."))


def permissions_of(role: Role) -> frozenset[str]:
    """What a role holds: the built-in ones by declaration, custom ones by their list."""
    return held_by(role.built_in) if role.built_in else frozenset(role.permissions)


def may_grant(actor: Viewer, held: Iterable[str], space_id: int | None) -> bool:
    """Nobody hands out what they do not hold themselves, there."""
    return all(actor.may(name, space_id) for name in held)


def may_remove(actor: Viewer, member_id: int, roles: Iterable[tuple[str, frozenset[str]]]) -> bool:
    """`roles` of the one to go: (built-in key, permissions). Never oneself, never an owner."""
    if actor.member_id == member_id:
        return False
    return all(key != "owner" and may_grant(actor, held, None) for key, held in roles)


def refuse_too_long(texts: Mapping[str, tuple[str, int]]) -> None:
    """`communities.too_long`, per field: (text, most signs)."""
    fields = {
        name: _("Please keep this under %(most)d characters.") % {"most": most}
        for name, (text, most) in texts.items()
        if len(text.strip()) > most
    }
    if fields:
        raise Invalid("communities.too_long", _("Some of this is too long."), fields=fields)


def may_read_space(viewer: Viewer, space_id: int, access: str) -> bool:
    """Whether someone who passed the community's door may read this space of it."""
    if access == "public":
        return True
    if access == "members":
        return viewer.is_member
    return viewer.is_member and (viewer.may(MANAGE_SPACES) or space_id in viewer.space_permissions)


ROLE_LABELS = {
    "owner": _("Owner"),
    "admin": _("Administrator"),
    "volunteer": _("Volunteer"),
    "member": _("Member"),
}

ROLE_DUTIES = {
    "owner": _("Answers for the community: its goal, its people, its money."),
    "admin": _("Runs the community day by day: spaces, members, content."),
    "volunteer": _("Keeps order and helps members, in the whole community or in one space."),
}

CHANNEL_LABELS = {
    "open": _("by themselves"),
    "review": _("by review"),
    "invitation": _("by invitation"),
    "import": _("by import"),
    "founder": _("as founder"),
    "demo": _("with the demo"),
}
CONSENT_LABELS = {
    "not_needed": _("not needed"),
    "waiting": _("still missing"),
    "given": _("given"),
    "withdrawn": _("withdrawn"),
}


def admitting_words(told: str) -> tuple[str, ...]:
    """Words of admission, one a line or between commas, as they are compared."""
    lines = told.replace(",", "\n").replace("，", "\n").replace("、", "\n").splitlines()
    return tuple(word.strip().casefold() for word in lines if word.strip())
