"""Words about people and places are screened too, wherever they stand: nothing of them waits."""

from __future__ import annotations

import pytest

from qunluo.kernel.refusal import Invalid
from qunluo.kernel.viewer import Viewer
from qunluo.people.communities import actions as communities
from qunluo.people.communities.models import Community, Space
from qunluo.people.members import actions as members
from qunluo.people.members import queries as people
from qunluo.people.members.actions import ProfileWords
from qunluo.people.members.models import Member
from qunluo.people.moderation import actions
from qunluo.people.moderation.models import Case
from qunluo.talk.articles import actions as articles
from qunluo.talk.articles.models import Article
from qunluo.talk.articles.queries.finding import published_for

WORDS = "赌博,block\n刷单,hold\n加微信,mask\n网贷,log"


@pytest.fixture(autouse=True)
def words(village, lan):
    actions.import_words(lan, actions.make_list(lan, "Adverts"), WORDS)
    keeper = Viewer(member_id=village.members["lan"].pk, actor_key=lan.actor_key, is_staff=True)
    actions.import_words(keeper, actions.make_list(keeper, "Everywhere"), WORDS)


@pytest.mark.parametrize("bad", ["来赌博", "来刷单"])
@pytest.mark.parametrize("field", ["display_name", "bio"])
def test_a_profile_holds_no_watched_word(village, bad, field):
    mei = people.viewer_by_id(village.members["mei"].pk)
    said = {"display_name": "Mei", "handle": "mei", "bio": "Tea", field: bad}
    with pytest.raises(Invalid) as no:
        members.change_profile(mei, ProfileWords(**said))
    assert (no.value.code, list(no.value.fields)) == ("moderation.words", [field])
    assert getattr(Member.objects.get(pk=mei.member_id), field) != bad


def test_a_profile_is_masked_and_a_noted_word_stands(village):
    mei = people.viewer_by_id(village.members["mei"].pk)
    members.change_profile(mei, ProfileWords("Mei", "mei", bio="加微信聊网贷"))
    assert Member.objects.get(pk=mei.member_id).bio == "＊＊＊聊网贷"


def test_descriptions_of_the_community_and_its_spaces_are_screened(village, lan):
    with pytest.raises(Invalid) as no:
        communities.describe_community(lan, name="Tea", summary="来刷单")
    assert list(no.value.fields) == ["summary"]
    with pytest.raises(Invalid):
        communities.open_space(lan, "bets", name="赌博", kind="forum")
    space = {"name": "Square", "access": "public"}
    with pytest.raises(Invalid):
        communities.change_space(lan, village.forum.pk, purpose="刷 单", **space)
    assert not Space.objects.filter(slug="bets").exists()
    communities.change_space(lan, village.forum.pk, purpose="加微信", **space)
    assert Space.objects.get(pk=village.forum.pk).purpose == "＊＊＊"
    communities.describe_community(lan, name="Tea", summary="加微信")
    assert Community.objects.get(slug="tea").summary == "＊＊＊"


def published(village, body):
    mei = village.viewer("mei")
    wording = articles.Wording(title="Water", body=body)
    made = articles.begin_article(mei, village.forum.pk, wording)
    articles.ask_for_review(mei, made)
    articles.approve_article(village.viewer("wei"), made)
    return Article.objects.get(pk=made)


def test_an_article_is_screened_when_it_goes_out(village):
    with pytest.raises(Invalid):
        published(village, "来赌博")
    held = published(village, "来刷单")
    jun = village.viewer("jun")
    assert not published_for(jun).filter(pk=held.pk).exists()
    case = Case.objects.get().pk
    actions.decide_case(village.viewer("wei"), case, actions.Decision("kept"))
    assert published_for(jun).filter(pk=held.pk).exists()
    masked = published(village, "加微信")
    assert masked.state == "published"


def test_what_is_said_below_an_article_is_held_too(village):
    out = published(village, "Boil it, then wait.")
    jun = village.viewer("jun")
    articles.respond(jun, out.topic_id, "来刷单")
    assert Case.objects.get().pk
    with pytest.raises(Invalid):
        articles.respond(jun, out.topic_id, "来赌博")
