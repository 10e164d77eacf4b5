"""Who may make, read, sign, share and publish reports, and what may still be changed when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission

MAKE = permission("reports.make", _("Make and check output reports"), roles=("admin",))
READ = permission("reports.read", _("Read output reports"), roles=("admin", "volunteer"))
SIGN = permission("reports.sign", _("Sign output reports by others"), roles=("admin",))
SHARE = permission("reports.share", _("Share published reports by link"), roles=("admin",))
SET_GOALS = permission("reports.set_goals", _("Set goals for figures"), roles=("admin",))
SCHEDULE = permission("reports.schedule", _("Settle when reports are made"), roles=("admin",))
PUBLISH = permission("reports.publish", _("Publish output reports to members"))

SHARED_DAYS_MOST = 90
OPEN_STATES = frozenset({"draft", "checked"})
"""What an editor may still change."""
READ_BY_MEMBERS = frozenset({"published", "corrected"})
RULED_SECTIONS = frozenset({"glance", "follow_up", "highlights", "shortcomings"})
"""The engine alone fills these: what is said there follows from rules that the report prints."""
