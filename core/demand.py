"""What an exercise asks of the spine for one person: by hand, by the model at the person's own load, and which counts.

Where the body model is valid, compression, shear and lean follow from it. Where the two differ by more than one
step the higher one counts, and a sentence says so: with a sore back the cautious reading is the better mistake.
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
from core.knowledge.texts import say
from core.loads import first_load_kg
from core.profile import Profile
from core.words import Axis

CM_PER_M = 100


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


def spinal_demand(exercise: Exercise, profile: Profile, load_kg: float | None = None) -> SpinalDemand:
    """Demand of an exercise on this person at `load_kg`, the first working load where none is given."""
    load = load_kg if load_kg is not None else first_load_kg(exercise, profile) or 0.0
    return _spinal_demand(exercise.id, tuple(exercise.demand.items()), body_of(profile), load)


def rated(catalog: Catalog, profile: Profile) -> Catalog:
    """The catalogue with the ratings that count for this person; hand ratings stay where the model says nothing."""
    own = {}
    for one in catalog:
        used = spinal_demand(one, profile).used
        own[one.id] = one if used == one.demand else replace(one, demand=used)
    return replace(catalog, exercises=MappingProxyType(own))


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
