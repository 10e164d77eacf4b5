"""What alerts answer for: marks on charts, work on the table, notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.insight.alerts import queries
from qunluo.insight.alerts.rules import HANDLE
from qunluo.insight.metrics.ports import knows_days, marks
from qunluo.people.duties.ports import DutyKind, duty_kind
from qunluo.people.notices.ports import NoticeKind, notice_kind

marks(queries.marks_of)
knows_days(queries.stretches_of)
duty_kind(
    DutyKind(
        "alerts.alert",
        _("Look into an alert"),
        "alerts.alert",
        HANDLE,
        icon="bell",
        cards=queries.alert_cards,
    )
)
notice_kind(
    NoticeKind(
        "alerts.opened",
        _("Alerts of figures that I own or keep"),
        _("%(title)s stands out"),
        icon="bell",
        order=35,
        email="now",
        is_once=True,
        cards=queries.alert_cards,
    )
)
