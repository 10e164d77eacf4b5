"""A polite no, raised by rules, queries and actions and answered in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

M = TypeVar("M", bound=Model)


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Says no with a stable `code`, a translated `message` and, per field, what to mend."""

    status = 409

    def __init__(
        self,
        code: str,
        message: str | StrPromise,
        *,
        fields: Mapping[str, str | StrPromise] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.fields = dict(fields or {})
        self.retry_after = retry_after


class Missing(Refusal):
    status = 404


class Forbidden(Refusal):
    status = 403


class SignInRequired(Refusal):
    """A visitor asked for something only a signed-in member may do."""

    status = 401

    def __init__(self) -> None:
        super().__init__("sign_in_required", _("Please sign in first."))


class JoinRequired(Refusal):
    """The community is listed, its content is for members; the page shows the community's card."""

    status = 403

    def __init__(self, community_slug: str) -> None:
        super().__init__("join_required", _("This is for members. Join the community to see it."))
        self.community_slug = community_slug


class Invalid(Refusal):
    """What was sent has the wrong shape; `fields` says where and how to mend it."""

    status = 422


class TooMany(Refusal):
    """Too much in too short a time; `retry_after` is in seconds."""

    status = 429


def missing() -> Missing:
    return Missing("missing", _("There is nothing here."))


def one_or_missing(found: QuerySet[M]) -> M:
    """The single row found, or a refusal; what the asker may not see counts as missing."""
    try:
        return found.get()
    except ObjectDoesNotExist:
        raise missing() from None
