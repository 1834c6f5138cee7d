"""Whose data this visit shows, where it is kept, and what time it is."""

from __future__ import annotations

import getpass
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from platformdirs import user_data_path

from core.catalog import Catalog, load_catalog
from core.demand import rated
from core.errors import StoreError
from core.journal import Journal
from core.knowledge.questions import Answers
from core.planning import Plan
from core.profile import Preferences, Profile, build_profile
from core.records import StoredPlan, calm_weeks_of, preferences_of, read_answers, read_plan
from core.screening import Assessment, RenewalReason, assess, full_screen_due
from core.store import Json, Person, Store, file_url, memory_url, open_store
from core.units import MassUnit
from pages.parts.troubles import keep_trouble

Kept = TypeVar("Kept")
Value = TypeVar("Value")

WHERE = "BACKWISE_STORE"
"""Environment variable that says where records live: unset or `memory` = this visit only, `file` = the user's data
folder, a path or a database URL."""

NOW = "BACKWISE_NOW"
"""Environment variable that stops the clock at a moment, for tests and pictures."""

LOCAL_FILE = "journal.sqlite"
OWN_PERSON = "Me"


@dataclass(frozen=True)
class Record:
    """Everything that pages show of one person, read once a run."""

    person: Person
    answers: Answers | None
    assessment: Assessment | None
    assessed_at: datetime | None
    stored_plan: StoredPlan | None
    preferences: dict[str, Json]
    journal: Journal

    @cached_property
    def choices(self) -> Preferences:
        """Liked, disliked and left-out exercises."""
        return preferences_of(self.preferences)

    @cached_property
    def profile(self) -> Profile | None:
        """The profile that follows from the answers, None before there are any."""
        if self.answers is None or self.assessment is None:
            return None
        return build_profile(
            self.answers,
            self.assessment,
            self.choices,
            calm_weeks_of(self.answers, self.assessment, self.journal, today()),
        )

    @property
    def trainee(self) -> Trainee | None:
        """The person as one who trains: None while the triage allows no plan, or none was made."""
        if self.profile is None or self.stored_plan is None or not self.profile.allows_plan:
            return None
        outdated = self.assessed_at is not None and self.assessed_at > self.stored_plan.made_at
        return Trainee(self.person, self.journal, self.preferences, self.profile, self.stored_plan, outdated)

    @property
    def renewal(self) -> RenewalReason | None:
        """Why the screening is due again, None where it is not."""
        if self.assessment is None:
            return None
        last = self.journal.last_session()
        return full_screen_due(self.assessment, today(), last.day if last else None, bool(self.signs))

    @property
    def signs(self) -> tuple[str, ...]:
        """Warning signs ticked since the screening."""
        return self.journal.signs_after(self.assessed_at) if self.assessed_at else ()


@dataclass(frozen=True)
class Trainee:
    """A person with a plan in force; `outdated` where the screening was answered anew after the plan was made."""

    person: Person
    journal: Journal
    preferences: dict[str, Json]
    profile: Profile
    stored_plan: StoredPlan
    outdated: bool

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return self.stored_plan.plan

    @property
    def units(self) -> MassUnit:
        """Unit in which the person reads and types loads."""
        return self.person.units


def now() -> datetime:
    """The present moment in the visitor's time zone."""
    stopped = os.environ.get(NOW)
    return datetime.fromisoformat(stopped) if stopped else datetime.now(_zone())


def today() -> date:
    """The visitor's own day."""
    return now().date()


def store() -> Store:
    """The store of this visit; shows what went wrong and stops the page where it cannot be opened."""
    try:
        return _shared_store(where()) if where() else _own_store()
    except StoreError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()


def where() -> str:
    """Where records live: a database URL, empty for this visit only."""
    chosen = os.environ.get(WHERE, "")
    if chosen in ("", "memory"):
        return ""
    if chosen == "file":
        return file_url(user_data_path("backwise", appauthor=False) / LOCAL_FILE)
    return chosen if "://" in chosen else file_url(Path(chosen))


def catalog() -> Catalog:
    """The catalogue of exercises."""
    return load_catalog()


def catalog_for(profile: Profile) -> Catalog:
    """The catalogue with demand rated for this person's body and loads."""
    return rated(load_catalog(), profile)


def current_person() -> Person | None:
    """The person that this visit shows: the one chosen last, else the first that is no demo."""
    people = store().people()
    chosen = st.session_state.get("person_id")
    found = next((one for one in people if one.id == chosen), None)
    return found or min((one for one in people if not one.is_demo), key=lambda one: one.created_at, default=None)


def choose_person(person_id: str) -> None:
    """Show this person from now on."""
    st.session_state["person_id"] = person_id


def ensure_person() -> Person:
    """The current person, made where there is none."""
    person = current_person()
    if person is None:
        person = store().add_person(secrets.token_hex(8), OWN_PERSON, MassUnit.KG)
        choose_person(person.id)
    return person


def record() -> Record | None:
    """Everything on the current person, None before there is one; says so and stops where it cannot be read."""
    try:
        person = current_person()
        return record_of(person) if person else None
    except StoreError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()


def record_of(person: Person) -> Record:
    """Everything on one person."""
    home = store()
    screened = home.latest_assessment(person.id)
    answers = _readable(read_answers, screened.answers if screened else None)
    current = home.current_plan(person.id)
    return Record(
        person=person,
        answers=answers,
        assessment=assess(answers, screened.at.astimezone(_zone()).date())
        if screened and answers is not None
        else None,
        assessed_at=screened.at if screened else None,
        stored_plan=_readable(read_plan, current),
        preferences=home.preferences(person.id),
        journal=home.journal(person.id),
    )


def _readable(read: Callable[[Kept], Value], kept: Kept | None) -> Value | None:
    """What was kept; None where nothing was, or where this version cannot read it, which `show_troubles` says."""
    try:
        return None if kept is None else read(kept)
    except StoreError as error:
        keep_trouble(error)
        return None


@st.cache_resource(max_entries=8)
def _shared_store(url: str) -> Store:
    return open_store(url, getpass.getuser(), clock=_utc_now)


def _own_store() -> Store:
    if "own_store" not in st.session_state:
        st.session_state["own_store"] = open_store(memory_url(), secrets.token_hex(16), clock=_utc_now)
    own: Store = st.session_state["own_store"]
    return own


def _utc_now() -> datetime:
    stopped = os.environ.get(NOW)
    return datetime.fromisoformat(stopped).astimezone(UTC) if stopped else datetime.now(UTC)


def _zone() -> tzinfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
