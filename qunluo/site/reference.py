"""The reference pages, made from the code itself: a test fails when the kept ones are stale."""

from __future__ import annotations

import ast
import json
from dataclasses import fields
from typing import TYPE_CHECKING

from django.utils.translation import override

from qunluo.kernel.permissions import BUILT_IN_ROLES, permissions
from qunluo.kernel.stream.activity import ENVELOPE, activity_types
from qunluo.kernel.stream.kinds import KINDS, KINDS_VERSION
from qunluo.site import environment
from qunluo.site.api import api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

NOTE = "<!-- Made by `manage.py write_reference`; change the code, then run it again. -->"
REFUSALS = {"Refusal": 409, "Invalid": 422, "Forbidden": 403, "Missing": 404, "TooMany": 429,
            "Unreadable": 503}  # fmt: skip


def _page(title: str, lead: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    columns = list(head)
    lines = [f"# {title}", "", NOTE, "", lead, "", _row(columns), _row("---" for _ in columns)]
    return "\n".join([*lines, *(_row(row) for row in rows)]) + "\n"


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _both(text: object) -> tuple[str, str]:
    with override("en"):
        english = str(text)
    with override("zh-hans"):
        return english, str(text)


def settings_page() -> str:
    rows = [
        (f"`{entry.name}`", f"`{entry.default}`" if entry.default else "", entry.meaning)
        for entry in sorted(environment.known.values(), key=lambda entry: entry.name)
    ]
    lead = "Every setting is an environment variable; none is needed for the embedded default."
    return _page("Settings", lead, ("variable", "default", "meaning"), rows)


def permissions_page() -> str:
    rows = []
    for name in sorted(permissions):
        entry = permissions[name]
        held = ["●" if role in entry.roles else "" for role in BUILT_IN_ROLES]
        by_space = "yes" if entry.may_be_limited_to_space else ""
        rows.append((f"`{name}`", *_both(entry.label), *held, by_space))
    head = ("permission", "English", "中文", *BUILT_IN_ROLES, "by space")
    lead = "Who holds what from the start; custom roles are made of these names."
    return _page("Permissions", lead, head, rows)


def activities_page() -> str:
    rows = []
    for name in sorted(activity_types):
        told = activity_types[name]
        if not told.__module__.startswith("qunluo.") or ".tests." in told.__module__:
            continue
        facts = [entry.name for entry in fields(told) if entry.name not in ENVELOPE]
        kind = KINDS.get(name, "system")
        rows.append((f"`{name}`", told.verb, told.object_type, kind, ", ".join(facts)))
    lead = f"What the activity stream can tell; kinds by list version {KINDS_VERSION}."
    return _page("Activities", lead, ("name", "verb", "object", "kind", "facts"), rows)


def refusals_page() -> str:
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(environment.PACKAGE.rglob("*.py")):
        if "tests" not in path.parts:
            for code, status, message in _refusals_in(path):
                found.setdefault(code, (status, message))
    rows = [
        (f"`{code}`", status, *_both_of(text)) for code, (status, text) in sorted(found.items())
    ]
    lead = "Every polite no, with its status and what it says. Codes are stable."
    return _page("Refusals", lead, ("code", "status", "English", "中文"), rows)


def _both_of(message: str) -> tuple[str, str]:
    from django.utils.translation import gettext  # noqa: PLC0415 - beside its only use

    with override("zh-hans"):
        return message, gettext(message) if message else ""


def _refusals_in(path: Path) -> Iterator[tuple[str, int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        code = node.args[0] if node.args else None
        if node.func.id in REFUSALS and isinstance(code, ast.Constant):
            yield str(code.value), REFUSALS[node.func.id], _message(node)


def _message(call: ast.Call) -> str:
    said = call.args[1] if len(call.args) > 1 else None
    if isinstance(said, ast.Call) and said.args and isinstance(said.args[0], ast.Constant):
        return str(said.args[0].value)
    return ""


def openapi() -> str:
    """The API's OpenAPI document, in stable order."""
    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def operations_page() -> str:
    paths = json.loads(openapi())["paths"]
    rows = [
        (f"`{method.upper()} {path}`", told["operationId"], told.get("summary", ""))
        for path, methods in sorted(paths.items())
        for method, told in sorted(methods.items())
    ]
    lead = "All operations; `openapi.json` beside this page says their shapes."
    return _page("API operations", lead, ("operation", "id", "what it does"), rows)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "permissions.md": permissions_page,
    "activities.md": activities_page,
    "refusals.md": refusals_page,
    "operations.md": operations_page,
    "openapi.json": openapi,
}
