"""What others post arrives on an open topic page, over a websocket or over plain events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.checking import Look, violations
from tests.browser.writing import opened, replied

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.checking import Town

NO_SOCKETS = (
    "window.WebSocket = class { static OPEN = 1; readyState = 3;"
    " constructor() { setTimeout(() => this.onclose?.(), 10); } }"
)


def until_heard(page: Page) -> None:
    """The page listens from now on."""
    page.wait_for_selector("html[data-heard*='topic:']")


@pytest.mark.parametrize("way", ["websocket", "events"])
def test_a_new_reply_is_told_and_brought_in_without_moving_the_page(town: Town, way: str):
    topic = opened(town, "lan", f"Spring outing by {way}")
    with town.visit("mei", Look(390, "dark", "en")) as page:
        if way == "events":
            page.add_init_script(NO_SOCKETS)
        page.goto(topic)
        page.locator("#reply-text").fill("Half a sentence that must not get lost")
        until_heard(page)
        replied(town, "wei", topic, "I bring the cups.")
        pill = page.locator(".news")
        expect(pill).to_have_text("1 new post", timeout=15_000)
        expect(page.locator("#post-2")).to_have_count(0)
        replied(town, "an", topic, "And I the kettle.")
        expect(pill).to_have_text("2 new posts")
        assert not violations(page)
        pill.click()
        expect(page.locator("#post-2")).to_contain_text("I bring the cups.")
        expect(page.locator("#post-3")).to_contain_text("And I the kettle.")
        expect(page.locator(".answers-bar h2")).to_have_text("2 replies")
        expect(pill).to_be_hidden()
        expect(page.locator("#reply-text")).to_have_value("Half a sentence that must not get lost")
        # What came in works like the rest.
        page.locator("#post-2 .reactions summary").click()
        page.locator("#post-2 .reactions .panel button[value=like]").click()
        expect(page.locator("#post-2 .reactions > button[value=like]")).to_have_text("1")


def test_a_new_comment_is_brought_below_its_post(town: Town):
    topic = opened(town, "lan", "Which hill first?")
    with town.visit("mei", Look(language="en")) as page, town.visit("wei") as other:
        page.goto(topic)
        until_heard(page)
        other.goto(topic)
        other.locator("#post-1 .comment-form summary").click()
        other.locator("#post-1 .comment-form textarea").fill("The one with the spring?")
        with other.expect_navigation():
            other.locator("#post-1 .comment-form button").click()
        page.locator(".news").click()
        expect(page.locator("#post-1 .comment")).to_contain_text("The one with the spring?")
