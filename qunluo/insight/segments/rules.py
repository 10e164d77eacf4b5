"""Who may make and see segments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission

KEEP = permission("segments.keep", _("Make segments and see who is in them"), roles=("admin",))
