"""Uploading for the editor, and the two ways to a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qunluo.kernel import places
from qunluo.kernel.files.actions import keep_upload
from qunluo.kernel.files.addressing import Pass, fitting_size, stable_address
from qunluo.kernel.files.purposes import EDITOR
from qunluo.kernel.files.queries import file_for
from qunluo.kernel.files.serving import answer_with
from qunluo.kernel.refusal import Forbidden, Invalid, missing
from qunluo.kernel.web.doors import open_to_anyone
from qunluo.kernel.web.limits import limit

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from qunluo.kernel.viewer import Viewer

COMMUNITY_PAGE = re.compile(r"/c/([^/]+)/")


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """One `file` for a text being written; answers its stable address and the Markdown for it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    limit(viewer, "files.upload", per_minute=20, per_day=500)
    uploaded = request.FILES.get("file")
    if uploaded is None:
        raise Invalid("files.none", _("Choose a file first."))
    community_id, access = _where(viewer, request)
    file = keep_upload(viewer, uploaded, purpose=EDITOR, access=access, community_id=community_id)
    image = "!" if file.kind == "image" else ""
    label = re.sub(r"[\[\]\\]", "", file.name)
    address = stable_address(file)
    return JsonResponse({"address": address, "markdown": f"{image}[{label}]({address})"})


def _where(viewer: Viewer, request: HttpRequest) -> tuple[int | None, str]:
    """The community being written in: the field `community` or the page the editor is on.

    A file written outside any community belongs to a public profile.
    """
    page = COMMUNITY_PAGE.match(urlsplit(request.headers.get("Referer", "")).path)
    slug = request.POST.get("community") or (page[1] if page else "")
    if not slug:
        return None, "public"
    here = places.place_by_slug(viewer, slug)
    if here is None or not here.viewer.is_member:
        raise Forbidden("files.not_a_member", _("Join the community before you add files to it."))
    return here.community_id, "readers"


@require_safe
@open_to_anyone
def stable(request: HttpRequest, key: str) -> HttpResponseBase:
    """The address kept in texts: whoever comes is asked each time."""
    file = file_for(request.viewer, key)  # type: ignore[attr-defined]
    return answer_with(request, file, fitting_size(file, _size(request.GET.get("size", ""))))


@require_safe
@open_to_anyone
def signed(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """An address handed out to somebody; good for whoever holds it, until it expires or they may
    not read the file any more."""
    asked = request.GET
    given = Pass(asked.get("for", ""), asked.get("until", ""), asked.get("size", ""))
    if not given.is_good(key, asked.get("sign", "")):
        raise missing()
    file = file_for(given.viewer(), key)
    return answer_with(request, file, fitting_size(file, _size(given.size)))


def _size(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else None
