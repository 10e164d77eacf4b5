"""Files people upload: checked by content, re-encoded, reached only after asking who may."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qunluo.kernel.files.purposes import Purpose, purpose, purposes

if TYPE_CHECKING:
    from qunluo.kernel.files.actions import carry_over, claim, erase_files_of, keep_upload, remove
    from qunluo.kernel.files.addressing import (
        address,
        addresses,
        keys_in,
        stable_address,
        thumbnail_address,
    )
    from qunluo.kernel.files.models import StoredFile
    from qunluo.kernel.files.queries import FileCard, files_of, may_read, read

__all__ = [
    "FileCard",
    "Purpose",
    "StoredFile",
    "address",
    "addresses",
    "carry_over",
    "claim",
    "erase_files_of",
    "files_of",
    "keep_upload",
    "keys_in",
    "may_read",
    "purpose",
    "purposes",
    "read",
    "remove",
    "stable_address",
    "thumbnail_address",
]

# These lean on models, which exist only once Django has started.
_LATER = {
    "FileCard": "queries",
    "StoredFile": "models",
    "address": "addressing",
    "addresses": "addressing",
    "carry_over": "actions",
    "claim": "actions",
    "erase_files_of": "actions",
    "files_of": "queries",
    "keep_upload": "actions",
    "keys_in": "addressing",
    "may_read": "queries",
    "read": "queries",
    "remove": "actions",
    "stable_address": "addressing",
    "thumbnail_address": "addressing",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
