"""Whose data this visit shows, where it is kept, and what time it is."""

from __future__ import annotations

import getpass
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from platformdirs import user_data_path
from streamlit.errors import StreamlitSecretNotFoundError

from core.catalog import Catalog, load_catalog
from core.demand import rated
from core.errors import StoreError
from core.journal import Journal
from core.knowledge.questions import Answers
from core.planning import Plan
from core.profile import Preferences, Profile, build_profile
from core.records import StoredPlan, calm_weeks_of, preferences_of, read_answers, read_plan, with_known_loads
from core.screening import Assessment, RenewalReason, assess, full_screen_due
from core.store import Database, Json, Person, Store, file_url, memory_url, open_database, open_store
from core.units import MassUnit
from pages.parts.browser_home import browser_home, kept_in_browser
from pages.parts.identity import is_signed_in, owner
from pages.parts.instead import shown_instead
from pages.parts.troubles import keep_trouble, show_restored, show_store_failure, show_warnings

Kept = TypeVar("Kept")
Value = TypeVar("Value")

WHERE = "BACKWISE_STORE"
"""Environment variable that says where records live: unset or `browser` = the visitor's own browser, `memory` = this
visit only, `file` = the user's data folder, a path or a database URL."""

WHERE_ADMIN = "BACKWISE_STORE_ADMIN"
"""The same for the role that owns a server's tables; used for the moment in which they are prepared."""

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
        calm_weeks = calm_weeks_of(self.answers, self.assessment, self.journal, today())
        own = build_profile(self.answers, self.assessment, self.choices, calm_weeks)
        return with_known_loads(own, catalog(), self.journal, today())

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
    """What pages read and write: the visit's own record, or what is shown instead of it."""
    return shown_instead(home_store())


def home_store() -> Store:
    """The store of this visit, whatever pages show; stops the page with the reason where it cannot be opened."""
    try:
        return _opened()
    except StoreError as error:
        show_store_failure(error, where(), _utc_now())
        st.stop()


def can_be_read() -> bool:
    """True where the record is there to read. Shows nothing: a page that needs the record says why it is not."""
    if is_server_home() and not is_signed_in():
        return False
    try:
        _opened().people()
    except StoreError:
        return False
    return True


class Home(StrEnum):
    """What kind of place the records live in."""

    BROWSER = "browser"
    VISIT = "visit"
    FILE = "file"
    SERVER = "server"


def home() -> Home:
    """The kind of place of this visit."""
    if setting(WHERE) in ("", "browser"):
        return Home.BROWSER
    if not where():
        return Home.VISIT
    return Home.FILE if where().startswith("sqlite") else Home.SERVER


def is_browser_home() -> bool:
    """True where each visitor's record lives in the visitor's own browser."""
    return home() is Home.BROWSER


def is_server_home() -> bool:
    """True where the records of many people live in one database server, and everyone signs in."""
    return home() is Home.SERVER


def browser_place() -> str:
    """Where the browser keeps the record."""
    return browser_home(_utc_now).place.value


def erase_in_browser() -> None:
    """Delete what the browser keeps, where it keeps anything."""
    if is_browser_home():
        browser_home(_utc_now).erase()


def browser_left() -> int | None:
    """How many pieces the browser keeps after deleting, None until it has said so."""
    return browser_home(_utc_now).left if is_browser_home() else 0


def record_kept() -> AbstractContextManager[None]:
    """What a page runs inside: in the browser home it brings the record back before, and keeps it afterwards."""
    return kept_in_browser(browser_home(_utc_now)) if is_browser_home() else nullcontext()


def home_notices() -> None:
    """What there is to say of the place itself: a backup that took over, a copy that could not be made."""
    show_restored()
    if where() and not is_server_home():
        show_warnings(home_store().warnings)


def setting(name: str) -> str:
    """A setting from the environment, else from Streamlit's secrets; empty where neither has it."""
    try:
        return os.environ.get(name) or str(st.secrets.get(name, ""))
    except StreamlitSecretNotFoundError:
        return ""


def where() -> str:
    """Where records live: a database URL, empty where nothing outlives the visit on this machine."""
    chosen = setting(WHERE)
    if chosen in ("", "browser", "memory"):
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
    return next((one for one in people if one.id == chosen), None) or _first(people)


def first_person() -> Person | None:
    """The person that is shown where none was chosen."""
    return _first(store().people())


def _first(people: Sequence[Person]) -> Person | None:
    return min((one for one in people if not one.is_demo), key=lambda one: one.created_at, default=None)


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


@st.cache_resource(max_entries=4, show_spinner=False)
def _database(url: str, day: str) -> Database:
    """One for all who share it; `day` makes a file be opened anew each day."""
    return open_database(url, clock=_utc_now, admin_url=setting(WHERE_ADMIN))


def _opened() -> Store:
    if is_browser_home():
        return browser_home(_utc_now).store
    if not where():
        return _own_store()
    if is_server_home():
        return Store(_database(where(), ""), owner(), _utc_now)
    # A file is copied when it is opened: a process that runs for weeks opens it anew each day.
    return Store(_database(where(), _utc_now().date().isoformat()), getpass.getuser(), _utc_now)


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
