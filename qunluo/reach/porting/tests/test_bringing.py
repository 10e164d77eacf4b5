from datetime import UTC, datetime

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from qunluo.kernel import text
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import queries as communities
from qunluo.reach.porting.actions import Wish, bring_in
from qunluo.reach.porting.engine.wording import paragraph
from qunluo.reach.porting.models import Link, Run
from qunluo.reach.porting.queries import run_card


def model(name):
    return apps.get_model(name)


WISH = Wish("beer", organisation="cellar")


def test_a_dump_becomes_a_community_that_everyone_may_read(lan, pub, as_member):
    bring_in(lan, pub, WISH)
    community = model("communities.Community").objects.get(slug="beer")
    assert (community.state, community.language, community.timezone) == ("open", "en", "UTC")
    assert (community.source_name, community.source_licence) == (
        "beer.stackexchange.com",
        "CC BY-SA",
    )
    assert community.member_count == 4  # three of the dump, and the owner
    inside = communities.enter(as_member("").get("/").wsgi_request.viewer, "beer", door="visitors")
    assert [space.slug for space in inside.community.spaces] == ["questions"]


def test_a_question_keeps_its_words_its_place_and_its_licence(lan, pub):
    bring_in(lan, pub, WISH)
    topic = model("forum.Topic").objects.get(title="What is a hop?")
    opening, comment, answer, thanks = topic.posts.order_by("number")
    assert [row.kind for row in (opening, comment, answer, thanks)] == [
        "opening",
        "comment",
        "reply",
        "comment",
    ]
    assert (opening.body_source, opening.source_format) == ("Tell me *all*.", "markdown")
    assert opening.body_html == "<p>Tell me <em>all</em>.</p>"
    assert (topic.source_address, topic.source_licence) == (
        "https://beer.stackexchange.com/q/1",
        "CC BY-SA 3.0",
    )
    assert 'href="https://beer.stackexchange.com/q/2"' in answer.body_html
    assert (topic.reply_count, topic.score, topic.is_solved, topic.view_count) == (1, 1, True, 9)
    assert (answer.score, answer.posted_at) == (2, datetime(2014, 1, 22, 9, tzinfo=UTC))
    assert thanks.body_html == "<p>Thanks &amp; cheers</p>\n"
    assert (comment.author, comment.author_name, comment.parent) == (None, "gone", opening)
    assert "<strong>more</strong>" in comment.body_html
    assert topic.last_posted_at == answer.posted_at
    assert sorted(topic.tags.values_list("name", "topic_count")) == [("ale", 2), ("hops", 1)]


def test_edits_closings_links_follows_and_badges_come_along(lan, pub):
    bring_in(lan, pub, WISH)
    topic = model("forum.Topic").objects.get(title="What is a hop?")
    first, second = model("forum.Revision").objects.order_by("number")
    assert (first.title, first.body_source, first.tags) == ("What is hop?", "Tell me.", ["hops"])
    assert (second.title, second.editor.display_name) == ("What is a hop?", "Bob")
    assert topic.posts.get(number=1).revision_count == 1
    warm = model("forum.Topic").objects.get(title="Warm beer?")
    assert (warm.closed_reason, warm.closed_by.display_name) == ("Off topic", "Bob")
    assert warm.links.get().other == topic
    assert topic.follows.get().member.display_name == "Bob"
    awards = model("points.BadgeAward").objects.order_by("pk")
    assert [(a.badge.name, a.badge.grade) for a in awards] == [
        ("Student", "bronze"),
        ("Nice Answer", "silver"),
    ]
    question = model("questions.Question").objects.get(topic=topic)
    assert question.accepted_at == datetime(2014, 1, 22, 9, tzinfo=UTC)
    assert question.answered_at == datetime(2014, 1, 22, 9, tzinfo=UTC)


def test_each_thing_is_told_at_its_own_time_as_an_import(lan, pub):
    run = run_card(bring_in(lan, pub, WISH))
    lines = StreamLine.objects.filter(origin="import")
    assert set(lines.values_list("batch", flat=True)) == {run.batch}
    names = sorted(lines.values_list("name", flat=True))
    assert names == sorted(
        ["communities.member_joined"] * 4
        + ["communities.bot_marked"]
        + ["points.badge_awarded"] * 2
        + ["questions.question_asked"] * 2
        + ["questions.answer_given", "questions.answer_accepted"]
        + ["forum.comment_posted"] * 2
        + ["questions.vote_cast"] * 3
        + ["forum.topic_followed", "forum.post_edited", "forum.topic_closed", "forum.topic_linked"]
    )
    vote = lines.filter(name="questions.vote_cast").order_by("happened_at").first()
    assert (vote.actor_key, vote.happened_at) == (None, datetime(2014, 1, 21, 21, tzinfo=UTC))


def test_every_row_is_brought_in_or_left_out_by_a_rule(lan, pub):
    run = run_card(bring_in(lan, pub, WISH))
    assert run.seen["Votes"] == 7
    assert {rule: n for rule, n in run.left_out.items() if n} == {
        "posts.not_a_topic": 1,
        "votes.no_counterpart": 1,
        "votes.post_missing": 1,
        "history.first_state": 4,
        "history.same_edit": 2,
        "history.no_counterpart": 1,
    }
    assert (run.state, run.refused) == ("finished", 0)


def test_a_second_time_changes_nothing(lan, pub):
    bring_in(lan, pub, WISH)
    before = (StreamLine.objects.filter(origin="import").count(), Link.objects.count())
    again = run_card(bring_in(lan, pub, WISH))
    assert sum(again.made.values()) == 0
    assert (StreamLine.objects.filter(origin="import").count(), Link.objects.count()) == before
    assert Run.objects.count() == 2


def test_a_member_may_not_bring_anything_in(village, pub):
    with pytest.raises(Exception, match="not_permitted"):
        bring_in(village.viewer("mei"), pub, Wish("tea"))
    assert not Run.objects.exists()


@given(st.text("ab @#:/._*`+-=~&1\n[]<>|\\é中w", max_size=30))
def test_plain_sentences_need_no_parser_and_read_the_same(words):
    assert paragraph(words, text.render) == text.render(words)


@pytest.mark.parametrize(
    "words", ["mailto:ann@ale.org", "//ale.org", "@Ann thanks", "ann@ale.org", "C# #1", "# hop"]
)
def test_what_only_looks_like_markup_reads_the_same(words):
    assert paragraph(words, text.render) == text.render(words)
