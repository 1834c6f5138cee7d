"""Between what a store keeps as text and what the rooms work with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.adapting import calm_weeks
from core.catalog import Catalog, load_catalog
from core.demand import rated
from core.errors import AnswerError, StoreError
from core.importing.worth import OLD_DAYS, starting_load_kg, working_loads
from core.journal import Journal, SessionKind
from core.knowledge.questions import Answers
from core.knowledge.rules import rules_version
from core.knowledge.texts import say
from core.planning import Edits, Part, Plan, Template, build_plan, load_templates
from core.planning.build import WEEKS_MOST
from core.planning.known import gone_from, known_part
from core.planning.payload import plan_from_json, plan_to_json
from core.profile import KnownLift, Preferences, Profile, build_profile
from core.screening import Assessment, checked
from core.store import AssessmentRecord, Json, PlanRecord

LIKED, DISLIKED, EXCLUDED = "liked", "disliked", "excluded"
LOCKED, SWAPS, TEMPLATES, WEEKS = "locked", "swaps", "templates", "weeks"


@dataclass(frozen=True)
class StoredPlan:
    """A plan with the id under which it is kept, and when it was made.

    `gone` are exercises that it names and the catalogue does not have, and that are left out of `plan`;
    `is_of_other_catalog` tells whether the catalogue has changed since.
    """

    id: str
    made_at: datetime
    plan: Plan
    gone: tuple[str, ...] = ()
    is_of_other_catalog: bool = False


def assessment_record(record_id: str, at: datetime, answers: Answers, assessment: Assessment) -> AssessmentRecord:
    """What a store keeps of a screening."""
    text = json.dumps({key: list(one) if isinstance(one, tuple) else one for key, one in answers.items()})
    return AssessmentRecord(record_id, at, text, assessment.tier, rules_version())


def read_answers(text: str) -> Answers:
    """The answers of a kept screening. Raises StoreError where they do not fit today's questions."""
    try:
        return checked(json.loads(text))
    except (json.JSONDecodeError, AnswerError) as error:
        raise StoreError(
            "The stored answers do not fit the questions of this version. They are kept; "
            "please answer the screening again."
        ) from error


def plan_record(record_id: str, at: datetime, plan: Plan) -> PlanRecord:
    """What a store keeps of a plan."""
    return PlanRecord(
        record_id, at, plan.starts_on, len(plan.weeks), plan_to_json(plan), plan.catalog_version, plan.rules_version
    )


def read_plan(record: PlanRecord) -> StoredPlan:
    """The plan of a kept record, without exercises that the catalogue no longer has.

    Raises:
        StoreError: it cannot be read, or a session has nothing left to train.
    """
    plan, catalog = plan_from_json(record.payload), load_catalog()
    known = known_part(plan, catalog)
    if known is not plan and not all(session.of(Part.MAIN) for session in known):
        raise StoreError(say("plan.all_gone"))
    gone = gone_from(plan, catalog)
    return StoredPlan(record.id, record.made_at, known, gone, record.catalog_version != catalog.version)


def plans_in_force(records: Sequence[PlanRecord]) -> list[Plan]:
    """The plans that followed each other, in order of start; of several for one start, the one made last."""
    last = {record.starts_on: record for record in sorted(records, key=lambda one: one.made_at)}
    return [plan for day in sorted(last) if (plan := _plan_or_none(last[day])) is not None]


def _plan_or_none(record: PlanRecord) -> Plan | None:
    """An earlier plan that this version cannot read ends nothing that is said of the others."""
    try:
        return read_plan(record).plan
    except StoreError:
        return None


def preferences_of(kept: Mapping[str, Json]) -> Preferences:
    """Liked, disliked and left-out exercises from kept preferences."""
    return Preferences(*(frozenset(listed(kept, name)) for name in (LIKED, DISLIKED, EXCLUDED)))


def edits_of(kept: Mapping[str, Json]) -> Edits:
    """Locked exercises and swaps from kept preferences."""
    swaps = kept.get(SWAPS)
    pairs = tuple(sorted((str(a), str(b)) for a, b in swaps.items())) if isinstance(swaps, dict) else ()
    return Edits(tuple(listed(kept, LOCKED)), pairs)


def templates_of(kept: Mapping[str, Json]) -> tuple[Template, ...]:
    """Chosen workouts from kept preferences."""
    offered = load_templates()
    return tuple(offered[name] for name in listed(kept, TEMPLATES) if name in offered)


def calm_weeks_of(answers: Answers, assessment: Assessment, journal: Journal, today: date) -> int:
    """Calm weeks in a row that the journal shows, by the person's own pain ceiling."""
    return calm_weeks(journal, build_profile(answers, assessment).pain_ceiling, today) if journal.sessions else 0


def with_known_loads(profile: Profile, catalog: Catalog, journal: Journal, today: date) -> Profile:
    """The profile with what an imported history tells of strength, beside what the person named."""
    imported = (session for session in journal.sessions if session.kind is SessionKind.IMPORTED)
    recent = [session for session in imported if (today - session.day).days <= OLD_DAYS]
    named = {lift.exercise_id: lift for lift in profile.known_lifts}
    for exercise_id, logged in working_loads(recent).items():
        start_kg = starting_load_kg(logged, today, profile.stage)
        if start_kg is not None and exercise_id in catalog:
            named[exercise_id] = KnownLift(exercise_id, logged.best_kg, logged.best_reps, start_kg)
    return replace(profile, known_lifts=tuple(sorted(named.values())))


def plan_for(profile: Profile, catalog: Catalog, starts_on: date, kept: Mapping[str, Json]) -> Plan:
    """The plan that profile and kept preferences lead to, with demand rated at the person's own loads."""
    weeks = kept.get(WEEKS)
    chosen = {"weeks": int(min(max(weeks, 1), WEEKS_MOST))} if isinstance(weeks, int | float) else {}
    return build_plan(
        profile, rated(catalog, profile), starts_on, templates=templates_of(kept), edits=edits_of(kept), **chosen
    )


def listed(kept: Mapping[str, Json], key: str) -> list[str]:
    """A kept list of ids, empty where there is none."""
    value = kept.get(key)
    return [str(one) for one in value] if isinstance(value, list) else []


def swapped(kept: Mapping[str, Json], from_id: str, to_id: str) -> dict[str, Json]:
    """The kept swaps with one more: what stands in `from_id`'s place makes way for `to_id`."""
    swaps = kept.get(SWAPS)
    known = dict(swaps) if isinstance(swaps, dict) else {}
    origin = next((one for one, other in known.items() if other == from_id), from_id)
    return {one: other for one, other in known.items() if one != origin} | ({origin: to_id} if origin != to_id else {})
