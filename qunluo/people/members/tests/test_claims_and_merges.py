from __future__ import annotations

import io

import pytest
from PIL import Image

from qunluo.kernel.action import writing
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.members import actions, queries
from qunluo.people.members.models import Claim, Member, Merge, OutsideIdentity, StaffAccess
from qunluo.people.members.tests.test_signing_in import enter, is_in


@pytest.fixture
def staff(village):
    """An is of the staff."""
    with writing("members"):
        Member.objects.filter(handle="an").update(is_staff=True)
    village.members["an"].refresh_from_db()
    return village.viewer("an")


@pytest.fixture
def hopper(village):
    """A placeholder that came with an import."""
    with writing("members"):
        made = Member.objects.create_user(
            None, handle="hopper-beer-7", display_name="hopper", is_placeholder=True
        )
        OutsideIdentity.objects.create(
            member=made,
            source="beer.stackexchange.com",
            external_id="7",
            profile_address="https://beer.stackexchange.com/users/7",
        )
    return made


def test_a_claim_is_asked_for_decided_and_joins_the_two(as_member, village, staff, hopper):
    mei = as_member("mei")
    assert "hopper" in mei.get("/account/claims/?name=Hop").content.decode()
    asked = mei.post(f"/account/claims/of/{hopper.pk}/", {"note": "it was me"})
    claim = Claim.objects.get()
    assert asked["Location"] == f"/account/claims/{claim.pk}/"
    assert claim.code in mei.get(asked["Location"]).content.decode()
    assert as_member("jun").get(asked["Location"]).status_code == 404
    an = as_member("an")
    assert "hopper" in an.get("/staff/claims/").content.decode()
    page = f"/staff/claims/{claim.pk}/"
    assert claim.code in an.get(page).content.decode()
    answer = an.post(page, {"decision": "grant", "proof": "code", "reason": "seen there"})
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert (claim.is_granted, claim.proof) == (True, "code")
    mei_row = village.members["mei"]
    shown = queries.persons([hopper.pk])[hopper.pk]
    assert (shown.id, shown.name) == (mei_row.pk, "Mei")
    assert queries.aliases() == {hopper.actor_key: mei_row.actor_key}
    names = list(StreamLine.objects.order_by("pk").values_list("name", flat=True))
    assert [name for name in names if name.startswith("members.")] == [
        "members.claim_asked",
        "members.claim_decided",
        "members.merged",
    ]


def test_a_merge_is_undone_and_leaves_no_trace_but_the_record(village, staff, hopper):
    merge_id = actions.merge(staff, village.members["mei"].pk, hopper.pk, reason="same")
    actions.undo_merge(staff, merge_id)
    assert queries.persons([hopper.pk])[hopper.pk].name == "hopper"
    assert queries.aliases() == {}
    kept = Merge.objects.get()
    assert (kept.undone_by_id, kept.reason) == (village.members["an"].pk, "same")
    with pytest.raises(Refusal, match="missing"):
        actions.undo_merge(staff, merge_id)
    assert actions.merge(staff, village.members["mei"].pk, hopper.pk, reason="again")


def test_an_absorbed_account_signs_in_no_more_until_it_is_parted(
    client, village, staff, give_password
):
    give_password("jun")
    enter(client, "jun@example.org")
    mei, jun = village.members["mei"], village.members["jun"]
    merge_id = actions.merge(staff, mei.pk, jun.pk, reason="same person")
    assert not is_in(client)
    assert enter(client, "jun@example.org").status_code == 422
    actions.undo_merge(staff, merge_id)
    assert enter(client, "jun@example.org").status_code == 302


@pytest.mark.parametrize(("kept", "absorbed"), [("mei", "mei"), ("jun", "mei"), ("wei", "jun")])
def test_merges_stay_one_deep(village, staff, kept, absorbed):
    people = village.members
    actions.merge(staff, people["mei"].pk, people["jun"].pk, reason="first")
    with pytest.raises(Refusal):
        actions.merge(staff, people[kept].pk, people[absorbed].pk, reason="second")
    assert Merge.objects.count() == 1


def test_only_staff_merge_and_decide(as_member, village, hopper):
    with pytest.raises(Refusal, match="staff_only"):
        actions.merge(village.viewer("lan"), village.members["mei"].pk, hopper.pk, reason="x")
    claim_id = actions.ask_to_claim(village.viewer("mei"), hopper.pk)
    for page in (
        "/staff/claims/",
        f"/staff/claims/{claim_id}/",
        "/staff/merges/",
        "/staff/members/1/",
    ):
        assert as_member("lan").get(page).status_code == 403
        assert as_member("").get(page).status_code == 302
    as_member("lan").post(
        f"/staff/claims/{claim_id}/", {"decision": "grant", "proof": "staff", "reason": "me"}
    )
    assert Claim.objects.get().decided_at is None
    assert not Merge.objects.exists()


def test_nobody_decides_their_own_claim(village, staff, hopper):
    claim_id = actions.ask_to_claim(staff, hopper.pk)
    with pytest.raises(Refusal, match="own_claim"):
        actions.decide_claim(staff, claim_id, is_granted=True, proof="code", reason="me")
    assert not Merge.objects.exists()


def test_one_grant_declines_the_others_and_closes_the_door(village, staff, hopper):
    first = actions.ask_to_claim(village.viewer("mei"), hopper.pk)
    second = actions.ask_to_claim(village.viewer("jun"), hopper.pk)
    with pytest.raises(Refusal, match="claim_waiting"):
        actions.ask_to_claim(village.viewer("jun"), hopper.pk)
    with pytest.raises(Refusal, match="proof_unknown"):
        actions.decide_claim(staff, first, is_granted=True, proof="hearsay", reason="")
    actions.decide_claim(staff, first, is_granted=True, proof="staff", reason="known to us")
    assert Claim.objects.get(pk=second).is_granted is False
    with pytest.raises(Refusal, match="already_claimed"):
        actions.ask_to_claim(village.viewer("wei"), hopper.pk)


def test_a_declined_or_withdrawn_claim_joins_nobody(as_member, village, staff, hopper):
    first = actions.ask_to_claim(village.viewer("mei"), hopper.pk)
    actions.decide_claim(staff, first, is_granted=False, proof="code", reason="no code there")
    assert "no code there" in as_member("mei").get(f"/account/claims/{first}/").content.decode()
    second = actions.ask_to_claim(village.viewer("mei"), hopper.pk)
    assert as_member("jun").post(f"/account/claims/{second}/withdrawal/").status_code == 404
    assert as_member("mei").post(f"/account/claims/{second}/withdrawal/").status_code == 302
    assert queries.waiting_claims(staff) == []
    assert not Merge.objects.exists()


def test_real_members_cannot_be_claimed(as_member, village):
    jun = village.members["jun"].pk
    assert as_member("mei").get(f"/account/claims/of/{jun}/").status_code == 404
    assert as_member("mei").post(f"/account/claims/of/{jun}/", {}).status_code == 404
    assert not Claim.objects.exists()


def test_people_are_read_in_one_query(village, hopper, django_assert_num_queries):
    ids = [member.pk for member in village.members.values()]
    with django_assert_num_queries(1):
        assert len(queries.persons([*ids, hopper.pk, None])) == 8
    with django_assert_num_queries(0):
        assert queries.persons([]) == {}


def test_staff_say_why_before_they_see_a_record(as_member, village, staff):
    mei = village.members["mei"]
    an = as_member("an")
    page = f"/staff/members/{mei.pk}/"
    assert "mei@example.org" not in an.get(page).content.decode()
    assert an.post(page, {"reason": " "}).status_code == 422
    assert not StaffAccess.objects.exists()
    assert an.post(page, {"reason": "工单 12"}).status_code == 302
    assert "mei@example.org" in an.get(page).content.decode()
    (line,) = queries.who_looked(village.viewer("mei"))
    assert (line.staff_name, line.reason) == ("An", "工单 12")
    told = StreamLine.objects.get(name="members.staff_looked")
    assert (told.audience, told.about_actor) == ("staff", mei.actor_key)


def picture(colour="green"):
    made = io.BytesIO()
    Image.new("RGB", (300, 300), colour).save(made, "PNG")
    made.seek(0)
    made.name = "me.png"
    return made


def test_mei_shows_a_picture_and_takes_it_away(as_member, village, settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    mei = as_member("mei")
    assert mei.post("/account/picture/", {"picture": picture()}).status_code == 302
    first = StoredFile.objects.get(purpose="avatar")
    shown = queries.persons([village.members["mei"].pk])[village.members["mei"].pk]
    assert shown.avatar.startswith(f"/files/{first.key}/")
    assert mei.post("/account/picture/", {"picture": picture("red")}).status_code == 302
    assert StoredFile.objects.filter(purpose="avatar").count() == 1
    with pytest.raises(Refusal, match="missing"):
        actions.set_avatar(village.viewer("jun"), StoredFile.objects.get().pk)
    assert mei.post("/account/picture/removal/").status_code == 302
    assert not StoredFile.objects.exists()
    assert queries.persons([village.members["mei"].pk])[village.members["mei"].pk].avatar == ""


def test_what_is_no_picture_is_not_taken(as_member, village, settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    bad = io.BytesIO(b"<svg onload=alert(1)>")
    bad.name = "me.png"
    assert as_member("mei").post("/account/picture/", {"picture": bad}).status_code == 422
    assert not StoredFile.objects.exists()
