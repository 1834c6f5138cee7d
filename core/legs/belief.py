"""What logged sets say of the joints, and so of exercises never done.

The logarithm of a strongest load is what people of this description lift, plus how much stronger each joint is times
how much the exercise hangs on it, plus the exercise's own part. All parts are normal, so what sets say of any exercise
is one step of linear algebra, in whatever order they were done.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from core.knowledge.rules import number
from core.legs.capacity import Action, Numbers
from core.legs.strength import Strength

COMMON, SINGLE, OWN, SET = (number(f"legs.spread_{part}") for part in ("common", "action", "exercise", "set"))
STEP = 1.05
"""By how much a joint is made stronger to see what hangs on it."""
LEAST_KG = 1.0
MOST_SLOPE = 3.0


class Seen(NamedTuple):
    """One strongest load in kg that sets spoke for, and its spread as a logarithm."""

    exercise_id: str
    strongest_kg: float
    spread: float = SET


class Guess(NamedTuple):
    """A strongest load in kg, and one standard deviation as a logarithm."""

    strongest_kg: float
    spread: float

    def at(self, deviations: float) -> float:
        """The load so many standard deviations above the middle."""
        return self.strongest_kg * math.exp(deviations * self.spread)


@dataclass(frozen=True)
class Belief:
    """What is believed of one person's strength after these sets."""

    strength: Strength
    seen: tuple[Seen, ...] = ()

    def guess(self, exercise_id: str) -> Guess | None:
        """Strongest load of an exercise with its spread; None where no load makes it harder or the model has none."""
        middle, spread = self._all
        if exercise_id not in self._places:
            return None
        place = self._places[exercise_id]
        return Guess(float(math.exp(middle[place])), float(spread[place]))

    @cached_property
    def _places(self) -> dict[str, int]:
        loadable = [name for name, kg in self.strength.strongest.items() if kg is not None]
        return {name: place for place, name in enumerate(loadable)}

    @cached_property
    def _all(self) -> tuple[Numbers, Numbers]:
        expected, covariance = self._expected, self._covariance
        rows = [(self._places[seen.exercise_id], seen) for seen in self.seen if seen.exercise_id in self._places]
        if not rows:
            return expected, np.sqrt(np.diag(covariance))
        at = [place for place, _ in rows]
        told = np.array([math.log(max(seen.strongest_kg, LEAST_KG)) for _, seen in rows]) - expected[at]
        among = covariance[np.ix_(at, at)] + np.diag([seen.spread**2 for _, seen in rows])
        gain = np.linalg.solve(among, covariance[at]).T
        left = np.diag(covariance) - np.einsum("ij,ji->i", gain, covariance[at])
        return expected + gain @ told, np.sqrt(np.maximum(left, 0.0))

    @cached_property
    def _expected(self) -> Numbers:
        return _logs(self.strength, list(self._places))

    @cached_property
    def _covariance(self) -> Numbers:
        """Covariance of the logarithms of all strongest loads before anything was lifted."""
        slopes = self._slopes
        shared = COMMON**2 * np.outer(slopes.sum(axis=1), slopes.sum(axis=1)) + SINGLE**2 * slopes @ slopes.T
        return shared + OWN**2 * np.eye(len(slopes))

    @cached_property
    def _slopes(self) -> Numbers:
        """By how many per cent each exercise rises when a joint gets one per cent stronger, shape (exercises, joints)."""
        names = list(self._places)
        rises = [_logs(_stronger(self.strength, action), names) - self._expected for action in Action]
        return np.clip(np.array(rises).T / math.log(STEP), 0.0, MOST_SLOPE)


def _stronger(strength: Strength, action: Action) -> Strength:
    return Strength(strength.build, strength.capacity.scaled({action: STEP}), strength.factors)


def _logs(strength: Strength, names: Sequence[str]) -> Numbers:
    return np.log([max(strength.strongest[name] or 0.0, LEAST_KG) for name in names])
