from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache

from qunluo.kernel.action import writing
from qunluo.kernel.mail import send_waiting

PASSWORD = "four quiet green kettles"


@pytest.fixture(autouse=True)
def _fresh_counts(settings):
    """Each test starts with no tries counted, and with a hasher that does not take its time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def give_password(village):
    """Mei, or whoever is named, gets the password all tests use."""

    def give(name="mei"):
        member = village.members[name]
        with writing("members"):
            member.set_password(PASSWORD)
            member.save(update_fields=["password"])
        return member

    return give


@pytest.fixture
def posted():
    """Run a block and get the letters that were written in it."""

    class Posted:
        def __enter__(self):
            send_waiting()
            self.before = len(mail.outbox)
            return self

        def __exit__(self, *error):
            send_waiting()
            self.letters = mail.outbox[self.before :]

        @property
        def letter(self):
            assert len(self.letters) == 1, [entry.subject for entry in self.letters]
            return self.letters[0]

        @property
        def code(self):
            return re.search(r"\b(\d{6})\b", self.letter.subject)[1]

        @property
        def link(self):
            return re.search(r"https?://[^/\s]+(/account/\S+)", self.letter.body)[1]

    return Posted
