"""Who may make, read and publish reports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission

MAKE = permission("reports.make", _("Make and check output reports"), roles=("admin",))
READ = permission("reports.read", _("Read output reports"), roles=("admin", "volunteer"))
PUBLISH = permission("reports.publish", _("Publish output reports to members"))
