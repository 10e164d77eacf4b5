"""What figures tell the town: what was brought in from elsewhere, and what people noted down."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class SurveyAsked(Activity):
    """So many people were asked to answer. `kind`: nps, csat."""

    name = "metrics.survey_asked"
    verb = "Question"
    object_type = "metrics.survey"
    audience: Audience = "staff"
    kind: str
    people: int


@dataclass(frozen=True, kw_only=True)
class AnswerGiven(Activity):
    """Somebody answered a survey; nobody's name, and for the staff only."""

    name = "metrics.answer_given"
    verb = "Create"
    object_type = "metrics.answer"
    audience: Audience = "staff"
    kind: str
    score: int


@dataclass(frozen=True, kw_only=True)
class CostRecorded(Activity):
    """`minor`: money in minor units."""

    name = "metrics.cost_recorded"
    verb = "Add"
    object_type = "metrics.cost"
    audience: Audience = "staff"
    category: str
    minor: int
    currency: str
    hours: float


@dataclass(frozen=True, kw_only=True)
class ViewSaved(Activity):
    name = "metrics.view_saved"
    verb = "Create"
    object_type = "metrics.view"
    audience: Audience = "staff"
    study: str


@dataclass(frozen=True, kw_only=True)
class ViewDropped(Activity):
    name = "metrics.view_dropped"
    verb = "Delete"
    object_type = "metrics.view"
    audience: Audience = "staff"


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Activity):
    """Words were put on the charts of these days."""

    name = "metrics.note_written"
    verb = "Create"
    object_type = "metrics.note"
    audience: Audience = "staff"
    is_planned: bool


@dataclass(frozen=True, kw_only=True)
class NoteStruck(Activity):
    name = "metrics.note_struck"
    verb = "Delete"
    object_type = "metrics.note"
    audience: Audience = "staff"
