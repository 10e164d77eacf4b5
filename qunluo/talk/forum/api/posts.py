"""Posts: list, get, reply, comment, edit, remove, restore, react."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Header, Query, Status

from qunluo.kernel.refusal import Refusal
from qunluo.people.communities.web import entering
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.api.routes import router
from qunluo.talk.forum.api.topics import TOPIC, Token
from qunluo.talk.forum.web import keep_pace, keep_pace_of_signs
from qunluo.talk.forum.web.shapes import (
    Edit,
    Made,
    NewComment,
    NewPost,
    Post,
    PostPage,
    Removal,
    Walk,
    full,
    number_of,
    post_of,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

POST = "/communities/{slug}/forum/posts/{post_id}"


@router.get(f"{TOPIC}/posts", response=PostPage, operation_id="listPosts")
def list_posts(
    request: HttpRequest,
    slug: str,
    topic_id: str,
    wanted: Annotated[Walk, Query()],
) -> dict[str, Any]:
    """The opening and the replies with their comments, in order of time."""
    viewer = entering(request, slug, door="visitors")
    page = queries.post_page(viewer, number_of(topic_id), cursor=wanted.cursor, size=wanted.size)
    return {
        "items": [post_of(sheet) for sheet in page.items],
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }


@router.get(POST, response=Post, operation_id="getPost")
def get_post(
    request: HttpRequest, response: HttpResponse, slug: str, post_id: str
) -> dict[str, Any]:
    """The `ETag` is what an edit sends back in `If-Match`."""
    viewer = entering(request, slug, door="visitors")
    sheet = queries.one_post(viewer, number_of(post_id))
    response["ETag"] = f'"{sheet.revision_count}"'
    return post_of(sheet)


@router.post(f"{TOPIC}/posts", response={201: Made}, operation_id="postReply")
def post_reply(
    request: HttpRequest, slug: str, topic_id: str, sent: NewPost, token: Token = ""
) -> Status[dict[str, str]]:
    """Reply to a plain topic; questions take answers instead."""
    viewer, topic = entering(request, slug), number_of(topic_id)

    def post() -> int:
        keep_pace(viewer)
        return actions.post_reply(viewer, topic, sent.body)

    return made_post(slug, actions.submit_once(viewer, token, post))


@router.post(f"{POST}/comments", response={201: Made}, operation_id="postComment")
def post_comment(
    request: HttpRequest, slug: str, post_id: str, sent: NewComment, token: Token = ""
) -> Status[dict[str, str]]:
    viewer, post = entering(request, slug), number_of(post_id)

    def comment() -> int:
        keep_pace(viewer)
        return actions.post_comment(viewer, post, sent.body)

    return made_post(slug, actions.submit_once(viewer, token, comment))


@router.patch(POST, response=Post, operation_id="editPost")
def edit_post(
    request: HttpRequest,
    slug: str,
    post_id: str,
    sent: Edit,
    if_match: Annotated[str, Header(alias="If-Match", max_length=40)] = "",
) -> dict[str, Any]:
    """Needs `If-Match` (428 without); 412 when somebody edited since."""
    viewer, post = entering(request, slug), number_of(post_id)
    wording = actions.Wording(sent.body, sent.title, sent.tags)
    try:
        keep_pace(viewer)
        actions.edit_post(viewer, post, _seen(if_match), wording=wording, reason=sent.reason)
    except Refusal as refusal:
        if refusal.code == "forum.edited_meanwhile":
            refusal.status = 412
        raise
    return post_of(queries.one_post(viewer, post))


@router.delete(POST, response={204: None}, operation_id="removePost")
def remove_post(
    request: HttpRequest, slug: str, post_id: str, why: Annotated[Removal, Query()]
) -> Status[None]:
    """Removes softly; removing an opening removes its topic."""
    viewer = entering(request, slug)
    actions.remove_post(viewer, number_of(post_id), reason=why.reason, note=why.note)
    return Status(204, None)


@router.post(f"{POST}/restoration", response={204: None}, operation_id="restorePost")
def restore_post(request: HttpRequest, slug: str, post_id: str) -> Status[None]:
    actions.restore_post(entering(request, slug), number_of(post_id))
    return Status(204, None)


@router.put(f"{POST}/reactions/{{sign}}", response={204: None}, operation_id="react")
def react(request: HttpRequest, slug: str, post_id: str, sign: str) -> Status[None]:
    viewer = entering(request, slug)
    keep_pace_of_signs(viewer)
    actions.react(viewer, number_of(post_id), sign)
    return Status(204, None)


@router.delete(f"{POST}/reactions/{{sign}}", response={204: None}, operation_id="withdrawReaction")
def withdraw_reaction(request: HttpRequest, slug: str, post_id: str, sign: str) -> Status[None]:
    actions.withdraw_reaction(entering(request, slug), number_of(post_id), sign)
    return Status(204, None)


def made_post(slug: str, post_id: int) -> Status[dict[str, str]]:
    address = full(queries.post_address(slug, post_id))
    return Status(201, {"id": str(post_id), "address": address})


def _seen(if_match: str) -> int:
    typed = if_match.strip().removeprefix("W/").strip('"')
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        refusal = Refusal("forum.if_match_missing", _("Send the post's ETag in If-Match."))
        refusal.status = 428
        raise refusal
    return int(typed)
