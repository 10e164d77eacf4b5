"""Segments for everybody above: who is in one, now or on a day.

from qunluo.insight.segments import queries as segments

segments.members_in(viewer, segment_id)     # ids of members, now; refuses as `sheet` does
segments.members_on(viewer, segment_id, day)  # by the day's snapshot
"""

from qunluo.insight.segments.queries.overlapping import Overlap, overlap
from qunluo.insight.segments.queries.portrait import Portrait, portrait
from qunluo.insight.segments.queries.sheets import (
    Count,
    Preview,
    SegmentRow,
    SegmentSheet,
    keys_in,
    leaning_on,
    listed,
    members_in,
    members_on,
    own,
    people_in,
    preview,
    rule_of,
    segments_of,
    sheet,
    to_count,
    try_out,
    watermark_now,
)
from qunluo.insight.segments.queries.wording import (
    LANGUAGES,
    SCORES,
    Names,
    names_of,
    read_rule,
    words_of,
)

__all__ = [
    "LANGUAGES",
    "SCORES",
    "Count",
    "Names",
    "Overlap",
    "Portrait",
    "Preview",
    "SegmentRow",
    "SegmentSheet",
    "keys_in",
    "leaning_on",
    "listed",
    "members_in",
    "members_on",
    "names_of",
    "overlap",
    "own",
    "people_in",
    "portrait",
    "preview",
    "read_rule",
    "rule_of",
    "segments_of",
    "sheet",
    "to_count",
    "try_out",
    "watermark_now",
    "words_of",
]
