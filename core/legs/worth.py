"""What one set is worth for each muscle, as a share of a hard set: how near to failure, and how much a muscle works
beside the limiting one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Annotated

import numpy as np
from pydantic import Field

from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.knowledge.rules import number
from core.legs.belief import Belief
from core.legs.lifts import lifts
from core.legs.strength import Strength
from core.words import Muscle, Provenance

EFFORT_NONE, EFFORT_FULL = number("legs.worth.effort_none"), number("legs.worth.effort_full")
RESERVE_FULL, RESERVE_NONE = number("legs.worth.reserve_full"), number("legs.worth.reserve_none")
SHORT_HAMSTRINGS, BENT_CALF = number("legs.worth.short_hamstrings"), number("legs.worth.bent_calf")
BENT_CALF_DEG, DEEP_DEG = number("legs.worth.bent_calf_deg"), number("legs.worth.deep_deg")
DEEP_ADDUCTORS, THRUST_ADDUCTORS = number("legs.worth.deep_adductors"), number("legs.worth.thrust_adductors")
HINGE_ADDUCTORS, HALF_GLUTES = number("legs.worth.hinge_adductors"), number("legs.worth.half_glutes")
SQUAT_HAMSTRINGS, PRESS_GLUTES = number("legs.worth.squat_hamstrings"), number("legs.worth.press_glutes")
HOLD_S = number("legs.worth.hold_s")
LEAST_SHARE = 0.05
"""Less of a set than this is none."""


class ByHandRow(DataRow):
    """Worth of a usual set outside the model, as it stands in data/legs/by_hand.yaml."""

    id: str
    worth: Annotated[float, Field(ge=0, le=1)]
    muscles: Mapping[Muscle, Annotated[float, Field(ge=0, le=1)]]
    why: str
    provenance: Provenance
    source: str


@dataclass(frozen=True)
class SetWorth:
    """One set: the share of a hard set that each muscle gets, repetitions left in reserve (None outside the model)."""

    muscles: Mapping[Muscle, float]
    reserve: float | None

    @property
    def total(self) -> float:
        """Hard sets of all muscles together."""
        return sum(self.muscles.values())

    @property
    def most(self) -> float:
        """Share of a hard set that the muscle gets which the exercise trains most."""
        return max(self.muscles.values(), default=0.0)


NOTHING = SetWorth(MappingProxyType({}), None)


@cache
def by_hand() -> Mapping[str, ByHandRow]:
    """Exercises whose worth is set by hand, by id. Raises DataError where a row is broken."""
    return {row.id: row for row, _, _ in load_rows([DATA_DIR / "legs" / "by_hand.yaml"], ByHandRow)}


@lru_cache(maxsize=65536)
def set_worth(
    strength: Strength, exercise_id: str, load_kg: float, repetitions: float, stronger: float = 1.0
) -> SetWorth:
    """Worth of one set of so many repetitions a side at a load in kg, for legs so many times as strong as `strength`.

    Nothing for exercises that train no leg. More repetitions than seem possible leave none in reserve: what was done
    was done.
    """
    if exercise_id in by_hand():
        row = by_hand()[exercise_id]
        return SetWorth(MappingProxyType({muscle: row.worth * part for muscle, part in row.muscles.items()}), None)
    if exercise_id not in lifts():
        return NOTHING
    reserve = max(0.0, strength.repetitions(exercise_id, load_kg, stronger) - repetitions)
    near = nearness(reserve)
    parts = muscle_parts(strength, exercise_id, load_kg)
    return SetWorth(MappingProxyType({muscle: near * part for muscle, part in parts.items()}), reserve)


def logged_worth(
    belief: Belief, exercise_id: str, load_kg: float, repetitions: float, reserve: float | None = None
) -> Mapping[Muscle, float] | None:
    """Parts of a hard set that one logged set gave each muscle; the noted reserve counts, where there is one.

    None for exercises that neither the model nor a row by hand knows.
    """
    if exercise_id in by_hand():
        return set_worth(belief.strength, exercise_id, load_kg, repetitions).muscles
    if exercise_id not in lifts():
        return None
    if reserve is not None:
        near = nearness(reserve)
        return {muscle: near * part for muscle, part in muscle_parts(belief.strength, exercise_id, load_kg).items()}
    stronger = belief.guess(exercise_id).stronger()
    return set_worth(belief.strength, exercise_id, load_kg, repetitions, stronger).muscles


def nearness(reserve: float) -> float:
    """Share of a hard set by the repetitions left in reserve."""
    return min(1.0, max(0.0, (RESERVE_NONE - reserve) / (RESERVE_NONE - RESERVE_FULL)))


def muscle_parts(strength: Strength, exercise_id: str, load_kg: float) -> Mapping[Muscle, float]:
    """How much of a set near failure each muscle gets, by its effort beside the limiting one, 0 to 1."""
    lift = lifts()[exercise_id]
    effort = strength.efforts_at(exercise_id, load_kg)
    limiting = effort["calves"] if lift.is_calf else max(effort[name] for name in GROUP_OF.values())
    if limiting <= 0:
        return {}
    parts = {muscle: _part(effort[group] / limiting) for muscle, group in GROUP_OF.items()}
    parts[Muscle.CALVES] = 1.0 if lift.is_calf else 0.0
    if lift.is_calf and effort["knee_deg"] >= BENT_CALF_DEG:
        parts[Muscle.CALVES] = BENT_CALF
    on_feet, deep = lift.kind in ON_FEET, effort["hip_deg"] >= DEEP_DEG
    adductors = HINGE_ADDUCTORS if lift.kind in HINGES else DEEP_ADDUCTORS if on_feet and deep else THRUST_ADDUCTORS
    parts[Muscle.ADDUCTORS] = max(parts[Muscle.ADDUCTORS], parts[Muscle.GLUTES] * adductors)
    if on_feet and not deep:
        parts[Muscle.GLUTES] *= HALF_GLUTES
    if lift.kind in PRESSES:
        parts[Muscle.GLUTES] = max(parts[Muscle.GLUTES], PRESS_GLUTES)
    if lift.kind in SQUATS:
        parts[Muscle.HAMSTRINGS] *= SQUAT_HAMSTRINGS
    if effort["hamstring_length_deg"] < 0:
        parts[Muscle.HAMSTRINGS] *= SHORT_HAMSTRINGS
    return {muscle: part for muscle, part in parts.items() if part >= LEAST_SHARE}


PRESSES, SQUATS = frozenset({"press", "hack"}), frozenset({"squat", "press", "hack"})
ON_FEET, HINGES = frozenset({"squat", "split", "press", "hack"}), frozenset({"hinge", "pull"})
GROUP_OF = {
    Muscle.QUADS: "quads",
    Muscle.GLUTES: "hips",
    Muscle.HAMSTRINGS: "hamstrings",
    Muscle.ABDUCTORS: "abductors",
    Muscle.ADDUCTORS: "adductors",
}


def _part(ratio: float) -> float:
    return float(np.clip((ratio - EFFORT_NONE) / (EFFORT_FULL - EFFORT_NONE), 0.0, 1.0))


def holds_as_repetitions(seconds: float) -> float:
    """A hold counted as repetitions."""
    return seconds / HOLD_S
