from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as DjangoSession
from django.db import connection
from django.test import Client

from qunluo.kernel import clock, files
from qunluo.kernel.action import writing
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.mail import send_waiting
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.testing.cast import model
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members import actions, jobs, queries
from qunluo.people.members.models import DataCopy, Erasure, Member
from qunluo.people.members.tests.conftest import PASSWORD
from qunluo.people.members.tests.test_claims_and_merges import picture
from qunluo.people.members.tests.test_signing_in import enter, is_in


@pytest.fixture(autouse=True)
def _files_aside(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


def everything_kept():
    """All text in all tables, for looking for someone."""
    told = []
    with connection.cursor() as cursor:
        for table in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{table._meta.db_table}"')
            told.extend(json.dumps(row, default=str, ensure_ascii=False) for row in cursor)
    return "\n".join(told)


@pytest.fixture
def xiaomei(village, give_password):
    """Mei with everything one can have: a picture, a nickname, an app, a token, a post."""
    member = give_password()
    mei = village.viewer("mei")
    words = actions.ProfileWords("Xiaomei Tangyuan", "xiaomei-tangyuan", bio="tangyuan lover")
    actions.change_profile(mei, words)
    kept = files.keep_upload(mei, files_file(), purpose="avatar", access="public")
    actions.set_avatar(mei, kept.pk)
    actions.make_token(mei, "tangyuan-script", ["read"])
    actions.begin_authenticator(mei)
    with writing("*"):
        model("communities.Membership").objects.filter(member=member.pk).update(
            nickname="Tangyuan", custom_fields={"city": "Tangyuan town"}
        )
    return member


def files_file():
    from django.core.files.base import File

    return File(picture(), name="tangyuan.png")


def test_a_copy_holds_what_is_kept_and_reaches_only_its_owner(
    client, village, xiaomei, posted, as_member
):
    enter(client)
    assert client.post("/account/privacy/copies/").status_code == 302
    assert client.post("/account/privacy/copies/").status_code == 409
    with posted() as post:
        jobs.make_waiting_copies.call()
    assert post.letter.to == ["mei@example.org"]
    copy = DataCopy.objects.get()
    assert copy.state == "ready"
    answer = client.get(f"/account/privacy/copies/{copy.pk}/")
    assert answer["Location"].startswith("/files/")
    sent = b"".join(client.get(answer["Location"]).streaming_content)
    parcel = zipfile.ZipFile(io.BytesIO(sent))
    profile = json.loads(parcel.read("profile.json"))[0]
    assert (profile["email"], profile["bio"]) == ("mei@example.org", "tangyuan lover")
    assert "password" not in profile
    assert json.loads(parcel.read("communities.membership.json"))[0]["nickname"] == "Tangyuan"
    assert "tangyuan lover" in parcel.read("index.html").decode()
    assert any(name.startswith("files/") for name in parcel.namelist())
    assert "token_hash" not in parcel.read("account.accesstoken.json").decode()
    assert as_member("jun").get(f"/account/privacy/copies/{copy.pk}/").status_code == 404
    assert Client().get(f"/account/privacy/copies/{copy.pk}/").status_code == 302


def test_a_copy_goes_after_a_week(village, xiaomei):
    actions.ask_for_copy(village.viewer("mei"))
    jobs.make_waiting_copies.call()
    jobs.make_waiting_copies.call()
    copy = DataCopy.objects.get()
    with clock.at(clock.now() + timedelta(days=8)):
        with pytest.raises(Refusal, match="missing"):
            queries.copy_address(village.viewer("mei"), copy.pk)
        jobs.tidy.call()
    assert not StoredFile.objects.filter(purpose="export").exists()
    copy.refresh_from_db()
    assert copy.state == "gone"


def ask(client, **changes):
    wish = {"typed": "xiaomei-tangyuan", "present_password": PASSWORD}
    return client.post("/account/erasure/", wish | changes)


@pytest.mark.parametrize("changes", [{"typed": "mei"}, {"present_password": "no"}, {"typed": ""}])
def test_erasure_is_not_asked_for_by_accident(client, xiaomei, changes):
    enter(client)
    assert ask(client, **changes).status_code == 422
    assert not Erasure.objects.exists()
    assert is_in(client)


def test_signing_in_calls_an_erasure_off(client, xiaomei, posted):
    enter(client)
    with posted() as post:
        assert ask(client)["Location"] == "/account/erasure/asked/"
    assert post.letter.to == ["mei@example.org"]
    assert not is_in(client)
    assert client.get("/account/erasure/asked/").status_code == 200
    with clock.at(clock.now() + timedelta(days=3)):
        enter(client)
    with clock.at(clock.now() + timedelta(days=9)):
        jobs.erase_those_due.call()
    xiaomei.refresh_from_db()
    assert xiaomei.email == "mei@example.org"
    assert StreamLine.objects.filter(name="members.erasure_called_off").count() == 1
    assert not StreamLine.objects.filter(name="members.erased").exists()


def test_nothing_is_erased_before_its_time(client, xiaomei):
    enter(client)
    ask(client)
    with clock.at(clock.now() + timedelta(days=6)):
        jobs.erase_those_due.call()
    with pytest.raises(Refusal, match="missing"):
        actions.erase(SYSTEM, Erasure.objects.get().pk)
    assert Member.objects.get(pk=xiaomei.pk).erased_at is None


def test_an_erased_member_is_found_nowhere_and_no_count_moves(client, village, xiaomei, as_member):
    forum = import_module("qunluo.talk.forum.actions")
    mei = village.viewer("mei")
    forum.open_topic(mei, village.forum.pk, "Tieguanyin", body="the autumn harvest")
    enter(client)
    actions.ask_for_copy(village.viewer("mei"))
    jobs.make_waiting_copies.call()
    ask(client)
    send_waiting()
    key = xiaomei.actor_key
    lines = StreamLine.objects.filter(actor_key=key).count()
    counts = list(
        model("communities.Community").objects.order_by("pk").values_list("member_count", flat=True)
    )
    assert "tangyuan" in everything_kept().lower()
    with clock.at(clock.now() + timedelta(days=8)):
        jobs.erase_those_due.call()
        jobs.erase_those_due.call()
    kept = everything_kept()
    assert "tangyuan" not in kept.lower()
    assert "mei@example.org" not in kept
    assert StreamLine.objects.filter(actor_key=key).count() == lines
    assert (
        list(
            model("communities.Community")
            .objects.order_by("pk")
            .values_list("member_count", flat=True)
        )
        == counts
    )
    assert queries.member_ids_of([key]) == {}
    assert not StoredFile.objects.filter(owner_key=key).exists()
    assert not StoredFile.objects.filter(purpose="export").exists()
    assert not DjangoSession.objects.exists()
    shown = queries.persons([xiaomei.pk])[xiaomei.pk]
    assert (shown.name, shown.avatar, shown.is_erased) == ("已注销成员", "", True)
    assert enter(client).status_code == 422
    topic = as_member("jun").get("/c/tea/forum/")
    assert topic.status_code in {200, 302, 404}
    assert StreamLine.objects.filter(name="members.erased", actor_key=None).count() == 1


def test_an_absorbed_profile_is_erased_with_its_person(village, xiaomei, setting_up):
    mei, jun = village.members["mei"], village.members["jun"]
    Member.objects.filter(handle="an").update(is_staff=True)
    village.members["an"].refresh_from_db()
    actions.merge(village.viewer("an"), mei.pk, jun.pk, reason="same")
    actions.ask_for_erasure(village.viewer("mei"), "xiaomei-tangyuan")
    with clock.at(clock.now() + timedelta(days=8)):
        jobs.erase_those_due.call()
    for person in (mei, jun):
        person.refresh_from_db()
        assert (person.email, person.actor_key, person.is_active) == (None, None, False)


def test_what_ran_out_is_tidied_away(client, village, posted):
    client.post("/account/reset/", {"email": "mei@example.org"})
    wish = {"email": "a@example.org", "display_name": "Ah", "password": PASSWORD}
    client.post("/account/sign-up/", wish)
    assert actions.drop_what_ran_out(SYSTEM) == 0
    with clock.at(clock.now() + timedelta(days=2)):
        assert actions.drop_what_ran_out(SYSTEM) == 2


def test_the_privacy_page_is_ones_own(as_member, django_assert_max_num_queries):
    mei = as_member("mei")
    with django_assert_max_num_queries(8):
        assert mei.get("/account/privacy/").status_code == 200
    assert as_member("").get("/account/privacy/").status_code == 302
    assert as_member("").get("/account/erasure/").status_code == 302
