"""A member's own copy of everything about them: asked for, made by the worker, gone in a week."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.base import File
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, files
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.record import record
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members import rules
from qunluo.people.members.actions import letters
from qunluo.people.members.activities import CopyAsked, CopyMade
from qunluo.people.members.models import DataCopy
from qunluo.people.members.queries.copy import write_copy

if TYPE_CHECKING:
    from qunluo.kernel.files import StoredFile
    from qunluo.kernel.viewer import Viewer

GOOD_FOR = timedelta(days=7)


@action
def ask_for_copy(actor: Viewer) -> int:
    """The worker makes it within minutes; a letter tells when. Returns the copy's id.

    Refuses `members.copy_waiting`, `members.not_by_token`.
    """
    member_id = rules.require_person(actor)
    if DataCopy.objects.filter(member=member_id, state="waiting").exists():
        raise Refusal(
            "members.copy_waiting", _("Your copy is being made. A letter tells you when.")
        )
    made = DataCopy.objects.create(member_id=member_id, asked_at=clock.now())
    record(CopyAsked(object_id=member_id, community_id=None, actor_key=actor.actor_key))
    return made.pk


def make_copy(actor: Viewer, copy_id: int) -> None:
    """Write the archive, which takes its time, then keep it; again does nothing."""
    copy = DataCopy.objects.filter(pk=copy_id, state="waiting").select_related("member").first()
    if copy is None:
        return
    with tempfile.TemporaryFile() as archive:
        write_copy(archive, copy.member_id)
        named = File(archive, name="qunluo-copy.zip")
        kept = files.keep_upload(SYSTEM, named, purpose="export", access="parties")
    _keep(actor, copy, kept)


@action
def _keep(actor: Viewer, copy: DataCopy, kept: StoredFile) -> None:
    now = clock.now()
    copy.state, copy.file, copy.bytes = "ready", kept, kept.bytes
    copy.ready_at, copy.expires_at = now, now + GOOD_FOR
    copy.save()
    member = copy.member
    if member.email:
        link = letters.address(reverse("members:privacy"))
        told = {"name": member.display_name, "link": link}
        letters.post(member.email, "copy_ready", told, language=member.language)
    record(
        CopyMade(
            object_id=member.pk, community_id=None, actor_key=member.actor_key, bytes=kept.bytes
        )
    )


@action
def drop_old_copies(actor: Viewer) -> int:
    """Copies are deleted after a week; returns how many."""
    old = DataCopy.objects.filter(state="ready", expires_at__lt=clock.now())
    ids = [file_id for file_id in old.values_list("file_id", flat=True) if file_id]
    count = old.update(state="gone")
    files.remove(SYSTEM, ids)
    return count
