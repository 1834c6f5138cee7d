"""Bands, cables, balls, dowels, sliders and arrows: equipment that moves with the person."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from core.body.drawing.loads import IRON_DARK, STEEL, Loads
from core.body.drawing.machines import rail_at
from core.body.drawing.pen import Pen, Shape
from core.body.drawing.scene import BAND, CLOTH, FRAME, FRAME_DARK, WOOD_DARK, Scene
from core.body.geometry import Point, anterior, between, direction, unit
from core.body.pose.pose import Gear

ARROW = "#5B6B8C"


def _rope(pen: Pen, start: Point, end: Point) -> Shape:
    return Shape(pen.line(start, end), stroke=IRON_DARK, width=9)


def _band(pen: Pen, *points: Point) -> Shape:
    return Shape(pen.lines(points), stroke=BAND, width=17)


def _tower(pen: Pen, x: float, pulley: Point) -> tuple[Shape, ...]:
    return (
        Shape(pen.line(complex(x, 0), complex(x, 1.85)), stroke=FRAME, width=38),
        Shape(pen.line(complex(x - 0.14, 0.014), complex(x + 0.14, 0.014)), stroke=FRAME_DARK, width=26),
        Shape(pen.circle(pulley, 0.038), STEEL, stroke=IRON_DARK, width=6),
    )


def knee_band(pen: Pen, scene: Scene) -> Loads:
    """A loop around the thighs, just above the knees."""
    s, h = scene.now, scene.stature_m
    at = between(s.near.knee, s.hip, 0.20)
    across = anterior(unit(s.hip - s.near.knee)) * 0.042 * h
    return Loads((), (_band(pen, at - across, at + across),))


def cable_behind(pen: Pen, scene: Scene) -> Loads:
    """A low pulley behind the person, its rope between the legs to the hands."""
    x = scene.hard.hip.real - 0.62
    pulley = complex(x + 0.03, 0.16)
    return Loads((*_tower(pen, x, pulley), _rope(pen, pulley, scene.now.arm.hand)), ())


def cable_ankle(pen: Pen, scene: Scene) -> Loads:
    """A low pulley in front, its rope to the working ankle."""
    x = scene.hard.far_arm.hand.real + 0.03
    pulley = complex(x - 0.03, 0.12)
    return Loads((*_tower(pen, x, pulley), _rope(pen, pulley, scene.now.near.ankle)), ())


def band_ankle(pen: Pen, scene: Scene) -> Loads:
    """A band from a post in front to the working ankle."""
    x = scene.hard.far_arm.hand.real + 0.02
    post = Shape(pen.line(complex(x, 0), complex(x, scene.hard.far_arm.hand.imag + 0.08)), stroke=FRAME, width=32)
    return Loads((post, _band(pen, complex(x, 0.10), scene.now.near.ankle)), ())


def band_both_ankles(pen: Pen, scene: Scene) -> Loads:
    """A band from the standing foot to the moving ankle."""
    return Loads((_band(pen, scene.now.near.ankle, scene.now.far.ankle),), ())


def band_knee_front(pen: Pen, scene: Scene) -> Loads:
    """A band from a post in front around the back of the near knee."""
    knee = scene.now.near.knee
    x = scene.hard.near.toe.real + 0.42
    post = Shape(pen.line(complex(x, 0), complex(x, 0.95)), stroke=FRAME, width=32)
    ring = anterior(unit(scene.now.hip - knee)) * 0.036 * scene.stature_m
    return Loads((post, _band(pen, complex(x, knee.imag), knee + ring)), (_band(pen, knee + ring, knee - ring * 0.9),))


def cable_side(pen: Pen, scene: Scene) -> Loads:
    """A pulley to the side, seen behind the person, its rope to the hands."""
    chest = scene.hard.trunk.shoulder - 0.16j
    x = scene.start.arm.hand.real
    pulley = complex(x, chest.imag)
    return Loads((*_tower(pen, x, pulley), _rope(pen, pulley, scene.now.arm.hand)), ())


def dowel(pen: Pen, scene: Scene) -> Loads:
    """A stick held along the back from the head to the pelvis."""
    t, h = scene.now.trunk, scene.stature_m
    up = direction(scene.now.angles.lean)
    back = -anterior(up) * 0.075 * h
    stick = pen.line(t.hip - up * 0.05 * h + back, t.vertex + up * 0.03 * h + back)
    return Loads((), (Shape(stick, stroke=WOOD_DARK, width=17),))


def ball_under_heels(pen: Pen, scene: Scene) -> Loads:
    """A large ball under the heels."""
    ankle = scene.now.near.ankle
    radius = max(0.10, (ankle.imag - 0.028 * scene.stature_m) / 2)
    return Loads(_ball(pen, complex(ankle.real - 0.01, radius), radius), ())


def _ball(pen: Pen, at: Point, radius: float) -> tuple[Shape, ...]:
    return (
        Shape(pen.circle(at, radius), "#7FA9C9"),
        Shape(pen.circle(at + complex(-0.3, 0.35) * radius, radius * 0.28), "#A9C8DE"),
    )


def cushion_knees(pen: Pen, scene: Scene) -> Loads:
    """A cushion between the knees."""
    knee = scene.now.near.knee
    return Loads((), (Shape(pen.circle(knee + complex(0.0, 0.02), 0.075), CLOTH, opacity=0.9),))


def towel_knee(pen: Pen, scene: Scene) -> Loads:
    """A rolled towel under the near knee."""
    knee = scene.hard.near.knee
    return Loads((Shape(pen.circle(complex(knee.real, max(0.03, knee.imag - 0.065)), 0.035), CLOTH),), ())


def slider(pen: Pen, scene: Scene) -> Loads:
    """Discs under the heels."""
    heel = scene.now.near.heel
    return Loads(
        (
            Shape(
                pen.line(heel + complex(-0.08, -0.008), heel + complex(0.09, -0.008)),
                stroke="#D9663F",
                width=16,
            ),
        ),
        (),
    )


def strap(pen: Pen, scene: Scene) -> Loads:
    """A strap from the hands around the sole."""
    foot = scene.now.near
    sole = between(foot.heel, foot.ball, 0.7)
    return Loads((), (Shape(pen.line(scene.now.arm.hand, sole), stroke=CLOTH, width=14),))


def turn_arrow(pen: Pen, scene: Scene) -> Loads:
    """A curved arrow around the trunk: the movement turns."""
    return Loads((), curved_arrow(pen, between(scene.hard.hip, scene.hard.trunk.shoulder, 0.62), 0.25, 0.09))


def sway_arrow(pen: Pen, scene: Scene) -> Loads:
    """A curved arrow over the knees: they rock from side to side."""
    return Loads((), curved_arrow(pen, scene.start.near.knee + 0.08j, 0.14, 0.06))


def circle_arrow(pen: Pen, scene: Scene) -> Loads:
    """A curved arrow around the raised knee: it draws circles."""
    return Loads((), curved_arrow(pen, scene.hard.near.knee + 0.03j, 0.15, 0.12))


def curved_arrow(pen: Pen, at: Point, wide: float, high: float) -> tuple[Shape, ...]:
    """An open ring with an arrow head, seen aslant."""
    angles = [math.radians(a) for a in range(-20, 215, 26)]
    ring = [at + complex(math.cos(a) * wide, math.sin(a) * high) for a in angles]
    tip, before = ring[0], ring[1]
    along = unit(tip - before)
    head = [tip + along * 0.055, tip + along * 1j * 0.035, tip - along * 1j * 0.035]
    return (
        Shape(pen.smooth(ring, closed=False), stroke=ARROW, width=14, opacity=0.75),
        Shape(pen.lines(head, closed=True), ARROW, opacity=0.85),
    )


def far_rail(pen: Pen, scene: Scene) -> Loads:
    """A post to hold on to."""
    hand = max(scene.hard.arm.hand, scene.hard.far_arm.hand, key=lambda at: at.real)
    return Loads(rail_at(pen, hand), ())


SMALL_GEAR: Mapping[Gear, Callable[[Pen, Scene], Loads]] = {
    Gear.KNEE_BAND: knee_band, Gear.CABLE_BEHIND: cable_behind, Gear.CABLE_ANKLE: cable_ankle,
    Gear.BAND_ANKLE: band_ankle, Gear.BAND_BOTH_ANKLES: band_both_ankles,
    Gear.BAND_KNEE_FRONT: band_knee_front, Gear.CABLE_SIDE: cable_side, Gear.DOWEL: dowel,
    Gear.BALL_UNDER_HEELS: ball_under_heels, Gear.CUSHION_KNEES: cushion_knees,
    Gear.TOWEL_KNEE: towel_knee, Gear.SLIDER: slider, Gear.STRAP: strap, Gear.TURN_ARROW: turn_arrow,
    Gear.SWAY_ARROW: sway_arrow, Gear.CIRCLE_ARROW: circle_arrow, Gear.POST: far_rail,
}  # fmt: skip
