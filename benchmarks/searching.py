"""Search among 200,000 Chinese texts for two-character words that stand inside longer ones.

Prints p50 and p95 of `kernel.search.find` in ms, and recall against reading every text.
"""

from __future__ import annotations

import os
import random
import sys
import time
from itertools import accumulate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunluo.site.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from qunluo.kernel import search
from qunluo.kernel.action import writing
from qunluo.kernel.objects import kinds
from qunluo.kernel.search.analyser import terms
from qunluo.kernel.search.indexes import Entry, index
from qunluo.kernel.search.models import Document
from qunluo.kernel.search.tests.notes import START, Note, Notes
from qunluo.kernel.testing.cast import build_village

WORDS, QUERIES, CHECKED, CHUNK, MOST = 20_000, 200, 40, 5_000, 100
FIRST_SIGN, SIGNS = 0x4E00, 2_500


def language(chance: random.Random) -> tuple[list[str], list[float]]:
    """Words of two to four signs; few are frequent and most are rare, as in any language."""
    signs = [chr(FIRST_SIGN + n) for n in range(SIGNS)]
    weights = [1 / (n + 10) for n in range(SIGNS)]
    words = [
        "".join(chance.choices(signs, weights, k=chance.choice((2, 2, 3, 4)))) for _ in range(WORDS)
    ]
    return words, list(accumulate(1 / (n + 5) for n in range(WORDS)))


def fill(count: int, community_id: int) -> tuple[Notes, list[str]]:
    chance = random.Random(7)
    words, weights = language(chance)
    notes = Notes("bench.text")
    for first in range(1, count + 1, CHUNK):
        many = range(first, min(first + CHUNK, count + 1))
        fresh = [
            Note(n, community_id, "".join(chance.choices(words, cum_weights=weights, k=3)),
                 "，".join("".join(chance.choices(words, cum_weights=weights, k=4)) for _ in range(5)))
            for n in many
        ]  # fmt: skip
        notes.add(*fresh)
        with transaction.atomic(), writing("*"):
            Document.objects.bulk_create(
                Document(id=note.id, object_type="bench.text", object_id=note.id,
                         community_id=community_id, audience="public", happened_at=START,
                         indexed_at=START)
                for note in fresh
            )  # fmt: skip
            index().put(Entry(n.id, terms(n.title), (), terms(n.body)) for n in fresh)
    longer = [word for word in words if len(word) > 2]
    return notes, [word[1:3] for word in chance.choices(longer, k=QUERIES)]


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    village = build_village()
    viewer = village.viewer("mei")
    notes, queries = fill(count, village.community.pk)
    kinds["bench.text"] = notes
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    whole = {pk: f"{note.title} {note.body}" for pk, note in notes.kept.items()}
    missed = found = 0
    for query in queries[:CHECKED]:
        there = {pk for pk, text in whole.items() if query in text}
        hits = {hit.object_id for hit in search.find(viewer, query, limit=MOST)}
        if len(hits) < MOST:  # all of them, so that none may be missing
            found += len(hits & there)
            missed += len(there - hits)
    took = []
    for query in queries:
        began = time.perf_counter()
        search.find(viewer, query)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    recall = found / (found + missed) if found else 0.0
    print(
        f"P50 {took[len(took) // 2]:.1f} P95 {took[int(len(took) * 0.95)]:.1f} RECALL {recall:.3f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
