"""Points and directions of the sagittal plane as complex numbers: real part forward, imaginary part up,
metres.

Every inclination is measured from the vertical in degrees, forward positive, so one chain of segments
describes standing (trunk 0), lying prone (about +90) and lying supine (about -90).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

Point = complex
RADIANS = math.pi / 180.0


def direction(angle_deg: float) -> complex:
    """Unit vector inclined `angle_deg` forward of the upward vertical."""
    angle = angle_deg * RADIANS
    return complex(math.sin(angle), math.cos(angle))


def inclination(vector: complex) -> float:
    """Degrees between `vector` and the upward vertical, forward positive, -180 to 180."""
    return math.atan2(vector.real, vector.imag) / RADIANS


def anterior(along: complex) -> complex:
    """Normal that points to the front of a body part whose long axis (towards the head) is `along`."""
    return along * -1j


def cross(a: complex, b: complex) -> float:
    """Moment of force `b` with lever `a`, counter-clockwise positive."""
    return a.real * b.imag - a.imag * b.real


def dot(a: complex, b: complex) -> float:
    """Scalar product."""
    return a.real * b.real + a.imag * b.imag


def between(start: complex, end: complex, share: float) -> complex:
    """Point at `share` of the way from `start` to `end`."""
    return start + (end - start) * share


def mix(start: float, end: float, share: float) -> float:
    """Number at `share` of the way from `start` to `end`."""
    return start + (end - start) * share


def unit(vector: complex) -> complex:
    """`vector` with length one."""
    return vector / abs(vector)


def middle_joint(start: complex, end: complex, first: float, second: float, bend: float) -> complex:
    """Joint of a two-link chain from `start` to `end` (metres); `bend` is the sign of the turn at the joint.

    A goal out of reach is approached as far as the links allow; `reaches` tells whether it was.
    """
    span = end - start
    distance = abs(span) or 1e-9
    along = span / distance
    distance = min(max(distance, abs(first - second) * 1.0005 + 1e-6), (first + second) * 0.9995)
    foot = (first * first - second * second + distance * distance) / (2 * distance)
    height = math.sqrt(max(0.0, first * first - foot * foot))
    side = -1.0 if bend > 0 else 1.0
    return start + along * complex(foot, side * height)


def reaches(start: complex, end: complex, length: float) -> bool:
    """True where a limb of `length` that begins at `start` gets to `end`."""
    return abs(end - start) <= length * 1.0005


def root_between(error: Callable[[float], float], low: float, high: float, tolerance: float = 1e-9) -> float | None:
    """Zero of a continuous function inside a bracket, by the Illinois rule; None without a change of sign."""
    at_low, at_high = error(low), error(high)
    if at_low * at_high > 0:
        return None
    for _ in range(80):
        guess = high - at_high * (high - low) / (at_high - at_low) if at_high != at_low else low
        value = error(guess)
        if abs(value) < tolerance or abs(high - low) < 1e-11:
            return guess
        if value * at_high < 0:
            low, at_low = high, at_high
        else:
            at_low *= 0.5
        high, at_high = guess, value
    return high


def first_root(error: Callable[[float], float], grid: Sequence[float]) -> float | None:
    """First zero met on the way through `grid`; None where the function never changes sign."""
    before = error(grid[0])
    for low, high in pairwise(grid):
        after = error(high)
        if before * after <= 0:
            return root_between(error, low, high)
        before = after
    return None
