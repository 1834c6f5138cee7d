"""A person from the side: layers of shapes from the far arm to the near one, and the spine as an X-ray line
on top.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.body.drawing.head import head_shapes, head_silhouette
from core.body.drawing.muscles import Targets, muscle_shapes
from core.body.drawing.outline import (
    FOREARM,
    SHANK,
    THIGH,
    TRUNK_MAN,
    TRUNK_WOMAN,
    UPPER_ARM,
    CentreLine,
    Sides,
    Stations,
    closed,
    sides,
    spine_points,
    trunk_sides,
)
from core.body.drawing.pen import Pen, Shape
from core.body.drawing.people import Look
from core.body.geometry import Point, anterior, between, unit
from core.body.pose.joints import ArmJoints, Leg
from core.body.pose.posture import Hold
from core.body.pose.skeleton import Skeleton
from core.body.spine.demand import DemandBand

BAND_COLOURS = {
    DemandBand.VERY_LOW: "#2E9E6B",
    DemandBand.LOW: "#86B13A",
    DemandBand.MODERATE: "#EDB021",
    DemandBand.HIGH: "#E8762B",
    DemandBand.VERY_HIGH: "#CB3131",
}
UNKNOWN_COLOUR = "#7D8896"
SOLE = "#E3E8EC"
SPINE_HALO, SPINE_LINE, SPINE_BEAD = 31.0, 19.0, 8.5
BEADS = "0 25"

SHORTS: Stations = (
    (-0.10, 0.036, 0.052), (0.0, 0.053, 0.060), (0.14, 0.0595, 0.063), (0.30, 0.0600, 0.059),
    (0.45, 0.0560, 0.052),
)  # fmt: skip
HIPS: Stations = (
    (-0.14, 0.036, 0.054), (-0.03, 0.0535, 0.071), (0.06, 0.058, 0.071), (0.13, 0.0595, 0.065),
    (0.175, 0.0595, 0.058),
)  # fmt: skip
SLEEVE: Stations = (
    (-0.10, 0.028, 0.030),
    (0.06, 0.0355, 0.036),
    (0.28, 0.0360, 0.036),
    (0.50, 0.0325, 0.033),
)
LONG_SLEEVE: Stations = (
    (-0.06, 0.030, 0.031),
    (0.18, 0.036, 0.036),
    (0.55, 0.030, 0.031),
    (1.02, 0.025, 0.025),
)
CUFF: Stations = ((-0.04, 0.024, 0.024), (0.22, 0.028, 0.027), (0.55, 0.024, 0.023), (0.90, 0.0175, 0.0175))


@dataclass(frozen=True)
class Layer:
    """Shapes that belong together; `halo` sets them off from what lies behind, `name` tells layers apart."""

    name: str
    shapes: tuple[Shape, ...]
    halo: bool = False


def figure_layers(pen: Pen, s: Skeleton, look: Look, targets: Targets, band: DemandBand | None) -> tuple[Layer, ...]:
    """The person in full, back to front."""
    h = s.body.stature_m
    line = CentreLine(s.body, s.trunk)
    thigh, shank = leg_sides(s, s.near)
    lit = tuple(muscle_shapes(pen, s, line, thigh, shank, targets))
    return (
        Layer(
            "far arm",
            tuple(_arm(pen, s.far_arm, h, look, far=True, hold=(s.posture.far_arm or s.posture.arm).hold)),
        ),
        Layer("far leg", tuple(_leg(pen, s, s.far, look, far=True))),
        Layer("head", (_neck(pen, s, look), *head_shapes(pen, s.trunk, h, look))),
        Layer("trunk", (Shape(_trunk(pen, s, line, look), look.top),)),
        Layer("near leg", tuple(_leg(pen, s, s.near, look, far=False)), halo=True),
        Layer("hips", (*_hips(pen, s, line, look), *lit)),
        Layer("near arm", tuple(_arm(pen, s.arm, h, look, far=False, hold=s.posture.arm.hold)), halo=True),
        Layer("spine", spine_shapes(pen, spine_points(s, line), band, line.beside(0.19, -0.031 * h))),
    )


def silhouette(pen: Pen, s: Skeleton, look: Look) -> tuple[str, ...]:
    """The same person as plain outlines, for the pale start position."""
    h = s.body.stature_m
    line = CentreLine(s.body, s.trunk)
    out = [_trunk(pen, s, line, look), head_silhouette(pen, s.trunk, h)]
    out.append(pen.smooth(closed(sides(*_neck_ends(s), NECK, h), 0.0, h)))
    legs = (s.near,) if s.far == s.near else (s.near, s.far)
    for leg in legs:
        thigh, shank = leg_sides(s, leg)
        out += [
            pen.smooth(closed(thigh, 0.03, h)),
            pen.smooth(closed(shank, 0.01, h)),
            pen.smooth(_shoe(s, leg)),
        ]
    arms = (s.arm,) if s.far_arm == s.arm else (s.arm, s.far_arm)
    for arm in arms:
        upper = closed(sides(arm.shoulder, arm.elbow, UPPER_ARM, h), 0.012, h)
        out += [pen.smooth(upper), pen.smooth(_forearm(arm, h))]
    out.append(pen.circle(s.hip, 0.060 * h))
    return tuple(out)


def leg_sides(s: Skeleton, leg: Leg) -> tuple[Sides, Sides]:
    """Outlines of thigh and shank."""
    h = s.body.stature_m
    return sides(s.hip, leg.knee, THIGH, h), sides(leg.knee, leg.ankle, SHANK, h)


def spine_shapes(pen: Pen, points: list[Point], band: DemandBand | None, sacrum: Point) -> tuple[Shape, ...]:
    """The spine coloured by its demand: halo, line, beads for the vertebrae, and the joint at L5/S1."""
    colour = BAND_COLOURS[band] if band else UNKNOWN_COLOUR
    d = pen.smooth(points, closed=False)
    return (
        Shape(d, stroke="#fff", width=SPINE_HALO, opacity=0.94),
        Shape(d, stroke=colour, width=SPINE_LINE),
        Shape(d, stroke="#fff", width=SPINE_BEAD, dash=BEADS),
        Shape(pen.circle(sacrum, 0.0200), colour, stroke="#fff", width=9.0),
    )


def _trunk(pen: Pen, s: Skeleton, line: CentreLine, look: Look) -> str:
    stations = TRUNK_WOMAN if look.is_woman else TRUNK_MAN
    front, back = trunk_sides(line, stations, s.body.stature_m)
    return pen.smooth([*front, *back[::-1]])


NECK: Stations = ((0.0, 0.030, 0.030), (0.5, 0.027, 0.028), (1.0, 0.028, 0.030))


def _neck_ends(s: Skeleton) -> tuple[Point, Point]:
    low = between(s.trunk.shoulder, s.trunk.neck, 0.45)
    up = unit(s.trunk.vertex - s.trunk.neck)
    # The outline of a limb runs downwards, so the neck begins at the skull.
    return s.trunk.neck + up * 0.052 * s.body.stature_m, low


def _neck(pen: Pen, s: Skeleton, look: Look) -> Shape:
    h = s.body.stature_m
    return Shape(pen.smooth(closed(sides(*_neck_ends(s), NECK, h), 0.0, h)), look.skin_shade)


def _hips(pen: Pen, s: Skeleton, line: CentreLine, look: Look) -> list[Shape]:
    h = s.body.stature_m
    front, back = trunk_sides(line, HIPS, h)
    down = unit(s.near.knee - s.hip)
    ball = s.hip - anterior(-down) * 0.004 * h
    shapes = [Shape(pen.ribbon(front, back), look.legs), Shape(pen.circle(ball, 0.0595 * h), look.legs)]
    if not look.long_legs:
        leg = sides(s.hip, s.near.knee, SHORTS, h)
        shapes.append(Shape(pen.ribbon(leg.front, leg.back), look.legs))
    return shapes


def _leg(pen: Pen, s: Skeleton, leg: Leg, look: Look, far: bool) -> list[Shape]:
    h = s.body.stature_m
    skin = look.skin_shade if far else look.skin
    cloth = look.legs_shade if far else look.legs
    bare = cloth if look.long_legs else skin
    thigh, shank = leg_sides(s, leg)
    shapes = [
        Shape(pen.smooth(closed(shank, 0.010, h)), bare),
        Shape(pen.smooth(_shoe(s, leg)), _shade(look.shoe) if far else look.shoe),
        Shape(pen.lines(_sole(s, leg), closed=True), "#B6BFC8" if far else SOLE),
        Shape(pen.smooth(closed(thigh, 0.026, h)), bare),
        Shape(pen.circle(leg.knee, 0.0325 * h), bare),
    ]
    if far and not look.long_legs:
        short = sides(s.hip, leg.knee, SHORTS, h)
        shapes.append(Shape(pen.ribbon(short.front, short.back), cloth))
    return shapes


def _shade(colour: str) -> str:
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part * 0.8):02X}" for part in parts)


def _shoe(s: Skeleton, leg: Leg) -> list[Point]:
    h = s.body.stature_m
    along = unit(leg.ball - leg.heel)
    up = along * 1j
    bent = unit(leg.toe - leg.ball) if abs(leg.toe - leg.ball) > 1e-6 else along
    bent_up = bent * 1j

    def rear(at: Point, x: float, y: float) -> Point:
        return at + (along * x + up * y) * h

    def fore(at: Point, x: float, y: float) -> Point:
        return at + (bent * x + bent_up * y) * h

    return [
        rear(leg.heel, -0.007, 0.004),
        rear(leg.heel, -0.011, 0.024),
        rear(leg.heel, 0.000, 0.046),
        rear(leg.ankle, -0.017, 0.012),
        rear(leg.ankle, 0.021, 0.009),
        rear(leg.ball, -0.034, 0.034),
        fore(leg.ball, 0.006, 0.027),
        fore(leg.toe, -0.007, 0.020),
        fore(leg.toe, 0.006, 0.008),
        fore(leg.ball, 0.0, 0.003),
    ]


def _sole(s: Skeleton, leg: Leg) -> list[Point]:
    h = s.body.stature_m
    along = unit(leg.ball - leg.heel)
    up = along * 1j
    bent_up = (unit(leg.toe - leg.ball) if abs(leg.toe - leg.ball) > 1e-6 else along) * 1j
    return [
        leg.heel - along * 0.009 * h,
        leg.heel - along * 0.009 * h + up * 0.010 * h,
        leg.ball + up * 0.010 * h,
        leg.toe + bent_up * 0.009 * h,
        leg.toe,
        leg.ball,
    ]


def _forearm(arm: ArmJoints, stature_m: float, hold: Hold | None = None) -> list[Point]:
    """Forearm and hand as one outline; a grip is a fist, anything else an open hand."""
    fore = sides(arm.elbow, arm.wrist, FOREARM, stature_m)
    along = unit(arm.hand - arm.wrist) if abs(arm.hand - arm.wrist) > 1e-6 else fore.along
    front = anterior(-along)
    grip = hold in GRIPS
    reach = 0.013 if grip else 0.042
    wide = 0.021 if grip else 0.0165
    palm = [
        between(arm.wrist, arm.hand, 0.55) + front * wide * stature_m,
        arm.hand + (along * reach * 0.55 + front * wide * 0.8) * stature_m,
        arm.hand + along * reach * stature_m,
        arm.hand + (along * reach * 0.55 - front * wide * 0.8) * stature_m,
        between(arm.wrist, arm.hand, 0.55) - front * wide * stature_m,
    ]
    top = between(fore.front[0], fore.back[0], 0.5) - fore.along * 0.016 * stature_m
    return [*fore.front[:-1], *palm, *fore.back[-2::-1], top]


GRIPS = frozenset(
    {
        Hold.HANG, Hold.BAR, Hold.SWING, Hold.GOBLET, Hold.CHEST, Hold.HIP_BAR, Hold.HANDLE, Hold.PADS,
        Hold.PRONE_HANDLE, Hold.BACK_HIGH, Hold.BACK_LOW, Hold.FRONT_RACK, Hold.SAFETY_BAR, Hold.ANKLE,
    }
)  # fmt: skip


def _arm(pen: Pen, arm: ArmJoints, stature_m: float, look: Look, far: bool, hold: Hold) -> list[Shape]:
    skin = look.skin_shade if far else look.skin
    cloth = look.top_shade if far else look.top
    upper = sides(arm.shoulder, arm.elbow, UPPER_ARM, stature_m)
    shapes = [
        Shape(pen.smooth(_forearm(arm, stature_m, hold)), skin),
        Shape(pen.smooth(closed(upper, 0.012, stature_m)), skin),
    ]
    if look.long_sleeves:
        cuff = sides(arm.elbow, arm.wrist, CUFF, stature_m)
        shapes.append(Shape(pen.smooth(closed(cuff, 0.012, stature_m)), cloth))
    sleeve = sides(arm.shoulder, arm.elbow, LONG_SLEEVE if look.long_sleeves else SLEEVE, stature_m)
    top = between(sleeve.front[0], sleeve.back[0], 0.5) - sleeve.along * 0.014 * stature_m
    shapes.append(Shape(pen.smooth([*sleeve.front, *sleeve.back[::-1], top]), cloth))
    return shapes
