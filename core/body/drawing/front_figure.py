"""A person seen from the front, for what happens sideways; the spine is the X-ray line down the middle."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.body.drawing.figure import SOLE, Layer, spine_shapes
from core.body.drawing.front_gear import front_gear
from core.body.drawing.muscles import LIT, Targets, glow
from core.body.drawing.outline import FOREARM, Sides, Stations, closed, sides
from core.body.drawing.pen import Pen, Shape
from core.body.drawing.people import Hair, Look
from core.body.geometry import Point, between, direction, unit
from core.body.pose.frontal import FrontArm, FrontLeg, FrontSkeleton
from core.body.pose.pose import Pose
from core.body.spine.demand import DemandBand
from core.words import Muscle

THIGH: Stations = (
    (-0.06, 0.046, 0.046), (0.14, 0.052, 0.050), (0.42, 0.047, 0.045), (0.72, 0.038, 0.037),
    (0.92, 0.034, 0.033), (1.0, 0.032, 0.032),
)  # fmt: skip
SHANK: Stations = (
    (0.0, 0.031, 0.031), (0.14, 0.032, 0.033), (0.32, 0.036, 0.037), (0.55, 0.030, 0.031),
    (0.80, 0.021, 0.022), (1.0, 0.021, 0.021),
)  # fmt: skip
SHORT: Stations = ((-0.10, 0.048, 0.048), (0.12, 0.058, 0.054), (0.30, 0.056, 0.053), (0.46, 0.052, 0.050))
UPPER_ARM: Stations = ((-0.04, 0.030, 0.030), (0.18, 0.033, 0.033), (0.5, 0.028, 0.028), (1.0, 0.023, 0.023))
SLEEVE: Stations = ((-0.10, 0.028, 0.028), (0.08, 0.0355, 0.0355), (0.30, 0.035, 0.035), (0.52, 0.031, 0.031))
LONG_SLEEVE: Stations = (
    (-0.10, 0.028, 0.028),
    (0.16, 0.0355, 0.0355),
    (0.55, 0.030, 0.030),
    (1.04, 0.025, 0.025),
)
TRUNK_MAN = (
    (-0.14, 0.034), (-0.06, 0.078), (0.04, 0.090), (0.18, 0.086), (0.38, 0.077), (0.58, 0.084),
    (0.80, 0.100), (0.95, 0.104), (1.04, 0.070), (1.12, 0.034),
)  # fmt: skip
TRUNK_WOMAN = (
    (-0.14, 0.034), (-0.06, 0.084), (0.04, 0.097), (0.18, 0.087), (0.38, 0.067), (0.58, 0.078),
    (0.80, 0.092), (0.95, 0.096), (1.04, 0.062), (1.12, 0.030),
)  # fmt: skip
HIPS_TOP = 0.20
FACE = (
    (-0.044, 0.014), (-0.040, 0.044), (-0.018, 0.062), (0.018, 0.062), (0.040, 0.044), (0.044, 0.014),
    (0.041, -0.018), (0.026, -0.046), (0.0, -0.058), (-0.026, -0.046), (-0.041, -0.018),
)  # fmt: skip
CAP = (
    (-0.047, -0.002), (-0.049, 0.034), (-0.034, 0.066), (0.0, 0.076), (0.034, 0.066), (0.049, 0.034),
    (0.047, -0.002), (0.041, 0.020), (0.026, 0.038), (0.0, 0.043), (-0.026, 0.038), (-0.041, 0.020),
)  # fmt: skip
LONG_CAP = (
    (-0.049, -0.050), (-0.056, 0.0), (-0.050, 0.044), (-0.032, 0.068), (0.0, 0.077), (0.032, 0.068),
    (0.050, 0.044), (0.056, 0.0), (0.049, -0.050), (0.040, -0.02), (0.038, 0.024), (0.0, 0.046),
    (-0.038, 0.024), (-0.040, -0.02),
)  # fmt: skip
SCARF_CAP = (
    (-0.052, -0.030), (-0.056, 0.020), (-0.040, 0.062), (0.0, 0.077), (0.040, 0.062), (0.056, 0.020),
    (0.052, -0.030), (0.040, -0.080), (0.0, -0.094), (-0.040, -0.080),
)  # fmt: skip


def front_layers(
    pen: Pen, pose: Pose, s: FrontSkeleton, look: Look, targets: Targets, band: DemandBand | None
) -> tuple[Layer, ...]:
    """The person and the equipment, back to front. The viewer's left limbs come first, so the right ones lie
    over them.
    """
    gear = front_gear(pen, pose, s)
    lit = tuple(
        Shape(pen.smooth(points), LIT, opacity=glow(targets[muscle]))
        for muscle in Muscle
        if muscle in targets
        for points in _muscles(s, (muscle,))
    )
    spine = [between(s.hip, s.shoulder, t) for t in (0.03, 0.2, 0.4, 0.6, 0.8, 1.0)]
    spine += [between(s.shoulder, s.neck, 1.0), between(s.neck, s.vertex, 0.22)]
    sacrum = between(s.hip, s.shoulder, 0.16)
    return (
        Layer("gear", gear.behind),
        Layer("left leg", tuple(_leg(pen, s, s.left_leg, s.posture.left_foot, look)), halo=True),
        Layer("left arm", tuple(_arm(pen, s, s.left_arm, look)), halo=True),
        Layer("trunk", _trunk(pen, s, look)),
        Layer("right leg", tuple(_leg(pen, s, s.right_leg, s.posture.right_foot, look)), halo=True),
        Layer("hips", (*_hips(pen, s, look), *lit)),
        Layer("spine", spine_shapes(pen, spine, band, sacrum)),
        Layer("head", tuple(_head(pen, s, look))),
        Layer("right arm", tuple(_arm(pen, s, s.right_arm, look)), halo=True),
        Layer("front", gear.front),
    )


def front_silhouette(pen: Pen, s: FrontSkeleton, look: Look) -> tuple[str, ...]:
    """Plain outlines of the same person."""
    h = s.body.stature_m
    out = [pen.smooth(_outline(s, look))]
    frame = _HeadFrame(s)
    out.append(pen.smooth(frame.points(FACE)))
    out.append(pen.lines([between(s.shoulder, s.neck, 0.3), s.neck], closed=True))
    for leg in (s.left_leg, s.right_leg):
        out.append(pen.smooth(closed(sides(leg.hip, leg.knee, THIGH, h), 0.02, h)))
        out.append(pen.smooth(closed(sides(leg.knee, leg.ankle, SHANK, h), 0.02, h)))
    for arm in (s.left_arm, s.right_arm):
        out.append(pen.smooth(closed(sides(arm.shoulder, arm.elbow, UPPER_ARM, h), 0.012, h)))
        out.append(pen.smooth(closed(sides(arm.elbow, arm.hand, FOREARM, h), 0.02, h)))
    return tuple(out)


def _outline(s: FrontSkeleton, look: Look, low: float = -1.0, high: float = 9.0, more: float = 0.0) -> list[Point]:
    h = s.body.stature_m
    table = TRUNK_WOMAN if look.is_woman else TRUNK_MAN
    up = unit(s.shoulder - s.hip)
    right, left = [], []
    for share, half in table:
        if not low <= share <= high:
            continue
        turn = s.posture.turn if share > 0.5 else s.posture.pelvis_turn
        wide = (half + more) * h * max(0.66, math.cos(math.radians(turn)))
        at = s.hip + up * share * s.body.trunk_m
        right.append(at - up * 1j * wide)
        left.append(at + up * 1j * wide)
    return [*right, *left[::-1]]


def _trunk(pen: Pen, s: FrontSkeleton, look: Look) -> tuple[Shape, ...]:
    h = s.body.stature_m
    neck = sides(
        between(s.neck, s.vertex, 0.35),
        between(s.hip, s.shoulder, 1.04),
        ((0, 0.027, 0.027), (0.6, 0.028, 0.028), (1, 0.036, 0.036)),
        h,
    )
    return (
        Shape(pen.smooth(_outline(s, look)), look.top),
        Shape(pen.smooth(closed(neck, 0.0, h)), look.skin_shade),
    )


def _hips(pen: Pen, s: FrontSkeleton, look: Look) -> list[Shape]:
    h = s.body.stature_m
    points = _outline(s, look, high=HIPS_TOP, more=0.003)
    half = len(points) // 2
    shapes = [Shape(pen.ribbon(points[:half], points[half:][::-1]), look.legs)]
    for leg in (s.left_leg, s.right_leg):
        if not look.long_legs:
            side = _scaled(leg.hip, leg.knee, SHORT, s)
            shapes.append(Shape(pen.ribbon(side.front, side.back), look.legs))
        shapes.append(Shape(pen.circle(leg.hip, 0.050 * h), look.legs))
    return shapes


def _scaled(start: Point, end: Point, stations: Stations, s: FrontSkeleton) -> Sides:
    return sides(start, end, stations, s.body.stature_m)


def _leg(pen: Pen, s: FrontSkeleton, leg: FrontLeg, foot_turn: float, look: Look) -> list[Shape]:
    h = s.body.stature_m
    bare = look.legs if look.long_legs else look.skin
    return [
        Shape(pen.smooth(closed(sides(leg.knee, leg.ankle, SHANK, h), 0.01, h)), bare),
        Shape(pen.smooth(_foot(s, leg, foot_turn)), look.shoe, stroke=SOLE, width=5),
        Shape(pen.smooth(closed(sides(leg.hip, leg.knee, THIGH, h), 0.022, h)), bare),
        Shape(pen.circle(leg.knee, 0.0315 * h), bare),
    ]


def _foot(s: FrontSkeleton, leg: FrontLeg, foot_turn: float) -> list[Point]:
    """A shoe from the front: a rounded toe cap; turned to a side it shows its length."""
    h = s.body.stature_m
    down = unit(leg.ankle - leg.knee) if abs(s.posture.tilt) > 45 or leg.ankle.imag > 0.09 * h else -1j
    across = down * 1j
    seen = math.sin(math.radians(foot_turn)) * 0.105
    wide = 0.034
    ahead, behind = max(seen, 0.0) + wide, min(seen, 0.0) - wide
    return [
        leg.ankle + (across * wide * 0.8 - down * 0.016) * h,
        leg.ankle + (across * (ahead * 0.75) + down * 0.014) * h,
        leg.ankle + (across * ahead + down * 0.036) * h,
        leg.ankle + down * 0.043 * h,
        leg.ankle + (across * behind + down * 0.036) * h,
        leg.ankle + (across * (behind * 0.75) + down * 0.014) * h,
        leg.ankle + (-across * wide * 0.8 - down * 0.016) * h,
    ]


def _arm(pen: Pen, s: FrontSkeleton, arm: FrontArm, look: Look) -> list[Shape]:
    h = s.body.stature_m
    lower = closed(sides(arm.elbow, between(arm.elbow, arm.hand, 0.90), FOREARM, h), 0.012, h)
    shapes = [
        Shape(pen.smooth(lower), look.top if look.long_sleeves else look.skin),
        Shape(pen.ellipse(arm.hand, 0.020 * h, 0.023 * h), look.skin),
        Shape(pen.smooth(closed(sides(arm.shoulder, arm.elbow, UPPER_ARM, h), 0.012, h)), look.skin),
    ]
    sleeve = sides(arm.shoulder, arm.elbow, LONG_SLEEVE if look.long_sleeves else SLEEVE, h)
    top = between(sleeve.front[0], sleeve.back[0], 0.5) - sleeve.along * 0.014 * h
    shapes.append(Shape(pen.smooth([*sleeve.front, *sleeve.back[::-1], top]), look.top))
    return shapes


class _HeadFrame:
    def __init__(self, s: FrontSkeleton) -> None:
        self._up = unit(s.vertex - s.neck)
        self._h = s.body.stature_m
        self.centre = s.neck + self._up * 0.070 * self._h

    def at(self, x: float, y: float) -> Point:
        return self.centre + self._up * complex(y, -x) * self._h

    def points(self, outline: Sequence[tuple[float, float]]) -> list[Point]:
        return [self.at(x, y) for x, y in outline]


def _head(pen: Pen, s: FrontSkeleton, look: Look) -> list[Shape]:
    h, frame = s.body.stature_m, _HeadFrame(s)
    look_aside = 0.016 * math.sin(math.radians(s.posture.turn))
    shapes = []
    if look.hair is Hair.SCARF:
        shapes.append(Shape(pen.smooth(frame.points(SCARF_CAP)), look.hair_colour))
    elif look.hair is Hair.BOB:
        shapes.append(Shape(pen.smooth(frame.points(LONG_CAP)), look.hair_colour))
    elif look.hair is Hair.BUN:
        shapes.append(Shape(pen.circle(frame.at(0.0, 0.080), 0.022 * h), look.hair_colour))
    elif look.hair is Hair.PONYTAIL:
        shapes.append(Shape(pen.circle(frame.at(0.038, 0.050), 0.022 * h), look.hair_colour))
    if look.hair not in (Hair.SCARF, Hair.BOB):
        shapes += [Shape(pen.circle(frame.at(x, -0.004), 0.010 * h), look.skin_shade) for x in (-0.045, 0.045)]
    shapes.append(Shape(pen.smooth(frame.points(FACE)), look.skin))
    if look.beard:
        beard = (
            (-0.040, -0.012),
            (-0.024, -0.026),
            (0.0, -0.030),
            (0.024, -0.026),
            (0.040, -0.012),
            (0.034, -0.044),
            (0.0, -0.064),
            (-0.034, -0.044),
        )
        shapes.append(Shape(pen.smooth(frame.points(beard)), look.hair_colour))
    shapes.append(Shape(pen.smooth(frame.points(CAP)), look.hair_colour))
    shapes += [Shape(pen.circle(frame.at(x + look_aside, 0.002), 0.0050 * h), "#2A2321") for x in (-0.017, 0.017)]
    return shapes


def _muscles(s: FrontSkeleton, wanted: Sequence[Muscle]) -> list[list[Point]]:
    h = s.body.stature_m
    found: list[list[Point]] = []
    for muscle in wanted:
        for leg, out in ((s.left_leg, -1.0), (s.right_leg, 1.0)):
            thigh = sides(leg.hip, leg.knee, THIGH, h)
            outer, inner = (thigh.back, thigh.front) if out > 0 else (thigh.front, thigh.back)
            outer, inner = _outer_first(s, leg, outer, inner)
            if muscle is Muscle.QUADS:
                wide = ((1, 0.34, 0.66), (2, 0.16, 0.80), (3, 0.18, 0.78), (4, 0.36, 0.62))
                found.append(
                    [between(outer[i], inner[i], near) for i, near, _ in wide]
                    + [between(outer[i], inner[i], far) for i, _, far in wide[::-1]]
                )
            elif muscle is Muscle.ADDUCTORS:
                found.append(
                    [between(outer[i], inner[i], 0.62) for i in (0, 1, 2, 3)]
                    + [between(outer[i], inner[i], 0.95) for i in (3, 2, 1, 0)]
                )
            elif muscle in (Muscle.ABDUCTORS, Muscle.GLUTES):
                found.append(_hip_side(s, leg, outer, inner, muscle))
            elif muscle is Muscle.CALVES:
                shank = sides(leg.knee, leg.ankle, SHANK, h)
                found.append(
                    [between(a, b, 0.06) for a, b in zip(shank.front[1:5], shank.back[1:5], strict=True)]
                    + [between(a, b, 0.36) for a, b in zip(shank.front[4:0:-1], shank.back[4:0:-1], strict=True)]
                )
        if muscle is Muscle.CORE:
            up = unit(s.shoulder - s.hip)
            for side in (-1j, 1j):
                found.append(
                    [
                        s.hip + up * t * s.body.trunk_m + up * side * w * h
                        for t, w in (
                            (0.24, 0.018),
                            (0.42, 0.016),
                            (0.60, 0.018),
                            (0.62, 0.060),
                            (0.42, 0.058),
                            (0.25, 0.064),
                        )
                    ]
                )
    return found


def _outer_first(
    s: FrontSkeleton, leg: FrontLeg, one: list[Point], other: list[Point]
) -> tuple[list[Point], list[Point]]:
    return (one, other) if abs(one[1] - s.hip) > abs(other[1] - s.hip) else (other, one)


def _hip_side(s: FrontSkeleton, leg: FrontLeg, outer: list[Point], inner: list[Point], muscle: Muscle) -> list[Point]:
    """The muscles on the side of the hip: the abductors high, the glutes around the greater trochanter."""
    h, up = s.body.stature_m, unit(s.shoulder - s.hip)
    aside = unit(leg.hip - s.hip) if abs(leg.hip - s.hip) > 1e-6 else direction(90.0)
    top = 0.17 if muscle is Muscle.ABDUCTORS else 0.09
    return [
        s.hip + up * top * s.body.trunk_m + aside * 0.080 * h,
        between(outer[1], leg.hip, 0.02),
        between(outer[2], inner[2], 0.06),
        between(outer[1], inner[1], 0.30),
        s.hip + up * (top - 0.02) * s.body.trunk_m + aside * 0.048 * h,
    ]
