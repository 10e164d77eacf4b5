"""Whom an alert is told: its owner, else those who keep the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.insight.alerts import queries
from qunluo.kernel.stream.listening import listens_to
from qunluo.people.notices import actions as notices

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine


@listens_to("alerts.alert_opened", imports=False)
def tell_the_owner(line: StreamLine) -> None:
    if not line.facts.get("is_quiet"):
        notices.give(line, "alerts.opened", queries.told_to(line.object_id))


@listens_to("alerts.alert_closed", imports=False)
def take_word_back(line: StreamLine) -> None:
    """What turned out a false alarm is no news any more."""
    if line.facts.get("outcome") == "false":
        notices.conceal("alerts.alert", line.object_id)
