"""How much of what is planted in the demo's year insight finds again, counted without mercy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.insight.alerts.models import Alert
from qunluo.insight.metrics.engine.certainty import wilson
from qunluo.insight.metrics.engine.measures.growth import joiners
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.queries import calendar_of, opening, viewer_for, watermark
from qunluo.insight.metrics.queries.sources import history_at
from qunluo.insight.metrics.queries.studies import StudyAsk, study
from qunluo.insight.metrics.queries.why import explain
from qunluo.kernel.demo import TRUTH
from qunluo.people.members.models import Member

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.history import History
    from qunluo.kernel.demo import Episode
    from qunluo.kernel.viewer import Viewer

DAYS = 365
AFTERMATH = timedelta(days=14)
LENGTH = {"day": timedelta(days=1), "week": timedelta(days=7)}
# Which alert counts as finding an episode: (metrics, direction). Anything else is luck.
SIGNS: dict[str, tuple[frozenset[str], str]] = {
    "outage": (frozenset({"active.visited", "content.all"}), "down"),
    "campaign_good": (frozenset({"members.joined"}), "up"),
    "campaign_bad": (frozenset({"members.joined"}), "up"),
    "drought": (frozenset({"response.median_hours"}), "up"),
    "festival": (frozenset({"content.topics", "reactions.signs"}), "up"),
}
CHANNELS = {"campaign_good": "spring", "campaign_bad": "lottery"}
HELPERS = ("demo-wei", "demo-mei")
"""The cast who answer most (skill 0.45) and are counted among members."""
TOP = 10
STAYED_DAYS = 30


@dataclass(frozen=True)
class Line:
    """One score in plain words. `got` of `whole`; `whole` 0: a figure that has no whole."""

    what: str
    got: int
    whole: int
    words: str


def scores(slug: str) -> list[Line]:
    """Every score of a seeded village; it reads only what everybody's pages read."""
    viewer = viewer_for(slug)
    told = opening(viewer, "day")
    if viewer.community_id is None or told is None:
        return []
    begins = calendar_of(viewer.community_id).day_of(told.first)
    alerts = list(Alert.objects.filter(community_id=viewer.community_id).order_by("first", "by"))
    history = history_at(viewer.community_id, watermark())
    return [
        *_incidents(alerts, begins),
        _false_alarms(alerts, begins),
        _influence(viewer, begins),
        *_causes(viewer, begins),
        _campaigns(history),
    ]


def span(episode: Episode, begins: date) -> tuple[date, date]:
    """First and last day of an episode."""
    first, last = int(episode.from_day * DAYS), int(episode.to_day * DAYS)
    return begins + timedelta(days=first), begins + timedelta(days=last)


def _touches(alert: Alert, first: date, last: date) -> bool:
    return alert.first <= last and alert.last + LENGTH[alert.by] > first


def _incidents(alerts: Sequence[Alert], begins: date) -> list[Line]:
    lines = []
    delays = []
    for episode in TRUTH:
        first, last = span(episode, begins)
        metrics, way = SIGNS[episode.kind]
        hits = [
            one
            for one in alerts
            if one.metric_id in metrics and one.direction == way and _touches(one, first, last)
        ]
        words = "not found"
        if hits:
            hit = min(hits, key=lambda one: one.first + LENGTH[one.by])
            delay = (hit.first + LENGTH[hit.by] - first).days
            delays.append(delay)
            words = f"{hit.metric_id} {hit.direction}, told {delay} days after its first day"
            words += f", explained by {hit.reason}" if hit.outcome == "known" else ""
        lines.append(Line(f"incident {episode.kind}", int(bool(hits)), 1, words))
    mean = f"mean delay {sum(delays) / len(delays):.1f} days" if delays else "none found"
    return [*lines, Line("incidents found", len(delays), len(TRUTH), mean)]


def _false_alarms(alerts: Sequence[Alert], begins: date) -> Line:
    """Alerts that asked for somebody though nothing planted lies there or in the two weeks before."""
    spans = [span(episode, begins) for episode in TRUTH]
    asked = [one for one in alerts if one.leader_id is None and one.outcome != "known"]
    wrong = [
        one
        for one in asked
        if not any(_touches(one, first, last + AFTERMATH) for first, last in spans)
    ]
    told = ", ".join(f"{one.metric_id} {one.first}" for one in wrong)
    words = f"{len(wrong) / 12:.2f} a month" + (f": {told}" if told else "")
    return Line("false alarms", len(wrong), len(asked), words)


def _influence(viewer: Viewer, begins: date) -> Line:
    calendar = calendar_of(viewer.community_id or 0)
    year = calendar.span(begins, begins + timedelta(days=DAYS - 1))
    tables = study("network", StudyAsk(viewer, year)).tables
    names = dict(Member.objects.filter(handle__in=HELPERS).values_list("display_name", "handle"))
    ranks = {
        names[str(row[0])]: int(row[1] or 0)
        for row in (tables[0].rows if tables else ())
        if row[0] in names
    }
    words = ", ".join(f"{handle} rank {rank}" for handle, rank in sorted(ranks.items()))
    return Line(
        "planted helpers among the ten of highest rank",
        sum(rank <= TOP for rank in ranks.values()),
        len(HELPERS),
        words or "not listed",
    )


def _causes(viewer: Viewer, begins: date) -> list[Line]:
    """Whether "why" names the channel of a campaign; the other episodes have no recorded cause."""
    calendar = calendar_of(viewer.community_id or 0)
    lines = []
    for episode in TRUTH:
        channel = CHANNELS.get(episode.kind)
        if channel is None:
            continue
        first, _last = span(episode, begins)
        week = calendar.neighbour(calendar.period("week", first), 1)  # its first whole week
        steps = explain(viewer, "members.joined", week).steps
        text = next((step.text for step in steps if step.key == "dimension"), "")
        lines.append(Line(f"why names {channel}", int(channel in text), 1, text or "no place"))
    others = len(TRUTH) - len(CHANNELS)
    words = "an outage, absent answerers and a festival leave no record that could be named"
    return [*lines, Line("other causes named by why", 0, others, words)]


def _campaigns(history: History) -> Line:
    """Of each campaign's joiners, how many were members still after thirty days."""
    stayed, joined = Counter[str](), Counter[str]()
    left = dict(
        history.rows(
            "SELECT person, min(moment) FROM {acts} WHERE name IN"
            " ('communities.member_left', 'communities.member_removed') GROUP BY person"
        )
    )
    for person, at, _day, channel, _did in joiners(history, DID):
        if channel in CHANNELS.values():
            gone = left.get(person)
            joined[channel] += 1
            stayed[channel] += gone is None or (gone - at.replace(tzinfo=None)).days >= STAYED_DAYS
    ranges = {
        one: found
        for one in CHANNELS.values()
        if (found := wilson(stayed[one], joined[one])) is not None
    }
    words = ", ".join(
        f"{one}: {stayed[one]} of {joined[one]} stayed 30 days ({low:.0%} to {high:.0%})"
        for one, (low, high) in ranges.items()
    )
    apart = len(ranges) == 2 and ranges["spring"][0] > ranges["lottery"][1]
    words += "" if apart else "; the intervals overlap"
    return Line("good and bad campaign told apart", int(apart), 1, words or "nobody came by them")
