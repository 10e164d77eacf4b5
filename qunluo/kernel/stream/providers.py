"""How the stream forgets a community that is purged."""

from __future__ import annotations

from qunluo.kernel.purging import purges
from qunluo.kernel.stream.models import StreamLine


@purges
def forget_lines(community_id: int) -> None:
    """Delete its lines; what is owed about them goes with the listeners' next look."""
    StreamLine.objects.filter(community_id=community_id).delete()
