"""What is asked for on a page: bring an archive in, take a run out again, try once more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.jobs.backend import task_at
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.reach.porting import queries
from qunluo.reach.porting.actions.starting import refuse_over_others, require_permission
from qunluo.reach.porting.actions.undoing import begin_undoing
from qunluo.reach.porting.models import Order, Run

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.reach.porting.actions.keeping import Archive
    from qunluo.reach.porting.actions.starting import Wish

# By its path: jobs stand above actions, so that a job may call an action and not the reverse.
WORK = "qunluo.reach.porting.jobs.work_off"


@action
def ask_import(actor: Viewer, wish: Wish, archive: Archive) -> int:
    """Put an import in line; returns the order's id.

    Refuses with `sign_in_required`, `not_permitted`, `porting.under_way`, `porting.not_empty`.
    """
    member_id = actor.require_member_id()
    require_permission(actor, wish.slug)
    _refuse_twice(wish.slug)
    if not Run.objects.filter(
        community__slug=wish.slug, state__in=("writing", "finished")
    ).exists():
        refuse_over_others(actor, wish)  # else only the archive says which site it is of
    order = Order.objects.create(
        slug=wish.slug,
        organisation=wish.organisation,
        name=wish.name,
        site=wish.site,
        is_beside=wish.beside,
        archive=str(archive.path),
        archive_name=archive.name[:200],
        is_kept=archive.is_kept,
        asked_by_id=member_id,
        asked_at=clock.now(),
    )
    return _enqueue(order)


@action
def ask_undoing(actor: Viewer, run_id: int, *, typed: str) -> int:
    """Put the undoing of a run in line, once its community's short name was typed.

    Refuses with `porting.not_confirmed`, `porting.under_way` and what undoing refuses with.
    """
    member_id = actor.require_member_id()
    require_permission(actor, actor.community_slug)
    if typed.strip() != actor.community_slug:
        words = _("Type “%(slug)s” to confirm. Nothing was undone.")
        raise Invalid("porting.not_confirmed", str(words) % {"slug": actor.community_slug})
    _refuse_twice(actor.community_slug)
    run = begin_undoing(actor, run_id)
    order = Order.objects.create(
        kind="undo",
        slug=actor.community_slug,
        archive_name=run.archive_name,
        run=run,
        asked_by_id=member_id,
        asked_at=clock.now(),
    )
    return _enqueue(order)


@action
def ask_again(actor: Viewer, order_id: int) -> None:
    """Try an order again that was refused or failed, in the name of whoever asks now.

    Refuses with `missing`, `porting.not_failed`, `porting.archive_gone`, `not_permitted`.
    """
    card = queries.order_for(actor, order_id)
    if card.state not in {"refused", "failed"}:
        raise Refusal(
            "porting.not_failed", _("This has not failed, so there is nothing to repeat.")
        )
    order = Order.objects.select_for_update().get(pk=order_id)
    if not order.is_kept:
        actor.require_staff()
    if order.kind == "bring" and not Path(order.archive).exists():
        raise Refusal("porting.archive_gone", _("The archive is no longer here. Upload it again."))
    _refuse_twice(order.slug, but=order_id)
    order.asked_by_id, order.asked_at = actor.require_member_id(), clock.now()
    order.problem, order.problem_words, order.ended_at = "", "", None
    order.save()
    _enqueue(order)


def _refuse_twice(slug: str, but: int = 0) -> None:
    latest = Order.objects.filter(slug=slug).exclude(pk=but).order_by("-pk").first()
    if latest is not None and queries.state_of(latest) in {"waiting", "running"}:
        raise Refusal(
            "porting.under_way",
            _("An import of this community is under way. Wait until it has ended."),
        )


def _enqueue(order: Order) -> int:
    order.job_id = task_at(WORK).enqueue(order.pk).id
    order.save(update_fields=["job_id"])
    return order.pk
