"""Everything kept about a member, written as JSON and as one page to read (PIPL 45, GDPR 15, 20)."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.forms.models import model_to_dict
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from qunluo.kernel import clock, files, preferences
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.objects import kinds
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.members.models import (
    AccessToken,
    Claim,
    DataCopy,
    Erasure,
    Member,
    OutsideIdentity,
    OutsideLogin,
    Session,
    StaffAccess,
)
from qunluo.people.members.ports import keepers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

SECRET = frozenset({"password", "token_hash", "key", "code"})


@dataclass(frozen=True)
class PrivacySheet:
    """One's copies and whether one is about to be erased. `copy_id` None: none to fetch."""

    handle: str
    is_copy_waiting: bool
    copy_id: int | None
    copy_bytes: int
    copy_until: datetime | None
    looked: int


def privacy_sheet(viewer: Viewer) -> PrivacySheet:
    """Four queries."""
    member = Member.objects.get(pk=viewer.require_member_id())
    copies = DataCopy.objects.filter(member=member)
    ready = copies.filter(state="ready", expires_at__gt=clock.now()).order_by("-pk").first()
    return PrivacySheet(
        handle=member.handle,
        is_copy_waiting=copies.filter(state="waiting").exists(),
        copy_id=ready.pk if ready else None,
        copy_bytes=ready.bytes if ready else 0,
        copy_until=ready.expires_at if ready else None,
        looked=StaffAccess.objects.filter(member=member).count(),
    )


def copy_address(viewer: Viewer, copy_id: int) -> str:
    """A short-lived address of one's own finished copy. Refuses `missing`."""
    found = DataCopy.objects.filter(
        pk=copy_id,
        member=viewer.require_member_id(),
        state="ready",
        expires_at__gt=clock.now(),
        file__isnull=False,
    ).first()
    if found is None or found.file_id is None:
        raise missing()
    return files.addresses(viewer, [found.file_id])[found.file_id]


def waiting_copies() -> list[int]:
    return list(DataCopy.objects.filter(state="waiting").values_list("pk", flat=True))


def erasures_due() -> list[int]:
    """Wishes whose cooling-off is over."""
    due = Erasure.objects.filter(called_off_at=None, done_at=None, due_at__lte=clock.now())
    return list(due.order_by("pk").values_list("pk", flat=True))


def write_copy(archive: IO[bytes], member_id: int) -> None:
    """A ZIP of one JSON file per part, `index.html` to read, and the uploads themselves."""
    member = Member.objects.get(pk=member_id)
    with (
        translation.override(member.language or "zh-hans"),
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as parcel,
    ):
        page = [_head(_("Your data"))]
        for name, rows in _parts(member):
            written = [_plain(row) for row in rows]
            if written:
                told = json.dumps(written, ensure_ascii=False, indent=1, default=str)
                parcel.writestr(f"{name}.json", told)
                page.extend(_section(name, written))
        parcel.writestr("index.html", "\n".join([*page, "</body></html>"]))
        for file in StoredFile.objects.filter(owner_key=member.actor_key or ""):
            with parcel.open(f"files/{file.key}-{file.name}", "w") as target:
                for piece in files.read(file):
                    target.write(piece)


def _parts(member: Member) -> Iterator[tuple[str, Iterable[Mapping[str, object]]]]:
    yield "profile", [model_to_dict(member)]
    model: type[Any]
    for model in (Session, AccessToken, OutsideLogin, OutsideIdentity, Claim, Erasure, StaffAccess):
        named = "claimant" if model is Claim else "member"
        rows = model.objects.filter(**{named: member.pk})
        yield f"account.{model.__name__.lower()}", (model_to_dict(row) for row in rows)
    for kind in kinds.values():
        yield kind.object_type, kind.export(member.pk)
    for label, keeper in keepers.items():
        yield label, keeper.export(member.pk)
    yield "preferences", preferences.kept_of_member(member.pk)
    lines = StreamLine.objects.filter(actor_key=member.actor_key or "").order_by("pk")
    yield "activities", (model_to_dict(line) for line in lines.iterator())


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in SECRET}


def _head(title: str) -> str:
    said = escape(title)
    return f"<!doctype html><html><head><meta charset='utf-8'><title>{said}</title></head><body><h1>{said}</h1>"


def _section(name: str, rows: list[dict[str, object]]) -> Iterator[str]:
    yield f"<h2>{escape(name)} ({len(rows)})</h2>"
    for row in rows:
        cells = "".join(
            f"<dt>{escape(key)}</dt><dd>{escape(str(value))}</dd>" for key, value in row.items()
        )
        yield f"<dl>{cells}</dl><hr>"


def is_own_copy(viewer: Viewer, file_id: int) -> bool:
    """Whether the file is a copy made for the viewer."""
    return DataCopy.objects.filter(file=file_id, member=viewer.member_id or 0).exists()
