"""The demo's welcome: volunteers greet by turns, and one space is recommended."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI, lives
from qunluo.people.welcome import actions

if TYPE_CHECKING:
    from qunluo.kernel.demo import Town

CHINESE = (
    "{name}，欢迎来到{community}。\n这里大多是刚开始喝原叶茶的人，问题不分大小，尽管问。"
    "想找点什么又找不到，直接问我。"
)
ENGLISH = (
    "Welcome to {community}, {name}.\nMost of us have only begun with loose leaf tea, so no question "
    "is too small. If you look for something and do not find it, ask me."
)


@lives(order=13)
def a_door_with_a_greeting(town: Town) -> None:
    """On the first day the owner writes the greeting; owners greet until there are volunteers."""
    if town.day:
        return
    morning = datetime.combine(town.starts_on, time(7, 30), SHANGHAI).astimezone(UTC)
    wanted = actions.Wanted(
        greeter="role:owner",
        greeting=town.speaks(CHINESE, ENGLISH),
        steps=("profile", "rules", "introduce", "answer"),
        space_ids=(town.spaces["help"],),
    )
    with clock.at(morning):
        actions.set_up_welcome(town.folks[0].viewer, wanted)
