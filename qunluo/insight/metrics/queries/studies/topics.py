"""What people talk about and what they need: words, rising words, open questions, empty searches."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import words
from qunluo.insight.metrics.queries.sources import calendar_of
from qunluo.insight.metrics.queries.studies.sheet import Picture, Study, Table
from qunluo.kernel import search
from qunluo.kernel.objects import kinds
from qunluo.kernel.search.rules import READ_UNMET
from qunluo.kernel.stream import exporting as stream
from qunluo.kernel.ui import display
from qunluo.kernel.ui.charts import Chart
from qunluo.kernel.ui.charts import Series as Line
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.queries.studies.sheet import StudyAsk
    from qunluo.kernel.objects import ObjectCard, ObjectText

WRITTEN = (
    *("forum.topic_opened", "questions.question_asked", "articles.article_published"),
    *("forum.reply_posted", "questions.answer_given", "forum.comment_posted"),
)
OPENED = WRITTEN[:3]
MOST_TEXTS = 3000
LISTED = 20
EARLIER = 4
FEWEST_PAIR = 2
TALK = timedelta(days=7)


def topics(ask: StudyAsk) -> Study:
    """Words of what was written in the period, beside the four periods before."""
    history, period = ask.history(), ask.period
    begins = calendar_of(ask.community_id).neighbour(period, -EARLIER).start
    own = texts_of(ask, history, period.start, period.last_day)
    past = texts_of(ask, history, begins, period.start - timedelta(days=1))
    now, texts_now = words.documents(whole_of(own))
    before, texts_before = words.documents(whole_of(past))
    frequent = now.most_common(LISTED)
    rising = words.rising(now, texts_now, before, texts_before)[:LISTED]
    chart = Chart(
        "across",
        tuple(word for word, _n in frequent),
        (Line("contributed", _("Texts"), tuple(n for _w, n in frequent)),),
        corner=_("Word"),
    )
    return Study(
        lead=_("What is talked about, what comes up anew, and what is asked for and not found."),
        figures=(
            (
                _("Texts read"),
                display.number(texts_now),
                _("at most %(count)s") % {"count": display.number(MOST_TEXTS)},
            ),
        ),
        pictures=(Picture("words", _("Words in most texts"), chart),),
        tables=(
            _rising_table(ask, rising, texts_now, texts_before),
            _frequent_table(ask, frequent, texts_now),
            _unanswered(ask, history),
            _not_found(ask),
            _pairs(own),
            _starters(ask, history),
        ),
        rules=_rules(),
    )


def texts_of(ask: StudyAsk, history: History, first: date, last: date) -> list[ObjectText]:
    """The newest texts of these days, at most 3,000, of spaces open to the viewer."""
    found = history.rows(
        "SELECT object_type, object_id FROM {acts}"
        " WHERE name IN (SELECT unnest(string_split(?, ','))) AND day BETWEEN ? AND ?"
        " ORDER BY moment DESC, line_id DESC LIMIT ?",
        [",".join(WRITTEN), first, last, MOST_TEXTS],
    )
    ids: dict[str, list[int]] = defaultdict(list)
    for object_type, object_id in found:
        ids[object_type].append(object_id)
    open_spaces = set(communities.ids_of_spaces_open_to(ask.viewer))
    return [
        text
        for object_type, own in ids.items()
        if object_type in kinds
        for text in kinds[object_type].texts(own)
        if text.audience != "hidden" and (text.space_id is None or text.space_id in open_spaces)
    ]


def whole_of(texts: Iterable[ObjectText]) -> list[str]:
    return [f"{text.title}\n{text.body}" for text in texts]


def search_page(ask: StudyAsk, word: str) -> str:
    """Where the texts with a word are found."""
    address = reverse("search:results", kwargs={"community": ask.viewer.community_slug})
    return f"{address}?{urlencode({'q': word})}"


def _frequent_table(ask: StudyAsk, frequent: Sequence[tuple[str, int]], texts: int) -> Table:
    """The chart's words as a list that opens to their texts."""
    rows = tuple((word, f"{count} / {texts}") for word, count in frequent)
    return Table(
        "words",
        _("Words in most texts"),
        (_("Word"), _("Texts now")),
        rows,
        links=tuple(search_page(ask, word) for word, _count in frequent),
        empty=_("Nothing was written in this period."),
    )


def _rising_table(
    ask: StudyAsk, rising: Sequence[words.Rising], texts_now: int, texts_before: int
) -> Table:
    rows = tuple(
        (one.word, f"{one.now} / {texts_now}", f"{one.before} / {texts_before}") for one in rising
    )
    return Table(
        "rising",
        _("Rising words"),
        (_("Word"), _("Texts now"), _("Texts before")),
        rows,
        links=tuple(search_page(ask, one.word) for one in rising),
        empty=_("No word is used clearly more than before."),
    )


def _cards(ask: StudyAsk, object_type: str, ids: Sequence[int]) -> Mapping[int, ObjectCard]:
    return kinds[object_type].cards(ask.viewer, ids) if object_type in kinds else {}


def _unanswered(ask: StudyAsk, history: History) -> Table:
    """Questions without an answer when the period ends, the oldest first."""
    from qunluo.insight.metrics.engine import questions  # noqa: PLC0415 - numpy

    lines = stream.told_lines(questions.open_at(history, ask.period.ends_at)[:200])
    cards = _cards(ask, "forum.topic", [line.object_id for line in lines])
    shown = [line for line in lines if line.object_id in cards][:LISTED]
    return Table(
        "unanswered",
        _("Waiting for an answer"),
        (_("Question"), _("Days")),
        tuple(
            (
                cards[line.object_id].title,
                (ask.period.ends_at - line.happened_at).days,
            )
            for line in shown
        ),
        links=tuple(cards[line.object_id].address for line in shown),
        empty=_("Every question has an answer."),
    )


def _not_found(ask: StudyAsk) -> Table:
    """Searches that found nothing, asked at least twice, for those who may read them; by nobody."""
    found: list[tuple[str, int]] = []
    if ask.viewer.may(READ_UNMET):
        found = search.asked_in_vain(
            ask.community_id, ask.period.starts_at, ask.period.ends_at, limit=LISTED
        )
    return Table(
        "searches",
        _("Searched for and not found"),
        (_("Search"), _("Times")),
        tuple(found),
        empty=_("No search came back empty twice or more."),
    )


def _pairs(texts: Sequence[ObjectText]) -> Table:
    """Tags used together, by how many topics; the lift says how much more often than by chance."""
    tagged = [sorted(set(text.tags)) for text in texts if text.object_type == "forum.topic"]
    single = Counter(tag for tags in tagged for tag in tags)
    pairs = Counter(pair for tags in tagged for pair in combinations(tags, 2))
    rows = [
        (
            f"{one} + {other}",
            count,
            display.number(count * len(tagged) / (single[one] * single[other]), 1),
        )
        for (one, other), count in pairs.most_common(LISTED)
        if count >= FEWEST_PAIR
    ]
    return Table(
        "pairs",
        _("Tags that go together"),
        (_("Tags"), _("Topics"), _("Times as often as by chance")),
        tuple(rows),
        empty=_("No two tags were used together twice."),
    )


def _starters(ask: StudyAsk, history: History) -> Table:
    """Topics whose first week brought in the most different people."""
    found = history.rows(
        "SELECT a.object_id, count(DISTINCT b.person) AS people, count(b.line_id) AS posts"
        " FROM {acts} a JOIN {acts} b ON b.root_id = a.object_id AND b.moment > a.moment"
        " AND b.moment <= a.moment + INTERVAL 7 DAY AND b.person IS DISTINCT FROM a.person"
        " WHERE a.name IN (SELECT unnest(string_split(?, ',')))"
        " AND b.name IN (SELECT unnest(string_split(?, ','))) AND a.day >= ? AND a.day < ?"
        " GROUP BY a.object_id ORDER BY people DESC, posts DESC, a.object_id LIMIT 100",
        [",".join(OPENED), ",".join(WRITTEN[3:]), ask.period.start, ask.period.end],
    )
    cards = _cards(ask, "forum.topic", [topic for topic, _people, _posts in found])
    shown = [row for row in found if row[0] in cards][:LISTED]
    return Table(
        "starters",
        _("What started conversations"),
        (_("Topic"), _("People in its first week"), _("Posts")),
        tuple((cards[topic].title, people, posts) for topic, people, posts in shown),
        links=tuple(cards[topic].address for topic, _people, _posts in shown),
        empty=_("Nothing opened in this period has drawn replies."),
    )


def _rules() -> tuple[tuple[str, str], ...]:
    return (
        (
            _("Words counted"),
            _(
                "Two Chinese characters or three Latin letters and more, without filler words; each text counts once."
            ),
        ),
        (
            _("Rising"),
            _(
                "In a larger share of texts than in the four periods before, beyond chance at 1 % (log-likelihood), and in at least four texts."
            ),
        ),
        (
            _("Texts"),
            _(
                "Topics, questions, articles, replies, answers and comments that stand and that you may read."
            ),
        ),
    )
