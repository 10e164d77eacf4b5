"""Every write on the table of work for people.

The contract for a domain with work for people (a case, a request, a step of a plan):

1. In its `providers.py` it registers the kind of work once, with the permission it takes:
   `duty_kind(DutyKind("moderation.case", _("Decide on a case"), "moderation.case", rules.DECIDE,
   icon="shield", cards=queries.case_cards))` from `qunluo.people.duties.ports`.
2. In the action that makes the work: `duties.open_duty(actor, "moderation.case", case_id,
   space_id=…, due_at=…)`. Asking again while it waits keeps the one row (and the earlier due
   moment); asking again after it was finished opens a new one.
3. In the action that settles it: `duties.finish(actor, "moderation.case", case_id,
   outcome="removed")`; where there is nothing left to do: `duties.cancel(actor, kind, object_id)`.
   Both say how many duties were closed, 0 when none waited.

`open_duty`, `finish` and `cancel` ask for no permission: the calling action has asked for its own.
`claim`, `release` and `take_next` are what operators do, and ask. Domains below this one
(communities, members) say the same through `qunluo.people.members.ports.work`.
"""

from qunluo.people.duties.actions.claiming import claim, release, take_next
from qunluo.people.duties.actions.forgetting import forget_member, purge_duties
from qunluo.people.duties.actions.keeping import cancel, finish, open_duty

__all__ = [
    "cancel",
    "claim",
    "finish",
    "forget_member",
    "open_duty",
    "purge_duties",
    "release",
    "take_next",
]
