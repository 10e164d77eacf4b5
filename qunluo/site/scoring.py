"""How much of what is planted in the demo's year insight finds again, counted without mercy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.insight.alerts.models import Alert
from qunluo.insight.metrics.engine.certainty import wilson
from qunluo.insight.metrics.engine.measures.growth import joiners
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.ports import known_days
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
    from qunluo.insight.metrics.queries.why import Why
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
    """Whether "why" names what was planted, on the page where an operator would look for it."""
    lines = []
    for episode in TRUTH:
        first, last = span(episode, begins)
        is_named, words = _NAMED[episode.kind](viewer, first, last)
        lines.append(Line(f"why names {episode.kind}", int(is_named), 1, words))
    named = sum(one.got for one in lines)
    return [*lines, Line("causes named by why", named, len(TRUTH), "each by its own evidence")]


def _whole_week(viewer: Viewer, metric_id: str, first: date) -> Why:
    """Of the first week that lies in an episode as a whole, beside what was to be expected."""
    calendar = calendar_of(viewer.community_id or 0)
    week = calendar.period("week", first)
    return explain(viewer, metric_id, week if week.start == first else calendar.neighbour(week, 1))


def _silence(viewer: Viewer, first: date, _last: date) -> tuple[bool, str]:
    """An outage: the records say by themselves that a day has none."""
    day = calendar_of(viewer.community_id or 0).period("day", first)
    found = explain(viewer, "active.visited", day)
    told = next((one for one in found.health if one.key == "silent"), None)
    return bool(told and told.tone == "stop"), told.text if told else found.stopped


def _channel(name: str) -> Named:
    """A campaign: the change of joins lies in its channel."""

    def told(viewer: Viewer, first: date, _last: date) -> tuple[bool, str]:
        steps = _whole_week(viewer, "members.joined", first).steps
        text = next((step.text for step in steps if step.key == "dimension"), "")
        return name in text, text or "no place"

    return told


def _absent(viewer: Viewer, first: date, _last: date) -> tuple[bool, str]:
    """A drought: those who usually answer gave less, among them somebody of the planted helpers."""
    names = Member.objects.filter(handle__in=HELPERS).values_list("display_name", flat=True)
    steps = _whole_week(viewer, "response.median_hours", first).steps
    step = next((one for one in steps if one.key == "answerers"), None)
    less = [one.name for one in step.parts if one.change < 0] if step else []
    is_named = any(name in one for name in names for one in less)
    return is_named, step.text if step else "nobody is named"


def _known(viewer: Viewer, first: date, last: date) -> tuple[bool, str]:
    """A festival: known days or notes that lie within it are offered as candidates."""
    steps = _whole_week(viewer, "content.topics", first).steps
    names = [one.name for step in steps if step.key == "events" for one in step.parts]
    days = {name for tell in known_days for *_days, name in tell(viewer, first, last)}
    own = [name for name in names if name in days]
    return bool(own), f"candidates: {', '.join(names)}" if names else "no candidate"


Named = Callable[["Viewer", "date", "date"], tuple[bool, str]]
_NAMED: dict[str, Named] = {
    "outage": _silence,
    "campaign_good": _channel("spring"),
    "campaign_bad": _channel("lottery"),
    "drought": _absent,
    "festival": _known,
}


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
