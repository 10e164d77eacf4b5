"""Files that ride in letters: names in any script, limits, and no longer than needed."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.template import engines
from jinja2 import ChoiceLoader, DictLoader

from qunluo.kernel import clock, mail
from qunluo.kernel.mail.actions import attach, drop_old
from qunluo.kernel.mail.attaching import MOST_BYTES, safe_name
from qunluo.kernel.mail.models import Letter, LetterFile
from qunluo.kernel.refusal import Invalid

PDF = b"%PDF-1.7 " + bytes(range(256))
NAME = "茶馆 运营工作产出报告 2026年5月.pdf"


@pytest.fixture(autouse=True)
def greeting(monkeypatch):
    env = engines["jinja2"].env
    ours = DictLoader({"greeting.txt": "Hello\n\nyou"})
    monkeypatch.setattr(env, "loader", ChoiceLoader([ours, env.loader]))


def written(*files):
    letter = mail.send("mei@example.org", "greeting", {}, language="en")
    attach(letter, files)
    return letter


def file(name=NAME, content=PDF, content_type="application/pdf"):
    return mail.Attachment(name, content_type, content)


def test_a_file_arrives_under_its_chinese_name(db):
    written(file())
    mail.send_waiting()
    raw = outbox.outbox[0].message().as_bytes()
    assert b"filename*=utf-8''" in raw.replace(b"\n ", b"").replace(b"\r", b"")
    read = email.message_from_bytes(raw, policy=email.policy.default)
    (found,) = list(read.iter_attachments())
    assert found.get_filename() == NAME
    assert found.get_content_type() == "application/pdf"
    assert found.get_content() == PDF
    assert found.get_content_disposition() == "attachment"


def test_what_is_too_large_or_no_pdf_does_not_ride(db):
    for one, code in (
        (file(content=b"x" * (MOST_BYTES + 1)), "attachment_size"),
        (file(content_type="text/html"), "attachment_type"),
    ):
        letter = mail.send("mei@example.org", "greeting", {}, language="en")
        with pytest.raises(Invalid, match=code):
            attach(letter, [one])
        assert not Letter.objects.get(pk=letter).files.exists()
    assert not LetterFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "etc passwd.pdf"),
        ("a\r\nBcc: x@example.org.pdf", "a Bcc x@example.org.pdf"),
        ("报告\u202efdp.exe", "报告 fdp.exe"),
        ("", "file"),
        ("长" * 300 + ".pdf", "长" * 96 + ".pdf"),
    ],
)
def test_names_are_made_safe(name, kept):
    assert safe_name(name) == kept


def test_one_file_is_kept_once_for_all_letters_and_goes_after_them(db):
    start = clock.now()
    written(file())
    written(file())
    assert LetterFile.objects.count() == 1
    mail.send_waiting()
    drop_old()
    assert LetterFile.objects.count() == 1
    with clock.at(start + timedelta(days=2)):
        drop_old()
    assert not LetterFile.objects.exists()


def test_a_file_stays_while_a_letter_waits_for_it(db):
    start = clock.now()
    written(file())
    with clock.at(start + timedelta(days=2)):
        drop_old()
        assert LetterFile.objects.count() == 1
        mail.send_waiting()
    assert len(outbox.outbox[0].attachments) == 1
