"""A tap in the middle of a session counts, once, however the connection is lost; `make sweep` does each of it often."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, expect

from core.knowledge.texts import say
from tests.browser.lost import OTHER, PATIENT, BrowserHome, ClinicHome, FileHome, Loss, Training, When, provider
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
        every_case(Training(stack, browser, BrowserHome(), next(free_ports)))


def test_in_a_file(browser: Browser, free_ports: Iterator[int], tmp_path: Path) -> None:
    with ExitStack() as stack:
        every_case(Training(stack, browser, FileHome(tmp_path), next(free_ports)))


def test_in_a_clinic_where_a_tap_also_waits_for_its_own_account(
    browser: Browser, empty_clinic: Clinic, tmp_path: Path, free_ports: Iterator[int]
) -> None:
    with ExitStack() as stack:
        home = ClinicHome(tmp_path, empty_clinic, stack.enter_context(provider()))
        training = Training(stack, browser, home, next(free_ports))
        every_case(training)

        label = training.tap_signed_out(12)
        expect(training.page.get_by_text(say("taps.sign_in", label=label))).to_be_visible()
        training.sign_in(PATIENT)
        training.counts(1, 12)
        label = training.tap_signed_out(14)
        training.sign_in(OTHER)
        expect(training.page.get_by_text(say("taps.other_account", label=label))).to_be_visible()
        assert home.sets(training.page) == [(1, 12)]
