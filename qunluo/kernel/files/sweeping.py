"""Remove what was uploaded for a text that was never sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import apps

from qunluo.kernel import clock
from qunluo.kernel.files import ports
from qunluo.kernel.files.actions import mark_claimed, sweep_away
from qunluo.kernel.files.models import StoredFile

if TYPE_CHECKING:
    from collections.abc import Iterable

WAIT = timedelta(days=7)
CHUNK = 200


def sweep() -> int:
    """Files of purposes whose users answer for them, a week old and used by nothing."""
    answering = {user.purpose for user in ports.users}
    unclaimed = StoredFile.objects.filter(
        purpose__in=answering, claimed_at=None, created_at__lt=clock.now() - WAIT
    ).order_by("pk")
    swept, after = 0, 0
    while chunk := list(unclaimed.filter(pk__gt=after).values_list("pk", "key")[:CHUNK]):
        after = chunk[-1][0]
        used = _used({key: pk for pk, key in chunk})
        mark_claimed(used)
        swept += sweep_away(pk for pk, _key in chunk if pk not in used)
    return swept


def _used(ids: dict[str, int]) -> set[int]:
    shown = {key for user in ports.users for key in user.in_use(ids)}
    return {ids[key] for key in shown if key in ids} | pointed_at(ids.values())


def pointed_at(ids: Iterable[int]) -> set[int]:
    """Those of the files that a row of any domain points at: avatars, covers, documents."""
    wanted: list[int] = list(ids)
    found: set[int] = set()
    for model in apps.get_models():
        for pointing in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented way
            if pointing.related_model is StoredFile:
                rows = model.objects.filter(**{f"{pointing.name}__in": wanted})  # type: ignore[attr-defined]
                found.update(rows.values_list(pointing.attname, flat=True))
    return found
