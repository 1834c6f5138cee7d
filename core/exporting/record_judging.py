"""A record from a file beside what is there: what can be kept of it, and what is left out and why.

Each value has judged itself when it was made (`core.journal.checks`); here is judged what only the whole shows: entries
that stand there twice, that belong to somebody else or to nothing, that come from the future, and plans. A plan from a
file is believed no more than one from a link.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core.catalog import Catalog
from core.demand import rated
from core.errors import AnswerError, StoreError
from core.exporting.record_json import (
    ENTRIES,
    MADE_AT,
    KeptAssessment,
    KeptPlan,
    PersonRecord,
    ReadRecord,
    Record,
    RecordProblem,
    newest_moment,
    shortened,
)
from core.exporting.record_merge import KEYS
from core.exporting.taking_over import dose_hurdles, held_to_own_doses
from core.exporting.wording import full_day
from core.knowledge.rules import number
from core.knowledge.texts import say
from core.planning import Plan
from core.planning.payload import plan_from_json, plan_to_json
from core.profile import Profile, build_profile
from core.screening import assess, checked

AHEAD = timedelta(days=number("record.days_ahead"))
"""So far may a moment lie ahead: two devices' clocks and time zones differ, years do not."""

OF_ALL = ("assessments", "plans", "sessions", "ladders", "tries")
"""Lists whose ids are one owner's, not one person's."""


def judged(
    read: ReadRecord, present: Record, now: datetime, catalog: Catalog, of_others: Mapping[tuple[str, str], str]
) -> ReadRecord:
    """What of a file can be kept beside `present`, with every problem met.

    `of_others` says whose other entries there are, by their list and id.
    """
    whose = dict(of_others) | {
        (part, entry.id): person.id for person in present.people for part in OF_ALL for entry in getattr(person, part)
    }
    there = {person.id: person for person in present.people}
    problems = list(read.problems)
    people = []
    for person in read.record.people:
        judge = _Judge(person, there.get(person.id), now, catalog, whose, problems)
        people.append(judge.person())
    made_at = read.record.made_at
    if made_at > now + AHEAD:
        made_at = newest_moment(people, now + AHEAD) or now
        if MADE_AT not in {problem.place for problem in problems}:
            problems.append(RecordProblem(MADE_AT, say("record.made_at")))
    return ReadRecord(Record(made_at, tuple(people)), shortened(problems))


@dataclass
class _Judge:
    arriving: PersonRecord
    there: PersonRecord | None
    now: datetime
    catalog: Catalog
    whose: dict[tuple[str, str], str]
    problems: list[RecordProblem]

    def person(self) -> PersonRecord:
        """The person with what can be kept."""
        lists: dict[str, Any] = {part: tuple(self._each_once(part)) for part in ENTRIES}
        lists["assessments"] = self._kept("assessments", lists["assessments"], self._of_today)
        lists["plans"] = self._kept("plans", lists["plans"], self._of_plan)
        steps = (*lists["ladders"], *(self.there.ladders if self.there else ()))
        ladders = {ladder.id for ladder in steps}
        lists["tries"] = self._kept(
            "tries", lists["tries"], lambda entry: "" if entry.ladder_id in ladders else say("record.no_ladder")
        )
        kept = replace(self.arriving, **lists)
        names = {plan.id for plan in (*kept.plans, *(self.there.plans if self.there else ()))}
        if kept.current_plan_id is not None and kept.current_plan_id not in names:
            kept = replace(kept, current_plan_id=None)
        return self._with_own_doses(kept)

    def _each_once(self, part: str) -> Iterator[Any]:
        known: set[str] = set()
        for entry in getattr(self.arriving, part):
            key = KEYS[part](entry)
            owner = self.whose.setdefault((part, key), self.arriving.id) if part in OF_ALL else self.arriving.id
            if key in known:
                self._tell(part, entry, say("record.entry_twice"))
            elif owner != self.arriving.id:
                self._tell(part, entry, say("record.of_another"))
            else:
                known.add(key)
                yield entry

    def _kept(self, part: str, entries: tuple[Any, ...], why_not: Callable[[Any], str]) -> tuple[Any, ...]:
        kept = []
        for entry in entries:
            if why := why_not(entry):
                self._tell(part, entry, why)
            else:
                kept.append(entry)
        return tuple(kept)

    def _of_today(self, entry: KeptAssessment) -> str:
        return say("record.ahead") if entry.at > self.now + AHEAD else ""

    def _of_plan(self, entry: KeptPlan) -> str:
        if entry.made_at > self.now + AHEAD:
            return say("record.ahead")
        try:
            _plan_of(entry)
        except StoreError as error:
            return str(error)
        return ""

    def _with_own_doses(self, person: PersonRecord) -> PersonRecord:
        """The plan in force at doses that this person could have been given; out of force where it still is too much.

        Exercises that the catalogue no longer has, or today's verdict leaves out, are seen to where the plan is opened.
        """
        profile = self._profile(person)
        kept = next((plan for plan in person.plans if plan.id == person.current_plan_id), None)
        if kept is None:
            return person
        if profile is None:
            self._tell("plans", kept, say("record.plan_alone"))
            return replace(person, current_plan_id=None)
        catalog, plan = rated(self.catalog, profile), _plan_of(kept)
        held = held_to_own_doses(plan, profile, catalog)
        if profile.allows_plan and (hurdles := dose_hurdles(held, profile, catalog)):
            self._tell("plans", kept, say("record.plan_too_much", why=" ".join(hurdles)))
            return replace(person, current_plan_id=None)
        if held == plan:
            return person
        self._tell("plans", kept, say("record.plan_held"))
        again = replace(kept, plan=json.loads(plan_to_json(held)))
        return replace(person, plans=tuple(again if plan is kept else plan for plan in person.plans))

    def _profile(self, person: PersonRecord) -> Profile | None:
        """What follows from the last answers, here or in the file; None without any that this version can read."""
        screenings = (*person.assessments, *(self.there.assessments if self.there else ()))
        last = max(screenings, key=lambda kept: (kept.at, kept.id), default=None)
        if last is None:
            return None
        try:
            answers = checked(last.answers)
        except AnswerError:
            return None
        return build_profile(answers, assess(answers, last.at.date()))

    def _tell(self, part: str, entry: Any, why: str) -> None:
        place = say(f"record.part.{part}", name=self.arriving.name, what=_named(entry))
        self.problems.append(RecordProblem(place, why))


def _plan_of(kept: KeptPlan) -> Plan:
    """Raises StoreError where it is none."""
    return plan_from_json(json.dumps(dict(kept.plan)))


def _named(entry: Any) -> str:
    """The day by which a person knows an entry."""
    moment = getattr(entry, "made_at", None) or getattr(entry, "at", None)
    return full_day(moment.date() if moment is not None else entry.day)
