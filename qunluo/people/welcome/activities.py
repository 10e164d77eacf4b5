"""What welcoming tells the town; the words of a greeting stay in its table."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity


@dataclass(frozen=True, kw_only=True)
class SettingsChanged(Activity):
    name = "welcome.settings_changed"
    verb = "Update"
    object_type = "communities.community"
    steps: int


@dataclass(frozen=True, kw_only=True)
class MemberGreeted(Activity):
    """Sent by itself in the greeter's name when somebody arrives; `about_actor` is the newcomer."""

    name = "welcome.member_greeted"
    verb = "Invite"
    object_type = "welcome.arrival"


@dataclass(frozen=True, kw_only=True)
class StepsPutAway(Activity):
    name = "welcome.steps_put_away"
    verb = "Ignore"
    object_type = "welcome.arrival"
    done: int


@dataclass(frozen=True, kw_only=True)
class FirstStepsDone(Activity):
    """The newcomer has done every first step the community asks for."""

    name = "welcome.first_steps_done"
    verb = "Accept"
    object_type = "welcome.arrival"
    steps: int
    waited_seconds: int
