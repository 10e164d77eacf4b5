"""What moderation gives to others: work for the table of duties, what it keeps about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.starting import at_start
from qunluo.kernel.viewer import SYSTEM
from qunluo.kernel.wording import screens
from qunluo.people.communities import queries as communities
from qunluo.people.duties.ports import DutyKind, duty_kind
from qunluo.people.members.ports import keeps_about
from qunluo.people.moderation import actions, queries, rules
from qunluo.people.notices.ports import NoticeKind, notice_kind
from qunluo.people.welcome.ports import StepKind, step_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qunluo.kernel.viewer import Viewer


class Standing:
    """Sanctions, appeals, reports and confirmed rules of a member."""

    label = "moderation.standing"

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        return queries.kept_about(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)


def _rules_page(viewer: Viewer, _space: str, _kind: str) -> str:
    return reverse("moderation:rules", kwargs={"community": viewer.community_slug})


keeps_about(Standing())
step_kind(
    StepKind(
        "rules",
        _("Read and confirm the rules"),
        _("They say what is welcome here, and how to appeal when something is taken down."),
        20,
        frozenset(["moderation.rules_acknowledged"]),
        _rules_page,
        applies=queries.has_rules,
    )
)
screens(queries.screen_texts)
at_start(queries.make_lexicons)
duty_kind(
    DutyKind(
        "moderation.case",
        _("Decide on a case"),
        "moderation.case",
        rules.DECIDE,
        icon="shield-alert",
        cards=queries.case_cards,
    )
)
duty_kind(
    DutyKind(
        "moderation.newcomer",
        _("Greet a new member"),
        "communities.membership",
        rules.WELCOME,
        icon="hand",
        cards=communities.newcomer_cards,
    )
)
duty_kind(
    DutyKind(
        "moderation.appeal",
        _("Decide on an appeal"),
        "moderation.appeal",
        rules.DECIDE_APPEALS,
        icon="scale",
        cards=queries.appeal_cards,
    )
)

duty_kind(
    DutyKind(
        "moderation.removal_appeal",
        _("Decide on an appeal against a removal"),
        "moderation.removal_appeal",
        rules.DECIDE_APPEALS,
        icon="scale",
        cards=queries.removal_appeal_cards,
    )
)

NEWS = (
    NoticeKind(
        "moderation.removal_appeal_decided",
        _("Decisions on my appeals against removals"),
        _("Your appeal about “%(title)s” was decided. Read the answer"),
        "scale",
        order=75,
        email="now",
        is_firm=True,
        cards=queries.own_case_cards,
    ),
    NoticeKind(
        "moderation.held",
        _("Something I wrote waits for review"),
        _("“%(title)s” waits for review; until then only you and the team see it"),
        "shield-alert",
        order=70,
        is_firm=True,
        cards=queries.own_case_cards,
    ),
    NoticeKind(
        "moderation.approved",
        _("Something I wrote was let through"),
        _("“%(title)s” was reviewed and everybody can read it now"),
        "shield-check",
        order=71,
        is_firm=True,
        cards=queries.own_case_cards,
    ),
    NoticeKind(
        "moderation.removed",
        _("Something I wrote was removed"),
        _("“%(title)s” was removed; read the reason and the rule"),
        "shield-alert",
        order=72,
        email="now",
        is_firm=True,
        cards=queries.own_case_cards,
    ),
    NoticeKind(
        "moderation.sanctioned",
        _("Sanctions against me"),
        _("You were given a sanction: %(title)s. Read why, and how to appeal"),
        "gavel",
        order=73,
        email="now",
        push="now",
        is_firm=True,
        cards=queries.own_sanction_cards,
    ),
    NoticeKind(
        "moderation.sanction_lifted",
        _("The end of sanctions against me"),
        _("A sanction was lifted: %(title)s"),
        "scale",
        order=74,
        email="now",
        is_firm=True,
        cards=queries.own_sanction_cards,
    ),
    NoticeKind(
        "moderation.appeal_decided",
        _("Decisions on my appeals"),
        _("Your appeal was decided: %(title)s. Read the answer"),
        "scale",
        order=75,
        email="now",
        push="now",
        is_firm=True,
        cards=queries.own_sanction_cards,
    ),
    NoticeKind(
        "moderation.report_answered",
        _("Answers to my reports"),
        _("Your report on “%(title)s” was decided; read what came of it"),
        "flag",
        order=76,
        cards=queries.own_report_cards,
    ),
)
for news in NEWS:
    notice_kind(news)
