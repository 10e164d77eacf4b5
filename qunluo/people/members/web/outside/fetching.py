"""Ask a provider, with a time limit and a size limit, and read JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS, MOST_BYTES = 8.0, 512 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def failed() -> Refusal:
    return Refusal(
        "members.outside_failed",
        _("Signing in there did not work. Please try again, or sign in with your password."),
    )


def fetch_json(
    address: str,
    *,
    sent: Mapping[str, str] | None = None,
    basic: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """GET, or POST of a form when something is `sent`. Refuses `members.outside_failed`."""
    import urllib3  # noqa: PLC0415 - only who signs in elsewhere pays for it

    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise failed()
    headers = {"Accept": "application/json"}
    if basic:
        headers |= urllib3.make_headers(basic_auth=":".join(basic))
    if sent is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        with urllib3.PoolManager(timeout=SECONDS, retries=False) as pool:
            answer = pool.request(
                "GET" if sent is None else "POST",
                address,
                body=None if sent is None else urlencode(sent),
                headers=headers,
                preload_content=False,
                redirect=False,
            )
            body = answer.read(MOST_BYTES)
            answer.release_conn()
            told = json.loads(body) if answer.status == 200 else None
    except (urllib3.exceptions.HTTPError, ValueError):
        raise failed() from None
    if not isinstance(told, dict):
        raise failed()
    return told
