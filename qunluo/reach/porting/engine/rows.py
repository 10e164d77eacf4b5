"""The rows of a Stack Exchange dump as typed, frozen tuples; what has the wrong shape is refused.

Moments stay ISO text without a zone (the dump's are UTC) because that sorts, and SQLite keeps it.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from qunluo.reach.porting.engine.refusals import RowRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LARGEST_ID = 2**62
NAME_MOST, TITLE_MOST, TAG_MOST = 80, 300, 60
TEXT_MOST = 500_000  # characters; the largest post the network allows is 30,000
EARLIEST = "1970-01-01"
NUMBER = re.compile(r"-?[0-9]{1,19}").fullmatch
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?", re.ASCII).fullmatch
TAG_MARKS = re.compile(r"[<>|]")


class UserRow(NamedTuple):
    id: int
    name: str
    joined: str


class PostRow(NamedTuple):
    id: int
    type: int
    parent: int | None
    owner: int | None
    owner_name: str
    created: str
    title: str
    tags: str
    body: str
    score: int
    views: int
    licence: str
    closed: str | None


class CommentRow(NamedTuple):
    id: int
    post: int
    user: int | None
    user_name: str
    text: str
    score: int
    created: str
    licence: str


class VoteRow(NamedTuple):
    id: int
    post: int
    type: int
    user: int | None
    cast: str


class BadgeRow(NamedTuple):
    id: int
    user: int
    name: str
    grade: int
    awarded: str


class HistoryRow(NamedTuple):
    id: int
    post: int
    type: int
    guid: str
    created: str
    user: int | None
    user_name: str
    text: str
    comment: str


class LinkRow(NamedTuple):
    id: int
    post: int
    related: int
    type: int
    created: str


class TagRow(NamedTuple):
    id: int
    name: str


def user(attrs: Mapping[str, str], latest: str) -> UserRow:
    name = _short(attrs, "DisplayName", NAME_MOST) or f"user{attrs.get('Id', '')}"
    return UserRow(_user_id(attrs, "Id"), name, _moment(attrs, "CreationDate", latest))


def post(attrs: Mapping[str, str], latest: str) -> PostRow:
    kind = _number(attrs, "PostTypeId")
    title = _short(attrs, "Title", TITLE_MOST)
    if kind == 1 and not title.strip():
        raise RowRefused("field_missing", "Title")
    created = _moment(attrs, "CreationDate", latest)
    return PostRow(
        id=_id(attrs, "Id"),
        type=kind,
        parent=_id(attrs, "ParentId") if kind == 2 else None,
        owner=_maybe_id(attrs, "OwnerUserId"),
        owner_name=attrs.get("OwnerDisplayName", "")[:NAME_MOST],
        created=created,
        title=title,
        tags=attrs.get("Tags", ""),
        body=_text(attrs, "Body"),
        score=_count(attrs, "Score"),
        views=max(_count(attrs, "ViewCount"), 0),
        licence=attrs.get("ContentLicense") or licence_on(created),
        closed=_moment(attrs, "ClosedDate", latest) if "ClosedDate" in attrs else None,
    )


def comment(attrs: Mapping[str, str], latest: str) -> CommentRow:
    created = _moment(attrs, "CreationDate", latest)
    return CommentRow(
        id=_id(attrs, "Id"),
        post=_id(attrs, "PostId"),
        user=_maybe_id(attrs, "UserId"),
        user_name=attrs.get("UserDisplayName", "")[:NAME_MOST],
        text=_text(attrs, "Text"),
        score=_count(attrs, "Score"),
        created=created,
        licence=attrs.get("ContentLicense") or licence_on(created),
    )


def vote(attrs: Mapping[str, str], latest: str) -> VoteRow:
    return VoteRow(
        _id(attrs, "Id"),
        _id(attrs, "PostId"),
        _number(attrs, "VoteTypeId"),
        _maybe_id(attrs, "UserId"),
        _moment(attrs, "CreationDate", latest),
    )


def badge(attrs: Mapping[str, str], latest: str) -> BadgeRow:
    name = _short(attrs, "Name", NAME_MOST)
    if not name.strip():
        raise RowRefused("field_missing", "Name")
    grade = _number(attrs, "Class") if "Class" in attrs else 3
    moment = _moment(attrs, "Date", latest)
    return BadgeRow(_id(attrs, "Id"), _user_id(attrs, "UserId"), name, grade, moment)


def history(attrs: Mapping[str, str], latest: str) -> HistoryRow:
    return HistoryRow(
        id=_id(attrs, "Id"),
        post=_id(attrs, "PostId"),
        type=_number(attrs, "PostHistoryTypeId"),
        guid=attrs.get("RevisionGUID", "") or f"row-{attrs['Id']}",
        created=_moment(attrs, "CreationDate", latest),
        user=_decider(attrs),
        user_name=attrs.get("UserDisplayName", "")[:NAME_MOST],
        text=_text(attrs, "Text", needed=False),
        comment=attrs.get("Comment", "")[:300],
    )


def link(attrs: Mapping[str, str], latest: str) -> LinkRow:
    return LinkRow(
        _id(attrs, "Id"),
        _id(attrs, "PostId"),
        _id(attrs, "RelatedPostId"),
        _number(attrs, "LinkTypeId"),
        _moment(attrs, "CreationDate", latest),
    )


def tag(attrs: Mapping[str, str], latest: str) -> TagRow:
    name = _short(attrs, "TagName", TAG_MOST)
    if not name.strip():
        raise RowRefused("field_missing", "TagName")
    return TagRow(_id(attrs, "Id"), name)


PARSERS: dict[str, Callable[[Mapping[str, str], str], tuple[int | str | None, ...]]] = {
    "Users": user,
    "Posts": post,
    "Comments": comment,
    "Votes": vote,
    "Badges": badge,
    "PostHistory": history,
    "PostLinks": link,
    "Tags": tag,
}


def tags_in(text: str) -> tuple[str, ...]:
    """Names in `<a><b>` (dumps to 2023) or `|a|b|` (later ones), each once, in order."""
    return tuple(dict.fromkeys(name for name in TAG_MARKS.split(text) if 0 < len(name) <= TAG_MOST))


def licence_on(moment: str) -> str:
    """The licence of what was written on a day, where the row does not say: the network's dates."""
    if moment < "2011-04-08":
        return "CC BY-SA 2.5"
    return "CC BY-SA 3.0" if moment < "2018-05-02" else "CC BY-SA 4.0"


def _decider(attrs: Mapping[str, str]) -> int | None:
    """Who did it; where the network's system user stands in for a vote, whose vote decided it."""
    user = _maybe_id(attrs, "UserId")
    if user not in {None, -1} or '"Voters"' not in attrs.get("Text", ""):
        return user
    try:
        found = int(json.loads(attrs["Text"])["Voters"][-1]["Id"])
    except (ValueError, KeyError, IndexError, TypeError, OverflowError, RecursionError):
        return user
    return found if 0 < found < LARGEST_ID else user


def _number(attrs: Mapping[str, str], field: str) -> int:
    text = attrs.get(field)
    if text is None:
        raise RowRefused("field_missing", field)
    if not NUMBER(text):
        raise RowRefused("not_a_number", field)
    found = int(text)
    if not -LARGEST_ID < found < LARGEST_ID:
        raise RowRefused("not_a_number", field)
    return found


def _id(attrs: Mapping[str, str], field: str) -> int:
    found = _number(attrs, field)
    if found < 1:
        raise RowRefused("not_an_id", field)
    return found


def _user_id(attrs: Mapping[str, str], field: str) -> int:
    # -1 is the network's own system user.
    return -1 if attrs.get(field) == "-1" else _id(attrs, field)


def _maybe_id(attrs: Mapping[str, str], field: str) -> int | None:
    return _user_id(attrs, field) if field in attrs else None


def _count(attrs: Mapping[str, str], field: str) -> int:
    if field not in attrs:
        return 0
    found = _number(attrs, field)
    if abs(found) > 2_000_000_000:
        raise RowRefused("not_a_number", field)
    return found


def _moment(attrs: Mapping[str, str], field: str, latest: str) -> str:
    text = attrs.get(field)
    if not text:
        raise RowRefused("field_missing", field)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise RowRefused("not_a_moment", field) from None
    if not MOMENT(text) or text < EARLIEST:
        raise RowRefused("not_a_moment", field)
    if text > latest:
        raise RowRefused("in_the_future", field)
    return text


def _short(attrs: Mapping[str, str], field: str, most: int) -> str:
    text = attrs.get(field, "")
    if len(text) > most:
        raise RowRefused("too_long", field)
    return text


def _text(attrs: Mapping[str, str], field: str, *, needed: bool = True) -> str:
    text = attrs.get(field)
    if text is None and needed:
        raise RowRefused("field_missing", field)
    if text and len(text) > TEXT_MOST:
        raise RowRefused("too_long", field)
    return text or ""
