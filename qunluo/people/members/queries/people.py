"""Reads about people on this installation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import files
from qunluo.kernel.refusal import Missing
from qunluo.kernel.viewer import SHANGHAI, Viewer
from qunluo.people.members.models import Erasure, Member, Merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

FACE = 128  # pixels; twice the largest avatar beside a text


@dataclass(frozen=True)
class Person:
    """How a member appears beside what they wrote. `avatar` is an address or ''."""

    id: int
    name: str
    handle: str
    avatar: str
    is_placeholder: bool
    is_erased: bool


def persons(
    member_ids: Iterable[int | None], *, called: Combinable | None = None
) -> dict[int, Person]:
    """People by id, under their installation-wide names, with the addresses of their pictures.

    An absorbed member's id leads to the person they are now. One query, two when someone was
    absorbed by a member who is not asked for. `called` is asked along, of each member asked for,
    for another name ("" or null: none).
    """
    wanted = {member_id for member_id in member_ids if member_id is not None}
    if not wanted:
        return {}
    rows = _with_kept(wanted) if called is None else _with_kept(wanted).annotate(called=called)
    found = {member.pk: member for member in rows}
    kept_of = {pk: member.kept_id for pk, member in found.items() if member.kept_id is not None}
    if absent := set(kept_of.values()) - found.keys():
        found |= {member.pk: member for member in _with_kept(absent)}
    people = {
        asked: _person(found[kept_of.get(asked, asked)]) for asked in wanted if asked in found
    }
    for asked, person in people.items():
        if name := getattr(found[asked], "called", ""):
            people[asked] = replace(person, name=name)
    return people


def _with_kept(ids: set[int]) -> QuerySet[Any]:
    merges = Merge.objects.filter(absorbed=OuterRef("pk"), undone_at=None)
    rows = Member.objects.filter(pk__in=ids).select_related("avatar")
    return rows.annotate(kept_id=Subquery(merges.values("kept")[:1]))


def _person(member: Member) -> Person:
    is_erased = member.erased_at is not None
    return Person(
        id=member.pk,
        name=gettext("Erased member") if is_erased else member.display_name,
        handle=member.handle,
        avatar=files.thumbnail_address(member.avatar, FACE) if member.avatar else "",
        is_placeholder=member.is_placeholder,
        is_erased=is_erased,
    )


def face_of(member_id: int | None) -> str:
    """The address of a member's picture for the frame, or ""; one query."""
    found = Member.objects.filter(pk=member_id or 0).select_related("avatar").first()
    return files.thumbnail_address(found.avatar, FACE) if found and found.avatar else ""


def viewer_of(
    member: Member, *, scopes: frozenset[str] | None = None, language: str = ""
) -> Viewer:
    """The member as a viewer standing in no community yet."""
    return Viewer(
        member_id=member.pk,
        actor_key=member.actor_key,
        display_name=member.display_name,
        is_staff=member.is_staff,
        scopes=scopes,
        language=language or member.language or "zh-hans",
        timezone=ZoneInfo(member.timezone) if member.timezone else SHANGHAI,
    )


def viewer_by_id(member_id: int) -> Viewer:
    """For jobs and the shell: the member's viewer; raises Member.DoesNotExist."""
    return viewer_of(Member.objects.get(pk=member_id))


def operator(email: str) -> Viewer:
    """For the shell: who owns this address, or without one the first member of staff.

    Refuses with `members.no_operator`.
    """
    present = Member.objects.filter(is_active=True, erased_at=None, is_placeholder=False)
    wanted = present.filter(email=email.lower()) if email else present.filter(is_staff=True)
    member = wanted.order_by("pk").first()
    if member is None:
        raise Missing(
            "members.no_operator",
            _("There is no member with this address. Sign up first, or name another address."),
        )
    return viewer_of(member)


def staying(member_ids: Iterable[int]) -> frozenset[int]:
    """Those who can sign in and have not asked to be erased; one query."""
    leaving = Erasure.objects.filter(member=OuterRef("pk"), called_off_at=None, done_at=None)
    rows = Member.objects.filter(pk__in=list(member_ids), is_active=True, erased_at=None)
    return frozenset(rows.exclude(Exists(leaving)).values_list("pk", flat=True))


@dataclass(frozen=True)
class Recipient:
    """Somebody who may be told something. `email` is "" when there is none; demo people get no mail."""

    member_id: int
    viewer: Viewer
    email: str
    is_demo: bool


def recipients(member_ids: Iterable[int]) -> list[Recipient]:
    """Those who are here to hear: no imported, closed, erased or leaving accounts; two queries."""
    here = staying(member_ids)
    rows = Member.objects.filter(pk__in=here, is_placeholder=False).order_by("pk")
    return [Recipient(row.pk, viewer_of(row), row.email or "", row.is_demo) for row in rows]


def id_by_email(email: str) -> int | None:
    """Whose address this is; one query."""
    found = Member.objects.filter(email=email.lower())
    return found.values_list("pk", flat=True).first()


def actor_keys(member_ids: Iterable[int]) -> dict[int, str]:
    """The stream's names of members; erased ones have none."""
    rows = Member.objects.filter(pk__in=set(member_ids), actor_key__isnull=False)
    return dict(rows.values_list("pk", "actor_key"))  # type: ignore[arg-type]


def member_ids_of(keys: Iterable[str]) -> dict[str, int]:
    """Back from the stream's names to members."""
    rows = Member.objects.filter(actor_key__in=set(keys))
    return dict(rows.values_list("actor_key", "pk"))  # type: ignore[arg-type]


def has_proven_address(member_id: int) -> bool:
    """Whether a letter to their address was answered once; one query."""
    return Member.objects.filter(pk=member_id, email_proven_at__isnull=False).exists()


def id_by_handle(handle: str) -> int | None:
    """The member of this handle, written with or without @, in any case; one query."""
    found = Member.objects.filter(handle__iexact=handle.strip().removeprefix("@"))
    return found.values_list("pk", flat=True).first()


def kept_for(member_ids: Iterable[int]) -> dict[int, tuple[int, str | None]]:
    """Id and actor key of the person each absorbed member is now; others are left out."""
    merges = Merge.objects.filter(absorbed__in=list(member_ids), undone_at=None)
    rows = merges.values_list("absorbed_id", "kept_id", "kept__actor_key")
    return {absorbed: (kept, key) for absorbed, kept, key in rows}


def aliases() -> Mapping[str, str]:
    """Absorbed actor key -> kept actor key, for reading old activities after a merge."""
    rows = Merge.objects.filter(undone_at=None).values_list(
        "absorbed__actor_key", "kept__actor_key"
    )
    return {absorbed: kept for absorbed, kept in rows if absorbed and kept}
