"""The API about oneself: who one is, and one's tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Field, Router, Schema, Status

from qunluo.kernel.refusal import missing
from qunluo.people.members import actions, queries

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["members"])


class Me(Schema):
    """`scopes` is null for a browser's session: then everything one may do is allowed."""

    id: str
    name: str
    handle: str
    email: str
    language: str
    timezone: str
    is_staff: bool
    scopes: list[str] | None


class Token(Schema):
    id: str
    name: str
    prefix: str
    scopes: list[str]
    made_at: datetime
    expires_at: datetime | None
    last_used_on: date | None


class NewToken(Schema):
    name: Annotated[str, Field(min_length=1, max_length=60, examples=["nightly export"])]
    scopes: Annotated[list[str], Field(min_length=1, max_length=100, examples=[["read"]])]
    good_for_days: Annotated[int | None, Field(ge=1, le=3650)] = None


class MadeToken(Schema):
    """`token` is shown this once."""

    id: str
    token: str


@router.get("/me", response=Me, operation_id="getMe")
def me(request: HttpRequest) -> dict[str, Any]:
    viewer = request.viewer  # type: ignore[attr-defined]
    sheet = queries.profile_sheet(viewer)
    return {
        "id": str(sheet.id),
        "name": sheet.name,
        "handle": sheet.handle,
        "email": sheet.email,
        "language": viewer.language,
        "timezone": viewer.timezone.key,
        "is_staff": viewer.is_staff,
        "scopes": None if viewer.scopes is None else sorted(viewer.scopes),
    }


@router.get("/me/tokens", response=list[Token], operation_id="listTokens")
def tokens(request: HttpRequest) -> list[dict[str, Any]]:
    lines = queries.tokens_of(request.viewer)  # type: ignore[attr-defined]
    return [
        {
            "id": str(line.id),
            "name": line.name,
            "prefix": line.prefix,
            "scopes": list(line.scopes),
            "made_at": line.made_at,
            "expires_at": line.expires_at,
            "last_used_on": line.last_used_on,
        }
        for line in lines
    ]


@router.post("/me/tokens", response={201: MadeToken}, operation_id="makeToken")
def make_token(request: HttpRequest, wish: NewToken) -> Status[dict[str, str]]:
    """Only in a browser's session: a token cannot make tokens."""
    token_id, token = actions.make_token(
        request.viewer,  # type: ignore[attr-defined]
        wish.name,
        wish.scopes,
        good_for_days=wish.good_for_days,
    )
    return Status(201, {"id": str(token_id), "token": token})


@router.delete("/me/tokens/{token_id}", response={204: None}, operation_id="revokeToken")
def revoke_token(request: HttpRequest, token_id: str) -> Status[None]:
    if not (token_id.isascii() and token_id.isdigit() and len(token_id) < 19):
        raise missing()
    actions.revoke_token(request.viewer, int(token_id))  # type: ignore[attr-defined]
    return Status(204, None)
