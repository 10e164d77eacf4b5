"""The demo town: who lives there, how a day passes, and what is known to be true about its year."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, TypeVar
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qunluo.kernel.viewer import Viewer

SHANGHAI = ZoneInfo("Asia/Shanghai")
T = TypeVar("T")
SizeName = Literal["hamlet", "village", "city"]
Language = Literal["zh-hans", "en"]


@dataclass(frozen=True)
class Size:
    """`days` of simulated time, `founders` present on the first day, `arrivals` a day after it."""

    days: int
    founders: int
    arrivals: float
    questions: float
    topics: float


SIZES: dict[SizeName, Size] = {
    "hamlet": Size(days=28, founders=6, arrivals=0.2, questions=0.7, topics=0.4),
    "village": Size(days=365, founders=24, arrivals=0.45, questions=1.6, topics=0.8),
    "city": Size(days=365, founders=200, arrivals=5.0, questions=14.0, topics=6.0),
}


@dataclass(frozen=True)
class Episode:
    """Something planted in the year, so that insight can be scored against the truth.

    `from_day`/`to_day` are shares of the year; `kind` is read by the domains' demo.py.
    """

    kind: str
    from_day: float
    to_day: float
    truth: str


TRUTH = (
    Episode("outage", 0.41, 0.415, "Nobody could reach the place: no activity on these days."),
    Episode("campaign_good", 0.25, 0.29, "Channel spring: three times the arrivals, they stay."),
    Episode("campaign_bad", 0.55, 0.59, "Channel lottery: four times the arrivals, they leave."),
    Episode("drought", 0.66, 0.74, "The best answerers are away: first answers take far longer."),
    Episode("festival", 0.85, 0.88, "Mid-autumn: twice the topics and reactions."),
)


@dataclass
class Folk:
    """One inhabitant. `zeal`: chance to visit on a day; `skill`: chance to answer when there."""

    name: str
    viewer: Viewer
    zeal: float
    skill: float
    wordiness: float
    came_on: int
    gone_on: int
    channel: str


@dataclass
class Thread:
    """A talk that goes on: who began it and when, and what is still to be said in it, in order."""

    topic_id: int
    begun_at: datetime
    author: Folk
    to_be_said: list[str]


@dataclass
class Town:
    """The community being lived in. `day` counts from 0; `rng` is the only source of chance."""

    size: Size
    starts_on: date
    rng: random.Random
    slug: str
    language: Language = "zh-hans"
    community_id: int = 0
    spaces: dict[str, int] = field(default_factory=dict)
    folks: list[Folk] = field(default_factory=list)
    turns: Counter[str] = field(default_factory=Counter)
    day: int = 0
    open_questions: list[Thread] = field(default_factory=list)
    topics: list[Thread] = field(default_factory=list)

    def is_on(self, kind: str) -> bool:
        """Whether an episode of this kind covers the present day."""
        return any(
            episode.kind == kind and span[0] <= self.day <= span[1]
            for episode in TRUTH
            for span in [self.span(episode)]
        )

    def span(self, episode: Episode) -> tuple[int, int]:
        """First and last day of an episode in this town's year."""
        return int(episode.from_day * self.size.days), int(episode.to_day * self.size.days)

    def present(self) -> list[Folk]:
        """Those who belong to the town today."""
        return [folk for folk in self.folks if folk.came_on <= self.day < folk.gone_on]

    def moment(self) -> datetime:
        """A random moment of the day, mostly in the evening, in UTC."""
        hour = self.rng.choices(range(7, 24), weights=HOURS)[0]
        local = datetime.combine(
            self.starts_on + timedelta(days=self.day),
            time(hour, self.rng.randrange(60), self.rng.randrange(60)),
            SHANGHAI,
        )
        return local.astimezone(UTC)

    def speaks(self, chinese: T, english: T) -> T:
        """Whichever of the two the town speaks."""
        return english if self.language == "en" else chinese

    def turn(self, what: str) -> int:
        """The how-many-th this is: every twelfth can be chosen without drawing lots."""
        self.turns[what] += 1
        return self.turns[what]

    def on_the_day(self) -> date:
        """The day it is in the town."""
        return self.starts_on + timedelta(days=self.day)

    def times(self, rate: float) -> int:
        """How often something of this daily rate happens today (Poisson, Knuth 1969)."""
        limit, count, product = 2.718281828459045**-rate, 0, self.rng.random()
        while product > limit:
            count += 1
            product *= self.rng.random()
        return count


HOURS = (1, 2, 3, 3, 2, 3, 3, 2, 2, 2, 2, 3, 4, 6, 7, 6, 3)
_days: list[tuple[int, str, Callable[[Town], None]]] = []


def lives(order: int) -> Callable[[Callable[[Town], None]], Callable[[Town], None]]:
    """Register what a domain's people do on a day; lower orders (floors) come first."""

    def register(day: Callable[[Town], None]) -> Callable[[Town], None]:
        name = f"{day.__module__}.{day.__name__}"
        _days[:] = [entry for entry in _days if entry[1] != name]
        _days.append((order, name, day))
        _days.sort(key=lambda entry: entry[:2])
        return day

    return register


def domains_of_the_day() -> Iterator[Callable[[Town], None]]:
    """Every domain's part of a day, in floor order."""
    return (day for _order, _name, day in _days)
