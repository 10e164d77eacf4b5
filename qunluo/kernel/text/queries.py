"""Which stored HTML an earlier renderer made."""

from __future__ import annotations

from qunluo.kernel.text.models import Renewal
from qunluo.kernel.text.rendering import VERSION
from qunluo.kernel.text.renewing import renderings


def kinds_behind() -> list[str]:
    """Kinds whose rows have not all been looked at since the renderer's version rose; one query."""
    done = set(
        Renewal.objects.filter(version=VERSION, is_done=True).values_list("object_type", flat=True)
    )
    return sorted(set(renderings) - done)


def rows_behind(object_type: str) -> int:
    """How many rows of a kind are still to be rendered anew; two queries."""
    found = Renewal.objects.filter(object_type=object_type, version=VERSION)
    after = found.values_list("last_id", flat=True).first() or 0
    return renderings[object_type].behind(after)
