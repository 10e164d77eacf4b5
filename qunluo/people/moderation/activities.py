"""What moderation tells the town. Ids, kinds and counts only: words and reasons stay in tables."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class WordListMade(Activity):
    name = "moderation.list_made"
    verb = "Create"
    object_type = "moderation.word_list"


@dataclass(frozen=True, kw_only=True)
class WordListRetired(Activity):
    name = "moderation.list_retired"
    verb = "Remove"
    object_type = "moderation.word_list"


@dataclass(frozen=True, kw_only=True)
class WordsChanged(Activity):
    name = "moderation.words_changed"
    verb = "Update"
    object_type = "moderation.word_list"
    act: str
    count: int


@dataclass(frozen=True, kw_only=True)
class LimitsChanged(Activity):
    """How much and how fast members may write; `count` limits were changed."""

    name = "moderation.limits_changed"
    verb = "Update"
    object_type = "communities.community"
    count: int


@dataclass(frozen=True, kw_only=True)
class RulesPublished(Activity):
    name = "moderation.rules_published"
    verb = "Update"
    object_type = "moderation.rule_book"
    number: int


@dataclass(frozen=True, kw_only=True)
class RulesAcknowledged(Activity):
    name = "moderation.rules_acknowledged"
    verb = "Accept"
    object_type = "moderation.rule_book"
    number: int


@dataclass(frozen=True, kw_only=True)
class CaseTold(Activity):
    """About a case; `target` is the object it is about, `about_actor` the object's author."""

    object_type = "moderation.case"
    audience: Audience = "staff"


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseTold):
    name = "moderation.case_opened"
    verb = "Flag"
    is_held: bool


@dataclass(frozen=True, kw_only=True)
class Flagged(CaseTold):
    name = "moderation.flagged"
    verb = "Flag"
    rule: str


@dataclass(frozen=True, kw_only=True)
class CaseDecided(CaseTold):
    name = "moderation.case_decided"
    verb = "Block"
    outcome: str
    rule: str
    was_held: bool
    waited_seconds: int


@dataclass(frozen=True, kw_only=True)
class FlagAnswered(CaseTold):
    """The case somebody reported is decided; `about_actor` is the reporter."""

    name = "moderation.flag_answered"
    verb = "Accept"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DecisionUndone(CaseTold):
    """`is_late`: after the five minutes, when its author has read of the decision already."""

    name = "moderation.decision_undone"
    verb = "Undo"
    outcome: str
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class SanctionTold(Activity):
    """About a sanction; `about_actor` is the member it holds back."""

    object_type = "moderation.sanction"
    audience: Audience = "staff"
    kind: str


@dataclass(frozen=True, kw_only=True)
class SanctionGiven(SanctionTold):
    name = "moderation.sanction_given"
    verb = "Sanction"
    rule: str
    days: int | None


@dataclass(frozen=True, kw_only=True)
class SanctionLifted(SanctionTold):
    """`how`: undone, early."""

    name = "moderation.sanction_lifted"
    verb = "Undo"
    how: str


@dataclass(frozen=True, kw_only=True)
class AppealMade(SanctionTold):
    name = "moderation.appeal_made"
    verb = "Appeal"


@dataclass(frozen=True, kw_only=True)
class AppealDecided(SanctionTold):
    name = "moderation.appeal_decided"
    verb = "Accept"
    outcome: str
    rule: str
    waited_seconds: int


@dataclass(frozen=True, kw_only=True)
class RemovalAppealMade(CaseTold):
    name = "moderation.removal_appeal_made"
    verb = "Appeal"
    was_held: bool


@dataclass(frozen=True, kw_only=True)
class RemovalAppealDecided(CaseTold):
    """About the removal or holding of a post; `outcome`: upheld, overturned."""

    name = "moderation.removal_appeal_decided"
    verb = "Accept"
    outcome: str
    rule: str
    waited_seconds: int


@dataclass(frozen=True, kw_only=True)
class EmergencyDeclared(Activity):
    name = "moderation.emergency_declared"
    verb = "Block"
    object_type = "moderation.emergency"
    kind: str
    hours: int


@dataclass(frozen=True, kw_only=True)
class EmergencyEnded(Activity):
    name = "moderation.emergency_ended"
    verb = "Undo"
    object_type = "moderation.emergency"
    kind: str
