"""Numbers for everybody above: ask here, never the lake.

    from qunluo.insight.metrics import queries as metrics

    mark = metrics.watermark(viewer.community_id)                # Watermark(number, covers_until)
    ask = metrics.Ask("month", date(2020, 4, 1), date(2020, 4, 1), until_segment=mark.number)
    series = metrics.measure(viewer, "active.contributed", ask)  # Series of Points, one per period
    fact = metrics.facts(viewer, ["content.questions"], ask)[0]  # one Fact per metric and period
    again = metrics.recompute(viewer, fact)                      # equal to `fact`, for ever

The viewer stands in a community and holds `metrics.see` (or holds it in the asked space);
`viewer_for(slug)` is the shell's and the jobs' viewer; `opening(viewer, by)` says which period is
the last whole one with data. What a
watermark fixes: the lines, who was merged with whom, who was staff or a bot, the time zone and the start of
the week. A point's `status` is complete, partial (a "so far": never compare it), no_data,
not_observable or suppressed; only complete and partial ones have a value, and `reason` says why.
`reason_text(reason)` says it in words. `compare(before, now, unit)` refuses to compare what is not
whole. Shares carry numerator, denominator, n and Wilson's interval. `query_hash` names the
question; with the watermark it names the answer.
"""

from qunluo.insight.metrics.engine.measures.loyalty import average
from qunluo.insight.metrics.engine.measures.reading import Cell, Reading
from qunluo.insight.metrics.engine.periods import BYS, By, Calendar, Period
from qunluo.insight.metrics.queries.asking import Ask, Point, Series, measure, measure_many
from qunluo.insight.metrics.queries.behind import people_behind
from qunluo.insight.metrics.queries.catalogue import FAMILIES, Definition, catalogue, definition
from qunluo.insight.metrics.queries.comparing import Change, compare
from qunluo.insight.metrics.queries.facts import Fact, facts, recompute
from qunluo.insight.metrics.queries.lake_health import LakeFinding, lake_findings
from qunluo.insight.metrics.queries.outside import left_out_of, left_out_text
from qunluo.insight.metrics.queries.packing import Unpacked, packed, unpacked
from qunluo.insight.metrics.queries.ready import ready_boards
from qunluo.insight.metrics.queries.rising import RisingWord, rising_words
from qunluo.insight.metrics.queries.sheets import (
    MetricSheet,
    SeriesSheet,
    metric_sheets,
    series_sheet,
)
from qunluo.insight.metrics.queries.sources import (
    Watermark,
    calendar_of,
    coverage_for,
    shown_watermark,
    watermark,
)
from qunluo.insight.metrics.queries.standing import (
    Opening,
    opening,
    space_id_of,
    viewer_for,
)
from qunluo.insight.metrics.queries.words import (
    axis_text,
    change_text,
    figure_text,
    period_text,
    reason_text,
    unit_text,
)

__all__ = [
    "BYS",
    "FAMILIES",
    "Ask",
    "By",
    "Calendar",
    "Cell",
    "Change",
    "Definition",
    "Fact",
    "LakeFinding",
    "MetricSheet",
    "Opening",
    "Period",
    "Point",
    "Reading",
    "RisingWord",
    "Series",
    "SeriesSheet",
    "Unpacked",
    "Watermark",
    "average",
    "axis_text",
    "calendar_of",
    "catalogue",
    "change_text",
    "compare",
    "coverage_for",
    "definition",
    "facts",
    "figure_text",
    "lake_findings",
    "left_out_of",
    "left_out_text",
    "measure",
    "measure_many",
    "metric_sheets",
    "opening",
    "packed",
    "people_behind",
    "period_text",
    "ready_boards",
    "reason_text",
    "recompute",
    "rising_words",
    "series_sheet",
    "shown_watermark",
    "space_id_of",
    "unit_text",
    "unpacked",
    "viewer_for",
    "watermark",
]
