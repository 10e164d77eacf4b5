"""Web push from here to the push service."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.conf import settings

from qunluo.people.notices.actions.devices import drop_device, note_reached
from qunluo.people.notices.engine import posting, sealing, signing
from qunluo.people.notices.models import Device

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GONE = (404, 410)
A_DAY = "86400"

_line: list[Callable[[int, Mapping[str, str]], object]] = []


class PushRefusedError(Exception):
    """The push service answered with something that may be better later."""


def enqueues(put: Callable[[int, Mapping[str, str]], object]) -> None:
    """How a message is put in line: the job, registered when jobs.py is read."""
    _line[:] = [put]


def enqueue(device_id: int, message: Mapping[str, str]) -> None:
    """In the caller's transaction."""
    for put in _line:
        put(device_id, dict(message))


def push(device_id: int, message: Mapping[str, str]) -> None:
    """Seal and post one message; a browser that is gone is forgotten.

    Raises PushRefusedError when trying again may help.
    """
    device = Device.objects.filter(pk=device_id).first()
    if device is None:
        return
    key = signing.push_key(settings.HOME)
    told = json.dumps(message, ensure_ascii=False).encode()
    body = sealing.sealed(
        told, sealing.bytes_of(device.public_key), sealing.bytes_of(device.secret)
    )
    headers = {
        "Authorization": signing.signed(device.endpoint, key, settings.PUBLIC_ADDRESS),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": A_DAY,
        "Urgency": "normal",
    }
    try:
        status = posting.post(
            device.endpoint, body, headers, allows_loopback=settings.PUSH_TO_LOOPBACK
        )
    except posting.UnfitAddressError:
        drop_device(device_id)
        return
    if status in GONE:
        drop_device(device_id)
    elif status >= 300:
        raise PushRefusedError(f"the push service answered {status}")
    else:
        note_reached(device_id)


def public_key() -> str:
    """What browsers subscribe with; made with the installation (`setup`) or at the first asking."""
    return signing.public_text(signing.push_key(settings.HOME))
