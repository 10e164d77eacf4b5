"""What a dump may not do: each bad one is refused in words and leaves nothing behind."""

import io
import json
import tarfile

import pytest
from django.apps import apps

from qunluo.kernel.refusal import Refusal
from qunluo.reach.porting.actions import Wish, bring_in, refusals_path
from qunluo.reach.porting.queries import run_card
from qunluo.reach.porting.tests import dumps

WISH = Wish("beer", organisation="cellar")


@pytest.fixture
def refused(lan, tmp_path):
    def ask(path):
        with pytest.raises(Refusal) as no:
            bring_in(lan, path, WISH)
        assert str(no.value.message)
        assert not apps.get_model("communities.Community").objects.filter(slug="beer").exists()
        assert not apps.get_model("members.Member").objects.filter(is_placeholder=True).exists()
        return no.value.code

    return ask


def packed(folder, target, *more):
    with tarfile.open(target, "w:gz") as tar:
        tar.add(folder, folder.name)
        for entry, content in more:
            tar.addfile(entry, io.BytesIO(content))
    return target


def entry(name, content=b"x", **marks):
    found = tarfile.TarInfo(name)
    found.size = len(content)
    for key, value in marks.items():
        setattr(found, key, value)
    return found, content


def test_an_archive_and_a_folder_are_alike(lan, pub, tmp_path):
    run = run_card(bring_in(lan, packed(pub, tmp_path / "dump.tar.gz"), WISH))
    assert (run.source, run.made["questions"]) == ("beer.stackexchange.com", 2)


def test_a_7z_archive_is_read(lan, pub, tmp_path):
    py7zr = pytest.importorskip("py7zr")
    path = tmp_path / "beer.stackexchange.com.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        for file in pub.iterdir():
            archive.write(file, file.name)
    assert run_card(bring_in(lan, path, WISH)).made["questions"] == 2


def test_no_such_file(refused, tmp_path):
    assert refused(tmp_path / "nothing.tar") == "porting.no_such_file"


def test_a_folder_of_something_else(refused, tmp_path):
    (tmp_path / "photos").mkdir()
    assert refused(tmp_path / "photos") == "porting.wrong_folder"


def test_a_missing_file(refused, pub):
    (pub / "Posts.xml").unlink()
    assert refused(pub) == "porting.missing_file"


def test_a_truncated_archive(refused, pub, tmp_path):
    path = packed(pub, tmp_path / "dump.tar.gz")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert refused(path) == "porting.unreadable_archive"


def test_a_truncated_file(refused, pub):
    text = (pub / "Votes.xml").read_bytes()
    (pub / "Votes.xml").write_bytes(text[: len(text) // 2])
    assert refused(pub) == "porting.truncated"


@pytest.mark.parametrize("name", ["../evil/Posts.xml", "/etc/Posts.xml", "a/../../Posts.xml"])
def test_path_tricks(refused, pub, tmp_path, name):
    path = packed(pub, tmp_path / "dump.tar.gz", entry(name))
    assert refused(path) == "porting.path_trick"
    assert not (tmp_path / "evil").exists()


def test_a_link_in_the_archive(refused, pub, tmp_path):
    link = entry("beer/Tags.xml", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd")
    assert refused(packed(pub, tmp_path / "dump.tar.gz", link)) in {
        "porting.link_inside",
        "porting.several_dumps",
    }


def test_an_archive_that_grows_without_end(refused, pub, tmp_path):
    for file in pub.iterdir():
        file.unlink()
    (pub / "Posts.xml").write_bytes(b" " * (80 * 1024**2))
    assert refused(packed(pub, tmp_path / "dump.tar.gz")) == "porting.ratio"


def test_entities_are_not_expanded(refused, pub):
    (pub / "Tags.xml").write_text(
        '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        '<tags><row Id="1" TagName="&b;" /></tags>'
    )
    assert refused(pub) == "porting.entities"


def test_rows_that_cannot_be_used_are_listed_with_reasons(lan, tmp_path):
    rows = dumps.pub()
    rows["Posts"] += [
        {**rows["Posts"][0], "Id": "11", "Title": "x" * 1_000_000},
        {**rows["Posts"][0], "Id": "12", "CreationDate": "2999-01-01T00:00:00.000"},
        {**rows["Posts"][0], "Id": "many"},
        {"PostTypeId": "1"},
    ]
    rows["Comments"].append({"Id": "9", "PostId": "1", "Text": "hm", "CreationDate": "yesterday"})
    folder = dumps.write(rows, tmp_path / "beer.stackexchange.com")
    run = run_card(bring_in(lan, folder, WISH))
    assert (run.state, run.refused, run.made["questions"]) == ("finished", 5, 2)
    listed = [json.loads(line) for line in refusals_path(run.batch).read_text().splitlines()]
    assert [(row["file"], row["row"], row["code"], row["field"]) for row in listed] == [
        ("Posts.xml", "11", "too_long", "Title"),
        ("Posts.xml", "12", "in_the_future", "CreationDate"),
        ("Posts.xml", "many", "not_a_number", "Id"),
        ("Posts.xml", "no. 8", "field_missing", "Title"),
        ("Comments.xml", "9", "not_a_moment", "CreationDate"),
    ]


def test_scripts_do_not_survive(lan, tmp_path):
    rows = dumps.pub()
    rows["Posts"][2]["Body"] = (
        '<p onclick="steal()">Hi<script>alert(1)</script>'
        '<a href="javascript:alert(1)">x</a><img src="x" onerror="alert(1)"></p>'
    )
    rows["Comments"][0]["Text"] = "<script>alert(1)</script> @[1] hello"
    bring_in(lan, dumps.write(rows, tmp_path / "beer.stackexchange.com"), WISH)
    for html in apps.get_model("forum.Post").objects.values_list("body_html", flat=True):
        assert not any(bad in html for bad in ("<script", "onclick", "javascript:", "onerror"))
        assert "data-mention" not in html
