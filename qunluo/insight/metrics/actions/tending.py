"""Keeping the lake in order: fewer, larger files; nothing that the manifest does not know."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from qunluo.insight.metrics.actions.exporting import Overtaken, enlist, leased
from qunluo.insight.metrics.engine import history, lake
from qunluo.insight.metrics.models import Condition, LakeFile
from qunluo.insight.metrics.queries.lake_health import unlisted
from qunluo.insight.metrics.queries.sources import prepared_folder, seal_of
from qunluo.kernel.action import action, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_FILES = 8
GRACE = timedelta(minutes=30)


def compact_lake(most_files: int = MOST_FILES) -> int:
    """Join the files of each community and month that has more than `most_files`; how many places.

    Rows keep their segment numbers, so every watermark reads the same lines as before.
    """
    with leased() as is_ours:
        if not is_ours:
            return 0
        crowded = (
            LakeFile.objects.filter(retired_at=None, schema_version=lake.SCHEMA_VERSION)
            .values_list("community_id", "month")
            .annotate(files=Count("pk"))
            .filter(files__gt=most_files)
        )
        return sum(_compact(community_id, month) for community_id, month, _files in list(crowded))


def _compact(community_id: int, month: str) -> bool:
    """False when the files were compacted or purged by somebody else meanwhile."""
    old = list(LakeFile.objects.filter(community_id=community_id, month=month, retired_at=None))
    lake.verify(map(seal_of, old))
    written = lake.compact(Path(settings.LAKE_FOLDER), [file.path for file in old])
    try:
        with transaction.atomic(), writing("metrics"):
            enlist(written)
            retire([file.pk for file in old])
    except Overtaken:
        return False
    return True


def retire(file_ids: Sequence[int]) -> None:
    """Readers who listed them may finish; raises `Overtaken` unless all of them still stand."""
    standing = LakeFile.objects.filter(pk__in=file_ids, retired_at=None)
    if standing.update(retired_at=datetime.now(UTC)) != len(file_ids):
        raise Overtaken


def sweep_lake() -> int:
    """Remove from disk what no reader can want: long retired files and orphans; how many."""
    folder, before = Path(settings.LAKE_FOLDER), datetime.now(UTC) - GRACE
    with leased() as is_ours:
        if not is_ours:
            return 0
        with writing("metrics"):
            LakeFile.objects.filter(retired_at__lt=before).delete()
        swept = 0
        for path in unlisted(folder):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                _remove(path)
                swept += 1
        return swept


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


@action
def forget_community(community_id: int) -> None:
    """Part of purging a community: its lines leave the lake as they left the stream."""
    listed = LakeFile.objects.filter(community_id=community_id)
    paths = [Path(settings.LAKE_FOLDER) / path for path in listed.values_list("path", flat=True)]
    listed.delete()
    Condition.objects.filter(name=f"community:{community_id}").delete()
    transaction.on_commit(partial(_forget_files, paths, prepared_folder(community_id)))


def _forget_files(paths: Sequence[Path], prepared: Path) -> None:
    shutil.rmtree(prepared, ignore_errors=True)
    for path in paths:
        path.unlink(missing_ok=True)
    history.forget_all()
