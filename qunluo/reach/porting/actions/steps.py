"""The steps of an import in order: how a page of rows is prepared, and what then writes it.

A step prepares outside the transaction (texts are cleaned there) and returns what writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qunluo.kernel import text
from qunluo.people.communities.actions import importing as communities
from qunluo.people.members.actions import importing as members
from qunluo.reach.porting.engine import rules, wording
from qunluo.reach.porting.engine.rows import tags_in
from qunluo.reach.porting.engine.staging import Done
from qunluo.talk.forum.actions import importing as forum
from qunluo.talk.forum.activities import CommentPosted
from qunluo.talk.questions.actions import importing as questions
from qunluo.trade.points.actions import importing as points

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from qunluo.kernel.viewer import Viewer
    from qunluo.reach.porting.engine.staging import Scratch

    Rows = Sequence[sqlite3.Row]
    Writing = Callable[[], list[Done]]


@dataclass(frozen=True)
class Errand:
    """Who brings what in where. `source` is the site's host name."""

    actor: Viewer
    run_id: int
    source: str
    place: forum.Place
    scratch: Scratch


def people(errand: Errand, rows: Rows) -> Writing:
    """Placeholders with the memberships they join by."""
    wanted = [
        members.ImportedPerson(
            external_id=str(row["id"]),
            name=row["name"],
            joined_at=rules.moment(row["joined"]),
            profile_address=f"https://{errand.source}/users/{row['id']}",
        )
        for row in rows
    ]

    def write() -> list[Done]:
        added = members.add_placeholders(errand.actor, errand.source, wanted)
        communities.add_memberships(
            errand.actor,
            errand.place.community_id,
            [
                communities.ImportedMembership(
                    one.member_id, one.actor_key, person.joined_at, is_bot=rules.is_bot(row["id"])
                )
                for row, one, person in zip(rows, added, wanted, strict=True)
            ],
        )
        return [
            Done("user", row["id"], one.member_id, key=one.actor_key)
            for row, one in zip(rows, added, strict=True)
        ]

    return write


def badges(errand: Errand, rows: Rows) -> Writing:
    """Awards of badges."""
    wanted = [
        points.ImportedAward(
            badge=row["name"],
            grade=rules.GRADES.get(row["grade"], "bronze"),
            member_id=row["member"],
            actor_key=row["actor"] or None,
            awarded_at=rules.moment(row["awarded"]),
        )
        for row in rows
    ]
    return lambda: _done(
        "badge", rows, points.add_awards(errand.actor, errand.place.community_id, wanted)
    )


def asked(errand: Errand, rows: Rows) -> Writing:
    """Questions with their first posts."""
    wanted = [
        forum.ImportedTopic(
            title=row["title"],
            tags=tags_in(row["tags"]),
            author=author(row),
            body=body(errand, row["markdown"], row["body"]),
            opened_at=rules.moment(row["created"]),
            origin=forum.Origin(f"https://{errand.source}/q/{row['id']}", row["licence"]),
            view_count=row["views"],
            edits=_edits(row),
        )
        for row in rows
    ]

    def write() -> list[Done]:
        added = questions.add_questions(errand.actor, errand.place, wanted)
        return [
            Done("post", row["id"], one.post_id, one.topic_id, told=row["views"])
            for row, one in zip(rows, added, strict=True)
        ]

    return write


def answered(errand: Errand, rows: Rows) -> Writing:
    """Answers below their questions."""
    wanted = [
        forum.ImportedPost(
            kind="reply",
            body=body(errand, row["markdown"], row["body"]),
            parent_id=None,
            origin=forum.Origin(f"https://{errand.source}/a/{row['id']}", row["licence"]),
            edits=_edits(row),
            **_placed(row),
        )
        for row in rows
    ]

    def write() -> list[Done]:
        ids = questions.add_answers(errand.actor, errand.place, wanted)
        return [
            Done("post", row["id"], post_id, row["topic"])
            for row, post_id in zip(rows, ids, strict=True)
        ]

    return write


def commented(errand: Errand, rows: Rows) -> Writing:
    """Comments below questions and answers."""
    address = f"https://{errand.source}/posts/comments"
    wanted = [
        forum.ImportedPost(
            kind="comment",
            body=_comment(row["text"]),
            parent_id=row["parent"],
            origin=forum.Origin(f"{address}/{row['id']}", row["licence"]),
            score=row["score"],
            **_placed(row),
        )
        for row in rows
    ]

    def write() -> list[Done]:
        ids = forum.add_posts(errand.actor, errand.place, wanted, telling=CommentPosted)
        return [
            Done("comment", row["id"], post_id, told=row["score"])
            for row, post_id in zip(rows, ids, strict=True)
        ]

    return write


def voted(errand: Errand, rows: Rows) -> Writing:
    """Votes up and down, of nobody in particular."""
    wanted = [
        questions.ImportedVote(
            topic_id=row["topic"],
            post_id=row["post"],
            value=1 if row["type"] == 2 else -1,
            author_key=row["author"],
            cast_at=rules.vote_moment(row["cast"], row["posted"]),
        )
        for row in rows
    ]
    return lambda: _done("vote", rows, questions.add_votes(errand.actor, errand.place, wanted))


def accepted(errand: Errand, rows: Rows) -> Writing:
    """Accepted answers."""
    wanted = [
        questions.ImportedAcceptance(
            topic_id=row["topic"],
            post_id=row["post"],
            by=author(row),
            answerer_key=row["author"],
            accepted_at=rules.vote_moment(row["cast"], row["posted"]),
        )
        for row in rows
    ]

    def write() -> list[Done]:
        questions.accept_answers(errand.actor, errand.place, wanted)
        return _done("vote", rows, [row["post"] for row in rows])

    return write


def favoured(errand: Errand, rows: Rows) -> Writing:
    """Favourites: the member follows the question."""
    wanted = [
        forum.ImportedFollow(
            topic_id=row["topic"],
            member_id=row["member"],
            actor_key=row["actor"],
            followed_at=rules.vote_moment(row["cast"], row["posted"]),
        )
        for row in rows
    ]

    def write() -> list[Done]:
        ids = forum.add_follows(errand.actor, errand.place, wanted)
        return [
            Done("vote", row["id"], made)
            for row, made in zip(rows, ids, strict=True)
            if made is not None
        ]

    return write


def closed(errand: Errand, rows: Rows) -> Writing:
    """Closings, reopenings and locks of questions."""
    wanted = [
        forum.ImportedClosing(
            topic_id=row["topic"],
            by=author(row),
            happened_at=rules.moment(row["created"]),
            is_closing=row["type"] in {10, 14},
            stands_closed=bool(row["is_closed"]),
            reason=rules.closed_reason(row["type"], row["comment"]),
        )
        for row in rows
    ]

    def write() -> list[Done]:
        forum.add_closings(errand.actor, errand.place, wanted)
        return [Done("event", row["row"], row["topic"]) for row in rows]

    return write


def removed(errand: Errand, rows: Rows) -> Writing:
    """Removals that were taken back; what stayed removed is not in the dump."""
    wanted = [
        forum.ImportedRemoval(
            post_id=row["post"],
            topic_id=row["topic"],
            post_kind="opening" if row["post_type"] == 1 else "reply",
            by=author(row),
            author_key=row["author"],
            happened_at=rules.moment(row["created"]),
            is_removal=row["type"] == 12,
        )
        for row in rows
    ]

    def write() -> list[Done]:
        forum.add_removals(errand.actor, errand.place, wanted)
        return [Done("event", row["row"], row["post"]) for row in rows]

    return write


def linked(errand: Errand, rows: Rows) -> Writing:
    """Related questions and duplicates."""
    wanted = [
        forum.ImportedLink(
            topic_id=row["topic"],
            other_id=row["other"],
            kind=rules.LINK_KINDS[row["type"]],
            linked_at=rules.moment(row["created"]),
        )
        for row in rows
    ]
    return lambda: _done("link", rows, forum.add_links(errand.actor, errand.place, wanted))


def author(row: sqlite3.Row) -> forum.Author:
    """A member when they were brought in, else only the name the source shows."""
    name = "" if row["member"] is not None else row["name"] or ""
    return forum.Author(row["member"], row["actor"], name)


def body(errand: Errand, markdown: str | None, html: str) -> forum.Body:
    """The newest Markdown with the HTML the source made of it, or the HTML alone."""
    clean = text.clean_html(wording.with_full_links(html, errand.source))
    if markdown is None:
        return forum.Body("html", clean, clean)
    return forum.Body("markdown", _unmentioned(markdown), clean)


def _comment(written: str) -> forum.Body:
    source = _unmentioned(written)
    return forum.Body("markdown", source, wording.paragraph(source, text.render))


def _unmentioned(markdown: str) -> str:
    # What looks like a stored mention would name a member of this installation.
    return text.keep(markdown, {}) if "@[" in markdown else markdown


def _placed(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "topic_id": row["topic"],
        "number": row["number"],
        "author": author(row),
        "posted_at": rules.moment(row["created"]),
        "about": row["about"],
    }


def _edits(row: sqlite3.Row) -> forum.Edits:
    last = rules.moment(row["edited"]) if row["edited"] else None
    return forum.Edits(row["edit_count"], last)


def _done(kind: str, rows: Rows, ids: Sequence[int]) -> list[Done]:
    return [Done(kind, row["id"], made) for row, made in zip(rows, ids, strict=True)]


@dataclass(frozen=True)
class Step:
    """`object_type` is what `Done.object_id` names.

    `is_leant_on`: later steps or the counts of what was left out ask what it made.
    """

    name: str
    object_type: str
    query: str
    prepare: Callable[[Errand, Rows], Writing]
    is_leant_on: bool = True
