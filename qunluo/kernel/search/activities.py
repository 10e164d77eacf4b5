"""What searching tells: that somebody looked for something that is not there; never who, or what."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class AskedInVain(Activity):
    """A search found nothing: an unmet need. `object` is the kept question."""

    name = "search.asked_in_vain"
    verb = "Question"
    object_type = "search.question"
    audience: Audience = "staff"
