"""Who is told of what, once, and never of what they may not see."""

import pytest

from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.stream.origin import telling
from qunluo.people.communities import actions as communities
from qunluo.people.communities.models import Community
from qunluo.people.members import queries as members
from qunluo.people.notices import actions, queries
from qunluo.people.notices.models import Bundle, Notice
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum.actions.wording import Wording
from qunluo.talk.questions import actions as questions

# Lines, counts, first notices, names (2), the community's door (5), titles of one kind.
INBOX_QUERIES = 10


def inbox(talk, name):
    return queries.inbox(talk.viewer(name)).items


def test_the_author_of_a_topic_hears_of_a_reply_and_the_replier_does_not(talk):
    topic = talk.opens("mei")
    talk.replies("jun", topic)
    assert talk.told("mei") == ["forum.reply"]
    assert talk.told("jun") == []
    (line,) = inbox(talk, "mei")
    assert line.text == "Jun回复了《How to store puer?》"
    assert line.community_name == "Tea"


def test_replies_of_one_thread_become_one_line(talk):
    topic = talk.opens("mei")
    for name in ("jun", "wei", "an", "jun"):
        talk.replies(name, topic)
    (line,) = inbox(talk, "mei")
    assert line.text == "Jun和另外 2 人回复了《How to store puer?》"
    assert (line.unread, queries.unread_count(talk.viewer("mei"))) == (4, 1)
    assert [one.name for one in line.people] == ["Jun", "An", "Wei"]


def test_a_line_leads_to_the_first_unread_post(talk):
    topic = talk.opens("mei")
    first = talk.replies("jun", topic)
    second = talk.replies("wei", topic)
    assert inbox(talk, "mei")[0].address == f"/c/tea/forum/posts/{first}/"
    actions.mark_read(talk.viewer("mei"), Bundle.objects.get(member__handle="mei").pk)
    third = talk.replies("an", topic)
    assert inbox(talk, "mei")[0].address == f"/c/tea/forum/posts/{third}/"
    assert inbox(talk, "mei")[0].text.startswith("An回复")
    assert second


def test_a_mention_is_told_once_however_often_the_text_is_edited(talk):
    topic = talk.opens("mei", body="What do you think, @jun?")
    assert talk.told("jun") == ["forum.mention"]
    post = talk.replies("wei", topic, "Ask @jun.")
    assert talk.told("jun") == ["forum.mention", "forum.mention"]
    for seen, text in enumerate(("Ask @jun now.", "Ask @jun and @an.", "Ask @an.")):
        forum.edit_post(talk.viewer("wei"), post, seen, wording=Wording(text))
        deliver_all()
    assert talk.told("jun") == ["forum.mention", "forum.mention"]
    assert talk.told("an") == ["forum.mention"]


def test_who_is_named_in_a_reply_to_their_own_topic_hears_of_it_once(talk):
    topic = talk.opens("mei")
    talk.replies("jun", topic, "Like @mei said.")
    assert talk.told("mei") == ["forum.mention"]


def test_followers_hear_and_so_does_whoever_is_commented_below(talk):
    topic = talk.opens("mei")
    post = talk.replies("jun", topic)
    talk.replies("wei", topic)
    assert talk.told("jun") == ["forum.followed"]
    talk.comments("an", post)
    assert talk.told("jun") == ["forum.followed", "forum.comment"]
    assert talk.told("mei") == ["forum.reply", "forum.reply"]


def test_an_asker_hears_of_answers_and_an_answerer_of_being_accepted(talk, village):
    mei = talk.viewer("mei")
    topic = questions.ask(mei, village.questions.pk, "Why bitter?", body="It is.", tags=["tea"])
    answer = questions.answer(talk.viewer("jun"), topic, "Too hot.")
    deliver_all()
    assert talk.told("mei") == ["questions.answer"]
    questions.accept_answer(mei, answer)
    deliver_all()
    assert talk.told("jun") == ["questions.accepted"]


def test_a_reaction_is_told_and_taken_back(talk):
    topic = talk.opens("mei")
    post = talk.replies("jun", topic)
    sign = "like"
    forum.react(talk.viewer("mei"), post, sign)
    deliver_all()
    assert talk.told("jun") == ["forum.reaction"]
    forum.withdraw_reaction(talk.viewer("mei"), post, sign)
    deliver_all()
    assert talk.told("jun") == []
    assert queries.unread_count(talk.viewer("jun")) == 0


def test_hearing_a_line_again_does_nothing(talk):
    topic = talk.opens("mei")
    talk.replies("jun", topic)
    before = list(Notice.objects.values()), list(Bundle.objects.values())
    line = StreamLine.objects.get(name="forum.reply_posted")
    assert actions.give(line, "forum.reply", [talk.viewer("mei").member_id]) == 0
    assert actions.give(line, "forum.followed", [talk.viewer("mei").member_id]) == 0
    assert (list(Notice.objects.values()), list(Bundle.objects.values())) == before


def test_nobody_hears_of_what_they_may_not_see(talk, village):
    topic = talk.opens("mei", space=village.quiet)
    forum.follow_topic(talk.viewer("jun"), topic)
    communities.leave(talk.viewer("jun"))
    deliver_all()
    talk.replies("wei", topic, "Quietly, @jun.")
    assert talk.told("jun") == []
    assert talk.told("mei") == ["forum.reply"]


def test_what_one_may_no_longer_see_is_not_shown_and_does_not_ring(talk, village):
    topic = talk.opens("jun", space=village.quiet)
    talk.replies("wei", topic)
    assert len(inbox(talk, "jun")) == 1
    communities.leave(talk.viewer("jun"))
    # Even before anything else is heard, the page asks what the viewer may see now.
    assert inbox(talk, "jun") == ()
    deliver_all()
    assert queries.unread_count(talk.viewer("jun")) == 0


def test_a_removed_post_takes_its_notices_along_and_brings_them_back(talk):
    topic = talk.opens("mei")
    post = talk.replies("jun", topic)
    talk.replies("wei", topic)
    forum.remove_post(talk.viewer("lan"), post, reason="spam")
    deliver_all()
    (line,) = inbox(talk, "mei")
    assert (line.text, line.unread) == ("Wei回复了《How to store puer?》", 1)
    forum.restore_post(talk.viewer("lan"), post)
    deliver_all()
    assert talk.unread("mei") == 2
    assert talk.told("mei") == ["forum.reply", "forum.reply"]


def test_a_held_post_tells_nobody_before_it_is_approved(talk):
    topic = talk.opens("mei")
    post = forum.post_reply(talk.viewer("jun"), topic, "Buy here, @wei!")
    # Held in the moment it was written, before anybody was told.
    forum.remove_post(talk.viewer("lan"), post, reason="spam")
    deliver_all()
    assert (talk.told("mei"), talk.told("wei")) == ([], [])
    forum.restore_post(talk.viewer("lan"), post)
    deliver_all()
    assert (talk.told("mei"), talk.told("wei")) == (["forum.reply"], ["forum.mention"])
    # It is the author's, not of whoever approved it.
    assert inbox(talk, "mei")[0].text.startswith("Jun")
    assert talk.told("jun") == []


def test_a_held_topic_and_comment_tell_when_they_are_approved(talk, village):
    from qunluo.talk.forum.models import Post

    jun, lan = talk.viewer("jun"), talk.viewer("lan")
    topic = forum.open_topic(jun, village.forum.pk, "Held", body="@wei?")
    opening = Post.objects.get(topic=topic).pk
    comment = forum.post_comment(talk.viewer("mei"), opening, "@an!")
    forum.remove_post(lan, comment, reason="spam")
    forum.remove_post(lan, opening, reason="spam")
    deliver_all()
    assert not Notice.objects.exclude(kind="moderation.removed").exists()
    forum.restore_post(lan, opening)
    forum.restore_post(lan, comment)
    deliver_all()
    assert [talk.told(name) for name in ("wei", "an", "jun")] == [
        ["forum.mention"],
        ["forum.mention"],
        ["forum.comment"],
    ]


@pytest.mark.parametrize(("origin", "made"), [("import", 0), ("demo", 1)])
def test_imports_tell_nobody_and_the_demo_sends_nothing(talk, origin, made):
    with telling(origin, batch="b"):
        topic = talk.opens("mei")
        talk.replies("jun", topic, "@mei look")
    assert Notice.objects.count() == made
    assert not Notice.objects.exclude(mail="", mail_at=None, push_at=None).exists()


def test_who_asked_to_be_let_in_hears_the_answer(talk, village, setting_up):
    Community.objects.filter(slug="tea").update(joining="review")
    asked = communities.request_to_join(talk.viewer("zhu"), {})
    communities.approve_join(talk.viewer("lan"), asked)
    deliver_all()
    (line,) = inbox(talk, "zhu")
    assert (line.kind, line.address) == ("communities.join_approved", "/c/tea/")
    assert line.text == "Tea 通过了你的加入申请"


def test_who_was_turned_away_from_a_private_place_hears_it_too(talk, village, setting_up):
    Community.objects.filter(slug="tea").update(joining="review", access="semi_public")
    asked = communities.request_to_join(talk.viewer("zhu"), {})
    communities.decline_join(talk.viewer("lan"), asked, reason="No.")
    deliver_all()
    assert [line.kind for line in inbox(talk, "zhu")] == ["communities.join_declined"]


def test_a_role_is_told_to_who_got_it(talk, village):
    from qunluo.people.communities.models import Role

    role = Role.objects.get(community=village.community, built_in="volunteer")
    communities.grant_role(talk.viewer("lan"), role.pk, village.members["mei"].pk)
    deliver_all()
    assert [line.text for line in inbox(talk, "mei")] == ["Lan在 Tea 给了你一个角色"]


def test_a_decided_claim_is_told_to_who_claimed(talk, village, setting_up):
    from qunluo.people.members import actions as members
    from qunluo.people.members.models import Member

    imported = Member.objects.create_user(
        None, handle="old", display_name="Old", is_placeholder=True
    )
    claim = members.ask_to_claim(talk.viewer("mei"), imported.pk)
    Member.objects.filter(handle="lan").update(is_staff=True)
    village.members["lan"].refresh_from_db()
    members.decide_claim(talk.viewer("lan"), claim, is_granted=False, proof="staff", reason="no")
    deliver_all()
    assert [(one.kind, one.address) for one in inbox(talk, "mei")] == [
        ("members.claim_decided", "/account/claims/")
    ]


def test_following_a_space_means_hearing_of_new_topics(talk, village):
    mei = talk.viewer("mei")
    home = village.community.pk
    actions.choose_for_space(mei, home, village.forum.pk, how="now", is_followed=True)
    talk.opens("jun")
    talk.opens("jun", title="In the quiet", space=village.quiet)
    assert talk.told("mei") == ["forum.new_topic"]
    actions.choose_for_space(mei, home, village.forum.pk, how="now", is_followed=False)
    talk.opens("jun", title="Another one")
    assert talk.told("mei") == ["forum.new_topic"]


def test_what_is_switched_off_is_not_made(talk, village):
    mei = talk.viewer("mei")
    topic = talk.opens("mei")
    actions.choose(mei, [actions.Wish("forum.reply", "inbox", "off")])
    talk.replies("jun", topic)
    # Who follows the topic still hears of it as a follower.
    assert talk.told("mei") == ["forum.followed"]
    home = village.community.pk
    actions.choose_for_space(mei, home, village.forum.pk, how="off", is_followed=False)
    talk.replies("wei", topic)
    assert talk.told("mei") == ["forum.followed"]


def test_reading_the_topic_reads_its_notices(talk):
    topic = talk.opens("mei")
    talk.replies("jun", topic)
    forum.mark_read(talk.viewer("mei"), topic, 2)
    assert queries.unread_count(talk.viewer("mei")) == 0


def test_the_inbox_takes_a_fixed_number_of_queries(talk, django_assert_num_queries):
    topics = [talk.opens("mei", title=f"Topic {n}") for n in range(5)]
    mei = members.viewer_by_id(talk.village.members["mei"].pk)
    talk.replies("jun", topics[0])
    with django_assert_num_queries(INBOX_QUERIES) as few:
        queries.inbox(mei)
    for topic in topics:
        talk.replies("jun", topic)
        talk.replies("wei", topic)
    with django_assert_num_queries(len(few)):
        assert len(queries.inbox(mei).items) == 5
    with django_assert_num_queries(1):
        queries.unread_count(mei)
