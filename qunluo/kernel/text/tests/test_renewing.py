"""When the renderer changes, what is stored is rendered anew: in steps, once, going on where it stopped."""

from __future__ import annotations

import pytest

from qunluo.kernel import text
from qunluo.kernel.action import writing
from qunluo.kernel.jobs.models import Job
from qunluo.kernel.text import actions, jobs, queries
from qunluo.kernel.text.models import Renewal
from qunluo.talk.chat import actions as chat
from qunluo.talk.chat.models import Message, Room
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum.models import Post
from qunluo.talk.forum.queries.posts import html_of


@pytest.fixture
def written(village):
    """Five posts, a room with a pinned line and a message; one post is an import's own HTML."""
    mei = village.viewer("mei")
    topic = forum.open_topic(mei, village.forum.pk, "Kettles", body="**Hot.**")
    for number in range(4):
        forum.post_reply(mei, topic, f"*Very* hot {number}.")
    room = chat.open_room(village.viewer("lan"), chat.Setup("Talk", note="**Be kind.**"))
    chat.post_message(mei, room, chat.Utterance("**Hi**"), client_id="one")
    with writing("*"):
        last = Post.objects.order_by("pk").last()
        Post.objects.filter(pk=last.pk).update(
            render_version=0, body_html="<p>As <i>there</i><script>x</script></p>"
        )
        Post.objects.exclude(pk=last.pk).update(body_html="old")
        Message.objects.update(body_html="old")
        Room.objects.update(note_html="old")
    return last


@pytest.fixture
def newer(monkeypatch):
    """A renderer of the next version."""
    rise(monkeypatch)


def rise(monkeypatch):
    highest = text.VERSION + 1
    for place in ("", ".actions", ".queries"):
        monkeypatch.setattr(f"qunluo.kernel.text{place}.VERSION", highest)


def test_a_risen_version_renders_everything_anew(written, newer):
    assert queries.kinds_behind() == ["chat.message", "chat.room", "forum.post"]
    assert queries.rows_behind("forum.post") == 5
    jobs.renew_texts.func()
    assert queries.kinds_behind() == []
    rendered = list(Post.objects.exclude(pk=written.pk).order_by("pk"))
    assert rendered[0].body_html == "<p><strong>Hot.</strong></p>\n"
    assert {post.render_version for post in rendered} == {text.VERSION}
    assert Message.objects.get().body_html == "<p><strong>Hi</strong></p>\n"
    assert "<strong>Be kind.</strong>" in Room.objects.get(name="Talk").note_html


def test_what_an_import_rendered_stays_its_own_and_is_cleaned_again(written, newer):
    assert html_of(written) == written.body_html
    jobs.renew_texts.func()
    written.refresh_from_db()
    assert written.body_html == "<p>As <i>there</i></p>"
    assert (written.render_version, html_of(written)) == (0, written.body_html)


def test_until_then_reading_renders(written, newer):
    assert html_of(Post.objects.order_by("pk").first()) == "<p><strong>Hot.</strong></p>\n"


def test_it_goes_on_where_it_stopped(written, newer, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    assert actions.renew_some("forum.post")
    assert queries.rows_behind("forum.post") == 3
    assert Post.objects.filter(body_html="old").count() == 2
    with writing("*"):  # as if written behind the mark: it is not looked at again
        Post.objects.filter(pk=Post.objects.order_by("pk").first().pk).update(body_html="kept")
    jobs.renew_texts.func()
    assert Post.objects.filter(body_html="old").count() == 0
    assert Post.objects.filter(body_html="kept").count() == 1
    assert not actions.renew_some("forum.post")


def test_an_upgrade_asks_for_it_only_when_behind(written, newer):
    assert jobs.renew_if_behind() == 3
    assert Job.objects.count() == 1
    jobs.renew_texts.func()
    assert jobs.renew_if_behind() == 0
    assert Job.objects.count() == 1


def test_a_second_rise_begins_again(written, newer, monkeypatch):
    jobs.renew_texts.func()
    with writing("*"):
        Message.objects.update(body_html="old")
    rise(monkeypatch)
    jobs.renew_texts.func()
    assert Message.objects.get().body_html == "<p><strong>Hi</strong></p>\n"
    assert set(Renewal.objects.values_list("version", flat=True)) == {text.VERSION}
