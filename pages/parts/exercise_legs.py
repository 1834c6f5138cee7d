"""What an exercise gives the legs of this person: expected load, hard sets of a set of ten, and how sure that is."""

from __future__ import annotations

import streamlit as st

from core.catalog import Exercise
from core.demand import SHOWN_REPS, SHOWN_RESERVE, expected_load_kg, first_load_kg, set_of_ten
from core.knowledge.texts import say
from core.legs.lifts import lifts
from core.loads import belief_of, is_too_heavy
from core.profile import Profile
from core.units import MassUnit, format_mass
from core.words import LEG_MUSCLES, LoadKind, Measure
from pages.parts.exercise_viewer import Viewer

LEAST_SHOWN = 0.1
MOST_SPAN = 3
"""A load whose likely span is wider than this factor is no help as a number."""
MANY = 30


def legs_account(exercise: Exercise, viewer: Viewer) -> None:
    """The other answer of the same pose; silent where an exercise trains no leg."""
    if not any(muscle in LEG_MUSCLES for muscle in exercise.muscles):
        return
    st.header(say("legs.title"))
    told = gained_words(exercise, viewer)
    if is_too_heavy(exercise, viewer.legs):
        lines = [say("legs.too_heavy")]
    else:
        lines = [say("legs.gives", reps=SHOWN_REPS, muscles=told) if told else say("legs.too_light", reps=SHOWN_REPS)]
    if viewer.own_profile and not is_too_heavy(exercise, viewer.own_profile):
        lines.insert(0, _load(exercise, viewer.own_profile, viewer.unit))
    whose = "legs.how_sure" if viewer.own_profile else "legs.of_anyone"
    lines.append(say(whose if exercise.id in lifts() else "legs.by_hand"))
    if exercise.id in lifts() and (lifts()[exercise.id].weak or exercise.load_kind is LoadKind.MACHINE):
        lines.append(say("legs.weak" if lifts()[exercise.id].weak else "legs.machine"))
    st.markdown(" ".join(line for line in lines if line))


def _load(exercise: Exercise, profile: Profile, unit: MassUnit) -> str:
    """The expected load with its span, which the very worried are spared; repetitions where there is no weight."""
    asked = {"reps": SHOWN_REPS, "reserve": SHOWN_RESERVE}
    expected = expected_load_kg(exercise, profile)
    if expected is not None and (expected[0] <= 0 or expected[2] > MOST_SPAN * expected[0]):
        return say("legs.load_unsure")
    if expected is not None:
        low, middle, high = (format_mass(load_kg, unit) for load_kg in expected)
        name = "legs.load" if profile.cautious else "legs.load_span"
        told, first_kg = say(name, load=middle, low=low, high=high, **asked), first_load_kg(exercise, profile)
        return told if first_kg is None else f"{told} {say('legs.first', load=format_mass(first_kg, unit))}"
    if exercise.id not in lifts() or exercise.grows_by_load:
        return ""
    belief = belief_of(profile)
    possible = belief.strength.repetitions(exercise.id, 0.0, belief.guess(exercise.id).stronger())
    if exercise.measure is not Measure.REPS or possible < 1:
        return ""
    return say("legs.possible_many", count=MANY) if possible > MANY else say("legs.possible", count=f"{possible:.0f}")


def gained_words(exercise: Exercise, viewer: Viewer) -> str:
    """Leg muscles with the part of a hard set that each gets of a set of ten, the most first."""
    gained = ((muscle, share) for muscle, share in set_of_ten(exercise, viewer.legs).items() if muscle in LEG_MUSCLES)
    shown = sorted((pair for pair in gained if pair[1] >= LEAST_SHOWN), key=lambda pair: -pair[1])
    return ", ".join(
        say("compare.muscle", muscle=say(f"muscle.{muscle.value}"), sets=f"{share:.1f}") for muscle, share in shown
    )
