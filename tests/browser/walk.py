"""Steps that several browser tests share: widgets by their keys, the screening, a session, and the record behind it."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from core.demand import rated
from core.knowledge.questions import Kind, Question, load_screens
from core.planning import Plan
from core.profile import build_profile
from core.records import assessment_record, plan_for, plan_record
from core.screening import assess
from core.store import Store, file_url, open_store
from tests.core.builders import CATALOG, SETTLED_ADULT, answers

Tap = Callable[[Locator], None]
"""How something on a page is reached and used."""

ME = "me"
SCREENS = load_screens()
ANSWERS: Mapping[str, object] = {
    **SETTLED_ADULT,
    "aggravators": ("sitting", "bending"),
    "equipment": ("chair", "dumbbell", "bench"),
    "minutes": 15,
}
"""A settled adult with a quarter of an hour, so that a session is short to walk through."""


@contextmanager
def open_record(path: Path) -> Iterator[Store]:
    """The record in the file at `path`, as the program's own user sees it."""
    home = open_store(file_url(path), getpass.getuser(), clock=lambda: datetime.now(UTC))
    try:
        yield home
    finally:
        home.close()


def with_plan(home: Store, now: datetime) -> Plan:
    """Add a person who was screened and got a plan at this moment."""
    given = answers(**ANSWERS)
    assessment = assess(given, now.date())
    profile = build_profile(given, assessment)
    plan = plan_for(profile, rated(CATALOG, profile), now.date(), {})
    home.add_person(ME, "Me")
    home.save_assessment(ME, assessment_record("a1", now, given, assessment))
    home.save_plan(ME, plan_record("p1", now, plan))
    return plan


def at(page: Page, key: str) -> Locator:
    """The widget or container with this key."""
    return page.locator(".st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key))


def button(page: Page, key: str) -> Locator:
    """The button with this key."""
    return at(page, key).get_by_role("button")


def heading(page: Page, text: str) -> None:
    """Wait for the page with this title."""
    expect(page.get_by_role("heading", level=1, name=text, exact=True)).to_be_visible()


def click(target: Locator) -> None:
    """The way of the mouse."""
    target.click()


def fill(page: Page, key: str, value: object, tap: Tap = click) -> None:
    """Go into a field, type, and leave it."""
    field = at(page, key).locator("input")
    tap(field)
    field.fill(str(value))
    field.press("Tab")


def answer(page: Page, number: int, given: Mapping[str, object], tap: Tap = click) -> None:
    """Answer one screen, counted from 1, as given, and say that nothing else applies."""
    screen = SCREENS[number - 1]
    heading(page, screen.title)
    expect(page.get_by_role("heading", level=1, name=screen.title, exact=True)).to_be_in_viewport()
    said = [(question, given.get(question.id)) for question in screen.questions]
    said = [(question, value) for question, value in said if value not in (None, "no")]
    for question, value in said:
        if value != () or (question.none_text and question.is_asked(given)):
            _answer(page, question, value or ("none",), tap)
    if screen.none_text:
        tap(at(page, f"screening.{screen.id}.none").locator("label"))
    tap(button(page, "screening.next"))


def screened(page: Page, given: Mapping[str, object] = ANSWERS, tap: Tap = click) -> None:
    """From the first page through all seven screens to the result."""
    tap(button(page, "today.screen"))
    for number in range(1, len(SCREENS) + 1):
        answer(page, number, given, tap)
    heading(page, "Your result")


def _answer(page: Page, question: Question, value: object, tap: Tap) -> None:
    key = f"screening.{question.id}"
    texts = {choice.id: choice.text for choice in question.choices}
    if question.kind is Kind.FLAG:
        tap(at(page, f"{key}.tick").locator("label"))
        if len(texts) > 1:
            tap(at(page, key).get_by_text(texts[str(value)], exact=True))
    elif question.kind is Kind.NUMBER:
        fill(page, key, value, tap)
    elif isinstance(value, tuple):
        for one in value:
            chip = at(page, key).get_by_text(texts.get(one, question.none_text), exact=True)
            tap(chip.or_(at(page, f"{key}.{one}").locator("label")))
    else:
        tap(at(page, key).get_by_text(texts.get(str(value), str(value)), exact=True))
