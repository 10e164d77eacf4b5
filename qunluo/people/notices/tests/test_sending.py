"""Letters, digests and push: sent once, at the right hour, and never about what one may not see."""

import email
import email.policy
import socket
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse

from qunluo.kernel import clock, mail
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.people.communities import actions as communities
from qunluo.people.members.models import Member
from qunluo.people.notices import actions, queries
from qunluo.people.notices.actions.carriers import unsubscribe_path
from qunluo.people.notices.models import Bundle, Choice, Habit, Notice
from qunluo.people.notices.tests.conftest import NOON
from qunluo.talk.forum import actions as forum


class Box:
    """A mail server that keeps what it takes, and refuses addresses that begin with `gone`."""

    def __init__(self):
        self.letters = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        told = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos[0], told))
        return "250 OK"


@pytest.fixture
def box(settings):
    kept = Box()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Controller(kept, hostname="127.0.0.1", port=port)
    running.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield kept
    running.stop()


def send_at(moment):
    with clock.at(moment):
        actions.send_due()
        mail.send_waiting()


def text_of(letter, kind="plain"):
    return letter.get_body((kind,)).get_content()


def test_a_mention_is_mailed_after_a_moment_in_the_readers_language(talk, box, noon, setting_up):
    Member.objects.filter(handle="mei").update(language="en")
    topic = talk.opens("jun")
    talk.replies("wei", topic, "Ask @mei and @mei again.")
    send_at(NOON + timedelta(seconds=90))
    assert box.letters == []
    send_at(NOON + timedelta(minutes=3))
    ((to, letter),) = box.letters
    assert (to, letter["subject"]) == (
        "mei@example.org",
        "Wei mentioned you in How to store puer?",
    )
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "How to store puer?" in text_of(letter)
    assert 'class="button"' in text_of(letter, "html")
    send_at(NOON + timedelta(hours=1))
    assert len(box.letters) == 1


def test_several_replies_of_a_thread_are_one_letter(talk, box, noon):
    mei = talk.viewer("mei")
    actions.choose(mei, [actions.Wish("forum.reply", "email", "now")])
    topic = talk.opens("mei")
    for name in ("jun", "wei", "an"):
        talk.replies(name, topic)
    send_at(NOON + timedelta(minutes=3))
    ((_to, letter),) = box.letters
    assert letter["subject"].strip() == "An和另外 2 人回复了《How to store puer?》"


def test_what_was_read_or_removed_meanwhile_is_not_mailed(talk, box, noon):
    topic = talk.opens("jun")
    talk.replies("wei", topic, "@mei @an")
    forum.mark_read(talk.viewer("mei"), topic, 2)
    post = talk.replies("wei", topic, "@bo")
    forum.remove_post(talk.viewer("lan"), post, reason="spam")
    deliver_all()
    send_at(NOON + timedelta(minutes=3))
    # Wei reads why the post was removed.
    assert sorted(to for to, _letter in box.letters) == ["an@example.org", "wei@example.org"]


def test_what_one_may_no_longer_see_is_not_mailed(talk, box, noon, village):
    topic = talk.opens("wei", space=village.quiet)
    talk.replies("wei", topic, "@mei")
    communities.leave(talk.viewer("mei"))  # nobody has heard of it yet
    send_at(NOON + timedelta(minutes=3))
    assert box.letters == []


def test_at_night_a_letter_waits_for_the_morning(talk, box):
    night = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    with clock.at(night):
        topic = talk.opens("jun")
        talk.replies("wei", topic, "@mei")
    send_at(night + timedelta(minutes=5))
    assert box.letters == []
    assert Notice.objects.get(member__handle="mei").mail_at == datetime(2026, 11, 19, 0, tzinfo=UTC)
    send_at(datetime(2026, 11, 19, 0, 1, tzinfo=UTC))
    assert len(box.letters) == 1


def test_a_post_leaves_the_list_and_a_get_does_not(talk, box, noon):
    topic = talk.opens("jun")
    talk.replies("wei", topic, "@mei")
    send_at(NOON + timedelta(minutes=3))
    address = box.letters[0][1]["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(path)
    assert page.status_code == 200
    assert b'<form method="post">' in page.content
    assert not Choice.objects.exists()
    done = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert Choice.objects.get().how == "off"
    talk.replies("an", topic, "@mei")
    send_at(NOON + timedelta(minutes=9))
    assert len(box.letters) == 1
    assert talk.unread("mei") == 2
    assert stranger.post("/inbox/unsubscribe/nonsense/").status_code == 404


def test_unsubscribing_from_the_digest_stops_it(village, setting_up):
    path = unsubscribe_path(village.members["mei"].pk, "digest")
    assert Client().post(path).status_code == 200
    assert Habit.objects.get().digest == "never"


def test_an_address_that_is_refused_for_good_gets_no_more_letters(talk, box, noon, setting_up):
    Member.objects.filter(handle="mei").update(email="gone@example.org")
    topic = talk.opens("jun")
    talk.replies("wei", topic, "@mei")
    send_at(NOON + timedelta(minutes=3))
    assert "550" in Habit.objects.get().mail_stopped
    talk.replies("an", topic, "@mei")
    send_at(NOON + timedelta(minutes=9))
    assert (box.letters, mail.send_waiting()) == ([], 0)
    actions.resume_mail(talk.viewer("mei"))
    assert Habit.objects.get().mail_stopped == ""


def test_a_digest_comes_once_at_the_members_hour(talk, box, village):
    with clock.at(NOON):
        topic = talk.opens("mei")
        for name in ("jun", "wei"):
            talk.replies(name, topic)
    at_eight = datetime(2026, 11, 19, 0, 7, tzinfo=UTC)
    with clock.at(at_eight - timedelta(hours=1)):
        assert actions.send_digests() == 0
    with clock.at(at_eight):
        assert (actions.send_digests(), actions.send_digests()) == (2, 0)
        mail.send_waiting()
    letter = dict(box.letters)["mei@example.org"]
    assert letter["subject"].strip() == "1 条你可能想看的消息"
    assert "Wei和Jun回复了《How to store puer?》" in text_of(letter)
    assert letter["List-Id"].startswith("<digest.notices.")
    with clock.at(at_eight + timedelta(days=1)):
        assert actions.send_digests() == 0


def test_a_weekly_digest_comes_on_mondays(talk, box):
    mei = talk.viewer("mei")
    actions.keep_habits(mei, "weekly", 9, quiet=(0, 0), shows_details=False)
    with clock.at(NOON):
        talk.replies("jun", talk.opens("mei"))
    for day, count in ((19, 0), (23, 1)):
        with clock.at(datetime(2026, 11, day, 1, 7, tzinfo=UTC)):
            assert actions.send_digests() == count


def test_the_demo_and_imported_people_get_no_mail(talk, box, noon, setting_up):
    Member.objects.filter(handle="mei").update(is_demo=True)
    Member.objects.filter(handle="an").update(is_placeholder=True)
    topic = talk.opens("jun")
    talk.replies("wei", topic, "@mei @an")
    send_at(NOON + timedelta(minutes=3))
    assert (box.letters, talk.told("an"), talk.told("mei")) == ([], [], ["forum.mention"])


@contextmanager
def later(days):
    with clock.at(NOON + timedelta(days=days)):
        yield


def test_old_notices_go(talk, noon):
    topic = talk.opens("mei")
    talk.replies("jun", topic)
    actions.mark_all_read(talk.viewer("mei"))
    talk.replies("wei", topic)
    from qunluo.kernel.viewer import SYSTEM

    with later(89):
        assert actions.drop_old(SYSTEM) == 0
    with later(91):
        assert (actions.drop_old(SYSTEM), actions.drop_old(SYSTEM)) == (1, 0)
    assert Bundle.objects.filter(member__handle="mei").get().unread == 1
    with later(366):
        while actions.drop_old(SYSTEM):
            pass
    assert not Bundle.objects.exists()
    assert queries.unread_count(talk.viewer("mei")) == 0


def test_the_pages_of_the_way_out_need_nobody_signed_in():
    assert reverse("notices:unsubscribe", kwargs={"token": "x"}) == "/inbox/unsubscribe/x/"
