"""Reads of reports: gathering facts before one is made, and showing one that was."""

from qunluo.steer.reports.queries.bundles import Verdict, bundle, verdict_on
from qunluo.steer.reports.queries.comparing import measured_again
from qunluo.steer.reports.queries.differing import Comparison, comparison
from qunluo.steer.reports.queries.editions import changes_between, correctable, digest_of
from qunluo.steer.reports.queries.gathering import (
    Draft,
    draft,
    first_day,
    reporter_in,
    suggested_day,
)
from qunluo.steer.reports.queries.goals import SPANS as GOAL_SPANS
from qunluo.steer.reports.queries.goals import GoalLine, goal_choices, goal_for, goals_for
from qunluo.steer.reports.queries.naming import agrees
from qunluo.steer.reports.queries.ordering import (
    OrderCard,
    order_for,
    orders_under_way,
    state_of,
)
from qunluo.steer.reports.queries.proofing import (
    Proof,
    has_moving_parts,
    newest_segment,
    outdated_in,
    proof_of,
)
from qunluo.steer.reports.queries.reading import Reading, reading_of
from qunluo.steer.reports.queries.returning import ReturnSheet, return_sheet
from qunluo.steer.reports.queries.scheduling import (
    LONGEST_DELAY,
    Letters,
    ReaderLine,
    ScheduleLine,
    due,
    letters_of,
    possible_readers,
    schedules_for,
    way_out,
)
from qunluo.steer.reports.queries.sharing import (
    CHANNEL,
    Shared,
    ShareLine,
    hear,
    opened,
    shared,
    shares_of,
    take_visits,
    token_digest,
)
from qunluo.steer.reports.queries.sheets import (
    ChartSheet,
    FactSheet,
    ReportLine,
    ReportSheet,
    SectionSheet,
    SentenceSheet,
)
from qunluo.steer.reports.queries.showing import (
    facts_of,
    report_for,
    report_sheet,
    reports_for,
    shared_sheet,
    slug_of_report,
    title_of,
)
from qunluo.steer.reports.queries.workplace import Workplace, section_of, workplace

__all__ = [
    "CHANNEL",
    "GOAL_SPANS",
    "LONGEST_DELAY",
    "ChartSheet",
    "Comparison",
    "Draft",
    "FactSheet",
    "GoalLine",
    "Letters",
    "OrderCard",
    "Proof",
    "ReaderLine",
    "Reading",
    "ReportLine",
    "ReportSheet",
    "ReturnSheet",
    "ScheduleLine",
    "SectionSheet",
    "SentenceSheet",
    "ShareLine",
    "Shared",
    "Verdict",
    "Workplace",
    "agrees",
    "bundle",
    "changes_between",
    "comparison",
    "correctable",
    "digest_of",
    "draft",
    "due",
    "facts_of",
    "first_day",
    "goal_choices",
    "goal_for",
    "goals_for",
    "has_moving_parts",
    "hear",
    "letters_of",
    "measured_again",
    "newest_segment",
    "opened",
    "order_for",
    "orders_under_way",
    "outdated_in",
    "possible_readers",
    "proof_of",
    "reading_of",
    "report_for",
    "report_sheet",
    "reporter_in",
    "reports_for",
    "return_sheet",
    "schedules_for",
    "section_of",
    "shared",
    "shared_sheet",
    "shares_of",
    "slug_of_report",
    "state_of",
    "suggested_day",
    "take_visits",
    "title_of",
    "token_digest",
    "verdict_on",
    "way_out",
    "workplace",
]
