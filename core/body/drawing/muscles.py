"""Target muscles as lit shapes on the near side of the body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.body.drawing.outline import CentreLine, Sides
from core.body.drawing.pen import Pen, Shape
from core.body.geometry import Point, anterior, between, unit
from core.body.pose.skeleton import Skeleton
from core.words import Muscle

LIT = "url(#lit)"
LIT_OPACITY, HALF_LIT_OPACITY = 0.92, 0.42

Targets = Mapping[Muscle, float]
"""Target muscles with what a set counts for each: 1 is lit in full, less is lit faintly."""


def glow(share: float) -> float:
    """Opacity of a muscle that counts `share` of a set."""
    return LIT_OPACITY if share >= 1.0 else HALF_LIT_OPACITY


def muscle_shapes(
    pen: Pen, s: Skeleton, line: CentreLine, thigh: Sides, shank: Sides, targets: Targets
) -> Iterator[Shape]:
    """One shape for each target muscle, in the order of the muscle list."""
    for muscle in Muscle:
        if muscle in targets:
            outline = _outline(muscle, s, line, thigh, shank)
            yield Shape(pen.smooth(outline), LIT, opacity=glow(targets[muscle]))


def _outline(muscle: Muscle, s: Skeleton, line: CentreLine, thigh: Sides, shank: Sides) -> list[Point]:
    h = s.body.stature_m
    match muscle:
        case Muscle.QUADS:
            return _belly(thigh.front, thigh.back, 1, 4, 0.46)
        case Muscle.HAMSTRINGS:
            return _belly(thigh.back, thigh.front, 1, 4, 0.40)
        case Muscle.ADDUCTORS:
            inner = [between(f, b, 0.56) for f, b in zip(thigh.front, thigh.back, strict=True)]
            return _belly([between(f, b, 0.30) for f, b in zip(thigh.front, thigh.back, strict=True)], inner, 0, 3, 1.0)
        case Muscle.CALVES:
            return _belly(shank.back, shank.front, 0, 3, 0.52)
        case Muscle.GLUTES:
            return _glute(s, line, thigh)
        case Muscle.ABDUCTORS:
            return _abductor(s, line, thigh)
        case Muscle.CORE:
            return _along_trunk(
                line,
                h,
                ((0.12, 0.046, 0.030), (0.26, 0.050, 0.020), (0.42, 0.051, 0.020), (0.58, 0.053, 0.034)),
            )
        case _:
            return _along_trunk(
                line,
                h,
                (
                    (0.14, -0.055, -0.040),
                    (0.28, -0.044, -0.022),
                    (0.48, -0.041, -0.018),
                    (0.70, -0.052, -0.034),
                ),
            )


def _belly(edge: Sequence[Point], other: Sequence[Point], first: int, last: int, width: float) -> list[Point]:
    """A muscle along one edge of a limb, pointed at both ends."""
    outer = [between(edge[i], other[i], 0.05) for i in range(first, last + 1)]
    inner = [between(edge[i], other[i], width) for i in range(first, last + 1)]
    inner[0] = between(outer[0], inner[0], 0.35)
    inner[-1] = between(outer[-1], inner[-1], 0.35)
    return [*outer, *inner[::-1]]


def _rear(s: Skeleton) -> complex:
    """Direction in which the buttock points, between the back of the pelvis and the back of the thigh."""
    up = unit(s.trunk.axis - s.hip)
    down = unit(s.near.knee - s.hip)
    return unit(-anterior(up) - anterior(-down) + 0.7 * (-up - down) + 1e-9)


def _glute(s: Skeleton, line: CentreLine, thigh: Sides) -> list[Point]:
    h, rear = s.body.stature_m, _rear(s)
    return [
        line.beside(0.17, -0.047 * h),
        line.beside(0.07, -0.063 * h),
        s.hip + rear * 0.064 * h,
        between(thigh.back[1], thigh.front[1], 0.04),
        between(thigh.back[2], thigh.front[2], 0.10),
        between(thigh.back[1], thigh.front[1], 0.32),
        s.hip + rear * 0.020 * h,
        line.beside(0.11, -0.026 * h),
    ]


def _abductor(s: Skeleton, line: CentreLine, thigh: Sides) -> list[Point]:
    h = s.body.stature_m
    side = between(thigh.front[1], thigh.back[1], 0.62)
    return [
        line.beside(0.17, -0.030 * h),
        line.beside(0.20, 0.004 * h),
        line.beside(0.15, 0.030 * h),
        between(s.hip, side, 0.2) + (line.beside(0.0, 0.014 * h) - s.hip),
        side,
        line.beside(0.02, -0.034 * h),
    ]


def _along_trunk(line: CentreLine, stature_m: float, stations: Sequence[tuple[float, float, float]]) -> list[Point]:
    outer = [line.beside(share, edge * stature_m) for share, edge, _ in stations]
    inner = [line.beside(share, deep * stature_m) for share, _, deep in stations]
    return [*outer, *inner[::-1]]
