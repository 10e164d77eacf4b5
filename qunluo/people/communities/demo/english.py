"""The same in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qunluo.people.communities.actions.describing import Position

NAME = "Hillside Tea House (demo)"
SUMMARY = "People who like tea: beginners find answers, old hands find listeners."
SPACES = (
    ("square", "The square", "Small talk, tastings, books and walks", "public"),
    ("help", "Ask", "Brewing, buying, keeping, pots: asked and answered", "public"),
    ("hosts", "Hosts", "Shifts and handovers of the volunteers", "private"),
)
ORGANISATION = "Hillside (demo organisation)"
POSITION: Position = {
    "kind": "consumer",
    "theme": "Fewer detours for those who begin with leaf tea",
    "vision": "In every city a few people who gladly share a pot",
    "mission": "To turn what old hands know into answers that beginners can follow",
    "values": "Honest, concrete, no showing off, no selling",
    "target_group": "Working people of 25 to 40 who come from milk tea",
    "needs": "A simple way of brewing that works, advice on what is worth its price",
    "pain_points": "Too many opinions against each other; fear of paying too much for a fake",
    "content_direction": "Questions and answers first, tastings and reading beside them",
    "business_model": "Paid membership, shared samples, tastings",
    "intended_scale": 500,
}
