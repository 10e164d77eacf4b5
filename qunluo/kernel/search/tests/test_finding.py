from __future__ import annotations

from dataclasses import dataclass

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qunluo.kernel import search
from qunluo.kernel.search.models import Document, Question
from qunluo.kernel.search.tests.notes import Note
from qunluo.kernel.stream.activity import Activity
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.viewer import Viewer


@pytest.fixture
def shelf(village, notes):
    """Four notes in the square, one in the quiet space, one of another community."""
    tea = village.community.pk
    square, quiet = village.forum.pk, village.quiet.pk
    notes.add(
        Note(1, tea, "怎么进白名单", "把名字告诉管理员。", square),
        Note(2, tea, "水温", "泡绿茶用 80 度的水，名单在置顶帖。", square, tags=("绿茶",)),
        Note(3, tea, "Brewing", "How to brew green tea at 80 degrees", square),
        Note(4, tea, "名, 单", "这里的字分开写", square),
        Note(5, tea, "内部名单", "只给成员看", quiet, "members"),
        Note(6, village.other.pk, "咖啡名单", "another community", None),
    )
    search.index("test.note", notes.kept)
    return notes


def found(village, query, name="mei", **options):
    return [hit.object_id for hit in search.find(village.viewer(name), query, **options)]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("名单", {1, 2, 4, 5}),
        ("白名单", {1}),
        ("单名", set()),
        ("绿茶 水", {2}),
        ("绿茶 -名单", set()),
        ("brew", {3}),
        ("BREWING", {3}),
        ("ＢＲＥＷ", {3}),
        ("rewing", set()),
        ('"green tea"', {3}),
        ('"tea green"', set()),
        ("80", {2, 3}),
        ("8", set()),
        ("名单 -白名单", {2, 4, 5}),
        ("告诉 名单", {1}),
        ("", set()),
        ("？！", set()),
        ("-名单", set()),
        ("\"'*^:(){}[]", set()),
        ("AND OR NOT NEAR(", set()),
        ("%' OR 1=1 --", set()),
    ],
)
def test_what_was_written_is_found(village, shelf, query, ids):
    assert set(found(village, query)) == ids


def test_a_title_weighs_more_than_a_body(village, shelf):
    assert found(village, "水温 -x")[0] == 2
    assert found(village, "名单")[-1] == 2


def test_nobody_finds_what_they_may_not_see(village, shelf):
    assert set(found(village, "名单", "")) == {1, 2, 4}
    assert set(found(village, "名单", "zhu")) == {1, 2, 4}
    assert search.find(Viewer(), "名单") == []
    in_coffee = search.find(village.viewer("zhu", community="coffee"), "名单")
    assert [hit.object_id for hit in in_coffee] == [6]


def test_a_closed_community_answers_only_its_own(village, shelf, setting_up):
    village.community.access = "private"
    village.community.save()
    assert found(village, "名单", "zhu") == []
    assert found(village, "名单", "") == []
    assert len(found(village, "名单")) == 4


def test_a_space_closed_later_is_closed_at_once(village, shelf, setting_up):
    village.forum.access = "private"
    village.forum.save()
    assert found(village, "名单") == [5]
    assert len(found(village, "名单", "lan")) == 4


def test_the_domain_has_the_last_word(village, shelf):
    shelf.change(1, is_seen=False)
    assert found(village, "白名单") == []


def test_filters_narrow(village, shelf):
    assert found(village, "名单", space_id=village.quiet.pk) == [5]
    assert found(village, "名单", kinds=["forum.topic"]) == []
    assert len(found(village, "名单", kinds=["test.note"])) == 4
    assert len(found(village, "名单", limit=2)) == 2
    assert found(village, "名单", kinds=[]) == []


def test_a_hit_shows_where(village, shelf):
    (hit,) = search.find(village.viewer("mei"), "白名单")
    assert hit.heading == "怎么进<mark>白名单</mark>"
    assert (hit.title, hit.address, hit.space_id) == ("怎么进白名单", "/notes/1/", village.forum.pk)
    assert hit.excerpt == "把名字告诉管理员。"


def test_a_search_is_a_fixed_number_of_queries(village, shelf, django_assert_num_queries):
    mei = village.viewer("mei")
    with django_assert_num_queries(4):
        search.search(mei, "名单")


def test_pages_follow_each_other(village, notes):
    tea = village.community.pk
    notes.add(*(Note(n, tea, f"note {n}", "same words") for n in range(1, 26)))
    search.index("test.note", notes.kept)
    mei = village.viewer("mei")
    first, second = (search.search(mei, "words", page=n) for n in (1, 2))
    assert (len(first.hits), first.found, first.is_more) == (20, 25, True)
    assert (len(second.hits), second.found, second.is_more) == (5, 25, False)
    assert [hit.object_id for hit in (*first.hits, *second.hits)] == list(range(25, 0, -1))


def test_a_change_replaces_and_hiding_removes(village, shelf):
    shelf.change(1, title="怎么进黑名单")
    search.index("test.note", [1])
    search.index("test.note", [1])
    assert found(village, "白名单") == []
    assert found(village, "黑名单") == [1]
    shelf.change(1, audience="hidden")
    shelf.kept.pop(2)
    search.index("test.note", [1, 2])
    assert set(found(village, "名单")) == {4, 5}
    assert Document.objects.filter(object_id__in=[1, 2]).count() == 0


def test_a_long_text_is_found_to_its_end(village, notes):
    filler = "的" * 9000 + "一" * 9000
    notes.add(Note(1, village.community.pk, "长文", filler + "末尾的暗号 zebra", None))
    notes.add(Note(2, village.community.pk, "短文", "暗号", None))
    search.index("test.note", [1, 2])
    assert found(village, "末尾的暗号") == [1]
    assert found(village, "尾末") == []
    assert found(village, "zeb") == [1]
    assert found(village, "暗号 -末尾") == [2]
    assert found(village, "一末尾") == [1]


def test_rebuilding_repairs_the_index(village, shelf, setting_up):
    shelf.kept.pop(4)
    shelf.change(3, body="coffee")
    Document.objects.filter(object_id=1).delete()
    assert search.rebuild(village.community.pk) == 4
    assert set(found(village, "名单")) == {1, 2, 5}
    assert found(village, "coffee") == [3]
    assert search.rebuild(village.community.pk) == 4
    assert Document.objects.count() == 5


def test_the_shell_rebuilds(village, shelf, capsys, setting_up):
    Document.objects.all().delete()
    call_command("reindex", community="tea")
    assert Document.objects.count() == 5
    call_command("reindex")
    assert Document.objects.count() == 6
    with pytest.raises(CommandError):
        call_command("reindex", community="nowhere")
    told = capsys.readouterr().out
    assert [told.count(slug) for slug in ("tea", "coffee")] == [2, 1]


def test_an_unknown_kind_is_passed_over(db):
    assert search.index("nobody.knows", [1]) == 0


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Activity):
    name = "test.note_written"
    verb = "Create"
    object_type = "test.note"


@dataclass(frozen=True, kw_only=True)
class NoteMoved(Activity):
    name = "forum.topic_moved"
    verb = "Move"
    object_type = "test.note"


@dataclass(frozen=True, kw_only=True)
class NoteLiked(Activity):
    name = "forum.reaction_given"
    verb = "Like"
    object_type = "test.note"


@pytest.fixture
def tell(village, setting_up):
    from django.db import transaction

    from qunluo.kernel.stream.record import record
    from qunluo.kernel.viewer import SYSTEM

    def told(activity_type, object_id, **more):
        with transaction.atomic():
            record(
                activity_type(
                    object_id=object_id,
                    community_id=village.community.pk,
                    actor_key=SYSTEM.actor_key,
                    **more,
                )
            )
        deliver_all()

    return told


@pytest.fixture(autouse=True)
def _forget_the_tests_activities():
    from qunluo.kernel.stream.activity import activity_types

    before = dict(activity_types)
    yield
    activity_types.clear()
    activity_types.update(before)


def test_what_is_told_is_found_at_once(village, notes, tell):
    notes.add(Note(1, village.community.pk, "新帖", "白名单"))
    tell(NoteWritten, 1)
    assert found(village, "白名单") == [1]
    tell(NoteWritten, 1)
    assert Document.objects.count() == 1


def test_imports_are_found_too(village, notes, tell):
    from qunluo.kernel.stream.origin import telling

    notes.add(Note(1, village.community.pk, "旧帖", "白名单"))
    with telling("import", batch="b"):
        tell(NoteWritten, 1)
    assert found(village, "白名单") == [1]


def test_a_thread_that_moves_takes_its_replies_along(village, notes, tell):
    tea, square, quiet = village.community.pk, village.forum.pk, village.quiet.pk
    notes.add(Note(1, tea, "帖", "开头", square), Note(2, tea, "帖", "回复里的白名单", square))
    tell(NoteWritten, 1)
    tell(NoteWritten, 2, root_type="test.note", root_id=1)
    assert found(village, "白名单", "") == [2]
    notes.change(1, space_id=quiet)
    notes.change(2, space_id=quiet, audience="members")
    tell(NoteMoved, 1)
    assert found(village, "白名单", "") == []
    assert Document.objects.get(object_id=2).space_id == quiet
    assert Document.objects.get(object_id=2).root_id == 1


def test_a_reaction_asks_for_no_text(village, shelf, tell):
    before = shelf.asked
    tell(NoteLiked, 1)
    assert shelf.asked == before


def test_a_member_searches_on_a_page(village, shelf, as_member):
    answer = as_member("mei").get("/c/tea/search/", {"q": "白名单"})
    page = answer.content.decode()
    assert "怎么进<mark>白名单</mark>" in page
    assert 'value="白名单"' in page
    assert "noindex" in page
    nothing = as_member("mei").get("/c/tea/search/", {"q": "<nothing>"}).content.decode()
    assert "&lt;nothing&gt;" in nothing
    assert "<nothing>" not in nothing
    assert as_member("mei").get("/c/tea/search/").status_code == 200
    fragment = as_member("mei").get(
        "/c/tea/search/", {"q": "名单", "space": village.quiet.pk}, headers={"HX-Request": "true"}
    )
    assert fragment.content.decode().count("<li ") == 1
    assert b"<html" not in fragment.content


@pytest.mark.parametrize(
    "odd", ["page=0", "page=x", "page=99999999999", "space=x", "kind=x", "space=0"]
)
def test_odd_addresses_do_no_harm(village, shelf, as_member, odd):
    assert as_member("").get(f"/c/tea/search/?q=名单&{odd}").status_code == 200


def test_a_stranger_searches_public_places_only(village, shelf, as_member, setting_up):
    page = as_member("").get("/c/tea/search/", {"q": "名单"}).content.decode()
    assert "白<mark>名单</mark>" in page
    assert "内部" not in page
    village.community.access = "private"
    village.community.save()
    assert as_member("").get("/c/tea/search/", {"q": "名单"}).status_code == 404


def test_programs_search_too(village, shelf, as_member):
    answer = as_member("mei").get("/api/v1/communities/tea/search?q=白名单")
    assert answer.json() == {
        "query": "白名单",
        "found": 1,
        "next_page": None,
        "items": [
            {
                "type": "test.note",
                "id": "1",
                "title": "怎么进白名单",
                "address": "/notes/1/",
                "excerpt": "把名字告诉管理员。",
                "happened_at": "2026-03-01T00:01:00+00:00",
                "space_id": str(village.forum.pk),
            }
        ],
    }
    assert as_member("mei").get("/api/v1/communities/nowhere/search?q=a").status_code == 404
    assert as_member("mei").get("/api/v1/communities/tea/search?q=").status_code == 422


def test_what_was_asked_is_kept_without_who(village, shelf, as_member):
    from datetime import timedelta

    from qunluo.kernel import clock
    from qunluo.kernel.search import hearing, jobs
    from qunluo.kernel.search.actions import forget_old_questions, keep_questions

    hearing.take()
    as_member("mei").get("/c/tea/search/", {"q": "  天目  湖白茶 "})
    as_member("mei").get("/c/tea/search/", {"q": "白名单", "page": 2})
    as_member("mei").get("/c/tea/search/", {"q": " "})
    heard = list(hearing.waiting)
    assert not Question.objects.exists()
    jobs.keep_questions()
    keep_questions(heard)
    kept = Question.objects.get()
    assert (kept.text, kept.found, kept.community_id) == ("天目 湖白茶", 0, village.community.pk)
    assert forget_old_questions() == 0
    with clock.at(clock.now() + timedelta(days=181)):
        assert forget_old_questions() == 1


def test_searching_without_pause_is_refused(village, shelf, as_member):
    client = as_member("")
    with time_machine.travel(1_790_000_000, tick=False):
        codes = [client.get("/c/tea/search/", {"q": "x"}).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]


def test_a_search_is_answered_by_the_index(shelf, village):
    """As SQLite itself explains it."""
    if connection.vendor == "postgresql":
        pytest.skip("the plan there depends on what the planner knows of the rows")
    with CaptureQueriesContext(connection) as asked:
        assert found(village, "名单")
    matching = [one["sql"] for one in asked.captured_queries if "search_terms" in one["sql"]]
    assert matching
    with connection.cursor() as cursor:
        for sql in matching:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = "\n".join(str(row) for row in cursor.fetchall())
            assert "VIRTUAL TABLE INDEX" in plan
            assert "SCAN search_document" not in plan, plan
