"""The emergency path in a real browser: the card comes at once, no plan anywhere, and answers can be put right."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from core.knowledge.questions import load_questions
from core.knowledge.texts import say
from core.words import Tier
from tests.browser.conftest import PHONE, Visit, running_app
from tests.browser.walk import SCREENS, answer, at, button, heading, open_record


def test_new_numbness_between_the_legs_stops_everything_until_answers_are_put_right(
    visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "journal.sqlite"
    with running_app(str(path)) as url:
        page = visit("/", base=url, screen=PHONE)
        button(page, "today.screen").click()
        sign = at(page, "screening.A1.tick").locator("label")
        sign.click()
        at(page, "screening.A1").get_by_text(load_questions()["A1"].choices[0].text, exact=True).click()
        button(page, "screening.next").click()

        heading(page, "Your result")
        expect(page.get_by_role("heading", level=1, name="Your result")).to_be_in_viewport()
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text(say("tier.emergency.title"))
        expect(alert.get_by_text(say("tier.emergency.title"))).to_be_in_viewport()
        expect(alert).to_contain_text("112, 999 or 911")
        line = page.get_by_test_id("stCode")
        expect(line).to_contain_text("Leg-training screening of ")
        expect(line).to_contain_text(load_questions()["A1"].text)
        expect(button(page, "screening.plan")).to_have_count(0)
        with open_record(path) as home:
            (person,) = home.people()
            kept = home.latest_assessment(person.id)
            assert kept is not None
            assert kept.tier is Tier.EMERGENCY

        for address in ("/plan", "/"):
            page.goto(url + address)
            expect(page.get_by_role("alert")).to_contain_text(say("tier.emergency.action")[:60])
            expect(page.get_by_role("button", name="start", exact=False)).to_have_count(0)
        with open_record(path) as home:
            assert home.current_plan(person.id) is None

        button(page, "today.result").click()
        button(page, "screening.check").click()
        heading(page, SCREENS[0].title)
        expect(at(page, "screening.A1").get_by_role("radio", checked=True)).to_have_count(1)
        at(page, "screening.A1.tick").locator("label").click()
        expect(page.get_by_text(load_questions()["A1"].choices[0].text)).to_have_count(0)
        answer(page, 1, {})
        heading(page, SCREENS[1].title)
        with open_record(path) as home:
            assert home.latest_assessment(person.id) == kept
