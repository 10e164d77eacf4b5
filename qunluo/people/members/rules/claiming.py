"""Who may claim a placeholder, and who decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Forbidden, SignInRequired

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.models import Member


def may_claim(claimant: Member, placeholder: Member) -> bool:
    """A real member claims an imported one that nobody has been yet."""
    is_real = not claimant.is_placeholder and claimant.erased_at is None
    return is_real and placeholder.is_placeholder and placeholder.erased_at is None


def require_staff(viewer: Viewer) -> int:
    """The id of a member of the installation's staff; refuses `members.staff_only`."""
    if viewer.member_id is None:
        raise SignInRequired
    if not viewer.is_staff:
        raise Forbidden("members.staff_only", _("This is for the staff of this installation."))
    return viewer.member_id
