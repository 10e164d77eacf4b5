"""Every page at both widths, in both themes and both languages, with axe; once without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.checking import Look, check_page, looks_for
from tests.browser.pages import PAGES, Place

if TYPE_CHECKING:
    from tests.browser.checking import Town

SLUG = "tea-demo"
MEMBERS_OWN = {"front", "community-member", "forum", "topic", "question", "article", "inbox"}
WITHOUT_SCRIPT = [place for place in PAGES if place.name in MEMBERS_OWN]


def address_of(town: Town, place: Place) -> str:
    path = place.path.format(c=SLUG)
    if not place.first:
        return path
    with town.visit(place.who) as page:
        page.goto(path)
        return page.locator(place.first).first.get_attribute("href") or ""


@pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)
def test_a_page_holds_in_every_look(town: Town, place: Place):
    path = address_of(town, place)
    wrong = []
    for look in looks_for(PAGES.index(place)):
        with town.look_at(place.who, look) as page:
            try:
                name = f"{place.name}-{look}"
                check_page(page, path, name=name, status=place.status)
            except AssertionError as found:
                wrong.append(f"{look}: {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)
def test_a_page_reads_without_script(town: Town, place: Place):
    status, body = town.read(place.who, address_of(town, place))
    assert status == place.status
    assert len(body.xpath("//h1")) == 1
    assert body.xpath("string(//main)").strip()


@pytest.mark.parametrize("place", WITHOUT_SCRIPT, ids=lambda place: place.name)
def test_where_members_live_shows_itself_without_script(town: Town, place: Place):
    path = address_of(town, place)
    with town.visit(place.who, Look(390, script=False)) as page:
        page.goto(path)
        assert page.locator("main").inner_text().strip()
        assert page.locator("h1").is_visible()
