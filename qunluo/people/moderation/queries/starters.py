"""Five usual rules to begin with, in the language of whoever begins."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from qunluo.people.moderation.models import Rule


def starters(language: str) -> list[Rule]:
    """Rules without a book, to be changed and published by the community."""
    with translation.override(language):
        return [
            _rule(
                "advert",
                _("No advertising"),
                _(
                    "Posts that sell, recruit or lead members elsewhere, outside the places meant for it."
                ),
                _("“Add me for cheap tea”, the same link under many topics."),
                (("warning", None), ("mute", 7), ("ban", None)),
            ),
            _rule(
                "abuse",
                _("No insults"),
                _(
                    "Words meant to hurt a person: insults, threats, mocking somebody's origin, sex or body."
                ),
                _("“You are too stupid for tea.”"),
                (("warning", None), ("mute", 3), ("suspend", 30)),
            ),
            _rule(
                "illegal",
                _("Nothing against the law"),
                _(
                    "Gambling, drugs, weapons, pornography, forged papers and whatever else the law forbids."
                ),
                _("Offers of forged invoices or betting groups."),
                (("suspend", 30), ("ban", None)),
            ),
            _rule(
                "privacy",
                _("No private facts about others"),
                _("Names, numbers, addresses, pictures or talks of others without their consent."),
                _("A screenshot of a private talk with its names."),
                (("warning", None), ("mute", 7), ("suspend", 30)),
            ),
            _rule(
                "topic",
                _("Stay on topic"),
                _("Posts that do not belong into the space, or repeat what has been said."),
                _("A tea-set sale in the question space."),
                (("warning", None), ("warning", None), ("mute", 1)),
            ),
        ]


def _rule(
    key: str, title: str, definition: str, examples: str, ladder: tuple[tuple[str, int | None], ...]
) -> Rule:
    return Rule(
        key=key,
        title=title,
        definition=definition,
        examples=examples,
        correction=_("Edit or withdraw the post within a day and it ends there."),
        appeal=_("Write an appeal within 30 days; somebody else decides on it within 72 hours."),
        ladder=[list(step) for step in ladder],
    )
