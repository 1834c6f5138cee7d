"""A record on disk, a clock that stands still, and people made by the core instead of by clicking."""

from __future__ import annotations

import getpass
import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copyfile

import pytest
from streamlit.components.v2 import manifest_scanner

from core.demand import rated
from core.journal import SessionEntry, SetEntry
from core.knowledge.questions import Answers
from core.planning import Part, Plan
from core.profile import build_profile
from core.records import StoredPlan, assessment_record, plan_for, plan_record, read_plan
from core.screening import assess
from core.store import Json, Store, code_of, file_url, open_database, open_store
from core.words import Measure
from pages.parts import identity
from tests.core.builders import ALL_EQUIPMENT, CATALOG, answers
from tests.pages.visitor import Visitor
from tests.postgres import Clinic

ME = "me"
START = datetime(2026, 11, 20, 10, tzinfo=UTC)
ANN, DOC, EVE = "https://id.example ann", "https://id.example doc", "https://id.example eve"
NAMES = {ANN: "Ann A.", DOC: "Dr Doc", EVE: "Eve E."}
CODE = code_of(bytes(range(16)))


class Clock:
    """The moment at which the pages run."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.set(START)

    def set(self, moment: datetime) -> None:
        """Stop the clock at this moment."""
        self.now = moment
        self._patch.setenv("BACKWISE_NOW", moment.isoformat())

    def forward(self, **span: int) -> None:
        """Let time pass: `days=1`."""
        self.set(self.now + timedelta(**span))

    @property
    def today(self) -> date:
        """The day of the moment."""
        return self.now.date()


@dataclass(frozen=True)
class Home:
    """The record on disk that the pages read and write, and ways to fill it fast."""

    path: Path
    store: Store
    clock: Clock

    def screened(self, **changes: object) -> Answers:
        """Let the settled adult with these changes answer the screening now, all equipment at hand."""
        given = answers(**{"equipment": ALL_EQUIPMENT, **changes})
        self.store.add_person(ME, "Me")
        kept = assessment_record(f"a{self.clock.now:%m%d%H%M}", self.clock.now, given, assess(given, self.clock.today))
        self.store.save_assessment(ME, kept)
        return given

    def planned(self, preferences: dict[str, Json] | None = None, **changes: object) -> Plan:
        """The same, with a plan that starts today."""
        given = self.screened(**changes)
        for key, value in (preferences or {}).items():
            self.store.set_preference(ME, key, value)
        plan = _plan(tuple(given.items()), self.clock.today, json.dumps(preferences or {}))
        self.store.save_plan(ME, plan_record("p1", self.clock.now, plan))
        return plan

    @property
    def plan(self) -> StoredPlan:
        """The plan in force."""
        kept = self.store.current_plan(ME)
        assert kept is not None
        return read_plan(kept)

    @property
    def sessions(self) -> tuple[SessionEntry, ...]:
        """The sessions in the journal."""
        return self.store.journal(ME).sessions

    def train(self, week: int = 1, number: int = 1, **values: object) -> SessionEntry:
        """Keep a finished session of the plan, today, with every set as planned."""
        session = self.plan.plan.session(week, number)
        assert session is not None
        sets = tuple(
            SetEntry(
                one.exercise_id,
                place,
                reps=one.high if one.measure is Measure.REPS else None,
                seconds=one.high if one.measure is Measure.SECONDS else None,
                load_kg=one.load_kg,
                rir=one.rir[0] if one.rir else None,
            )
            for one in session.prescriptions
            if one.part in (Part.MAIN, Part.CORE)
            for place in range(1, one.sets + 1)
        )
        entry = SessionEntry(
            id=f"s{self.clock.today:%m%d}",
            day=self.clock.today,
            plan_id=self.plan.id,
            week=week,
            number=number,
            started_at=self.clock.now,
            finished_at=self.clock.now + timedelta(minutes=50),
            sets=sets,
            **{"pain_before": 2, "pain_worst": 3, "pain_end": 2, **values},
        )
        self.store.start_session(ME, entry)
        return entry


class Reception:
    """Whoever is signed in when a page runs; with each day, everybody signs in anew."""

    def __init__(self, patch: pytest.MonkeyPatch, stores: dict[str, Store], home: Home) -> None:
        self.home, self.stores = home, stores
        self._patch, self._issued = patch, time.time()
        self.at(ANN)

    def at(self, account: str, browser: str = "", *, age_s: int = 0) -> None:
        """Pages run in this browser of the account from here on, by a sign-in that is so old."""
        issuer, _, subject = account.partition(" ")
        signed = {"iss": issuer, "sub": subject, "name": NAMES[account], "is_logged_in": True}
        nonce = f"{self.home.clock.today} {browser}"
        self._patch.setattr(identity.st, "user", {**signed, "iat": self._issued - age_s, "nonce": nonce})
        self._who = account

    @property
    def who(self) -> str:
        """The account."""
        return self._who

    @who.setter
    def who(self, account: str) -> None:
        self.at(account)

    @property
    def sign_in(self) -> str:
        """Id of the sign-in by which pages run."""
        return identity.sign_in_of(identity.st.user)

    def visit(self, who: str, page: str = "people", **state: object) -> Visitor:
        """A new visit of this person; the pages of one visit at a time are run."""
        self.who = who
        return Visitor(page, **state)


@cache
def _plan(given: tuple[tuple[str, object], ...], today: date, preferences: str) -> Plan:
    """Hundreds of tests begin with the same few people, whose plans are always the same."""
    answered = dict(given)
    profile = build_profile(answered, assess(answered, today))
    return plan_for(profile, rated(CATALOG, profile), today, json.loads(preferences))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Friday 20 November 2026, ten in the morning."""
    return Clock(monkeypatch)


@pytest.fixture(scope="session")
def empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new record, to be copied: making its tables takes longer than many a test."""
    path = tmp_path_factory.mktemp("empty") / "journal.sqlite"
    open_store(file_url(path), getpass.getuser(), clock=lambda: START).close()
    return path


@pytest.fixture
def home(tmp_path: Path, empty_record: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """An empty record that the pages of this test use."""
    path = tmp_path / "journal.sqlite"
    copyfile(empty_record, path)
    monkeypatch.setenv("BACKWISE_STORE", str(path))
    store = open_store(file_url(path), getpass.getuser(), clock=lambda: clock.now)
    yield Home(path, store, clock)
    store.close()


@pytest.fixture
def reception(clinic: Clinic, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reception]:
    """A clinic's server, on which Ann has a plan and trained once."""
    monkeypatch.setenv("BACKWISE_STORE", clinic.url)
    database = open_database(clinic.url, clock=lambda: START)
    stores = {owner: Store(database, owner, lambda: clock.now) for owner in NAMES}
    home = Home(Path(), stores[ANN], clock)
    home.planned()
    home.train()
    yield Reception(monkeypatch, stores, home)
    database.close()


@pytest.fixture(scope="session", autouse=True)
def _streamlit_for_tests() -> Iterator[None]:
    """Quiet, and the installed packages are searched for components once instead of once a visitor."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield
