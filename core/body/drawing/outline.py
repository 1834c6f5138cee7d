"""Outlines of the body from the side: limbs as profiles along their bones, the trunk around its curved centre
line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.body.anthropometry import Body
from core.body.geometry import Point, anterior, between, unit
from core.body.pose.joints import Trunk
from core.body.pose.skeleton import Skeleton

Stations = Sequence[tuple[float, float, float]]

THIGH: Stations = (
    (-0.04, 0.048, 0.056), (0.14, 0.057, 0.061), (0.40, 0.056, 0.053), (0.68, 0.046, 0.041),
    (0.90, 0.038, 0.034), (1.0, 0.034, 0.032),
)  # fmt: skip
SHANK: Stations = (
    (0.0, 0.034, 0.032), (0.10, 0.031, 0.037), (0.28, 0.027, 0.045), (0.50, 0.023, 0.039),
    (0.76, 0.019, 0.024), (0.98, 0.020, 0.020),
)  # fmt: skip
UPPER_ARM: Stations = (
    (-0.02, 0.030, 0.031), (0.18, 0.034, 0.034), (0.48, 0.029, 0.030), (0.80, 0.024, 0.025),
    (1.0, 0.023, 0.023),
)  # fmt: skip
FOREARM: Stations = (
    (0.0, 0.023, 0.023), (0.22, 0.026, 0.025), (0.55, 0.022, 0.021), (0.88, 0.0155, 0.0155),
    (1.0, 0.0155, 0.0155),
)  # fmt: skip
TRUNK_MAN: Stations = (
    (-0.14, 0.034, 0.050), (-0.02, 0.052, 0.069), (0.10, 0.057, 0.067), (0.20, 0.058, 0.054),
    (0.35, 0.058, 0.044), (0.53, 0.062, 0.048), (0.74, 0.068, 0.059), (0.90, 0.058, 0.058),
    (1.01, 0.040, 0.047), (1.10, 0.028, 0.033),
)  # fmt: skip
TRUNK_WOMAN: Stations = (
    (-0.14, 0.034, 0.052), (-0.02, 0.052, 0.073), (0.10, 0.056, 0.070), (0.20, 0.056, 0.053),
    (0.36, 0.052, 0.041), (0.54, 0.060, 0.045), (0.70, 0.074, 0.053), (0.86, 0.058, 0.055),
    (1.01, 0.037, 0.043), (1.10, 0.025, 0.030),
)  # fmt: skip
SPINE_BEHIND: Sequence[tuple[float, float]] = (
    (0.02, 0.036), (0.11, 0.036), (0.20, 0.030), (0.28, 0.022), (0.36, 0.017), (0.45, 0.019),
    (0.54, 0.027), (0.65, 0.036), (0.77, 0.041), (0.90, 0.038), (1.02, 0.029), (1.13, 0.015),
)  # fmt: skip
"""Where the spine lies behind the centre line of the trunk: (share of the trunk above the hip, share of
stature).
"""


class Sides(NamedTuple):
    """Front and back outline of a segment, from its upper to its lower end, with the direction between."""

    front: list[Point]
    back: list[Point]
    along: complex


def sides(start: Point, end: Point, stations: Stations, stature_m: float, seen: float = 1.0) -> Sides:
    """Outline of a limb; the front is the side that looks forward when the limb hangs down."""
    along = unit(end - start) if abs(end - start) > 1e-6 else -1j
    front_normal = anterior(-along)
    front, back = [], []
    for share, ahead, behind in stations:
        centre = between(start, end, share)
        front.append(centre + front_normal * ahead * stature_m * seen)
        back.append(centre - front_normal * behind * stature_m * seen)
    return Sides(front, back, along)


def closed(limb: Sides, cap: float, stature_m: float) -> list[Point]:
    """Closed outline of a limb with rounded ends that stand out by `cap` shares of stature."""
    top = between(limb.front[0], limb.back[0], 0.5) - limb.along * cap * stature_m
    end = between(limb.front[-1], limb.back[-1], 0.5) + limb.along * cap * stature_m
    return [*limb.front, end, *limb.back[::-1], top]


class CentreLine:
    """Smooth line from below the hip through L5/S1, T12 and shoulder to the neck; 0 is the hip, 1 the
    shoulder.
    """

    def __init__(self, body: Body, trunk: Trunk) -> None:
        c = body.constants
        below = trunk.hip - (trunk.axis - trunk.hip) * 0.8
        self._points = (below, trunk.hip, trunk.axis, trunk.t12, trunk.shoulder, trunk.neck)
        low = c.l5s1_along_trunk
        self._knots = (-0.8 * low, 0.0, low, low + c.lumbar_along_trunk, 1.0, 1.0 + c.neck / c.trunk)

    def at(self, share: float) -> Point:
        """Point of the line."""
        knots, points = self._knots, self._points
        last = len(knots) - 2
        i = next((n for n in range(last) if share <= knots[n + 1]), last)
        width = knots[i + 1] - knots[i]
        t = (share - knots[i]) / width
        slope_0, slope_1 = self._slope(i) * width, self._slope(i + 1) * width
        return (
            points[i] * (2 * t**3 - 3 * t**2 + 1)
            + slope_0 * (t**3 - 2 * t**2 + t)
            + points[i + 1] * (3 * t**2 - 2 * t**3)
            + slope_1 * (t**3 - t**2)
        )

    def _slope(self, i: int) -> complex:
        low, high = max(i - 1, 0), min(i + 1, len(self._points) - 1)
        return (self._points[high] - self._points[low]) / (self._knots[high] - self._knots[low])

    def frame(self, share: float) -> tuple[Point, complex]:
        """Point of the line and the normal to its front."""
        here = self.at(share)
        return here, anterior(unit(self.at(share + 0.01) - here))

    def beside(self, share: float, ahead_m: float) -> Point:
        """Point in front of the line by `ahead_m` metres."""
        here, front = self.frame(share)
        return here + front * ahead_m


def trunk_sides(line: CentreLine, stations: Stations, stature_m: float) -> tuple[list[Point], list[Point]]:
    """Front and back outline of the trunk from the seat up to the neck."""
    front = [line.beside(share, ahead * stature_m) for share, ahead, _ in stations]
    return front, [line.beside(share, -behind * stature_m) for share, _, behind in stations]


def spine_points(s: Skeleton, line: CentreLine) -> list[Point]:
    """The spine from the sacrum to the base of the skull, rounding back where the lumbar spine is bent."""
    rounding = max(-0.4, min(1.0, s.posture.lumbar / 40.0))
    stature = s.body.stature_m
    points = []
    for share, behind in SPINE_BEHIND:
        extra = 0.014 * rounding if 0.2 < share < 0.54 else 0.0
        points.append(line.beside(share, -(behind + extra) * stature))
    up = unit(s.trunk.vertex - s.trunk.neck)
    skull = s.trunk.neck + up * 0.048 * stature - anterior(up) * 0.010 * stature
    return [*points, skull]
