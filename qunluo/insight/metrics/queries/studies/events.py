"""What people do, in words to choose from: steps of funnels, ways of being active."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.engine.counting import Match
from qunluo.insight.metrics.engine.registry.presence import DID, JOINED, VISITED

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

EVENTS: dict[str, tuple[StrPromise, Match]] = {
    "joined": (_("joined"), JOINED),
    "visited": (_("was there (visit, reaction or contribution)"), VISITED),
    "contributed": (_("contributed (anything)"), DID),
    "asked": (_("asked a question"), Match(("questions.question_asked",))),
    "answered": (_("answered a question"), Match(("questions.answer_given",))),
    "accepted": (_("accepted an answer"), Match(("questions.answer_accepted",))),
    "opened": (_("opened a topic"), Match(("forum.topic_opened",))),
    "replied": (_("replied to a topic"), Match(("forum.reply_posted",))),
    "commented": (_("commented"), Match(("forum.comment_posted",))),
    "edited": (_("edited a post"), Match(("forum.post_edited",))),
    "voted": (_("voted"), Match(("questions.vote_cast",))),
    "reacted": (_("reacted with a sign"), Match(("forum.reaction_given",))),
    "chatted": (_("wrote in a chat room"), Match(("chat.message_posted",))),
    "published": (_("published an article"), Match(("articles.article_published",))),
    "followed": (_("followed a topic"), Match(("forum.topic_followed",))),
    "invited": (_("made an invitation"), Match(("communities.invitation_made",))),
    "left": (_("left"), Match(("communities.member_left",))),
}


def event_choices(*, may_be_none: bool = False) -> tuple[tuple[str, str], ...]:
    found = tuple((key, str(label)) for key, (label, _match) in EVENTS.items())
    return (("", "–"), *found) if may_be_none else found


def match_of(key: str) -> Match:
    return EVENTS[key][1]


def label_of(key: str) -> str:
    return str(EVENTS[key][0])
