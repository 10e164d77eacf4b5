"""What duties tell the town; only operators hear it."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class DutyTold(Activity):
    """`kind` is the kind of work; `target` is what the work is about."""

    object_type = "duties.duty"
    audience: Audience = "staff"
    kind: str


@dataclass(frozen=True, kw_only=True)
class DutyOpened(DutyTold):
    name = "duties.duty_opened"
    verb = "Create"


@dataclass(frozen=True, kw_only=True)
class DutyClaimed(DutyTold):
    name = "duties.duty_claimed"
    verb = "Accept"


@dataclass(frozen=True, kw_only=True)
class DutyReleased(DutyTold):
    name = "duties.duty_released"
    verb = "Undo"
    retracts = "duties.duty_claimed"


@dataclass(frozen=True, kw_only=True)
class DutyFinished(DutyTold):
    """`outcome` is a word of the kind's own; `waited_seconds` since it was opened."""

    name = "duties.duty_finished"
    verb = "Update"
    outcome: str
    waited_seconds: int
