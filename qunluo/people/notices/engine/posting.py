"""Handing a sealed message to a push service (RFC 8030), never to an address inside our own network."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import urllib3

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 10.0
HTTPS = 443


class UnfitAddressError(ValueError):
    """The address of a subscription is not one a push service has."""


def post(
    endpoint: str, body: bytes, headers: Mapping[str, str], *, allows_loopback: bool = False
) -> int:
    """POST it; returns the HTTP status. 404 and 410 mean that the subscription is gone.

    The name is looked up once and that very address is connected to, so that it cannot turn into
    one of our own between looking and asking. Raises UnfitAddressError, urllib3.exceptions.HTTPError.
    """
    parts = urlsplit(endpoint)
    host, is_safe = parts.hostname or "", parts.scheme == "https"
    address = _looked_up(host, parts.port or HTTPS, allows_loopback=allows_loopback)
    if not is_safe and not allows_loopback:
        raise UnfitAddressError(endpoint)
    told = {**headers, "Host": parts.netloc}
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    with _pool(address, parts.port, host if is_safe else "") as pool:
        answer = pool.request("POST", path or "/", body=body, headers=told, redirect=False)
        return answer.status


def is_fit(endpoint: str, *, allows_loopback: bool = False) -> bool:
    """Whether an address may be kept as a subscription's: https, to a name or a public address."""
    parts = urlsplit(endpoint)
    if allows_loopback and parts.hostname == "127.0.0.1":
        return True
    return parts.scheme == "https" and bool(parts.hostname) and "." in (parts.hostname or "")


def _pool(address: str, port: int | None, name: str) -> urllib3.HTTPConnectionPool:
    if not name:
        return urllib3.HTTPConnectionPool(address, port or 80, timeout=SECONDS, retries=False)
    return urllib3.HTTPSConnectionPool(
        address,
        port or HTTPS,
        timeout=SECONDS,
        retries=False,
        server_hostname=name,
        assert_hostname=name,
    )


def _looked_up(host: str, port: int, *, allows_loopback: bool) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UnfitAddressError(host) from error
    for _family, _type, _proto, _name, place in found:
        address = ipaddress.ip_address(place[0])
        if address.is_global or (allows_loopback and address.is_loopback):
            return str(place[0])
    raise UnfitAddressError(host)
