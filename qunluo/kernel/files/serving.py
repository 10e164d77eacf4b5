"""Answer with a file so that no browser takes it for one of our pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from qunluo.kernel.files.queries import read
from qunluo.kernel.files.storing import place_of, store
from qunluo.kernel.refusal import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from qunluo.kernel.files.models import StoredFile

INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
NAMED = frozenset({"audio", "video", "document", "archive", "text"})
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
DAY = 86400


def answer_with(request: HttpRequest, file: StoredFile, size: int | None) -> HttpResponseBase:
    """The file or one of its thumbnails: ranges, ETag, and headers that allow nothing to run."""
    etag = f'"{file.key}-{size or 0}"'
    unchanged = get_conditional_response(
        request, etag=etag, last_modified=int(file.created_at.timestamp())
    )
    answer = unchanged or _content(request, file, size, etag)
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(file.created_at.timestamp())
    answer["Cache-Control"] = _caching(file)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = (
        "cross-origin" if file.access == "public" else "same-origin"
    )
    return answer


def _caching(file: StoredFile) -> str:
    if file.access == "public":
        return f"public, max-age={DAY}, immutable"
    return "private, max-age=600"


def _content(
    request: HttpRequest, file: StoredFile, size: int | None, etag: str
) -> HttpResponseBase:
    if size is not None:
        return _described(_streamed(read(file, size=size)), "image/webp", file)
    asked = _range(request, file, etag)
    if asked is None:
        answer = _described(_streamed(_pieces(file, 0, file.bytes)), _served_type(file), file)
        answer["Content-Length"] = str(file.bytes)
    elif asked == (0, -1):
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{file.bytes}"
    else:
        start, end = asked
        pieces = _pieces(file, start, end - start + 1)
        answer = _described(_streamed(pieces, 206), _served_type(file), file)
        answer["Content-Range"] = f"bytes {start}-{end}/{file.bytes}"
        answer["Content-Length"] = str(end - start + 1)
    answer["Accept-Ranges"] = "bytes"
    return answer


def _pieces(file: StoredFile, start: int, length: int) -> Iterator[bytes]:
    try:
        return store().pieces(place_of(file.key), start, length)
    except FileNotFoundError:
        raise missing() from None


def _streamed(pieces: Iterator[bytes], status: int = 200) -> HttpResponseBase:
    return StreamingHttpResponse(pieces, status=status)


def _described(answer: HttpResponseBase, content_type: str, file: StoredFile) -> HttpResponseBase:
    answer["Content-Type"] = content_type
    named = content_disposition_header(file.content_type not in INLINE, file.name)
    answer["Content-Disposition"] = named or "attachment"
    return answer


def _served_type(file: StoredFile) -> str:
    if file.content_type in INLINE:
        return file.content_type
    # Markup could run if a browser showed it; as a heap of bytes it can only be saved.
    return file.content_type if file.kind in NAMED else "application/octet-stream"


def _range(request: HttpRequest, file: StoredFile, etag: str) -> tuple[int, int] | None:
    """First and last byte of a single range; (0, -1) when none of it exists; None for all.

    Several ranges at once are answered with the whole file, as RFC 9110 allows.
    """
    if request.headers.get("If-Range", etag) != etag:
        return None
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(0, file.bytes - int(found[2])), file.bytes - 1
    else:
        start, end = int(found[1]), min(int(found[2] or file.bytes), file.bytes - 1)
    return (start, end) if start <= end else (0, -1)
