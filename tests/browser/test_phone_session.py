"""A whole session on a phone, reload in the middle included: what the journal holds is exactly what was done."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from core.journal import SessionEntry
from core.knowledge.texts import say
from core.planning import Part, Prescription
from core.words import Site
from tests.browser.conftest import PHONE, Visit, running_app, settled
from tests.browser.walk import ME, at, button, heading, open_record, with_plan

WIDTH = "() => document.querySelector('[data-testid=stMain]').scrollWidth"
CLOCK = re.compile(r"^[01]:\d\d$")
Problems = Callable[[Page], list[str]]


def fits(page: Page) -> None:
    """Nothing hangs over the edge of the phone."""
    assert page.evaluate(WIDTH) <= PHONE.width


def stands_at(page: Page, place: int, count: int) -> None:
    """Wait until this exercise is the one at hand."""
    expect(page.get_by_text(say("today.at", number=place, count=count))).to_be_visible()
    fits(page)


def log(page: Page, number: int) -> None:
    """One tap for one set as planned."""
    page.get_by_role("button", name=f"Log set {number}:").click()
    expect(page.get_by_text(re.compile(f"Set {number}: "))).to_be_visible()
    settled(page)


def log_all(page: Page, step: Prescription) -> None:
    """Every set of an exercise as planned."""
    for number in range(1, step.sets + 1):
        log(page, number)


def pain_of(page: Page, entry: SessionEntry, exercise_id: str, score: int) -> None:
    """Mark the pain and its place of one exercise."""
    felt = f"felt.{entry.id}.{exercise_id}"
    page.get_by_text(say("today.felt.title")).click()
    at(page, f"{felt}.pain").get_by_role("radio", name=str(score), exact=True).click()
    settled(page)
    at(page, f"{felt}.site").get_by_role("radio", name="Back", exact=True).click()
    settled(page)


def swap_first_offer(page: Page, exercise_id: str) -> str:
    """Take the nearest exercise that is offered in the place; its name."""
    at(page, f"swap.{exercise_id}").get_by_role("button").click()
    offer = page.locator(f'[class*="st-key-swap-{exercise_id}-"]').get_by_role("button").first
    name = offer.inner_text().partition(":")[0]
    offer.click()
    heading_two(page, name)
    return name


def heading_two(page: Page, name: str) -> None:
    """Wait for the exercise at hand by its name."""
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()


def test_a_whole_session_on_a_phone(visit: Visit, tmp_path: Path, accessibility_problems: Problems) -> None:
    path = tmp_path / "journal.sqlite"
    with open_record(path) as home:
        session = with_plan(home, datetime.now(UTC)).session(1, 1)
    assert session is not None
    steps = [one for one in session.prescriptions if one.part in (Part.MAIN, Part.CORE)]
    first, second, last = steps[0], steps[1], steps[-1]
    count = len(steps)
    assert count >= 3
    with running_app(str(path)) as url:
        page = visit("/", screen=PHONE, base=url)
        heading(page, "Session 1 of week 1")
        fits(page)
        at(page, "before.pain").get_by_role("radio", name="1", exact=True).click()
        at(page, "before.sleep").get_by_role("radio", name="Good", exact=True).click()
        button(page, "today.start.planned").click()
        stands_at(page, 1, count)

        log(page, 1)
        with open_record(path) as home:
            (entry,) = home.journal(ME).sessions
        expect(page.get_by_role("timer")).to_have_text(CLOCK)
        pain_of(page, entry, first.exercise_id, 3)
        assert accessibility_problems(page) == []

        page.reload()
        stands_at(page, 1, count)
        expect(page.get_by_role("timer")).to_have_text(CLOCK)
        expect(at(page, f"felt.{entry.id}.{first.exercise_id}.pain").get_by_role("radio", name="3")).to_be_checked()
        for number in range(2, first.sets + 1):
            log(page, number)
        button(page, "runner.next").click()

        stands_at(page, 2, count)
        swapped = swap_first_offer(page, second.exercise_id)
        page.reload()
        stands_at(page, 2, count)
        heading_two(page, swapped)
        log(page, 1)
        button(page, "runner.next").click()

        for place, step in enumerate(steps[2:-1], start=3):
            stands_at(page, place, count)
            log_all(page, step)
            button(page, "runner.next").click()
        stands_at(page, count, count)
        button(page, "runner.skip").click()

        expect(page.get_by_role("heading", level=2, name="How was it?")).to_be_visible()
        fits(page)
        end = f"end.{entry.id}"
        expect(at(page, f"{end}.worst").get_by_role("radio", name="3", exact=True)).to_be_checked()
        at(page, f"{end}.now").get_by_role("radio", name="1", exact=True).click()
        at(page, f"{end}.effort").get_by_role("radio", name="6", exact=True).click()
        button(page, "runner.finish").click()
        expect(page.get_by_text(say("today.done.skipped"))).to_be_visible()
        expect(page.get_by_text(say("today.so_far.green")).first).to_be_visible()
        fits(page)

    with open_record(path) as home:
        (done,) = home.journal(ME).sessions
    assert done.finished
    assert (done.pain_before, done.pain_worst, done.pain_end, done.effort) == (1, 3, 1, 6)
    assert done.site is Site.BACK
    felt = {one.exercise_id: one for one in done.exercises}
    (other,) = [one for one in done.exercises if one.replaced_id]
    assert other.replaced_id == second.exercise_id
    assert (felt[first.exercise_id].pain, felt[first.exercise_id].site) == (3, Site.BACK)
    wanted = {one.exercise_id: one.sets for one in (first, *steps[2:-1])} | {other.exercise_id: 1}
    assert {
        name: sum(s.exercise_id == name for s in done.sets) for name in {s.exercise_id for s in done.sets}
    } == wanted
    assert last.exercise_id not in {one.exercise_id for one in done.sets}
    assert [(s.reps, s.seconds, s.load_kg) for s in done.sets if s.exercise_id == first.exercise_id] == [
        (None if first.rir is None else first.low, first.low if first.rir is None else None, first.load_kg)
    ] * first.sets
