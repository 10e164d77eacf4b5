"""Signs side by side are found exactly, whatever the index keeps of them; older entries are renewed."""

from __future__ import annotations

import pytest

from qunluo.kernel import clock, search
from qunluo.kernel.action import writing
from qunluo.kernel.search import indexing
from qunluo.kernel.search.indexes import index
from qunluo.kernel.search.models import Document
from qunluo.kernel.search.tests.notes import Note


def found(village, query):
    return {hit.object_id for hit in search.find(village.viewer("mei"), query)}


def test_what_an_older_index_entered_is_entered_anew_and_what_nobody_owns_goes(
    village, notes, monkeypatch
):
    notes.add(Note(1, village.community.pk, "怎么进白名单", "问管理员。"))
    search.index("test.note", notes.kept)
    with writing("search"):
        stray = Document.objects.create(
            object_type="test.gone",
            object_id=1,
            community_id=village.community.pk,
            audience="public",
            happened_at=clock.now(),
            indexed_at=clock.now(),
        )
        Document.objects.update(version=0)
    kind = type(index())
    monkeypatch.setattr(kind, "version", 7)
    indexing.renew()
    assert set(Document.objects.values_list("version", flat=True)) == {7}
    assert not Document.objects.filter(pk=stray.pk).exists()
    assert indexing.renew() == 0
    assert found(village, "白名单") == {1}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("茶名单", {1}),
        ("入茶名单", {1}),
        ("名单 -白名", {1, 3, 4, 5}),
        ("名单 -白名单", {1, 3, 4, 5}),
        ("API名单", {3}),
        ("名单2", {4}),
        ("名单 茶", {1}),
    ],
)
def test_signs_beside_signs_and_words_are_found_exactly(village, notes, query, ids):
    """PostgreSQL looks up pairs of signs; they must say neither more nor less than the signs do."""
    texts = ("加入茶名单", "进了白名单", "API名单", "第二名单2号", "名，单", "入名茶单")
    tea = village.community.pk
    notes.add(*(Note(n, tea, f"note {n}", body) for n, body in enumerate(texts, start=1)))
    search.index("test.note", notes.kept)
    assert found(village, query) == ids
