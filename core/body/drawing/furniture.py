"""Chairs, boxes, benches, walls, mats: equipment that stands still."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.body.drawing.loads import Loads
from core.body.drawing.pen import Pen, Shape
from core.body.drawing.scene import FRAME, FRAME_DARK, MAT, PAD, WALL, WOOD, WOOD_DARK, Scene
from core.body.geometry import Point
from core.body.pose.pose import Gear, bridge_contact

SEAT_BELOW_HIP = 0.073
LEG_END = 0.016


def behind(*shapes: Shape) -> Loads:
    """Equipment that stands behind the person."""
    return Loads(shapes, ())


def _chair_at(pen: Pen, top: Point, depth: float, facing: float = 1.0) -> Loads:
    """A plain chair whose seat ends `depth` in front of `top`; `facing` -1 turns it round."""
    rear, front = top - 0.20 * facing, top + depth * facing
    seat = top - 0.022j
    return behind(
        Shape(
            pen.line(complex(rear.real + 0.03 * facing, seat.imag), complex(rear.real, LEG_END)),
            stroke=WOOD_DARK,
            width=26,
        ),
        Shape(
            pen.line(complex(front.real - 0.03 * facing, seat.imag), complex(front.real, LEG_END)),
            stroke=WOOD_DARK,
            width=26,
        ),
        Shape(
            pen.line(complex(rear.real, seat.imag), complex(rear.real - 0.06 * facing, seat.imag + 0.44)),
            stroke=WOOD_DARK,
            width=26,
        ),
        Shape(
            pen.line(
                complex(rear.real - 0.025 * facing, seat.imag + 0.24),
                complex(rear.real - 0.06 * facing, seat.imag + 0.44),
            ),
            stroke=WOOD,
            width=48,
        ),
        Shape(pen.line(complex(rear.real, seat.imag), complex(front.real, seat.imag)), stroke=WOOD, width=36),
    )


def _under_hip(scene: Scene) -> Point:
    return scene.hard.hip - 1j * SEAT_BELOW_HIP * scene.stature_m


def chair(pen: Pen, scene: Scene) -> Loads:
    """A chair under the hips in the hardest position."""
    return _chair_at(pen, _under_hip(scene), 0.22)


def box(pen: Pen, scene: Scene) -> Loads:
    """A box behind the hips, its edge under them."""
    top = _under_hip(scene)
    return behind(*_crate(pen, complex(top.real - 0.30, 0), complex(top.real + 0.12, top.imag)))


def _crate(pen: Pen, low: Point, high: Point) -> tuple[Shape, ...]:
    rim = complex(low.real, high.imag - 0.035)
    return (
        Shape(pen.box(low, high), WOOD),
        Shape(pen.box(rim, high), WOOD_DARK, opacity=0.5),
    )


def step(pen: Pen, scene: Scene) -> Loads:
    """A step under the near foot; it hides a far foot that reaches down behind it."""
    leg = scene.hard.near
    low = min(leg.heel.real, leg.toe.real) - 0.08
    top = min(leg.heel.imag, leg.ball.imag)
    return Loads((), _crate(pen, complex(low, 0), complex(max(leg.toe.real, leg.heel.real) + 0.08, top)))


def bench(pen: Pen, scene: Scene) -> Loads:
    """A bench under the upper back."""
    edge = bridge_contact(scene.pose, scene.hard)
    return behind(*flat_bench(pen, edge.real - 0.24, edge.real + 0.05, edge.imag - 0.004))


def flat_bench(pen: Pen, left: float, right: float, top: float) -> tuple[Shape, ...]:
    """A padded bench between two places, its top at a height (metres)."""
    legs = tuple(
        Shape(pen.line(complex(x, top - 0.05), complex(x, 0)), stroke=FRAME, width=30)
        for x in (left + 0.05, right - 0.05)
    )
    middle = top - 0.038
    return (
        *legs,
        Shape(pen.line(complex(left - 0.02, 0.014), complex(right + 0.02, 0.014)), stroke=FRAME_DARK, width=22),
        Shape(pen.line(complex(left, middle), complex(right, middle)), stroke=PAD, width=pen.width(0.076)),
    )


def rear_bench(pen: Pen, scene: Scene) -> Loads:
    """A bench under the rear foot."""
    foot = scene.hard.far
    top = min(foot.toe.imag, foot.ankle.imag - 0.018 * scene.stature_m, foot.ball.imag)
    return behind(*flat_bench(pen, foot.ankle.real - 0.24, foot.ankle.real + 0.14, top))


def leg_chair(pen: Pen, scene: Scene) -> Loads:
    """A chair under the calves of someone who lies."""
    leg = scene.hard.near
    top = complex(leg.ankle.real, min(leg.ankle.imag, leg.knee.imag) - 0.042 * scene.stature_m)
    return _chair_at(pen, top, 0.30, facing=-1.0)


def front_chair(pen: Pen, scene: Scene) -> Loads:
    """A chair in front, its back rest under the hands."""
    hand = scene.hard.arm.hand
    return _chair_at(pen, complex(hand.real + 0.27, hand.imag - 0.43), 0.22)


def wall_in_front(pen: Pen, scene: Scene) -> Loads:
    """A wall that the hands touch."""
    x = max(scene.hard.arm.hand.real, scene.hard.far_arm.hand.real) + 0.040 * scene.stature_m
    return behind(*_wall(pen, x, x + 0.07))


def wall_at_back(pen: Pen, scene: Scene) -> Loads:
    """A wall that the back leans on."""
    x = scene.hard.hip.real - 0.074 * scene.stature_m
    return behind(*_wall(pen, x - 0.07, x))


def wall_behind(pen: Pen, scene: Scene) -> Loads:
    """A wall that the hips touch at the end of the movement."""
    x = scene.hard.hip.real - 0.080 * scene.stature_m
    return behind(*_wall(pen, x - 0.07, x))


def _wall(pen: Pen, left: float, right: float) -> tuple[Shape, ...]:
    return (Shape(pen.box(complex(left, 0), complex(right, 1.80)), WALL),)


def mat(pen: Pen, scene: Scene) -> Loads:
    """A mat under someone on the floor."""
    xs = [p.real for s in (scene.hard, scene.start) for p in s.joints.values()]
    y = -0.011
    return behind(
        Shape(
            pen.line(complex(min(xs) - 0.06, y), complex(max(xs) + 0.06, y)),
            stroke=MAT,
            width=pen.width(0.024),
        )
    )


def mat_from_above(pen: Pen, scene: Scene) -> Loads:
    """The whole mat, seen from above."""
    points = [p for s in (scene.hard, scene.start) for p in s.joints.values()]
    xs, ys = [p.real for p in points], [p.imag for p in points]
    low, high = complex(min(xs) - 0.14, min(ys) - 0.14), complex(max(xs) + 0.10, max(ys) + 0.12)
    return behind(Shape(pen.box(low, high), MAT, stroke=MAT, width=30, opacity=0.55))


FURNITURE: Mapping[Gear, Callable[[Pen, Scene], Loads]] = {
    Gear.CHAIR: chair, Gear.CHAIR_HIGH: chair, Gear.BOX: box, Gear.STEP: step, Gear.BENCH: bench,
    Gear.REAR_BENCH: rear_bench, Gear.LEG_CHAIR: leg_chair, Gear.FRONT_CHAIR: front_chair,
    Gear.WALL_FRONT: wall_in_front, Gear.WALL_BACK: wall_at_back, Gear.WALL_BEHIND: wall_behind,
    Gear.MAT: mat, Gear.MAT_FROM_ABOVE: mat_from_above,
}  # fmt: skip
