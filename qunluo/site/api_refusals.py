"""What operations answer when they say no, for the API's document (RFC 9457)."""

from __future__ import annotations

from typing import Any

WRITING = frozenset({"post", "put", "patch", "delete"})
MEANINGS = {
    400: "What was sent could not be read.",
    401: "Sign in, or send a token.",
    403: "The viewer, or the token, may not do this.",
    404: "There is no such thing, or the viewer may not know of it.",
    409: "It cannot be done as things stand.",
    412: "It was changed by somebody else meanwhile.",
    422: "Something that was sent is wrong; `fields` says what.",
    428: "Say with `If-Match` which version is meant.",
    429: "Too often; `Retry-After` says when to come again.",
}
PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "code", "fields"],
    "properties": {
        "type": {"type": "string", "description": "`urn:qunluo:refusal:` and the code."},
        "title": {"type": "string", "description": "What is wrong and how to mend it."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable: programs may rely on it."},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def with_refusals(document: Any) -> Any:
    """The OpenAPI document with the refusals of every operation declared."""
    document["components"]["schemas"]["Problem"] = PROBLEM
    for methods in document["paths"].values():
        for method, operation in methods.items():
            for status in _possible(method, operation):
                operation["responses"].setdefault(status, _answer(status))
    return document


def _possible(method: str, operation: Any) -> list[int]:
    possible = [400, 404, 422, 429]
    if operation.get("security"):
        possible += [401, 403]
    if method in WRITING:
        possible += [409]
    if any(one["name"].lower() == "if-match" for one in operation.get("parameters", ())):
        possible += [412, 428]
    return sorted(possible)


def _answer(status: int) -> dict[str, Any]:
    shape = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": MEANINGS[status],
        "content": {"application/problem+json": {"schema": shape}},
    }
