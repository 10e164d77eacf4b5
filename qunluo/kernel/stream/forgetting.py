"""Take a whole batch of lines back out of the stream, and remember that it is gone.

Only an import that is undone does this. Lines already in the lake stay in their segments, which are
never rewritten; readers leave out the batches that are forgotten.
"""

from __future__ import annotations

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.stream.models import ForgottenBatch, StreamLine


def forget_batch(batch: str, *, limit: int = 1_000) -> int:
    """Delete up to `limit` lines of the batch; returns how many, 0 when none are left.

    Call it in an action, again and again. From the first call on readers leave the batch out.
    Deliveries still owed for such lines find nothing and end quietly.
    """
    with writing("stream"):
        ForgottenBatch.objects.get_or_create(batch=batch, defaults={"forgotten_at": clock.now()})
        ids = list(StreamLine.objects.filter(batch=batch).values_list("pk", flat=True)[:limit])
        StreamLine.objects.filter(pk__in=ids).delete()
    return len(ids)


def forgotten_batches() -> frozenset[str]:
    """The batches whose lines no longer count, for whoever reads lines kept elsewhere."""
    return frozenset(ForgottenBatch.objects.values_list("batch", flat=True))
