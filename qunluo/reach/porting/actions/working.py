"""Do what an order asks for, in the worker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import translation

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.jobs.progress import report_progress
from qunluo.kernel.refusal import Refusal
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.reach.porting.actions.bringing import bring_in
from qunluo.reach.porting.actions.keeping import drop_upload
from qunluo.reach.porting.actions.starting import Wish
from qunluo.reach.porting.actions.undoing import undo_import
from qunluo.reach.porting.models import Order

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


def work_off(order_id: int) -> None:
    """Run an order to its end; a refusal is written down, anything else is the job's to try again."""
    order = Order.objects.filter(pk=order_id, ended_at=None, asked_by__isnull=False).first()
    if order is None or order.asked_by_id is None:
        return
    actor = members.viewer_by_id(order.asked_by_id)
    with translation.override(actor.language):
        try:
            run_id = _undo(actor, order) if order.kind == "undo" else _bring(actor, order)
        except Refusal as no:
            words = [str(no.message), *(str(word) for word in no.fields.values())]
            end_order(actor, order_id, problem=no.code, words=" ".join(dict.fromkeys(words)))
            return
    end_order(actor, order_id, run_id=run_id)
    if order.kind == "bring" and order.is_kept:
        drop_upload(Path(order.archive))


def _bring(actor: Viewer, order: Order) -> int:
    wish = Wish(order.slug, order.organisation, order.site, order.name, order.is_beside)
    return bring_in(actor, Path(order.archive), wish, tell=_tell)


def _undo(actor: Viewer, order: Order) -> int:
    here = communities.entrance(actor, order.slug).viewer
    undo_import(here, order.run_id or 0)
    return order.run_id or 0


def _tell(phase: str) -> None:
    report_progress(0, 1, phase)


@action
def end_order(
    _actor: Viewer, order_id: int, *, run_id: int | None = None, problem: str = "", words: str = ""
) -> None:
    """Write down how an order ended."""
    order = Order.objects.select_for_update().get(pk=order_id)
    order.run_id = run_id or order.run_id
    order.problem, order.problem_words, order.ended_at = problem, words, clock.now()
    order.save(update_fields=["run_id", "problem", "problem_words", "ended_at"])
