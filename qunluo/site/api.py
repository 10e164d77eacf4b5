"""The API: every domain's router, one answer for refusals (RFC 9457)."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.conf import settings
from ninja import NinjaAPI

from qunluo.kernel.refusal import Refusal
from qunluo.kernel.web.refusals import problem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

api = NinjaAPI(title="Qunluo", version="1", urls_namespace="api")

for app in (*settings.KERNEL_APPS, *settings.DOMAIN_APPS):
    if find_spec(f"{app}.api"):
        api.add_router("", import_module(f"{app}.api").router)


@api.exception_handler(Refusal)
def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem(refusal)
