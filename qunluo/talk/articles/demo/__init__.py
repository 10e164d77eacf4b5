"""The demo's articles: written by the best answerers, read by a second person, some on their way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import lives
from qunluo.talk.articles import actions, queries
from qunluo.talk.articles.demo import english, texts
from qunluo.talk.articles.models import Article

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.demo import Folk, Town

# One article in about twelve days.
EVERY = 12
LONELY = 3


@lives(order=60)
def a_day_at_the_desk(town: Town) -> None:
    """Now and then somebody finishes an article, and the first readers respond."""
    if town.is_on("outage") or len(town.present()) < LONELY:
        return
    if town.day == 0:
        _found_series(town)
    number, days = divmod(town.day, EVERY)
    if days == EVERY - 1 and number < len(texts.ARTICLES):
        _publish(town, number)
    if town.day == town.size.days - 1:
        _leave_on_the_way(town)


def _found_series(town: Town) -> None:
    host = town.folks[0]
    with clock.at(town.moment()):
        for title, summary in town.speaks(texts.SERIES, english.SERIES):
            actions.make_series(host.viewer, title, summary=summary)


def _publish(town: Town, number: int) -> None:
    title, summary, body, tags, series = town.speaks(texts.ARTICLES, english.ARTICLES)[number]
    author, reviewer = _author(town), town.folks[1]
    moment = town.moment()
    wording = actions.Wording(
        title, body, summary, tags, _series_id(town, author, series), series_position=number + 1
    )
    with clock.at(moment - timedelta(hours=20)):
        article_id = actions.begin_article(author.viewer, town.spaces["square"], wording)
        actions.ask_for_review(author.viewer, article_id)
    with clock.at(moment):
        actions.approve_article(reviewer.viewer, article_id)
    _respond(town, author, article_id, moment)


def _respond(town: Town, author: Folk, article_id: int, moment: datetime) -> None:
    topic_id = Article.objects.get(pk=article_id).topic_id or 0
    others = [folk for folk in town.present() if folk is not author]
    responses = town.speaks(texts.RESPONSES, english.RESPONSES)
    for number, reader in enumerate(town.rng.sample(others, min(4, len(others)))):
        if town.rng.random() < reader.zeal + 0.2:
            with clock.at(moment + timedelta(minutes=35 * (number + 1))):
                actions.respond(reader.viewer, topic_id, town.rng.choice(responses))


def _leave_on_the_way(town: Town) -> None:
    """The desk is not empty: an idea, a draft, one in review, one scheduled."""
    host, reviewer, writer = town.folks[0], town.folks[1], town.folks[3]
    moment = town.moment()
    waiting, tag = town.speaks((texts.WAITING, texts.TAG), (english.WAITING, english.TAG))
    with clock.at(moment):
        for title, body, state in waiting:
            author = host if state in ("idea", "scheduled") else writer
            wording = actions.Wording(title, body, tags=(tag,) if body else ())
            begun = actions.begin_article(
                author.viewer, town.spaces["square"], wording, is_idea=state == "idea"
            )
            if state in ("in_review", "scheduled"):
                actions.ask_for_review(author.viewer, begun)
            if state == "scheduled":
                at = moment + timedelta(days=2)
                actions.approve_article(reviewer.viewer, begun, at=at)


def _author(town: Town) -> Folk:
    """Whoever answers best among those who are here today, but not the reviewer."""
    able = sorted(town.present(), key=lambda folk: (-folk.skill, folk.name))
    able = [folk for folk in able if folk is not town.folks[1]][:6]
    return town.rng.choice(able)


def _series_id(town: Town, author: Folk, title: str) -> int | None:
    cards = queries.series_cards(author.viewer, with_empty=True)
    return next((card.id for card in cards if card.title == title), None)
