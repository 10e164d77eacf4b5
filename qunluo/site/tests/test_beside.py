"""Real communities beside the demo."""

import tarfile

import pytest

from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import queries
from qunluo.people.members import actions as members
from qunluo.site import beside

ROWS = {
    "Users": '<row Id="1" Reputation="1" CreationDate="2020-01-01T00:00:00.000" DisplayName="Ann" '
    'LastAccessDate="2020-01-02T00:00:00.000" AccountId="7" />',
    "Posts": '<row Id="1" PostTypeId="1" CreationDate="2020-01-01T01:00:00.000" Score="0" '
    'Body="&lt;p&gt;How?&lt;/p&gt;" OwnerUserId="1" Title="How do I brew?" Tags="&lt;brewing&gt;" />',
}
NAMES = ("Badges", "Comments", "PostHistory", "PostLinks", "Posts", "Tags", "Users", "Votes")


@pytest.fixture
def archives(settings, tmp_path):
    settings.ARCHIVES_FOLDER = tmp_path / "archives"
    settings.ARCHIVES_FOLDER.mkdir()
    (settings.ARCHIVES_FOLDER / "README.md").write_text("not a dump")
    return settings.ARCHIVES_FOLDER


@pytest.fixture
def keeper(db):
    keeper = members.create_member(
        SYSTEM,
        "keeper@example.org",
        "a long password",
        display_name="K",
        handle="keeper",
        via="setup",
    )
    members.make_staff(SYSTEM, keeper)


def pack(folder, name):
    for part in NAMES:
        told = f'<?xml version="1.0" encoding="utf-8"?>\n<{part.lower()}>\n{ROWS.get(part, "")}\n</{part.lower()}>'
        (folder / f"{part}.xml").write_text(told)
    with tarfile.open(folder / name, "w:xz") as packed:
        for part in NAMES:
            packed.add(folder / f"{part}.xml", f"{part}.xml")
            (folder / f"{part}.xml").unlink()


def test_a_dump_at_hand_comes_in_once(archives, keeper):
    pack(archives, "ale.stackexchange.com.tar.xz")
    told = []
    assert beside.bring_all(told.append) == 1
    assert queries.entrance(SYSTEM, "ale").community.slug == "ale"
    assert beside.bring_all(told.append) == 0
    assert len(told) == 1


def test_a_broken_dump_is_told_of_and_left_out(archives, keeper):
    (archives / "mead.stackexchange.com.7z").write_bytes(b"7z nonsense")
    told = []
    assert beside.bring_all(told.append) == 0
    assert len(told) == 2


def test_without_a_folder_nothing_comes(archives, keeper):
    (archives / "README.md").unlink()
    archives.rmdir()
    assert beside.archives() == []
