"""Metres to path data: a pen that knows the scale of a picture and remembers how far it has drawn.

Path data are whole numbers in quarter pixels, relative and smooth, so a figure stays small and every frame of
an animation has the same structure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from core.body.geometry import Point

UNITS_PER_PX = 4


class Shape(NamedTuple):
    """One filled or stroked path. Colours as in SVG; widths in picture units (quarter pixels)."""

    d: str
    fill: str = "none"
    stroke: str = ""
    width: float = 0.0
    opacity: float = 1.0
    dash: str = ""


class Pen:
    """Draws in metres (x forward, y up). `scale` is units per metre, `origin` where (0, 0) lies in the
    picture.
    """

    def __init__(self, scale: float = 1000.0, origin: complex = 0j) -> None:
        self.scale = scale
        self.origin = origin
        self.low = complex(math.inf, math.inf)
        self.high = complex(-math.inf, -math.inf)

    def smooth(self, points: Sequence[Point], closed: bool = True) -> str:
        """Curve through all points."""
        at = [self._at(p) for p in points]
        count = len(at)
        if closed:
            steps = [(at[i - 1], at[i], at[(i + 1) % count], at[(i + 2) % count]) for i in range(count)]
        else:
            steps = [(at[max(i - 1, 0)], at[i], at[i + 1], at[min(i + 2, count - 1)]) for i in range(count - 1)]
        out = [f"M{_pair(at[0])}"]
        for number, (before, start, end, after) in enumerate(steps):
            second = end - (after - start) / 6
            if number == 0:
                first = start + (end - before) / 6
                out.append("c" + _pairs(first - start, second - start, end - start))
            else:
                out.append("s" + _pairs(second - start, end - start))
        return "".join(out) + ("z" if closed else "")

    def ribbon(self, one: Sequence[Point], other: Sequence[Point]) -> str:
        """Area between two curves with straight ends: a sleeve, a trouser leg."""
        there = self.smooth(one, closed=False)
        back = self.smooth(list(other)[::-1], closed=False)
        return f"{there}L{back[1:]}z"

    def lines(self, points: Sequence[Point], closed: bool = False) -> str:
        """Straight lines through all points."""
        at = [self._at(p) for p in points]
        steps = "".join(f"l{_pair(b - a)}" for a, b in pairwise(at))
        return f"M{_pair(at[0])}{steps}" + ("z" if closed else "")

    def circle(self, centre: Point, radius: float) -> str:
        """Circle of `radius` metres."""
        return self.ellipse(centre, radius, radius)

    def ellipse(self, centre: Point, wide: float, high: float) -> str:
        """Upright ellipse with half axes in metres."""
        self._at(centre + complex(wide, high))
        at = self._at(centre - wide - 1j * high) + complex(0, -round(high * self.scale))
        rx, ry = max(1, round(wide * self.scale)), max(1, round(high * self.scale))
        arc = f"a{rx} {ry} 0 1 0"
        return f"M{_pair(at)}{arc} {2 * rx} 0{arc} {-2 * rx} 0z"

    def line(self, start: Point, end: Point) -> str:
        """One straight line."""
        return self.lines((start, end))

    def box(self, low: Point, high: Point) -> str:
        """Upright rectangle between two corners."""
        return self.lines((low, complex(high.real, low.imag), high, complex(low.real, high.imag)), closed=True)

    def width(self, metres: float) -> int:
        """A length in metres as a stroke width in units."""
        return max(1, round(metres * self.scale))

    def _at(self, point: Point) -> complex:
        self.low = complex(min(self.low.real, point.real), min(self.low.imag, point.imag))
        self.high = complex(max(self.high.real, point.real), max(self.high.imag, point.imag))
        return complex(
            round(self.origin.real + point.real * self.scale),
            round(self.origin.imag - point.imag * self.scale),
        )


def _pair(at: complex) -> str:
    x, y = round(at.real), round(at.imag)
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def _pairs(*steps: complex) -> str:
    out = ""
    for step in steps:
        pair = _pair(step)
        out += pair if not out or pair.startswith("-") else f" {pair}"
    return out


def svg_path(shape: Shape, inner: str = "") -> str:
    """A shape as an SVG path element; `inner` may hold its animation."""
    return f'<path d="{shape.d}"{paint(shape)}' + (f">{inner}</path>" if inner else "/>")


def paint(shape: Shape) -> str:
    """Colours and widths of a shape as SVG attributes."""
    parts = []
    if shape.fill != "inherit":
        parts.append(f'fill="{shape.fill}"')
    if shape.stroke:
        parts.append(f'stroke="{shape.stroke}" stroke-width="{shape.width:g}"')
    if shape.dash:
        parts.append(f'stroke-dasharray="{shape.dash}"')
    if shape.opacity != 1.0:
        parts.append(f'opacity="{shape.opacity:g}"')
    return "".join(f" {part}" for part in parts)
