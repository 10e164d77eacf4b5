"""Every write of moderation."""

from qunluo.people.moderation.actions.appealing import appeal, decide_appeal
from qunluo.people.moderation.actions.books import (
    RuleText,
    acknowledge_rules,
    begin_rules,
    drop_rule,
    publish_rules,
    write_preface,
    write_rule,
)
from qunluo.people.moderation.actions.deciding import (
    Decision,
    claim_case,
    decide_case,
    release_case,
    undo_decision,
)
from qunluo.people.moderation.actions.forgetting import forget_member, forget_traces
from qunluo.people.moderation.actions.limiting import set_limits
from qunluo.people.moderation.actions.objecting import appeal_removal, decide_removal_appeal
from qunluo.people.moderation.actions.removing import Taken, note_removal, note_restoring
from qunluo.people.moderation.actions.reporting import flag, note_written
from qunluo.people.moderation.actions.sanctioning import Penalty, lift_sanction, sanction
from qunluo.people.moderation.actions.switching import declare_emergency, end_emergency
from qunluo.people.moderation.actions.welcoming import look_after_newcomers
from qunluo.people.moderation.actions.words import (
    Imported,
    import_words,
    make_list,
    remove_word,
    retire_list,
    set_word,
)

__all__ = [
    "Decision",
    "Imported",
    "Penalty",
    "RuleText",
    "Taken",
    "acknowledge_rules",
    "appeal",
    "appeal_removal",
    "begin_rules",
    "claim_case",
    "decide_appeal",
    "decide_case",
    "decide_removal_appeal",
    "declare_emergency",
    "drop_rule",
    "end_emergency",
    "flag",
    "forget_member",
    "forget_traces",
    "import_words",
    "lift_sanction",
    "look_after_newcomers",
    "make_list",
    "note_removal",
    "note_restoring",
    "note_written",
    "publish_rules",
    "release_case",
    "remove_word",
    "retire_list",
    "sanction",
    "set_limits",
    "set_word",
    "undo_decision",
    "write_preface",
    "write_rule",
]
