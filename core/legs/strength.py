"""How strong somebody is in every exercise: strongest load, load for repetitions in reserve, repetitions possible.

The limiting effort over the load is computed once for the whole catalogue; loads and repetitions are read from it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from core.body.anthropometry import GRAVITY
from core.knowledge.rules import number
from core.legs.capacity import Build, Capacity, Numbers, capacity_of
from core.legs.effort import Efforts, efforts, levers
from core.legs.factors import learned_factors
from core.legs.lifts import Lift, lifts
from core.legs.moments import ANGLES, LOADS, moment_table
from core.words import Experience, Sex

CONCENTRIC = number("legs.concentric")
CURVE_A, CURVE_B = number("legs.repetitions_a"), number("legs.repetitions_b")
MOST_REPETITIONS = number("legs.most_repetitions")
SKILL = {experience: number(f"legs.skill.{experience.value}") for experience in Experience}
MACHINE_SKILL = {experience: number(f"legs.machine_skill.{experience.value}") for experience in Experience}
STEPS_BETWEEN = 4
"""Loads between two solved ones at which the efforts are shared anew."""
LEAST_RISE = 1e-3
"""Effort that the heaviest load must add, else load is not what makes an exercise hard."""
GROUPS = tuple(name for name in Efforts._fields if name != "hamstring_length_deg")


def share_for(repetitions: float) -> float:
    """Share of the strongest load that can be moved so often."""
    return min(1.0, CURVE_A * math.exp(-CURVE_B * max(1.0, repetitions)))


def shown_kg(told: tuple[float, float]) -> float:
    """Strongest load in kg that a load in kg with so many repetitions to failure speaks for, the body left aside."""
    load_kg, repetitions = told
    return load_kg / share_for(repetitions)


def repetitions_at(share: float) -> float:
    """Repetitions to failure at a share of the strongest load, at most `legs.most_repetitions`; 0 where not one."""
    if share > 1.0:
        return 0.0
    if share <= 0.0:
        return MOST_REPETITIONS
    return min(MOST_REPETITIONS, max(1.0, math.log(CURVE_A / share) / CURVE_B))


@dataclass(frozen=True)
class Strength:
    """What one person's legs can do in every exercise the model knows.

    `factors` multiply single exercises' loads: what other lifters taught, and later what this person's own sets did.
    """

    build: Build
    capacity: Capacity
    factors: tuple[tuple[str, float], ...] = ()

    @cached_property
    def groups(self) -> Mapping[str, Numbers]:
        """Effort of each muscle group, shape (exercises, felt loads): the hardest phase of each."""
        at = self._at_all_phases
        return {name: getattr(at, name).max(axis=2) for name in GROUPS}

    @cached_property
    def _readable(self) -> Mapping[str, Numbers]:
        at, angles = self._at_all_phases, _fine(self.build.sex)
        hardest = {name: getattr(at, name).argmax(axis=2)[..., None] for name in ("quads", "hips", "hamstrings")}
        return {
            **self.groups,
            "knee_deg": np.take_along_axis(angles["knee_deg"], hardest["quads"], axis=2)[..., 0],
            "hip_deg": np.take_along_axis(angles["hip_deg"], hardest["hips"], axis=2)[..., 0],
            "hamstring_length_deg": np.take_along_axis(at.hamstring_length_deg, hardest["hamstrings"], axis=2)[..., 0],
        }

    @cached_property
    def limiting(self) -> Numbers:
        """Share of one repetition's effort that the limiting group has, shape (exercises, felt loads).

        It never falls with the load: a weight held in front may ease a squat, and is not counted for that.
        """
        groups, is_calf = self.groups, _is_calf(self.build.sex)
        joints = np.max([groups[name] for name in GROUPS if name != "calves"], axis=0)
        most = np.where(is_calf[:, None], groups["calves"], joints)
        return np.maximum.accumulate(most / CONCENTRIC, axis=1)

    @cached_property
    def strongest(self) -> Mapping[str, float | None]:
        """Strongest load of every exercise in kg; 0 where the body alone is too much, None where load adds nothing."""
        return {lift.id: self._load_at(lift, 1.0) for lift in lifts().values()}

    def share(self, exercise_id: str, load_kg: float = 0.0) -> float:
        """Limiting effort at a load as a share of one repetition's. Raises KeyError outside the model."""
        lift = lifts()[exercise_id]
        row = self.limiting[_places(self.build.sex)[exercise_id]]
        return float(np.interp(self._felt(lift, load_kg), FELT, row))

    def efforts_at(self, exercise_id: str, load_kg: float) -> Mapping[str, float]:
        """Effort of each muscle group at a load; with `hip_deg`, `knee_deg` and `hamstring_length_deg` where hips, knee
        and hamstrings work hardest. Raises KeyError for an exercise outside the model.
        """
        place, felt = _places(self.build.sex)[exercise_id], self._felt(lifts()[exercise_id], load_kg)
        return {name: float(np.interp(felt, FELT, values[place])) for name, values in self._readable.items()}

    def load_kg(
        self, exercise_id: str, repetitions: float, reserve: float = 0.0, stronger: float = 1.0
    ) -> float | None:
        """Load in kg for so many repetitions with so many in reserve; None where no load makes it harder.

        `stronger` asks for somebody whose legs are all so many times as strong.
        """
        return self._load_at(lifts()[exercise_id], stronger * share_for(repetitions + reserve))

    def repetitions(self, exercise_id: str, load_kg: float = 0.0, stronger: float = 1.0) -> float:
        """Repetitions to failure with a load, of somebody whose legs are all so many times as strong."""
        return repetitions_at(self.share(exercise_id, load_kg) / stronger)

    def _load_at(self, lift: Lift, share: float) -> float | None:
        row = self.limiting[_places(self.build.sex)[lift.id]]
        if row[-1] - row[0] < LEAST_RISE:
            return None
        if row[0] >= share:
            return 0.0
        over = min(int(np.searchsorted(row, share)), len(row) - 1)
        low, high = row[over - 1], row[over]
        felt = FELT[over - 1] + (FELT[over] - FELT[over - 1]) * min(1.0, (share - low) / (high - low))
        return max(0.0, float(felt) - self._felt(lift, 0.0)) * self._reach_kg(lift)

    def _felt(self, lift: Lift, load_kg: float) -> float:
        """What the legs carry of a load, over body mass; an empty sled moves along."""
        return load_kg / self._reach_kg(lift) + lift.sled_kg / self.build.mass_kg

    def _reach_kg(self, lift: Lift) -> float:
        """What a felt load of body mass is in kg."""
        skill = (SKILL if lift.free else MACHINE_SKILL)[self.build.experience]
        return lift.reach * skill * self._factor.get(lift.id, 1.0) * self.build.mass_kg

    @cached_property
    def _factor(self) -> Mapping[str, float]:
        return dict(self.factors)

    @cached_property
    def _at_all_phases(self) -> Efforts:
        values = _fine(self.build.sex)
        scale = self.build.mass_kg * GRAVITY * self.build.stature_cm / 100
        moments = {name: value if name in ANGLES else value * scale for name, value in values.items()}
        return efforts(moments, levers(values, self.capacity), self.capacity)


def _felt_loads() -> Numbers:
    steps = [np.linspace(low, high, STEPS_BETWEEN, endpoint=False) for low, high in pairwise(LOADS)]
    return np.concatenate([*steps, LOADS[-1:]])


FELT = _felt_loads()
"""Loads over body mass at which efforts are known."""


@lru_cache
def _fine(sex: Sex) -> Mapping[str, Numbers]:
    """The moment table with the loads of `FELT`."""
    over = np.clip(np.searchsorted(LOADS, FELT, side="right"), 1, len(LOADS) - 1)
    low, high = np.take(LOADS, over - 1), np.take(LOADS, over)
    share = ((FELT - low) / (high - low))[None, :, None]
    values = moment_table(sex).values
    return {name: value[:, over - 1] * (1 - share) + value[:, over] * share for name, value in values.items()}


@lru_cache
def _places(sex: Sex) -> Mapping[str, int]:
    return {exercise_id: place for place, exercise_id in enumerate(moment_table(sex).exercises)}


@lru_cache
def _is_calf(sex: Sex) -> Numbers:
    return np.array([lifts()[exercise_id].is_calf for exercise_id in moment_table(sex).exercises])


@lru_cache(maxsize=256)
def strength_of(build: Build) -> Strength:
    """Strength of the mean of people of this description, with what logs taught of single exercises."""
    return Strength(build, capacity_of(build), learned_factors())
