"""Ties between people: who is linked to whom, how closely, and what leads through whom."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from datetime import date

N = TypeVar("N", bound="Hashable")
Ties = dict[N, dict[N, float]]
ROUNDS = 1000
CLOSE = 1e-12


def ties(edges: Iterable[Sequence[N]], *, is_directed: bool = False) -> Ties[N]:
    """Neighbours with weights from (one, other) or (one, other, weight); loops are left out."""
    found: Ties[N] = defaultdict(dict)
    for one, other, *rest in edges:
        found[one], found[other] = found[one], found[other]
        if one == other:
            continue
        weight = float(rest[0]) if rest else 1.0  # type: ignore[arg-type]
        found[one][other] = found[one].get(other, 0.0) + weight
        if not is_directed:
            found[other][one] = found[other].get(one, 0.0) + weight
    return dict(found)


def pagerank(graph: Ties[N], damping: float = 0.85) -> dict[N, float]:
    """Page, Brin, Motwani and Winograd (1998); what leads nowhere is spread evenly."""
    count = len(graph)
    rank = dict.fromkeys(graph, 1 / count) if count else {}
    for _round in range(ROUNDS):
        lost = sum(rank[node] for node, out in graph.items() if not out)
        found = dict.fromkeys(graph, (1 - damping + damping * lost) / count) if count else {}
        for node, out in graph.items():
            whole = sum(out.values())
            for other, weight in out.items():
                found[other] += damping * rank[node] * weight / whole
        moved = sum(abs(found[node] - rank[node]) for node in graph)
        rank = found
        if moved < CLOSE * max(count, 1):
            break
    return rank


def betweenness(graph: Ties[N]) -> dict[N, float]:
    """Share of shortest ways between others that lead through each (Brandes 2001), unweighted."""
    found = dict.fromkeys(graph, 0.0)
    for source in graph:
        order, ways, before = _ways_from(graph, source)
        owed = dict.fromkeys(graph, 0.0)
        for node in reversed(order):
            for one in before[node]:
                owed[one] += ways[one] / ways[node] * (1 + owed[node])
            if node != source:
                found[node] += owed[node]
    pairs = (len(graph) - 1) * (len(graph) - 2)
    return {node: value / pairs if pairs > 0 else 0.0 for node, value in found.items()}


def _ways_from(graph: Ties[N], source: N) -> tuple[list[N], dict[N, float], dict[N, list[N]]]:
    far, ways = {source: 0}, dict.fromkeys(graph, 0.0)
    before: dict[N, list[N]] = {node: [] for node in graph}
    ways[source], order, queue = 1.0, [], deque([source])
    while queue:
        node = queue.popleft()
        order.append(node)
        for other in graph[node]:
            if other not in far:
                far[other] = far[node] + 1
                queue.append(other)
            if far[other] == far[node] + 1:
                ways[other] += ways[node]
                before[other].append(node)
    return order, ways, before


def density(members: int, count: int) -> float | None:
    """Ties there are of all that could be; None for fewer than two members."""
    return count / (members * (members - 1) / 2) if members > 1 else None


def clustering(graph: Ties[N]) -> dict[N, float]:
    """Of each one's pairs of neighbours, the share that is tied itself (Watts and Strogatz)."""
    return {
        node: 2 * closed / (len(out) * (len(out) - 1)) if len(out) > 1 else 0.0
        for (node, out), closed in zip(graph.items(), _closed(graph), strict=True)
    }


def transitivity(graph: Ties[N]) -> float | None:
    """Closed triples of all triples; None where there is none."""
    triples = sum(len(out) * (len(out) - 1) / 2 for out in graph.values())
    return sum(_closed(graph)) / triples if triples else None


def _closed(graph: Ties[N]) -> list[int]:
    """Tied pairs among each one's neighbours."""
    return [sum(len(out.keys() & graph[one].keys()) for one in out) // 2 for out in graph.values()]


def months_between(earlier: date, later: date) -> int:
    """By the calendar: November to February is three."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def faded(weight: float, months: int, factor: float) -> float:
    """A weight after idle months."""
    return weight * factor**months


def love(
    told: Iterable[tuple[str, date, float]], today: date, factor: float = 0.9
) -> Mapping[str, float]:
    """Orbit's first edition: what each did, the longer ago the less."""
    found: dict[str, float] = defaultdict(float)
    for actor, day, weight in told:
        found[actor] += faded(weight, months_between(day, today), factor)
    return dict(found)
