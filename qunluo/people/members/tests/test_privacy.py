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

from qunluo.kernel import clock, files, preferences
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
    with django_assert_max_num_queries(9):
        assert mei.get("/account/privacy/").status_code == 200
    assert as_member("").get("/account/privacy/").status_code == 302
    assert as_member("").get("/account/erasure/").status_code == 302


def parcel_of(member):
    """Their copy, as the worker writes it."""
    archive = io.BytesIO()
    queries.write_copy(archive, member.pk)
    return zipfile.ZipFile(archive)


def rows_of(parcel, part):
    return json.loads(parcel.read(f"{part}.json"))


def test_uploads_are_in_the_copy_and_go_with_the_member(village, xiaomei):
    kept = files.keep_upload(
        village.viewer("mei"), files_file(), purpose="editor", access="readers"
    )
    others = files.keep_upload(
        village.viewer("jun"), files_file(), purpose="editor", access="readers"
    )
    parcel = parcel_of(xiaomei)
    assert parcel.read(f"files/{kept.key}-{kept.name}") == b"".join(files.read(kept))
    assert not any(others.key in name for name in parcel.namelist())
    actions.ask_for_erasure(village.viewer("mei"), "xiaomei-tangyuan")
    with clock.at(clock.now() + timedelta(days=8)):
        jobs.erase_those_due.call()
    assert list(StoredFile.objects.all()) == [others]


@pytest.fixture
def tea_taste():
    """A preference that members set, declared for one test only."""
    from qunluo.kernel.preferences.declaring import declared

    yield preferences.preference(
        "tests.tea", default="green", type=str, level="member", label="Tea"
    )
    del declared["tests.tea"]


def test_rows_that_are_no_objects_are_in_the_copy(village, xiaomei, tea_taste):
    forum = import_module("qunluo.talk.forum.actions")
    points = import_module("qunluo.trade.points.actions.importing")
    questions = import_module("qunluo.talk.questions.actions")
    mei, jun = village.viewer("mei"), village.viewer("jun")
    topic = forum.open_topic(jun, village.forum.pk, "Tieguanyin", body="the harvest")
    opening = model("forum.Post").objects.get(topic=topic).pk
    forum.react(mei, opening, "like")
    forum.keep_draft(mei, f"topic:{topic}", "unsent words")
    asked = questions.ask(jun, village.questions.pk, "How hot?", body="The water")
    questions.cast_vote(mei, model("forum.Post").objects.get(topic=asked).pk, 1)
    award = points.ImportedAward("Kettle", "gold", xiaomei.pk, xiaomei.actor_key, clock.now())
    points.add_awards(SYSTEM, village.community.pk, [award])
    preferences.set(mei, tea_taste, "tangyuan")
    preferences.set(jun, tea_taste, "black")
    parcel = parcel_of(xiaomei)
    traces = rows_of(parcel, "forum.traces")
    assert {row["what"] for row in traces} >= {"draft", "reaction"}
    assert "unsent words" in {row.get("body_source") for row in traces}
    assert rows_of(parcel, "questions.vote")[0]["value"] == 1
    assert rows_of(parcel, "points.badge_award")[0]["badge__name"] == "Kettle"
    assert rows_of(parcel, "preferences")[0]["value"] == "tangyuan"
    actions.ask_for_erasure(mei, "xiaomei-tangyuan")
    with clock.at(clock.now() + timedelta(days=8)):
        jobs.erase_those_due.call()
    kept = everything_kept()
    assert "tangyuan" not in kept
    assert "unsent words" not in kept
    assert preferences.get(jun, tea_taste) == "black"
    # Counts do not move: the award stays beside a person nobody knows any more.
    assert model("points.BadgeAward").objects.count() == 1


def wait_to_be_erased(village, name):
    actions.ask_for_erasure(village.viewer(name), name)


def refused_erasure(village, name):
    with pytest.raises(Refusal) as refused:
        wait_to_be_erased(village, name)
    assert refused.value.code == "members.last_owner"
    assert not Erasure.objects.filter(member=village.members[name]).exists()
    return str(refused.value.message)


def own(village, name):
    with writing("communities"):
        return model("communities.Grant").objects.create(
            role=village.community.roles.get(built_in="owner"),
            member=village.members[name],
            granted_at=clock.now(),
        )


def test_the_last_owner_of_a_community_hands_over_first(village):
    communities = import_module("qunluo.people.communities.actions")
    assert "Tea" in refused_erasure(village, "lan")
    communities.transfer_ownership(village.viewer("lan"), village.members["an"].pk)
    wait_to_be_erased(village, "lan")
    assert "Tea" in refused_erasure(village, "an")


def test_an_owner_who_is_going_too_does_not_count(village):
    communities = import_module("qunluo.people.communities.actions")
    own(village, "an")
    wait_to_be_erased(village, "lan")
    refused_erasure(village, "an")
    with pytest.raises(Refusal, match=r"communities\.last_owner"):
        communities.leave(village.viewer("an"))
    with clock.at(clock.now() + timedelta(days=8)):
        jobs.erase_those_due.call()
        assert "Tea" in refused_erasure(village, "an")


def test_the_last_owner_of_an_organisation_hands_over_first(village):
    seats = model("communities.OrganisationSeat").objects
    with writing("communities"):
        mine = seats.create(
            organisation=village.organisation,
            member=village.members["mei"],
            role="owner",
            granted_at=clock.now(),
        )
    assert "Garden" in refused_erasure(village, "mei")
    with writing("communities"):
        seats.create(
            organisation=village.organisation,
            member=village.members["jun"],
            role="owner",
            granted_at=clock.now(),
        )
    wait_to_be_erased(village, "mei")
    assert mine.role == "owner"


def test_an_organisation_without_communities_holds_nobody_back(village):
    with writing("communities"):
        empty = model("communities.Organisation").objects.create(
            slug="empty", name="Empty", founded_at=clock.now()
        )
        model("communities.OrganisationSeat").objects.create(
            organisation=empty,
            member=village.members["mei"],
            role="owner",
            granted_at=clock.now(),
        )
    wait_to_be_erased(village, "mei")


def test_the_page_says_what_to_hand_over(client, village, give_password):
    give_password("lan")
    enter(client, "lan@example.org")
    answer = ask(client, typed="lan")
    assert answer.status_code == 409
    assert "Tea" in answer.content.decode()
    assert is_in(client)
