"""A volunteer works the queue by keyboard: claim, see, decide, undo, and the next one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.checking import Town

QUEUE = "/c/tea-demo/work/cases/"


def cases_waiting(page: Page) -> int:
    page.goto(QUEUE)
    return page.locator("tbody tr").count()


def open_quarrel(page: Page) -> None:
    """By keyboard alone: the link of the case takes the focus, Enter follows it."""
    page.goto(QUEUE)
    page.get_by_role("link", name="说说为什么我不喝熟茶").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cases/\d+/"))
    expect(page.locator("html[data-case-keys]")).to_be_attached()


def press(page: Page, key: str) -> None:
    """A key that sends a form; done when the answer's page has its keys."""
    with page.expect_navigation():
        page.keyboard.press(key)
    expect(page.locator("html[data-case-keys]")).to_be_attached()


def test_a_case_is_claimed_decided_and_undone_by_keyboard(town: Town) -> None:
    with town.visit("wei") as page:
        waiting = cases_waiting(page)
        open_quarrel(page)
        press(page, "c")
        expect(page.get_by_text("你在处理")).to_be_visible()
        expect(page.locator(".case-words")).to_contain_text("不懂茶")
        expect(page.locator(".case-side")).to_contain_text("地图炮")
        page.locator("#reason").fill("引战，换个说法再发。")
        page.keyboard.press("Escape")
        press(page, "s")
        expect(page.locator("[data-key=u]")).to_be_visible()
        expect(page.locator(".case-side")).to_contain_text("警告")
        assert cases_waiting(page) == waiting - 1
        page.go_back()
        expect(page.locator("html[data-case-keys]")).to_be_attached()
        press(page, "u")
        assert cases_waiting(page) == waiting


def test_n_takes_the_next_case_from_the_queue(town: Town) -> None:
    with town.visit("an") as page:
        page.goto(QUEUE)
        expect(page.locator("html[data-case-keys]")).to_be_attached()
        press(page, "n")
        expect(page.get_by_text("你在处理")).to_be_visible()
        page.get_by_role("button", name="放回").click()
        expect(page.get_by_text("我来处理")).to_be_visible()


def test_keys_do_nothing_while_one_writes(town: Town) -> None:
    with town.visit("wei") as page:
        open_quarrel(page)
        here = page.url
        page.locator("#reason").focus()
        page.keyboard.type("arsun")
        expect(page.locator("#reason")).to_have_value("arsun")
        assert page.url == here
