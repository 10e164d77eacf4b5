"""A held word, its case, the decision, the appeal and its answer; a newcomer's way in: by phone."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.checking import Look, Town, violations
from tests.journeys.test_from_question_to_report import picture

if TYPE_CHECKING:
    from playwright.sync_api import Page

C = "/c/tea-demo/"
CHINESE, ENGLISH = Look(390, "dark", "zh-hans"), Look(390, "light", "en")
TITLE = "谁见过这种返利群"
REASON = "请不要转发群名，写清楚经过再发。"
PLEA = "我是在提醒大家别上当，没有拉人。"
ANSWER = "说得对，这是提醒，不是拉人。"
PASSWORD = "a-long-walk-by-the-lake-7"
QUESTION = "What would you like to talk about here?"
DOOR = """
from qunluo.kernel.viewer import Viewer
from qunluo.people.communities import actions as communities
from qunluo.people.communities.queries import entrance
from qunluo.people.members import actions as members
from qunluo.people.members.queries import id_by_handle, viewer_by_id
owner = entrance(viewer_by_id(id_by_handle("demo-lan")), "tea-demo").viewer
if {is_review}:
    communities.set_join_questions(owner, [({question!r}, True)])
    for name in ("walker-a", "walker-b"):
        members.create_member(Viewer(), name + "@example.org", {password!r}, display_name=name.title(),
                              handle=name, via="shell")
communities.change_settings(owner, joining="review" if {is_review} else "open")
"""


def set_door(town: Town, *, is_review: bool) -> None:
    words = DOOR.format(is_review=is_review, question=QUESTION, password=PASSWORD)
    town.shell("shell", "--no-imports", text=words)


def sent(page: Page) -> None:
    """The form with the focus is sent and answered."""
    page.wait_for_load_state("networkidle")


def until_told(page: Page, path: str, words: str, seconds: float = 40) -> None:
    """Opens the page again until the worker has brought the news."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page.goto(path)
        if words in page.locator("main").inner_text():
            return
        time.sleep(1)
    raise AssertionError(f"{path} never said {words}: {page.locator('main').inner_text()[:800]}")


def write(town: Town) -> str:
    """Mei writes about a group; its name is watched, so the topic waits and says so."""
    with town.visit("mei", CHINESE) as page:
        page.goto(f"{C}forum/spaces/square/new/")
        page.locator("main [name=title]").fill(TITLE)
        page.locator("main [name=body]").fill("有人私信拉我进返利群，大家小心。")
        with page.expect_navigation(url=re.compile(r"/forum/topics/\d+")):
            page.locator("main form:has([name=title]) button.btn-primary").last.click()
        address = page.url
        expect(page.locator("main")).to_contain_text("等待审核")
        picture(page, "held", CHINESE)
    with town.visit("", CHINESE) as page:
        answer = page.goto(address)
        assert answer is not None
        assert TITLE not in page.locator("main").inner_text()
    return address


def decide(town: Town) -> None:
    """Wei removes it by keyboard, with a reason."""
    with town.visit("wei", CHINESE) as page:
        page.goto(f"{C}work/cases/")
        page.get_by_role("link", name=TITLE).focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/cases/\d+/"))
        expect(page.locator("html[data-case-keys]")).to_be_attached()
        expect(page.locator(".case-side")).to_contain_text("返利群")
        assert violations(page) == []
        page.locator("#reason").fill(REASON)
        page.keyboard.press("Escape")
        with page.expect_navigation():
            page.keyboard.press("r")
        expect(page.locator("[data-key=u]")).to_be_visible()
        picture(page, "case", CHINESE)


def object_to_it(town: Town) -> None:
    """Mei is told, reads why, and appeals."""
    with town.visit("mei", CHINESE) as page:
        until_told(page, "/inbox/", TITLE)
        page.goto(f"{C}standing/")
        mine = page.locator("li[id^=case-]", has_text=TITLE)
        expect(mine).to_contain_text(REASON)
        mine.locator("summary").click()
        mine.locator("textarea").fill(PLEA)
        mine.scroll_into_view_if_needed()
        picture(page, "objecting", CHINESE)
        with page.expect_navigation():
            mine.locator("button.btn-primary").click()
        expect(page.locator("li[id^=case-]", has_text=TITLE)).to_contain_text(PLEA)
        assert violations(page) == []
        picture(page, "standing", CHINESE)


def overturn(town: Town) -> None:
    """Wei, who decided, cannot; An can, and it stands again."""
    with town.visit("an", CHINESE) as page:
        page.goto(f"{C}work/appeals/")
        card = page.locator("div[id^=removal-]", has_text=PLEA)
        card.locator("select").select_option("overturned")
        card.locator("textarea").fill(ANSWER)
        with page.expect_navigation():
            card.locator("button.btn-primary").click()
        assert violations(page) == []
        picture(page, "appeals", CHINESE)


def test_a_held_word_a_removal_an_appeal_and_its_end(worker: Town):
    town = worker
    address = write(town)
    decide(town)
    object_to_it(town)
    overturn(town)
    with town.visit("mei", CHINESE) as page:
        until_told(page, f"{C}standing/", ANSWER)
        expect(page.locator("li[id^=case-]", has_text=TITLE)).to_contain_text("已撤销")
    with town.visit("", CHINESE) as page:
        page.goto(address)
        expect(page.locator("h1")).to_contain_text(TITLE)
        page.goto(f"{C}moderation-log/")
        expect(page.locator(".sheet tbody tr").first).to_contain_text("已撤销")
        assert "Mei" not in page.locator("main").inner_text()


def ask_to_join(town: Town, name: str, answer: str) -> None:
    town.passwords[name] = (f"{name}@example.org", PASSWORD)
    with town.visit(name, ENGLISH) as page:
        page.goto(f"{C}joining/")
        form = page.locator("main form[action$='/joining/']")
        form.locator("textarea, input[type=text]").first.fill(answer)
        form.locator("button.btn-primary").click()
        sent(page)
        picture(page, f"asking-{name}", ENGLISH)


def let_in_one(town: Town) -> None:
    with town.visit("an", ENGLISH) as page:
        page.goto(f"{C}work/joins/")
        page.get_by_role("link", name=re.compile("Walker-B")).click()
        expect(page.locator("main")).to_contain_text("Selling things")
        page.locator("#reason").fill("This is no place to sell things.")
        with page.expect_navigation():
            page.get_by_role("button", name="Decline", exact=True).last.click()
        page.goto(f"{C}work/joins/")
        page.get_by_role("link", name=re.compile("Walker-A")).click()
        expect(page.locator("main")).to_contain_text("White tea")
        with page.expect_navigation():
            page.locator("button[data-key=a]").click()


def test_a_newcomer_is_refused_or_let_in_and_welcomed(worker: Town):
    town = worker
    set_door(town, is_review=True)
    try:
        ask_to_join(town, "walker-a", "White tea and how to keep it.")
        ask_to_join(town, "walker-b", "Selling things.")
        let_in_one(town)
        with town.visit("walker-b", ENGLISH) as page:
            page.goto(f"{C}joining/")
            expect(page.locator("main")).to_contain_text("This is no place to sell things.")
            picture(page, "declined", ENGLISH)
            page.goto(f"{C}welcome/")
            assert page.locator("section.welcome").count() == 0
    finally:
        set_door(town, is_review=False)
    with town.visit("walker-a", ENGLISH) as page:
        until_told(page, f"{C}welcome/", "First steps")
        expect(page.locator("section.welcome blockquote")).to_be_visible()
        assert violations(page) == []
        picture(page, "welcome", ENGLISH)
        before = page.locator("section.welcome .card-title").inner_text()
        page.goto(f"{C}rules/")
        page.get_by_role("button", name="I have read them and go by them").click()
        expect(page.get_by_text("You have confirmed these rules.")).to_be_visible()
        done = int(re.search(r"(\d+) / ", before)[1])
        until_told(page, f"{C}welcome/", f"{done + 1} / ")
