"""Notices follow what happens to their objects: hidden with them, back with them, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.people.members import queries as members
from qunluo.people.notices import queries
from qunluo.people.notices.actions.giving import PEOPLE, tell_bell
from qunluo.people.notices.models import Bundle, Notice

if TYPE_CHECKING:
    from collections.abc import Collection

CHUNK = 500


def conceal(object_type: str, object_id: int) -> int:
    """The object was removed or is held: nobody is shown its notices, none is sent any more.

    Returns how many notices were hidden. Call it from a listener; repeating it does nothing.
    """
    count = 0
    found = Notice.objects.filter(object_type=object_type, object_id=object_id, hidden_at=None)
    while ids := list(found.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        count += len(ids)
        _hide(ids)
    return count


def reveal(object_type: str, object_id: int) -> int:
    """The object stands again: its notices are shown again to those who still may see it."""
    found = Notice.objects.filter(object_type=object_type, object_id=object_id)
    hidden = list(found.exclude(hidden_at=None).order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(hidden), CHUNK):
        _show(hidden[at : at + CHUNK])
    return len(hidden)


@action
def take_back(kind: str, actor_key: str, about: tuple[str, int]) -> int:
    """What somebody did was undone (a reaction withdrawn): their notice of it goes."""
    actor_id = members.member_ids_of([actor_key]).get(actor_key)
    gone = Notice.objects.filter(
        kind=kind, actor=actor_id, object_type=about[0], object_id=about[1]
    )
    bundles = set(gone.values_list("bundle_id", flat=True))
    count, _by_model = gone.delete()
    recount(bundles)
    return count


def look_again(member_id: int) -> int:
    """What the member may see has changed (left, removed, another role): hide what they may not.

    Returns how many lines of the inbox were hidden.
    """
    viewer = members.viewer_by_id(member_id)
    own = Bundle.objects.filter(member=member_id, hidden_at=None).select_related("community")
    rows = list(own)
    seen = {line.id for line in queries.lines_of(viewer, rows)}
    hidden = [row.pk for row in rows if row.pk not in seen]
    if hidden:
        _hide_bundles(hidden)
    return len(hidden)


@action
def _hide_bundles(ids: list[int]) -> None:
    Bundle.objects.filter(pk__in=ids).update(hidden_at=clock.now())
    rows = Notice.objects.filter(bundle__in=ids)
    rows.update(mail_at=None, push_at=None)
    for member_id in Bundle.objects.filter(pk__in=ids).values_list("member_id", flat=True):
        tell_bell(member_id)


@action
def _hide(ids: list[int]) -> None:
    rows = Notice.objects.filter(pk__in=ids)
    bundles = set(rows.values_list("bundle_id", flat=True))
    rows.update(hidden_at=clock.now(), mail_at=None, push_at=None)
    recount(bundles)


@action
def _show(ids: list[int]) -> None:
    rows = Notice.objects.filter(pk__in=ids)
    bundles = set(rows.values_list("bundle_id", flat=True))
    rows.update(hidden_at=None)
    recount(bundles)


def recount(bundle_ids: Collection[int]) -> None:
    """Make bundles agree with their notices again."""
    counted = Bundle.objects.filter(pk__in=bundle_ids).annotate(
        standing=Count("notices", filter=Q(notices__hidden_at=None)),
        waiting=Count("notices", filter=Q(notices__hidden_at=None, notices__read_at=None)),
        newest=Max("notices__happened_at", filter=Q(notices__hidden_at=None)),
    )
    for row in counted:
        row.unread, row.is_unread = row.waiting, row.waiting > 0
        row.hidden_at = None if row.standing else clock.now()
        row.last_at = row.newest or row.last_at
        row.actor_ids = _latest_actors(row) if row.standing else []
        row.save()
        tell_bell(row.member_id)


def _latest_actors(bundle: Bundle) -> list[int]:
    rows = bundle.notices.filter(hidden_at=None, actor__isnull=False).order_by("-happened_at")
    found = dict.fromkeys(rows.values_list("actor_id", flat=True)[:50])
    return [actor_id for actor_id in found if actor_id is not None][:PEOPLE]
