"""Finding what people wrote: one analyser for Chinese and Latin, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qunluo.kernel.search.indexing import index, rebuild
    from qunluo.kernel.search.queries import Hit, Results, find, search
    from qunluo.kernel.search.unmet import asked_in_vain

__all__ = ["Hit", "Results", "asked_in_vain", "find", "index", "rebuild", "search"]

# These lean on models, which exist only once Django has started.
_LATER = {
    "Hit": "queries",
    "Results": "queries",
    "asked_in_vain": "unmet",
    "find": "queries",
    "index": "indexing",
    "rebuild": "indexing",
    "search": "queries",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
