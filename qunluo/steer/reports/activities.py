"""What reports tell the town: each step a report goes through."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class ReportTold(Activity):
    object_type = "reports.report"
    audience: Audience = "staff"


@dataclass(frozen=True, kw_only=True)
class ReportMade(ReportTold):
    name = "reports.report_made"
    verb = "Create"
    span: str
    starts_on: str
    fact_count: int


@dataclass(frozen=True, kw_only=True)
class ReportEdited(ReportTold):
    """`what`: judgement_added, judgement_changed, judgement_removed, claim_inserted,
    sentence_left_out, sentence_taken_in, suggestion_settled, edit_undone."""

    name = "reports.report_edited"
    verb = "Update"
    what: str


@dataclass(frozen=True, kw_only=True)
class ReportChecked(ReportTold):
    name = "reports.report_checked"
    verb = "View"
    fact_count: int
    differing_count: int
    finding_count: int = 0
    outdated_count: int = 0


@dataclass(frozen=True, kw_only=True)
class ReportSigned(ReportTold):
    name = "reports.report_signed"
    verb = "Accept"


@dataclass(frozen=True, kw_only=True)
class ReportReopened(ReportTold):
    name = "reports.report_reopened"
    verb = "Undo"


@dataclass(frozen=True, kw_only=True)
class ReportPublished(ReportTold):
    name = "reports.report_published"
    verb = "Announce"
    edition: int = 1


@dataclass(frozen=True, kw_only=True)
class ReportCorrected(ReportTold):
    """The object is the edition that no longer holds; `by_report` is the one that replaces it."""

    name = "reports.report_corrected"
    verb = "Update"
    by_report: int


@dataclass(frozen=True, kw_only=True)
class ReportShared(ReportTold):
    name = "reports.report_shared"
    verb = "Offer"


@dataclass(frozen=True, kw_only=True)
class ShareRevoked(ReportTold):
    name = "reports.share_revoked"
    verb = "Undo"


@dataclass(frozen=True, kw_only=True)
class GoalSet(ReportTold):
    """What a figure should come to in a period, in its own unit. `side`: least or most."""

    name = "reports.goal_set"
    verb = "Offer"
    object_type = "reports.goal"
    metric: str
    span: str
    starts_on: str
    side: str
    value: float


@dataclass(frozen=True, kw_only=True)
class GoalDropped(ReportTold):
    name = "reports.goal_dropped"
    verb = "Delete"
    object_type = "reports.goal"


@dataclass(frozen=True, kw_only=True)
class ScheduleSet(ReportTold):
    """When reports of a span are drafted by themselves, or that they no longer are."""

    name = "reports.schedule_set"
    verb = "Update"
    object_type = "reports.schedule"
    span: str
    delay: int
    hour: int
    is_on: bool


@dataclass(frozen=True, kw_only=True)
class LettersStopped(ReportTold):
    """Somebody wants no more letters of a schedule."""

    name = "reports.letters_stopped"
    verb = "Leave"
    object_type = "reports.schedule"


@dataclass(frozen=True, kw_only=True)
class NamingSettled(ReportTold):
    """A member agrees to be named in reports, or no longer does. The object is the community."""

    name = "reports.naming_settled"
    verb = "Update"
    object_type = "communities.community"
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class AssumptionSet(ReportTold):
    """What a spared request is taken to be worth, in minor units, and in which shares of cases."""

    name = "reports.assumption_set"
    verb = "Update"
    object_type = "reports.assumption"
    worth: int
    low: float
    mid: float
    high: float
