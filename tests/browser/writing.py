"""What the browser tests write with: a fresh topic or question, and forms filled like anybody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.checking import Town

C = "/c/tea-demo/"
SQUARE, HELP = "square", "help"


def opened(town: Town, who: str, title: str, *, is_question: bool = False) -> str:
    """The address of a new topic or question."""
    place = f"questions/spaces/{HELP}/new/" if is_question else f"forum/spaces/{SQUARE}/new/"
    with town.visit(who) as page:
        page.goto(C + place)
        page.locator("#id_title").fill(title)
        page.locator("textarea[name=body]").fill("Words to begin with.")
        send(page, "textarea[name=body]")
        return page.url.partition("?")[0].removeprefix(town.address)


def replied(town: Town, who: str, topic: str, words: str) -> None:
    with town.visit(who) as page:
        page.goto(topic)
        page.locator("#reply-text").fill(words)
        send(page, "#reply-text")


def send(page: Page, area: str) -> None:
    """Press the form's main button and wait for the page that follows."""
    with page.expect_navigation():
        page.locator(f"form:has({area}) .btn-primary").last.click()
    page.wait_for_load_state("networkidle")
