"""What may be set: declared with a type and a default, kept per installation, community, member."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qunluo.kernel.preferences.declaring import Preference, declared, preference

if TYPE_CHECKING:
    from qunluo.kernel.preferences.actions import forget_member, reset, set
    from qunluo.kernel.preferences.queries import get, get_many, kept_of_member

__all__ = [
    "Preference",
    "declared",
    "forget_member",
    "get",
    "get_many",
    "kept_of_member",
    "preference",
    "reset",
    "set",
]

# These lean on models, which exist only once Django has started.
_LATER = {
    "forget_member": "actions",
    "get": "queries",
    "get_many": "queries",
    "kept_of_member": "queries",
    "reset": "actions",
    "set": "actions",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
