"""What an exercise asks of the spine for one person: by hand, by the model at the person's own load, and which counts.

Where the body model is valid, compression, shear and lean follow from it. Where the two differ by more than one
step the higher one counts, and a sentence says so: with a sore back the cautious reading is the better mistake.
And what a set of it gives this person's legs: both sides of a choice, at this person's own loads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from core.body.anthropometry import Body
from core.body.pose.library import load_poses
from core.body.spine.demand import Demand, demand
from core.body.spine.ratings import differing, ratings
from core.catalog import Catalog, Exercise
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.legs.lifts import lifts
from core.legs.worth import HOLD_S, by_hand, set_worth
from core.loads import (
    LEAST_KG,
    STEP_KG,
    asked_of,
    at_hand_kg,
    belief_of,
    is_too_heavy,
    kind_at_hand,
    wanted_load_kg,
)
from core.profile import Profile
from core.words import LEG_MUSCLES, Axis, Measure, Muscle

CM_PER_M = 100
BLOCK_SENSITIVITY, BLOCK_DEMAND = whole("score.block_sensitivity"), whole("score.block_demand")
STRONG_SENSITIVITY, STRONG_DEMAND = whole("score.strong_sensitivity"), whole("score.strong_demand")
HIGHEST_RATING = 3
SHOWN_REPS, SHOWN_RESERVE = whole("legs.shown_reps"), whole("legs.shown_reserve")


@dataclass(frozen=True)
class SpinalDemand:
    """Ratings 0 to 3 by hand on nine axes, by the model on those it knows, and the ones used.

    `found` is the model's or a published result at `load_kg` on `body`, None without a pose; `notes` say where hand
    and model differ by more than one step, and why.
    """

    by_hand: Mapping[Axis, int]
    by_model: Mapping[Axis, int]
    used: Mapping[Axis, int]
    found: Demand | None
    body: Body
    load_kg: float
    notes: tuple[str, ...]


def body_of(profile: Profile) -> Body:
    """The person as a mechanism."""
    return Body(profile.stature_cm / CM_PER_M, profile.mass_kg, profile.sex)


def tolerated_rating(sensitivity: int) -> int:
    """Highest rating 0 to 3 of an exercise that this sensitivity does not leave out."""
    if sensitivity >= BLOCK_SENSITIVITY:
        return BLOCK_DEMAND - 1
    return STRONG_DEMAND - 1 if sensitivity >= STRONG_SENSITIVITY else HIGHEST_RATING


def first_load_kg(exercise: Exercise, profile: Profile) -> float | None:
    """First working load in kg, both hands together; None where there is no weight to take.

    Where the load that the legs could begin with asks more of this back than it tolerates, the heaviest that does not;
    where even the lightest does, the lightest.
    """
    wanted = wanted_load_kg(exercise, profile)
    kind = kind_at_hand(exercise, profile)
    if wanted is None or kind is None or _is_tolerated(exercise, profile, wanted):
        return wanted
    low, high = 0, round((wanted - LEAST_KG[kind]) / STEP_KG[kind])
    while high - low > 1:
        middle = (low + high) // 2
        is_tolerated = _is_tolerated(exercise, profile, LEAST_KG[kind] + middle * STEP_KG[kind])
        low, high = (middle, high) if is_tolerated else (low, middle)
    return LEAST_KG[kind] + low * STEP_KG[kind]


def _is_tolerated(exercise: Exercise, profile: Profile, load_kg: float) -> bool:
    used = spinal_demand(exercise, profile, load_kg).used
    return all(asked <= tolerated_rating(profile.sensitivity[axis]) for axis, asked in used.items())


def hard_sets(exercise: Exercise, profile: Profile) -> Mapping[Muscle, float]:
    """What one set at the dose gives each muscle of this person, as shares of a hard set.

    At the load where training should arrive, or the heaviest that the person has. Muscles of the trunk, which the leg
    model does not know, keep what the exercise trains.
    """
    return _hard_sets(exercise, profile, *asked_of(exercise, profile))


def set_of_ten(exercise: Exercise, profile: Profile) -> Mapping[Muscle, float]:
    """The same for `legs.shown_reps` with `legs.shown_reserve` in reserve, so that exercises can be compared."""
    return _hard_sets(exercise, profile, SHOWN_REPS, SHOWN_RESERVE)


def expected_load_kg(exercise: Exercise, profile: Profile) -> tuple[float, float, float] | None:
    """Load in kg of such a set: lowest likely, expected, highest likely (one standard deviation either way).

    None where there is no weight to take, or the leg model does not know the exercise.
    """
    kind = kind_at_hand(exercise, profile)
    if exercise.start_share is None or exercise.id not in lifts() or kind is None:
        return None
    belief, step_kg = belief_of(profile), STEP_KG[kind]
    loads = (belief.load_kg(exercise.id, SHOWN_REPS, SHOWN_RESERVE, deviations) or 0.0 for deviations in (-1, 0, 1))
    low, middle, high = (round(load / step_kg) * step_kg for load in loads)
    return low, middle, high


def _hard_sets(exercise: Exercise, profile: Profile, repetitions: float, reserve: float) -> Mapping[Muscle, float]:
    if exercise.id not in lifts() and exercise.id not in by_hand():
        return exercise.muscles
    belief, load_kg = belief_of(profile), _arrived_kg(exercise, profile, repetitions, reserve)
    if exercise.measure is Measure.SECONDS:
        repetitions = profile.dose.hold_s[1] / HOLD_S
    stronger = belief.guess(exercise.id).stronger() if exercise.id in lifts() else 1.0
    worth = set_worth(belief.strength, exercise.id, load_kg, repetitions, stronger)
    trunk = {muscle: share for muscle, share in exercise.muscles.items() if muscle not in LEG_MUSCLES}
    return MappingProxyType({**worth.muscles, **trunk})


def _arrived_kg(exercise: Exercise, profile: Profile, repetitions: float, reserve: float) -> float:
    if exercise.id not in lifts() or not exercise.grows_by_load:
        return 0.0
    return min(belief_of(profile).load_kg(exercise.id, repetitions, reserve) or 0.0, at_hand_kg(exercise, profile))


def spinal_demand(exercise: Exercise, profile: Profile, load_kg: float | None = None) -> SpinalDemand:
    """Demand of an exercise on this person at `load_kg`; where none is given, at the first working load.

    The ratings used are then the worse of that load's and of none: a weight held in front straightens the trunk, and
    must not let in what the back does not bear without it.
    """
    by_hand, body = tuple(exercise.demand.items()), body_of(profile)
    if load_kg is not None:
        return _spinal_demand(exercise.id, by_hand, body, load_kg)
    first = _spinal_demand(exercise.id, by_hand, body, first_load_kg(exercise, profile) or 0.0)
    if first.load_kg == 0:
        return first
    # Ratings by hand are of a usual load, so of none only the model speaks.
    empty = _spinal_demand(exercise.id, by_hand, body, 0.0).by_model
    worse = {axis: max(rating, empty.get(axis, 0)) for axis, rating in first.used.items()}
    return first if worse == first.used else replace(first, used=MappingProxyType(worse))


def rated(catalog: Catalog, profile: Profile) -> Catalog:
    """The catalogue with the ratings that count for this person, and with what a set gives their legs.

    Hand ratings stay where the model says nothing.
    """
    personal = {
        exercise.id: replace(
            exercise,
            demand=spinal_demand(exercise, profile).used,
            hard_sets=hard_sets(exercise, profile),
            too_heavy=is_too_heavy(exercise, profile),
        )
        for exercise in catalog
    }
    return replace(catalog, exercises=MappingProxyType(personal))


@lru_cache(maxsize=4096)
def _spinal_demand(exercise_id: str, hand: tuple[tuple[Axis, int], ...], body: Body, load_kg: float) -> SpinalDemand:
    """Cached by what decides it, so that no page solves a pose twice."""
    by_hand = dict(hand)
    pose = load_poses().get(exercise_id)
    found = demand(pose, body, load_kg) if pose else None
    by_model = dict(ratings(pose, found)) if pose and found else {}
    apart = differing(by_hand, by_model)
    used = by_hand | {axis: max(by_hand[axis], value) if axis in apart else value for axis, value in by_model.items()}
    notes = tuple(say(f"demand.differs.{axis.value}.{'higher' if gap > 0 else 'lower'}") for axis, gap in apart.items())
    return SpinalDemand(
        by_hand=MappingProxyType(by_hand),
        by_model=MappingProxyType(by_model),
        used=MappingProxyType(used),
        found=found,
        body=body,
        load_kg=load_kg,
        notes=notes,
    )
