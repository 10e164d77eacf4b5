"""What a dump may not do: each bad one is refused in words and leaves nothing behind."""

import gzip
import io
import json
import lzma
import shutil
import tarfile
from pathlib import Path

import py7zr
import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.reach.porting.actions import Wish, bring_in, refusals_path
from qunluo.reach.porting.engine import unpacking
from qunluo.reach.porting.models import Run
from qunluo.reach.porting.queries import run_card
from qunluo.reach.porting.tests import dumps

WISH = Wish("beer", organisation="cellar")


@pytest.fixture
def refused(lan, tmp_path):
    """Why a dump is refused: the code and the sentence. Nothing of it may be seen or left over."""

    def ask(path, language="en"):
        with translation.override(language), pytest.raises(Refusal) as no:
            bring_in(lan, path, WISH)
        for name in ("communities.Community", "communities.Organisation"):
            assert not apps.get_model(name).objects.filter(slug__in=("beer", "cellar")).exists()
        assert not apps.get_model("members.Member").objects.filter(is_placeholder=True).exists()
        for name in ("forum.Topic", "forum.Post", "points.Badge", "porting.Link"):
            assert not apps.get_model(name).objects.exists(), name
        assert not StreamLine.objects.filter(origin="import").exists()
        assert not Run.objects.filter(state__in=("reading", "writing", "finished")).exists()
        assert not list((Path(settings.HOME) / "porting" / "work").iterdir())
        return no.value.code.removeprefix("porting."), str(no.value.message)

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
    path = tmp_path / "beer.stackexchange.com.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        for file in pub.iterdir():
            archive.write(file, file.name)
    assert run_card(bring_in(lan, path, WISH)).made["questions"] == 2


def test_no_such_file(refused, tmp_path):
    path = tmp_path / "nothing.tar"
    words = "There is no file or folder “nothing.tar”. Check the path."
    assert refused(path) == ("no_such_file", words)
    words = "找不到文件或文件夹“nothing.tar”，请检查路径。"
    assert refused(path, "zh-hans") == ("no_such_file", words)


def test_a_folder_of_something_else(refused, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "beer.jpg").write_bytes(b"x")
    words = "“photos” holds no Stack Exchange dump. It should hold Users.xml and Posts.xml."
    assert refused(tmp_path / "photos") == ("wrong_folder", words)


def test_a_folder_of_several_dumps(refused, pub, tmp_path):
    shutil.copytree(pub, tmp_path / "all" / "beer.stackexchange.com")
    shutil.copytree(pub, tmp_path / "all" / "coffee.stackexchange.com")
    words = "“all” holds more than one dump. Bring in one site at a time."
    assert refused(tmp_path / "all") == ("several_dumps", words)


@pytest.mark.parametrize("name", ["Posts.xml", "Users.xml"])
def test_a_missing_file(refused, pub, name):
    (pub / name).unlink()
    assert refused(pub) == (
        "missing_file",
        f"{name} is missing. Without it nothing can be brought in.",
    )


def test_something_that_is_no_archive(refused, tmp_path):
    (tmp_path / "beer.zip").write_bytes(b"PK")
    words = "“beer.zip” is not an archive this can open. Give a folder, a .7z or a .tar archive."
    assert refused(tmp_path / "beer.zip") == ("unknown_archive", words)
    (tmp_path / "beer.tar.gz").write_bytes(b"hello")
    (tmp_path / "beer.7z").write_bytes(b"hello")
    for name in ("beer.tar.gz", "beer.7z"):
        words = f"“{name}” is damaged or was cut off. Fetch it again; nothing was changed."
        assert refused(tmp_path / name) == ("unreadable_archive", words)


def test_a_truncated_archive_wherever_it_ends(refused, pub, tmp_path):
    whole = packed(pub, tmp_path / "whole.tar").read_bytes()
    content = len(whole.rstrip(b"\0"))
    for ending, pack in (("tar", bytes), ("tar.gz", gzip.compress), ("tar.xz", lzma.compress)):
        path = tmp_path / f"dump.{ending}"
        data = pack(whole)
        last = content if ending == "tar" else len(data)
        # Within a file, within a header, between two entries, just before the end.
        for cut in (last // 2, 512 * (last // 1024), 512 * (last // 1024) + 100, last - 5):
            path.write_bytes(data[:cut])
            words = f"“{path.name}” is damaged or was cut off. Fetch it again; nothing was changed."
            assert refused(path) == ("unreadable_archive", words), (ending, cut)


def test_a_truncated_7z(refused, pub, tmp_path):
    path = tmp_path / "beer.stackexchange.com.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        for file in pub.iterdir():
            archive.write(file, file.name)
    data = path.read_bytes()
    for cut in (10, len(data) // 3, len(data) // 2, len(data) - 3):
        path.write_bytes(data[:cut])
        assert refused(path)[0] == "unreadable_archive", cut


def test_a_truncated_file(refused, pub):
    text = (pub / "Votes.xml").read_bytes()
    (pub / "Votes.xml").write_bytes(text[: len(text) // 2])
    words = "Votes.xml ends in the middle. Fetch the dump again; nothing was changed."
    assert refused(pub) == ("truncated", words)
    words = "Votes.xml 不完整，请重新下载数据包。没有改动任何内容。"
    assert refused(pub, "zh-hans") == ("truncated", words)


def test_a_file_that_is_no_xml_or_another_page(refused, pub):
    (pub / "Badges.xml").write_bytes(b"\x89PNG\r\n\x1a\n")
    words = (
        "Badges.xml cannot be read from line 1 on: it is not well-formed XML. Nothing was changed."
    )
    assert refused(pub) == ("not_xml", words)
    (pub / "Badges.xml").write_text("<html><body>Not found</body></html>")
    words = (
        "Badges.xml is not a file of a Stack Exchange dump: it begins with <html>. "
        "Nothing was changed."
    )
    assert refused(pub) == ("other_file", words)


def test_a_file_of_which_nothing_can_be_used(refused, tmp_path):
    rows = dumps.pub()
    rows["Users"] = [{"Id": "one", "DisplayName": "Ann"}, {"Id": "two", "DisplayName": "Bob"}]
    words = (
        "None of the 2 rows of Users.xml can be used. Fetch the dump again; nothing was changed."
    )
    folder = dumps.write(rows, tmp_path / "beer.stackexchange.com")
    assert refused(folder) == ("nothing_usable", words)


@pytest.mark.parametrize(
    "name", ["../evil/Posts.xml", "/etc/Posts.xml", "a/../../Posts.xml", "..\\evil\\Posts.xml"]
)
def test_path_tricks(refused, pub, tmp_path, name):
    path = packed(pub, tmp_path / "dump.tar.gz", entry(name))
    words = f"The archive holds an entry that leads outside of it: “{name}”. It was not unpacked."
    assert refused(path) == ("path_trick", words)
    assert not (tmp_path / "evil").exists()


def test_path_tricks_in_a_7z(refused, pub, tmp_path, monkeypatch):
    path = tmp_path / "beer.stackexchange.com.7z"
    with monkeypatch.context() as lax, py7zr.SevenZipFile(path, "w") as archive:
        lax.setattr(py7zr.py7zr, "check_archive_path", lambda _name: True)
        archive.write(pub / "Users.xml", "Users.xml")
        archive.writestr("x", "../../evil/Posts.xml")
    assert refused(path)[0] in {"path_trick", "unreadable_archive"}
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE])
def test_a_link_or_a_device_in_the_archive(refused, pub, tmp_path, kind):
    (pub / "Tags.xml").unlink()
    link = entry("beer/Tags.xml", b"", type=kind, linkname="/etc/passwd")
    words = "The archive holds a link or a device: “beer/Tags.xml”. It was not unpacked."
    assert refused(packed(pub, tmp_path / "dump.tar.gz", link)) == ("link_inside", words)


def test_an_archive_that_grows_without_end(refused, pub, tmp_path):
    for file in pub.iterdir():
        file.unlink()
    (pub / "Posts.xml").write_bytes(b" " * (80 * 1024**2))
    words = "The archive grows far more than any real dump when it is unpacked, so it was stopped."
    assert refused(packed(pub, tmp_path / "dump.tar.gz")) == ("ratio", words)


def test_an_archive_of_too_many_entries(refused, pub, tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_ENTRIES", 5)
    words = "The archive holds too many entries. A dump has eight files."
    assert refused(packed(pub, tmp_path / "dump.tar.gz")) == ("too_many", words)


def test_an_archive_of_an_unclear_site(refused, pub, tmp_path):
    folder = pub.rename(tmp_path / "dump")
    words = (
        "Which site this dump is of is not clear from its name. Say it, for example "
        "beer.stackexchange.com."
    )
    assert refused(folder) == ("no_site", words)


def test_entities_are_not_expanded(refused, pub):
    (pub / "Tags.xml").write_text(
        '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        '<tags><row Id="1" TagName="&b;" /></tags>'
    )
    words = (
        "Tags.xml declares a document type or entities. A real dump never does, so it was not read."
    )
    assert refused(pub) == ("entities", words)
    words = "Tags.xml 声明了文档类型或实体，真正的数据包不会这样，因此没有读取。"
    assert refused(pub, "zh-hans") == ("entities", words)


def test_rows_that_cannot_be_used_are_listed_with_reasons(lan, tmp_path):
    rows = dumps.pub()
    rows["Posts"] += [
        {**rows["Posts"][0], "Id": "11", "Title": "x" * 1_000_000},
        {**rows["Posts"][0], "Id": "12", "CreationDate": "2999-01-01T00:00:00.000"},
        {**rows["Posts"][0], "Id": "many"},
        {"PostTypeId": "1"},
        {**rows["Posts"][0], "Score": "99999999999999999999999"},
        rows["Posts"][0],
    ]
    rows["Comments"].append({"Id": "9", "PostId": "1", "Text": "hm", "CreationDate": "yesterday"})
    folder = dumps.write(rows, tmp_path / "beer.stackexchange.com")
    with translation.override("en"):
        run = run_card(bring_in(lan, folder, WISH))
    assert (run.state, run.refused, run.made["questions"]) == ("finished", 7, 2)
    listed = [json.loads(line) for line in refusals_path(run.batch).read_text().splitlines()]
    assert [tuple(row.values()) for row in listed] == [
        ("Posts.xml", "11", "too_long", "Title", "A field is too long."),
        ("Posts.xml", "12", "in_the_future", "CreationDate", "A date lies in the future."),
        ("Posts.xml", "many", "not_a_number", "Id", "A field should be a number and is not."),
        ("Posts.xml", "no. 8", "field_missing", "Title", "A field is missing."),
        ("Posts.xml", "1", "not_a_number", "Score", "A field should be a number and is not."),
        ("Posts.xml", "1", "id_repeated", "Id", REPEATED),
        ("Comments.xml", "9", "not_a_moment", "CreationDate", "A date cannot be read."),
    ]
    assert run.seen["Posts"] == len(rows["Posts"])


REPEATED = "The id stood in an earlier row already; that one counts."


def test_a_row_that_is_not_well_formed_costs_its_own_file_nothing_else(lan, pub):
    votes = (pub / "Votes.xml").read_text("utf-8-sig")
    lines = votes.splitlines()
    lines[3] = lines[3].replace('PostId="', "PostId=")
    lines.insert(5, '  <row Id="80" PostId="1" VoteTypeId="&up;" />')
    (pub / "Votes.xml").write_text("\n".join(lines), "utf-8")
    with translation.override("en"):
        run = run_card(bring_in(lan, pub, WISH))
    assert (run.state, run.refused, run.made["votes"]) == ("finished", 2, 2)
    assert run.seen["Votes"] == 8
    listed = [json.loads(line) for line in refusals_path(run.batch).read_text().splitlines()]
    assert [(row["row"], row["code"], row["field"], row["reason"]) for row in listed] == [
        ("2", "not_well_formed", "line 4", "The row is not well-formed XML."),
        ("80", "not_well_formed", "line 6", "The row is not well-formed XML."),
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
