"""Permissions of this domain, and who may enter what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission

DESCRIBE = permission(
    "communities.describe",
    _("Change the community's description and positioning"),
    roles=("admin",),
)
MANAGE_SPACES = permission(
    "communities.manage_spaces", _("Open, change and archive spaces"), roles=("admin",)
)
REVIEW_JOINS = permission(
    "communities.review_joins", _("Decide on requests to join"), roles=("admin", "volunteer")
)
INVITE = permission("communities.invite", _("Make invitation links"), roles=("admin", "volunteer"))
REMOVE_MEMBERS = permission(
    "communities.remove_members", _("Remove members from the community"), roles=("admin",)
)
GRANT_ROLES = permission("communities.grant_roles", _("Make roles and grant them"))
SEE_MEMBERS = permission(
    "communities.see_members", _("See the list of members"), roles=("admin", "volunteer", "member")
)
WORK = permission(
    "communities.work", _("Open the workbench"), roles=("admin", "volunteer"), by_space=True
)
SETTLE = permission("communities.settle", _("Change access, joining and ownership"))
