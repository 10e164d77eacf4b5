"""What questions do when posts are removed or come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.stream.listening import listens_to
from qunluo.kernel.viewer import SYSTEM
from qunluo.talk.questions import actions

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine


@listens_to("forum.post_removed", "forum.post_restored")
def mend_question(line: StreamLine) -> None:
    if line.root_id is not None:
        actions.see_removal(SYSTEM, line.root_id)
