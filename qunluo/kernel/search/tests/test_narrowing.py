from __future__ import annotations

from datetime import timedelta

from qunluo.kernel import search
from qunluo.kernel.search import ports
from qunluo.kernel.search.queries import Narrowing
from qunluo.kernel.search.tests.notes import START, Note
from qunluo.kernel.search.unmet import unmet_needs
from qunluo.kernel.viewer import Viewer


def looked(village, query, name="mei", **among):
    hits = search.search(village.viewer(name), query, Narrowing(**among)).hits
    return {hit.object_id for hit in hits}


def test_a_tag_narrows_to_what_carries_it(village, notes):
    here = village.community.pk
    notes.add(
        Note(1, here, "绿茶怎么泡", "水温", tags=("绿茶",)),
        Note(2, here, "红茶", "不如绿茶的水温", tags=("红茶",)),
        Note(3, here, "水温", "两个标签", tags=("红绿", "茶")),
        Note(4, here, "长文", "的" * 9000 + "一" * 9000 + "水温", tags=("绿茶",)),
    )
    search.index("test.note", notes.kept)
    assert looked(village, "水温") == {1, 2, 3, 4}
    assert looked(village, "水温", tag="绿茶") == {1, 4}
    assert looked(village, "水温", tag="green-tea") == set()


def test_sort_author_and_time_narrow(village, notes):
    here = village.community.pk
    notes.add(
        Note(1, here, "名单", "a", sort="question", author_key="k1"),
        Note(2, here, "名单", "b", sort="topic", author_key="k2"),
    )
    search.index("test.note", notes.kept)
    assert looked(village, "名单", kinds=["test.note:question"]) == {1}
    assert looked(village, "名单", kinds=["test.note", "forum.topic:topic"]) == {1, 2}
    assert looked(village, "名单", authors=["k2"]) == {2}
    assert looked(village, "名单", authors=[]) == set()
    assert looked(village, "名单", since=START + timedelta(minutes=2)) == {2}


def test_people_are_found_by_name_and_by_what_they_wrote(village, as_member):
    page = as_member("mei").get("/c/tea/search/", {"q": "jun"}).content.decode()
    assert "@jun" in page
    alone = as_member("mei").get("/c/tea/search/", {"q": "jun", "kind": "people"}).content.decode()
    assert "@jun" in alone
    assert "@jun" not in as_member("").get("/c/tea/search/", {"q": "jun"}).content.decode()
    keys = ports.people().authors(village.viewer("mei"), "jun")
    assert keys == [village.members["jun"].actor_key]
    assert ports.people().authors(village.viewer("mei"), "nobody") == []
    assert ports.people().people(village.viewer("mei"), " ", most=3) == []
    nobody = ports.Nobody()
    assert (nobody.people(Viewer(), "jun", most=1), nobody.authors(Viewer(), "jun")) == ((), ())


def test_what_was_not_found_is_an_unmet_need_without_a_name(village, as_member, setting_up):
    from qunluo.kernel.search import hearing, jobs
    from qunluo.kernel.stream.models import StreamLine

    hearing.take()
    for query in ("天目湖 白茶", "天目湖白茶", "天目湖　白茶", "jade"):
        as_member("mei").get("/c/tea/search/", {"q": query})
    as_member("mei").get("/c/tea/search/", {"q": "filtered", "tag": "x"})
    jobs.keep_questions()
    lines = StreamLine.objects.filter(name="search.asked_in_vain")
    assert lines.count() == 4
    assert {(line.actor_key, line.audience, str(line.facts)) for line in lines} == {
        (None, "staff", "{}")
    }
    found = unmet_needs(village.viewer("lan"))
    assert [(need.text, need.times) for need in found.needs] == [("天目湖 白茶", 3), ("jade", 1)]
    assert (found.asked, found.in_vain, found.share) == (4, 4, 1.0)
    page = as_member("lan").get("/c/tea/work/searches/?days=7").content.decode()
    assert "天目湖" in page
    assert "100%" in page
    told = as_member("lan").get("/api/v1/communities/tea/search/unmet").json()
    assert told["needs"][0]["times"] == 3
    assert as_member("mei").get("/c/tea/work/searches/").status_code == 403
    assert unmet_needs(village.viewer("an"), days=3).days == 30


def test_nothing_asked_is_no_share(village, as_member):
    assert unmet_needs(village.viewer("lan")).share is None
    page = as_member("lan").get("/c/tea/work/searches/").content.decode()
    assert "0%" not in page
