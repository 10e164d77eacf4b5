from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from qunluo.kernel.refusal import missing
from qunluo.kernel.web.doors import open_to_signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@open_to_signed_in
def design(request: HttpRequest) -> HttpResponse:
    """Every component in all its states; for staff."""
    if not request.viewer.is_staff:  # type: ignore[attr-defined]
        raise missing()
    return render(request, "ui/design.html", {})
