"""Mark a function as an action: one transaction, and the only place its domain may write."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
R = TypeVar("R")

writing_domains: ContextVar[frozenset[str]] = ContextVar("writing_domains", default=frozenset())


@contextmanager
def writing(domain: str) -> Iterator[None]:
    """Let this context write the tables of one app label ("*": all, for makers in tests)."""
    token = writing_domains.set(writing_domains.get() | {domain})
    try:
        yield
    finally:
        writing_domains.reset(token)


def domain_of(module: str) -> str:
    """`qunluo.talk.forum.actions.x` -> `forum`; `qunluo.kernel.jobs.actions` -> `jobs`."""
    return module.split(".")[2]


def action(work: Callable[P, R]) -> Callable[P, R]:
    """Run the function in one transaction, allowed to write its own domain's tables."""
    domain = domain_of(work.__module__)

    @wraps(work)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(), writing(domain):
            return work(*args, **kwargs)

    return act
