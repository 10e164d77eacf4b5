"""Chat in real browsers, two at once: live, cut off and mended, by phone, by voice, without script."""

from __future__ import annotations

import os
import random
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.cable import Cable
from tests.browser.checking import SIZES, Look, violations
from tests.browser.conftest import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.checking import Town

ROOM = "/c/tea-demo/chat/rooms/1/"
SOUND = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
NO_SOCKETS = "delete window.WebSocket"


def unique(words: str) -> str:
    return f"{words} {os.urandom(3).hex()}"


@contextmanager
def at(
    town: Town, who: str, address: str = "", *, script: str = "", **more: object
) -> Iterator[Page]:
    """The room as somebody sees it, perhaps over a cable."""
    context = town.browser.new_context(
        base_url=address or town.address,
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        storage_state=town.session(who),
        **more,
    )
    host = town.address.rpartition(":")[0]  # cookies know no ports
    context.add_cookies([{"name": "qunluo_language", "value": "zh-hans", "url": host}])
    page = context.new_page()
    if script:
        page.add_init_script(script)
    page.goto(ROOM)
    page.wait_for_selector("[data-chat][data-line=up]")
    try:
        yield page
    finally:
        context.close()


def say(page: Page, words: str) -> None:
    page.locator("#chat-words").fill(words)
    page.locator("#chat-words").press("Enter")


def words_of(page: Page, marked: str) -> list[str]:
    """What is shown of this test, in order, with what has not arrived marked by a star."""
    rows = page.locator(".message", has_text=marked)
    return [
        ("*" if row.get_attribute("data-pending") else "") + row.locator(".words").inner_text()
        for row in rows.all()
    ]


def test_two_browsers_talk(town: Town):
    mark = unique("Kettle")
    with at(town, "mei") as mei, at(town, "lan") as lan:
        mei.locator("#chat-words").press_sequentially("Ho")
        expect(lan.locator("[data-typing]")).to_contain_text("李梅", timeout=4000)
        say(mei, f"{mark} **one**\ntwo")
        heard = lan.locator(".message", has_text=mark)
        expect(heard).to_have_count(1, timeout=4000)
        expect(heard.locator("strong")).to_have_text("one")
        expect(heard.locator("br")).to_have_count(1)
        expect(mei.locator(".message", has_text=mark)).to_have_count(1)
        expect(lan.locator("[data-typing]")).to_have_text("")
        heard.hover()
        heard.locator(".quick .reaction").first.click()
        expect(mei.locator(".message", has_text=mark).locator(".signs .reaction")).to_have_text("1")
        heard.locator("[data-options]").click()
        heard.locator(".message-menu button", has_text=re.compile("回复")).click()
        say(lan, f"{mark} answer")
        answer = mei.locator(".message", has_text=f"{mark} answer")
        expect(answer.locator(".answered")).to_contain_text("李梅")
        mei.locator(".message.is-own", has_text=f"{mark} one").locator("[data-options]").click()
        mei.locator(".message-menu button", has_text=re.compile("撤回")).click()
        expect(lan.locator(".message.is-removed").last).to_contain_text("撤回")
        expect(lan.locator("[data-here-count]")).not_to_have_text("0", timeout=6000)
        assert violations(mei) == []


def test_a_cut_line_loses_nothing_and_doubles_nothing(town: Town):
    """The cable is cut twice; both go on talking; at the end both see the same, each once."""
    mark = unique("Rain")
    with (
        Cable(town.address) as cable,
        at(town, "mei", cable.address) as mei,
        at(town, "lan") as lan,
    ):
        say(mei, f"{mark} 1")
        expect(lan.locator(".message", has_text=f"{mark} 1")).to_have_count(1)
        expect(mei.locator(".message[data-number]", has_text=f"{mark} 1")).to_have_count(1)
        cable.cut()
        expect(mei.locator("[data-link]")).to_be_visible(timeout=5000)
        for number in (2, 3):
            say(mei, f"{mark} {number}")
        expect(mei.locator(".message.is-waiting", has_text=mark)).to_have_count(2)
        for number in (4, 5):
            say(lan, f"{mark} {number}")
        expect(lan.locator(".message[data-number]", has_text=mark)).to_have_count(3)
        cable.mend()
        expect(lan.locator(".message", has_text=mark)).to_have_count(5, timeout=30_000)
        cable.cut()
        say(mei, f"{mark} 6")
        cable.mend()
        expect(lan.locator(".message", has_text=mark)).to_have_count(6, timeout=30_000)
        expect(mei.locator(".message[data-number]", has_text=mark)).to_have_count(6, timeout=30_000)
        assert words_of(mei, mark) == words_of(lan, mark)
        assert sorted(words_of(lan, mark)) == [f"{mark} {number}" for number in range(1, 7)]
        lan.reload()
        assert sorted(words_of(lan, mark)) == [f"{mark} {number}" for number in range(1, 7)]


def test_random_cuts_lose_nothing_and_double_nothing(town: Town):
    """Both lines are cut and mended at random while both talk, faster than anybody would."""
    mark, chance = unique("Storm"), random.Random(7)
    with (
        Cable(town.address) as one,
        Cable(town.address) as other,
        at(town, "mei", one.address) as mei,
        at(town, "lan", other.address) as lan,
    ):
        for number in range(24):
            say(chance.choice((mei, lan)), f"{mark} {number}")
            cable = chance.choice((one, other))
            chance.choice((cable.cut, cable.mend, cable.mend))()
            mei.wait_for_timeout(chance.randrange(20, 250))
        one.mend()
        other.mend()
        for page in (mei, lan):
            shown = page.locator(".message[data-number]", has_text=mark)
            expect(shown).to_have_count(24, timeout=60_000)
            expect(page.locator(".message[data-pending]")).to_have_count(0)
        assert words_of(mei, mark) == words_of(lan, mark)
        assert sorted(words_of(mei, mark)) == sorted(f"{mark} {n}" for n in range(24))
        lan.reload()
        assert words_of(mei, mark) == words_of(lan, mark)


def test_what_was_not_sent_survives_a_closed_page(town: Town):
    mark = unique("Pot")
    with Cable(town.address) as cable, at(town, "mei", cable.address) as mei:
        cable.cut()
        say(mei, mark)
        expect(mei.locator(".message.is-waiting", has_text=mark)).to_have_count(1)
        mei.goto("about:blank")
        cable.mend()
        mei.goto(ROOM)
        expect(mei.locator(".message[data-number]", has_text=mark)).to_have_count(1, timeout=15_000)
        mei.reload()
        expect(mei.locator(".message", has_text=mark)).to_have_count(1)


def test_without_websockets_events_carry_the_talk(town: Town):
    mark = unique("Steam")
    with at(town, "mei", script=NO_SOCKETS) as mei, at(town, "lan") as lan:
        say(lan, mark)
        expect(mei.locator(".message", has_text=mark)).to_have_count(1, timeout=5000)
        say(mei, f"{mark} back")
        expect(lan.locator(".message", has_text=f"{mark} back")).to_have_count(1, timeout=5000)


def test_without_either_one_asks_now_and_then(town: Town):
    mark = unique("Slow")
    with at(town, "mei") as mei, at(town, "lan") as lan:
        mei.goto(f"{ROOM}?way=ask")
        mei.wait_for_selector("[data-chat][data-line=up]")
        say(lan, mark)
        expect(mei.locator(".message", has_text=mark)).to_have_count(1, timeout=8000)


def test_an_input_method_finishes_its_word_before_enter_sends(town: Town):
    with at(town, "mei") as mei:
        area = mei.locator("#chat-words")
        area.fill("nihao")
        pressed = "new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, isComposing: %s})"
        area.evaluate(f"area => area.dispatchEvent({pressed % 'true'})")
        assert area.input_value() == "nihao"
        area.press("Shift+Enter")
        assert area.input_value() == "nihao\n"
        area.fill(mark := unique("你好"))
        area.evaluate(f"area => area.dispatchEvent({pressed % 'false'})")
        assert area.input_value() == ""
        expect(mei.locator(".message[data-number]", has_text=mark)).to_have_count(1)


def test_names_are_completed_and_the_called_one_sees_it(town: Town):
    mark = unique("Cup")
    with at(town, "mei") as mei, at(town, "lan") as lan:
        say(lan, f"{mark} hello")
        mei.locator("#chat-words").press_sequentially("@沈")
        mei.locator(".mention-list [role=option]", has_text="沈若兰").first.wait_for()
        mei.locator("#chat-words").press("Enter")
        assert mei.locator("#chat-words").input_value().startswith("@")
        mei.locator("#chat-words").press_sequentially(mark)
        mei.locator("#chat-words").press("Enter")
        called = lan.locator(".message.calls-me", has_text=mark)
        expect(called).to_have_count(1)
        expect(called.locator(".mention")).to_contain_text("沈若兰")


def test_pictures_are_shown_and_files_are_checked(town: Town, tmp_path):
    from PIL import Image

    picture = tmp_path / "cup.png"
    Image.new("RGB", (900, 600), (90, 140, 110)).save(picture)
    with at(town, "mei") as mei, at(town, "lan") as lan:
        before = lan.locator(".message .picture").count()
        mei.locator("[data-file]").set_input_files(str(picture))
        expect(mei.locator("[data-attachments] li")).to_have_count(1)
        mei.locator("[data-send]").click()
        expect(lan.locator(".message .picture img")).to_have_count(before + 1, timeout=8000)
        shown = lan.locator(".message .picture img").last
        expect(shown).to_have_js_property("complete", True)
        assert shown.evaluate("image => image.naturalWidth") > 300
        shown.click()
        expect(lan.locator("dialog.picture-view")).to_be_visible()


def test_a_voice_message_is_recorded_sent_and_played(town: Town):
    # The session's own browser has no microphone.
    path = shutil.which("chromium") or shutil.which("google-chrome")
    browser = town.browser.browser_type.launch(executable_path=path, args=[*QUIET, *SOUND])
    context = browser.new_context(
        base_url=town.address, storage_state=town.session("mei"), permissions=["microphone"]
    )
    page = context.new_page()
    page.goto(ROOM)
    page.wait_for_selector("[data-chat][data-line=up]")
    before = page.locator(".message .voice").count()
    page.locator("[data-voice]").click()
    page.wait_for_timeout(1800)
    page.locator("[data-voice].is-recording").click()
    expect(page.locator(".message .voice")).to_have_count(before + 1, timeout=10_000)
    expect(page.locator(".message .voice").last).to_have_js_property("error", None)
    page.wait_for_function("() => [...document.querySelectorAll('.voice')].at(-1).readyState > 0")
    browser.close()


def test_on_a_phone_the_composer_stays_in_sight(town: Town):
    with town.visit("mei", Look(390)) as page:
        page.goto(ROOM)
        page.wait_for_selector("[data-chat][data-line=up]")
        page.locator("[data-scroll]").evaluate("one => one.scrollTo(0, one.scrollHeight)")
        page.wait_for_timeout(200)
        # What a keyboard does: less of the page can be seen.
        page.set_viewport_size({"width": 390, "height": 430})
        page.locator("#chat-words").focus()
        page.wait_for_timeout(200)
        box = page.locator("[data-composer]").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 430
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        last = page.locator(".message").last.bounding_box()
        assert last is not None
        assert last["y"] + last["height"] <= box["y"] + 30
        page.set_viewport_size({"width": 390, "height": SIZES[390]})


def test_without_script_one_reads_sends_and_reacts(town: Town):
    mark = unique("Paper")
    with at(town, "lan") as lan, town.visit("mei", Look(1280, script=False)) as mei:
        mei.goto(ROOM)
        mei.locator("#chat-words").fill(mark)
        mei.locator("[data-send]").click()
        assert mei.locator(".message", has_text=mark).count() == 1
        expect(lan.locator(".message", has_text=mark)).to_have_count(1, timeout=5000)
        say(lan, f"{mark} seen")
        expect(lan.locator(".message[data-number]", has_text=f"{mark} seen")).to_have_count(1)
        mei.goto(ROOM)
        mei.locator(".message", has_text=f"{mark} seen").locator(".options").click()
        mei.locator(".signs .reaction").first.click()
        shown = mei.locator(".message", has_text=f"{mark} seen")
        assert shown.locator(".signs .reaction").inner_text().strip() == "1"


@pytest.mark.parametrize("who", ["", "mei"])
def test_somebody_who_loses_the_room_hears_nothing_more(town: Town, who: str):
    """A visitor reads a public room live, but nobody reads the keepers' room who may not."""
    context = town.browser.new_context(
        base_url=town.address, storage_state=town.session(who) if who else None
    )
    page = context.new_page()
    page.goto(ROOM)
    heard = page.evaluate(
        """() => new Promise(done => {
            const line = new WebSocket(`ws://${location.host}/live/`);
            line.onopen = () => line.send(JSON.stringify({hear: ['chat:1', 'chat:3', 'chat:999']}));
            line.onmessage = event => done(JSON.parse(event.data).heard);
        })"""
    )
    assert heard == ["chat:1"]
    context.close()
