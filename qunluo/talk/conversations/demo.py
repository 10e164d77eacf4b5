"""Private talk in the demo: what the hosts write to members in their first days, and a small group."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import lives
from qunluo.kernel.viewer import SHANGHAI
from qunluo.talk.chat.actions import Utterance
from qunluo.talk.conversations import actions

if TYPE_CHECKING:
    from qunluo.kernel.demo import Folk, Town

DAY = 3
TALK = (
    (0, "你好，周六茶会还缺一个人分茶，你来吗？"),
    (1, "来。要自己带杯子吗？"),
    (0, "带一只就行，**别的我们准备**。"),
)
TALK_IN_ENGLISH = (
    (0, "Hello, Saturday's tasting still lacks somebody to pour. Will you come?"),
    (1, "I will. Shall I bring a cup of my own?"),
    (0, "One is enough, **we have the rest**."),
)
GROUP = ("茶会筹备", ((0, "这周六的分工，大家看看。"), (1, "我管水。"), (2, "我管签到。")))
GROUP_IN_ENGLISH = (
    "Preparing the tasting",
    (
        (0, "Who does what this Saturday? Have a look."),
        (1, "I take the water."),
        (2, "And I the list of guests."),
    ),
)


@lives(order=64)
def hosts_write(town: Town) -> None:
    """Once: the first host writes to each of the next few, and begins a group with them."""
    people = [folk for folk in town.folks[:5] if folk in town.present()]
    if town.day != DAY or len(people) < 3:
        return
    day = town.starts_on + timedelta(days=town.day)
    at = datetime.combine(day, time(19), SHANGHAI).astimezone(UTC)
    host, others = people[0], people[1:]
    with clock.at(at):
        for other in others:
            talk = actions.start_direct(host.viewer, other.viewer.require_member_id())
            _say(talk, (host, other), town.speaks(TALK, TALK_IN_ENGLISH), at)
        ids = [one.viewer.require_member_id() for one in others]
        name, lines = town.speaks(GROUP, GROUP_IN_ENGLISH)
        _say(actions.start_group(host.viewer, ids, name=name), people, lines, at)


def _say(
    talk: int,
    people: list[Folk] | tuple[Folk, ...],
    lines: tuple[tuple[int, str], ...],
    at: datetime,
) -> None:
    for number, (who, words) in enumerate(lines):
        with clock.at(at + timedelta(minutes=3 * number)):
            mark = f"demo-talk-{talk}-{number}"
            actions.post_message(people[who].viewer, talk, Utterance(words), client_id=mark)
