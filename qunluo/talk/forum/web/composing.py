"""One way to send words: a form that keeps them when the answer is no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse

from qunluo.kernel.refusal import Refusal, missing
from qunluo.kernel.web.refusals import told_when
from qunluo.kernel.web.tokens import new_sending
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.ports import kind_for_space
from qunluo.talk.forum.web.pace import keep_pace
from qunluo.talk.forum.web.words import TopicWords, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from qunluo.people.communities.queries import SpaceCard
    from qunluo.people.communities.web import CommunityRequest
    from qunluo.talk.forum.queries import TopicHead


def compose_topic(
    request: CommunityRequest, space: SpaceCard, opening: Callable[..., int]
) -> HttpResponse:
    """The form for a new topic of a space's kind; `opening(title, body=, tags=)` posts it."""
    if request.method == "GET":
        return _topic_form(request, space, TopicWords(initial=_first_words(request, space)))
    form = TopicWords(request.POST)
    form.is_valid()
    words = form.cleaned_data

    def post() -> int:
        keep_pace(request.viewer)
        return opening(words["title"], body=words["body"], tags=form.chosen_tags())

    try:
        topic_id = actions.submit_once(request.viewer, words["token"], post)
    except Refusal as refusal:
        form.tell(refusal)
        return told_when(_topic_form(request, space, form, status=refusal.status), refusal)
    return redirect("forum:topic", community=request.community.slug, topic_id=topic_id)


def composed(
    request: CommunityRequest, posting: Callable[[str], int], *, back: str, **about: Any
) -> HttpResponse:
    """The form for words below a topic or post; `posting(body)` posts them.

    `about`: title of the topic, space_id, place of the draft, is_comment.
    """
    if request.method == "GET":
        first = {"token": new_sending(), "body": _quoted(request)}
        return _words_form(request, Words(initial=first), back, about)
    form = Words(request.POST)
    form.is_valid()
    words = form.cleaned_data

    def post() -> int:
        keep_pace(request.viewer)
        return posting(words["body"])

    try:
        post_id = actions.submit_once(request.viewer, words["token"], post)
    except Refusal as refusal:
        if request.htmx:
            raise
        form.tell(refusal)
        answer = _words_form(request, form, back, about, status=refusal.status)
        return told_when(answer, refusal)
    return redirect(queries.post_address(request.community.slug, post_id))


def compose_reply(
    request: CommunityRequest, head: TopicHead, posting: Callable[[str], int]
) -> HttpResponse:
    """The form for words below a topic, be they a reply or an answer."""
    return composed(
        request,
        posting,
        back=head.address,
        title=head.title,
        space_id=head.space_id,
        place=f"topic:{head.id}",
    )


def _quoted(request: CommunityRequest) -> str:
    """What `?quote=` asks to begin with: the words of that post."""
    wanted = request.GET.get("quote", "")
    fits = wanted.isascii() and wanted.isdecimal() and len(wanted) < 19
    return queries.quotation(request.viewer, int(wanted)) if fits else ""


def space_card(request: CommunityRequest, slug: str) -> SpaceCard:
    """The space of this slug that the viewer may enter, or `missing`."""
    for card in request.community.spaces:
        if card.slug == slug:
            return card
    raise missing()


def read_space(request: CommunityRequest, slug: str) -> SpaceCard:
    """Like `space_card`, also a space that is archived and only read."""
    for card in request.community.archived_spaces:
        if card.slug == slug:
            return card
    return space_card(request, slug)


def _first_words(request: CommunityRequest, space: SpaceCard) -> dict[str, str]:
    kept = queries.draft_at(request.viewer, f"space:{space.id}")
    first = {"token": new_sending(), "title": request.GET.get("title", "")}
    if kept:
        first |= {"title": kept.title, "body": kept.body, "tags": ", ".join(kept.tags)}
    return first


def _topic_form(
    request: CommunityRequest, space: SpaceCard, form: TopicWords, *, status: int = 200
) -> HttpResponse:
    slug = request.community.slug
    page = {
        "space": space,
        "form": form,
        "words": kind_for_space(space.kind).words,
        "draft": reverse("forum:draft", args=[slug, f"space:{space.id}"]),
        "similar": reverse("forum:similar", args=[slug]),
    }
    return render(request, "forum/new.html", page, status=status)


def _words_form(
    request: CommunityRequest, form: Words, back: str, about: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    place = about.get("place", "")
    slug = request.community.slug
    draft = reverse("forum:draft", args=[slug, place]) if place else ""
    page = {"form": form, "back": back, "is_comment": False, **about, "draft": draft}
    return render(request, "forum/compose.html", page, status=status)
