"""Every write of reports; one verb per function."""

from qunluo.steer.reports.actions.assuming import set_assumption
from qunluo.steer.reports.actions.checking import check_report
from qunluo.steer.reports.actions.editing import (
    add_judgement,
    change_judgement,
    insert_claim,
    leave_out,
    remove_judgement,
    settle_suggestion,
    take_in,
)
from qunluo.steer.reports.actions.goals import drop_goal, set_goal
from qunluo.steer.reports.actions.lateness import mark_late
from qunluo.steer.reports.actions.making import make_correction, make_report
from qunluo.steer.reports.actions.naming import settle_naming
from qunluo.steer.reports.actions.ordering import ask_again, ask_correction, ask_report, work_off
from qunluo.steer.reports.actions.publishing import publish_report, reopen_report, sign_report
from qunluo.steer.reports.actions.rounds import go_round
from qunluo.steer.reports.actions.scheduling import set_attaching, set_schedule, stop_letters
from qunluo.steer.reports.actions.sharing import keep_visits, revoke_share, share_report
from qunluo.steer.reports.actions.undoing import undo_edit

__all__ = [
    "add_judgement",
    "ask_again",
    "ask_correction",
    "ask_report",
    "change_judgement",
    "check_report",
    "drop_goal",
    "go_round",
    "insert_claim",
    "keep_visits",
    "leave_out",
    "make_correction",
    "make_report",
    "mark_late",
    "publish_report",
    "remove_judgement",
    "reopen_report",
    "revoke_share",
    "set_assumption",
    "set_attaching",
    "set_goal",
    "set_schedule",
    "settle_naming",
    "settle_suggestion",
    "share_report",
    "sign_report",
    "stop_letters",
    "take_in",
    "undo_edit",
    "work_off",
]
