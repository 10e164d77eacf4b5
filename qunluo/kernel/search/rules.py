"""How long what was asked is remembered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.preferences import preference

KEPT_DAYS = preference(
    "search.questions_kept_days",
    default=180,
    type=int,
    level="installation",
    label=_("For how many days search queries are kept, without who asked"),
    least=1,
    most=730,
)
