"""The technique page in a real browser: the decision aid tap by tap, shared by its address, and a swap from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.knowledge.texts import say
from core.records import SWAPS
from core.technique import likely, load_technique
from tests.browser.conftest import DESK, PHONE, PHONE_DARK, Screen, Visit, running_app, settled
from tests.browser.walk import ME, at, heading, open_record, with_plan

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
KNOWN = load_technique()
SIZES = pytest.mark.parametrize("screen", [DESK, PHONE], ids=str)
WIDTH = "() => document.querySelector('[data-testid=stMain]').scrollWidth"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record on disk whose person has a plan from today on."""
    path = tmp_path_factory.mktemp("technique") / "journal.sqlite"
    with open_record(path) as home:
        with_plan(home, NOW)
    return path


@pytest.fixture(scope="module")
def planned(record: Path) -> Iterator[str]:
    """Address of a program that shows this record."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKWISE_NOW", NOW.isoformat())
        with running_app(str(record)) as url:
            yield url


def choose(page: Page, key: str, name: str) -> None:
    """Tap one choice."""
    at(page, key).get_by_role("radio", name=name, exact=True).click()
    settled(page)


def fits_its_window(page: Page, screen: Screen) -> None:
    assert page.evaluate(WIDTH) <= screen.width
    expect(page.get_by_test_id("stException")).to_have_count(0)


@SIZES
def test_three_taps_lead_to_an_answer_that_its_address_shows_again(visit: Visit, planned: str, screen: Screen) -> None:
    page = visit("/technique", screen=screen, base=planned)
    heading(page, say("technique.title"))
    choose(page, "feel", KNOWN.feelings["rounds"].name)
    choose(page, "lift", KNOWN.lifts["leg_press"].name)
    choose(page, "when", KNOWN.moments["bottom"].name)
    wanted = likely(KNOWN.feelings["rounds"], KNOWN.lifts["leg_press"], KNOWN.moments["bottom"])[0].cause
    expect(page.locator(".bw-tq li.card.first h3")).to_have_text(wanted.name)
    expect(page.locator(".bw-tq .cue").first).to_have_text(wanted.cue(KNOWN.lifts["leg_press"]))
    expect(page.locator(".bw-said img")).to_be_visible()
    fits_its_window(page, screen)
    shared = visit(page.url.removeprefix(planned), screen=screen, base=planned)
    expect(shared.locator(".bw-tq li.card.first h3")).to_have_text(wanted.name)
    fits_its_window(shared, screen)


@SIZES
def test_an_emergency_sign_shows_where_to_go_and_nothing_else(visit: Visit, planned: str, screen: Screen) -> None:
    page = visit("/technique?feel=ache", screen=screen, base=planned)
    expect(page.get_by_role("heading", level=2, name=say("technique.reasons"))).to_be_visible()
    choose(page, "feel", KNOWN.feelings["saddle"].name)
    expect(page.get_by_role("alert").get_by_text(say("tier.emergency.title"))).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text([say("tier.emergency.title")])
    expect(at(page, "lift")).to_have_count(0)
    fits_its_window(page, screen)


@SIZES
def test_a_question_opens_and_its_address_opens_it_again(visit: Visit, planned: str, screen: Screen) -> None:
    page = visit("/technique?about=Questions", screen=screen, base=planned)
    answer = KNOWN.answers["q_form"]
    page.get_by_text(answer.title, exact=True).click()
    expect(page.get_by_text(answer.text)).to_be_visible()
    shared = visit(page.url.removeprefix(planned), screen=screen, base=planned)
    expect(shared.get_by_text(answer.text)).to_be_visible()
    fits_its_window(shared, screen)


def test_a_swap_from_here_changes_the_plan_and_can_be_undone(visit: Visit, planned: str, record: Path) -> None:
    for lift in KNOWN.lifts:
        page = visit(f"/technique?feel=ache&lift={lift}", screen=PHONE, base=planned)
        swaps = page.get_by_role("button", name=say("technique.change.swap", name=""))
        if swaps.count():
            break
    swaps.first.click()
    expect(at(page, "undo-line")).to_be_visible()
    with open_record(record) as home:
        assert home.preferences(ME)[SWAPS]
    at(page, "undo-go").get_by_role("button").click()
    expect(at(page, "undo-line")).to_have_count(0)


@pytest.mark.parametrize("screen", [DESK, PHONE_DARK], ids=str)
@pytest.mark.parametrize(
    "path",
    ["?feel=only_back&lift=squat&when=late_set", "?feel=one_leg", "?feel=both_legs", "?about=Flare-up",
     "?about=Questions&q_pain=true"],
)  # fmt: skip
def test_every_view_can_be_used_by_everyone(
    visit: Visit, planned: str, accessibility_problems: Callable[[Page], list[str]], screen: Screen, path: str
) -> None:
    page = visit(f"/technique{path}", screen=screen, base=planned)
    closed = page.locator(".bw-tq summary")
    if closed.count():
        closed.first.click()
    assert accessibility_problems(page) == []
    fits_its_window(page, screen)
