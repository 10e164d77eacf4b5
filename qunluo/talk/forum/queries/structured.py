"""schema.org data of public topics, for search engines: only what the page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.kernel.text import excerpt, plain

if TYPE_CHECKING:
    from qunluo.talk.forum.queries.sheets import PostSheet, TopicSheet

ANSWER_LENGTH = 2_000


def structured(sheet: TopicSheet, site: str) -> dict[str, Any] | None:
    """A QAPage or a DiscussionForumPosting; None for what is not public.

    `site` is the public address to put before paths, such as `https://example.org`.
    """
    if not sheet.head.is_public or sheet.opening.removed is not None:
        return None
    thing = _question(sheet, site) if sheet.head.kind == "question" else _posting(sheet, site)
    return {"@context": "https://schema.org", **thing}


def _question(sheet: TopicSheet, site: str) -> dict[str, Any]:
    head = sheet.head
    answers = [post for post in sheet.posts if post.removed is None]
    question: dict[str, Any] = {
        "@type": "Question",
        "name": head.title,
        **_words(sheet.opening, site, head.address),
        "answerCount": head.reply_count,
        "suggestedAnswer": [_answer(post, site) for post in answers if not post.is_featured],
    }
    if accepted := next((post for post in answers if post.is_featured), None):
        question["acceptedAnswer"] = _answer(accepted, site)
    return {"@type": "QAPage", "mainEntity": question}


def _posting(sheet: TopicSheet, site: str) -> dict[str, Any]:
    head = sheet.head
    return {
        "@type": "DiscussionForumPosting",
        "headline": head.title,
        **_words(sheet.opening, site, head.address),
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/CommentAction",
            "userInteractionCount": head.reply_count,
        },
        "comment": [
            {"@type": "Comment", **_words(post, site, post.address)}
            for post in sheet.posts
            if post.removed is None
        ],
    }


def _answer(post: PostSheet, site: str) -> dict[str, Any]:
    return {"@type": "Answer", **_words(post, site, post.address), "upvoteCount": post.score}


def _words(post: PostSheet, site: str, address: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "text": excerpt(str(post.body), ANSWER_LENGTH),
        "author": {"@type": "Person", "name": post.author.name},
        "datePublished": post.posted_at.isoformat(),
        "url": f"{site}{address}",
    }
    if post.edited_at is not None:
        said["dateModified"] = post.edited_at.isoformat()
    return said


def summary(sheet: TopicSheet, length: int = 160) -> str:
    """One line for the description of a page."""
    return " ".join(plain(str(sheet.opening.body)).split())[:length]
