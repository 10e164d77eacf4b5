"""What every page must pass in a browser: it answers, nothing is refused, axe finds nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml.html import document_fromstring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "var" / "screenshots"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {1280: 900, 390: 844}
THEMES = ("light", "dark")
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    width: int = 1280
    theme: str = "light"
    language: str = "zh-hans"
    script: bool = True

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}-{self.language}"


LOOKS = [Look(w, t, lang) for w in SIZES for t in THEMES for lang in LANGUAGES]
# A look and its opposite have both widths, both themes and both languages between them.
PAIRS = list(zip(LOOKS[:4], reversed(LOOKS[4:]), strict=True))


def looks_for(turn: int) -> list[Look]:
    """All eight, or one pair of opposites: each turn the next, so that a run has all of them."""
    return LOOKS if os.environ.get("QUNLUO_LOOKS") == "all" else list(PAIRS[turn % len(PAIRS)])


@dataclass
class Town:
    """A running installation with the demo, and the browser that opens it."""

    address: str
    home: Path
    browser: Browser
    passwords: dict[str, tuple[str, str]]
    sessions: dict[str, Any] = field(default_factory=dict)
    looks: dict[tuple[str, Look], BrowserContext] = field(default_factory=dict)

    @contextmanager
    def look_at(self, who: str, look: Look) -> Iterator[Page]:
        """Like `visit`, for pages that are only looked at: what the browser has cached stays."""
        if (who, look) not in self.looks:
            self.looks[who, look] = self.open(who, look)
        context = self.looks[who, look]
        self.speak(who, look, context)
        page = context.new_page()
        try:
            yield page
        finally:
            page.close()

    @contextmanager
    def visit(self, who: str = "", look: Look | None = None) -> Iterator[Page]:
        """A page as seen by a visitor (""), the keeper (staff) or one of the demo's cast."""
        look = look or Look()
        context = self.open(who, look)
        self.speak(who, look, context)
        try:
            yield context.new_page()
        finally:
            context.close()

    def open(self, who: str, look: Look) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": look.width, "height": SIZES.get(look.width, 900)},
            color_scheme=look.theme,
            reduced_motion="reduce",
            java_script_enabled=look.script,
            storage_state=self.session(who) if who else None,
        )
        language = {"name": "qunluo_language", "value": look.language, "url": self.address}
        context.add_cookies([language])
        return context

    def speak(self, who: str, look: Look, context: BrowserContext) -> None:
        """What a member has chosen goes before the cookie."""
        if who:
            context.request.post("/display/", form={"language": look.language})

    def read(self, who: str, path: str) -> tuple[int, HtmlElement]:
        """Status and body of a page as a program without script gets it."""
        look = Look(390, script=False)
        if (who, look) not in self.looks:
            self.looks[who, look] = self.open(who, look)
        self.speak(who, look, self.looks[who, look])
        answer = self.looks[who, look].request.get(path)
        return answer.status, document_fromstring(answer.text())

    def shell(self, *words: str, text: str = "") -> str:
        """A command of the installation, with `text` typed into it; what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**os.environ, "QUNLUO_HOME": str(self.home), "DATABASE_URL": ""},
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def session(self, who: str) -> Any:
        """Signed in once by the form, then kept."""
        if who not in self.sessions:
            address, password = self.passwords[who]
            context = self.browser.new_context(base_url=self.address)
            page = context.new_page()
            page.goto("/account/sign-in/")
            page.locator("main input[type=email], main input[name=email]").first.fill(address)
            page.locator("main input[type=password]").first.fill(password)
            page.locator("main form").first.locator("button:not([type=button])").last.click()
            page.wait_for_url(lambda url: "/sign-in/" not in url)
            self.sessions[who] = context.storage_state()
            context.close()
        return self.sessions[who]


@lru_cache(maxsize=1)
def axe() -> str:
    assert AXE.exists(), "axe-core is missing: run bin/build --check"
    return AXE.read_text()


def violations(page: Page) -> list[str]:
    """What axe finds, one line each; WCAG 2.2 A and AA and its best practices."""
    page.evaluate(axe())  # the page's own policy would refuse a script element
    asked = "tags => axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag', values: tags}})"
    found = page.evaluate(asked, TAGS)
    return [
        f"{one['id']} ({one['impact']}): {one['help']}\n      {node['html'][:220]}\n"
        f"      {node['failureSummary'][:300]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def check_page(
    page: Page, path: str, *, name: str = "", status: int = 200, asks_axe: bool = True
) -> None:
    """Open the path, then ask everything; a picture stays in var/screenshots when it has a name."""
    told: list[str] = []
    page.on("console", lambda m: told.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    answer = page.goto(path)
    assert answer is not None
    page.wait_for_load_state("networkidle")
    if name:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{re.sub(r'[^a-z0-9-]+', '_', name.lower())}.png")
    assert answer.status == status, f"{path} answered {answer.status}"
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{path} is {wide} px wider than the screen"
    noise = [line for line in told if status == 200 or "Failed to load resource" not in line]
    assert not noise, f"{path} complained: {json.dumps(noise, ensure_ascii=False)}"
    found = violations(page) if asks_axe else []
    assert not found, f"{path}:\n    " + "\n    ".join(found)
