"""The API: every domain's router, one answer for refusals (RFC 9457)."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.constants import NOT_SET
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.web.refusals import problem, unreadable
from qunluo.people.members.web.programs import api_doors
from qunluo.site.api_refusals import with_refusals

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse


# An escape of its own, not the last of two backslashes and some letters.
NULL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Reader(Parser):
    """Reads what is sent, but for the one character that PostgreSQL cannot keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        read = super().parse_body(request)
        if NULL.search(request.body):
            raise ValueError("a null character")
        return read


class Api(NinjaAPI):
    """The API whose document also says what each operation answers when it says no."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        return with_refusals(super().get_openapi_schema(*args, **kwargs))


api = Api(title="Qunluo", version="1", urls_namespace="api", parser=Reader())


def closed(router: Router, label: str) -> Router:
    """Put a token or a session before every operation that does not say otherwise."""
    for path, view in router.path_operations.items():
        for operation in view.operations:
            if operation.auth_param is NOT_SET:
                operation.auth_param = api_doors(label, path, operation.view_func)
                operation.auth_callbacks = operation.auth_param
    return router


for app in (*settings.KERNEL_APPS, *settings.DOMAIN_APPS):
    if find_spec(f"{app}.api"):
        api.add_router("", closed(import_module(f"{app}.api").router, app.rpartition(".")[2]))


@api.exception_handler(Refusal)
def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem(refusal)


@api.exception_handler(ValidationError)
def answer_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {".".join(str(part) for part in one["loc"]): one["msg"] for one in error.errors}
    return problem(Invalid("malformed", _("What was sent has the wrong shape."), fields=fields))


@api.exception_handler(HttpError)
def answer_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    refusal = unreadable()
    refusal.status = error.status_code
    return problem(refusal)
