"""The one place that knows on which domain a community's pages live."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from qunluo.people.communities import queries

OUR_OWN = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})


def absolute(community: queries.CommunityCard | None, path: str) -> str:
    """The full address of a path such as `/c/tea/`; on the community's own domain if it has one."""
    return _absolute(community.host if community else "", path)


def absolute_in(community_id: int | None, path: str) -> str:
    """The same for mails, feeds and jobs, by the community's id; one query."""
    return _absolute(queries.host_of(community_id) if community_id else "", path)


def community_of(host: str) -> str | None:
    """The slug of the community that owns the host a browser asked for; one query off our own."""
    name = host.rsplit(":", 1)[0].lower() if not host.endswith("]") else host
    if name in OUR_OWN or name == urlsplit(settings.PUBLIC_ADDRESS).hostname:
        return None
    return queries.slug_of_host(name)


def _absolute(host: str, path: str) -> str:
    if not host:
        return f"{settings.PUBLIC_ADDRESS}{path}"
    scheme = urlsplit(settings.PUBLIC_ADDRESS).scheme
    return f"{scheme}://{host}{path}"
