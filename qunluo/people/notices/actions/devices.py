"""Browsers that take web push: added by their owner, removed by them or when they are gone."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import queries as members
from qunluo.people.notices import rules
from qunluo.people.notices.activities import DeviceAdded, DeviceRemoved
from qunluo.people.notices.engine.posting import is_fit
from qunluo.people.notices.engine.sealing import bytes_of
from qunluo.people.notices.models import Device

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

POINT, SECRET = 65, 16  # bytes of a P-256 point and of the shared secret (RFC 8291)


@action
def add_device(actor: Viewer, endpoint: str, keys: tuple[str, str], *, name: str) -> int:
    """Keep a browser's subscription, as `PushSubscription.toJSON()` gives it; `keys` are p256dh
    and auth. The same browser sent again stays one device. Returns its id.

    Refuses with `sign_in_required`, `notices.device`.
    """
    member_id = actor.require_member_id()
    _refuse_unfit(endpoint, keys)
    mark = sha256(endpoint.encode()).hexdigest()
    device, is_new = Device.objects.update_or_create(
        endpoint_mark=mark,
        defaults={
            "member_id": member_id,
            "name": name.strip()[:80],
            "endpoint": endpoint,
            "public_key": keys[0],
            "secret": keys[1],
            "added_at": clock.now(),
            "reached_at": None,
        },
    )
    _keep_the_newest(member_id)
    if is_new:
        record(DeviceAdded(object_id=member_id, community_id=None, actor_key=actor.actor_key))
    return device.pk


@action
def remove_device(actor: Viewer, device_id: int) -> None:
    """One's own. Refuses with `sign_in_required`, `missing`."""
    own = Device.objects.filter(member=actor.require_member_id(), pk=device_id)
    device = one_or_missing(own.select_for_update())
    _remove(device, why="member")


@action
def drop_device(device_id: int) -> None:
    """The push service no longer knows it (404 or 410); quiet when it has gone already."""
    device = Device.objects.filter(pk=device_id).first()
    if device is not None:
        _remove(device, why="gone")


@action
def note_reached(device_id: int) -> None:
    Device.objects.filter(pk=device_id).update(reached_at=clock.now())


def _remove(device: Device, *, why: str) -> None:
    key = members.actor_keys([device.member_id]).get(device.member_id)
    record(DeviceRemoved(object_id=device.member_id, community_id=None, actor_key=key, why=why))
    device.delete()


def _keep_the_newest(member_id: int) -> None:
    own = Device.objects.filter(member=member_id).order_by("-added_at", "-pk")
    old = list(own.values_list("pk", flat=True)[rules.MOST_DEVICES :])
    Device.objects.filter(pk__in=old).delete()


def _refuse_unfit(endpoint: str, keys: tuple[str, str]) -> None:
    try:
        sizes = (len(bytes_of(keys[0])), len(bytes_of(keys[1])))
    except ValueError:
        sizes = (0, 0)
    fits = is_fit(endpoint, allows_loopback=settings.PUSH_TO_LOOPBACK) and len(endpoint) <= 800
    if sizes != (POINT, SECRET) or not fits:
        text = _("This browser did not give a usable address for push. Please try again there.")
        raise Invalid("notices.device", text, fields={"endpoint": text})
