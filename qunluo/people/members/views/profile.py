"""One's own profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.members.web import ViewerRequest


def show(request: ViewerRequest) -> HttpResponse:
    return render(request, "members/profile.html")
