"""The exchange's share of the demo: needs and offers, some met, some not, one project."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import lives
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.viewer import SHANGHAI, SYSTEM
from qunluo.talk.exchange import actions
from qunluo.talk.exchange.actions import Words

if TYPE_CHECKING:
    from qunluo.kernel.demo import Folk, Town

EVERY = 6  # days
NEEDS = (
    Words("need", "goods", "借一张六人茶桌，周末用", "周六茶会，周日还。", "茶桌，借用", "杭州"),
    Words("need", "knowledge", "请教老白茶怎么存放", "南方潮湿，去年坏了两饼。", "白茶，存放"),
    Words("need", "venue", "找一间能坐二十人的屋子", "每月一个晚上。", "场地", "杭州"),
    Words(
        "need", "project", "一起办春茶市集", "四月，三天，摊位二十个。", "市集，春茶", "杭州",
        roles="摊位招募\n海报设计\n现场音响",
    ),
)  # fmt: skip
OFFERS = (
    Words("offer", "goods", "旧茶桌一张，可借可送", "能坐六个人。", "茶桌，借用", "杭州"),
    Words("offer", "knowledge", "白茶存放答疑", "存茶十年，踩过的坑都可以讲。", "白茶，存放"),
    Words("offer", "venue", "工作日安静的后屋一间", "能坐二十五人。", "场地", "杭州"),
    Words("offer", "services", "帮忙做茶会海报", "一周内出稿。", "海报，设计"),
)
NEEDS_IN_ENGLISH = (
    Words(
        "need", "goods", "A tea table for six, for the weekend",
        "The tasting is on Saturday; it comes back on Sunday.", "tea table, lending", "Hangzhou",
    ),
    Words(
        "need", "knowledge", "How do you store aged white tea?",
        "It is damp here, and two cakes spoiled last year.", "white tea, storing",
    ),
    Words(
        "need", "venue", "Looking for a room for twenty", "One evening a month.", "venue",
        "Hangzhou",
    ),
    Words(
        "need", "project", "A spring tea market, together", "April, three days, twenty stalls.",
        "market, spring tea", "Hangzhou", roles="Finding stalls\nPosters\nSound on the day",
    ),
)  # fmt: skip
OFFERS_IN_ENGLISH = (
    Words(
        "offer", "goods", "An old tea table, to lend or to give", "Seats six.",
        "tea table, lending", "Hangzhou",
    ),
    Words(
        "offer", "knowledge", "Questions about storing white tea",
        "Ten years of it; I can tell you about every mistake.", "white tea, storing",
    ),
    Words(
        "offer", "venue", "A quiet back room on weekdays", "Seats twenty-five.", "venue", "Hangzhou"
    ),
    Words("offer", "services", "Posters for tastings", "Done within a week.", "poster, design"),
)  # fmt: skip
ANSWERS = ("可以，我们聊聊。", "Yes, let us talk.")


@lives(order=66)
def needs_and_offers(town: Town) -> None:
    """One every few days, a need after an offer; some are met, the last ones stay open."""
    if town.day % EVERY or town.is_on("outage"):
        return
    rng = random.Random(f"exchange:{town.slug}:{town.day}")  # noqa: S311 - a made-up year
    folk = [one for one in town.present() if one.zeal > 0.05]
    if len(folk) < 2:
        return
    author, other = rng.sample(folk, 2)
    turn = town.day // EVERY
    needs = town.speaks(NEEDS, NEEDS_IN_ENGLISH)
    offers = town.speaks(OFFERS, OFFERS_IN_ENGLISH)
    words = (offers if turn % 2 else needs)[(turn // 2) % len(needs)]
    at = _moment(town, rng)
    with clock.at(at):
        while actions.expire_listings(SYSTEM):
            pass
        # Whoever is held back that day posts nothing, and what is held nobody answers.
        with suppress(Refusal):
            made = actions.post_listing(author.viewer, words)
            _meet((author, other), made, at, rng, answer=town.speaks(*ANSWERS))


def _meet(
    folks: tuple[Folk, Folk], made: int, at: datetime, rng: random.Random, *, answer: str
) -> None:
    author, other = folks
    if rng.random() < 0.65:
        with clock.at(at + timedelta(hours=1)):
            mark = f"demo-exchange-{made}"
            actions.contact_author(other.viewer, made, answer, client_id=mark)
    fate = rng.random()
    with clock.at(at + timedelta(hours=2)):
        if fate < 0.4:
            met_with = other.viewer.member_id
            actions.close_listing(author.viewer, made, "met", met_with=met_with)
        elif fate < 0.55:
            actions.close_listing(author.viewer, made, "elsewhere")
        elif fate < 0.65:
            actions.close_listing(author.viewer, made, "not_met")


def _moment(town: Town, rng: random.Random) -> datetime:
    day = town.starts_on + timedelta(days=town.day)
    beginning = time(rng.choice((9, 12, 17)), rng.randrange(50))
    return datetime.combine(day, beginning, SHANGHAI).astimezone(UTC)
