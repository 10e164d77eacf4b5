"""Stored HTML is brought to the present renderer, some rows at a time."""

from __future__ import annotations

from qunluo.kernel.action import action
from qunluo.kernel.text.models import Renewal
from qunluo.kernel.text.rendering import VERSION
from qunluo.kernel.text.renewing import renderings

MOST = 100  # a few milliseconds each, so that nobody waits long for the lock


@action
def renew_some(object_type: str) -> bool:
    """Render the next rows of a kind anew; whether there may be more. Safe to be run twice."""
    Renewal.objects.get_or_create(object_type=object_type, defaults={"version": VERSION})
    renewal = Renewal.objects.select_for_update().get(object_type=object_type)
    if renewal.version != VERSION:
        renewal.version, renewal.last_id, renewal.is_done = VERSION, 0, False
    if not renewal.is_done:
        last = renderings[object_type].render_again(renewal.last_id, MOST)
        renewal.is_done = last is None
        renewal.last_id = last or renewal.last_id
        renewal.save()
    return not renewal.is_done
