"""Tags that operators rename and merge, and links between topics."""

from __future__ import annotations

import pytest
from django.urls import reverse

from qunluo.kernel.refusal import Forbidden, Missing, Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.models import Post, Tag, TopicLink, TopicTag


def opened(village, title, *tags):
    return actions.open_topic(
        village.viewer("mei"), village.forum.pk, title, body="Words", tags=list(tags)
    )


def counts():
    return dict(Tag.objects.order_by("name").values_list("name", "topic_count"))


def test_a_renamed_tag_keeps_its_topics(village):
    opened(village, "One", "brew")
    assert actions.rename_tag(village.viewer("wei"), "brew", to=" Brewing Tea ") == "brewing-tea"
    assert counts() == {"brewing-tea": 1}
    assert StreamLine.objects.filter(name="forum.tag_renamed").count() == 1


def test_a_name_that_is_taken_is_refused_and_nothing_changes(village):
    opened(village, "One", "brew", "water")
    for to, code in (("water", "forum.tag_taken"), (" # ", "forum.tag_empty")):
        with pytest.raises(Refusal) as refused:
            actions.rename_tag(village.viewer("wei"), "brew", to=to)
        assert refused.value.code == code
    assert counts() == {"brew": 1, "water": 1}


def test_merged_tags_are_one_and_count_each_standing_topic_once(village):
    first = opened(village, "One", "brew")
    both = opened(village, "Two", "brew", "brewing")
    gone = opened(village, "Three", "brew")
    actions.remove_post(
        village.viewer("mei"), queries.topic_sheet(village.viewer("mei"), gone).opening.id
    )
    assert actions.merge_tags(village.viewer("wei"), "brew", into="brewing") == "brewing"
    assert counts() == {"brewing": 2}
    carried = TopicTag.objects.filter(tag__name="brewing").values_list("topic", flat=True)
    assert sorted(carried) == [first, both, gone]


def test_a_tag_is_merged_with_another_that_exists(village):
    opened(village, "One", "brew")
    with pytest.raises(Missing):
        actions.merge_tags(village.viewer("wei"), "brew", into="nothing")
    with pytest.raises(Refusal) as refused:
        actions.merge_tags(village.viewer("wei"), "brew", into="brew")
    assert refused.value.code == "forum.tag_same"
    assert counts() == {"brew": 1}


def test_members_keep_no_tags(village, as_member):
    opened(village, "One", "brew")
    for act in (actions.rename_tag, actions.merge_tags):
        with pytest.raises(Forbidden):
            act(
                village.viewer("mei"),
                "brew",
                **{"to" if act is actions.rename_tag else "into": "x"},
            )
    page = as_member("mei").get("/c/tea/forum/tags/brew/").content.decode()
    assert "/merging/" not in page
    assert as_member("mei").post("/c/tea/forum/tags/brew/name/", {"to": "x"}).status_code == 403
    assert counts() == {"brew": 1}


def test_operators_keep_tags_on_the_tag_s_page(village, as_member):
    opened(village, "One", "brew")
    opened(village, "Two", "water")
    wei = as_member("wei")
    assert "/merging/" in wei.get("/c/tea/forum/tags/brew/").content.decode()
    answer = wei.post("/c/tea/forum/tags/brew/name/", {"to": "tea"})
    assert answer["Location"] == "/c/tea/forum/tags/tea/"
    answer = wei.post("/c/tea/forum/tags/tea/merging/", {"into": "water"})
    assert answer["Location"] == "/c/tea/forum/tags/water/"
    assert counts() == {"water": 2}


def test_related_topics_are_linked_by_address_and_taken_apart_again(village, as_member):
    one, two = opened(village, "One"), opened(village, "Two")
    jun, place = as_member("jun"), f"/c/tea/forum/topics/{one}/links/"
    other = f"https://tea.example/c/tea/forum/topics/{two}-two/?page=2"
    assert jun.post(place, {"kind": "related", "other": other}).status_code == 302
    assert TopicLink.objects.get().other_id == two
    assert ">Two</a>" in jun.get(f"/c/tea/forum/topics/{one}-one/").content.decode()
    answer = jun.post(place, {"kind": "related", "other": str(two), "value": "unlink"})
    assert answer.status_code == 302
    assert not TopicLink.objects.exists()
    assert jun.post(place, {"other": str(two), "value": "unlink"}).status_code == 404
    assert jun.post(place, {"other": "no number"}).status_code == 404


@pytest.mark.parametrize("tag", ["tcp/ip", "50%", "..", "</b>", "%2f", "c++"])
def test_a_tag_no_address_could_hold_as_it_is_has_a_page(village, as_member, tag):
    topic = opened(village, "One", tag)
    jun = as_member("jun")
    for page in ("/c/tea/forum/", "/c/tea/forum/tags/", f"/c/tea/forum/topics/{topic}/"):
        assert jun.get(page, follow=True).status_code == 200
    address = reverse("forum:tag", kwargs={"community": "tea", "tag": tag})
    page = jun.get(address)
    assert page.status_code == 200
    assert "One" in page.content.decode()


def test_tags_are_counted_by_what_one_may_read_in_two_queries(
    village, django_assert_num_queries, setting_up
):
    opened(village, "One", "brew", "water")
    opened(village, "Two", "brew")
    mei = village.viewer("mei")
    actions.open_topic(mei, village.quiet.pk, "Three", body="x", tags=["brew", "quiet"])
    gone = opened(village, "Four", "water", "gone")
    actions.remove_post(
        village.viewer("wei"), Post.objects.get(topic=gone, kind="opening").pk, reason="spam"
    )
    told = {}
    for name in ("mei", ""):
        viewer = village.viewer(name)
        with django_assert_num_queries(2):
            lines = queries.tag_lines(viewer)
        told[name] = [(line.name, line.topic_count) for line in lines]
    assert told["mei"] == [("brew", 3), ("quiet", 1), ("water", 1)]
    assert told[""] == [("brew", 2), ("water", 1)]
    assert queries.tag_lines(village.viewer(""), starting="WA")[0].name == "water"
