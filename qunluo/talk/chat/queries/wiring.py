"""Messages as they travel: over the hub, to the page's script, and to programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.kernel.ui.display import initial, tint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.talk.chat.queries.messages import Spoken


def wire(message: Spoken) -> dict[str, Any]:
    """A message as plain values; moments in RFC 3339."""
    author, file, answers = message.author, message.file, message.answers
    return {
        "id": message.id,
        "room": message.room_id,
        "number": message.number,
        "change": message.change,
        "author": {
            "id": author.id,
            "name": author.name,
            "handle": author.handle,
            "avatar": author.avatar,
            "tint": tint(author.name or "?"),
            "initial": initial(author.name or "?"),
        },
        "html": str(message.body),
        "posted_at": message.posted_at.isoformat(),
        "edited": message.edited_at is not None,
        "client": message.client_id,
        "answers": answers
        and {"number": answers.number, "name": answers.name, "excerpt": answers.excerpt},
        "file": file and {name: getattr(file, name) for name in FILE},
        "reactions": {sign: list(ids) for sign, ids in message.reactions.items()},
        "mentions": list(message.mentions),
        "removed": message.removed,
        "topic": message.topic_address,
    }


FILE = ("kind", "name", "address", "preview", "width", "height", "size")


def wires(messages: Iterable[Spoken]) -> list[dict[str, Any]]:
    return [wire(message) for message in messages]
