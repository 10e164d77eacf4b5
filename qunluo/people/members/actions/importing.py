"""Placeholders in bulk: people of another place, without credentials, until somebody claims them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models.functions import Lower

from qunluo.kernel.action import action
from qunluo.kernel.bulk import insert_many, update_many
from qunluo.people.members.models import Member, OutsideIdentity
from qunluo.people.members.models.person import new_actor_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

NO_CREDENTIALS = "!"  # Django's mark for "no password fits"
NOT_IN_HANDLES = re.compile(r"[^A-Za-z0-9\u3400-\u4dbf\u4e00-\u9fff]+")
HANDLE_NAME_MOST = 18


@dataclass(frozen=True)
class ImportedPerson:
    external_id: str
    name: str
    joined_at: datetime
    profile_address: str


@dataclass(frozen=True)
class AddedPerson:
    member_id: int
    actor_key: str


@action
def add_placeholders(
    _actor: Viewer, source: str, people: Sequence[ImportedPerson]
) -> list[AddedPerson]:
    """Make a placeholder for each, in order; one who is known from this source is kept.

    At most 1,000 at once. Their joining is told by the community they join.
    """
    known = _known(source, [person.external_id for person in people])
    new = [person for person in people if person.external_id not in known]
    handles = _free_handles([_wish(person) for person in new])
    keys = [new_actor_key() for _ in new]
    ids = insert_many(
        Member,
        ("display_name", "handle", "joined_at", "is_placeholder", "password", "actor_key"),
        [
            (person.name, handle, person.joined_at, True, NO_CREDENTIALS, key)
            for person, handle, key in zip(new, handles, keys, strict=True)
        ],
    )
    insert_many(
        OutsideIdentity,
        ("member_id", "source", "external_id", "profile_address"),
        [
            (member_id, source, person.external_id, person.profile_address)
            for member_id, person in zip(ids, new, strict=True)
        ],
    )
    known |= {
        person.external_id: AddedPerson(member_id, key)
        for person, member_id, key in zip(new, ids, keys, strict=True)
    }
    return [known[person.external_id] for person in people]


@action
def rename_placeholders(_actor: Viewer, names: Mapping[int, str]) -> None:
    """Let placeholders bear the name they bear at the source now; people who claimed keep theirs.

    At most 1,000 at once. Handles stay, for addresses are made of them.
    """
    found = Member.objects.select_for_update().filter(pk__in=list(names), is_placeholder=True)
    changed = [
        (names[member_id], member_id)
        for member_id, name in found.values_list("pk", "display_name")
        if name != names[member_id]
    ]
    update_many(Member, "id", ("display_name",), changed)


@action
def withdraw_placeholders(_actor: Viewer, member_ids: Iterable[int]) -> int:
    """Delete placeholders nobody has claimed, for an undone import; returns how many."""
    found = Member.objects.filter(pk__in=list(member_ids), is_placeholder=True)
    return found.delete()[1].get("members.Member", 0)


def _known(source: str, external_ids: list[str]) -> dict[str, AddedPerson]:
    rows = OutsideIdentity.objects.filter(source=source, external_id__in=external_ids)
    found = rows.values_list("external_id", "member_id", "member__actor_key")
    return {external_id: AddedPerson(member_id, key or "") for external_id, member_id, key in found}


def _wish(person: ImportedPerson) -> str:
    """`GeoffDalgas-1`: the name's letters and the number it had there, so that it rarely clashes."""
    name = NOT_IN_HANDLES.sub("", person.name)[:HANDLE_NAME_MOST] or "member"
    return f"{name}-{person.external_id}"[:30]


def _free_handles(wishes: list[str]) -> list[str]:
    lowered = Member.objects.annotate(lowered=Lower("handle"))
    wanted = [wish.lower() for wish in wishes]
    taken = set(lowered.filter(lowered__in=wanted).values_list("lowered", flat=True))
    given = []
    for wish in wishes:
        handle, number = wish, 2
        while handle.lower() in taken or (
            handle != wish and lowered.filter(lowered=handle.lower()).exists()
        ):
            handle, number = f"{wish}-{number}", number + 1
        taken.add(handle.lower())
        given.append(handle)
    return given


def claimed_among(member_ids: Iterable[int]) -> int:
    """How many of these imported people somebody has claimed."""
    identities = OutsideIdentity.objects.filter(member__in=list(member_ids))
    return identities.exclude(claimed_at=None).count()
