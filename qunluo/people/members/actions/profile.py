"""What a member says about themselves, and the address their letters go to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, files
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Missing, missing
from qunluo.kernel.stream.record import record
from qunluo.kernel.wording import as_it_may_stand
from qunluo.people.members import rules
from qunluo.people.members.actions import letters
from qunluo.people.members.activities import CredentialChanged, ProfileChanged
from qunluo.people.members.engine import secrecy
from qunluo.people.members.models import MailProof, Member

if TYPE_CHECKING:
    from qunluo.kernel.files import FileCard
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.rules import Caller

GOOD_FOR = timedelta(hours=24)
LANGUAGES = frozenset({"", "zh-hans", "en"})
THEMES = frozenset({"", "light", "dark"})
LONGEST_BIO = 2000


@dataclass(frozen=True)
class ProfileWords:
    """What the profile form says. `language`, `timezone`, `theme`: "" follows the browser or
    the default."""

    display_name: str
    handle: str
    bio: str = ""
    language: str = ""
    timezone: str = ""
    theme: str = ""


@action
def change_profile(actor: Viewer, words: ProfileWords) -> None:
    """Refuses `members.name_missing`, `members.handle_malformed`, `members.handle_taken`,
    `members.bio_long`, `members.choice_unknown`, `moderation.words`."""
    member = Member.objects.get(pk=actor.require_member_id())
    wanted = asdict(words)
    wanted["display_name"] = rules.acceptable_name(words.display_name)
    if words.handle != member.handle:
        wanted["handle"] = rules.acceptable_handle(words.handle, of_member=member.pk)
    _check(words)
    wanted |= as_it_may_stand(actor, {name: wanted[name] for name in ("display_name", "bio")})
    changed = [name for name, value in wanted.items() if getattr(member, name) != value]
    for name in changed:
        setattr(member, name, wanted[name])
    member.save(update_fields=changed)
    record(
        ProfileChanged(
            object_id=member.pk,
            community_id=None,
            actor_key=actor.actor_key,
            what=",".join(changed),
        )
    )


@action
def choose_language(actor: Viewer, language: str) -> None:
    """The switch in the frame, for who is signed in. Refuses `members.choice_unknown`."""
    member_id = actor.require_member_id()
    if language not in LANGUAGES:
        told = _("Please choose one from the list.")
        raise Invalid("members.choice_unknown", told, fields={"language": told})
    Member.objects.filter(pk=member_id).update(language=language)
    record(
        ProfileChanged(
            object_id=member_id, community_id=None, actor_key=actor.actor_key, what="language"
        )
    )


@action
def choose_theme(actor: Viewer, theme: str) -> None:
    """The switch in the frame: light, dark or "" (as the device). Refuses like `choose_language`."""
    member_id = actor.require_member_id()
    if theme not in THEMES:
        told = _("Please choose one from the list.")
        raise Invalid("members.choice_unknown", told, fields={"theme": told})
    Member.objects.filter(pk=member_id).update(theme=theme)
    record(
        ProfileChanged(
            object_id=member_id, community_id=None, actor_key=actor.actor_key, what="theme"
        )
    )


def _check(words: ProfileWords) -> None:
    if len(words.bio) > LONGEST_BIO:
        told = _("Please keep it under 2,000 characters.")
        raise Invalid("members.bio_long", told, fields={"bio": told})
    known = {"language": LANGUAGES, "theme": THEMES, "timezone": available_timezones() | {""}}
    for name, choices in known.items():
        if getattr(words, name) not in choices:
            told = _("Please choose one from the list.")
            raise Invalid("members.choice_unknown", told, fields={name: told})


@action
def set_avatar(actor: Viewer, file_id: int | None) -> None:
    """Show this picture, one's own public upload, or none; the one before is removed.

    Refuses `missing`.
    """
    member = Member.objects.get(pk=actor.require_member_id())
    before = member.avatar_id
    if file_id is not None and file_id not in {one.id for one in _own_pictures(actor)}:
        raise missing()
    member.avatar_id = file_id
    member.save(update_fields=["avatar"])
    if before is not None and before != file_id:
        files.remove(actor, [before])
    record(
        ProfileChanged(
            object_id=member.pk, community_id=None, actor_key=actor.actor_key, what="avatar"
        )
    )


def _own_pictures(actor: Viewer) -> list[FileCard]:
    mine = files.files_of(actor.actor_key or "")
    return [one for one in mine if one.purpose == "avatar"]


@action
def ask_to_change_email(actor: Viewer, email: str, *, caller: Caller) -> None:
    """Mail a link to the new address and a notice to the old one.

    The caller has asked for the password again. An address that has another member gets another
    mail, and the asker the same answer. Refuses `members.email_malformed`.
    """
    member = Member.objects.get(pk=actor.require_member_id())
    address = rules.tidy_email(email)
    MailProof.objects.filter(member=member, purpose="change").delete()
    record(
        CredentialChanged(
            object_id=member.pk,
            community_id=None,
            actor_key=actor.actor_key,
            what="email",
            how="asked",
        )
    )
    if rules.count_mail(address, caller):
        _write_to(member, address)


def _write_to(member: Member, address: str) -> None:
    if Member.objects.filter(email=address).exists():
        told = {
            "sign_in": letters.address(reverse("members:sign_in")),
            "reset": letters.address(reverse("members:ask_for_reset")),
        }
        letters.post(address, "already_here", told, language=member.language)
        return
    token = secrecy.new_token()
    MailProof.objects.create(
        member=member,
        purpose="change",
        email=address,
        token_hash=secrecy.digest(token),
        asked_at=clock.now(),
        expires_at=clock.now() + GOOD_FOR,
    )
    link = letters.address(reverse("members:confirm_email", args=[token]))
    told = {"name": member.display_name, "link": link}
    letters.post(address, "change_email", told, language=member.language)
    if member.email:
        letters.post(
            member.email,
            "email_leaving",
            {"name": member.display_name, "address": address},
            language=member.language,
        )


@action
def confirm_email(visitor: Viewer, token: str) -> None:
    """The link from the mail: the new address holds. Refuses `members.link_used_up`."""
    proof = MailProof.objects.filter(
        token_hash=secrecy.digest(token),
        purpose="change",
        used_at=None,
        expires_at__gte=clock.now(),
        member__is_active=True,
    ).first()
    if proof is None or Member.objects.filter(email=proof.email).exists():
        raise Missing(
            "members.link_used_up",
            _("This link has been used or has run out. Ask for a new one."),
        )
    Member.objects.filter(pk=proof.member_id).update(email=proof.email, email_proven_at=clock.now())
    MailProof.objects.filter(member=proof.member_id).delete()
    record(
        CredentialChanged(
            object_id=proof.member_id,
            community_id=None,
            actor_key=proof.member.actor_key,
            what="email",
            how="set",
        )
    )
