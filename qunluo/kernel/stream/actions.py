"""What installation staff may do with deliveries that failed."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from qunluo.kernel import bus
from qunluo.kernel.action import action
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream.models import Delivery

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def try_again(actor: Viewer, delivery_id: int | None = None) -> int:
    """Make a failed delivery (or all of them) due now; returns how many.

    Refuses with `sign_in_required`, `not_permitted`, `missing`.
    """
    actor.require_staff()
    failed = Delivery.objects.filter(attempts__gt=0)
    if delivery_id is not None:
        failed = failed.filter(pk=delivery_id)
    count = failed.update(attempts=0, is_stuck=False, due_at=datetime.now(UTC))
    if delivery_id is not None and not count:
        raise missing()
    transaction.on_commit(partial(bus.publish, "work", {"deliveries": 1}), robust=True)
    return count
