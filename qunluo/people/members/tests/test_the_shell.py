from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from qunluo.kernel.stream.models import StreamLine
from qunluo.people.members.models import Member
from qunluo.people.members.tests.conftest import PASSWORD


def test_the_first_owner_is_made_from_the_shell(village, monkeypatch):
    monkeypatch.setenv("QUNLUO_PASSWORD", PASSWORD)
    told = io.StringIO()
    call_command("create_member", "owner@example.org", "--staff", "--name", "群主甲", stdout=told)
    owner = Member.objects.get(email="owner@example.org")
    assert owner.is_staff
    assert owner.check_password(PASSWORD)
    assert owner.handle == "群主甲"
    assert "staff member" in told.getvalue()
    assert StreamLine.objects.filter(object_id=owner.pk, name="members.signed_up").exists()


def test_the_password_may_come_by_standard_input(village, monkeypatch):
    monkeypatch.delenv("QUNLUO_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    call_command("create_member", "owner@example.org", stdout=io.StringIO())
    assert Member.objects.get(email="owner@example.org").check_password(PASSWORD)


def test_a_weak_password_is_refused_with_its_code(village, monkeypatch):
    monkeypatch.setenv("QUNLUO_PASSWORD", "short")
    with pytest.raises(CommandError, match=r"members\.password_weak"):
        call_command("create_member", "owner@example.org")
    assert not Member.objects.filter(email="owner@example.org").exists()
