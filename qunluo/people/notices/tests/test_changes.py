"""What changes afterwards: spaces close, topics move, addresses fail, rounds come again."""

from datetime import UTC, datetime, timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.refusal import Invalid
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.viewer import SHANGHAI
from qunluo.people.communities import actions as communities
from qunluo.people.notices import actions, jobs, queries, rules
from qunluo.people.notices.actions.devices import drop_device
from qunluo.people.notices.engine.posting import UnfitAddressError, is_fit, post
from qunluo.people.notices.models import Habit, Notice
from qunluo.people.notices.queries.inbox import names
from qunluo.people.notices.tests.conftest import NOON
from qunluo.talk.forum import actions as forum


def test_a_space_that_is_closed_takes_its_notices_out_of_the_inbox(talk, village):
    topic = talk.opens("mei")
    talk.replies("jun", topic)
    lan, square = talk.viewer("lan"), village.forum
    communities.change_space(lan, square.pk, name="Square", purpose="", access="private")
    deliver_all()
    assert queries.unread_count(talk.viewer("mei")) == 0
    assert queries.inbox(talk.viewer("mei")).items == ()


def test_a_topic_that_moves_behind_a_door_takes_its_notices_along(talk, village):
    council = communities.open_space(
        talk.viewer("lan"), "council", name="Council", kind="forum", access="private"
    )
    topic = talk.opens("mei")
    talk.replies("jun", topic)
    forum.move_topic(talk.viewer("lan"), topic, council)
    deliver_all()
    assert queries.unread_count(talk.viewer("mei")) == 0


def test_who_is_removed_hears_nothing_more_of_closed_spaces(talk, village):
    topic = talk.opens("jun", space=village.quiet)
    talk.replies("wei", topic)
    communities.remove_member(talk.viewer("lan"), village.members["jun"].pk, reason="Spam.")
    deliver_all()
    assert queries.unread_count(talk.viewer("jun")) == 0


def test_a_refusal_is_noted_once_and_only_for_known_addresses(village):
    assert actions.note_refusal("mei@example.org", "550 no")
    assert not actions.note_refusal("mei@example.org", "550 again")
    assert not actions.note_refusal("nobody@example.org", "550 no")
    assert Habit.objects.get().mail_stopped == "550 no"


def test_the_rounds_of_the_worker_send_and_tidy(talk):
    with clock.at(NOON):
        topic = talk.opens("jun")
        talk.replies("wei", topic, "@mei")
    with clock.at(NOON + timedelta(days=400)):
        jobs.send_what_is_due()
        jobs.send_digests.func()
        jobs.drop_old_notices.func()
    assert not Notice.objects.exists()


def test_choices_that_do_not_exist_are_refused(village):
    mei = village.viewer("mei")
    for wish in (
        actions.Wish("forum.nothing", "email", "now"),
        actions.Wish("forum.reply", "pigeon", "now"),
        actions.Wish("forum.reply", "push", "digest"),
    ):
        with pytest.raises(Invalid) as no:
            actions.choose(mei, [wish])
        assert no.value.code == "notices.choice"
    with pytest.raises(Invalid):
        actions.keep_habits(mei, "hourly", 8, quiet=(22, 8), shows_details=False)
    with pytest.raises(Invalid):
        actions.keep_habits(mei, "daily", 8, quiet=(22, 24), shows_details=False)
    assert not Habit.objects.exists()


@pytest.mark.parametrize(
    ("begin", "end", "hour", "until"),
    [
        (22, 8, 23, 8),
        (22, 8, 3, 8),
        (22, 8, 8, None),
        (22, 8, 21, None),
        (13, 15, 14, 15),
        (13, 15, 15, None),
        (0, 0, 0, None),
    ],
)
def test_quiet_hours_are_those_of_the_members_clock(begin, end, hour, until):
    habit = Habit(quiet_from=begin, quiet_until=end)
    now = datetime(2026, 11, 18, hour, 30, tzinfo=SHANGHAI).astimezone(UTC)
    ends = rules.quiet_until(habit, SHANGHAI, now)
    assert (ends.astimezone(SHANGHAI).hour if ends else None) == until
    assert ends is None or timedelta(0) < ends - now < timedelta(hours=24)


def test_nobody_is_named_where_nobody_is_known(village):
    assert names((), 0) == "有人"


def test_only_addresses_of_push_services_are_posted_to():
    assert is_fit("https://push.example.org/x")
    assert not is_fit("https://push/x")
    for inside in ("https://127.0.0.1/x", "https://10.0.0.1/x", "https://nowhere.invalid/x"):
        with pytest.raises(UnfitAddressError):
            post(inside, b"", {})


def test_a_device_that_is_gone_twice_is_gone(village):
    drop_device(4711)
    actions.push(4711, {"title": "x"})
