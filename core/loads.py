"""First working loads: cautious, and rounded to what can be loaded."""

from __future__ import annotations

import math

from core.catalog import Exercise
from core.knowledge.rules import number
from core.profile import Profile
from core.units import round_down_to
from core.words import Equipment, Experience, LoadKind, Stage

WEIGHTED = (LoadKind.DUMBBELL, LoadKind.KETTLEBELL, LoadKind.BARBELL, LoadKind.MACHINE)
STEP_KG = {kind: number(f"load.step.{kind.value}") for kind in WEIGHTED}
LEAST_KG = {kind: number(f"load.least.{kind.value}") for kind in WEIGHTED}
NEW, EXPERIENCED, IRRITABLE = number("load.new"), number("load.experienced"), number("load.irritable")
MOST_FIRST_LOADS, MOST_BELIEVED = number("load.most_first_loads"), number("load.most_believed")
RAMP_LOW, RAMP_HIGH = number("plan.ramp_low"), number("plan.ramp_high")
HAND_WEIGHTS = frozenset({Equipment.DUMBBELL, Equipment.KETTLEBELL})


def first_load_kg(exercise: Exercise, profile: Profile) -> float | None:
    """First working load in kg, both hands together; None where the exercise has no weight or none is at hand."""
    if exercise.start_share is None:
        return None
    kind = kind_at_hand(exercise, profile)
    if kind is None:
        return None
    factor = {Experience.NEW: NEW, Experience.SOME: 1.0, Experience.EXPERIENCED: EXPERIENCED}[profile.experience]
    if profile.stage is Stage.IRRITABLE:
        factor = min(factor, 1.0) * IRRITABLE
    wanted = exercise.start_share * profile.mass_kg * factor
    known = profile.known_load_kg(exercise.id)
    if known is not None:
        # A slip of the pen, or a file that lies, must not put any weight into a plan.
        wanted = min(known, MOST_FIRST_LOADS * max(LEAST_KG[kind], wanted))
    return max(LEAST_KG[kind], round_down_to(wanted, STEP_KG[kind]))


def most_believed_kg(exercise: Exercise, profile: Profile) -> float:
    """The heaviest logged load in kg that is built upon, whoever noted it; infinite where no weight is asked for.

    By the body alone: how the back is, or was trained, says nothing of what a strong person can lift.
    """
    if exercise.start_share is None:
        return math.inf
    return MOST_BELIEVED * EXPERIENCED * exercise.start_share * profile.mass_kg


def ramp_kg(exercise: Exercise, load_kg: float | None) -> tuple[float, ...]:
    """Lighter sets before the first working set of a heavy lift; none for other exercises."""
    if load_kg is None or exercise.load_kind is not LoadKind.BARBELL:
        return ()
    steps = (round_down_to(load_kg * share, STEP_KG[LoadKind.BARBELL]) for share in (RAMP_LOW, RAMP_HIGH))
    return tuple(dict.fromkeys(max(LEAST_KG[LoadKind.BARBELL], step) for step in steps if step < load_kg))


def kind_at_hand(exercise: Exercise, profile: Profile) -> LoadKind | None:
    """What it is loaded with for this person: dumbbells and kettlebells stand in for each other."""
    if exercise.load_kind is LoadKind.MACHINE:
        return LoadKind.MACHINE
    ways = [way for way in exercise.equipment if way <= profile.equipment]
    if exercise.load_kind is LoadKind.BARBELL and any(HAND_WEIGHTS.isdisjoint(way) for way in ways):
        return LoadKind.BARBELL
    if Equipment.DUMBBELL in profile.equipment and exercise.load_kind is not LoadKind.KETTLEBELL:
        return LoadKind.DUMBBELL
    if Equipment.KETTLEBELL in profile.equipment:
        return LoadKind.KETTLEBELL
    return LoadKind.DUMBBELL if Equipment.DUMBBELL in profile.equipment else None
