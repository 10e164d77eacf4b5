"""A visitor reads, joins and asks; another answers; the dashboard shows it, the report counts it."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.browser.checking import SHOTS, Look, Town, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

C = "/c/tea-demo/"
SHANGHAI = ZoneInfo("Asia/Shanghai")
LOOKS = (Look(1280, "light", "zh-hans"), Look(390, "dark", "en"))
PASSWORD = "a-long-walk-by-the-lake-7"
REPORT_LATER = """
import json
from datetime import date, datetime
from qunluo.insight.metrics import actions as metrics
from qunluo.kernel import clock
from qunluo.kernel.stream.models import StreamLine
from qunluo.steer.reports import actions, queries
with clock.at(datetime.fromisoformat("{later}")):
    metrics.drain()
    report = actions.make_report(queries.reporter_in("tea-demo"), "week", date.fromisoformat("{day}"))
    sheet = queries.report_sheet(queries.reporter_in("tea-demo"), report)
facts = {{fact.key: fact.value for fact in sheet.facts}}
asked = StreamLine.objects.filter(
    name="questions.question_asked", happened_at__gte="{start}", happened_at__lt="{end}"
).count()
print("FOUND", json.dumps({{"report": report, "fact": facts["questions.now"], "asked": asked,
                          "complete": sheet.line.is_complete}}))
"""


def picture(page: Page, name: str, look: Look) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"journey-{name}-{look}.png")


def send(page: Page, field: str) -> None:
    """Send the form that holds the field, by its main button."""
    form = page.locator(f"main form:has([name={field}])").first
    form.locator("button.btn-primary, button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")


def code_from_mail(town: Town, address: str) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for name in ("worker.log", "server.log"):
            text = (town.home / name).read_text(errors="replace")
            place = text.rfind(f"To: {address}")
            found = re.search(r"\b(\d{6})\b", text[place:]) if place >= 0 else None
            if found:
                return found[1]
        time.sleep(0.5)
    raise AssertionError("no letter came")


def sign_up_and_join(town: Town, page: Page, look: Look) -> None:
    address = f"walker{look.width}@example.org"
    page.goto("/account/sign-up/")
    page.locator("[name=email]").fill(address)
    page.locator("[name=display_name]").fill(f"Walker {look.width}")
    page.locator("main [name=password]").fill(PASSWORD)
    send(page, "password")
    page.locator("[name=code]").fill(code_from_mail(town, address))
    send(page, "code")
    page.goto(f"{C}joining/")
    page.locator("main form[action$='/joining/'] button").last.click()
    page.wait_for_load_state("networkidle")


def ask(page: Page, look: Look) -> str:
    page.goto(f"{C}questions/spaces/help/new/")
    page.locator("main [name=title]").fill(f"白茶怎么存放 {look.width}")
    page.locator("main [name=body]").fill("夏天湿度很高，**密封**还是冷藏？")
    picture(page, "asking", look)
    send(page, "body")
    assert "/forum/topics/" in page.url, page.locator("main").inner_text()[:400]
    return page.url


def metric_today(town: Town) -> dict:
    today = datetime.now(UTC).astimezone(SHANGHAI).date().isoformat()
    words = ["--community", "tea-demo", "--by", "day", "--from", today, "--to", today, "--json"]
    return json.loads(town.shell("metric", "content.questions", *words))


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_from_a_visitor_to_the_report(worker: Town, look: Look):
    town = worker
    with town.visit("", look) as page:
        page.goto("/")
        page.locator(f"main a[href='{C}']").first.click()
        picture(page, "community", look)
        page.goto(f"{C}forum/")
        page.locator("main a[href*='/forum/topics/']").first.click()
        picture(page, "reading", look)
        assert page.locator("h1").count() == 1
        sign_up_and_join(town, page, look)
        address = ask(page, look)
        with town.visit("wei", look) as helper:
            helper.goto(address)
            form = helper.locator("main form[action$='/answers/']")
            form.locator("[name=body]").fill("分小包密封，放阴凉处，取出后先回温再开袋。")
            form.locator("button.btn-primary").click()
            helper.wait_for_load_state("networkidle")
        page.goto(address)
        accept = page.locator("form[action$='/acceptance/'] button").first
        accept.click()
        page.wait_for_load_state("networkidle")
        page.goto(address)
        picture(page, "accepted", look)
        assert violations(page) == []
    see_it_so_far(town, look)


def see_it_so_far(town: Town, look: Look) -> None:
    """The exporter brings it into the lake within a minute; the day is not over."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        points = metric_today(town)["points"]
        if points and (points[-1]["value"] or 0) >= 1:
            break
        time.sleep(3)
    assert points[-1]["status"] == "partial"
    today = datetime.now(UTC).astimezone(SHANGHAI).date().isoformat()
    with town.visit("lan", look) as page:
        page.goto(f"{C}insight/?by=day&on={today}")
        text = page.locator("main").inner_text()
        # Whichever goes first, Lan's own language or the browser's, the page says it.
        assert "至今" in text or "so far" in text
        picture(page, "so-far", look)


def test_once_the_week_is_over_the_report_counts_it(worker: Town):
    """With the clock past the week's end, the report counts every question of the week."""
    town = worker
    today = datetime.now(UTC).astimezone(SHANGHAI).date()
    monday = today - timedelta(days=today.weekday())
    start = datetime(monday.year, monday.month, monday.day, tzinfo=SHANGHAI)
    end = start + timedelta(days=7)
    later = (end + timedelta(days=1)).astimezone(UTC)
    script = REPORT_LATER.format(
        later=later.isoformat(), day=today.isoformat(), start=start.isoformat(), end=end.isoformat()
    )
    told = town.shell("shell", "--no-imports", text=script)
    found = json.loads(told.split("FOUND", 1)[1])
    assert found["complete"] is True
    assert found["fact"] == found["asked"] >= 1
    for look in LOOKS:
        with town.visit("lan", look) as page:
            page.goto(f"{C}reports/{found['report']}/")
            assert f"{found['asked']}" in page.locator("article.report").inner_text()
            picture(page, "report", look)
            assert violations(page) == []
    sign_and_publish(town, found["report"], LOOKS[0])


def sign_and_publish(town: Town, report: int, look: Look) -> None:
    """The owner checks, signs and publishes it, lets a visitor read it, and verifies its file."""
    here = f"{C}reports/{report}/"
    with town.visit("lan", look) as page:
        page.goto(here)
        for place, step in enumerate(("check", "signature", "publication"), start=2):
            page.locator(f"main form[action='{here}{step}/'] button").first.click()
            page.locator(f".report-steps li:nth-child({place})[aria-current=step]").wait_for()
        picture(page, "published", look)
        page.locator(f"main form[action='{here}shares/'] button.btn").last.click()
        link = page.locator("main code.report-seal", has_text="/shared-reports/")
        link.wait_for()
        address = link.inner_text().strip()
        kept = town.home / f"report-{report}.json"
        kept.write_bytes(page.request.get(f"{town.address}{here}report.json").body())
    with town.visit("", look) as visitor:
        visitor.goto(address)
        visitor.locator("article.report h2").first.wait_for()
        picture(visitor, "shared", look)
        assert violations(visitor) == []
    # Ends with an exit status other than 0, and so fails here, when anything does not hold.
    assert town.shell("report", "verify", str(kept)).count("\n") == 3
