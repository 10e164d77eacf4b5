"""Decisions as notices show them: to the one they concern, wherever they stand, members or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from qunluo.kernel.objects import ObjectCard
from qunluo.people.moderation import rules
from qunluo.people.moderation.models import Case, Flag, Sanction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer


def own_case_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """Cases about what the viewer wrote, under its title; one query."""
    found = Case.objects.filter(pk__in=list(ids), author=viewer.member_id)
    return {
        pk: ObjectCard("moderation.case", pk, title, _standing(slug, f"case-{pk}"))
        for pk, title, slug in found.values_list("pk", "title", "community__slug")
    }


def own_report_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """Cases the viewer reported; one query."""
    found = Flag.objects.filter(case__in=list(ids), reporter=viewer.member_id)
    wanted = ("case_id", "case__title", "case__community__slug")
    return {
        pk: ObjectCard("moderation.case", pk, title, _standing(slug, f"report-{pk}"))
        for pk, title, slug in found.values_list(*wanted)
    }


def own_sanction_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """The viewer's own sanctions, under their kind; one query."""
    found = Sanction.objects.filter(pk__in=list(ids), member=viewer.member_id)
    return {
        pk: ObjectCard(
            "moderation.sanction",
            pk,
            str(rules.SANCTION_LABELS[kind]),
            _standing(slug, f"sanction-{pk}"),
        )
        for pk, kind, slug in found.values_list("pk", "kind", "community__slug")
    }


def _standing(slug: str, anchor: str) -> str:
    return reverse("moderation:standing", kwargs={"community": slug}) + f"#{anchor}"
