"""A training session on a phone whose connection is lost in every way there is, and what stands in the record then.

`Training` holds one page in the middle of a session, in one home. `lose_and_tap` types a number, loses the
connection in one way, taps to log the set before, while, or just after it is lost, and looks: the set is on the page
and in the record, once, with the number that was typed; then it is taken back, and the next round begins.
"""

from __future__ import annotations

import json
import random
import re
import secrets
import time
import zlib
from abc import ABC, abstractmethod
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, CDPSession, FilePayload, Page, expect

from core.demand import rated
from core.exporting.record_json import Record, to_json
from core.journal import SessionEntry
from core.planning import Part
from core.profile import build_profile
from core.records import assessment_record, plan_for, plan_record
from core.screening import assess
from core.store import Store, memory_url, open_store
from core.whole_record import bring_back, everything_readable
from tests.browser.clinic import ANN, options, sign_in
from tests.browser.conftest import Address, running_app, settled
from tests.browser.line import Line, line_to
from tests.browser.walk import ANSWERS, ME, button, fill, open_record
from tests.core.builders import CATALOG, answers
from tests.postgres import Clinic

APP = "tests/browser/clock_app.py"
FORGETS_SOON = ("--server.disconnectedSessionTTL", "1")
"""A phone that slept comes back to a server that has let go of its visit."""
SLEEP_HOURS = 9.0
ALL_PIECES = """() => new Promise((resolve) => {
    const opening = indexedDB.open('backwise', 1);
    opening.onsuccess = () => {
        const shelf = opening.result.transaction('pieces').objectStore('pieces');
        const reading = shelf.getAll();
        reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result.filter((piece) => typeof piece === 'string'));
        };
    };
})"""
LoggedSet = tuple[int, int | None]
"""Number of a set, and its repetitions."""


class Loss(StrEnum):
    """How the connection is lost."""

    RESTART = "server restart"
    OFF = "network off"
    HANGS = "network hangs"
    HIDDEN = "tab hidden"
    SLEEP = "long sleep"


class When(StrEnum):
    """When the tap comes."""

    BEFORE = "just before"
    WHILE = "while it is lost"
    AFTER = "first of all after"


class Home(ABC):
    """Where the record lives: how the program is started for it, and how a test looks into the record."""

    @abstractmethod
    def serving(self, port: int, address: str) -> Iterator[Address]:
        """Start the program at this port; the browser reaches it at `address`. A context manager."""

    @abstractmethod
    def sets(self, page: Page) -> list[LoggedSet]:
        """Every set in the record."""

    @abstractmethod
    def enter(self, page: Page, address: str, record: Record) -> None:
        """Bring this record into the home, and open the first page."""


class FileHome(Home):
    """One SQLite file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "journal.sqlite"

    @contextmanager
    def serving(self, port: int, address: str) -> Iterator[Address]:
        with running_app(str(self.path), APP, port, FORGETS_SOON) as running:
            yield running

    def enter(self, page: Page, address: str, record: Record) -> None:
        with open_record(self.path) as home:
            home.delete_everything()
            bring_back(home, record, datetime.now(UTC))
        page.goto(address)

    def sets(self, page: Page) -> list[LoggedSet]:
        with open_record(self.path) as home:
            return sorted((logged.number, logged.reps) for person in home.people()
                          for session in home.journal(person.id).sessions for logged in session.sets)  # fmt: skip


class BrowserHome(Home):
    """The visitor's own browser."""

    @contextmanager
    def serving(self, port: int, address: str) -> Iterator[Address]:
        with running_app("browser", APP, port, FORGETS_SOON) as running:
            yield running

    def enter(self, page: Page, address: str, record: Record) -> None:
        page.goto(f"{address}/my_data")
        settled(page)
        file: FilePayload = {"name": "record.json", "mimeType": "application/json", "buffer": to_json(record).encode()}
        page.locator('input[type="file"]').first.set_input_files(file)
        button(page, "data.bring_back").click()
        expect(button(page, "data.bring_back")).to_have_count(0)
        settled(page)
        page.goto(address)

    def sets(self, page: Page) -> list[LoggedSet]:
        pieces = [json.loads(zlib.decompress(b64decode(piece))) for piece in page.evaluate(ALL_PIECES)]
        return sorted((row["number"], row["reps"]) for piece in pieces for row in piece.get("set_entry", ()))


class ClinicHome(Home):
    """A clinic's PostgreSQL, with sign-in."""

    def __init__(self, folder: Path, clinic: Clinic, provider: str) -> None:
        self.folder, self.clinic, self.provider = folder, clinic, provider
        self.cookie = secrets.token_hex(16)

    @contextmanager
    def serving(self, port: int, address: str) -> Iterator[Address]:
        given = options(self.folder, self.clinic, self.provider, address, self.cookie)
        with running_app("", APP, port, (*FORGETS_SOON, *given)) as running:
            yield running

    def sets(self, page: Page) -> list[LoggedSet]:
        rows = self.clinic.run("SELECT number, reps FROM set_entry ORDER BY number")
        return [(int(str(number)), reps if isinstance(reps, int) else None) for number, reps in rows]

    def enter(self, page: Page, address: str, record: Record) -> None:
        # The program makes its tables when somebody comes; deleting everything afterwards would end that sign-in.
        page.goto(address)
        settled(page)
        home = open_store(self.clinic.url, f"{self.provider} {ANN}", admin_url=self.clinic.admin_url, clock=_now)
        home.delete_everything()
        bring_back(home, record, _now())
        home.close()
        sign_in(page, ANN)


def _now() -> datetime:
    return datetime.now(UTC)


def begin_session(home: Store, person_id: str, now: datetime) -> str:
    """Screen this person, plan, and begin the first session; its first exercise."""
    given = answers(**ANSWERS)
    assessment = assess(given, now.date())
    profile = build_profile(given, assessment)
    plan = plan_for(profile, rated(CATALOG, profile), now.date(), {})
    home.add_person(person_id, person_id.title())
    home.save_assessment(person_id, assessment_record(f"a-{person_id}", now, given, assessment))
    home.save_plan(person_id, plan_record(f"p-{person_id}", now, plan))
    entry = SessionEntry(
        id=f"s-{person_id}",
        day=now.date(),
        plan_id=f"p-{person_id}",
        week=1,
        number=1,
        started_at=now,
        pain_before=2,
    )
    home.start_session(person_id, entry)
    session = plan.session(1, 1)
    assert session is not None
    return session.of(Part.MAIN)[0].exercise_id


@cache
def record_in_a_session() -> tuple[Record, str]:
    """The record of a person in the middle of the first session, and its first exercise."""
    now = datetime.now(UTC)
    home = open_store(memory_url(), "maker", clock=lambda: now)
    exercise = begin_session(home, ME, now)
    record = everything_readable(home, now).record
    home.close()
    return record, exercise


class Training:
    """One page in the middle of a session, behind a line that can be lost."""

    def __init__(self, stack: ExitStack, browser: Browser, home: Home, port: int) -> None:
        self.home = home
        self.stack = stack
        self.line: Line = stack.enter_context(line_to(port))
        self.program = ExitStack()
        stack.callback(lambda: self.program.close())
        self.start()
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 390, "height": 844}, reduced_motion="reduce", has_touch=True
        )
        stack.callback(self.context.close)
        self.page = self.context.new_page()
        self.devtools: CDPSession = self.context.new_cdp_session(self.page)
        record, self.exercise = record_in_a_session()
        home.enter(self.page, self.address, record)
        expect(self.page.get_by_text("Exercise 1 of")).to_be_visible()
        settled(self.page)

    @property
    def address(self) -> str:
        """Where the browser goes; by name, because a sign-in comes back to it."""
        return f"http://localhost:{self.line.port}"

    def start(self) -> None:
        """Start the program, again where it was killed."""
        self.running = self.program.enter_context(self.home.serving(self.line.target_port, self.address))

    def kill(self) -> None:
        """End the program without a warning."""
        self.running.process.kill()
        self.running.process.wait()
        self.program.close()

    def amount_key(self) -> str:
        """Class of the field with the repetitions of the next set."""
        field = self.page.locator('[class*="st-key-runner-"][class*="-amount"]').first
        name = field.evaluate("(field) => [...field.classList].find((name) => name.startsWith('st-key-'))")
        return str(name).removeprefix("st-key-")

    def clock(self, hours: float) -> None:
        """Move the program's clock."""
        urlopen(f"http://127.0.0.1:{self.line.target_port}/clock?hours={hours}", timeout=30).close()

    def tap(self, label: str) -> None:
        """Put a finger where the button stands, whether it is switched on or not."""
        target = self.page.get_by_role("button", name=label)
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box is not None
        self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def is_connected(self) -> bool:
        """What the page itself thinks."""
        return bool(self.page.evaluate("document.querySelector('.stApp').dataset.testConnectionState === 'CONNECTED'"))

    def lose_and_tap(self, loss: Loss, when: When, chance: random.Random) -> None:
        """One round. Raises AssertionError with what stood in the record instead."""
        page, reps, pause = self.page, chance.randint(3, 60), chance.uniform(0.0, 2.0)
        before = self.home.sets(page)
        number = len(before) + 1
        label = self._type(number, reps)
        if when is When.BEFORE:
            self._lost_before(loss, lambda: self.tap(label), pause)
        else:
            with self._lost(loss, pause):
                if when is When.WHILE:
                    self._until(lambda: not self.is_connected())
                    self.tap(label)
            if when is When.AFTER:
                self._until(self.is_connected)
                self.tap(label)
        self.counts(number, reps)
        assert self.home.sets(page) == [*before, (number, reps)], (loss, when, self.home.sets(page))
        self.clock(0)
        button(page, f"runner.undo.{self.exercise}.{number}").click()
        expect(page.get_by_text(re.compile(rf"\bSet {number}: "))).to_have_count(0)
        self._until(lambda: self.home.sets(page) == before)
        settled(page)

    def counts(self, number: int, reps: int) -> None:
        """Wait until the set stands on the page and in the record."""
        expect(self.page.get_by_text(re.compile(f"Set {number}: {reps} ×"))).to_be_visible()
        expect(self.page.get_by_role("button", name=f"Log set {number + 1}")).to_be_visible()
        self._until(lambda: (number, reps) in self.home.sets(self.page))
        settled(self.page)

    def tap_while_off(self, label: str) -> None:
        """Tap a button while the network is off, which then comes back."""
        with self._lost(Loss.OFF, 0.0):
            self._until(lambda: not self.is_connected())
            self.tap(label)

    def tap_signed_out(self, reps: int) -> str:
        """Tap while the connection is lost and the sign-in is gone with it; the whole label of the button."""
        number = len(self.home.sets(self.page)) + 1
        label = self._type(number, reps)
        whole = self.page.get_by_role("button", name=label).inner_text().splitlines()[-1]
        with self._lost(Loss.HIDDEN, 0.0):
            self.tap(label)
            self.context.clear_cookies()
        expect(button(self.page, "account.in")).to_be_visible()
        return whole

    def sign_in(self, subject: str) -> None:
        """Sign in again, in the same tab."""
        sign_in(self.page, subject)

    def _type(self, number: int, reps: int) -> str:
        """Type the repetitions of the next set; how the label of its button begins."""
        fill(self.page, self.amount_key(), reps)
        expect(self.page.get_by_role("button", name=f"Log set {number}: {reps} ×")).to_be_visible()
        settled(self.page)
        return f"Log set {number}"

    def _lost_before(self, loss: Loss, tap: Callable[[], None], pause: float) -> None:
        """The tap is under way when the connection goes."""
        if loss is Loss.HANGS:
            self.line.hang()
            tap()
            time.sleep(pause)
            self.line.mend()
            return
        tap()
        with self._lost(loss, pause):
            pass

    @contextmanager
    def _lost(self, loss: Loss, pause: float) -> Iterator[None]:
        """The connection is lost inside, and back afterwards."""
        match loss:
            case Loss.RESTART:
                self.kill()
                yield
                time.sleep(pause)
                self.start()
            case Loss.OFF | Loss.HANGS:
                self.line.cut()
                yield
                time.sleep(pause)
                self.line.mend()
            case Loss.HIDDEN | Loss.SLEEP:
                yield from self._asleep(SLEEP_HOURS if loss is Loss.SLEEP else 0.0)

    def _asleep(self, hours: float) -> Iterator[None]:
        """The page stands still, the server lets go of the visit, and then both are there again."""
        self.line.cut()
        self._until(lambda: not self.is_connected())
        yield
        self.devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
        if hours:
            self.clock(hours)
        time.sleep(1.5)
        self.devtools.send("Page.setWebLifecycleState", {"state": "active"})
        self.line.mend()

    def _until(self, holds: Callable[[], bool]) -> None:
        ends = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < ends, "it took too long"
            self.page.wait_for_timeout(20)
