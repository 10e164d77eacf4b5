"""Whatever is told about an object that can be found, its texts are asked for again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qunluo.kernel.objects import kinds
from qunluo.kernel.search.indexing import index, index_threads
from qunluo.kernel.stream.kinds import kind_of
from qunluo.kernel.stream.listening import listens_to_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.stream.models import StreamLine

# Reactions and presence change no text. Imported ones are many.
UNHEARD = frozenset({"reaction", "presence"})
CHANGES = frozenset({"Update", "Delete", "Undo"})


@listens_to_many("*", imports=True)
def keep_index(lines: Sequence[StreamLine]) -> None:
    """Repeatable by nature: the present text is entered, whatever the line said."""
    ids: dict[str, dict[int, None]] = defaultdict(dict)
    roots: dict[str, dict[int, tuple[str, int]]] = defaultdict(dict)
    threads: dict[tuple[str, int], None] = {}
    for line in lines:
        if line.object_type not in kinds or kind_of(line.name) in UNHEARD:
            continue
        ids[line.object_type][line.object_id] = None
        if line.root_type and line.root_id and (line.root_type in kinds):
            roots[line.object_type][line.object_id] = (line.root_type, line.root_id)
        if kind_of(line.name) == "care":
            threads[line.object_type, line.object_id] = None
        if line.verb in CHANGES and line.root_type in kinds and line.root_id:
            # A thread's first words may stand in its root: a topic has its opening's text.
            ids[line.root_type][line.root_id] = None
            if kind_of(line.name) == "care":
                threads[line.root_type, line.root_id] = None
    for object_type, wanted in ids.items():
        index(object_type, wanted, roots=roots[object_type])
    index_threads(threads)
