"""Whom it concerns that somebody is followed: the followed, if they wish to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.stream.listening import listens_to
from qunluo.people.members import queries as members
from qunluo.people.notices import actions as notices

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine


@listens_to("profiles.member_followed")
def tell_the_followed(line: StreamLine) -> None:
    if line.about_actor:
        notices.give(line, "profiles.followed", members.member_ids_of([line.about_actor]).values())
