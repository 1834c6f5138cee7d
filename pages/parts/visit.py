"""Whose data this visit shows: the person, and everything that pages read of one."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

import streamlit as st

from core.catalog import Catalog, load_catalog
from core.demand import rated
from core.errors import StoreError
from core.journal import Journal
from core.knowledge.questions import Answers
from core.planning import Plan
from core.profile import Preferences, Profile, build_profile
from core.records import StoredPlan, calm_weeks_of, preferences_of, read_answers, read_plan, with_known_loads
from core.screening import Assessment, RenewalReason, assess, full_screen_due
from core.store import Json, Person
from core.units import MassUnit
from pages.parts.home import store, today, zone
from pages.parts.troubles import keep_trouble

Kept = TypeVar("Kept")
Value = TypeVar("Value")


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
        assessment=assess(answers, screened.at.astimezone(zone()).date()) if screened and answers is not None else None,
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
