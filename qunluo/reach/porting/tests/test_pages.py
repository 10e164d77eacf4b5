"""The pages of imports: sent, worked off, read, repeated, undone; and who may not."""

import tarfile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import translation

from qunluo.kernel.action import writing
from qunluo.kernel.jobs.running import run_all
from qunluo.reach.porting import actions
from qunluo.reach.porting.models import Order, Run
from qunluo.talk.forum import actions as forum

NAME = "beer.stackexchange.com.tar"
NEW = {"organisation": "", "name": "Beer", "slug": "beer", "site": ""}


@pytest.fixture
def sent(pub, tmp_path):
    """An upload of a small dump."""

    def make(name=NAME):
        with tarfile.open(tmp_path / "dump.tar", "w") as tar:
            tar.add(pub, arcname="")
        return SimpleUploadedFile(name, (tmp_path / "dump.tar").read_bytes())

    return make


def uploads(settings):
    return list((settings.HOME / "porting" / "uploads").glob("*/*"))


def begin(client, sent, address="/imports/new/", **more):
    answer = client.post(address, {**NEW, "archive": sent(), **more})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return answer["Location"]


def test_a_community_is_founded_from_an_upload(village, as_member, sent, settings):
    lan = as_member("lan")
    assert lan.get("/imports/new/").status_code == 200
    order = begin(lan, sent)
    assert "job-progress" in lan.get(order).content.decode()
    assert len(uploads(settings)) == 1
    run_all()
    assert "Open the community" in lan.get(f"{order}progress/", headers=EN).content.decode()
    assert uploads(settings) == []
    assert lan.get("/c/beer/imports/").status_code == 200
    run = Run.objects.get()
    page = lan.get(f"/c/beer/imports/{run.pk}/", headers=EN).content.decode()
    assert "Answers whose question" not in page
    assert "Votes on posts that are deleted" in page


EN = {"accept-language": "en"}


def test_an_import_into_a_community_that_stands(village, as_member, sent):
    begin(as_member("an"), sent, "/c/tea/imports/")
    run_all()
    assert Run.objects.get().community == village.community


def test_only_owners_and_admins_import(village, as_member, sent):
    for name in ("wei", "mei"):
        client = as_member(name)
        assert client.get("/c/tea/imports/").status_code == 403
        assert client.post("/c/tea/imports/", {"archive": sent()}).status_code == 403
        taken = client.post("/imports/new/", {**NEW, "slug": "tea", "archive": sent()})
        assert taken.status_code == 422
    assert not Order.objects.exists()


def test_an_order_is_seen_by_who_asked_and_who_may_import(village, as_member, sent):
    order = begin(as_member("lan"), sent, "/c/tea/imports/")
    assert as_member("an").get(order).status_code == 200
    for name in ("mei", "zhu"):
        assert as_member(name).get(order).status_code == 404
        assert as_member(name).post(f"{order}again/").status_code == 404


def test_a_refused_dump_says_why_and_is_run_again(village, as_member, sent):
    lan = as_member("lan")
    order = begin(lan, lambda: sent("dump.tar"))
    run_all()
    page = lan.get(order, headers=EN).content.decode()
    assert Order.objects.get().problem == "porting.no_site"
    assert f'action="{order}again/"' in page
    with writing("*"):
        Order.objects.update(site="beer.stackexchange.com")
    assert lan.post(f"{order}again/").status_code == 302
    assert lan.post(f"{order}again/").status_code == 409
    run_all()
    assert Run.objects.get().state == "finished"


def test_one_import_of_a_community_at_a_time(village, as_member, sent):
    lan = as_member("lan")
    begin(lan, sent)
    second = lan.post("/imports/new/", {**NEW, "archive": sent()})
    assert second.status_code == 422
    assert Order.objects.count() == 1


def test_too_large_an_upload_leaves_nothing(village, as_member, sent, settings):
    settings.PORTING_UPLOAD_MB = 0
    answer = as_member("lan").post("/imports/new/", {**NEW, "archive": sent()})
    assert answer.status_code == 422
    assert uploads(settings) == []
    assert not Order.objects.exists()


@pytest.mark.parametrize("site", ["../../etc", "beer", "a..com", "a/b.com"])
def test_a_site_is_a_host_name(village, as_member, sent, site):
    answer = as_member("lan").post("/imports/new/", {**NEW, "archive": sent(), "site": site})
    assert answer.status_code == 422


def test_an_archive_is_needed_and_its_name_leads_nowhere(village, as_member):
    lan = as_member("lan")
    assert lan.post("/imports/new/", NEW).status_code == 422
    kept = actions.keep_archive(SimpleUploadedFile("..\\..\\x y.tar", b"a"))
    assert kept.name == "x_y.tar"


def test_only_staff_name_paths_on_the_server(village, as_member, pub):
    lan = as_member("lan")
    assert lan.post("/imports/new/", {**NEW, "path": str(pub)}).status_code == 422
    with writing("*"):
        apps.get_model("members.Member").objects.filter(handle="lan").update(is_staff=True)
    keeper = as_member("lan")
    assert keeper.post("/imports/new/", {**NEW, "path": "no/such"}).status_code == 422
    assert keeper.post("/imports/new/", {**NEW, "path": str(pub)}).status_code == 302
    run_all()
    assert Run.objects.get().state == "finished"
    assert pub.exists()


def test_the_refused_rows_are_for_those_who_may_import(village, as_member, sent, pub):
    posts = pub / "Posts.xml"
    posts.write_text(posts.read_text("utf-8-sig").replace("2014-01-23T10", "soon"), "utf-8")
    begin(as_member("lan"), sent, "/c/tea/imports/")
    run_all()
    run = Run.objects.get()
    address = f"/c/tea/imports/{run.pk}/refused/"
    told = as_member("lan").get(address)
    assert b'"not_a_moment"' in b"".join(told.streaming_content)
    assert as_member("mei").get(address).status_code == 403
    assert as_member("zhu").get(f"/c/coffee/imports/{run.pk}/refused/").status_code == 403


def test_undone_from_its_page_once_the_name_was_typed(village, as_member, sent):
    lan = as_member("lan")
    begin(lan, sent, "/c/tea/imports/")
    run_all()
    run = Run.objects.get()
    address = f"/c/tea/imports/{run.pk}/undoing/"
    assert lan.post(address, {"typed": "te"}).status_code == 422
    assert as_member("mei").post(address, {"typed": "tea"}).status_code == 403
    assert Run.objects.get().state == "finished"
    answer = as_member("lan").post(address, {"typed": "tea"})
    assert answer.status_code == 302
    assert Run.objects.get().state == "undoing"
    run_all()
    assert Run.objects.get().state == "undone"
    assert lan.get(answer["Location"]).status_code == 200
    assert lan.get(f"/c/tea/imports/{run.pk}/").status_code == 200


def test_the_shell_undoes_and_says_what_went(village, as_member, sent, capsys):
    begin(as_member("lan"), sent, "/c/tea/imports/")
    run_all()
    run = Run.objects.get()
    call_command("undo_import", str(run.pk), owner="lan@example.org")
    told = capsys.readouterr().out
    assert "post" in told
    with pytest.raises(CommandError):
        call_command("undo_import", str(run.pk), owner="lan@example.org")


def test_old_uploads_are_forgotten(village, as_member, sent, settings):
    begin(as_member("lan"), sent)
    assert actions.forget_uploads(0) == 0
    assert actions.forget_uploads(9e12) == 1
    assert uploads(settings) == []
    run_all()
    order = Order.objects.get()
    assert order.problem == "porting.no_such_file"
    assert as_member("lan").post(f"/imports/{order.pk}/again/").status_code == 409


@pytest.fixture
def settled(village):
    """The community holds a topic of its own."""
    forum.open_topic(village.viewer("mei"), village.forum.pk, "Spring tea", body="Who has some?")
    return village


def test_a_dump_goes_beside_what_stands_only_when_that_is_said(settled, as_member, sent):
    admin = as_member("an")
    answer = admin.post("/c/tea/imports/", {"archive": sent()}, headers=EN)
    assert answer.status_code == 422
    assert "holds topics already that are not of this site" in answer.content.decode()
    assert not Order.objects.exists()
    begin(admin, sent, "/c/tea/imports/", beside="on")
    run_all()
    assert Run.objects.get().community == settled.community
    topics = apps.get_model("forum.Topic").objects.filter(community=settled.community)
    assert topics.count() == 3
    # The same site again needs no word; another one does.
    begin(admin, sent, "/c/tea/imports/")
    run_all()
    assert Run.objects.count() == 2
    begin(admin, lambda: sent("coffee.stackexchange.com.tar"), "/c/tea/imports/")
    run_all()
    assert Order.objects.latest("pk").problem == "porting.not_empty"
    assert (Run.objects.count(), topics.count()) == (2, 3)


def test_the_shell_says_the_same(settled, lan, pub):
    with translation.override("en"), pytest.raises(CommandError) as no:
        call_command("import_community", "stackexchange", str(pub), community="tea", **LAN)
    assert "that are not of this site" in str(no.value)
    assert "--beside" in str(no.value)
    call_command("import_community", "stackexchange", str(pub), community="tea", beside=True, **LAN)
    assert Run.objects.get().state == "finished"


LAN = {"owner": "lan@example.org"}


def test_a_run_s_page_shows_the_first_refused_rows_with_reasons(village, as_member, sent, pub):
    posts = pub / "Posts.xml"
    posts.write_text(posts.read_text("utf-8-sig").replace("2014-01-23T10", "soon"), "utf-8")
    begin(as_member("lan"), sent, "/c/tea/imports/")
    run_all()
    page = as_member("lan").get(f"/c/tea/imports/{Run.objects.get().pk}/", headers=EN)
    told = page.content.decode()
    assert "1 row could not be used." in told
    assert "A date cannot be read." in told
    assert "CreationDate" in told
