"""Where no view stands, or one breaks, the product answers in its own words and shows a way on."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from qunluo.kernel.web.doors import open_to_anyone
from qunluo.site import urls


@open_to_anyone
def breaks(request):
    raise RuntimeError("a secret")


@open_to_anyone
def stands(request):
    return HttpResponse("here")


urlpatterns = [path("breaks/", breaks), path("api/breaks", breaks), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)


@pytest.fixture
def frank():
    """A browser whose server's errors become answers."""
    return Client(raise_request_exception=False)


def test_an_address_without_a_page_shows_the_way_home(village, as_member):
    for name in ("", "mei"):
        answer = as_member(name).get("/no/such/page/?lang=en")
        assert answer.status_code == 404
        text = answer.content.decode()
        assert "There is no page at this address." in text
        assert "All communities" in text
        assert 'role="search"' not in text
    assert "这个网址下没有页面。" in as_member("").get("/no/?lang=zh-hans").content.decode()


def test_inside_a_community_it_keeps_its_place_and_its_search(village, as_member, setting_up):
    text = as_member("").get("/c/tea/no/such/?lang=en").content.decode()
    assert "/c/tea/search/" in text
    assert "Look for it in Tea" in text
    village.other.access = "private"
    village.other.save()
    for client in (as_member(""), as_member("mei")):
        hidden = client.get("/c/coffee/no/such/?lang=en")
        assert hidden.status_code == 404
        assert "Coffee" not in hidden.content.decode()
    assert "/c/coffee/search/" in as_member("zhu").get("/c/coffee/no/such/").content.decode()


def test_programs_are_told_as_a_problem(village, as_member):
    client = as_member("")
    for answer, status, code in (
        (client.get("/api/v1/no/such"), 404, "missing"),
        (client.get("/no/such/", HTTP_ACCEPT="application/json"), 404, "missing"),
        (client.patch("/api/v1/communities"), 405, "not_a_page"),
        (client.get("/api/v1/communities?words=%00"), 400, "unreadable"),
        (client.get("/api/v1/communities/te%00a"), 400, "unreadable"),
    ):
        assert answer.status_code == status
        assert answer["content-type"] == "application/problem+json"
        assert answer.json()["code"] == code


def test_the_address_of_a_form_is_no_page(village, as_member):
    answer = as_member("mei").get("/display/?lang=en")
    assert answer.status_code == 405
    assert answer["allow"] == "POST"
    assert "only takes what a form sends" in answer.content.decode()


def test_a_character_that_nothing_can_keep_is_refused(village, as_member):
    answer = as_member("mei").get("/c/tea/search/?q=%00&lang=en")
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()
    body = '{"title": "a\\u0000b", "body": "x", "space": "square"}'
    sent = as_member("mei").post(
        "/api/v1/communities/tea/forum/topics", body, content_type="application/json"
    )
    assert (sent.status_code, sent.json()["code"]) == (400, "unreadable")


def test_a_stale_form_says_how_to_go_on(village):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/sign-in/?lang=en", {"email": "x"})
    assert answer.status_code == 403
    assert "This form is out of date" in answer.content.decode()
    told = client.post("/account/sign-in/", HTTP_HX_REQUEST="true")
    assert told.status_code == 403
    assert "toast" in told["HX-Trigger"]


def test_a_host_that_is_not_ours_is_told_so_without_asking_it(client):
    answer = client.get("/", HTTP_HOST="elsewhere.example", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 400
    assert "/static/" in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_what_breaks_is_told_with_its_number_and_nothing_more(
    village, frank, django_assert_num_queries
):
    answer = frank.get("/breaks/?lang=en", HTTP_X_REQUEST_ID="abcdef123456")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "Something broke on our side." in text
    assert "abcdef123456" in text
    assert "a secret" not in text
    frank.cookies["qunluo_theme"] = "dark"
    assert 'data-theme="qunluo-dark"' in frank.get("/breaks/").content.decode()
    told = frank.get("/api/breaks")
    assert (told.status_code, told.json()["code"]) == (500, "broken")
