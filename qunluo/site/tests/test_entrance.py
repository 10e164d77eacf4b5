"""The ASGI entry: what is kept for visitors, and what never is."""

import asyncio

import pytest
from django.test import override_settings

from qunluo.kernel import bus
from qunluo.kernel.web.pagecache import page_key, pages
from qunluo.site import entrance


@pytest.fixture
def django(monkeypatch):
    """Stands in for Django: counts, and answers what the test wants."""

    class Django:
        def __init__(self):
            self.asked = 0
            self.headers = [(b"x-page-cache", b"7:60"), (b"x-request-id", b"abc")]
            self.status = 200
            self.while_making = lambda: None

        async def __call__(self, scope, receive, send):
            self.asked += 1
            self.while_making()
            body = f"page {self.asked}".encode()
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status,
                    "headers": list(self.headers),
                }
            )
            await send({"type": "http.response.body", "body": body[:2], "more_body": True})
            await send({"type": "http.response.body", "body": body[2:]})

    stand_in = Django()
    monkeypatch.setattr(entrance, "django", stand_in)
    pages.clear()
    yield stand_in
    pages.clear()


def get(path="/c/tea/", query="", method="GET", **headers):
    async def ask():
        told = []
        given = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "scheme": "http",
            "headers": [(b"host", b"localhost"), *given],
        }

        async def send(message):
            told.append(message)

        await entrance.application(scope, None, send)
        body = b"".join(m.get("body", b"") for m in told[1:])
        return told[0]["status"], dict(told[0]["headers"]), body.decode()

    return asyncio.run(ask())


def test_a_visitor_s_page_is_made_once(django):
    first, second = get(), get()
    assert (first[2], second[2]) == ("page 1", "page 1")
    assert b"x-page-cache" not in first[1]
    assert b"x-page-cache" not in second[1]
    assert b"x-request-id" not in second[1]  # that id was another request's


@pytest.mark.parametrize(
    "different",
    [
        {"query": "page=2"},
        {"path": "/c/coffee/"},
        {"accept_language": "en"},
        {"cookie": "qunluo_language=en"},
        {"cookie": "qunluo_theme=dark"},
    ],
)
def test_another_page_language_or_theme_is_another_page(django, different):
    get()
    get(**different)
    assert django.asked == 2


@pytest.mark.parametrize(
    "own",
    [
        {"cookie": "qunluo_session=abc"},
        {"cookie": "messages=x"},
        {"authorization": "Bearer x"},
        {"hx_request": "true"},
        {"method": "POST"},
        {"method": "HEAD"},
    ],
)
def test_whoever_is_not_merely_a_visitor_gets_an_own_answer(django, own):
    get()
    assert get(**own)[2] == "page 2"
    assert get(**own)[2] == "page 3"


@pytest.mark.parametrize("headers", [[], [(b"x-page-cache", b"7:60"), (b"Set-Cookie", b"a=b")]])
def test_pages_without_the_mark_or_with_a_cookie_are_not_kept(django, headers):
    django.headers = headers
    assert (get()[2], get()[2]) == ("page 1", "page 2")


def test_a_change_in_the_community_makes_the_page_anew(django):
    get()
    bus.publish("changed", {"communities": [8]})
    assert get()[2] == "page 1"
    bus.publish("changed", {"communities": [7]})
    assert get()[2] == "page 2"


def test_a_page_made_while_something_changed_is_not_kept(django):
    django.while_making = lambda: bus.publish("changed", {"communities": [7]})
    assert (get()[2], get()[2]) == ("page 1", "page 2")


def test_the_oldest_pages_make_room(django, monkeypatch):
    monkeypatch.setattr(pages, "_most_bytes", 12)
    for path in ("/a/", "/b/", "/c/"):
        get(path=path)
    assert get(path="/a/")[2] == "page 4"
    assert get(path="/c/")[2] == "page 3"


def test_an_old_page_is_made_anew(django):
    django.headers = [(b"x-page-cache", b"7:0")]
    assert (get()[2], get()[2]) == ("page 1", "page 2")


def test_the_language_is_the_one_django_would_choose():
    def language(**headers):
        given = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
        return page_key(given, "/", "", "http")[4]

    assert language() == "zh-hans"
    assert language(accept_language="en-GB,en;q=0.9") == "en"
    assert language(accept_language="fr") == "zh-hans"
    assert language(accept_language="zh-CN,en;q=0.5") == "zh-hans"
    assert language(cookie="qunluo_language=en", accept_language="zh-CN") == "en"


@pytest.mark.django_db(transaction=True)
def test_a_community_made_private_is_not_served_once_the_action_returns(django, setting_up):
    from qunluo.kernel.testing.cast import build_village
    from qunluo.people.communities import actions

    village = build_village()
    django.headers = [(b"x-page-cache", f"{village.community.pk}:600".encode())]
    get()
    assert get()[2] == "page 1"
    actions.change_settings(village.viewer("lan"), access="private")
    assert get()[2] == "page 2"


def test_alive_says_so():
    status, _headers, body = get(path="/healthz")
    assert (status, body) == (200, "alive\n")


@override_settings(ALLOWED_HOSTS=["*"])
def test_a_start_loads_nothing_heavy(tmp_path):
    import os
    import subprocess
    import sys

    code = (
        "import sys, qunluo.site.asgi; from django.urls import reverse; reverse('front');"
        "heavy = {'numpy','scipy','duckdb','matplotlib','pandas','boto3','redis','docx','typst','ninja',"
        "'pydantic','py7zr','polars','pyarrow','xlsxwriter','playwright'} & set(sys.modules);"
        "print(sorted(heavy))"
    )
    env = {**os.environ, "QUNLUO_HOME": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr
