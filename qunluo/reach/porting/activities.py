"""What porting tells the town."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity


@dataclass(frozen=True, kw_only=True)
class ImportFinished(Activity):
    """`made` counts the things that were brought in, `refused` the rows that could not be used."""

    name = "porting.import_finished"
    verb = "Add"
    object_type = "porting.run"
    batch: str
    made: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class ImportUndone(Activity):
    """All lines of `batch` are gone; readers of the stream leave them out from here on."""

    name = "porting.import_undone"
    verb = "Undo"
    object_type = "porting.run"
    retracts = "porting.import_finished"
    batch: str
    withdrawn: int
