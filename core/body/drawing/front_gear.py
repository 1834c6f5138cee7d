"""Equipment of exercises seen from the front."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.body.drawing.loads import STEEL, Loads
from core.body.drawing.pen import Pen, Shape
from core.body.drawing.scene import BAND, FRAME, FRAME_DARK, MAT, PAD, PAD_LIGHT, WALL, WOOD, WOOD_DARK
from core.body.drawing.small_gear import curved_arrow
from core.body.geometry import between, unit
from core.body.pose.frontal import FrontSkeleton
from core.body.pose.pose import Gear, Pose, front_at

FIXED = (Gear.STEP, Gear.WALL_RIGHT)


def front_gear(pen: Pen, pose: Pose, s: FrontSkeleton) -> Loads:
    """Shapes of all equipment of a pose; what stands in the room stays where the hardest position needs it."""
    behind: list[Shape] = []
    front: list[Shape] = []
    hard = front_at(pose, s.body, 1.0)
    for word in pose.gear:
        shapes = FRONT_GEAR[word](pen, hard if word in FIXED else s)
        behind += shapes.behind
        front += shapes.front
    return Loads(tuple(behind), tuple(front))


def _knee_band(pen: Pen, s: FrontSkeleton) -> Loads:
    left = between(s.left_leg.knee, s.left_leg.hip, 0.18)
    right = between(s.right_leg.knee, s.right_leg.hip, 0.18)
    out = unit(right - left) * 0.036 * s.body.stature_m
    return Loads((), (Shape(pen.line(left - out, right + out), stroke=BAND, width=17),))


def _ankle_band(pen: Pen, s: FrontSkeleton) -> Loads:
    left, right = s.left_leg.ankle + 0.03j, s.right_leg.ankle + 0.03j
    out = unit(right - left) * 0.022 * s.body.stature_m
    return Loads((), (Shape(pen.line(left - out, right + out), stroke=BAND, width=17),))


def _chair(pen: Pen, s: FrontSkeleton) -> Loads:
    top = s.hip - 0.075j * s.body.stature_m
    legs = tuple(
        Shape(
            pen.line(complex(top.real + x, top.imag - 0.03), complex(top.real + x * 1.05, 0)),
            stroke=WOOD_DARK,
            width=26,
        )
        for x in (-0.20, 0.20)
    )
    rest = Shape(
        pen.box(complex(top.real - 0.20, top.imag + 0.16), complex(top.real + 0.20, top.imag + 0.46)),
        WOOD,
        stroke=WOOD,
        width=24,
    )
    posts = tuple(
        Shape(
            pen.line(complex(top.real + x, top.imag), complex(top.real + x, top.imag + 0.44)),
            stroke=WOOD_DARK,
            width=22,
        )
        for x in (-0.19, 0.19)
    )
    seat = Shape(
        pen.line(complex(top.real - 0.22, top.imag - 0.02), complex(top.real + 0.22, top.imag - 0.02)),
        stroke=WOOD,
        width=36,
    )
    return Loads((*posts, rest, *legs, seat), ())


def _machine(pen: Pen, s: FrontSkeleton, side: float) -> Loads:
    top = s.hip - 0.09j * s.body.stature_m
    post = Shape(pen.line(top, complex(top.real, 0.02)), stroke=FRAME, width=60)
    foot = Shape(
        pen.line(complex(top.real - 0.36, 0.018), complex(top.real + 0.36, 0.018)),
        stroke=FRAME_DARK,
        width=26,
    )
    seat = Shape(pen.line(top - 0.17, top + 0.17), stroke=PAD, width=pen.width(0.07))
    back = Shape(pen.box(top + complex(-0.15, 0.10), top + complex(0.15, 0.66)), PAD, stroke=PAD, width=40)
    arms, pads = [], []
    for leg, out in ((s.left_leg, -1.0), (s.right_leg, 1.0)):
        at = between(leg.knee, leg.hip, 0.06) + side * out * 0.052 * s.body.stature_m
        arms.append(Shape(pen.lines([top - 0.10j, complex(at.real, top.imag - 0.10), at]), stroke=STEEL, width=22))
        pads.append(Shape(pen.line(at - 0.05j, at + 0.05j), stroke=PAD_LIGHT, width=pen.width(0.055)))
    return Loads((back, post, foot, seat, *arms), tuple(pads))


def _abduction_machine(pen: Pen, s: FrontSkeleton) -> Loads:
    return _machine(pen, s, 1.0)


def _adduction_machine(pen: Pen, s: FrontSkeleton) -> Loads:
    return _machine(pen, s, -1.0)


def _wall_right(pen: Pen, s: FrontSkeleton) -> Loads:
    x = max(p.real for p in s.points) + 0.025 * s.body.stature_m
    return Loads((Shape(pen.box(complex(x, 0), complex(x + 0.07, 1.80)), WALL),), ())


def _mat(pen: Pen, s: FrontSkeleton) -> Loads:
    xs = [p.real for p in s.points]
    line = pen.line(complex(min(xs) - 0.12, -0.011), complex(max(xs) + 0.12, -0.011))
    return Loads((Shape(line, stroke=MAT, width=pen.width(0.024)),), ())


def _turn_arrow(pen: Pen, s: FrontSkeleton) -> Loads:
    return Loads((), curved_arrow(pen, between(s.hip, s.shoulder, 0.42), 0.24, 0.06))


def _cushion(pen: Pen, s: FrontSkeleton) -> Loads:
    at = between(s.left_leg.knee, s.right_leg.knee, 0.5)
    wide = max(0.03, abs(s.right_leg.knee - s.left_leg.knee) / 2 - 0.030 * s.body.stature_m)
    return Loads((), (Shape(pen.ellipse(at, wide, 0.085), "#D8C7B0"),))


def _step(pen: Pen, s: FrontSkeleton) -> Loads:
    foot = s.left_leg.ankle
    top = foot.imag - s.body.ankle_m
    low, high = complex(foot.real - 0.14, 0), complex(foot.real + 0.10, max(top, 0.02))
    return Loads(
        (
            Shape(pen.box(low, high), WOOD),
            Shape(pen.box(complex(low.real, high.imag - 0.03), high), WOOD_DARK, opacity=0.5),
        ),
        (),
    )


FRONT_GEAR: Mapping[Gear, Callable[[Pen, FrontSkeleton], Loads]] = {
    Gear.KNEE_BAND: _knee_band, Gear.ANKLE_BAND: _ankle_band, Gear.CHAIR: _chair,
    Gear.ABDUCTION_MACHINE: _abduction_machine, Gear.ADDUCTION_MACHINE: _adduction_machine,
    Gear.WALL_RIGHT: _wall_right, Gear.MAT: _mat, Gear.TURN_ARROW: _turn_arrow,
    Gear.CUSHION_KNEES: _cushion, Gear.STEP: _step,
}  # fmt: skip
