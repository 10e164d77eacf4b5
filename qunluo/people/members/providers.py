"""Whose a copy of somebody's data is, for the files it lies among."""

from __future__ import annotations

from qunluo.kernel.files.ports import shown_to_parties
from qunluo.people.members import queries

shown_to_parties("export", queries.is_own_copy)
