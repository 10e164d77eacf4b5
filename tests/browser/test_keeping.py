"""What members keep and keepers move: quotations, bookmarks, drafts, unread marks, split and merge."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.checking import Look, violations
from tests.browser.writing import SQUARE, C, opened, replied, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.checking import Town

ENGLISH = Look(language="en")
# Mark the first word of an element, as somebody does with a finger or a mouse.
CHOOSE = """paragraph => {
  const range = document.createRange();
  range.setStart(paragraph.firstChild, 0);
  range.setEnd(paragraph.firstChild, 5);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
IN_TWO_DAYS = """
from datetime import timedelta
from qunluo.kernel import clock
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.viewer import SYSTEM
from qunluo.talk.forum import actions
with clock.at(clock.now() + timedelta(days=2)):
    print("REMINDED", actions.remind_due(SYSTEM))
    deliver_all()
"""
MANY_REPLIES = """
from django.apps import apps
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.talk.forum import actions
wei = members.viewer_of(apps.get_model("members.Member").objects.get(handle="demo-wei"))
wei = communities.entrance(wei, "tea-demo").viewer
for number in range({count}):
    actions.post_reply(wei, {topic}, f"Reply {{number}}. " + "Line.\\n\\n" * 6)
"""


def area(page: Page):
    """The text area once its script has come."""
    return page.locator("[data-editor] textarea[aria-controls]")


def unique(words: str) -> str:
    """A town that is used again holds what an earlier run wrote."""
    return f"{words} {os.urandom(3).hex()}"


def number_of(topic: str) -> str:
    found = re.search(r"/topics/(\d+)", topic)
    assert found is not None
    return found[1]


def test_chosen_words_become_a_quotation_that_leads_back(town: Town):
    topic = opened(town, "lan", unique("Which water to quote?"))
    with town.visit("mei", ENGLISH) as page:
        page.goto(topic)
        area(page).wait_for()
        page.locator(".quote-button").wait_for(state="attached")
        page.locator("#post-1 .prose p").first.evaluate(CHOOSE)
        page.locator(".quote-button").click()
        expect(area(page)).to_have_value(re.compile(r"> @\S+ \[#1\]\(\S+\)\n>\n> Words\n\n$"))
        area(page).press("End")
        area(page).press_sequentially("Yes.")
        send(page, "#reply-text")
        quoted = page.locator("#post-2 blockquote")
        expect(quoted).to_contain_text("Words")
        expect(quoted).not_to_contain_text("begin with")
        expect(page.locator("#post-2 .prose > p")).to_have_text("Yes.")
        assert violations(page) == []
        quoted.locator("a", has_text="#1").click()
        page.wait_for_url(re.compile("#post-1$"))


def test_the_mark_below_a_post_quotes_all_of_it(town: Town):
    topic = opened(town, "lan", unique("Which cup to quote?"))
    with town.visit("mei", Look(390, language="en")) as page:
        page.goto(topic)
        area(page).fill("First this.")
        page.locator(".quote-button").wait_for(state="attached")
        page.locator("#post-1 [data-quoting]").click()
        expect(area(page)).to_have_value(
            re.compile(r"^First this\.\n\n> @\S+ \[#1\]\(\S+\)\n>\n> Words to begin with\.\n\n$")
        )
        page.on("dialog", lambda dialog: dialog.accept())


def test_a_bookmark_is_kept_with_a_note_and_reminds(town: Town):
    title = unique("Worth another look")
    topic = opened(town, "lan", title)
    with town.visit("mei", ENGLISH) as page:
        page.goto(topic)
        menu = page.locator("#post-1 details.menu:has([name=note])")
        menu.locator("summary").click()
        menu.locator("[name=note]").fill("For the spring tasting")
        menu.locator("[name=remind]").select_option("tomorrow")
        with page.expect_navigation():
            menu.locator("button[value=keep]").click()
        expect(page.locator("#post-1 button[value=drop]")).to_be_visible()
        page.goto(f"{C}forum/bookmarks/")
        kept = page.locator("main li.card", has_text=title)
        expect(kept).to_contain_text("For the spring tasting")
        expect(kept.locator(".chip")).to_contain_text("Reminds you")
        assert violations(page) == []
        assert "REMINDED 1" in town.shell("shell", "--no-imports", text=IN_TWO_DAYS)
        page.goto("/inbox/")
        line = page.locator(".inbox-line.is-unread", has_text=title)
        expect(line).to_have_count(1)
        with page.expect_navigation():
            line.locator(".what").click(position={"x": 4, "y": 4})
        expect(page.locator("h1")).to_have_text(title)
        page.goto(f"{C}forum/bookmarks/")
        with page.expect_navigation():
            kept.locator("button[value=drop]").click()
        expect(kept).to_have_count(0)


def test_a_draft_follows_to_a_second_browser_and_back(town: Town):
    title = unique("Begun on the phone")
    topic = opened(town, "lan", title)
    with town.visit("an", Look(390, language="en")) as phone, town.visit("an", ENGLISH) as desk:
        phone.goto(topic)
        area(phone).fill("Half a thought")
        expect(phone.locator(".editor-foot")).to_contain_text("Draft kept")
        desk.goto(topic)
        expect(area(desk)).to_have_value("Half a thought")
        area(desk).fill("A whole thought")
        expect(desk.locator(".editor-foot")).to_contain_text("Draft kept")
        phone.goto(topic)
        expect(area(phone)).to_have_value("A whole thought")
        phone.goto(f"{C}forum/drafts/")
        expect(phone.locator("main li", has_text=title)).to_contain_text("A whole thought")
        desk.goto(topic)
        send(desk, "#reply-text")
        expect(desk.locator("#post-2")).to_contain_text("A whole thought")
        phone.reload()
        expect(phone.locator("main li", has_text=title)).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_one_goes_on_reading_where_one_stopped(town: Town, width: int):
    title = unique(f"A long talk at {width}")
    topic = opened(town, "lan", title)
    with town.visit("mei", Look(width, language="en")) as page:
        page.goto(topic)
        page.locator(".quote-button").wait_for(state="attached")
        with page.expect_response(re.compile("/read/$")):
            page.mouse.wheel(0, 50)
        count = 25
        script = MANY_REPLIES.format(count=count, topic=number_of(topic))
        town.shell("shell", "--no-imports", text=script)
        page.goto(f"{C}forum/spaces/{SQUARE}/")
        page.locator(".thread-row .title a", has_text=title).click()
        expect(page).to_have_url(re.compile("#post-2$"))
        expect(page.locator("#post-2")).to_be_in_viewport()
        expect(page.locator("#post-1 .chip", has_text="New")).to_have_count(0)


def test_a_keeper_splits_a_topic_and_takes_it_back(town: Town):
    mark = unique("cat")
    topic = opened(town, "lan", unique("Kettles and cats"))
    replied(town, "wei", topic, unique("Iron keeps warm."))
    replied(town, "an", topic, f"My {mark} likes the kettle.")
    with town.visit("lan", ENGLISH) as page:
        page.goto(topic)
        page.locator(".staff-strip").get_by_role("link", name="Split").click()
        page.wait_for_url(re.compile("/splitting/$"))
        page.get_by_label("Title").fill(f"{mark} at tea")
        send(page, "[name=posts]")  # nothing chosen: said, and nothing lost
        expect(page.locator("main [role=alert]")).to_contain_text("Choose the replies")
        expect(page.get_by_label("Title")).to_have_value(f"{mark} at tea")
        assert violations(page) == []
        page.locator(".split-choice", has_text=mark).locator("input").check()
        send(page, "[name=posts]")
        expect(page.locator("h1")).to_have_text(f"{mark} at tea")
        expect(page.locator("#post-1")).to_contain_text(f"My {mark} likes the kettle.")
        made = page.url
        # The old address of the reply leads to where it stands now.
        page.goto(f"{topic}?post=3")
        assert number_of(page.url) == number_of(made)
        page.goto(topic)
        expect(page.locator("#thread")).not_to_contain_text(f"My {mark} likes the kettle.")
        with page.expect_navigation():
            page.get_by_role("button", name="Take them back").click()
        expect(page.locator("#post-3")).to_contain_text(f"My {mark} likes the kettle.")


def test_a_keeper_merges_two_topics_and_undoes_it(town: Town):
    title, other = unique("Storing white tea"), unique("White tea, how to store it")
    kept, double = opened(town, "mei", title), opened(town, "wei", other)
    replied(town, "an", double, unique("Dry and dark."))
    with town.visit("mei", ENGLISH) as page:
        page.goto(double)
        expect(page.locator(".staff-strip")).to_have_count(0)
    with town.visit("lan", ENGLISH) as page:
        page.goto(double)
        page.locator(".staff-strip summary", has_text="Merge").click()
        page.locator("#merge-other").fill(town.address + kept)
        with page.expect_navigation():
            page.locator("form:has(#merge-other) button").click()
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator("#thread")).to_contain_text("Dry and dark.")
        page.goto(double)
        expect(page.locator("h1")).to_have_text(title)
        with page.expect_navigation():
            page.get_by_role("button", name="Undo the merge").click()
        expect(page.locator("h1")).to_have_text(other)
        expect(page.locator("#post-2")).to_contain_text("Dry and dark.")
