"""What stands around every page: offline, keys, toasts, menus, dialogs, theme and language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.checking import Look, violations
from tests.browser.writing import C, opened

if TYPE_CHECKING:
    from tests.browser.checking import Town


def test_offline_is_said_and_sending_waits(town: Town):
    topic = opened(town, "lan", "In the tunnel")
    with town.visit("mei", Look(390, language="en")) as page:
        page.goto(topic)
        page.context.set_offline(True)
        expect(page.locator("#offline")).to_be_visible()
        page.locator("#reply-text").fill("Sent from a tunnel")
        page.locator("#compose .btn-primary").click()
        expect(page.locator(".toast[data-tone=warn]")).to_contain_text("still here")
        expect(page.locator("#reply-text")).to_have_value("Sent from a tunnel")
        assert not violations(page)
        page.context.set_offline(False)
        expect(page.locator("#offline")).to_be_hidden()
        with page.expect_navigation():
            page.locator("#compose .btn-primary").click()
        expect(page.locator("#post-2")).to_contain_text("Sent from a tunnel")


def test_single_keys_move_search_and_explain_themselves(town: Town):
    with town.visit("mei", Look(language="en")) as page:
        page.goto(f"{C}forum/")
        page.keyboard.press("j")
        page.keyboard.press("j")
        titles = page.locator(".thread-row .title a")
        expect(titles.nth(1)).to_be_focused()
        page.keyboard.press("k")
        expect(titles.nth(0)).to_be_focused()
        page.keyboard.press("/")
        expect(page.locator('[data-hotkey="/"]')).to_be_focused()
        page.keyboard.press("j")
        expect(page.locator('[data-hotkey="/"]')).to_have_value("j")
        page.locator("main").focus()
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Keys")
        expect(dialog).to_be_visible()
        assert not violations(page)
        dialog.get_by_role("checkbox").uncheck()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        page.locator("main").focus()
        page.keyboard.press("?")
        expect(dialog).to_be_hidden()
        page.reload()
        page.locator("main").focus()
        page.keyboard.press("j")
        expect(titles.nth(0)).not_to_be_focused()
        page.evaluate("localStorage.removeItem('keys-off')")


def test_r_leads_to_the_reply(town: Town):
    with town.visit("mei") as page:
        page.goto(opened(town, "lan", "Reply by key"))
        page.keyboard.press("r")
        expect(page.locator("#reply-text")).to_be_focused()


def test_toasts_go_by_themselves_but_errors_stay(town: Town):
    with town.visit("keeper", Look(language="en")) as page:
        page.goto("/design/")
        page.locator("[data-toast=good]").first.click()
        page.locator("[data-toast=bad]").first.click()
        good = page.locator("#toasts .toast[data-tone=good]")
        bad = page.locator("#toasts .toast[data-tone=bad]")
        expect(good).to_be_visible()
        page.mouse.move(5, 5)
        expect(good).to_be_hidden(timeout=9000)
        expect(bad).to_be_visible()
        bad.get_by_role("button", name="Close").click()
        expect(bad).to_be_hidden()


def test_a_menu_opens_and_closes_by_keyboard(town: Town):
    with town.visit("mei", Look(language="en")) as page:
        page.goto(C)
        summary = page.get_by_label("Language and look")
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".menu[open] .panel")).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(page.locator(".menu[open] .panel button").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".menu[open]")).to_have_count(0)
        expect(summary).to_be_focused()


def test_a_dialog_takes_the_focus_and_gives_it_back(town: Town):
    with town.visit("keeper", Look(language="en")) as page:
        page.goto("/design/")
        link = page.locator("[data-opens]").first
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator("dialog[open]")).to_be_visible()
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(link).to_be_focused()


def test_the_theme_changes_at_once_and_stays(town: Town):
    with town.visit("mei", Look(language="en")) as page:
        page.goto(C)
        page.get_by_label("Language and look").click()
        with page.expect_response(re.compile("/display/")):
            page.get_by_role("button", name="Dark").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "qunluo-dark")
        page.goto(f"{C}forum/")
        expect(page.locator("html")).to_have_attribute("data-theme", "qunluo-dark")
        page.get_by_label("Language and look").click()
        with page.expect_response(re.compile("/display/")):
            page.get_by_role("button", name="As the device").click()
        page.reload()
        assert page.locator("html").get_attribute("data-theme") is None
