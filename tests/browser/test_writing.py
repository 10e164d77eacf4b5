"""The editor: pictures by paste and drop, preview, drafts, names, keys, and nothing gets lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.checking import Look, violations
from tests.browser.writing import SQUARE, C, opened, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.checking import Town

NEW = f"{C}forum/spaces/{SQUARE}/new/"
PICTURE = """async kind => {
  const canvas = new OffscreenCanvas(40, 30);
  canvas.getContext("2d").fillRect(0, 0, 20, 30);
  const blob = await canvas.convertToBlob({type: "image/png"});
  const file = new File([blob], "cup.png", {type: "image/png"});
  const given = new DataTransfer();
  given.items.add(file);
  const area = document.querySelector("[data-editor] textarea");
  const event = kind === "paste"
    ? new ClipboardEvent("paste", {clipboardData: given, bubbles: true, cancelable: true})
    : new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true});
  area.dispatchEvent(event);
}"""


def area(page: Page):
    """The text area once its script has come: what is pasted before reaches nobody."""
    return page.locator("[data-editor] textarea[aria-controls]")


def empty(page: Page) -> None:
    """Leave no draft behind for the next test."""
    page.locator("#id_title").fill("")
    with page.expect_response(re.compile("/drafts/")):
        area(page).fill("")


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_comes_in_and_shows_in_preview_and_post(town: Town, kind: str):
    with town.visit("mei", Look(language="en")) as page:
        page.goto(NEW)
        page.locator("#id_title").fill(f"A cup by {kind}")
        area(page).fill("Look: ")
        area(page).press("End")
        page.evaluate(PICTURE, kind)
        expect(area(page)).to_have_value(re.compile(r"Look: .*!\[[^\]]*\]\(/\S+\)", re.S))
        page.get_by_role("button", name="Preview").click()
        shown = page.locator(".editor-preview img")
        expect(shown).to_be_visible()
        assert shown.evaluate("async img => { await img.decode(); return img.naturalWidth }") == 40
        page.get_by_role("button", name="Preview").click()
        send(page, "#id_title")
        posted = page.locator("#post-1 .prose img")
        expect(posted).to_be_visible()
        assert posted.evaluate("img => img.naturalWidth") == 40


def test_what_is_no_picture_is_refused_in_words(town: Town):
    with town.visit("mei", Look(language="en")) as page:
        page.goto(NEW)
        area(page).wait_for()
        page.evaluate("""() => {
          const given = new DataTransfer();
          given.items.add(new File([new Uint8Array()], "empty.png", {type: "image/png"}));
          document.querySelector("[data-editor] textarea").dispatchEvent(
            new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true}));
        }""")
        expect(page.locator(".toast[data-tone=bad]")).to_be_visible()
        expect(area(page)).to_have_value("")


def test_a_draft_is_kept_and_comes_back_with_its_title(town: Town):
    with town.visit("mei", Look(language="en")) as page:
        page.goto(NEW)
        page.locator("#id_title").fill("Kept for later")
        area(page).fill("Half a thought")
        expect(page.locator(".editor-foot")).to_contain_text("Draft kept")
    with town.visit("mei", Look(language="en")) as page:
        page.goto(NEW)
        expect(area(page)).to_have_value("Half a thought")
        expect(page.locator("#id_title")).to_have_value("Kept for later")
        empty(page)
        page.reload()
        expect(area(page)).to_have_value("")


def test_a_reply_s_draft_says_that_it_is_back(town: Town):
    topic = opened(town, "lan", "Drafts of replies")
    with town.visit("an", Look(language="en")) as page:
        page.goto(topic)
        area(page).fill("Not finished")
        expect(page.locator(".editor-foot")).to_contain_text("Draft kept")
        page.goto(topic)
        expect(area(page)).to_have_value("Not finished")
        expect(page.locator(".editor-foot")).to_contain_text("Your draft is back")


def test_words_that_do_not_reach_the_server_stay_in_the_browser(town: Town):
    topic = opened(town, "lan", "Drafts without a server")
    with town.visit("an", Look(language="en")) as page:
        page.goto(topic)
        page.route("**/drafts/**", lambda route: route.abort())
        area(page).fill("Typed in a tunnel")
        expect(page.locator(".editor-foot")).to_contain_text("in this browser only")
        page.unroute("**/drafts/**")
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(topic)
        expect(area(page)).to_have_value("Typed in a tunnel")
        expect(page.locator(".editor-foot")).to_contain_text("Your draft is back")


def test_leaving_with_unsent_words_is_asked_about(town: Town):
    topic = opened(town, "lan", "Leaving early")
    with town.visit("wei") as page:
        page.goto(topic)
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        area(page).press_sequentially("Not yet kept")
        with page.expect_event("dialog"):
            page.evaluate("document.querySelector('.brand, .crumbs a').click()")
        assert asked == ["beforeunload"]
        expect(area(page)).to_have_value("Not yet kept")


def test_names_are_completed_by_keyboard(town: Town):
    with town.visit("lan") as page:
        page.goto(opened(town, "lan", "Who comes along?"))
        area(page).press_sequentially("Ask @demo-")
        options = page.locator(".mention-list [role=option]")
        expect(options.nth(3)).to_be_visible()
        assert not violations(page)
        place = page.locator(".mention-list").bounding_box()
        assert place is not None
        assert 0 < place["y"] < place["y"] + place["height"] <= 900
        area(page).press("ArrowDown")
        chosen = page.locator(".mention-list [aria-selected=true]").locator("span").nth(1)
        handle = chosen.inner_text()
        area(page).press("Enter")
        expect(area(page)).to_have_value(f"Ask {handle} ")
        area(page).press_sequentially("and @demo-")
        expect(options.first).to_be_visible()
        area(page).press("Escape")
        expect(options.first).to_be_hidden()
        send(page, "#reply-text")
        expect(page.locator("#post-2 .mention")).to_be_visible()


def test_the_toolbar_and_its_keys_write_markdown(town: Town):
    with town.visit("mei", Look(language="en")) as page:
        page.goto(NEW)
        area(page).fill("strong words")
        area(page).select_text()
        area(page).press("Control+b")
        expect(area(page)).to_have_value("**strong words**")
        area(page).press("Control+z")
        expect(area(page)).to_have_value("strong words")
        page.get_by_role("button", name="Heading").click()
        expect(area(page)).to_have_value("## strong words")
        page.get_by_role("button", name=re.compile("^Bold")).focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("button", name=re.compile("^Italic"))).to_be_focused()


def test_ctrl_enter_sends(town: Town):
    topic = opened(town, "lan", "Sent by keys")
    with town.visit("wei") as page:
        page.goto(topic)
        area(page).fill("Sent without a mouse")
        with page.expect_navigation():
            area(page).press("Control+Enter")
        expect(page.locator("#post-2")).to_contain_text("Sent without a mouse")
