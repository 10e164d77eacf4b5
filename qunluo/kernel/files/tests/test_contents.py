from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qunluo.kernel.files.contents import content_of, safe_name
from qunluo.kernel.files.tests import uploads

OPEN_XML = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (uploads.picture("PNG"), "a.html", "image/png"),
        (uploads.picture("JPEG"), "a", "image/jpeg"),
        (uploads.picture("GIF"), "a", "image/gif"),
        (uploads.picture("WEBP"), "a", "image/webp"),
        (b"%PDF-1.7\n", "a.png", "application/pdf"),
        (uploads.archive("a.txt"), "a.zip", "application/zip"),
        (
            uploads.archive("[Content_Types].xml", "word/d.xml"),
            "a",
            OPEN_XML + "wordprocessingml.document",
        ),
        (uploads.archive("[Content_Types].xml", "xl/w.xml"), "a", OPEN_XML + "spreadsheetml.sheet"),
        (uploads.archive("[Content_Types].xml", "x/w.xml"), "a", "application/zip"),
        (b"PK\x03\x04broken", "a", "application/zip"),
        (b"7z\xbc\xaf\x27\x1c\x00", "a", "application/x-7z-compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "a.XLS", "application/vnd.ms-excel"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a", "audio/wav"),
        (b"\x00\x00\x00\x18ftypM4A \x00", "a", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypisom\x00", "a", "video/mp4"),
        (b"\x00\x00\x00\x18ftypqt  \x00", "a", "video/quicktime"),
        (b"\x00\x00\x00\x18ftypiso5\x00moovhdlrsoun", "a", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypiso5\x00moovhdlrsounhdlrvide", "a", "video/mp4"),
        (b"\x1aE\xdf\xa3webmA_OPUS", "a", "audio/webm"),
        (b"\x1aE\xdf\xa3webmV_VP9A_OPUS", "a", "video/webm"),
        (b"ID3\x04", "a", "audio/mpeg"),
        (uploads.SVG, "a.png", "image/svg+xml"),
        (b"\n <svg/onload=alert(1)>", "a.txt", "image/svg+xml"),
        (uploads.HTML, "a.png", "text/html"),
        (b"hello <script>x</script>", "a.txt", "text/html"),
        ("名称,数量\n茶,2\n".encode(), "a.csv", "text/csv"),
        ("名称,数量\n茶,2\n".encode("gb18030"), "a.csv", "text/csv"),
        (b"1 < 2 and 3 > 2", "a.exe", "text/plain"),
        ("茶" * 3000).encode()[:4096] and (("茶" * 3000).encode(), "a.md", "text/markdown"),
    ],
)
def test_a_file_is_what_its_bytes_say(content, name, content_type):
    found = content_of(io.BytesIO(content), name)
    assert found is not None
    assert found.content_type == content_type


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (uploads.EXE, "setup.png"),
        (uploads.ELF, "a.txt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "setup.msi"),
        (b"\x00\x01\x02\x03", "a.txt"),
        (b"a\x1b[31m", "a.txt"),
        (b"\x00\x00\x00\x18ftypheic\x00", "a.heic"),
        (b"RIFF\x00\x00\x00\x00AVI ", "a.avi"),
        (b"\xff\xfe\xff\xff\xff", "a.txt"),
    ],
)
def test_what_nobody_needs_to_upload_is_not_taken(content, name):
    assert content_of(io.BytesIO(content), name) is None


@pytest.mark.parametrize(
    ("given_name", "extension", "name"),
    [
        ("../../etc/passwd", ".txt", "passwd.txt"),
        ("..\\..\\boot.ini", ".txt", "boot.txt"),
        ("evil.html", ".png", "evil.png"),
        ("photo.JPG", ".jpg", "photo.jpg"),
        ("a\x00b\u202egpj.exe", ".png", "abgpj.png"),
        ("\r\nSet-Cookie: x", ".pdf", "Set-Cookie: x.pdf"),
        ("...", ".png", "file.png"),
        ("", ".png", "file.png"),
        ("茶会 报名表.xlsx", ".xlsx", "茶会 报名表.xlsx"),
        ("x" * 500 + ".png", ".png", "x" * 120 + ".png"),
        ("v1.0 final version", ".pdf", "v1.0 final version.pdf"),
    ],
)
def test_a_name_cannot_lead_anywhere(given_name, extension, name):
    assert safe_name(given_name, extension) == name


@given(st.text(), st.sampled_from([".png", ".txt"]))
def test_no_name_has_folders_or_control_characters(given_name, extension):
    name = safe_name(given_name, extension)
    assert name.endswith(extension)
    assert not set("/\\\r\n\x00") & set(name)
    assert not name.startswith(".")
    assert len(name) <= 124


@given(st.binary(max_size=200), st.text(max_size=10))
def test_no_bytes_break_the_question(content, name):
    content_of(io.BytesIO(content), name)
