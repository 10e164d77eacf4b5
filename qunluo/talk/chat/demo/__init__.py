"""The demo's rooms: short exchanges most evenings, a few calls, signs, and a slip taken back."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI, lives
from qunluo.people.members import queries as members
from qunluo.talk.chat import actions, queries
from qunluo.talk.chat.actions import Setup, Utterance
from qunluo.talk.chat.demo import english, texts

if TYPE_CHECKING:
    from qunluo.kernel.demo import Folk, Town

EVENINGS = 0.62  # the share of days on which somebody begins an exchange
SIGNED, ANSWERED = 0.3, 0.4
KEPT_DAYS = 730  # in the first room; longer than the demo's year
HOURS = (12, 19, 20, 20, 21, 21, 22)


@lives(order=60)
def an_evening_in_the_rooms(town: Town) -> None:
    """One exchange on most days, two at the festival; its chance is its own, so that the rest of
    the year goes on as it would without chat.
    """
    if town.day == 0:
        _open_rooms(town)
    if town.is_on("outage"):
        return
    rng = random.Random(f"chat:{town.slug}:{town.day}")  # noqa: S311 - a made-up year
    for _ in range(2 if town.is_on("festival") else 1):
        if rng.random() < EVENINGS:
            _exchange(town, rng)


def _open_rooms(town: Town) -> None:
    keeper = town.folks[0].viewer
    with clock.at(_evening(town, random.Random(0), hour=8)):  # noqa: S311
        for place, (name, space, purpose, note) in enumerate(_rooms(town)):
            kept = KEPT_DAYS if place == 0 else 0
            setup = Setup(name, purpose=purpose, note=note, position=place, keep_days=kept)
            actions.open_room(keeper, setup, space_id=town.spaces.get(space) if space else None)


def _exchange(town: Town, rng: random.Random) -> None:
    """Several people, a line each, minutes apart; the second line answers the first now and then."""
    present = [folk for folk in town.present() if folk.zeal > 0.05]
    place, lines = _talk(town, rng)
    rooms = {line.name: line.id for line in queries.room_lines(town.folks[0].viewer)}
    keepers = town.folks[:2]
    speakers = (
        keepers if place == _hosts(town) else rng.sample(present, min(len(lines), len(present)))
    )
    if not speakers:
        return
    moment, first = _evening(town, rng), None
    for number, line in enumerate(lines):
        moment += timedelta(seconds=rng.randrange(20, 400))
        speaker = speakers[number % len(speakers)]
        answers = first if number and rng.random() < ANSWERED else None
        with clock.at(moment):
            said = Utterance(_named(line, speakers, number), answers)
            mark = f"demo-{town.day}-{place}-{number}-{moment:%H%M%S}"
            made = actions.post_message(speaker.viewer, rooms[place], said, client_id=mark)
        first = first or made
        _react(speakers, made, speaker, moment, rng)


def _talk(town: Town, rng: random.Random) -> tuple[str, tuple[str, ...]]:
    kind, exchanges = rng.random(), town.speaks(texts.EXCHANGES, english.EXCHANGES)
    table, welcome = (room[0] for room in _rooms(town)[:2])
    if kind < 0.12:
        return _hosts(town), rng.choice(exchanges[_hosts(town)])
    if kind < 0.22:
        return table, rng.choice(town.speaks(texts.GUESTS, english.GUESTS))
    place = table if kind < 0.75 else welcome
    return place, rng.choice(exchanges[place])


def _rooms(town: Town) -> tuple[tuple[str, str, str, str], ...]:
    return town.speaks(texts.ROOMS, english.ROOMS)


def _hosts(town: Town) -> str:
    return town.speaks(texts.HOSTS, english.HOSTS)


def _named(line: str, speakers: list[Folk], number: int) -> str:
    """`@` before a blank stands for whoever spoke first."""
    if "@ " not in line or not number:
        return line.replace("@ ", "")
    first = speakers[0].viewer.require_member_id()
    return line.replace("@ ", f"@{members.persons([first])[first].handle} ")


def _react(
    speakers: list[Folk], made: int, author: Folk, moment: datetime, rng: random.Random
) -> None:
    for folk in speakers:
        if folk is not author and rng.random() < SIGNED:
            with clock.at(moment + timedelta(minutes=2)):
                actions.react(folk.viewer, made, rng.choice(("like", "like", "laugh", "thanks")))
            return


def _evening(town: Town, rng: random.Random, hour: int = 0) -> datetime:
    """A moment of the day, mostly after supper."""
    beginning = time(hour or rng.choice(HOURS), 0 if hour else rng.randrange(50))
    day = town.starts_on + timedelta(days=town.day)
    return datetime.combine(day, beginning, SHANGHAI).astimezone(UTC)
