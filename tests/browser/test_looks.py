"""Every page in every window: nothing over the edge, no exception box, nothing red in the console.

With BACKWISE_PICTURES=FOLDER each page is also drawn there in full height, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.demo import demo_record, load_demo_people, next_plan
from core.demo.record import DAYS
from core.records import assessment_record, plan_record
from core.screening import assess
from core.store import Store
from core.units import MassUnit
from tests.browser.conftest import DESK_DARK, PHONE, Screen, Visit, running_app, settled
from tests.browser.test_house import ASKED_BELOW_THE_PAGE, LINKS
from tests.browser.walk import ANSWERS, ME, SCREENS, answer, button, heading, open_record

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
TRAINED = "settled_lifter"
WIDTH = """() => Math.max(document.documentElement.scrollWidth,
    document.querySelector('[data-testid=stMain]').scrollWidth)"""
HEIGHT = "() => document.querySelector('[data-testid=stMain]').scrollHeight"


def live_through(home: Store) -> None:
    """Give one person twelve weeks of training up to yesterday, and the plan that goes on from today."""
    demo = load_demo_people()[TRAINED]
    answers, plan, journal = demo_record(demo, NOW.date())
    began = NOW - timedelta(days=DAYS)
    home.add_person(ME, demo.name, MassUnit.KG)
    home.save_assessment(ME, assessment_record("first", began, answers, assess(answers, began.date())))
    home.save_plan(ME, plan_record(demo.plan_id, began, plan))
    home.add_sessions(ME, journal.sessions)
    for morning in journal.mornings:
        home.save_morning(ME, morning)
    home.save_assessment(ME, assessment_record("again", NOW, answers, assess(answers, NOW.date())))
    home.save_plan(ME, plan_record("next", NOW, next_plan(demo, NOW.date())))


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a program whose clock stands still and whose person has trained for twelve weeks."""
    path = tmp_path_factory.mktemp("lived_in") / "journal.sqlite"
    with open_record(path) as home:
        live_through(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKWISE_NOW", NOW.isoformat())
        with running_app(str(path)) as url:
            yield url


@pytest.fixture(scope="module")
def forgetful() -> Iterator[str]:
    """Address of a program that meets every visitor as a newcomer."""
    with running_app("memory") as url:
        yield url


def look(page: Page, screen: Screen, name: str) -> None:
    """Check what can be measured, and draw the whole page where pictures are wanted."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert page.evaluate(WIDTH) <= screen.width, name
    if folder := os.environ.get("BACKWISE_PICTURES"):
        page.set_viewport_size({"width": screen.width, "height": max(screen.height, page.evaluate(HEIGHT))})
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(folder) / f"{name}-{screen}.png")
        page.set_viewport_size({"width": screen.width, "height": screen.height})


def listening(page: Page) -> list[str]:
    """What the page complains about from now on."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and complaints.append(f"{said.text} {said.location}"))
    return complaints


def serious(complaints: list[str]) -> list[str]:
    """Complaints that are not Streamlit's own."""
    return [text for text in complaints if not any(part in text for part in ASKED_BELOW_THE_PAGE)]


def test_every_page_of_a_trained_person_fits_its_window_and_is_accessible(
    visit: Visit, lived_in: str, screen: Screen, accessibility_problems: Callable[[Page], list[str]]
) -> None:
    page = visit("/method", screen=screen, base=lived_in)
    complaints = listening(page)
    problems: list[str] = []
    for address, title in LINKS:
        page.goto(lived_in + address)
        settled(page).wait_for_load_state("networkidle")
        look(page, screen, title.lower())
        heard = serious(complaints)
        problems += [f"{title}: {one}" for one in accessibility_problems(page)]
        # What the scanner itself asks of the page is no complaint of it.
        complaints[:] = heard
    assert problems == []
    assert serious(complaints) == []


@pytest.mark.parametrize("screen", [PHONE, DESK_DARK], ids=str)
def test_every_screen_of_a_newcomer_fits_its_window(visit: Visit, forgetful: str, screen: Screen) -> None:
    page = visit("/", screen=screen, base=forgetful)
    complaints = listening(page)
    look(page, screen, "welcome")
    button(page, "today.screen").click()
    for number, questions in enumerate(SCREENS, start=1):
        heading(page, questions.title)
        look(page, screen, f"screening-{number}")
        answer(page, number, ANSWERS)
    heading(page, "Your result")
    look(page, screen, "screening-result")
    assert serious(complaints) == []
