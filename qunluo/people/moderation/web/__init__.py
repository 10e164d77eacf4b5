"""What pages of other domains may use: words for what moderation tells, and the pace of writing."""

from qunluo.people.moderation.web.labels import ACT_LABELS, OUTCOME_LABELS
from qunluo.people.moderation.web.pace import keep_pace

__all__ = ["ACT_LABELS", "OUTCOME_LABELS", "keep_pace"]
