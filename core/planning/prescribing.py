"""From an exercise to a prescription: sets, target, rest, tempo, reserve, load and time."""

from __future__ import annotations

from core.catalog import Exercise
from core.demand import first_load_kg
from core.knowledge.rules import number, whole
from core.loads import ramp_kg
from core.planning.plan import SECONDS_PER_MINUTE, Part, Prescription
from core.profile import Profile
from core.scoring import Verdict
from core.words import LoadKind, Measure

TIGHT_MINUTES, TIGHT_REST_S = number("plan.tight_minutes"), whole("plan.tight_rest_s")
MIDDLING_MINUTES, MIDDLING_REST_S = number("plan.middling_minutes"), whole("plan.middling_rest_s")
CORE_REST_S = whole("plan.core_rest_s")
RAMP_S = whole("plan.ramp_s")
TOLD = ("preference", "stimulus", "spared")
"""Merits that a plan tells of each pick."""
ONE_BREATH_TEMPO = "2-0-2"
COOL_DOWN_HOLD_S = (30, 60)
DRILL_REPS = (6, 10)


def main_rest_s(profile: Profile) -> int:
    """Rest between main sets, shortened where the session is short."""
    rest = profile.dose.rest_s
    if profile.minutes < TIGHT_MINUTES:
        return min(rest, TIGHT_REST_S)
    return min(rest, MIDDLING_REST_S) if profile.minutes < MIDDLING_MINUTES else rest


def main_seconds(exercise: Exercise, sets: int, profile: Profile) -> int:
    """Everything that so many sets of a main exercise take, in seconds."""
    is_ramped = exercise.load_kind is LoadKind.BARBELL and ramp_kg(exercise, first_load_kg(exercise, profile))
    ramps = RAMP_S if is_ramped else 0
    return exercise.setup_s + ramps + sets * exercise.set_s + (sets - 1) * main_rest_s(profile)


def reserve(profile: Profile) -> tuple[int, int]:
    """Repetitions in reserve: the dose's, raised to the person's floor."""
    low, high = profile.dose.rir
    return max(low, profile.rir_floor), max(high, profile.rir_floor)


def prescribe_main(exercise: Exercise, sets: int, profile: Profile, verdict: Verdict, pick_reason: str) -> Prescription:
    """One main exercise at the dose of the profile; `pick_reason` says what it is for in this week."""
    dose = profile.dose
    low, high = dose.hold_s if exercise.measure is Measure.SECONDS else dose.reps
    if exercise.one_sided and exercise.measure is Measure.REPS:
        low, high = dose.one_sided_reps
    load = first_load_kg(exercise, profile)
    return Prescription(
        exercise_id=exercise.id,
        part=Part.MAIN,
        sets=sets,
        low=low,
        high=high,
        measure=exercise.measure,
        one_sided=exercise.one_sided,
        rest_s=main_rest_s(profile),
        tempo=dose.tempo,
        rir=reserve(profile) if exercise.measure is Measure.REPS else None,
        load_kg=load,
        ramp_kg=ramp_kg(exercise, load),
        seconds=main_seconds(exercise, sets, profile),
        spine_points=sets * exercise.spine_points_per_set,
        why=(*(one.text for one in verdict.merits if one.rule in TOLD), pick_reason),
        change=verdict.changes[0].text if verdict.changes else "",
    )


def prescribe_core(exercise: Exercise, sets: int, profile: Profile, verdict: Verdict) -> Prescription:
    """One trunk drill."""
    low, high = profile.dose.hold_s if exercise.measure is Measure.SECONDS else DRILL_REPS
    seconds = exercise.setup_s + sets * exercise.set_s + (sets - 1) * CORE_REST_S
    return _easy(exercise, Part.CORE, sets, low, high, CORE_REST_S, seconds, verdict)


def prescribe_cardio(exercise: Exercise, minutes: int, part: Part, verdict: Verdict) -> Prescription:
    """A few minutes of easy movement."""
    return _easy(exercise, part, 1, minutes, minutes, 0, minutes * SECONDS_PER_MINUTE, verdict)


def prescribe_drill(exercise: Exercise, part: Part, verdict: Verdict) -> Prescription:
    """One set of a mobility, activation or cool-down drill."""
    low, high = COOL_DOWN_HOLD_S if exercise.measure is Measure.SECONDS else DRILL_REPS
    if exercise.measure is Measure.MINUTES:
        low = high = max(1, exercise.set_s // SECONDS_PER_MINUTE)
    return _easy(exercise, part, 1, low, high, 0, exercise.setup_s + exercise.set_s, verdict)


def _easy(
    exercise: Exercise, part: Part, sets: int, low: int, high: int, rest_s: int, seconds: int, verdict: Verdict
) -> Prescription:
    return Prescription(
        exercise_id=exercise.id,
        part=part,
        sets=sets,
        low=low,
        high=high,
        measure=exercise.measure,
        one_sided=exercise.one_sided,
        rest_s=rest_s,
        tempo=ONE_BREATH_TEMPO if exercise.measure is Measure.REPS else "",
        rir=None,
        load_kg=None,
        ramp_kg=(),
        seconds=seconds,
        spine_points=sets * exercise.spine_points_per_set,
        why=verdict.why,
        change=verdict.changes[0].text if verdict.changes else "",
    )
