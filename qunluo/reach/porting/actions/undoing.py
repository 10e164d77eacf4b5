"""Undo an import as a batch: rows, links and lines go in chunks; killed half-way, it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, search
from qunluo.kernel.action import action, writing
from qunluo.kernel.jobs.progress import report_progress
from qunluo.kernel.refusal import Refusal, one_or_missing
from qunluo.kernel.stream.forgetting import forget_batch
from qunluo.kernel.stream.record import record
from qunluo.people.communities.actions import importing as communities
from qunluo.people.members.actions import importing as members
from qunluo.reach.porting import rules
from qunluo.reach.porting.activities import ImportUndone
from qunluo.reach.porting.models import Link, Run
from qunluo.reach.porting.queries import live_on
from qunluo.talk.forum.actions import importing as forum
from qunluo.talk.questions.actions import importing as questions
from qunluo.trade.points.actions import importing as points

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qunluo.kernel.viewer import Viewer

AT_ONCE = 300
EDITS_AT_ONCE = 60  # each post is restored and entered in the search anew
# What leans on other things goes first.
ORDER = ("link", "event", "vote", "edit", "comment", "post", "badge", "user")


def undo_import(actor: Viewer, run_id: int) -> int:
    """Take out everything a run brought in; returns how many things went.

    `actor` stands in the community. Refuses with `not_permitted`, `porting.not_undoable`,
    `porting.later_run`, `porting.lived_on`, `porting.claimed`.
    """
    run = begin_undoing(actor, run_id)
    withdrawn, total = 0, Link.objects.filter(batch=run.batch).count()
    for kind in ORDER:
        while went := _withdraw(actor, run, kind):
            withdrawn += went
            report_progress(min(withdrawn, total - 1), total, "undoing")
    while forget_chunk(actor, run.batch):
        pass
    for topics, posts in _left(run):
        recount(actor, topics, posts)
    end_undoing(actor, run_id, withdrawn)
    return withdrawn


@action
def begin_undoing(actor: Viewer, run_id: int) -> Run:
    """Check that nothing leans on the import, and hide a community that has nothing else."""
    found = Run.objects.select_for_update().filter(pk=run_id, community=actor.community_id)
    run = one_or_missing(found)
    if not actor.is_staff:
        actor.require(rules.IMPORT)
    if run.state == "undoing":
        return run
    if run.state not in {"finished", "writing"}:
        raise Refusal("porting.not_undoable", _("There is nothing of this import to undo."))
    others = Run.objects.filter(source=run.source, state__in=("finished", "writing"))
    if others.filter(pk__gt=run_id).exists():
        raise Refusal("porting.later_run", _("A later import builds on this one. Undo that first."))
    _refuse_lively(run)
    if run.community_id is not None and not others.exclude(pk=run_id).exists():
        communities.hide_imported(actor, run.community_id, run.source)
    run.state, run.phase = "undoing", "undoing"
    run.save(update_fields=["state", "phase"])
    return run


def _refuse_lively(run: Run) -> None:
    if lively := live_on(run.batch):
        names = ", ".join(f"{name} ({many})" for name, many in sorted(lively.items()))
        raise Refusal(
            "porting.lived_on",
            _("Members have gone on with what was imported: %(names)s. It can no longer be undone.")
            % {"names": names},
        )
    people = Link.objects.filter(batch=run.batch, kind="user").values_list("object_id", flat=True)
    if claimed := members.claimed_among(people):
        raise Refusal(
            "porting.claimed",
            _("%(many)d imported members have been claimed. It can no longer be undone.")
            % {"many": claimed},
        )


def _withdraw(actor: Viewer, run: Run, kind: str) -> int:
    links = Link.objects.filter(batch=run.batch, kind=kind).order_by("-pk")
    columns = links.values_list("pk", "object_type", "object_id", "topic_id")
    rows = list(columns[: EDITS_AT_ONCE if kind == "edit" else AT_ONCE])
    if rows:
        withdraw_chunk(actor, run.pk, rows, kind=kind)
    return len(rows)


@action
def withdraw_chunk(
    actor: Viewer, run_id: int, rows: Sequence[tuple[int, str, int, int | None]], *, kind: str
) -> None:
    """Delete what these links name and the links themselves; the search knows it at once."""
    run = Run.objects.get(pk=run_id)
    by_type: dict[str, list[int]] = {}
    touched = {topic_id for _link, _type, _id, topic_id in rows if topic_id is not None}
    for _link, object_type, object_id, _topic in rows:
        by_type.setdefault(object_type, []).append(object_id)
    posts = by_type.get("forum.post", []) if kind in {"post", "comment"} else []
    if kind == "edit":
        posts, touched = forum.revised(by_type["forum.revision"])
    with writing("*"):  # what hangs on an imported thing goes with it, whoever's table it is in
        for object_type, ids in by_type.items():
            if kind == "user":
                communities.withdraw_memberships(actor, run.community_id or 0, ids)
            if withdraw := WAYS.get((kind, object_type)):
                withdraw(actor, ids)
    Link.objects.filter(pk__in=[row[0] for row in rows]).delete()
    search.index("forum.post", posts)
    search.index("forum.topic", touched)


def _withdraw_posts(actor: Viewer, ids: Sequence[int]) -> None:
    forum.withdraw_posts(actor, ids)
    forum.withdraw_topics(actor, ids)


WAYS: dict[tuple[str, str], Callable[[Viewer, Sequence[int]], object]] = {
    ("link", "forum.topic_link"): forum.withdraw_links,
    ("vote", "forum.follow"): forum.withdraw_follows,
    ("vote", "forum.post"): questions.withdraw_acceptances,
    ("vote", "questions.vote"): questions.withdraw_votes,
    ("edit", "forum.revision"): forum.withdraw_revisions,
    ("comment", "forum.post"): forum.withdraw_posts,
    ("post", "forum.post"): _withdraw_posts,
    ("badge", "points.badge_award"): points.withdraw_awards,
    ("user", "members.member"): members.withdraw_placeholders,
}


@action
def forget_chunk(_actor: Viewer, batch: str) -> int:
    """Take some of the batch's lines out of the stream; returns how many."""
    return forget_batch(batch, limit=500)


def _left(run: Run) -> list[tuple[list[int], list[int]]]:
    """What earlier runs of the source left standing, in chunks: topics and posts."""
    rows = Link.objects.filter(source=run.source, kind="post").order_by("pk")
    pairs = list(rows.values_list("topic_id", "object_id"))
    return [
        (
            sorted({topic for topic, _post in some if topic is not None}),
            [post for _topic, post in some],
        )
        for some in (pairs[at : at + AT_ONCE] for at in range(0, len(pairs), AT_ONCE))
    ]


@action
def recount(actor: Viewer, topic_ids: Sequence[int], post_ids: Sequence[int]) -> None:
    """Counts and standing of what stays."""
    questions.recount_scores(actor, post_ids)
    forum.recount_topics(actor, topic_ids)
    forum.restand_topics(actor, topic_ids)
    questions.recount_answers(actor, topic_ids)


@action
def end_undoing(actor: Viewer, run_id: int, withdrawn: int) -> None:
    """Mark the run as undone and tell it."""
    run = Run.objects.select_for_update().get(pk=run_id)
    run.state, run.phase, run.finished_at = "undone", "", clock.now()
    run.save(update_fields=["state", "phase", "finished_at"])
    if run.community_id is not None:
        forum.recount_tags(actor, run.community_id)
        communities.recount_members(actor, run.community_id)
    record(
        ImportUndone(
            object_id=run.pk,
            community_id=run.community_id,
            actor_key=actor.actor_key,
            audience="staff",
            batch=run.batch,
            withdrawn=withdrawn,
        )
    )
