"""Working loads: what the legs of this person can move, cautiously begun, and rounded to what can be loaded."""

from __future__ import annotations

import math
from functools import lru_cache

from core.catalog import Exercise
from core.knowledge.doses import Dose
from core.knowledge.rules import number, whole
from core.legs.belief import Belief, Seen
from core.legs.capacity import Build
from core.legs.lifts import lifts
from core.legs.strength import Strength, strength_of
from core.profile import KnownLift, Profile
from core.units import round_down_to
from core.words import Equipment, Experience, LoadKind, Measure, Stage

WEIGHTED = (LoadKind.DUMBBELL, LoadKind.KETTLEBELL, LoadKind.BARBELL, LoadKind.MACHINE)
STEP_KG = {kind: number(f"load.step.{kind.value}") for kind in WEIGHTED}
LEAST_KG = {kind: number(f"load.least.{kind.value}") for kind in WEIGHTED}
BELOW, BELOW_CAREFUL = number("load.below"), number("load.below_careful")
CAREFUL_AGE, IRRITABLE = number("load.careful_age"), number("load.irritable")
KNOWN_SPREAD, BELIEVED = number("load.known_spread"), number("load.believed")
MOST_FIRST_LOADS, EVERYDAY_RUNG = number("load.most_first_loads"), whole("load.everyday_rung")
RAMP_LOW, RAMP_HIGH = number("plan.ramp_low"), number("plan.ramp_high")
HAND_WEIGHTS = frozenset({Equipment.DUMBBELL, Equipment.KETTLEBELL})


def build_of(profile: Profile) -> Build:
    """The person as the leg model sees them."""
    return Build(profile.sex, profile.age, profile.mass_kg, profile.stature_cm, profile.experience)


def usual_strength(profile: Profile) -> Strength:
    """What people of this description can lift."""
    return strength_of(build_of(profile))


def belief_of(profile: Profile) -> Belief:
    """What is believed of the legs: people of this description, and the loads that are known."""
    return _belief(build_of(profile), profile.known_lifts)


@lru_cache(maxsize=256)
def _belief(build: Build, known: tuple[KnownLift, ...]) -> Belief:
    seen = (Seen(lift.exercise_id, lift.load_kg, lift.repetitions, KNOWN_SPREAD) for lift in known)
    return Belief(strength_of(build), tuple(seen), BELIEVED)


def wanted_load_kg(exercise: Exercise, profile: Profile) -> float | None:
    """First working load in kg, both hands together, by the legs alone; None where there is no weight to take.

    The load of the dose's repetitions and reserve for somebody weaker than is expected by `load.below` standard
    deviations, further below where a mistake costs more; rounded down to what can be loaded, and never above the
    heaviest weight that the person has. None also where a body alone is load enough and the exercise goes without.
    """
    kind = kind_at_hand(exercise, profile) if exercise.start_share is not None else None
    if kind is None:
        return None
    wanted = _beginning_kg(exercise, profile, belief_of(profile))
    known = profile.known_lift(exercise.id)
    if profile.known_lifts and not (known and known.is_named):
        wanted = min(wanted, MOST_FIRST_LOADS * _beginning_kg(exercise, profile, _belief(build_of(profile), ())))
    if profile.stage is Stage.IRRITABLE:
        wanted *= IRRITABLE
    if known is not None:
        wanted = min(wanted, known.start_kg)
    heaviest = at_hand_kg(exercise, profile)
    load = round_down_to(min(wanted, heaviest), STEP_KG[kind])
    if load < LEAST_KG[kind] and (exercise.load_optional or heaviest < LEAST_KG[kind]):
        return None
    return max(LEAST_KG[kind], load)


def is_too_heavy(exercise: Exercise, profile: Profile) -> bool:
    """True where no plan should begin with it: its lightest load is more than is at hand, or than the legs can do.

    That is fewer than the dose's least repetitions by the middle of what is believed. What everybody does every day
    without a weight, below `load.everyday_rung` of its ladder with both legs and one rung lower with one, stays: the
    leg model is too rough to forbid it.
    """
    kind = kind_at_hand(exercise, profile) if exercise.start_share is not None else None
    least = 0.0 if kind is None or exercise.load_optional else LEAST_KG[kind]
    if kind is not None and at_hand_kg(exercise, profile) < least:
        return True
    rung = exercise.rung or EVERYDAY_RUNG - 1
    is_everyday = rung + exercise.one_sided < EVERYDAY_RUNG
    if exercise.id not in lifts() or (least == 0 and is_everyday) or exercise.measure is Measure.SECONDS:
        return False
    reps = profile.dose.one_sided_reps if exercise.one_sided else profile.dose.reps
    belief = belief_of(profile)
    return belief.strength.repetitions(exercise.id, least, belief.guess(exercise.id).stronger()) < reps[0]


def dose_load_kg(exercise: Exercise, profile: Profile) -> float | None:
    """The load in kg at which the dose's repetitions leave the asked reserve, by the middle of what is believed.

    It is where training should arrive; None where the leg model does not know it, or no load makes it harder.
    """
    if exercise.id not in lifts():
        return None
    return belief_of(profile).load_kg(exercise.id, *asked_of(exercise, profile))


def asked_of(exercise: Exercise, profile: Profile, dose: Dose | None = None) -> tuple[float, float]:
    """Most repetitions a side of a dose, the person's own where none is given, and the reserve that it asks for."""
    dose = dose or profile.dose
    reps = dose.one_sided_reps if exercise.one_sided and exercise.measure is Measure.REPS else dose.reps
    return reps[1], max(dose.rir[1], profile.rir_floor)


def _beginning_kg(exercise: Exercise, profile: Profile, belief: Belief) -> float:
    if exercise.id not in lifts():
        # Carries, swings and turns: the trunk and the hands decide, not the legs.
        return (exercise.start_share or 0.0) * profile.mass_kg
    below = BELOW_CAREFUL if _is_careful(exercise, profile) else BELOW
    # A back that asks for fewer repetitions must not begin heavier than the same back once it has settled.
    asked = max(sum(asked_of(exercise, profile)), sum(asked_of(exercise, profile, profile.settled_dose)))
    return belief.load_kg(exercise.id, asked, deviations=-below) or 0.0


def _is_careful(exercise: Exercise, profile: Profile) -> bool:
    return (
        profile.age >= CAREFUL_AGE
        or profile.experience is Experience.NEW
        or profile.careful_load
        or lifts()[exercise.id].weak
    )


def at_hand_kg(exercise: Exercise, profile: Profile) -> float:
    """The most that the person's own weights add up to in kg; infinite where nobody said, or in a gym."""
    if profile.heaviest_kg is None or kind_at_hand(exercise, profile) not in (LoadKind.DUMBBELL, LoadKind.KETTLEBELL):
        return math.inf
    return profile.heaviest_kg * exercise.hands


def most_believed_kg(exercise: Exercise, profile: Profile) -> float:
    """The heaviest logged load in kg that is built upon, whoever noted it; infinite where no weight is asked for.

    By the body alone: how the back is, or was trained, says nothing of what a strong person can lift.
    """
    if exercise.start_share is None:
        return math.inf
    if exercise.id not in lifts():
        return BELIEVED * profile.mass_kg
    build = Build(profile.sex, min(profile.age, 35), profile.mass_kg, profile.stature_cm, Experience.EXPERIENCED)
    return Belief(strength_of(build)).load_kg(exercise.id, 1, deviations=BELIEVED) or math.inf


def ramp_kg(exercise: Exercise, load_kg: float | None) -> tuple[float, ...]:
    """Lighter sets before the first working set of a heavy lift; none for other exercises."""
    if load_kg is None or exercise.load_kind is not LoadKind.BARBELL:
        return ()
    steps = (round_down_to(load_kg * share, STEP_KG[LoadKind.BARBELL]) for share in (RAMP_LOW, RAMP_HIGH))
    return tuple(dict.fromkeys(max(LEAST_KG[LoadKind.BARBELL], step) for step in steps if step < load_kg))


def kind_at_hand(exercise: Exercise, profile: Profile) -> LoadKind | None:
    """What it is loaded with for this person: dumbbells and kettlebells stand in for each other."""
    ways = [way for way in exercise.equipment if way <= profile.equipment]
    if exercise.load_kind is LoadKind.MACHINE:
        # A band in the machine's place has no kilograms.
        return None if ways and all(Equipment.BAND in way for way in ways) else LoadKind.MACHINE
    if exercise.load_kind is LoadKind.BARBELL and any(HAND_WEIGHTS.isdisjoint(way) for way in ways):
        return LoadKind.BARBELL
    if Equipment.DUMBBELL in profile.equipment and exercise.load_kind is not LoadKind.KETTLEBELL:
        return LoadKind.DUMBBELL
    if Equipment.KETTLEBELL in profile.equipment:
        return LoadKind.KETTLEBELL
    return LoadKind.DUMBBELL if Equipment.DUMBBELL in profile.equipment else None
