"""Whose data this visit shows: the person, and everything that pages read of one."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeVar

import streamlit as st

from core.adapting import WEEKS_BACK, is_enough, looked_back_to
from core.catalog import Catalog, load_catalog
from core.demand import rated
from core.errors import StoreEntryDamaged, StoreError
from core.journal import Earlier, Journal, ShortJournal
from core.knowledge.questions import Answers
from core.planning import Plan
from core.profile import Preferences, Profile, build_profile
from core.records import StoredPlan, calm_weeks_of, preferences_of, read_answers, read_plan, with_known_loads
from core.screening import Assessment, RenewalReason, assess, full_screen_due
from core.store import AssessmentRecord, Json, Person, PlanRecord, Store, Versions
from core.units import MassUnit
from pages.parts.home import people, stamp_of, store, today, zone
from pages.parts.troubles import has_trouble, keep_trouble, show_failure
from pages.parts.unreadable import show_unreadable

Kept = TypeVar("Kept")
Value = TypeVar("Value")


OWN_PERSON = "Me"
KEPT, ENOUGH, RATED = "visit.record", "visit.enough", "visit.rated"
"""What this visit keeps, each with what decides it."""


@dataclass(frozen=True)
class Read:
    """What a record was made from, so that what has not changed need not be read again."""

    settled: Hashable | None = None
    screened: AssessmentRecord | None = None
    plan: bytes = b""
    """Digest of the plan as it is kept: its text is longer than all that a visit needs of it."""
    short: ShortJournal = field(default_factory=lambda: ShortJournal(date.max, Journal(), Earlier()))


@dataclass(frozen=True)
class Record:
    """Everything that pages show of one person, read once a run.

    `journal` is the last part of what was recorded, from day `since` on, where that is enough for all that follows from
    it for today; else all of it.
    """

    person: Person
    answers: Answers | None
    assessment: Assessment | None
    assessed_at: datetime | None
    stored_plan: StoredPlan | None
    preferences: dict[str, Json]
    journal: Journal
    versions: Versions | None = None
    """Of the session under way and what stands in it, as they were when the journal was read."""
    since: date | None = None
    read: Read = field(default_factory=Read, compare=False, repr=False)
    _worked_out: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, what: Hashable, work: Callable[[], Value]) -> Value:
        """What follows from this record, worked out once; `what` names it, and all else that decides it."""
        if what not in self._worked_out:
            self._worked_out[what] = work()
        found: Value = self._worked_out[what]
        return found

    @property
    def whole(self) -> Journal:
        """Everything that was recorded, read anew: it may be far more than a visit ought to hold."""
        return self.journal if self.since is None else store().journal(self.person.id)

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

    @cached_property
    def trainee(self) -> Trainee | None:
        """The person as one who trains: None while the triage allows no plan, or none was made."""
        if self.profile is None or self.stored_plan is None or not self.profile.allows_plan:
            return None
        outdated = self.assessed_at is not None and self.assessed_at > self.stored_plan.made_at
        return Trainee(self, self.profile, self.stored_plan, outdated)

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

    known: Record
    profile: Profile
    stored_plan: StoredPlan
    outdated: bool

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.known.person

    @property
    def preferences(self) -> dict[str, Json]:
        """What was chosen."""
        return self.known.preferences

    @property
    def journal(self) -> Journal:
        """What was recorded, as far as it matters for today."""
        return self.known.journal

    @property
    def whole(self) -> Journal:
        """Everything that was recorded."""
        return self.known.whole

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
    told: tuple[Profile, Catalog] | None = st.session_state.get(RATED)
    if told is None or told[0] != profile:
        told = st.session_state[RATED] = (profile, rated(load_catalog(), profile))
    return told[1]


def current_person() -> Person | None:
    """The person that this visit shows: the one chosen last, else the first that is no demo."""
    return shown_of(people())


def shown_of(people: Sequence[Person]) -> Person | None:
    """The same among people that were read already."""
    chosen = st.session_state.get("person_id")
    return next((one for one in people if one.id == chosen), None) or first_of(people)


def first_of(people: Sequence[Person]) -> Person | None:
    """The person that is shown where none was chosen."""
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


def record(weeks: int = WEEKS_BACK) -> Record | None:
    """Everything on the current person, None before there is one; says so and stops where it cannot be read.

    The last `weeks` of the journal are in it at least.
    """
    person = None
    try:
        person = current_person()
        return _kept(person, weeks) if person else None
    except StoreError as error:
        show_failure(error)
        if isinstance(error, StoreEntryDamaged) and person is not None:
            show_unreadable(person)
        st.stop()


def _kept(person: Person, weeks: int) -> Record:
    """The same record as in the last run while nothing was written and the day is the same."""
    home = store()
    whose, stamp = (home.place, person.id), stamp_of(home)
    key = (stamp, weeks, today(), str(zone()))
    kept: tuple[object, object, Record] | None = st.session_state.pop(KEPT, None)
    _, before, last = kept if kept is not None and kept[0] == whose else (None, None, None)
    known = last if last is not None and stamp is not None and before == key else record_of(person, weeks, last)
    # What could not be read is said again in each run.
    if not has_trouble():
        st.session_state[KEPT] = (whose, key, known)
    return known


def record_of(person: Person, weeks: int = WEEKS_BACK, last: Record | None = None) -> Record:
    """Everything on one person, with the last `weeks` of the journal at least.

    What has not changed is taken from `last`, which was read before of the same one.
    """
    home = store()
    known = home.at_once(lambda: _read(home, person, weeks, last))
    if _is_enough(known):
        return known
    journal, versions = home.at_once(lambda: _with_versions(home, home.journal(person.id)))
    return replace(known, journal=journal, versions=versions, since=None)


def _read(home: Store, person: Person, weeks: int, last: Record | None) -> Record:
    settled = home.settled()
    if last is not None and settled is not None and last.read.settled == settled:
        read, screened, answers, current = last.read, last.read.screened, last.answers, last.stored_plan
    else:
        screened, kept = home.latest_assessment(person.id), home.current_plan(person.id)
        read = Read(settled, screened, _digest(kept))
        answers, current = (last.answers, last.stored_plan) if last else (None, None)
        if last is None or last.read.screened != screened:
            answers = _readable(read_answers, screened.answers if screened else None)
        if last is None or last.read.plan != read.plan:
            current = _readable(read_plan, kept)
    asked_on = screened.at.date() if screened else None
    plan, made_at = (current.plan, current.made_at) if current else (None, None)
    since = looked_back_to(today(), weeks, asked_on, plan, made_at)
    read = replace(read, short=home.short_journal(person.id, since, last.read.short if last else None, settled))
    journal, versions = _with_versions(home, read.short.journal)
    return Record(
        person=person,
        answers=answers,
        assessment=assess(answers, screened.at.astimezone(zone()).date()) if screened and answers is not None else None,
        assessed_at=screened.at if screened else None,
        stored_plan=current,
        preferences=home.preferences(person.id),
        journal=journal,
        versions=versions,
        since=since,
        read=read,
    )


def _with_versions(home: Store, journal: Journal) -> tuple[Journal, Versions | None]:
    under_way = journal.open_session()
    return journal, home.versions(under_way.id) if under_way else None


def _digest(kept: PlanRecord | None) -> bytes:
    return b"" if kept is None else sha256(repr(kept).encode()).digest()


def _is_enough(known: Record) -> bool:
    """Whether nothing that was recorded earlier can matter today; worked out anew where something decides it anew."""
    profile, made, short = known.profile, known.stored_plan, known.read.short
    if profile is None:
        return True
    # What is done in a session under way does not count before its end.
    under_way = short.journal.open_session()
    until = (short.journal.without(under_way), under_way and (under_way.id, under_way.day))
    key = (short.since, short.earlier, until, made, profile, today())
    told: tuple[object, bool] | None = st.session_state.get(ENOUGH)
    if told is None or told[0] != key:
        told = (key, is_enough(short, made.plan if made else None, profile, catalog_for(profile), today()))
        st.session_state[ENOUGH] = told
    return told[1]


def _readable(read: Callable[[Kept], Value], kept: Kept | None) -> Value | None:
    """What was kept; None where nothing was, or where this version cannot read it, which `show_troubles` says."""
    try:
        return None if kept is None else read(kept)
    except StoreError as error:
        keep_trouble(error)
        return None
