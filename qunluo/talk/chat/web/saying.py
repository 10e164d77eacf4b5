"""One way to say something, whether a form, a page's script or a program sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import bus, files
from qunluo.kernel.files.purposes import VOICE
from qunluo.kernel.refusal import Refusal
from qunluo.people.communities import queries as communities
from qunluo.talk.chat import actions, queries, rules
from qunluo.talk.chat.web.pace import keep_pace, keep_pace_of

if TYPE_CHECKING:
    from django.core.files.base import File

    from qunluo.kernel.files.models import StoredFile
    from qunluo.kernel.viewer import Viewer


def say(viewer: Viewer, room_id: int, said: actions.Utterance, client_id: str) -> int:
    """Post unless this was posted before, which costs nothing of the pace; returns its id."""
    viewer.require_member_id()
    if client_id and (made := queries.posted_before(viewer, client_id)):
        queries.message_for(viewer, made)
        return made
    keep_pace(viewer)
    return actions.post_message(viewer, room_id, said, client_id=client_id)


def keep_file(viewer: Viewer, room_id: int, uploaded: File[bytes], *, is_voice: bool) -> StoredFile:
    """Keep an upload for the room's readers. Refuses with `files.*`, and who may not talk there."""
    room = queries.room_for(viewer, room_id)
    viewer.require_member_id()
    viewer.require(rules.TALK, room.space_id)
    communities.require_may_write(viewer, room.space_id)
    keep_pace_of(viewer, "file")
    return files.keep_upload(
        viewer,
        uploaded,
        purpose=VOICE if is_voice else rules.ATTACHED,
        access="members" if room.space_id is None else "readers",
        community_id=room.community_id,
        space_id=room.space_id,
    )


def tell_typing(viewer: Viewer, room_id: int) -> None:
    """Let the room see for a few seconds that the viewer is writing; nothing is kept.

    Who may not talk just now tells nobody, quietly.
    """
    room = queries.room_for(viewer, room_id)
    member_id = viewer.require_member_id()
    try:
        keep_pace_of(viewer, "typing")
    except Refusal:
        return
    if rules.may_talk(viewer, room):
        name = communities.persons(room.community_id, [member_id])[member_id].name
        bus.tell(queries.room_topic(room.pk), "typing", {"member": member_id, "name": name})
