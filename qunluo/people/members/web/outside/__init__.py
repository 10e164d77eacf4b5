"""Signing in with an account elsewhere: the ways that are set up, and the steps of each."""

from __future__ import annotations

from qunluo.people.members.web.outside.steps import (
    COOKIE,
    Person,
    Way,
    begin,
    finish,
    forget_step,
    ways,
)

__all__ = ["COOKIE", "Person", "Way", "begin", "finish", "forget_step", "ways"]
