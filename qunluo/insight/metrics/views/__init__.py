"""Pages of figures: boards, studies, and what is entered by hand."""

from qunluo.insight.metrics.views.boards import (
    chart,
    dashboard,
    metric,
    numbers,
    organisation,
    organisation_chart,
    organisation_file,
    overview_file,
    rows_file,
    series_file,
)
from qunluo.insight.metrics.views.entries import (
    drop_view,
    enter_answers,
    enter_costs,
    entries,
    save_view,
    strike_note,
    write_note,
)
from qunluo.insight.metrics.views.studying import (
    study,
    study_file,
    study_rows,
    study_rows_file,
    why,
)

__all__ = [
    "chart",
    "dashboard",
    "drop_view",
    "enter_answers",
    "enter_costs",
    "entries",
    "metric",
    "numbers",
    "organisation",
    "organisation_chart",
    "organisation_file",
    "overview_file",
    "rows_file",
    "save_view",
    "series_file",
    "strike_note",
    "study",
    "study_file",
    "study_rows",
    "study_rows_file",
    "why",
    "write_note",
]
