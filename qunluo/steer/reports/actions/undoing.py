"""Taking back a change made at the desk: what stood there before stands there again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Refusal, one_or_missing
from qunluo.steer.reports.actions.editing import edited, open_report
from qunluo.steer.reports.models import Report, ReportEdit, ReportJudgement

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.kernel.viewer import Viewer


@action
def undo_edit(actor: Viewer, report_id: int, edit_id: int) -> None:
    """Take back one of one's own changes, unless the same place was changed again since.

    Refuses `not_permitted`, `missing`, `reports.not_open`, `reports.not_your_change`,
    `reports.undone_already`, `reports.changed_since`.
    """
    report = open_report(actor, report_id)
    edit = one_or_missing(report.edits.filter(pk=edit_id))
    _ask(actor, report, edit)
    target = _BACK[edit.what](report, edit.target.partition(":")[2], edit.before or {})
    edit.undone_at = clock.now()
    edit.save(update_fields=["undone_at"])
    edited(actor, report, "edit_undone", target)


def _ask(actor: Viewer, report: Report, edit: ReportEdit) -> None:
    if edit.made_by_id != actor.require_member_id():
        raise Forbidden(
            "reports.not_your_change", _("Only whoever made a change takes it back this way.")
        )
    if edit.undone_at is not None or edit.what not in _BACK:
        raise Refusal("reports.undone_already", _("This change has been taken back already."))
    later = report.edits.filter(target=edit.target, pk__gt=edit.pk, undone_at=None)
    if later.exclude(what="edit_undone").exists():
        raise Refusal(
            "reports.changed_since",
            _("The same place was changed again since. Take the later change back first."),
        )


def _sentence(report: Report, place: str, before: dict[str, Any]) -> str:
    report.sentences.filter(position=int(place)).update(left_out_by=before["left_out_by"])
    return f"sentence:{place}"


def _claim(report: Report, place: str, _before: dict[str, Any]) -> str:
    report.sentences.filter(position=int(place)).delete()
    return f"sentence:{place}"


def _added(report: Report, place: str, _before: dict[str, Any]) -> str:
    report.judgements.filter(pk=int(place)).delete()
    return f"judgement:{place}"


def _changed(report: Report, place: str, before: dict[str, Any]) -> str:
    written_at = datetime.fromisoformat(before["written_at"])
    told = {"body": before["body"], "written_at": written_at}
    report.judgements.filter(pk=int(place)).update(**told)
    return f"judgement:{place}"


def _removed(report: Report, _place: str, before: dict[str, Any]) -> str:
    row = ReportJudgement.objects.create(
        report=report,
        section=before["section"],
        body=before["body"],
        author_id=before["author"],
        written_at=datetime.fromisoformat(before["written_at"]),
    )
    return f"judgement:{row.pk}"


def _settled(report: Report, place: str, before: dict[str, Any]) -> str:
    due_on = date.fromisoformat(before["due_on"])
    told = {"owner": before["owner"], "due_on": due_on}
    report.suggestions.filter(number=int(place)).update(**told)
    return f"suggestion:{place}"


_BACK: dict[str, Callable[[Report, str, dict[str, Any]], str]] = {
    "sentence_left_out": _sentence,
    "sentence_taken_in": _sentence,
    "claim_inserted": _claim,
    "judgement_added": _added,
    "judgement_changed": _changed,
    "judgement_removed": _removed,
    "suggestion_settled": _settled,
}
