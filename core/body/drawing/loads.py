"""Held loads: what lies behind the person and what in front."""

from __future__ import annotations

from typing import NamedTuple

from core.body.drawing.pen import Pen, Shape
from core.body.geometry import Point, between
from core.body.pose.pose import LoadShape, Pose, is_racked
from core.body.pose.posture import Hold
from core.body.pose.skeleton import Skeleton

IRON, IRON_DARK, IRON_RIM, STEEL = "#434C59", "#2A3039", "#6A7482", "#A3ADB8"
HANDLE = ((0.06, 0.052), (0.125, 0.040), (0.125, -0.040), (0.06, -0.052))
PLATE_M, SMALL_PLATE_M = 0.225, 0.17


class Loads(NamedTuple):
    """Shapes of the load behind and in front of the person."""

    behind: tuple[Shape, ...]
    front: tuple[Shape, ...]


NOTHING = Loads((), ())


def load_shapes(pen: Pen, pose: Pose, s: Skeleton) -> Loads:
    """Shapes of the held load; always the same number for a pose, so that they can be animated."""
    if not s.held:
        return NOTHING
    at = s.held[0].at
    match pose.load_shape:
        case LoadShape.BARBELL | LoadShape.SAFETY_BAR | LoadShape.SMITH:
            return _barbell(pen, pose, s, at)
        case LoadShape.TRAP_BAR:
            return _trap_bar(pen, at)
        case LoadShape.DUMBBELL:
            return _dumbbell(pen, at)
        case LoadShape.KETTLEBELL:
            return _kettlebell(pen, pose, s, at)
        case LoadShape.BELT:
            return _belt(pen, s, at)
        case _:
            return NOTHING


def plate(pen: Pen, at: Point, radius: float) -> tuple[Shape, ...]:
    """A weight plate from the side."""
    return (
        Shape(pen.circle(at, radius), IRON),
        Shape(pen.circle(at, radius * 0.82), stroke=IRON_RIM, width=9.0),
        Shape(pen.circle(at, radius * 0.38), IRON_DARK),
    )


def _barbell(pen: Pen, pose: Pose, s: Skeleton, at: Point) -> Loads:
    heavy = pose.typical_share * s.body.mass_kg >= 26
    radius = PLATE_M if pose.hard.arm.hold is Hold.BAR or heavy else SMALL_PLATE_M
    radius = min(radius, 0.185) if is_racked(pose) else radius
    behind = list(plate(pen, at, radius))
    end = (Shape(pen.circle(at, 0.026), STEEL, stroke=IRON_DARK, width=6.0),)
    if pose.load_shape is LoadShape.SAFETY_BAR:
        # The yoke goes around the neck and ends in handles before the chest.
        yoke = pen.smooth([at, between(at, s.arm.hand, 0.45) + 0.02j, s.arm.hand], closed=False)
        return Loads(tuple(behind), (Shape(yoke, stroke="#4E5866", width=24.0), *end))
    if is_racked(pose):
        # A near plate would hide the face or the hands: only the end of the bar is drawn in front.
        return Loads(tuple(behind), end)
    rim = Shape(pen.circle(at, radius), stroke=IRON_DARK, width=10.0, opacity=0.55)
    return Loads(tuple(behind), (*end, rim))


def _trap_bar(pen: Pen, at: Point) -> Loads:
    """The frame around the legs, seen from the side: plates in the middle, a raised handle, rails to both
    ends.
    """
    low = at - 0.06j
    frame = pen.lines([low - 0.40, low - 0.30 + 0.012j, low + 0.30 + 0.012j, low + 0.40])
    handle = pen.lines([low - 0.13 + 0.012j, at - 0.10, at + 0.10, low + 0.13 + 0.012j])
    return Loads(
        plate(pen, low, 0.165),
        (
            Shape(frame, stroke="#4E5866", width=26.0),
            Shape(handle, stroke=STEEL, width=18.0),
            Shape(pen.circle(low, 0.030), STEEL, stroke=IRON_DARK, width=6.0),
        ),
    )


def _dumbbell(pen: Pen, at: Point) -> Loads:
    return Loads(
        (Shape(pen.circle(at + complex(0.020, 0.012), 0.062), IRON_DARK),),
        (
            Shape(pen.circle(at, 0.064), IRON, stroke="#F4F6F3", width=6.0),
            Shape(pen.circle(at, 0.040), stroke=IRON_RIM, width=7.0),
            Shape(pen.circle(at, 0.018), STEEL),
        ),
    )


def _kettlebell(pen: Pen, pose: Pose, s: Skeleton, at: Point) -> Loads:
    hold = s.posture.arm.hold
    lifted = hold in (Hold.GOBLET, Hold.CHEST)
    hang = at - s.arm.shoulder if not lifted else -1j
    down = hang / (abs(hang) or 1.0)
    ball = at + down * (0.035 if lifted else 0.100)
    side = down * 1j
    handle = pen.smooth(
        [ball - down * up + side * out for up, out in HANDLE],
        closed=False,
    )  # fmt: skip
    bell = (
        Shape(handle, stroke=IRON_DARK, width=24.0),
        Shape(pen.circle(ball, 0.088), IRON, stroke="#F4F6F3", width=5.0),
        Shape(pen.circle(ball + complex(-0.026, 0.030), 0.022), "#66707E"),
    )
    return Loads((), bell)


def _belt(pen: Pen, s: Skeleton, at: Point) -> Loads:
    strap = pen.line(s.hip - 0.03j, at)
    return Loads((Shape(strap, stroke=IRON_DARK, width=14.0), *plate(pen, at, 0.15)), ())
