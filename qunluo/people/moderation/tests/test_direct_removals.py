"""What the team removes where it stands: told, on record, undone, appealed; one's own stays simple."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.duties.models import Duty
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.models import Case, RemovalAppeal
from qunluo.people.notices.models import Notice
from qunluo.talk.chat import actions as chat
from qunluo.talk.chat import queries as rooms
from qunluo.talk.chat.actions import Setup, Utterance
from qunluo.talk.exchange import actions as exchange
from qunluo.talk.exchange import queries as listings
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics
from qunluo.talk.forum.models import Post

pytestmark = pytest.mark.django_db
NOTE = "Third time this week"


class Reply:
    kind = "forum.post"

    def __init__(self, village):
        topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Which tea?", body="?")
        self.id = self.post = self.write(village, topic)

    def write(self, village, topic):
        return forum.post_reply(village.viewer("mei"), topic, "The black one.")

    def remove(self, viewer):
        forum.remove_post(viewer, self.post, reason="spam", note=NOTE)

    def restore(self, viewer):
        forum.restore_post(viewer, self.post)

    def is_seen(self, viewer):
        try:
            return topics.one_post(viewer, self.post).removed is None
        except Missing:
            return False


class Comment(Reply):
    def write(self, village, topic):
        opening = Post.objects.get(topic=topic, kind="opening").pk
        return forum.post_comment(village.viewer("mei"), opening, "Black, of course.")


class Topic(Reply):
    kind = "forum.topic"

    def write(self, village, topic):
        del topic
        return forum.open_topic(village.viewer("mei"), village.forum.pk, "Black tea", body="Buy.")

    def __init__(self, village):
        super().__init__(village)
        self.post = Post.objects.get(topic=self.id, kind="opening").pk

    def is_seen(self, viewer):
        try:
            return topics.topic_for(viewer, self.id).removed_at is None
        except Missing:
            return False


class Message:
    kind = "chat.message"

    def __init__(self, village):
        self.room = chat.open_room(village.viewer("lan"), Setup("Tea room"))
        said = Utterance("The black one.")
        self.id = chat.post_message(village.viewer("mei"), self.room, said, client_id="a")

    def remove(self, viewer):
        chat.remove_message(viewer, self.id, "spam", note=NOTE)

    def restore(self, viewer):
        chat.restore_message(viewer, self.id)

    def is_seen(self, viewer):
        found = rooms.message_for(viewer, self.id)
        return found.removed_at is None


class Listing:
    kind = "exchange.listing"

    def __init__(self, village):
        words = exchange.Words("offer", "goods", "Black tea")
        self.id = exchange.post_listing(village.viewer("mei"), words)

    def remove(self, viewer):
        exchange.remove_listing(viewer, self.id, "spam", note=NOTE)

    def restore(self, viewer):
        exchange.restore_listing(viewer, self.id)

    def is_seen(self, viewer):
        try:
            return not listings.sheet(viewer, self.id).line.is_removed
        except Missing:
            return False


@pytest.fixture(params=[Reply, Comment, Topic, Message, Listing], ids=lambda one: one.__name__)
def thing(request, village):
    return request.param(village)


def test_its_author_hears_why_and_both_logs_count_it(village, thing):
    thing.remove(village.viewer("wei"))
    assert not thing.is_seen(village.viewer("jun"))
    case = Case.objects.get(object_type=thing.kind, object_id=thing.id)
    assert (case.state, case.outcome, case.is_direct) == ("decided", "removed", True)
    assert case.author_id == village.members["mei"].pk
    assert case.reason == f"广告或灌水：{NOTE}"
    deliver_all()
    told = Notice.objects.filter(kind="moderation.removed")
    assert [one.member_id for one in told] == [village.members["mei"].pk]
    (own,) = queries.my_standing(village.viewer("mei")).decisions
    assert (own.outcome, own.reason, own.may_appeal) == ("removed", case.reason, True)
    lan, stranger = village.viewer("lan"), village.viewer("")
    private, public = queries.staff_log(lan).items, queries.public_log(stranger).items
    assert [one.name for one in private] == [one.name for one in public]
    assert private[0].name == "moderation.case_decided"
    assert (private[0].by.name, public[0].by, public[0].about) == ("Wei", None, None)
    assert queries.act_counts(lan) == queries.act_counts(stranger)
    assert not Duty.objects.filter(kind="moderation.case", done_at=None).exists()


def test_whoever_removed_it_undoes_it_within_five_minutes(village, thing):
    thing.remove(village.viewer("wei"))
    deliver_all()
    case = Case.objects.get()
    assert queries.case_for(village.viewer("wei"), case.pk).may_undo
    assert not queries.case_for(village.viewer("lan"), case.pk).may_undo
    actions.undo_decision(village.viewer("wei"), case.pk)
    deliver_all()
    assert thing.is_seen(village.viewer("jun"))
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("decided", "undone")
    assert not Notice.objects.filter(kind="moderation.removed", hidden_at=None).exists()
    assert queries.queue(village.viewer("wei")) == []
    assert not queries.case_for(village.viewer("wei"), case.pk).may_undo
    with pytest.raises(Missing):
        actions.undo_decision(village.viewer("wei"), case.pk)


def test_restoring_it_by_hand_is_the_same_undoing(village, thing):
    thing.remove(village.viewer("wei"))
    thing.restore(village.viewer("wei"))
    deliver_all()
    assert thing.is_seen(village.viewer("jun"))
    assert Case.objects.get().outcome == "undone"
    (line,) = StreamLine.objects.filter(name="moderation.decision_undone")
    assert line.facts == {"outcome": "removed", "is_late": False}
    assert not Notice.objects.filter(kind="moderation.approved").exists()


def test_restored_later_its_author_hears_that_it_stands_again(village, thing):
    thing.remove(village.viewer("wei"))
    made = actions.appeal_removal(village.viewer("mei"), Case.objects.get().pk, "Why?")
    deliver_all()
    with clock.at(clock.now() + timedelta(minutes=6)):
        with pytest.raises(Refusal, match=r"moderation\.too_late"):
            actions.undo_decision(village.viewer("wei"), Case.objects.get().pk)
        thing.restore(village.viewer("lan"))
        deliver_all()
    told = Notice.objects.filter(kind="moderation.approved", hidden_at=None)
    assert [one.member_id for one in told] == [village.members["mei"].pk]
    settled = RemovalAppeal.objects.get(pk=made)
    assert (settled.outcome, settled.decided_by_id) == ("overturned", None)
    assert not Duty.objects.filter(kind="moderation.removal_appeal", done_at=None).exists()


def test_an_appeal_brings_it_back_and_shows_as_overturned(village, thing):
    thing.remove(village.viewer("an"))
    case = Case.objects.get().pk
    made = actions.appeal_removal(village.viewer("mei"), case, "It is my own tea.")
    with pytest.raises(Forbidden):
        actions.decide_removal_appeal(village.viewer("an"), made, "overturned", answer="So.")
    actions.decide_removal_appeal(village.viewer("lan"), made, "overturned", answer="True.")
    assert thing.is_seen(village.viewer("jun"))
    (own,) = queries.my_standing(village.viewer("mei")).decisions
    assert own.appeal.outcome == "overturned"
    assert StreamLine.objects.filter(name="moderation.decision_undone").count() == 0


def test_a_report_that_waits_is_answered_by_it(village, thing):
    case = actions.flag(village.viewer("jun"), thing.kind, thing.id, note="Advert")
    thing.remove(village.viewer("wei"))
    deliver_all()
    found = Case.objects.get()
    assert (found.pk, found.state, found.is_direct) == (case, "decided", False)
    told = Notice.objects.filter(kind="moderation.report_answered")
    assert [one.member_id for one in told] == [village.members["jun"].pk]
    assert not Duty.objects.filter(kind="moderation.case", done_at=None).exists()


def test_what_was_held_and_is_let_through_by_hand_leaves_no_case_open(village):
    watched = actions.make_list(village.viewer("lan"), "Words")
    actions.set_word(village.viewer("lan"), watched, "bargain", level="hold")
    topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Which tea?", body="?")
    post = forum.post_reply(village.viewer("mei"), topic, "No bargain is worth bad tea.")
    forum.restore_post(village.viewer("wei"), post)
    deliver_all()
    assert (Case.objects.get().state, Case.objects.get().outcome) == ("decided", "kept")
    told = Notice.objects.filter(kind="moderation.approved")
    assert [one.member_id for one in told] == [village.members["mei"].pk]


def test_one_s_own_words_need_no_case(village):
    wei = village.viewer("wei")
    topic = forum.open_topic(wei, village.forum.pk, "Which tea?", body="?")
    reply = forum.post_reply(wei, topic, "Mine.")
    forum.remove_post(wei, reply)
    forum.restore_post(wei, reply)
    room = chat.open_room(village.viewer("lan"), Setup("Tea room"))
    said = chat.post_message(wei, room, Utterance("Mine."), client_id="a")
    chat.recall_message(wei, said)
    listing = exchange.post_listing(wei, exchange.Words("offer", "goods", "Black tea"))
    with pytest.raises(Refusal, match=r"exchange\.own"):
        exchange.remove_listing(wei, listing, "spam")
    assert Case.objects.count() == 0


def test_nobody_puts_words_into_review_by_hand(village):
    topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Which tea?", body="?")
    reply = forum.post_reply(village.viewer("mei"), topic, "The black one.")
    for reason in ("held", "merged", "author", ""):
        with pytest.raises(Invalid, match=r"forum\.reason_missing"):
            forum.remove_post(village.viewer("wei"), reply, reason=reason)
    assert Post.objects.get(pk=reply).removed_at is None
    assert Case.objects.count() == 0


def test_the_pages_of_the_exchange_take_it_away_and_back(village, as_member):
    offer = Listing(village).id
    removal = reverse("exchange:removal", args=["tea", offer])
    assert as_member("jun").get(removal).status_code == 404
    assert as_member("mei").get(removal).status_code == 404
    assert (
        removal
        in as_member("wei").get(reverse("exchange:listing", args=["tea", offer])).content.decode()
    )
    assert as_member("wei").get(removal).status_code == 200
    assert as_member("wei").post(removal, {"reason": "nice"}).status_code == 422
    assert Case.objects.count() == 0
    assert as_member("wei").post(removal, {"reason": "spam", "note": NOTE}).status_code == 302
    assert as_member("wei").get(removal).status_code == 404
    restoration = reverse("exchange:restoration", args=["tea", offer])
    assert as_member("jun").post(restoration).status_code == 404
    assert as_member("wei").post(restoration).status_code == 302
    assert Case.objects.get().outcome == "undone"


def test_programs_remove_and_restore_too(village, as_member):
    offer = Listing(village).id
    address = f"/api/v1/communities/tea/exchange/{offer}"
    assert as_member("jun").delete(f"{address}?reason=spam").status_code == 404
    assert as_member("wei").delete(f"{address}?reason=held").status_code == 422
    assert as_member("wei").delete(f"{address}?reason=spam").status_code == 204
    assert Case.objects.get().outcome == "removed"
    assert as_member("wei").post(f"{address}/restoration").status_code == 204
    assert Case.objects.get().outcome == "undone"
