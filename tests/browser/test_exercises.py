"""The exercises page in a real browser: the map, side by side, what if, and the story for a patient."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from core.knowledge.texts import say
from core.records import assessment_record
from core.screening import assess
from tests.browser.conftest import DESK, PHONE, PHONE_DARK, Screen, Visit, running_app, settled
from tests.browser.walk import ME, at, button, heading, open_record
from tests.core.builders import IRRITABLE_DISC, answers

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
SIZES = pytest.mark.parametrize("screen", [DESK, PHONE], ids=str)
WIDTH = "() => document.querySelector('[data-testid=stMain]').scrollWidth"


@pytest.fixture(scope="module")
def sore(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a program whose person has an irritable nerve root, dumbbells and a chair."""
    path = tmp_path_factory.mktemp("sore") / "journal.sqlite"
    given = answers(**IRRITABLE_DISC, equipment=("chair", "dumbbell", "bench"))
    with open_record(path) as home:
        home.add_person(ME, "Me")
        home.save_assessment(ME, assessment_record("a1", NOW, given, assess(given, NOW.date())))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKWISE_NOW", NOW.isoformat())
        with running_app(str(path)) as url:
            yield url


def marks(page: Page) -> Locator:
    """The marks of what fits, once they are drawn; the rings around chosen ones are a trace of their own."""
    found = at(page, "exercises.map").locator(".scatterlayer .trace").first.locator(".point")
    found.first.wait_for()
    return found


def tap(page: Page, mark: Locator) -> None:
    """Tap a mark: Plotly listens to the pointer on the whole plot, so the tap goes to its place."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    at(page, "exercises.map").locator(".hoverlayer .hovertext").first.wait_for()
    page.mouse.click(x, y)


def slider(page: Page, key: str) -> Locator:
    """The handle of a slider."""
    return at(page, key).get_by_role("slider")


def choose(page: Page, key: str, option: str) -> None:
    """Add one option to a field that takes several."""
    field = at(page, key).get_by_role("combobox")
    field.click()
    field.press_sequentially(option)
    page.get_by_role("option").get_by_text(option, exact=True).click()
    field.press("Escape")


def fits_its_window(page: Page, screen: Screen) -> None:
    assert page.evaluate(WIDTH) <= screen.width
    expect(page.get_by_test_id("stException")).to_have_count(0)


@SIZES
def test_two_taps_on_the_map_put_two_exercises_side_by_side(visit: Visit, sore: str, screen: Screen) -> None:
    page = visit("/exercises", screen=screen, base=sore)
    tap(page, marks(page).first)
    region = page.get_by_role("region", name="Side by side")
    expect(region.locator("thead th")).to_have_count(1)
    settled(page)
    tap(page, marks(page).last)
    expect(region.locator("thead th")).to_have_count(2)
    fits_its_window(page, screen)
    names = region.locator("thead th").all_inner_texts()
    page.goto(page.url)
    expect(region.locator("thead th")).to_have_text(names)


@SIZES
def test_the_comparison_shows_figures_of_the_same_moment(visit: Visit, sore: str, screen: Screen) -> None:
    page = visit("/exercises?compare=Goblet+squat&compare=Leg+press", screen=screen, base=sore)
    figures = page.get_by_role("region", name="Side by side").locator("img")
    expect(figures).to_have_count(2)
    before = figures.first.get_attribute("src")
    at(page, "moment").get_by_text("Half way", exact=True).click()
    expect(figures.first).to_have_attribute("alt", "Goblet squat: half way.")
    assert figures.first.get_attribute("src") != before
    assert "moment=Half" in page.url
    shown = figures.evaluate_all("all => all.every(one => one.complete && one.naturalWidth > 0)")
    assert shown
    fits_its_window(page, screen)


def test_the_comparison_needs_no_map(visit: Visit, sore: str) -> None:
    page = visit("/exercises", base=sore)
    for name in ("Split squat", "Leg press"):
        choose(page, "compare", name)
        expect(at(page, "compare").get_by_text(name, exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="Side by side").locator("thead th")).to_have_count(2)


@SIZES
def test_a_lever_answers_at_once_and_its_address_opens_the_same_view(visit: Visit, sore: str, screen: Screen) -> None:
    page = visit("/exercises?exercise=goblet_squat", screen=screen, base=sore)
    expect(page.get_by_text(say("lever.untouched"))).to_be_visible()
    for _step in range(5):
        slider(page, "goblet_squat.ankle").press("ArrowLeft")
    result = page.locator(".bw-what")
    expect(result).to_contain_text(f"{say('lever.lean')}: {say('lever.much_more')}")
    expect(page).to_have_url(re.compile("goblet_squat.ankle=26"))
    told = settled(page).locator(".bw-what").text_content()
    assert told
    page.goto(page.url)
    expect(result).to_have_text(told)
    fits_its_window(page, screen)


@SIZES
def test_a_leg_press_more_is_answered_in_one_rerun(visit: Visit, sore: str, screen: Screen) -> None:
    page = visit("/exercises?view=What+if", screen=screen, base=sore)
    expect(page.get_by_text(say("suppose.untouched"))).to_be_visible()
    choose(page, "equipment", "a leg press")
    # Among what comes back later it is named before, too.
    expect(page.locator(".bw-sup").first).to_contain_text("◆ Leg press")
    told = settled(page).locator(".bw-sup").first.text_content()
    assert told
    page.goto(page.url)
    expect(page.locator(".bw-sup").first).to_have_text(told)
    fits_its_window(page, screen)


def test_less_pain_and_no_diagnosis_let_exercises_in(visit: Visit, sore: str) -> None:
    page = visit("/exercises?view=What+if&pain=3&stirred=hardly,+and+it+calms+soon&diagnosis=", base=sore)
    expect(page.get_by_role("heading", name="Comes in")).to_be_visible()


@SIZES
def test_the_story_is_big_has_no_menus_and_stores_nothing(visit: Visit, sore: str, screen: Screen) -> None:
    page = visit("/exercises", screen=screen, base=sore)
    button(page, "exercises.clinic").click()
    for step in ("tolerates", "fits", "later"):
        heading(page, say(f"clinic.{step}.title"))
        expect(page.get_by_test_id("stHeader")).to_be_hidden()
        fits_its_window(page, screen)
        assert f"clinic={step}" in page.url
        button(page, "clinic.next").click()
    heading(page, say("clinic.plan.title"))
    size = page.get_by_role("heading", level=1).evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 30
    page.goto(page.url)
    heading(page, say("clinic.plan.title"))
    button(page, "clinic.close").click()
    heading(page, "Exercises")
    expect(page.get_by_test_id("stHeader")).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE_DARK], ids=str)
@pytest.mark.parametrize(
    "path",
    [
        "/exercises?compare=Goblet+squat&compare=Leg+press",
        "/exercises?view=Cards",
        "/exercises?view=What+if&pain=6",
        "/exercises?exercise=goblet_squat&goblet_squat.ankle=15",
        "/exercises?clinic=fits",
    ],
)
def test_every_view_is_accessible(
    visit: Visit, sore: str, screen: Screen, path: str, accessibility_problems: Callable[[Page], list[str]]
) -> None:
    assert accessibility_problems(visit(path, screen=screen, base=sore)) == []
