"""Private talk in real browsers, two at once: live, counted, blocked, and read by nobody else."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.cable import Cable
from tests.browser.checking import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.checking import Town

ARRIVES = 15_000


@contextmanager
def at(town: Town, who: str, path: str, address: str = "") -> Iterator[Page]:
    context = town.browser.new_context(
        base_url=address or town.address,
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        storage_state=town.session(who),
    )
    host = town.address.rpartition(":")[0]  # cookies know no ports
    context.add_cookies([{"name": "qunluo_language", "value": "zh-hans", "url": host}])
    page = context.new_page()
    page.goto(path)
    page.wait_for_selector("[data-chat][data-line=up]")
    try:
        yield page
    finally:
        context.close()


def their_talk(town: Town) -> str:
    """The address of the conversation of Mei and Lan."""
    with town.visit("mei") as page:
        page.goto("/conversations/")
        link = page.locator(".talk-link", has_text="沈若兰").last
        return link.get_attribute("href") or ""


def say(page: Page, words: str) -> None:
    page.locator("#chat-words").fill(words)
    page.locator("#chat-words").press("Enter")


def test_two_talk_live_and_a_cut_line_loses_and_doubles_nothing(town: Town):
    path, mark = their_talk(town), f"Steam {os.urandom(3).hex()}"
    with (
        Cable(town.address) as cable,
        at(town, "mei", path, cable.address) as mei,
        at(town, "lan", path) as lan,
    ):
        say(mei, f"{mark} 1")
        expect(lan.locator(".message", has_text=f"{mark} 1")).to_have_count(1, timeout=ARRIVES)
        expect(mei.locator(".message[data-number]", has_text=mark)).to_have_count(1)
        cable.cut()
        expect(mei.locator("[data-link]")).to_be_visible(timeout=ARRIVES)
        say(mei, f"{mark} 2")
        expect(mei.locator(".message.is-waiting", has_text=mark)).to_have_count(1)
        say(lan, f"{mark} 3")
        expect(lan.locator(".message[data-number]", has_text=mark)).to_have_count(2)
        cable.mend()
        for page in (mei, lan):
            shown = page.locator(".message[data-number]", has_text=mark)
            expect(shown).to_have_count(3, timeout=30_000)
        assert violations(mei) == []


def test_the_bar_counts_what_waits_and_reading_clears_it(town: Town):
    path, mark = their_talk(town), f"Bell {os.urandom(3).hex()}"
    number = "[data-fresh=conversations] [data-bell-number]"
    with town.visit("lan") as lan, at(town, "mei", path) as mei:
        lan.goto(path)
        lan.wait_for_selector("[data-chat][data-line=up]")
        lan.goto("/c/tea-demo/")
        say(mei, mark)
        expect(mei.locator(".message[data-number]", has_text=mark)).to_have_count(1)
        lan.reload()
        expect(lan.locator(number)).not_to_have_text("0", timeout=ARRIVES)
        lan.goto("/conversations/")
        expect(lan.locator(".talk-link.is-unread", has_text=mark)).to_have_count(1)
        lan.locator(".talk-link", has_text=mark).click()
        lan.wait_for_selector("[data-chat][data-line=up]")
        expect(lan.locator(".message", has_text=mark)).to_have_count(1)


def test_nobody_else_opens_it(town: Town):
    path = their_talk(town)
    with town.visit("keeper") as page:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 404
        assert page.locator(".message").count() == 0
