"""From an idea to a published article, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from qunluo.kernel import clock, preferences
from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Forbidden, Invalid, JoinRequired, Missing, Refusal, SignInRequired
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.notices.models import Notice
from qunluo.talk.articles import actions, queries, rules
from qunluo.talk.articles.models import Article, Series, Version
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum.models import Topic


def told(name):
    return StreamLine.objects.filter(name=name)


def test_an_article_goes_through_a_second_reader_before_anyone_reads_it(village, write):
    article_id = write("Water first", tags=("water",))
    mei, wei = village.viewer("mei"), village.viewer("wei")
    assert Article.objects.get().state == "draft"
    assert not Topic.objects.exists()
    with pytest.raises(Forbidden):
        actions.approve_article(mei, article_id)
    actions.ask_for_review(mei, article_id)
    with pytest.raises(Forbidden) as still:
        actions.save_article(mei, article_id, 1, wording=actions.Wording("Other"))
    assert still.value.code == "articles.may_not_edit"
    actions.approve_article(wei, article_id)
    article = Article.objects.get()
    assert (article.state, article.reviewer_id) == ("published", village.members["wei"].pk)
    topic = Topic.objects.get()
    assert (topic.kind, topic.title, topic.author_id) == (
        "article",
        "Water first",
        village.members["mei"].pk,
    )
    line = told("articles.article_published").get()
    assert line.actor_key == village.members["mei"].actor_key
    assert (line.object_type, line.object_id, line.audience) == ("forum.topic", topic.pk, "public")
    assert told("articles.article_approved").get().audience == "staff"


def test_a_publisher_does_not_publish_their_own_where_a_second_reader_is_asked(village, write):
    wei = village.viewer("wei")
    article_id = write(by=wei)
    with pytest.raises(Forbidden) as refused:
        actions.approve_article(wei, article_id)
    assert refused.value.code == "articles.second_reader"
    preferences.set(village.viewer("lan"), rules.SECOND_READER, False, level="community")
    actions.approve_article(wei, article_id)
    assert Article.objects.get().reviewer_id is None


def test_the_database_knows_no_reviewer_who_is_the_author(village, write):
    write()
    with pytest.raises(IntegrityError), transaction.atomic(), writing("articles"):
        Article.objects.update(reviewer=village.members["mei"])


def test_it_is_sent_back_with_a_note_and_may_be_taken_back(village, write):
    article_id = write()
    mei, wei = village.viewer("mei"), village.viewer("wei")
    actions.ask_for_review(mei, article_id)
    with pytest.raises(Invalid) as silent:
        actions.send_back(wei, article_id, "  ")
    assert silent.value.code == "articles.note_needed"
    actions.send_back(wei, article_id, "Say how hot.")
    article = Article.objects.get()
    assert (article.state, article.review_note) == ("draft", "Say how hot.")
    assert told("articles.article_sent_back").get().about_actor == village.members["mei"].actor_key
    actions.ask_for_review(mei, article_id)
    actions.withdraw_review(mei, article_id)
    assert Article.objects.get().state == "draft"
    with pytest.raises(Refusal) as twice:
        actions.withdraw_review(mei, article_id)
    assert twice.value.code == "articles.wrong_state"


def test_a_scheduled_article_goes_out_when_its_time_has_come_and_only_once(village, write):
    article_id = write()
    mei, wei = village.viewer("mei"), village.viewer("wei")
    actions.ask_for_review(mei, article_id)
    with pytest.raises(Invalid) as past:
        actions.approve_article(wei, article_id, at=clock.now() - timedelta(minutes=1))
    assert past.value.code == "articles.past"
    due = clock.now() + timedelta(days=1)
    actions.approve_article(wei, article_id, at=due)
    assert actions.publish_due() == 0
    with clock.at(due + timedelta(seconds=30)):
        assert actions.publish_due() == 1
        assert actions.publish_due() == 0
    article = Article.objects.get()
    assert article.state == "published"
    assert article.published_at == due + timedelta(seconds=30)
    assert Topic.objects.count() == 1


def test_what_cannot_go_out_waits_with_the_reason_and_holds_nobody_up(village, write):
    first, second = write("First one"), write("Second", by=village.viewer("jun"))
    wei, due = village.viewer("wei"), clock.now() + timedelta(hours=1)
    for article_id in (first, second):
        actions.approve_article(wei, article_id, at=due)
    with writing("communities"):
        from qunluo.people.communities.models import Membership

        gone = Membership.objects.filter(member=village.members["mei"], community=village.community)
        gone.update(left_at=clock.now())
    with clock.at(due):
        assert actions.publish_due() == 1
    waiting = Article.objects.get(pk=first)
    assert waiting.state == "scheduled"
    assert waiting.publish_trouble
    assert Article.objects.get(pk=second).state == "published"


def test_saving_keeps_every_state_and_never_overwrites_unseen(village, write):
    article_id = write("Water", body="one")
    mei = village.viewer("mei")
    assert actions.save_article(mei, article_id, 1, wording=actions.Wording("Water", "two")) == 2
    with pytest.raises(Refusal) as late:
        actions.save_article(mei, article_id, 1, wording=actions.Wording("Water", "three"))
    assert late.value.code == "articles.saved_meanwhile"
    actions.keep_words(mei, article_id, 2, body="two and a half")
    assert Article.objects.get().body_source == "two and a half"
    bodies = list(Version.objects.order_by("number").values_list("body_source", flat=True))
    assert bodies == ["one", "two"]
    lines = queries.history(mei, article_id)
    assert [line.number for line in lines] == [2, 1]
    assert "".join(c.text for c in lines[0].changes if c.kind != "removed") == "two"


def test_what_is_saved_after_publication_readers_see_at_once_with_its_history(village, publish):
    article = publish("Water", "Boil it.")
    mei = village.viewer("mei")
    actions.save_article(mei, article.pk, 1, wording=actions.Wording("Water again", "Wait."))
    sheet = queries.article_page(village.viewer(""), article.pk)
    assert sheet.title == "Water again"
    assert "Wait." in sheet.thread.opening.body
    assert sheet.thread.opening.revision_count == 1
    with pytest.raises(Invalid):
        actions.save_article(mei, article.pk, 2, wording=actions.Wording("Water", " "))
    assert Article.objects.get().version == 2


def test_archived_articles_leave_the_lists_and_take_no_responses(village, publish):
    article = publish()
    wei, jun = village.viewer("wei"), village.viewer("jun")
    actions.respond(jun, article.topic_id, "Good one")
    with pytest.raises(Forbidden):
        actions.archive_article(village.viewer("mei"), article.pk)
    actions.archive_article(wei, article.pk)
    assert queries.article_list(jun).items == ()
    assert queries.article_page(jun, article.pk).is_archived
    with pytest.raises(Missing):
        actions.respond(jun, article.topic_id, "One more")
    actions.bring_article_back(wei, article.pk)
    assert [line.id for line in queries.article_list(jun).items] == [article.pk]


def test_who_may_not_write_writes_nothing(village, write):
    for name, refusal in (("", SignInRequired), ("zhu", JoinRequired)):
        with pytest.raises(refusal):
            write(by=village.viewer(name))
    with pytest.raises(Refusal) as wrong:
        actions.begin_article(
            village.viewer("mei"), village.questions.pk, actions.Wording("A title")
        )
    assert wrong.value.code == "articles.wrong_space"
    assert not Article.objects.exists()


def test_what_is_not_out_yet_is_seen_by_its_author_and_those_who_publish(village, write):
    article_id = write()
    for name, sees in (("mei", True), ("wei", True), ("bo", True), ("jun", False), ("zhu", False)):
        found = queries.articles_seen_by(village.viewer(name)).filter(pk=article_id)
        assert found.exists() is sees, name
    with pytest.raises(Missing):
        queries.draft_sheet(village.viewer("jun"), article_id)
    with pytest.raises(Missing):
        actions.throw_article_away(village.viewer("jun"), article_id)
    actions.throw_article_away(village.viewer("mei"), article_id)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        (actions.Wording("x"), "forum.title_short"),
        (actions.Wording("Fine", "x" * 40_001), "forum.too_long"),
        (actions.Wording("Fine", summary="x" * 301), "articles.summary_long"),
        (actions.Wording("Fine", source_address="javascript:alert(1)"), "articles.source_address"),
        (actions.Wording("Fine", source_address="https://"), "articles.source_address"),
    ],
)
def test_bad_words_are_refused_with_the_field_to_mend(village, wording, code):
    with pytest.raises(Invalid) as refused:
        actions.begin_article(village.viewer("mei"), village.forum.pk, wording)
    assert refused.value.code == code
    assert refused.value.fields
    assert not Article.objects.exists()


def test_a_series_keeps_its_own_order_and_its_name_once(village, publish):
    series_id = actions.make_series(village.viewer("mei"), "Water, fire, leaf")
    with pytest.raises(Invalid) as taken:
        actions.make_series(village.viewer("jun"), "Water, fire, leaf")
    assert taken.value.code == "articles.series_taken"
    publish("Second part", series_id=series_id, series_position=2)
    publish("First part", series_id=series_id, series_position=1)
    found = queries.article_list(village.viewer(""), series_id=series_id).items
    assert [line.title for line in found] == ["First part", "Second part"]
    assert [card.count for card in queries.series_cards(village.viewer(""))] == [2]
    assert Series.objects.count() == 1


def test_a_removed_topic_takes_its_article_out_of_sight(village, publish):
    article = publish()
    from qunluo.talk.forum import queries as topics

    post = topics.opening_ids([article.topic_id])[article.topic_id]
    forum.remove_post(village.viewer("wei"), post, reason="spam")
    with pytest.raises(Missing):
        queries.article_page(village.viewer("jun"), article.pk)
    assert queries.article_list(village.viewer("")).items == ()


def test_who_is_forgotten_leaves_published_articles_without_a_name(village, write, publish):
    article = publish("Stays")
    write("Goes")
    actions.make_feed_key(village.viewer("mei"))
    from qunluo.kernel.viewer import SYSTEM

    actions.forget_member(SYSTEM, village.members["mei"].pk)
    left = Article.objects.get()
    assert (left.pk, left.author_id) == (article.pk, None)
    assert not queries.has_feed_key(village.viewer("mei"))


def told_of(village, name):
    rows = Notice.objects.filter(member=village.members[name], hidden_at=None)
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_who_reviews_hears_of_it_and_the_author_hears_what_was_decided(village, write):
    mei, wei, lan = (village.viewer(name) for name in ("mei", "wei", "lan"))
    article_id = write()
    actions.ask_for_review(mei, article_id)
    deliver_all()
    assert [told_of(village, name) for name in ("wei", "lan", "mei", "jun")] == [
        ["articles.review"],
        ["articles.review"],
        [],
        [],
    ]
    actions.send_back(wei, article_id, "Say how long.")
    deliver_all()
    assert [told_of(village, name) for name in ("wei", "lan")] == [[], []]
    assert told_of(village, "mei") == ["articles.sent_back"]
    actions.ask_for_review(mei, article_id)
    deliver_all()
    assert told_of(village, "lan") == ["articles.review"]
    actions.withdraw_review(mei, article_id)
    deliver_all()
    assert told_of(village, "lan") == []
    actions.ask_for_review(mei, article_id)
    actions.approve_article(lan, article_id)
    deliver_all()
    assert told_of(village, "mei") == ["articles.sent_back", "articles.approved"]
    assert told_of(village, "wei") == []


def test_a_volunteer_of_another_space_does_not_hear_of_a_review(village, write):
    article_id = write(by=village.viewer("jun"))
    actions.ask_for_review(village.viewer("jun"), article_id)
    deliver_all()
    assert told_of(village, "bo") == ["articles.review"]  # Bo is a volunteer of the square
    hushed = actions.begin_article(
        village.viewer("mei"), village.quiet.pk, actions.Wording("Quiet", "Hush.")
    )
    actions.ask_for_review(village.viewer("mei"), hushed)
    deliver_all()
    assert told_of(village, "bo") == ["articles.review"]


def test_the_notice_of_an_article_leads_to_where_it_is_now(village, write, as_member):
    article_id = write("Water first")
    actions.ask_for_review(village.viewer("mei"), article_id)
    actions.approve_article(village.viewer("wei"), article_id)
    deliver_all()
    page = as_member("mei").get("/inbox/").content.decode()
    article = Article.objects.get()
    assert queries.article_address("tea", article.pk, article.slug) in page
