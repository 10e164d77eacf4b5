"""People take alerts, close them with what came of it, and open them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.insight.alerts.actions.knowing import name_day
from qunluo.insight.alerts.activities import (
    AlertClosed,
    AlertReleased,
    AlertReopened,
    AlertTaken,
)
from qunluo.insight.alerts.models import Alert
from qunluo.insight.alerts.queries import alert_of
from qunluo.insight.alerts.rules import HANDLE, OUTCOMES
from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.duties import actions as duties

if TYPE_CHECKING:
    from typing import Any

    from qunluo.kernel.viewer import Viewer

KIND = "alerts.alert"


@action
def take_alert(actor: Viewer, alert_id: int) -> None:
    """Say "I am at it"; the owner is whoever took it last.

    Refuses with `not_permitted`, `missing`, `alerts.closed`, `alerts.taken` (by somebody else).
    """
    member_id = actor.require_member_id()
    alert = _waiting(actor, alert_id)
    if alert.state == "taken" and alert.owner_id not in {None, member_id}:
        raise Refusal("alerts.taken", _("Somebody else is at it. Ask them to hand it back."))
    _change(alert, state="taken", owner_id=member_id, taken_at=clock.now())
    record(AlertTaken(**_told(actor, alert)))


@action
def release_alert(actor: Viewer, alert_id: int) -> None:
    """Hand it back. Refuses with `alerts.closed`, `alerts.not_taken`."""
    alert = _waiting(actor, alert_id)
    if alert.state != "taken":
        raise Refusal("alerts.not_taken", _("Nobody is at it. Take it first."))
    _change(alert, state="open", owner_id=alert.rule.owner_id, taken_at=None)
    record(AlertReleased(**_told(actor, alert)))


@action
def close_alert(
    actor: Viewer, alert_id: int, outcome: str, *, reason: str = "", day_name: str = ""
) -> None:
    """Say what came of it. With `day_name` its days become known days, for `alerts.keep` only.

    Refuses with `not_permitted`, `missing`, `alerts.closed`, `alerts.no_outcome`.
    """
    alert = _waiting(actor, alert_id)
    if outcome not in OUTCOMES:
        told = _("Choose what came of it.")
        raise Invalid("alerts.no_outcome", told, fields={"outcome": told})
    if outcome == "known" and day_name:
        name_day(actor, day_name, first=alert.first, last=_last_day(alert))
    now = clock.now()
    done = {
        "state": "closed",
        "outcome": outcome,
        "closed_at": now,
        "closed_by_id": actor.member_id,
    }
    _change(alert, **done, reason=(reason or day_name)[:500])
    record(AlertClosed(**_told(actor, alert), outcome=outcome))
    duties.finish(actor, KIND, alert.pk, outcome=outcome)


@action
def reopen_alert(actor: Viewer, alert_id: int) -> None:
    """Take a closing back. Refuses with `not_permitted`, `missing`, `alerts.not_closed`."""
    actor.require(HANDLE)
    alert = _locked(actor, alert_id)
    if alert.state != "closed":
        raise Refusal("alerts.not_closed", _("It is not closed."))
    state = "taken" if alert.taken_at and alert.owner_id else "open"
    undone = {"state": state, "outcome": "", "closed_at": None, "closed_by_id": None}
    _change(alert, **undone, reason="")
    record(AlertReopened(**_told(actor, alert)))
    if alert.leader_id is None:
        duties.open_duty(actor, KIND, alert.pk)


def _locked(actor: Viewer, alert_id: int) -> Alert:
    found = alert_of(actor, alert_id)
    rows = Alert.objects.select_for_update(of=("self",)).select_related("rule")
    return one_or_missing(rows.filter(pk=found.pk))


def _waiting(actor: Viewer, alert_id: int) -> Alert:
    actor.require(HANDLE)
    alert = _locked(actor, alert_id)
    if alert.state == "closed":
        raise Refusal("alerts.closed", _("It is closed already. Open it again to change that."))
    return alert


def _change(alert: Alert, **changed: Any) -> None:
    """The alert and those that follow it in the same state go together."""
    before = alert.state
    Alert.objects.filter(leader=alert, state=before).update(**changed)
    Alert.objects.filter(pk=alert.pk).update(**changed)


def _last_day(alert: Alert) -> Any:
    from qunluo.insight.alerts.actions.checking import LENGTH  # noqa: PLC0415 - no circle

    return alert.last + LENGTH[alert.by] - LENGTH["day"]


def _told(actor: Viewer, alert: Alert) -> dict[str, Any]:
    return {
        "object_id": alert.pk,
        "community_id": alert.community_id,
        "actor_key": actor.actor_key,
    }
