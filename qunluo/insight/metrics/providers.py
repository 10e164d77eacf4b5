"""What this domain does when a community is purged."""

from __future__ import annotations

from qunluo.insight.metrics import actions
from qunluo.kernel.purging import purges

purges(actions.forget_community)
