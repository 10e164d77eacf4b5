from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps

from qunluo.kernel import clock, files
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.tests import uploads
from qunluo.kernel.files.tests.test_keeping import keep
from qunluo.kernel.refusal import Missing
from qunluo.kernel.viewer import Viewer


def status(client, address):
    return client.get(address).status_code


@pytest.fixture
def tea_file(village):
    def make(access, space=None):
        return keep(
            village.viewer("mei"),
            b"words",
            "a.txt",
            access=access,
            community_id=village.community.pk,
            space_id=space.pk if space else None,
        )

    return make


@pytest.mark.parametrize(
    ("access", "quiet", "who"),
    [
        ("public", False, {"mei", "jun", "zhu", ""}),
        ("readers", False, {"mei", "jun", "zhu", ""}),
        ("readers", True, {"mei", "jun"}),
        ("members", False, {"mei", "jun"}),
        ("owner", False, {"mei"}),
        ("staff", False, {"mei"}),
    ],
)
def test_each_access_lets_in_whom_it_says(village, as_member, tea_file, access, quiet, who):
    file = tea_file(access, village.quiet if quiet else None)
    let_in = {
        name
        for name in ("mei", "jun", "zhu", "")
        if status(as_member(name), files.stable_address(file)) == 200
    }
    assert let_in == who


def test_closing_a_community_closes_its_files(village, as_member, tea_file, setting_up):
    file = tea_file("readers")
    village.community.access = "private"
    village.community.save()
    assert status(as_member(""), files.stable_address(file)) == 404
    assert status(as_member("zhu"), files.stable_address(file)) == 404
    assert status(as_member("jun"), files.stable_address(file)) == 200


def test_staff_read_everything(village, tea_file):
    assert files.may_read(Viewer(99, "c" * 32, is_staff=True), tea_file("staff"))


def test_a_signed_address_is_for_its_holder_until_it_expires(village, as_member, tea_file):
    file = tea_file("owner")
    address = files.address(file, village.viewer("mei"))
    assert status(as_member(""), address) == 200
    assert status(as_member(""), address + "0") == 404
    assert status(as_member(""), address.replace("until=", "until=9")) == 404
    assert status(as_member(""), address.replace("until=", "until=x")) == 404
    assert status(as_member(""), address.split("?")[0]) == 404
    assert status(as_member(""), address + "&size=64") == 404
    with clock.at(clock.now() + timedelta(hours=3)):
        assert status(as_member(""), address) == 404
    with pytest.raises(Missing):
        files.address(file, village.viewer("jun"))
    other = tea_file("owner")
    assert status(as_member(""), address.replace(file.key, other.key)) == 404


def test_addresses_of_many_are_one_query(village, tea_file, django_assert_num_queries):
    shown, hidden, mei = tea_file("public"), tea_file("owner"), village.viewer("mei")
    with django_assert_num_queries(1):
        found = files.addresses(mei, [shown.pk, hidden.pk, None])
    assert found[shown.pk] == f"/files/{shown.key}/"
    assert "sign=" in found[hidden.pk]
    with django_assert_num_queries(0):
        assert files.addresses(mei, [None]) == {}


def test_a_thumbnail_is_the_smallest_that_is_large_enough(village, as_member):
    file = keep(village.viewer("mei"), uploads.picture("JPEG", (400, 400)))
    assert files.thumbnail_address(file, 64) == f"/files/{file.key}/?size=64"
    assert files.thumbnail_address(file, 100) == f"/files/{file.key}/?size=160"
    assert files.thumbnail_address(file, 960) == f"/files/{file.key}/"
    answer = as_member("").get(f"/files/{file.key}/?size=100")
    assert answer["Content-Type"] == "image/webp"
    assert answer.getvalue()[:4] == b"RIFF"
    for odd in ("0", "99999999999", "x", "-1", "２"):
        assert status(as_member(""), f"/files/{file.key}/?size={odd}") == 200
    hidden = keep(village.viewer("mei"), uploads.picture("JPEG", (400, 400)), access="owner")
    assert status(as_member(""), files.address(hidden, village.viewer("mei"), size=64)) == 200


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (uploads.SVG, "a.svg", "application/octet-stream"),
        (uploads.HTML, "a.html", "application/octet-stream"),
        (uploads.HTML, "a.png", "application/octet-stream"),
        (b"%PDF-1.7", "a.pdf", "application/pdf"),
        (b"words", "a.txt", "text/plain"),
    ],
)
def test_nothing_but_pictures_is_shown_in_place(village, as_member, content, name, content_type):
    file = keep(village.viewer("mei"), content, name)
    answer = as_member("").get(f"/files/{file.key}/")
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_picture_is_shown_in_place_and_cannot_become_anything_else(village, as_member):
    file = keep(village.viewer("mei"), uploads.picture(), "茶.html")
    answer = as_member("").get(f"/files/{file.key}/")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "public" in answer["Cache-Control"]
    again = as_member("").get(f"/files/{file.key}/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.getvalue()) == (304, b"")
    assert again["Cache-Control"] == answer["Cache-Control"]


def test_private_files_are_cached_by_their_reader_only(village, as_member, tea_file):
    answer = as_member("mei").get(files.stable_address(tea_file("owner")))
    assert answer["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    ("asked", "code", "content", "told"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-4", 206, b"6789", "bytes 6-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-2", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_a_player_may_ask_for_a_part(village, as_member, asked, code, content, told):
    file = keep(village.viewer("mei"), b"0123456789", "a.txt")
    answer = as_member("").get(f"/files/{file.key}/", headers={"Range": asked})
    assert (answer.status_code, answer.getvalue()) == (code, content)
    assert answer.get("Content-Range") == told
    assert answer["Accept-Ranges"] == "bytes"


def test_a_part_of_something_older_is_the_whole(village, as_member):
    file = keep(village.viewer("mei"), b"0123456789", "a.txt")
    headers = {"Range": "bytes=0-3", "If-Range": '"other"'}
    assert as_member("").get(f"/files/{file.key}/", headers=headers).status_code == 200


def test_what_is_not_there_is_missing(village, as_member):
    file = keep(village.viewer("mei"), b"0123456789", "a.txt")
    assert status(as_member(""), f"/files/{'0' * 32}/") == 404
    assert status(as_member(""), "/files/../secret/") == 404
    from qunluo.kernel.files.storing import store

    store().remove_all(file.key)
    assert status(as_member(""), f"/files/{file.key}/") == 404
    assert as_member("").post(f"/files/{file.key}/").status_code == 405


def send(client, content, name="a.png", **fields):
    headers = {"Accept": "application/json"}
    if page := fields.pop("page", ""):
        headers["Referer"] = f"http://testserver{page}"
    return client.post(
        "/files/", {"file": uploads.upload(content, name), **fields}, headers=headers
    )


def test_the_editor_gets_an_address_that_lasts(village, as_member):
    answer = send(as_member("mei"), uploads.picture(), "a [b].png", page="/c/tea/forum/new/")
    file = StoredFile.objects.get()
    assert answer.json() == {
        "address": f"/files/{file.key}/",
        "markdown": f"![a b.png](/files/{file.key}/)",
    }
    assert (file.access, file.community_id, file.owner_key) == (
        "readers",
        village.community.pk,
        village.members["mei"].actor_key,
    )
    assert send(as_member("mei"), b"words", "a.txt").json()["markdown"].startswith("[a.txt](")
    assert StoredFile.objects.latest("pk").access == "public"


def test_the_editor_is_told_what_is_wrong(village, as_member):
    answer = send(as_member("mei"), uploads.EXE)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["code"] == "files.kind_not_taken"
    assert as_member("mei").post("/files/").status_code == 422
    assert send(as_member(""), uploads.picture()).status_code == 401
    assert send(as_member("zhu"), uploads.picture(), community="tea").status_code == 403
    assert send(as_member("zhu"), uploads.picture(), community="nowhere").status_code == 403
    assert not StoredFile.objects.exists()


def test_uploads_come_in_a_human_rhythm(village, as_member):
    client = as_member("mei")
    with time_machine.travel(1_790_000_000, tick=False):
        answers = [send(client, b"words", "a.txt").status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


def test_a_claim_ties_ones_own_files_to_the_space(village, tea_file):
    own, others = tea_file("readers"), tea_file("readers")
    text = f"![a](/files/{own.key}/) /files/{others.key}/?size=64"
    assert files.keys_in(text) == {own.key, others.key}
    files.claim(village.viewer("jun"), text, community_id=village.community.pk, space_id=7)
    own.refresh_from_db()
    assert (own.space_id, own.claimed_at) == (None, None)
    files.claim(
        village.viewer("mei"),
        f"/files/{own.key}/",
        community_id=village.community.pk,
        space_id=village.quiet.pk,
    )
    own.refresh_from_db()
    others.refresh_from_db()
    assert own.space_id == village.quiet.pk
    assert own.claimed_at is not None
    assert others.claimed_at is None
    files.claim(village.viewer("mei"), "no files")
    files.claim(Viewer(), text)


def test_a_signed_address_ends_with_the_right_of_whom_it_was_given_to(
    village, as_member, tea_file, setting_up
):
    """Whoever holds it, without a session: banned, suspended, left, erased, or shut out of a space."""
    membership = apps.get_model("communities.Membership").objects
    for change in (
        {"is_banned": True},
        {"shut_out_until": clock.now() + timedelta(days=1)},
        {"left_at": clock.now()},
    ):
        address = files.address(tea_file("members"), village.viewer("jun"))
        assert status(as_member(""), address) == 200
        assert status(as_member("mei"), address) == 200
        held = membership.filter(member=village.members["jun"], community=village.community)
        was = held.values(*change).get()
        held.update(**change)
        assert status(as_member(""), address) == 404, change
        held.update(**was)
        assert status(as_member(""), address) == 200
    address = files.address(tea_file("members"), village.viewer("jun"))
    village.members["jun"].delete()
    assert status(as_member(""), address) == 404


def test_a_visitor_s_address_ends_when_the_community_is_made_private(
    village, as_member, tea_file, setting_up
):
    file = tea_file("readers")
    address = files.address(file, Viewer())
    of_jun = files.address(file, village.viewer("jun"))
    assert "for=&" in address
    assert status(as_member(""), address) == 200
    village.community.access = "private"
    village.community.save()
    assert status(as_member(""), address) == 404
    assert status(as_member(""), of_jun) == 200


def test_a_demoted_volunteer_s_address_ends(village, as_member, tea_file, setting_up):
    """Wei reads a closed space by a role; without it the address given out earlier is dead."""
    closed = village.quiet
    type(closed).objects.filter(pk=closed.pk).update(access="private")
    file = tea_file("readers", closed)
    grant = apps.get_model("communities.Grant")
    assert not files.may_read(village.viewer("jun"), file)
    readers = [name for name in ("wei", "an") if files.may_read(village.viewer(name), file)]
    assert readers, "somebody reads it by a role"
    name = readers[0]
    address = files.address(file, village.viewer(name))
    assert status(as_member(""), address) == 200
    grant.objects.filter(member=village.members[name]).delete()
    assert status(as_member(""), address) == 404


def test_nobody_s_address_is_made_another_s(village, as_member, tea_file):
    mei, jun = (village.members[name].pk for name in ("mei", "jun"))
    address = files.address(tea_file("members"), village.viewer("mei"))
    assert f"for={mei}&" in address
    for other in (str(jun), "", "x", "0"):
        assert status(as_member(""), address.replace(f"for={mei}&", f"for={other}&")) == 404


def test_asking_for_whom_costs_a_fixed_number_of_queries(
    village, as_member, tea_file, django_assert_max_num_queries
):
    address = files.address(tea_file("members"), village.viewer("mei"))
    client = as_member("")
    with django_assert_max_num_queries(9):
        assert status(client, address) == 200
