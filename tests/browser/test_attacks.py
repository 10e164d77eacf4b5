"""Nine hundred attacks in every text there is: in a real Chromium none of them runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qunluo.kernel.testing.attacks import BREAK_OUT, corpus, leaving, packed
from tests.browser.conftest import ROOT
from tests.browser.planting import PASSWORD, email

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.checking import Town

SEARCHES = 6
HOOKS = """
window.ran = [];
window.refused = [];
for (const name of ["alert", "confirm", "prompt", "print"])
  window[name] = (...told) => { top.ran.push(name + " " + told.join()); };
document.addEventListener("securitypolicyviolation", event => {
  if (!/^(img|media)-src/.test(event.effectiveDirective))
    top.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""
# What an attack could leave behind that only runs when somebody touches it.
TRACES = """() => {
  const found = [], tell = (one, why) => found.push(why + ": " + one.outerHTML.slice(0, 200));
  const places = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcdoc"];
  const kept = new Set(["href", "rel", "title", "src", "alt", "loading", "class", "width", "height",
    "start", "colspan", "rowspan", "open", "data-mention"]);
  const runs = value => {
    try { return /^(javascript|vbscript):/.test(new URL(value, location.href).protocol); }
    catch { return false; }
  };
  for (const one of document.querySelectorAll("*")) {
    const name = one.localName;
    if (/^(iframe|object|embed|base|frameset|portal|animate|set)$/.test(name)) tell(one, "element");
    if (name === "script" && one.type !== "application/ld+json" && !one.hasAttribute("src"))
      tell(one, "inline script");
    if (name === "script" && one.src && !one.src.startsWith(location.origin)) tell(one, "script");
    if (name === "script" && one.type === "application/ld+json") JSON.parse(one.textContent);
    if (/^(style|link|meta|script)$/.test(name) && one.closest("main")) tell(one, "element");
    for (const given of one.attributes) {
      if (/^on|^(data-)?hx-on/i.test(given.name) || given.name === "style" && one.closest(".prose") && !one.classList.contains("prose"))
        tell(one, "attribute");
      if (places.includes(given.name) && runs(given.value)) tell(one, "address");
      if (one.closest(".prose") && !one.classList.contains("prose") && !kept.has(given.name))
        tell(one, given.name);
    }
  }
  for (const one of document.querySelectorAll(".prose *"))
    for (const kind of ["mouseover", "focus", "pointerenter", "toggle", "animationstart"])
      one.dispatchEvent(new Event(kind));
  return found;
}"""
ALONE = """async texts => {
  for (const text of texts) {
    const place = document.createElement("div");
    place.className = "prose";
    document.body.append(place);
    place.innerHTML = text;
  }
  await new Promise(done => setTimeout(done, 2000));
  return [...new Set(window.ran)];
}"""
FEEDS = """async addresses => {
  const read = [];
  for (const address of addresses) {
    const text = await (await fetch(address)).text();
    let contents;
    if (address.includes("json")) contents = JSON.parse(text).items.map(one => one.content_html);
    else {
      const tree = new DOMParser().parseFromString(text, "application/xml");
      if (tree.querySelector("parsererror")) throw new Error(address + " is no XML");
      contents = [...tree.querySelectorAll("item > description, entry > summary, entry > content")]
        .map(one => one.textContent);
    }
    for (const one of contents) {
      const place = document.createElement("div");
      document.body.append(place);
      place.innerHTML = one;
    }
    read.push(contents.length);
  }
  return read;
}"""


@pytest.fixture(scope="module")
def planted(town: Town) -> list[str]:
    """The addresses to open, in a community that nobody else's test looks at."""
    slug = f"attacked{os.urandom(2).hex()}"
    environment = {
        **os.environ,
        "QUNLUO_HOME": str(town.home),
        "QUNLUO_PUBLIC_ADDRESS": town.address,
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "qunluo.site.settings",
    }
    words = [sys.executable, "-m", "tests.browser.planting", slug]
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    town.passwords["attacker"] = (email(slug), PASSWORD)
    town.session("attacker")
    return [f"/c/{slug}/", *json.loads(done.stdout.splitlines()[-1])]


@contextmanager
def watched(town: Town, who: str, *, is_guarded: bool) -> Iterator[Page]:
    """A page that notes what runs; without the guard, nothing but our own escaping stands there."""
    context = town.browser.new_context(
        base_url=town.address,
        viewport={"width": 1280, "height": 900},
        storage_state=town.session(who) if who else None,
        bypass_csp=not is_guarded,
    )
    context.add_init_script(HOOKS)
    # Attacks name addresses elsewhere; nothing there is waited for.
    context.route(lambda url: not url.startswith(town.address), lambda route: route.abort())
    try:
        yield context.new_page()
    finally:
        context.close()


def lone(page: Page) -> None:
    """An empty page of ours; nothing else is answered, so that what fails does so at once."""
    page.unroute_all()
    page.goto("/healthz")
    page.route("**/*", lambda route: route.abort())


def settled(page: Page) -> None:
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))")


def opened(page: Page, path: str) -> list[str]:
    """What went wrong at this address; empty when nothing did."""
    answer = page.goto(path, wait_until="load")
    assert answer is not None
    assert answer.status == 200, f"{path} answered {answer.status}"
    there = page.url
    settled(page)
    found = page.evaluate(TRACES)[:5]
    settled(page)
    found += page.evaluate("[...window.ran, ...window.refused]")
    if page.url != there:
        found.append(f"went to {page.url}")
    return [f"{path}: {one}" for one in found]


def test_the_net_catches_what_is_not_made_safe(town: Town):
    """The same texts as they are: many run by themselves, and nearly all leave traces."""
    with watched(town, "", is_guarded=False) as page:
        lone(page)
        assert len(corpus()) >= 900
        ran = page.evaluate(ALONE, corpus())
        assert len(ran) >= 100, len(ran)
        assert len(page.evaluate(TRACES)) >= 500


def test_each_alone_is_rendered_harmless(town: Town):
    """Every attack by each way of rendering, each in a place of its own, with no policy's help."""
    with watched(town, "", is_guarded=False) as page:
        for way in RENDERED:
            lone(page)
            assert page.evaluate(ALONE, rendered(way)) == [], way
            assert page.evaluate(TRACES) == [], way


RENDERED = ("render", "render_short", "clean_html", "plain")


def rendered(way: str) -> list[str]:
    from html import escape

    from django.conf import settings

    if not settings.configured:
        settings.configure(PUBLIC_ADDRESS="https://qunluo.example")
    from qunluo.kernel import text

    if way == "plain":
        return [escape(text.plain(text.render(one))) for one in corpus()]
    return [getattr(text, way)(one) for one in corpus()]


def test_no_page_runs_any_of_them_even_without_its_policy(town: Town, planted: list[str]):
    home, *paths = planted
    searched = [f"{home}search/?q={quoted(one)}" for one in packed(leaving(), 200)[:SEARCHES]]
    with watched(town, "attacker", is_guarded=False) as page:
        went_wrong = [told for path in [*paths, *searched] for told in opened(page, path)]
        assert went_wrong == []
        feeds = [f"{home}articles/feeds/{style}/" for style in ("rss", "atom", "json")]
        assert all(count > 5 for count in page.evaluate(FEEDS, feeds))
        assert page.evaluate("window.ran") == []


def test_no_policy_has_to_refuse_anything(town: Town, planted: list[str]):
    """With the policy on, the browser reports no inline script, style, frame or form it stopped."""
    home, *paths = planted
    seen = [path for path in paths if path.startswith("/c/") and "/work/" not in path]
    with watched(town, "", is_guarded=True) as page:
        public = [home, f"{home}forum/", f"{home}articles/", f"{home}rules/", *seen[:2]]
        assert [told for path in public for told in opened(page, path)] == []
    with watched(town, "attacker", is_guarded=True) as page:
        own = [path for path in seen if path not in public][::3]
        assert [told for path in own for told in opened(page, path)] == []


def test_what_the_page_s_own_script_shows_runs_nothing(town: Town, planted: list[str]):
    """The preview of the editor, and a message that arrives while one looks."""
    _home, *paths = planted
    room = next(path for path in paths if "/chat/rooms/" in path)
    topic = next(path for path in paths if "/forum/topics/" in path)
    with watched(town, "attacker", is_guarded=False) as page:
        page.goto(topic)
        area = page.locator("[data-editor] textarea[aria-controls]").first
        area.fill("\n\n".join(corpus()[-400:]))
        page.get_by_role("button", name="预览").or_(
            page.get_by_role("button", name="Preview")
        ).first.click()
        expect(page.locator(".editor-preview").first).to_contain_text("x")
        settled(page)
        assert page.evaluate(TRACES) == []
        assert page.evaluate("window.ran") == []
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(room)
        page.wait_for_selector("[data-chat][data-line=up]")
        mark = f"mark{os.urandom(3).hex()}"
        page.locator("[data-chat] textarea").fill(
            f"{' '.join(leaving())[:3000]} {BREAK_OUT} {mark}"
        )
        page.locator("[data-chat] textarea").press("Enter")
        expect(page.locator("[data-chat]").get_by_text(mark).first).to_be_visible()
        settled(page)
        assert page.evaluate(TRACES) == []
        assert page.evaluate("window.ran") == []


def quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)
