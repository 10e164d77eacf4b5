"""What a file is, by its first bytes; its name and what the browser says count for nothing."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from qunluo.kernel.files.purposes import Kind

HEAD = 4096


@dataclass(frozen=True)
class Content:
    """`content_type` as it will be served; `extension` with its dot, '' to keep the name's."""

    kind: Kind
    content_type: str
    extension: str


GIF = Content("image", "image/gif", ".gif")
PNG = Content("image", "image/png", ".png")
JPEG = Content("image", "image/jpeg", ".jpg")
WEBP = Content("image", "image/webp", ".webp")
ZIP = Content("archive", "application/zip", ".zip")
MP3 = Content("audio", "audio/mpeg", ".mp3")
MP4 = Content("video", "video/mp4", ".mp4")
M4A = Content("audio", "audio/mp4", ".m4a")
WEBM = Content("video", "video/webm", ".webm")
WEBM_AUDIO = Content("audio", "audio/webm", ".weba")
OLE = Content("document", "application/x-ole-storage", "")

MAGIC: tuple[tuple[bytes, Content], ...] = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", Content("document", "application/pdf", ".pdf")),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"7z\xbc\xaf\x27\x1c", Content("archive", "application/x-7z-compressed", ".7z")),
    (b"\x1f\x8b\x08", Content("archive", "application/gzip", ".gz")),
    (b"\xfd7zXZ\x00", Content("archive", "application/x-xz", ".xz")),
    (b"BZh", Content("archive", "application/x-bzip2", ".bz2")),
    (b"Rar!\x1a\x07", Content("archive", "application/vnd.rar", ".rar")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", Content("document", "application/rtf", ".rtf")),
    (b"ID3", MP3),
    (b"\xff\xfb", MP3),
    (b"\xff\xf3", MP3),
    (b"\xff\xf2", MP3),
    (b"OggS", Content("audio", "audio/ogg", ".ogg")),
    (b"fLaC", Content("audio", "audio/flac", ".flac")),
    (b"\x1aE\xdf\xa3", WEBM),
)
# Extensions that an OLE container (Office before 2007) may keep.
OLD_OFFICE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}
OPEN_XML = "application/vnd.openxmlformats-officedocument."
IN_ZIP = (
    ("word/", Content("document", f"{OPEN_XML}wordprocessingml.document", ".docx")),
    ("xl/", Content("document", f"{OPEN_XML}spreadsheetml.sheet", ".xlsx")),
    ("ppt/", Content("document", f"{OPEN_XML}presentationml.presentation", ".pptx")),
)
TEXT_TYPES = {".csv": "text/csv", ".md": "text/markdown", ".json": "application/json"}
TEXT_NAMES = frozenset({".txt", ".csv", ".md", ".json", ".log", ".tsv", ".yaml", ".yml", ".ics"})
SVG_TAG = re.compile(rb"<(\w+:)?svg[\s>/]", re.IGNORECASE)
HTML_TAG = re.compile(
    rb"<(!doctype|html|head|body|script|iframe|style|title|meta|img|a|div|p|br|table|object|embed"
    rb"|form|link|base|h1|!--|\?xml|\w+:html)[\s>/!-]",
    re.IGNORECASE,
)


def content_of(file: IO[bytes], name: str) -> Content | None:
    """The kind of a seekable file; None for what nobody needs to upload, such as programs."""
    file.seek(0)
    head = file.read(HEAD)
    found = _by_magic(head, file)
    file.seek(0)
    if found is OLE:
        suffix = PurePosixPath(name).suffix.lower()
        known = OLD_OFFICE.get(suffix)
        return Content("document", known, suffix) if known else None
    return found or _by_words(head, name)


def _by_magic(head: bytes, file: IO[bytes]) -> Content | None:
    if head[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": Content("audio", "audio/wav", ".wav")}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12], head)
    found = next((content for start, content in MAGIC if head.startswith(start)), None)
    if found is WEBM and b"A_" in head and b"V_" not in head:
        return WEBM_AUDIO  # its list of tracks, which comes first, names a codec of sound only
    return _in_zip(file) if found is ZIP else found


def _by_brand(brand: bytes, head: bytes) -> Content | None:
    # A recorder in a browser writes a plain brand; its only track is then one of sound.
    if brand in {b"M4A ", b"M4B "} or (b"soun" in head and b"vide" not in head):
        return M4A
    if brand == b"qt  ":
        return Content("video", "video/quicktime", ".mov")
    if brand in {b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1"}:
        return None
    return MP4


def _in_zip(file: IO[bytes]) -> Content:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:2000]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ZIP
    if "[Content_Types].xml" in names:
        for folder, content in IN_ZIP:
            if any(name.startswith(folder) for name in names):
                return content
    return ZIP


def _by_words(head: bytes, name: str) -> Content | None:
    """Text in UTF-8 or GB 18030; anything a browser might take for a page is `markup`."""
    if b"\x00" in head or not _is_text(head):
        return None
    if SVG_TAG.search(head):
        return Content("markup", "image/svg+xml", ".svg")
    if HTML_TAG.search(head):
        return Content("markup", "text/html", ".html")
    suffix = PurePosixPath(name).suffix.lower()
    kept = suffix if suffix in TEXT_NAMES else ".txt"
    return Content("text", TEXT_TYPES.get(kept, "text/plain"), kept)


def _is_text(head: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        # The last few bytes may be half a character.
        for cut in range(4):
            try:
                words = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            odd = sum(
                unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in words
            )
            return odd == 0
    return False


def safe_name(given: str, extension: str) -> str:
    """A name without folders or control characters, ending as its content demands."""
    last = given.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    kept = unicodedata.normalize("NFC", kept).strip(" .")
    stem = kept
    if extension and not kept.lower().endswith(extension):
        suffix = PurePosixPath(kept).suffix
        stem = kept.removesuffix(suffix) if len(suffix) <= 6 else kept
    elif extension:
        stem = kept[: -len(extension)]
    stem = stem.strip(" .")[:120] or "file"
    return f"{stem}{extension}"
