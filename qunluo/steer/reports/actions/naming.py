"""A member agrees to be named in reports, or no longer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream.record import record
from qunluo.steer.reports.activities import NamingSettled
from qunluo.steer.reports.models import ReportConsent

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def settle_naming(actor: Viewer, *, agrees: bool) -> None:
    """Agree, or take it back: then the name leaves every report at once, published ones too.

    Refuses `sign_in_required`, `missing` (no member here).
    """
    member_id = actor.require_member_id()
    if not actor.is_member or actor.community_id is None:
        raise missing()
    here = {"community_id": actor.community_id, "member_id": member_id}
    if agrees:
        ReportConsent.objects.get_or_create(**here, defaults={"given_at": clock.now()})
    else:
        ReportConsent.objects.filter(**here).delete()
    record(
        NamingSettled(
            object_id=actor.community_id,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            agrees=agrees,
        )
    )
