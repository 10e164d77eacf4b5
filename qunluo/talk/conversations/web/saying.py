"""One way to say something, whether a form, a page's script or a program sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import bus, files
from qunluo.kernel.files.purposes import VOICE
from qunluo.kernel.refusal import Forbidden, Refusal
from qunluo.kernel.web.limits import limit
from qunluo.people.communities import queries as communities
from qunluo.people.moderation import web as moderation
from qunluo.talk.conversations import actions, queries, rules

if TYPE_CHECKING:
    from django.core.files.base import File

    from qunluo.kernel.files.models import StoredFile
    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.chat.actions import Utterance


def say(viewer: Viewer, conversation_id: int, said: Utterance, client_id: str) -> int:
    """Post unless this was posted before, which costs nothing of the pace; returns its id."""
    if client_id and (made := queries.posted_before(viewer, client_id)):
        queries.message_for(viewer, made)
        return made
    keep_pace(viewer, conversation_id)
    return actions.post_message(viewer, conversation_id, said, client_id=client_id)


def keep_pace(viewer: Viewer, conversation_id: int) -> None:
    """Count one message by the settings of the conversation's community.

    Refuses with `limits.too_many` and like moderation's pace.
    """
    community_id = queries.conversation_for(viewer, conversation_id).community_id
    limit(viewer, "conversations.message", per_minute=rules.MESSAGES_PER_MINUTE)
    moderation.keep_pace(viewer, "message", community_id=community_id)


def keep_file(
    viewer: Viewer, conversation_id: int, uploaded: File[bytes], *, is_voice: bool
) -> StoredFile:
    """Keep an upload for those in the conversation. Refuses with `files.*` and like writing."""
    talk = queries.conversation_for(viewer, conversation_id)
    key, told = queries.frozen_for(viewer, talk)
    if key:
        raise Forbidden("conversations.frozen", told)
    limit(viewer, "conversations.file", per_minute=20, per_day=300)
    return files.keep_upload(
        viewer,
        uploaded,
        purpose=VOICE if is_voice else rules.ATTACHED,
        access="parties",
        community_id=talk.community_id,
    )


def tell_typing(viewer: Viewer, conversation_id: int) -> None:
    """Let the others see for a few seconds that the viewer is writing; nothing is kept."""
    talk = queries.conversation_for(viewer, conversation_id)
    if queries.frozen_for(viewer, talk)[0]:
        return
    try:
        limit(viewer, "conversations.typing", per_minute=40)
    except Refusal:
        return
    member_id = viewer.require_member_id()
    name = communities.persons(talk.community_id, [member_id])[member_id].name
    bus.tell(queries.conversation_topic(talk.pk), "typing", {"member": member_id, "name": name})
