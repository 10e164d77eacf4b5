"""Every write of the welcome; one verb per function."""

from qunluo.people.welcome.actions.arriving import (
    finish_first_steps,
    forget_member,
    greet,
    put_steps_away,
)
from qunluo.people.welcome.actions.setting import Wanted, set_up_welcome

__all__ = [
    "Wanted",
    "finish_first_steps",
    "forget_member",
    "greet",
    "put_steps_away",
    "set_up_welcome",
]
