"""The level that training goes on from: what was done lately, counted no faster than the back has answered it.

More load than planned is taken over step by step and only after a green answer; pain never lifts a level.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.adapting.exposures import Exposure
from core.knowledge.rules import number, whole
from core.planning import Prescription
from core.units import round_down_to
from core.words import Light, Measure

WINDOW = whole("adapt.window")
MOST_RISE, RISE = number("adapt.most_rise"), number("adapt.rise")
EXTRA = {
    Measure.REPS: whole("adapt.extra_reps"),
    Measure.SECONDS: whole("adapt.extra_seconds"),
    Measure.MINUTES: 0,
}
AMOUNT_STEP = {Measure.REPS: 1, Measure.SECONDS: whole("adapt.seconds_step"), Measure.MINUTES: 0}
SMALL = 1e-6


@dataclass(frozen=True)
class Scale:
    """In what an exercise is measured: kilograms in steps of `step`, or repetitions or seconds without a weight.

    `least` is the lightest there is, `top` the most that is asked for (without a weight only), `highest` the
    heaviest that the back tolerates, `used` what was really loaded before, so that an odd plate counts as loadable.
    """

    loaded: bool
    step: float
    least: float
    start: float
    top: float
    bottom: int
    highest: float
    used: tuple[float, ...]

    def value(self, exposure: Exposure) -> float | None:
        """Level that an exposure was done at, None where it was not noted."""
        if self.loaded:
            return None if exposure.load_kg is None else min(exposure.load_kg, self.highest)
        return min(float(exposure.least), self.top)

    def reachable(self, value: float) -> float:
        """The most that can be loaded and does not go past `value`; the lightest where even that does."""
        grid = round_down_to(value, self.step)
        return max([self.least, grid, *(one for one in self.used if one <= value + SMALL)])

    def above(self, value: float, one_sided: bool) -> float | None:
        """The next step up from `value`: 2 to 10 %, rounded down; None where the smallest step is larger than that.

        Back up to the first load of the plan, one smallest step is always small enough.
        """
        if not self.loaded:
            return value + self.step if value + self.step <= self.top else None
        smallest = round_down_to(value, self.step) + self.step
        wanted = smallest if one_sided else max(smallest, round_down_to(value * (1 + RISE), self.step))
        most = max(value * (1 + MOST_RISE), min(smallest, self.start))
        return wanted if wanted <= min(most, self.highest) + SMALL else None

    def is_full(self, value: float) -> bool:
        """True where the next step would ask more of the back than it tolerates."""
        return self.loaded and round_down_to(value, self.step) + self.step > self.highest + SMALL

    def _taken_over(self, before: float) -> float:
        """The most that one green exposure proves over what was proven before."""
        if self.loaded:
            return max(before * (1 + MOST_RISE), self.start)
        return before + max(2 * self.step, before * MOST_RISE)

    def proven(self, exposures: Sequence[Exposure]) -> list[float | None]:
        """The level after each exposure, the oldest first: the best of the last few; None before there is one."""
        counted: list[float] = []
        levels: list[float | None] = []
        for one in exposures:
            value = self.value(one) if one.counts else None
            if value is not None:
                counted.append(self._no_faster(value, one, counted[-WINDOW:]))
            levels.append(max(counted[-WINDOW:]) if counted else None)
        return levels

    def _no_faster(self, value: float, exposure: Exposure, before: Sequence[float]) -> float:
        if not before:
            return value
        grows = exposure.light is Light.GREEN and (not self.loaded or exposure.least >= self.bottom)
        return min(value, self._taken_over(max(before)) if grows else max(before))


def scale_of(
    prescription: Prescription,
    exposures: Sequence[Exposure],
    step_kg: float | None,
    least_kg: float,
    highest_kg: float | None = None,
) -> Scale:
    """The scale of a prescription: its weight where it has one and steps are known, its amount otherwise."""
    if prescription.load_kg is None or step_kg is None:
        top = prescription.high + EXTRA[prescription.measure]
        step = AMOUNT_STEP[prescription.measure]
        return Scale(False, max(1, step), 1, prescription.low, top, prescription.low, math.inf, ())
    used = tuple(sorted({one.load_kg for one in exposures if one.load_kg is not None}))
    highest = math.inf if highest_kg is None else highest_kg
    return Scale(True, step_kg, least_kg, prescription.load_kg, 0.0, prescription.low, highest, used)
