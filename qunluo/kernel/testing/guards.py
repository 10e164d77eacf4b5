"""Two guards every test runs under: writes stay home, and templates ask the database nothing."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from django.template.base import Template as DjangoTemplate
from jinja2 import Template as JinjaTemplate

from qunluo.kernel.action import writing_domains

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


@lru_cache(maxsize=1)
def _owners() -> dict[str, str]:
    return {
        model._meta.db_table: model._meta.app_label
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("qunluo.")
    }


def writes_stay_home(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    if found := WRITE.match(sql):
        owner = _owners().get(found[1])
        allowed = writing_domains.get()
        if owner and owner not in allowed and "*" not in allowed:
            raise AssertionError(f"{owner} was written outside its own actions: {sql[:120]}")
    return execute(sql, params, many, context)


def no_asking(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    raise AssertionError(f"a template asked the database: {sql[:120]}")


@contextmanager
def house_guards() -> Iterator[None]:
    """Both guards, for Jinja2 pages and for Django's own templates."""
    real_jinja, real_django = JinjaTemplate.render, DjangoTemplate.render

    def render_jinja(self: JinjaTemplate, *args: Any, **kwargs: Any) -> Any:
        with connection.execute_wrapper(no_asking):
            return real_jinja(self, *args, **kwargs)

    def render_django(self: DjangoTemplate, context: Any) -> Any:
        with connection.execute_wrapper(no_asking):
            return real_django(self, context)

    JinjaTemplate.render = render_jinja  # type: ignore[method-assign]
    DjangoTemplate.render = render_django  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(writes_stay_home):
            yield
    finally:
        JinjaTemplate.render = real_jinja  # type: ignore[method-assign]
        DjangoTemplate.render = real_django  # type: ignore[method-assign]
