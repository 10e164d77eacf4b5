"""Set up who greets newcomers with which words, and which first steps they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.kernel.wording import as_it_may_stand
from qunluo.people.communities import queries as communities
from qunluo.people.welcome import rules
from qunluo.people.welcome.activities import SettingsChanged
from qunluo.people.welcome.models import Setting
from qunluo.people.welcome.ports import kinds_in_order, step_kinds
from qunluo.people.welcome.queries.setting import greeters_in

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class Wanted:
    """`greeter`: "" for nobody, `member:ID` or `role:KEY`. `steps` are keys of step kinds."""

    greeter: str = ""
    greeting: str = ""
    steps: tuple[str, ...] = ()
    space_ids: tuple[int, ...] = ()
    introduction_space_id: int | None = None


@action
def set_up_welcome(actor: Viewer, wanted: Wanted) -> None:
    """Refuses with `not_permitted`, `welcome.choice`, `welcome.no_words`, `welcome.too_long`,
    `welcome.too_many_spaces`, `moderation.words`."""
    actor.require(rules.SET_UP)
    community_id = actor.community_id or 0
    greeting = wanted.greeting.replace("\x00", "").strip()
    rules.refuse_unfit(greeting, is_greeted=bool(wanted.greeter), spaces=wanted.space_ids)
    _refuse_unknown(actor, wanted)
    greeting = as_it_may_stand(actor, {"greeting": greeting})["greeting"]
    how, _colon, which = wanted.greeter.partition(":")
    values = {
        "greeter_id": int(which) if how == "member" else None,
        "greeter_role": which if how == "role" else "",
        "greeting": greeting,
        "steps": [kind.key for kind in kinds_in_order() if kind.key in wanted.steps],
        "space_ids": list(wanted.space_ids),
        "introduction_space_id": wanted.introduction_space_id,
        "changed_at": clock.now(),
    }
    Setting.objects.update_or_create(values, community_id=community_id)
    record(
        SettingsChanged(
            object_id=community_id,
            community_id=community_id,
            actor_key=actor.actor_key,
            audience="staff",
            steps=len(wanted.steps),
        )
    )


def _refuse_unknown(actor: Viewer, wanted: Wanted) -> None:
    known = {key for key, _label in greeters_in(actor.community_id or 0)}
    if wanted.greeter and wanted.greeter not in known:
        raise rules.unknown_choice("greeter")
    if set(wanted.steps) - set(step_kinds):
        raise rules.unknown_choice("steps")
    here = {space.id for space in communities.place(actor).spaces}
    if set(wanted.space_ids) - here:
        raise rules.unknown_choice("spaces")
    if wanted.introduction_space_id is not None and wanted.introduction_space_id not in here:
        raise rules.unknown_choice("introduction_space")
