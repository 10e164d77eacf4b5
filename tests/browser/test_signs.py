"""Votes, reactions and accepted answers, pressed by people in real browsers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.writing import opened, replied

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.checking import Town


@pytest.fixture(scope="module")
def question(town: Town) -> str:
    return opened(town, "lan", "Which kettle for a small table?", is_question=True)


@pytest.fixture(scope="module")
def topic(town: Town) -> str:
    return opened(town, "lan", "Walk to the tea hill")


def up(page: Page):
    return page.locator("#post-1 .votes button").first


def score(page: Page):
    return page.locator("#post-1 .votes .score")


def test_a_vote_counts_stays_and_can_be_taken_back(town: Town, question: str):
    with town.visit("mei") as page:
        page.goto(question)
        with page.expect_response(re.compile("/votes/")):
            up(page).click()
        expect(score(page)).to_have_text("1")
        page.reload()
        expect(score(page)).to_have_text("1")
        expect(up(page)).to_have_attribute("aria-pressed", "true")
        with page.expect_response(re.compile("/votes/")):
            up(page).click()
        expect(score(page)).to_have_text("0")
        expect(up(page)).to_have_attribute("aria-pressed", "false")


def test_a_vote_turns_round_in_one_press(town: Town, question: str):
    with town.visit("an") as page:
        page.goto(question)
        before = int(score(page).inner_text())
        up(page).click()
        expect(up(page)).to_have_attribute("value", "none")
        page.locator("#post-1 .votes button").last.click()
        expect(page.locator("#post-1 .votes button").last).to_have_attribute("value", "none")
        expect(score(page)).to_have_text(str(before - 1))
        page.locator("#post-1 .votes button").last.click()
        expect(page.locator("#post-1 .votes button").last).to_have_attribute("value", "down")
        expect(score(page)).to_have_text(str(before))


def test_the_count_moves_before_the_server_has_answered(town: Town, question: str):
    with town.visit("wei") as page:
        page.goto(question)

        held: list[Route] = []
        page.route("**/votes/", lambda route: held.append(route))  # noqa: PLW0108 - must be a function
        up(page).click(no_wait_after=True)
        expect(score(page)).to_have_text("1")
        expect(up(page)).to_have_attribute("aria-pressed", "true")
        assert len(held) == 1
        held[0].continue_()
        expect(up(page)).to_have_attribute("value", "none")
        page.unroute("**/votes/")
        up(page).click()
        expect(up(page)).to_have_attribute("value", "up")
        expect(score(page)).to_have_text("0")


def test_a_vote_that_does_not_arrive_goes_back_and_can_be_sent_again(town: Town, question: str):
    with town.visit("wei") as page:
        page.goto(question)
        page.route("**/votes/", lambda route: route.abort())
        up(page).click()
        told = page.locator(".toast[data-tone=bad]")
        expect(told).to_be_visible()
        expect(score(page)).to_have_text("0")
        expect(up(page)).to_have_attribute("aria-pressed", "false")
        page.unroute("**/votes/")
        told.locator(".again").click()
        expect(score(page)).to_have_text("1")
        expect(up(page)).to_have_attribute("value", "none")
        page.reload()
        expect(score(page)).to_have_text("1")
        up(page).click()
        expect(up(page)).to_have_attribute("value", "up")
        expect(score(page)).to_have_text("0")


def test_two_people_who_vote_at_once_are_both_counted(town: Town, question: str):
    with town.visit("mei") as one, town.visit("an") as other:
        one.goto(question)
        other.goto(question)
        up(one).click(no_wait_after=True)
        up(other).click(no_wait_after=True)
        expect(up(one)).to_have_attribute("value", "none")
        expect(up(other)).to_have_attribute("value", "none")
        one.reload()
        expect(score(one)).to_have_text("2")
        for page in (one, other):
            up(page).click()
            expect(up(page)).to_have_attribute("value", "up")


def test_a_reaction_is_given_and_taken_back(town: Town, topic: str):
    with town.visit("mei") as page:
        page.goto(topic)
        signs = page.locator("#post-1 .reactions")
        signs.locator("summary").click()
        signs.locator(".panel button[value=thanks]").click()
        given = page.locator("#post-1 .reactions > button[value=thanks]")
        expect(given).to_have_text("1")
        expect(given).to_have_attribute("aria-pressed", "true")
        with town.visit("wei") as other:
            other.goto(topic)
            same = other.locator("#post-1 .reactions > button[value=thanks]")
            expect(same).to_have_attribute("aria-pressed", "false")
            with other.expect_response(re.compile("/signs/")):
                same.click()
            expect(same).to_have_text("2")
        with page.expect_response(re.compile("/signs/")):
            given.click()
        expect(given).to_have_text("1")
        page.reload()
        expect(given).to_have_attribute("aria-pressed", "false")


def test_the_asker_accepts_an_answer_and_takes_it_back(town: Town, question: str):
    replied(town, "mei", question, "One of thick clay.")
    with town.visit("lan") as page:
        page.goto(question)
        answer = page.locator("article.post", has_text="thick clay")
        answer.locator("form[action$='/acceptance/'] button").click()
        page.wait_for_load_state("networkidle")
        accepted = page.locator("article.post.is-accepted")
        expect(accepted).to_contain_text("thick clay")
        expect(page.locator(".thread-header .chip[data-tone=good]")).to_be_visible()
        accepted.locator("form[action$='/acceptance/'] button").click()
        page.wait_for_load_state("networkidle")
        expect(page.locator("article.post.is-accepted")).to_have_count(0)
