"""How the community is entered and addressed, and whether it is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, preferences
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.stream.record import record
from qunluo.people.communities import rules
from qunluo.people.communities.actions.standing import here, permitted_here, told_by
from qunluo.people.communities.activities import (
    CommunityArchived,
    CommunityRenamed,
    CommunityReopened,
    SettingsChanged,
)
from qunluo.people.communities.models import (
    Community,
    FormerSlug,
    JoinQuestion,
    ProfileField,
)
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer

MOST_QUESTIONS = 10


class Settings(TypedDict, total=False):
    """What is left out stays as it is. `week_start`: 0 Monday … 6 Sunday; `host` None: none."""

    access: str
    joining: str
    language: str
    timezone: str
    week_start: int
    posting_needs_verification: bool
    cover_id: int | None
    host: str | None


@action
def change_settings(actor: Viewer, **chosen: Unpack[Settings]) -> None:
    """Change access, joining, language, time zone and the like; each change is on record.

    Refuses with `communities.choice`, `communities.host_taken`.
    """
    community = permitted_here(actor, rules.SETTLE)
    rules.refuse_unknown_choices(chosen)
    changes = {
        name: (getattr(community, name), value)
        for name, value in chosen.items()
        if getattr(community, name) != value
    }
    for name, (_before, after) in changes.items():
        setattr(community, name, after)
    try:
        with transaction.atomic():
            community.save(update_fields=list(changes))
    except IntegrityError:
        raise Refusal("communities.host_taken", _("Another community has this domain.")) from None
    for name, (before, after) in changes.items():
        record(
            SettingsChanged(
                object_id=community.pk,
                setting=name,
                before=_told(before),
                after=_told(after),
                audience="staff",
                **told_by(actor),
            )
        )


@action
def ask_second_step_of_staff(actor: Viewer, staff_second_step: bool) -> None:
    """Let roles rest until their holders sign in with a second step, or no longer.

    Whoever switches it on has it, so that nobody locks everybody out: refuses with
    `communities.second_step_first`.
    """
    community = permitted_here(actor, rules.SETTLE)
    if staff_second_step and not members.needs_second_factor(actor.require_member_id()):
        told = _("Switch the second step on for yourself first, under Account and Security.")
        raise Invalid("communities.second_step_first", told, fields={"staff_second_step": told})
    before = preferences.get(actor, rules.STAFF_SECOND_STEP)
    preferences.set(actor, rules.STAFF_SECOND_STEP, staff_second_step)
    record(
        SettingsChanged(
            object_id=community.pk,
            setting="staff_second_step",
            before=_told(before),
            after=_told(staff_second_step),
            audience="staff",
            **told_by(actor),
        )
    )


@action
def set_admission(actor: Viewer, *, admit_proven: bool, admit_words: str) -> None:
    """Whom to let in at once, of those who ask. `admit_words`: one a line or between commas.

    Refuses with `communities.too_long` (500 signs).
    """
    community = permitted_here(actor, rules.SETTLE)
    rules.refuse_too_long({"admit_words": (admit_words, 500)})
    chosen: dict[str, bool | str] = {
        rules.ADMIT_PROVEN.name: admit_proven,
        rules.ADMIT_WORDS.name: admit_words.strip(),
    }
    for wanted, value in chosen.items():
        before = preferences.get(actor, wanted)
        if before == value:
            continue
        preferences.set(actor, wanted, value)
        record(
            SettingsChanged(
                object_id=community.pk,
                setting=wanted.removeprefix("communities."),
                before=_told(before) if isinstance(before, bool) else "",
                after=_told(value) if isinstance(value, bool) else "",
                audience="staff",
                **told_by(actor),
            )
        )


@action
def rename_slug(actor: Viewer, slug: str) -> None:
    """Move the community to another address; the old one redirects for good.

    Refuses with `communities.slug`, `communities.slug_taken`.
    """
    community = permitted_here(actor, rules.SETTLE)
    before = community.slug
    if slug == before:
        raise rules.slug_taken()
    rules.refuse_bad_slug(slug)
    if FormerSlug.objects.filter(slug=slug).exclude(community=community).exists():
        raise rules.slug_taken()
    FormerSlug.objects.filter(slug=slug, community=community).delete()
    FormerSlug.objects.create(slug=before, community=community)
    community.slug = slug
    try:
        with transaction.atomic():
            community.save(update_fields=["slug"])
    except IntegrityError:
        raise rules.slug_taken() from None
    record(CommunityRenamed(object_id=community.pk, before=before, after=slug, **told_by(actor)))


@action
def archive_community(actor: Viewer, *, reason: str) -> None:
    """Make everything read only. Refuses with `communities.reason_missing`."""
    community = permitted_here(actor, rules.SETTLE)
    rules.refuse_empty_reason(reason)
    _turn(community, "archived", reason.strip()[:300])
    record(CommunityArchived(object_id=community.pk, **told_by(actor)))


@action
def reopen_community(actor: Viewer) -> None:
    """Open an archived community again. Refuses with `communities.not_archived`."""
    actor.require(rules.SETTLE)
    community = here(actor)
    if community.state != "archived":
        raise Refusal("communities.not_archived", _("This community is not archived."))
    _turn(community, "open", "")
    record(CommunityReopened(object_id=community.pk, **told_by(actor)))


@action
def set_join_questions(actor: Viewer, questions: Sequence[tuple[str, bool]]) -> None:
    """What askers are asked, in order: (text, required). Old questions retire with their answers.

    Refuses with `communities.too_many`.
    """
    community = permitted_here(actor, rules.SETTLE)
    wanted = [(text.strip()[:300], required) for text, required in questions if text.strip()]
    _refuse_too_many(wanted)
    kept = JoinQuestion.objects.filter(community=community, retired_at=None)
    standing = {question.text: question for question in kept}
    for position, (text, required) in enumerate(wanted):
        question = standing.pop(text, None) or JoinQuestion(community=community, text=text)
        question.position, question.is_required = position, required
        question.save()
    JoinQuestion.objects.filter(pk__in=[gone.pk for gone in standing.values()]).update(
        retired_at=clock.now()
    )
    _tell_count(actor, community, "join_questions", len(kept), len(wanted))


@action
def set_profile_fields(actor: Viewer, labels: Sequence[str]) -> None:
    """What members may say about themselves here, in order. Refuses with `communities.too_many`."""
    community = permitted_here(actor, rules.SETTLE)
    wanted = list(dict.fromkeys(label.strip()[:60] for label in labels if label.strip()))
    _refuse_too_many(wanted)
    kept = ProfileField.objects.filter(community=community, retired_at=None)
    standing = {field.label: field for field in kept}
    for position, label in enumerate(wanted):
        field = standing.pop(label, None) or ProfileField(community=community, label=label)
        field.position = position
        field.save()
    ProfileField.objects.filter(pk__in=[gone.pk for gone in standing.values()]).update(
        retired_at=clock.now()
    )
    _tell_count(actor, community, "profile_fields", len(kept), len(wanted))


def _turn(community: Community, state: str, reason: str) -> None:
    community.state, community.state_reason = state, reason
    community.save(update_fields=["state", "state_reason"])


def _told(value: object) -> str:
    return "" if value is None else str(value)


def _refuse_too_many(wanted: Sequence[object]) -> None:
    if len(wanted) > MOST_QUESTIONS:
        raise Refusal("communities.too_many", _("Ten are the most. Please leave some out."))


def _tell_count(actor: Viewer, community: Community, setting: str, before: int, after: int) -> None:
    record(
        SettingsChanged(
            object_id=community.pk,
            setting=setting,
            before=str(before),
            after=str(after),
            audience="staff",
            **told_by(actor),
        )
    )
