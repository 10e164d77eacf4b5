"""Moderation for programs: cases, decisions, rules and logs; one's standing, and appeals."""

from qunluo.people.moderation.api import appeals, cases
from qunluo.people.moderation.api.routes import router

__all__ = ["appeals", "cases", "router"]
