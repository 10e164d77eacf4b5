"""Every write of porting: runs, their chunks, and undoing them."""

from qunluo.reach.porting.actions.bringing import bring_in, refusals_path
from qunluo.reach.porting.actions.starting import Wish
from qunluo.reach.porting.actions.undoing import undo_import

__all__ = ["Wish", "bring_in", "refusals_path", "undo_import"]
