"""The walk: every page and every API operation, asked for by everyone, finds nothing it should not.

Secrets are planted in places that are not public; whoever may not read a place must never be
shown its secret, and a page without a declared door must be closed. A parameter that nobody gave a
sample for fails the walk: put it in `<domain>/tests/walking.py`, as

    def plant(place) -> dict[str, object]:
        "Put `place.secret` into place.space (as place.author) and return samples by parameter."
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, URLResolver
from django.utils.regex_helper import normalize

from qunluo.kernel.action import writing
from qunluo.kernel.testing.cast import FOUNDED
from qunluo.kernel.web import limits
from qunluo.kernel.web.doors import door_of
from qunluo.people.communities import actions as communities
from qunluo.people.communities import queries

VIEWERS = ("lan", "an", "bo", "wei", "mei", "zhu", "")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CLOSED_PLACES = {"cellar", "barn"}
CLOSED = {302, 401, 403, 404, 405}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")
# Says 503 on purpose where no worker runs, as in tests.
MAY_BE_UNREADY = frozenset({"web:ready"})


@dataclass
class Place:
    """A space with a secret in it. `readers`: who of the viewers may read it."""

    slug: str
    space: Any
    author: Any
    secret: str
    readers: frozenset[str]
    samples: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stop:
    """One address of the walk."""

    route: str
    name: str
    door: str
    parameters: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/")


@cache
def stops() -> tuple[Stop, ...]:
    return tuple(_stops(get_resolver().url_patterns, "", ""))


def _stops(patterns, before, space):
    for one in patterns:
        route = before + _plain(one.pattern)
        if isinstance(one, URLResolver):
            yield from _stops(one.url_patterns, route, one.namespace or space)
            continue
        found = tuple(next(filter(None, match)) for match in PARAMETER.findall(route))
        door = "api" if route.startswith("api/") else door_of(one.callback)
        yield Stop(route, f"{space}:{one.name}", door, found)


def _plain(pattern) -> str:
    """`^c/(?P<tag>[a-z]+)/$` as `c/<tag>/`; an unnamed group shows as a parameter without sample."""
    if not isinstance(pattern, RegexPattern):
        return str(pattern)
    whole, _names = normalize(str(pattern).removeprefix("^"))[0]
    return re.sub(r"%\((\w+)\)s", r"<\1>", whole)


@dataclass
class Town:
    """Everyone and everything the walk meets, and one browser for each kind of person."""

    village: Any
    places: list[Place]
    clients: dict[str, Client]
    # (route, method) that answered 405 to somebody inside: no view stands there.
    barred: set[tuple[str, str]] = field(default_factory=set)


@pytest.fixture
def town(village) -> Town:
    return Town(village, _places(village), {name: _client(village, name) for name in VIEWERS})


@pytest.fixture
def places(town) -> list[Place]:
    return town.places


def _places(village) -> list[Place]:
    """Six spaces: open, for members, for few; in a semi-public, a private, an importing community."""
    with writing("*"):
        from qunluo.kernel.testing import cast

        kai = cast.model("members.Member").objects.create_user(
            "kai@example.org", handle="kai", display_name="Kai", joined_at=FOUNDED
        )
    village.members["kai"] = kai
    lan = village.viewer("lan")
    council = communities.open_space(lan, "council", name="Council", kind="forum", access="private")
    ours = frozenset(VIEWERS) - {"", "zhu"}
    owner = village.viewer("kai")
    organisation = communities.found_organisation(owner, "burrow", name="Burrow")
    found = [
        Place("tea", village.forum, lan, "SECRETOPEN", frozenset(VIEWERS)),
        Place("tea", village.quiet, lan, "SECRETQUIET", ours),
        Place("tea", _space(council), lan, "SECRETCOUNCIL", frozenset({"an", "lan"})),
    ]
    for slug, access in (("club", "semi_public"), ("cellar", "private"), ("barn", "public")):
        name = slug if slug == "club" else f"SECRET{slug.upper()}"
        communities.found_community(owner, organisation, slug, name=name, access=access)
        standing = village.viewer("kai", community=slug)
        communities.position_community(standing, theme=f"SECRET{slug.upper()}")
        space = queries.entrance(standing, slug).community.spaces[0]
        found.append(Place(slug, _space(space.id), standing, f"SECRET{slug.upper()}", frozenset()))
    for place in found:
        place.samples |= _samples(village, place)
    with writing("communities"):
        found[-1].space.community.state = "importing"
        found[-1].space.community.save()
    return found


def _space(space_id):
    from qunluo.people.communities.models import Space

    return Space.objects.select_related("community").get(pk=space_id)


def _samples(village, place: Place) -> dict[str, Any]:
    samples: dict[str, Any] = {
        "community": place.slug,
        "slug": place.slug,
        "space": place.space.slug,
        "space_id": place.space.pk,
        "organisation": "burrow",
        "member_id": place.author.member_id,
    }
    for app in (*settings.KERNEL_APPS, *settings.DOMAIN_APPS):
        if find_spec(f"{app}.tests") and find_spec(f"{app}.tests.walking"):
            samples |= import_module(f"{app}.tests.walking").plant(place)
    return samples


def _address(stop: Stop, samples: dict[str, Any]) -> str:
    def fill(match: re.Match[str]) -> str:
        name = next(filter(None, match.groups()))
        return str(samples.get(f"{stop.name}.{name}", samples.get(name, f"no-sample-{name}")))

    return "/" + PARAMETER.sub(fill, stop.route)


def _client(village, name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name:
        with writing("members"):
            client.force_login(village.members[name], "django.contrib.auth.backends.ModelBackend")
    return client


@contextmanager
def _undone():
    """Whatever the request did is undone, so that each one meets the same town."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


class _Undo(Exception):  # noqa: N818 - not an error, the way out of a transaction
    pass


def _ask(client: Client, method: str, address: str, *, is_api: bool) -> tuple[int, str, str]:
    told = {"content_type": "application/json"} if is_api and method != "GET" else {}
    cookies = copy(client.cookies)
    limits.forget()
    with _undone():
        answer = client.generic(method, address, b"{}" if told else b"", **told)
        text = "" if answer.streaming else answer.content.decode(errors="replace")
        given = answer.status_code, text, answer.get("location", "")
    client.cookies = cookies
    return given


def test_every_parameter_has_a_sample(town, places):
    known = set().union(*(place.samples for place in places))
    lacking = [
        f"{stop.route}: {name}"
        for stop in stops()
        for name in stop.parameters
        if name not in known and f"{stop.name}.{name}" not in known
    ]
    assert lacking == [], "give samples in <domain>/tests/walking.py"


def test_nobody_is_shown_what_they_may_not_read(town, places):
    """Every address, for every place, and with what belongs to one place under another's name."""
    whole, tea = list(_tour(places)), list(_tour(places[:3]))
    # Elsewhere all of them are strangers, and what lan may not fetch from there nobody may.
    tours = {name: whole if name in {"lan", "mei", ""} else tea for name in VIEWERS}
    assert [
        wrong for name, tour in tours.items() for wrong in _wrong_for(town, name, tour, ("GET",))
    ] == []


def test_no_write_breaks_or_opens_a_door(town, places):
    """Writing with nothing in hand: refused or asked to mend it; never a crash, never a secret."""
    inside, everywhere = list(_tour(places[:2])), list(_tour(places[:2] + places[3:4]))
    tours = {name: everywhere if name in {"zhu", ""} else inside for name in VIEWERS}
    found = [
        wrong for name, tour in tours.items() for wrong in _wrong_for(town, name, tour, METHODS[1:])
    ]
    assert found == []


def _wrong_for(town: Town, name: str, tour, methods):
    """What breaks, or shows a secret, when one person asks for every address."""
    hidden = [place.secret for place in town.places if name not in place.readers]
    for address, stop in tour:
        for method in methods if stop.is_api else methods[:1]:
            if (stop.route, method) in town.barred:
                continue
            status, text, _to = _ask(town.clients[name], method, address, is_api=stop.is_api)
            if status == 405:
                town.barred.add((stop.route, method))
            told = f"{method} {address} for {name or 'a visitor'}"
            if status >= 500 and stop.name not in MAY_BE_UNREADY:
                yield f"{status} {told}"
            yield from (f"{secret} shown by {told}" for secret in hidden if secret in text)


def test_a_page_without_a_door_is_closed(town, places):
    """To visitors everywhere; inside a community also to those who are no members of it."""
    stranger, visitor = town.clients["zhu"], town.clients[""]
    wrong = []
    for stop in stops():
        if stop.door not in {"members", "api"} or KEEPS_ITS_OWN_DOOR in stop.route:
            continue
        address = _address(stop, places[0].samples)
        for client, who in ((visitor, "visitor"), (stranger, "stranger")):
            if who == "stranger" and not stop.route.startswith("c/"):
                continue
            for method in ("GET", "POST"):
                status, _text, to = _ask(client, method, address, is_api=stop.is_api)
                if not _is_closed(status, to) and stop.name not in OPEN_API:
                    wrong.append(f"{status} {method} {address} for a {who}")
    assert wrong == [], "\n".join(wrong)


KEEPS_ITS_OWN_DOOR = "api/v1/communities/<slug>"
OPEN_API = {"api:openapi-json", "api:openapi-view", "api:api-root", "api:list_communities"}


def _is_closed(status: int, to: str) -> bool:
    return status in CLOSED and (status != 302 or to.startswith("/account/sign-in/"))


def test_a_private_or_importing_community_does_not_exist(town, places):
    """For none of VIEWERS, who are all strangers there; lan stands for whoever is signed in."""
    outside = [one for one in places if one.slug in CLOSED_PLACES]
    inside = [stop for stop in stops() if stop.route.startswith("c/")]
    wrong = []
    asking = (("lan", "GET"), ("lan", "POST"), ("", "GET"))
    for place, stop, (name, method) in product(outside, inside, asking):
        address = _address(stop, place.samples)
        status, text, _to = _ask(town.clients[name], method, address, is_api=False)
        if status != 404 and not (method == "POST" and status == 403):
            wrong.append(f"{status} {method} {address} for {name or 'a visitor'}")
        if place.secret in text:
            wrong.append(f"{place.secret} shown by {method} {address}")
    assert wrong == [], "\n".join(wrong)


def test_a_semi_public_community_answers_alike_for_what_is_and_what_is_not(town, places):
    """Behind the same door, an id that exists and one that does not cannot be told apart."""
    client = town.clients["zhu"]
    club = next(one for one in places if one.slug == "club")
    nothing = {
        name: 987_654 if isinstance(value, int) else value for name, value in club.samples.items()
    }
    wrong = []
    for stop in stops():
        if not stop.route.startswith("c/") or stop.door in {"listed", "signed_in", "anyone"}:
            continue
        there = _ask(client, "GET", _address(stop, club.samples), is_api=False)
        not_there = _ask(client, "GET", _address(stop, nothing), is_api=False)
        if there[0] != 403 or not_there[0] != 403:
            wrong.append(f"{there[0]} {not_there[0]} {stop.route}")
    assert wrong == [], "\n".join(wrong)


def _tour(places: list[Place]):
    """Each stop for each place, then what belongs to a place under tea's name; no address twice."""
    home, seen = places[0], set()
    for stop in stops():
        for place in places:
            under_home = place.samples | {"community": home.slug, "slug": home.slug}
            for samples in (place.samples, under_home):
                if stop.route.startswith("c/") and samples["community"] in CLOSED_PLACES:
                    continue  # walked by test_a_private_or_importing_community_does_not_exist
                address = _address(stop, samples)
                if address not in seen:
                    seen.add(address)
                    yield address, stop
