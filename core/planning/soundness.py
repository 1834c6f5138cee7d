"""Whether what claims to be a plan can be one: its size and its doses, judged alike wherever it comes from.

A link, a file and a browser's copy are written by whoever likes to; what the program makes lies well inside.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from core.knowledge.rules import number, whole
from core.knowledge.texts import load_texts, say
from core.planning.plan import Plan, Prescription, Session, Week
from core.words import Measure

MOST_WEEKS, MOST_SESSIONS_A_WEEK = whole("plan.sound_weeks"), whole("plan.sound_sessions")
MOST_EXERCISES, MOST_SETS = whole("plan.sound_exercises"), whole("plan.sound_sets")
MOST = {
    Measure.REPS: whole("plan.sound_reps"),
    Measure.SECONDS: whole("plan.sound_seconds"),
    Measure.MINUTES: whole("plan.sound_minutes"),
}
MOST_KG, MOST_REST_S = number("plan.sound_kg"), whole("plan.sound_rest_s")
MOST_SECONDS, MOST_POINTS, MOST_IN_RESERVE = whole("plan.sound_session_s"), whole("plan.sound_points"), 10
LONGEST_ID, LONGEST_TEXT = 64, 2000
FIRST_YEAR, LAST_YEAR = 1900, 2100
NOTE = "plan.note."


def unsound(plan: Plan) -> str:
    """Why this cannot be a plan, in words; empty where it can."""
    return next(_faults(plan), "")


def with_known_notes(plan: Plan) -> Plan:
    """The plan without notes that this version has no sentence for."""
    texts = load_texts()
    notes = tuple(note for note in plan.notes if note.startswith(NOTE) and note in texts)
    return plan if notes == plan.notes else replace(plan, notes=notes)


def _faults(plan: Plan) -> Iterator[str]:
    if not 1 <= len(plan.weeks) <= MOST_WEEKS:
        yield say("plan.unsound.weeks", count=len(plan.weeks), most=MOST_WEEKS)
    if [week.number for week in plan.weeks] != list(range(1, len(plan.weeks) + 1)):
        yield say("plan.unsound.order")
    versions = (plan.dose_id, plan.template or "", plan.catalog_version, plan.rules_version)
    if not all(plan.exercise_ids()) or max(map(len, (*versions, *plan.exercise_ids()))) > LONGEST_ID:
        yield say("plan.unsound.names")
    if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (plan.starts_on, *(session.day for session in plan))):
        yield say("plan.unsound.days")
    for week in plan.weeks:
        yield from _of_week(week)


def _of_week(week: Week) -> Iterator[str]:
    if not 1 <= len(week.sessions) <= MOST_SESSIONS_A_WEEK:
        yield say("plan.unsound.sessions", count=len(week.sessions), most=MOST_SESSIONS_A_WEEK)
    if not all(0 <= sets <= MOST_EXERCISES * MOST_SETS for sets in week.sets_per_muscle.values()):
        yield say("plan.unsound.sets", count="?", most=MOST_SETS)
    for session in week.sessions:
        yield from _of_session(session)


def _of_session(session: Session) -> Iterator[str]:
    if len(session.prescriptions) > MOST_EXERCISES or len(session.short) > MOST_EXERCISES:
        yield say("plan.unsound.exercises", count=len(session.prescriptions), most=MOST_EXERCISES)
    if not all(1 <= sets <= MOST_SETS for _, sets in session.short):
        yield say("plan.unsound.sets", count=max(sets for _, sets in session.short), most=MOST_SETS)
    for prescription in session.prescriptions:
        yield from _of_dose(prescription)


def _of_dose(dose: Prescription) -> Iterator[str]:
    if not 1 <= dose.sets <= MOST_SETS:
        yield say("plan.unsound.sets", count=dose.sets, most=MOST_SETS)
    if not 0 <= dose.low <= dose.high <= MOST[dose.measure]:
        told = {"low": dose.low, "high": dose.high, "most": MOST[dose.measure]}
        yield say(f"plan.unsound.{dose.measure.value}", **told)
    yield from _of_numbers(dose)
    if any(len(text) > LONGEST_TEXT for text in (dose.tempo, dose.change, *dose.why)):
        yield say("plan.unsound.texts")


def _of_numbers(dose: Prescription) -> Iterator[str]:
    loads = (*(() if dose.load_kg is None else (dose.load_kg,)), *dose.ramp_kg)
    if len(dose.ramp_kg) > MOST_SETS or not all(math.isfinite(load) and 0 <= load <= MOST_KG for load in loads):
        yield say("plan.unsound.load", most=f"{MOST_KG:g}")
    low, high = dose.rir or (0, 0)
    times = 0 <= dose.rest_s <= MOST_REST_S and 0 <= dose.seconds <= MOST_SECONDS
    if (
        not times
        or not 0 <= dose.spine_points <= MOST_POINTS
        or not 0 <= min(low, high) <= max(low, high) <= MOST_IN_RESERVE
    ):
        yield say("plan.unsound.numbers")
