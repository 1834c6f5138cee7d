"""A tap in the middle of a session counts, once, however the connection is lost; `make sweep` does each of it often."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, expect

from core.knowledge.texts import say
from pages.parts.steps import RUNNING
from tests.browser.clinic import ANN, BEN, openid_provider
from tests.browser.conftest import settled
from tests.browser.lost import BrowserHome, ClinicHome, FileHome, Loss, Training, When, begin_session
from tests.browser.walk import ME, open_record
from tests.postgres import Clinic

CASES = (
    (Loss.RESTART, When.WHILE),
    (Loss.OFF, When.BEFORE),
    (Loss.HIDDEN, When.AFTER),
    (Loss.SLEEP, When.WHILE),
)


def every_case(training: Training) -> None:
    """Each way to lose the connection once."""
    chance = random.Random(1)
    for loss, when in CASES:
        training.lose_and_tap(loss, when, chance)


def test_in_the_browsers_own_home(browser: Browser, free_ports: Iterator[int]) -> None:
    with ExitStack() as stack:
        training = Training(stack, browser, BrowserHome(), next(free_ports))
        every_case(training)
        # The same button twice, the second time before the browser has put the first tap away.
        training.tap("Next exercise")
        expect(training.page.get_by_text("Exercise 2 of")).to_be_visible()
        training.tap_while_off("Next exercise")
        expect(training.page.get_by_text("Exercise 3 of")).to_be_visible()


def test_in_a_file(browser: Browser, free_ports: Iterator[int], tmp_path: Path) -> None:
    with ExitStack() as stack:
        every_case(Training(stack, browser, FileHome(tmp_path), next(free_ports)))


def test_a_tap_is_done_for_the_person_whose_page_it_was_on(
    browser: Browser, free_ports: Iterator[int], tmp_path: Path
) -> None:
    with ExitStack() as stack:
        home = FileHome(tmp_path)
        training = Training(stack, browser, home, next(free_ports))
        with open_record(home.path) as record:
            begin_session(record, "other", datetime.now(UTC))
        training.page.goto(f"{training.address}/?person=other")
        expect(training.page.get_by_text("Exercise 1 of")).to_be_visible()
        settled(training.page)
        training.tap_while_off("Next exercise")
        # The same tab, at the page of the first on the list.
        training.page.goto(training.address)
        expect(training.page.get_by_text("Exercise 2 of")).to_be_visible()
        expect(training.page.get_by_text(say("taps.done", label="Next exercise"))).to_be_visible()
        with open_record(home.path) as record:
            places = {person.id: record.preferences(person.id).get(RUNNING) for person in record.people()}
    assert places[ME] is None
    assert isinstance(places["other"], dict)
    assert places["other"]["at"] == 1


def test_in_a_clinic_where_a_tap_also_waits_for_its_own_account(
    browser: Browser, empty_clinic: Clinic, tmp_path: Path, free_ports: Iterator[int]
) -> None:
    with ExitStack() as stack:
        home = ClinicHome(tmp_path, empty_clinic, stack.enter_context(openid_provider()))
        training = Training(stack, browser, home, next(free_ports))
        every_case(training)

        label = training.tap_signed_out(12)
        expect(training.page.get_by_text(say("taps.sign_in", label=label))).to_be_visible()
        training.sign_in(ANN)
        training.counts(1, 12)
        label = training.tap_signed_out(14)
        training.sign_in(BEN)
        expect(training.page.get_by_text(say("taps.other_account", label=label))).to_be_visible()
        assert home.sets(training.page) == [(1, 12)]
