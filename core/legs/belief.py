"""What logged sets say of the joints, and so of exercises never done.

How much stronger somebody is in an exercise than people of this description, as a logarithm, is the sum of a common
part, of each joint's part times how much the exercise hangs on it, and of the exercise's own part. All parts are
normal, so what sets say of any exercise is one step of linear algebra, in whatever order they were done.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from core.knowledge.rules import number
from core.legs.capacity import Action, Numbers
from core.legs.lifts import lifts
from core.legs.strength import Strength, share_for

COMMON, SINGLE, SET = number("legs.spread.common"), number("legs.spread.action"), number("legs.spread.set")
FREE, MACHINE = number("legs.spread.free"), number("legs.spread.machine")
STEP = 1.05
"""By how much a joint is made stronger to see what hangs on it."""
LEAST_KG = 1.0


class Seen(NamedTuple):
    """A load in kg with the repetitions to failure that sets spoke for, and its spread as a logarithm."""

    exercise_id: str
    load_kg: float
    repetitions: float = 1.0
    spread: float = SET


class Guess(NamedTuple):
    """How many times as strong somebody is in an exercise as the mean, as a logarithm, and one standard deviation."""

    stronger_log: float
    spread: float

    def stronger(self, deviations: float = 0.0) -> float:
        """The factor so many standard deviations above the middle."""
        return math.exp(self.stronger_log + deviations * self.spread)


@dataclass(frozen=True)
class Belief:
    """What is believed of one person's strength after these sets.

    No set is taken to show more than `most` standard deviations above the mean of people of this description: beyond
    lies a slip of the pen, or a file that lies. Exercises that no load makes harder show nothing.
    """

    strength: Strength
    seen: tuple[Seen, ...] = ()
    most: float = math.inf

    def guess(self, exercise_id: str) -> Guess:
        """How strong the person is in an exercise. Raises KeyError for one outside the model."""
        stronger, spread = self._all
        place = self._places[exercise_id]
        return Guess(float(stronger[place]), float(spread[place]))

    def load_kg(
        self, exercise_id: str, repetitions: float, reserve: float = 0.0, deviations: float = 0.0
    ) -> float | None:
        """Load in kg for so many repetitions with so many in reserve, so many standard deviations above the middle.

        None where no load makes the exercise harder. Raises KeyError for an exercise outside the model.
        """
        stronger = self.guess(exercise_id).stronger(deviations)
        return self.strength.load_kg(exercise_id, repetitions, reserve, stronger)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(lifts())}

    @cached_property
    def _all(self) -> tuple[Numbers, Numbers]:
        covariance = _covariance(self.strength)
        rows = [
            (self._places[seen.exercise_id], seen)
            for seen in self.seen
            if self.strength.strongest.get(seen.exercise_id) is not None
        ]
        if not rows:
            return np.zeros(len(covariance)), np.sqrt(np.diag(covariance))
        at = [place for place, _ in rows]
        # The body is lifted with the load, so the effort of the whole speaks and not the load in the hands alone.
        shown = [self.strength.share(seen.exercise_id, seen.load_kg) / share_for(seen.repetitions) for _, seen in rows]
        told = np.minimum(np.log(shown), self.most * np.sqrt(np.diag(covariance)[at]))
        among = covariance[np.ix_(at, at)] + np.diag([seen.spread**2 for _, seen in rows])
        gain = np.linalg.solve(among, covariance[at]).T
        left = np.diag(covariance) - np.einsum("ij,ji->i", gain, covariance[at])
        return np.asarray(gain @ told), np.sqrt(np.maximum(left, 0.0))


@lru_cache(maxsize=256)
def _covariance(strength: Strength) -> Numbers:
    """Covariance of how strong somebody is in all exercises, before anything was lifted."""
    slopes = np.array([_shares(strength, {action: STEP}) for action in Action])
    slopes = (_shares(strength, {}) - slopes).T / math.log(STEP)
    own = np.diag([(FREE if lift.free else MACHINE) ** 2 for lift in lifts().values()])
    shared = COMMON**2 * np.outer(slopes.sum(axis=1), slopes.sum(axis=1)) + SINGLE**2 * slopes @ slopes.T
    return np.asarray(shared + own)


def _shares(strength: Strength, stronger: Mapping[Action, float]) -> Numbers:
    """Logarithm of every exercise's limiting effort at its strongest load, with some joints stronger."""
    changed = Strength(strength.build, strength.capacity.scaled(stronger), strength.factors)
    return np.log([changed.share(name, max(kg or 0.0, LEAST_KG)) for name, kg in strength.strongest.items()])
