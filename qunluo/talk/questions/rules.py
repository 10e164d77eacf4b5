"""Permissions of questions, and who may vote and accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

STAFF = ("admin", "volunteer")
VOTE = permission(
    "questions.vote",
    _("Vote on questions and answers"),
    roles=(*STAFF, "member"),
    by_space=True,
    speaks=True,
)
ACCEPT_ANY = permission(
    "questions.accept_any",
    _("Accept answers in the place of who asked"),
    roles=STAFF,
    by_space=True,
)

KEEP_EXPERTS = permission("questions.keep_experts", _("Mark experts for tags"), roles=STAFF)

CALLED_AT_ONCE, CALLED_IN_ALL = 2, 4
"""How many experts are asked about a new question, and at most when nobody answers."""
PATIENCE_HOURS = 24
LOAD_DAYS = 30


def may_accept(viewer: Viewer, asker_id: int | None, space_id: int) -> bool:
    """Whoever asked, and those who hold `questions.accept_any` there."""
    is_asker = viewer.member_id is not None and asker_id == viewer.member_id
    return viewer.is_member and (is_asker or viewer.may(ACCEPT_ANY, space_id))
