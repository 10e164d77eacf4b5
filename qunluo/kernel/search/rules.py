"""How long what was asked is remembered, and who reads what was asked in vain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.preferences import preference

READ_UNMET = permission(
    "search.read_unmet",
    _("Read what members searched for and did not find"),
    roles=("admin", "volunteer"),
)

KEPT_DAYS = preference(
    "search.questions_kept_days",
    default=180,
    type=int,
    level="installation",
    label=_("For how many days search queries are kept, without who asked"),
    least=1,
    most=730,
)
