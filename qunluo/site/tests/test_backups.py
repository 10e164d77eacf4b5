"""The drill: back up a living town, restore it elsewhere, compare everything."""

import gzip
import hashlib
import json
import tarfile

import pytest
from moto.server import ThreadedMotoServer

from qunluo.site.backups.archive import Damaged, Writer, verify

EVERYTHING = """
import hashlib, json
from django.db import connection
from qunluo.site.backups.tables import _tables
found = {}
with connection.cursor() as cursor:
    for name in _tables():
        cursor.execute(f'SELECT * FROM "{name}"')
        columns = [column[0] for column in cursor.description]
        rows = sorted(json.dumps(dict(zip(columns, map(str, row)))) for row in cursor.fetchall())
        found[name] = [len(rows), hashlib.sha256("".join(rows).encode()).hexdigest()]
print(json.dumps(found))
"""
LIVE = """
from qunluo.kernel.testing.cast import build_village
from importlib import import_module
village = build_village()
actions = import_module("qunluo.people.communities.actions")
actions.describe_community(village.viewer("lan"), name="茶馆 Tea", summary="一起喝茶\\\\n\\t'\\"")
"""
ANOTHER = """
from django.contrib.auth import get_user_model
print(get_user_model().objects.create_user("new@example.org", handle="new", display_name="New").pk)
"""


def everything(installation):
    return json.loads(installation.shell(EVERYTHING))


def files(installation):
    return {
        path.relative_to(installation.home).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for folder in ("files", "lake")
        for path in (installation.home / folder).rglob("*")
        if path.is_file()
    }


def furnish(installation):
    installation.shell(LIVE)
    for name in ("files/ab/picture.webp", "files/cd/空.txt", "lake/1/2026-11/0001.parquet"):
        path = installation.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 1000)


def test_a_restored_town_is_the_same_town(two_installations, tmp_path):
    one, two = two_installations
    furnish(one)
    target = tmp_path / "town.backup"
    told = one.run("backup", str(target))
    assert "entries" in told or "项" in told
    assert target.stat().st_mode & 0o077 == 0
    two.run("restore", str(target))
    before, after = everything(one), everything(two)
    assert {name: rows for name, (rows, _mark) in after.items()} == {
        name: rows for name, (rows, _mark) in before.items()
    }
    assert after == before
    assert before["members_member"][0] == 7
    assert files(two) == files(one)
    assert (two.home / "secret_key").read_text() == (one.home / "secret_key").read_text()
    # Life goes on: new rows come after the restored ones.
    assert int(two.shell(ANOTHER)) == 8

    # A second restore would replace what is there now: it asks for --force and keeps a copy.
    mark = everything(two)
    refused = two.try_run("restore", str(target))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert everything(two) == mark
    two.run("restore", str(target), "--force")
    assert everything(two) == before
    aside = list(two.home.glob("before-restore-*/database/*"))
    assert aside


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
def test_a_running_product_is_not_replaced(installation, tmp_path):
    furnish(installation)
    target = tmp_path / "town.backup"
    worker = installation.worker()
    try:
        from qunluo.kernel.testing.installation import until

        until(lambda: list((installation.home / "bus").glob("*.sock")))
        installation.run("backup", str(target))
        refused = installation.try_run("restore", str(target), "--force")
        assert refused.returncode == 1
        assert "top it first" in refused.stderr or "停" in refused.stderr
    finally:
        worker.terminate()
        worker.wait(15)
    taken = installation.try_run("backup", str(target))
    assert taken.returncode == 1


def small_backup(folder):
    (folder / "a.txt").write_text("some text" * 500)
    writer = Writer(folder / "good")
    writer.add("files/a.txt", folder / "a.txt")
    writer.finish(version="1", made_at="2026", vendor="sqlite", migrations={}, rows={})
    return folder / "good"


def test_a_good_file_is_told_from_damaged_ones(tmp_path):
    good = small_backup(tmp_path)
    assert verify(good).sums.keys() == {"files/a.txt"}
    whole = good.read_bytes()
    plain = gzip.decompress(whole)
    bad = {
        "missing": None,
        "empty": b"",
        "no archive": b"x" * 5000,
        "cut": whole[: len(whole) // 2],
        "cut at the end of an entry": gzip.compress(plain[:5632]),
        "one letter changed": gzip.compress(plain.replace(b"some text", b"some tent", 1)),
    }
    for name, content in bad.items():
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(Damaged):
            verify(path)


@pytest.mark.parametrize("name", ["/etc/x", "../x", "files/../../x", "a//b"])
def test_a_file_that_would_write_elsewhere_is_refused(tmp_path, name):
    (tmp_path / "x").write_text("x")
    with tarfile.open(tmp_path / "evil", "w:gz") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        with (tmp_path / "x").open("rb") as content:
            tar.addfile(entry, content)
    with pytest.raises(Damaged):
        verify(tmp_path / "evil")


def test_a_newer_backup_is_refused(tmp_path, monkeypatch):
    good = small_backup(tmp_path)
    monkeypatch.setattr("qunluo.site.backups.archive.FORMAT", 0)
    with pytest.raises(Damaged, match="newer"):
        verify(good)


def test_an_abandoned_backup_leaves_nothing(tmp_path):
    writer = Writer(tmp_path / "b")
    writer.abandon()
    assert not list(tmp_path.iterdir())


PUT = """
import io
from qunluo.kernel.files.storing import store
for name in ("ab/abcd/original", "ab/abcd/64.webp"):
    store().put(name, io.BytesIO(name.encode() * 1000))
store()._storage.bucket.Object("theirs.txt").upload_fileobj(io.BytesIO(b"not ours"))
"""
HELD = """
from qunluo.kernel.files.storing import store
print([(o.key, o.get()["Body"].read()[:16].decode()) for o in store()._storage.bucket.objects.all()])
"""
NEW_BUCKET = """
from django.conf import settings
from qunluo.kernel.files.storing import store
store()._storage.connection.create_bucket(Bucket=settings.FILES_BUCKET["bucket_name"])
"""


def test_files_in_a_bucket_come_along(two_installations, tmp_path):
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, one in zip(("one", "two"), two_installations, strict=True):
        one.env |= {
            "QUNLUO_S3_BUCKET": f"town-{name}",
            "QUNLUO_S3_ENDPOINT": f"http://{host}:{port}",
            "QUNLUO_S3_REGION": "us-east-1",
            "QUNLUO_S3_ACCESS_KEY": "test",
            "QUNLUO_S3_SECRET_KEY": "test",
        }
        one.shell(NEW_BUCKET)
    first, second = two_installations
    first.shell(PUT)
    first.run("backup", str(tmp_path / "town.backup"))
    second.run("restore", str(tmp_path / "town.backup"))
    assert second.shell(HELD).splitlines()[-1] == str(
        [("ab/abcd/64.webp", "ab/abcd/64.webpa"), ("ab/abcd/original", "ab/abcd/original")]
    )
    server.stop()
