"""Letters by email: written in the reader's language, sent by a job, never by a request."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qunluo.kernel.mail.actions import attach, send, send_waiting
    from qunluo.kernel.mail.attaching import Attachment, fits
    from qunluo.kernel.mail.writing import absolute

__all__ = ["Attachment", "absolute", "attach", "fits", "send", "send_waiting"]

# These lean on models, which exist only once Django has started.
_LATER = {
    "Attachment": "attaching",
    "absolute": "writing",
    "attach": "actions",
    "fits": "attaching",
    "send": "actions",
    "send_waiting": "actions",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
