"""Every write of porting: runs, their chunks, undoing them, and what is asked for on pages."""

from qunluo.reach.porting.actions.bringing import bring_in, refusals_path
from qunluo.reach.porting.actions.keeping import (
    Archive,
    forget_uploads,
    keep_archive,
    server_archive,
)
from qunluo.reach.porting.actions.ordering import ask_again, ask_import, ask_undoing
from qunluo.reach.porting.actions.starting import Wish
from qunluo.reach.porting.actions.undoing import undo_import
from qunluo.reach.porting.actions.working import work_off

__all__ = [
    "Archive",
    "Wish",
    "ask_again",
    "ask_import",
    "ask_undoing",
    "bring_in",
    "forget_uploads",
    "keep_archive",
    "refusals_path",
    "server_archive",
    "undo_import",
    "work_off",
]
