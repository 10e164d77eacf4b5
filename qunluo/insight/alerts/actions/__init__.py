"""Every write of alerts.

`check_community` is the timed job's: it judges what has become whole since the last time, and the
last few periods again. Running it twice changes nothing.
"""

from qunluo.insight.alerts.actions.checking import check_community, check_rule, keep
from qunluo.insight.alerts.actions.handling import (
    close_alert,
    release_alert,
    reopen_alert,
    take_alert,
)
from qunluo.insight.alerts.actions.knowing import choose_holidays, name_day, strike_day
from qunluo.insight.alerts.actions.watching import (
    RuleWish,
    add_defaults,
    mute_rule,
    retire_rule,
    save_rule,
)

__all__ = [
    "RuleWish",
    "add_defaults",
    "check_community",
    "check_rule",
    "choose_holidays",
    "close_alert",
    "keep",
    "mute_rule",
    "name_day",
    "release_alert",
    "reopen_alert",
    "retire_rule",
    "save_rule",
    "strike_day",
    "take_alert",
]
