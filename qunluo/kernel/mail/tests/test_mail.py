from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.template import engines
from jinja2 import ChoiceLoader, DictLoader

from qunluo.kernel import clock, mail
from qunluo.kernel.jobs.models import Job
from qunluo.kernel.mail.actions import drop_old, send_letter
from qunluo.kernel.mail.models import Letter

GREETING = """
{{ _("Communities") }} {{ name }}

<{{ name }}> & friends: https://e.org/?a=1&b=2。
second line

[Go on](https://e.org/go?a=1&b=2)
"""


@pytest.fixture(autouse=True)
def greeting(monkeypatch, settings):
    settings.PUBLIC_ADDRESS = "https://qunluo.example"
    env = engines["jinja2"].env
    ours = DictLoader({"greeting.txt": GREETING})
    monkeypatch.setattr(env, "loader", ChoiceLoader([ours, env.loader]))


def greet(**options):
    options = {"language": "en"} | options
    return mail.send("mei@example.org", "greeting", {"name": "Mei & <Jun>"}, **options)


def test_a_letter_waits_for_the_job_and_is_forgotten_when_sent(db):
    greet()
    assert outbox.outbox == []
    assert Job.objects.filter(task__endswith="mail.jobs.send_letter").count() == 1
    assert mail.send_waiting() == 1
    (sent,) = outbox.outbox
    assert sent.to == ["mei@example.org"]
    assert sent.subject == "Communities Mei & <Jun>"
    assert not Letter.objects.exists()
    send_letter(1)
    assert len(outbox.outbox) == 1


def test_text_is_plain_and_html_is_escaped(db):
    greet()
    mail.send_waiting()
    sent = outbox.outbox[0]
    assert sent.body == (
        "<Mei & <Jun>> & friends: https://e.org/?a=1&b=2。\nsecond line\n\n"
        "Go on: https://e.org/go?a=1&b=2\n\n-- \nQunluo 群落 https://qunluo.example\n"
    )
    html = sent.alternatives[0][0]
    assert "<h1>Communities Mei &amp; &lt;Jun&gt;</h1>" in html
    assert (
        "<p>&lt;Mei &amp; &lt;Jun&gt;&gt; &amp; friends: "
        '<a href="https://e.org/?a=1&amp;b=2">https://e.org/?a=1&amp;b=2</a>。<br>\n'
        "second line</p>"
    ) in html
    assert '<a class="button" href="https://e.org/go?a=1&amp;b=2">Go on</a>' in html
    assert '<html lang="en">' in html
    assert "style=" not in html


def test_a_letter_is_in_its_readers_language(db):
    greet(language="zh-hans")
    mail.send_waiting()
    assert outbox.outbox[0].subject.startswith("社群")


def test_letters_say_that_no_person_wrote_them(db):
    greet(list_id="digest.tea")
    greet()
    mail.send_waiting()
    first, second = outbox.outbox
    assert first.extra_headers["Auto-Submitted"] == "auto-generated"
    assert first.extra_headers["List-Id"] == "<digest.tea.qunluo.example>"
    assert first.extra_headers["Message-ID"].endswith("@qunluo.example>")
    assert "List-Id" not in second.extra_headers


def test_a_subject_cannot_carry_headers(db):
    name = "x\r\nBcc: all@example.org"
    mail.send("mei@example.org", "greeting", {"name": name}, language="en")
    mail.send_waiting()
    assert "\n" not in outbox.outbox[0].subject


def test_what_is_rolled_back_is_not_sent(db):
    with transaction.atomic():
        greet()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()
    assert not Job.objects.exists()


def test_a_letter_that_cannot_go_says_why_and_is_dropped_after_a_week(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError, match="refused"):
        send_letter(greet())
    assert "ConnectionRefusedError" in Letter.objects.get().last_error
    assert drop_old() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert drop_old() == 1


class Sink(socketserver.StreamRequestHandler):
    """Takes any letter, as a mail server would, and keeps it."""

    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                self.server.letters.append(self.content())
            self.say("221 bye" if verb == b"QUIT" else "250 ok")

    def content(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def sink():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_mail_server_gets_both_forms_and_the_headers(db, sink, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.server_address
    settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "Qunluo 群落 <town@qunluo.example>"
    greet(list_id="digest.tea", language="zh-hans")
    mail.send_waiting()
    (raw,) = sink.letters
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert letter["Subject"] == "社群 Mei & <Jun>"
    assert letter["From"] == "Qunluo 群落 <town@qunluo.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Id"] == "<digest.tea.qunluo.example>"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert "second line" in letter.get_body(("plain",)).get_content()
