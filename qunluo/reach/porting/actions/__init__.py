"""Every write of porting: runs, their chunks, and undoing them."""

from qunluo.reach.porting.actions.bringing import bring_in, refusals_path
from qunluo.reach.porting.actions.starting import Wish

__all__ = ["Wish", "bring_in", "refusals_path"]
