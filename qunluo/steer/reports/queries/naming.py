"""Who may be named in reports: only who agreed to it in this community, and only while they do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from qunluo.insight.metrics import queries as metrics
from qunluo.people.communities import queries as communities
from qunluo.steer.reports.engine.facts import bare
from qunluo.steer.reports.models import ReportConsent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.engine.facts import Fact, FactTable

MOST_NAMED = 5
RANKS = 10
MOST_WORDS = 5
FEWEST_PEOPLE = 10
"""In a smaller circle a name beside a figure says something about everybody else, too."""


def agrees(viewer: Viewer) -> bool:
    """Whether this member agreed to be named here."""
    here = ReportConsent.objects.filter(community=viewer.community_id, member=viewer.member_id)
    return viewer.member_id is not None and here.exists()


def _agreed(community_id: int, ids: Iterable[int]) -> set[int]:
    rows = ReportConsent.objects.filter(community=community_id, member__in=list(ids))
    return set(rows.values_list("member_id", flat=True))


def named_in(community_id: int, facts: FactTable) -> dict[int, str]:
    """Names to set in for the people of these facts; two queries, none where nobody is meant."""
    ids = {int(fact.params["member"]) for fact in facts if fact.params.get("member")}
    if not ids:
        return {}
    people = communities.persons(community_id, _agreed(community_id, ids))
    return {one: person.name for one, person in people.items() if not person.is_erased}


def no_longer_named(community_id: int, facts: FactTable) -> list[str]:
    """Keys of facts whose person has gone or no longer agrees."""
    named = named_in(community_id, facts)
    return [
        fact.key
        for fact in facts
        if fact.params.get("member") and int(fact.params["member"]) not in named
    ]


def supporters(viewer: Viewer, facts: FactTable, period: metrics.Period) -> dict[str, Fact]:
    """Those of the first ten who helped others and agreed to be named, each as a fact of their rank."""
    whole = facts.usable("supporters.now")
    if whole is None or (whole.value or 0) < FEWEST_PEOPLE:
        return {}
    told = metrics.measure(viewer, whole.metric, _ask(whole))
    counts = {cell.key: cell.value for cell in told.points[0].cells}
    ranked = metrics.people_behind(viewer, whole.metric, period, limit=RANKS)
    agreed = _agreed(viewer.community_id or 0, [one for one, _n in ranked if one is not None])
    found: dict[str, Fact] = {}
    for rank, (member_id, times) in enumerate(ranked, start=1):
        # The list is of today, the count of the watermark: only where both say the same.
        if member_id not in agreed or counts.get(str(rank)) != times or len(found) == MOST_NAMED:
            continue
        params = {"function": "person", "part": str(rank), "member": str(member_id)}
        key = f"supporters.person_{rank}"
        fact = replace(whole, key=key, unit="items", params={**whole.params, **params})
        found[key] = replace(
            bare(fact, counts[str(rank)]), query_hash=whole.query_hash, watermark=whole.watermark
        )
    return found


def _ask(fact: Fact) -> metrics.Ask:
    from datetime import date  # noqa: PLC0415

    return metrics.Ask(
        by=cast("metrics.By", fact.params["by"]),
        first=date.fromisoformat(fact.params["period_start"]),
        last=date.fromisoformat(fact.params["asked_until"]),
        until_segment=fact.watermark,
    )


def rising(viewer: Viewer, facts: FactTable, period: metrics.Period) -> dict[str, Fact]:
    """Words that came up, as declared facts; a member's name is no topic."""
    whole = facts.get("contributors.now")
    if whole is None or not whole.is_usable:
        return {}
    names = {name.casefold() for name in _names(viewer)}
    some = metrics.rising_words(viewer, period, limit=4 * MOST_WORDS)
    chosen = [one for one in some if not any(one.word in name for name in names)][:MOST_WORDS]
    found = {}
    for number, one in enumerate(chosen, start=1):
        params = {
            "function": "word",
            "word": one.word,
            "texts": str(one.texts_now),
            "before": str(one.before),
            "texts_before": str(one.texts_before),
        }
        meant = metrics.definition("content.texts")
        told = replace(
            whole,
            key=f"words.now_{number}",
            metric=meant.id,
            version=meant.version,
            unit="items",
            params={**whole.params, **params},
        )
        found[told.key] = bare(told, float(one.now))
    return found


def _names(viewer: Viewer) -> Iterable[str]:
    eyes = replace(viewer, permissions=viewer.permissions | {"communities.grant_roles"})
    for _id, label in communities.member_names(eyes):
        yield label.rpartition(" @")[0]
        yield label.rpartition(" @")[2]
