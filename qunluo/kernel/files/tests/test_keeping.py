from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from qunluo.kernel import files, preferences
from qunluo.kernel.files import ports
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.tests import uploads
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.viewer import SYSTEM


def keep(viewer, content, name="x.png", **options):
    options = {"purpose": "editor", "access": "public"} | options
    return files.keep_upload(viewer, uploads.upload(content, name), **options)


def bytes_of(file, size=None):
    return b"".join(files.read(file, size=size))


def folders():
    return [path for path in Path(settings.FILES_FOLDER).glob("*/*") if path.is_dir()]


def test_a_photo_stands_upright_and_has_forgotten_where_it_was_taken(village):
    file = keep(village.viewer("mei"), uploads.photo_with_place(), "IMG.jpg")
    content = bytes_of(file)
    assert (file.width, file.height, file.name) == (30, 60, "IMG.jpg")
    assert len(content) == file.bytes
    assert b"secret" not in content
    assert b"Exif" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_a_picture_gets_smaller_ones(village):
    file = keep(village.viewer("mei"), uploads.picture("JPEG", (1200, 600)))
    assert file.thumbnails == [64, 160, 320, 960]
    assert [Image.open(io.BytesIO(bytes_of(file, size))).size for size in file.thumbnails] == [
        (64, 32),
        (160, 80),
        (320, 160),
        (960, 480),
    ]
    assert keep(village.viewer("mei"), uploads.picture("PNG", (50, 50))).thumbnails == []


def test_a_huge_photo_is_scaled_to_its_purpose(village):
    file = keep(village.viewer("mei"), uploads.picture("JPEG", (3000, 1500)), purpose="avatar")
    assert (file.width, file.height) == (1024, 512)


def test_see_through_pictures_stay_so(village):
    content = uploads.picture("PNG", (80, 80), (0, 0, 0, 0), mode="RGBA")
    file = keep(village.viewer("mei"), content)
    assert Image.open(io.BytesIO(bytes_of(file))).getpixel((1, 1))[3] == 0
    palette = uploads.picture("PNG", (8, 8), 0, mode="P")
    assert keep(village.viewer("mei"), palette).content_type == "image/png"
    ink = uploads.picture("JPEG", (8, 8), (0, 0, 0, 0), mode="CMYK")
    assert keep(village.viewer("mei"), ink).content_type == "image/jpeg"


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_moving_pictures_keep_moving(village, kind):
    file = keep(village.viewer("mei"), uploads.moving(kind, 3, (100, 100)))
    image = Image.open(io.BytesIO(bytes_of(file)))
    assert (image.n_frames, image.size, file.thumbnails) == (3, (100, 100), [64])


def test_what_hides_behind_a_picture_is_gone(village):
    script = b"<script>alert(1)</script>"
    zipped = uploads.archive("evil.txt")
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        content = bytes_of(keep(village.viewer("mei"), uploads.picture(kind) + script + zipped))
        assert script not in content
        assert b"PK\x03\x04" not in content


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (uploads.png_that_claims(40_000, 40_000), {}, "files.image_too_large"),
        (uploads.png_that_claims(60_000, 2_000_000), {}, "files.image_too_large"),
        (uploads.gif_bomb(), {}, "files.image_too_large"),
        (uploads.gif_bomb(60), {}, "files.image_too_large"),
        (uploads.png_that_claims(10, 10), {}, "files.broken_image"),
        (uploads.picture("JPEG", (300, 300))[:400], {}, "files.broken_image"),
        (b"\x89PNG\r\n\x1a\n", {}, "files.broken_image"),
        (b"GIF89a", {}, "files.broken_image"),
        (b"RIFF\x00\x00\x00\x00WEBP", {}, "files.broken_image"),
        (uploads.EXE, {}, "files.kind_not_taken"),
        (uploads.HTML, {"purpose": "avatar"}, "files.kind_not_taken"),
        (uploads.SVG, {"purpose": "avatar"}, "files.kind_not_taken"),
        (b"%PDF-", {"purpose": "cover"}, "files.kind_not_taken"),
        (b"", {}, "files.empty"),
        (b"a" * (10 * 1024 * 1024 + 1), {"purpose": "avatar"}, "files.too_large"),
    ],
)
def test_bad_uploads_are_refused_and_leave_nothing(village, content, options, code):
    before = len(folders())
    with pytest.raises(Refusal) as refused:
        keep(village.viewer("mei"), content, **options)
    assert refused.value.code == code
    assert not StoredFile.objects.exists()
    assert len(folders()) == before


def test_other_files_are_kept_as_they_are(village):
    content = uploads.archive("../../etc/passwd", "a.txt")
    file = keep(village.viewer("mei"), content, "../../a.zip")
    assert (file.kind, file.name, bytes_of(file)) == ("archive", "a.zip", content)
    assert files.files_of(village.members["mei"].actor_key)[0].name == "a.zip"


def test_a_member_has_so_much_space_and_no_more(village):
    preferences.set(SYSTEM, "files.member_quota_mb", 1)
    mei = village.viewer("mei")
    keep(mei, b"a" * 900_000, "a.txt")
    before = len(folders())
    with pytest.raises(Refusal) as refused:
        keep(mei, b"a" * 200_000, "b.txt")
    assert refused.value.code == "files.quota_reached"
    assert (StoredFile.objects.count(), len(folders())) == (1, before)
    assert keep(SYSTEM, b"a" * 200_000, "b.txt", purpose="export").owner_key is None
    assert keep(village.viewer("jun"), b"a" * 200_000, "b.txt").pk


def test_a_scanner_may_refuse(village, monkeypatch):
    class Scanner:
        def scan(self, file, name):
            return "EICAR" if b"EICAR" in file.read() else None

    monkeypatch.setattr(ports, "scanners", [])
    ports.scan_with(Scanner())
    assert keep(village.viewer("mei"), b"fine", "a.txt").pk
    with pytest.raises(Refusal) as refused:
        keep(village.viewer("mei"), b"EICAR", "a.txt")
    assert refused.value.code == "files.infected"


def test_an_access_nobody_knows_is_our_mistake(village):
    with pytest.raises(ValueError, match="unknown access"):
        keep(village.viewer("mei"), b"x", access="everyone")


@pytest.mark.django_db(transaction=True)
def test_erasing_a_member_removes_their_files_and_nobody_elses(setting_up):
    from qunluo.kernel.viewer import Viewer

    mine, other = Viewer(1, "a" * 32), Viewer(2, "b" * 32)
    gone, kept = keep(mine, uploads.picture(size=(200, 200))), keep(other, b"kept", "k.txt")
    assert files.remove(other, [gone.pk]) == 0
    assert files.erase_files_of("a" * 32) == 1
    assert list(StoredFile.objects.all()) == [kept]
    with pytest.raises(FileNotFoundError):
        files.read(gone)
    assert bytes_of(kept) == b"kept"
    assert files.remove(SYSTEM, [kept.pk]) == 1
