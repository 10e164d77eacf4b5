"""Somebody says what they need, what fits is shown with its reason, two talk, and it is met; and
talk that is worth keeping becomes a topic."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.checking import Look, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.checking import Town

C = "/c/tea-demo/"
LOOKS = (Look(1280, "light", "en"), Look(390, "dark", "en"))


def post(page: Page, kind: str, title: str, tag: str) -> str:
    """Say what one seeks or gives, by the form; its address."""
    page.goto(f"{C}exchange/new/?kind={kind}")
    page.locator(f"main [name=kind][value={kind}]").check()
    page.locator("main [name=title]").fill(title)
    page.locator("main [name=tags]").fill(tag)
    with page.expect_navigation():
        page.locator("main form:has([name=title]) .btn-primary").last.click()
    page.wait_for_url(re.compile(r"/exchange/\d+/$"))
    return page.url


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_from_a_need_to_a_meeting_that_is_on_record(town: Town, look: Look):
    tag = f"gaiwan{os.urandom(2).hex()}"
    asked, answered = f"May I come on Sunday to see the {tag}?", f"Gladly, the {tag} at three."
    with town.visit("wei", look) as giver, town.visit("mei", look) as seeker:
        offer = post(giver, "offer", f"Lessons with a {tag}", tag)
        need = post(seeker, "need", f"Who teaches the {tag}?", tag)
        fits = seeker.locator("main .card", has_text="What fits").locator("li").first
        expect(fits).to_contain_text(f"Lessons with a {tag}")
        expect(fits.locator(".small").last).to_contain_text(tag)  # the reason
        assert violations(seeker) == []
        fits.locator("a").first.click()
        seeker.wait_for_url(offer)
        seeker.locator("main [name=body]").fill(asked)
        with seeker.expect_navigation():
            seeker.locator("form[action$='/contact/'] .btn-primary").click()
        seeker.wait_for_url(re.compile(r"/conversations/\d+/"))
        expect(seeker.locator(".message", has_text=asked)).to_have_count(1)
        giver.goto(seeker.url)
        giver.wait_for_selector("[data-chat][data-line=up]")
        giver.locator("#chat-words").fill(answered)
        giver.locator("#chat-words").press("Enter")
        expect(seeker.locator(".message", has_text=answered)).to_have_count(1)
        giver.goto(offer)
        giver.locator("[name=outcome][value=met]").check()
        seen = giver.locator("[name=met_with] option:not([value=''])")
        giver.locator("[name=met_with]").select_option(seen.first.get_attribute("value"))
        with giver.expect_navigation():
            giver.locator("form[action$='/closure/'] button").last.click()
        expect(giver.locator("main .chip", has_text="Met here")).to_be_visible()
        assert violations(giver) == []
        seeker.goto(offer)
        expect(seeker.locator(".definition-list", has_text="Met with")).to_be_visible()
        seeker.goto(need)
        expect(seeker.locator("main .card", has_text="What fits")).to_have_count(0)


def test_talk_that_is_worth_keeping_becomes_a_topic(town: Town):
    mark = f"Spring water {os.urandom(2).hex()}"
    with town.visit("mei", LOOKS[0]) as mei, town.visit("lan", LOOKS[0]) as lan:
        for page in (mei, lan):
            page.goto(f"{C}chat/rooms/1/")
            page.wait_for_selector("[data-chat][data-line=up]")
        for page, words in ((mei, "boils too early"), (lan, "comes from the north hill")):
            page.locator("#chat-words").fill(f"{mark} {words}")
            page.locator("#chat-words").press("Enter")
            expect(mei.locator(".message[data-number]", has_text=words)).to_have_count(1)
        said = mei.locator(".message[data-number]", has_text=f"{mark} boils")
        said.locator("[data-options]").click()
        mei.locator(".message-menu a, .message-menu button", has_text="topic").first.click()
        mei.wait_for_url(re.compile("/topic/$"))
        mei.locator("main [name=title]").fill(f"{mark}: what we know")
        mei.locator(".gathered-line", has_text=f"{mark} comes").locator("input").check()
        assert violations(mei) == []
        with mei.expect_navigation():
            mei.locator("main form .btn-primary").last.click()
        expect(mei.locator("h1")).to_have_text(f"{mark}: what we know")
        expect(mei.locator("#post-1 blockquote")).to_have_count(2)
        expect(mei.locator("#post-1")).to_contain_text("comes from the north hill")
        topic = mei.url
        became = lan.locator(".message", has_text=f"{mark} boils").locator(".became")
        expect(became).to_be_visible()
        became.click()
        lan.wait_for_url(re.compile(re.escape(topic.partition("?")[0].split("/c/")[1][:30])))
        expect(lan.locator("h1")).to_have_text(f"{mark}: what we know")
