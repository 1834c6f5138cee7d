"""Steps that several browser tests share: widgets by their keys, the screening, a session, and the record behind it."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator, Mapping
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


def fill(page: Page, key: str, value: object) -> None:
    """Type into a field and leave it."""
    field = at(page, key).locator("input")
    field.fill(str(value))
    field.press("Tab")


def answer(page: Page, number: int, given: Mapping[str, object]) -> None:
    """Answer one screen, counted from 1, as given; "no" to every flag becomes the tick for none."""
    screen = SCREENS[number - 1]
    heading(page, screen.title)
    said = [(question, given.get(question.id)) for question in screen.questions]
    said = [(question, value) for question, value in said if value not in (None, "no", ())]
    for question, value in said:
        _answer(page, question, value)
    if screen.none_text and not any(question.kind is Kind.FLAG for question, _value in said):
        at(page, f"screening.{screen.id}.none").locator("label").click()
    button(page, "screening.next").click()


def screened(page: Page, given: Mapping[str, object] = ANSWERS) -> None:
    """From the first page through all seven screens to the result."""
    button(page, "today.screen").click()
    for number in range(1, len(SCREENS) + 1):
        answer(page, number, given)
    heading(page, "Your result")


def _answer(page: Page, question: Question, value: object) -> None:
    key = f"screening.{question.id}"
    texts = {choice.id: choice.text for choice in question.choices}
    if question.kind is Kind.FLAG:
        at(page, f"{key}.tick").locator("label").click()
        if len(texts) > 1:
            at(page, key).get_by_text(texts[str(value)], exact=True).click()
    elif question.kind is Kind.NUMBER:
        fill(page, key, value)
    elif isinstance(value, tuple):
        for one in value:
            chip = at(page, key).get_by_text(texts[one], exact=True)
            chip.or_(at(page, f"{key}.{one}").locator("label")).click()
    else:
        at(page, key).get_by_text(texts.get(str(value), str(value)), exact=True).click()
