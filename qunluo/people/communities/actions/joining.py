"""Coming in: by the open door, or by a request that somebody decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, preferences
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import rules
from qunluo.people.communities.actions.standing import open_here, permitted_here, told_by
from qunluo.people.communities.activities import (
    JoinApproved,
    JoinDeclined,
    JoinRequested,
    JoinWithdrawn,
    MemberJoined,
)
from qunluo.people.communities.models import Community, JoinQuestion, JoinRequest, Membership
from qunluo.people.members import queries as members
from qunluo.people.members.ports import work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.kernel.viewer import Viewer

ANSWER_LENGTH = 1000


@action
def join(actor: Viewer, *, channel: str = "open") -> int:
    """Join the open community the actor stands in; returns the membership's id.

    `channel` is how they came: `open`, or a tracked channel's code. Refuses with
    `communities.already_member`, `communities.joining_needs_request`,
    `communities.joining_needs_invitation`, `communities.removed_before`.
    """
    member_id = actor.require_member_id()
    community = open_here(actor)
    rules.refuse_closed_door(community.joining)
    refuse_removed(community, member_id)
    return let_in(community, member_id, channel=channel)


@action
def request_to_join(actor: Viewer, answers: Mapping[int, str]) -> int:
    """Ask to be let in, with answers by question id; returns the request's id.

    Where the community's rules of admission fit, the request is approved at once, by nobody.

    Refuses with `communities.already_member`, `communities.already_asked`, `communities.answers`,
    `communities.joining_is_open`, `communities.joining_needs_invitation`.
    """
    member_id = actor.require_member_id()
    community = open_here(actor)
    if _belongs(community, member_id):
        raise rules.already_member()
    was_removed = _removed(community, member_id)
    rules.refuse_needless_request(community.joining, was_removed=was_removed)
    kept = _answers(community, answers)
    try:
        # Leans on communities_one_waiting_request, so two quick taps leave one request.
        with transaction.atomic():
            asked = JoinRequest.objects.create(
                community=community, member_id=member_id, answers=kept, asked_at=clock.now()
            )
    except IntegrityError:
        raise Refusal(
            "communities.already_asked", _("You have asked already. Please wait for an answer.")
        ) from None
    record(JoinRequested(object_id=asked.pk, audience="staff", **told_by(actor)))
    if not was_removed and _admits(actor, kept):
        _admit(community, asked)
    else:
        work().open(actor, "communities.join", asked.pk)
    return asked.pk


def _admits(actor: Viewer, answers: Sequence[Mapping[str, str]]) -> bool:
    """Whether one of the rules of admission fits; who was removed always waits for a person."""
    wanted = (rules.ADMIT_PROVEN, rules.ADMIT_WORDS)
    set_to = preferences.get_many(actor, wanted)
    said = " ".join(one["answer"] for one in answers).casefold()
    words = rules.admitting_words(set_to[rules.ADMIT_WORDS.name])
    if any(word in said for word in words):
        return True
    return bool(set_to[rules.ADMIT_PROVEN.name]) and members.has_proven_address(
        actor.require_member_id()
    )


def _admit(community: Community, asked: JoinRequest) -> None:
    asked.state, asked.decided_at = "approved", clock.now()
    asked.save(update_fields=["state", "decided_at"])
    key = members.actor_keys([asked.member_id]).get(asked.member_id)
    record(
        JoinApproved(
            object_id=asked.pk,
            community_id=community.pk,
            actor_key=None,
            waited_seconds=0,
            about_actor=key,
            audience="staff",
        )
    )
    let_in(community, asked.member_id, channel="review")


@action
def withdraw_request(actor: Viewer) -> None:
    """Take back one's own waiting request. Refuses with `missing`."""
    member_id = actor.require_member_id()
    waiting = JoinRequest.objects.select_for_update().filter(
        community=actor.community_id, member=member_id, state="waiting"
    )
    asked = one_or_missing(waiting)
    asked.state, asked.decided_at = "withdrawn", clock.now()
    asked.save(update_fields=["state", "decided_at"])
    work().finish(actor, "communities.join", asked.pk, outcome="withdrawn")
    record(JoinWithdrawn(object_id=asked.pk, audience="staff", **told_by(actor)))


@action
def approve_join(actor: Viewer, request_id: int) -> int:
    """Let the asker in; returns the membership's id. Refuses with `communities.already_decided`."""
    community = permitted_here(actor, rules.REVIEW_JOINS)
    asked = _waiting(actor, request_id)
    waited = _decide(actor, asked, "approved", "")
    key = members.actor_keys([asked.member_id]).get(asked.member_id)
    record(
        JoinApproved(
            object_id=asked.pk,
            waited_seconds=waited,
            about_actor=key,
            audience="staff",
            **told_by(actor),
        )
    )
    return let_in(community, asked.member_id, channel="review")


@action
def decline_join(actor: Viewer, request_id: int, *, reason: str) -> None:
    """Say no, with a reason the asker reads (at most 300 signs).

    Refuses with `communities.reason_missing`, `communities.already_decided`.
    """
    permitted_here(actor, rules.REVIEW_JOINS)
    rules.refuse_empty_reason(reason)
    asked = _waiting(actor, request_id)
    waited = _decide(actor, asked, "declined", reason.strip()[:300])
    key = members.actor_keys([asked.member_id]).get(asked.member_id)
    record(
        JoinDeclined(
            object_id=asked.pk,
            waited_seconds=waited,
            about_actor=key,
            audience="staff",
            **told_by(actor),
        )
    )


def decide_joins(
    actor: Viewer, request_ids: Sequence[int], *, approve: bool, reason: str = ""
) -> tuple[int, list[int]]:
    """Decide on many, each in its own transaction; how many were decided, and which could not be."""
    refused: list[int] = []
    for request_id in request_ids:
        try:
            if approve:
                approve_join(actor, request_id)
            else:
                decline_join(actor, request_id, reason=reason)
        except (Forbidden, Invalid):
            raise
        except Refusal:
            refused.append(request_id)
    return len(request_ids) - len(refused), refused


def let_in(
    community: Community, member_id: int, *, channel: str, invited_by: int | None = None
) -> int:
    """Write the membership, count it and tell it; only other actions of this domain call this."""
    now = clock.now()
    found = Membership.objects.select_for_update().filter(community=community, member=member_id)
    belonging = found.first()
    if belonging is not None and belonging.left_at is None:
        raise rules.already_member()
    is_returning = belonging is not None
    belonging = belonging or Membership(community=community, member_id=member_id)
    belonging.joined_at, belonging.join_channel = now, channel
    belonging.left_at, belonging.left_reason, belonging.removed_by = None, "", None
    belonging.invited_by_id = invited_by
    belonging.save()
    if belonging.bot_since is None:  # the card counts people
        Community.objects.filter(pk=community.pk).update(member_count=F("member_count") + 1)
    _settle_waiting(community, member_id)
    record(
        MemberJoined(
            object_id=belonging.pk,
            community_id=community.pk,
            actor_key=members.actor_keys([member_id]).get(member_id),
            audience="members",
            channel=channel,
            invited=invited_by is not None,
            returning=is_returning,
        )
    )
    return belonging.pk


def _settle_waiting(community: Community, member_id: int) -> None:
    """Whoever came in by another door waits no longer."""
    waiting = JoinRequest.objects.filter(community=community, member=member_id, state="waiting")
    for asked_id in list(waiting.values_list("pk", flat=True)):
        work().finish(SYSTEM, "communities.join", asked_id, outcome="approved")
    waiting.update(state="approved", decided_at=clock.now())


def refuse_removed(community: Community, member_id: int) -> None:
    """Whoever was removed comes back by review only."""
    if _removed(community, member_id):
        raise Forbidden(
            "communities.removed_before",
            _("You were removed from this community. You may ask its operators to let you back."),
        )


def _removed(community: Community, member_id: int) -> bool:
    return Membership.objects.filter(
        community=community, member=member_id, left_at__isnull=False, removed_by__isnull=False
    ).exists()


def _belongs(community: Community, member_id: int) -> bool:
    return Membership.objects.filter(community=community, member=member_id, left_at=None).exists()


def _answers(community: Community, answers: Mapping[int, str]) -> list[dict[str, str]]:
    """Question texts beside the answers, so that a later change of the question changes nothing."""
    asked = JoinQuestion.objects.filter(community=community, retired_at=None).order_by("position")
    kept, fields = [], {}
    for question in asked:
        answer = answers.get(question.pk, "").strip()
        if question.is_required and not answer:
            fields[f"answer_{question.pk}"] = _("Please answer this question.")
        if len(answer) > ANSWER_LENGTH:
            fields[f"answer_{question.pk}"] = _("Please keep the answer under 1,000 characters.")
        kept.append({"question": question.text, "answer": answer})
    if fields:
        raise Invalid("communities.answers", _("Please look at your answers again."), fields=fields)
    return kept


def _waiting(actor: Viewer, request_id: int) -> JoinRequest:
    found = JoinRequest.objects.select_for_update().filter(
        pk=request_id, community=actor.community_id
    )
    asked = one_or_missing(found)
    if asked.state != "waiting":
        raise Refusal(
            "communities.already_decided", _("Somebody has decided on this request already.")
        )
    return asked


def _decide(actor: Viewer, asked: JoinRequest, state: str, reason: str) -> int:
    asked.state, asked.reason = state, reason
    asked.decided_at, asked.decided_by_id = clock.now(), actor.member_id
    asked.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    work().finish(actor, "communities.join", asked.pk, outcome=state)
    return max(0, int((asked.decided_at - asked.asked_at).total_seconds()))
