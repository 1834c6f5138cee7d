"""Gym machines: seats with pads, leg press, hack squat, back bench, rails."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.body.drawing.loads import IRON, IRON_DARK, STEEL, Loads, plate
from core.body.drawing.pen import Pen, Shape
from core.body.drawing.scene import FRAME, FRAME_DARK, PAD, PAD_LIGHT, Scene
from core.body.geometry import Point, anterior, between, direction, unit
from core.body.pose.pose import Gear


def _beam(pen: Pen, start: Point, end: Point, width: float = 30, colour: str = FRAME) -> Shape:
    return Shape(pen.line(start, end), stroke=colour, width=width)


def _pad(pen: Pen, start: Point, end: Point, thick_m: float = 0.070, colour: str = PAD) -> Shape:
    return Shape(pen.line(start, end), stroke=colour, width=pen.width(thick_m))


def seat(pen: Pen, scene: Scene) -> Loads:
    """A machine's seat on a post."""
    hip, h = scene.hard.hip, scene.stature_m
    y = hip.imag - 0.088 * h
    return Loads(
        (
            _beam(pen, complex(hip.real + 0.03, y), complex(hip.real + 0.03, 0.02), 44),
            _beam(pen, complex(hip.real - 0.28, 0.018), complex(hip.real + 0.34, 0.018), 26, FRAME_DARK),
            _pad(pen, complex(hip.real - 0.11 * h, y), complex(hip.real + 0.15 * h, y)),
        ),
        (),
    )


def back_pad(pen: Pen, scene: Scene) -> Loads:
    """A back rest along the trunk."""
    up = direction(scene.hard.angles.lean)
    foot = scene.hard.hip - anterior(up) * 0.093 * scene.stature_m
    return Loads((_pad(pen, foot + up * 0.03 * scene.stature_m, foot + up * 0.30 * scene.stature_m),), ())


def back_pad_long(pen: Pen, scene: Scene) -> Loads:
    """The sliding back rest of a hack squat on its slanted rails."""
    h, up = scene.stature_m, direction(scene.hard.angles.lean)
    now = scene.now.hip - anterior(up) * 0.093 * h
    top = scene.start.hip - anterior(up) * 0.093 * h + up * 0.42 * h
    foot = top - up * ((top.imag - 0.02) / up.imag)
    return Loads(
        (
            _beam(pen, foot, top, 34),
            _beam(pen, top, complex(top.real, 0.02), 28),
            _beam(pen, complex(top.real - 0.06, 0.018), complex(foot.real + 0.55, 0.018), 26, FRAME_DARK),
            _pad(pen, now - up * 0.04 * h, now + up * 0.34 * h),
        ),
        (),
    )


def shoulder_pads(pen: Pen, scene: Scene) -> Loads:
    """Pads on the shoulders, and the plates of the sled."""
    h, up = scene.stature_m, direction(scene.now.angles.lean)
    front = anterior(up)
    top = scene.now.trunk.shoulder + up * 0.050 * h
    sled = scene.now.hip + up * 0.20 * h - front * 0.155 * h
    return Loads(plate(pen, sled, 0.18), (_pad(pen, top - front * 0.05 * h, top + front * 0.03 * h, 0.05, PAD_LIGHT),))


def slope_plate(pen: Pen, scene: Scene) -> Loads:
    """The foot plate of a hack squat."""
    leg = scene.hard.near
    return Loads((_beam(pen, leg.heel - complex(0.10, 0.014), leg.toe + complex(0.08, -0.014), 26),), ())


def seat_recline(pen: Pen, scene: Scene) -> Loads:
    """The reclined seat of a leg press."""
    s, h = scene.hard, scene.stature_m
    up = direction(s.angles.lean)
    foot = s.hip - anterior(up) * 0.090 * h
    low = s.hip + complex(-0.02, -0.090) * h
    end = low + complex(0.15, 0.040) * h
    return Loads(
        (
            _beam(pen, complex(low.real - 0.42, 0.018), complex(low.real + 1.05, 0.018), 26, FRAME_DARK),
            _beam(pen, low + 0.04, complex(low.real + 0.06, 0.02), 44),
            _beam(pen, foot + up * 0.28 * h, complex((foot + up * 0.28 * h).real, 0.02), 28),
            _pad(pen, low, end),
            _pad(pen, foot - up * 0.01 * h, foot + up * 0.36 * h),
        ),
        (),
    )


def foot_plate(pen: Pen, scene: Scene) -> Loads:
    """The sled of a leg press, its plate square to the sole."""
    h, track = scene.stature_m, direction(90.0 - scene.pose.track_deg)
    rail = between(scene.hard.near.heel, scene.hard.near.toe, 0.5)
    leg = scene.now.near
    sole = unit(leg.toe - leg.heel)
    under = between(leg.heel, leg.toe, 0.5) - sole * 1j * 0.016 * h
    beyond = rail + track * 0.92
    weight = under + track * 0.19
    return Loads(
        (
            _beam(pen, rail - track * 0.26, beyond, 34),
            _beam(pen, rail + track * 0.80, complex((rail + track * 0.80).real, 0.02), 28),
            _beam(pen, under, weight, 40, FRAME_DARK),
            *plate(pen, weight, 0.20),
            Shape(pen.line(under - sole * 0.13 * h, under + sole * 0.13 * h), stroke=PAD_LIGHT, width=32),
        ),
        (),
    )


def _roller(pen: Pen, scene: Scene, side: float) -> Loads:
    h, leg = scene.stature_m, scene.now.near
    shank = unit(leg.knee - leg.ankle)
    at = leg.ankle + shank * 0.045 * h + anterior(shank) * side * 0.050 * h
    return Loads(
        (
            _beam(pen, leg.knee, at, 24, STEEL),
            Shape(pen.circle(leg.knee, 0.030), STEEL, stroke=IRON_DARK, width=6),
        ),
        (Shape(pen.circle(at, 0.033 * h), PAD_LIGHT, stroke="#F4F6F3", width=6),),
    )


def roller_front(pen: Pen, scene: Scene) -> Loads:
    """The roller on the shins of a leg extension."""
    return _roller(pen, scene, 1.0)


def roller_back(pen: Pen, scene: Scene) -> Loads:
    """The roller behind the heels of a leg curl."""
    return _roller(pen, scene, -1.0)


def prone_bench(pen: Pen, scene: Scene) -> Loads:
    """A bench under someone who lies face down."""
    s, h = scene.hard, scene.stature_m
    y = s.hip.imag - 0.086 * h
    left = s.hip.real - 0.19 * h
    right = s.trunk.shoulder.real + 0.03 * h
    return Loads(
        (
            _beam(pen, complex(left + 0.14, y), complex(left + 0.14, 0.02), 32),
            _beam(pen, complex(right - 0.10, y), complex(right - 0.10, 0.02), 32),
            _beam(pen, complex(left - 0.02, 0.018), complex(right + 0.02, 0.018), 26, FRAME_DARK),
            _beam(pen, complex(right - 0.04, y), s.arm.hand, 24, STEEL),
            _pad(pen, complex(left, y), complex(right, y)),
        ),
        (),
    )


def back_bench(pen: Pen, scene: Scene) -> Loads:
    """A back extension bench: pad before the thighs, rollers at the ankles."""
    s, h = scene.hard, scene.stature_m
    thigh = unit(s.hip - s.near.knee)
    front = anterior(thigh)
    share = 0.62 if scene.pose.pad else 0.22
    pad = between(s.hip, s.near.knee, share) + front * 0.092 * h
    ankle = s.near.ankle
    shank = unit(s.near.knee - ankle)
    out = anterior(shank)
    return Loads(
        (
            _beam(
                pen,
                complex(min(ankle.real, pad.real) - 0.10, 0.018),
                complex(max(ankle.real, pad.real) + 0.25, 0.018),
                26,
                FRAME_DARK,
            ),
            _beam(pen, pad, complex(pad.real, 0.02), 40),
            _beam(pen, ankle - out * 0.05 * h, complex((ankle - out * 0.05 * h).real, 0.02), 32),
            _beam(
                pen,
                s.near.heel - (s.near.toe - s.near.heel) * 0.1,
                s.near.toe + (s.near.toe - s.near.heel) * 0.2,
                26,
                STEEL,
            ),
            Shape(pen.circle(pad, 0.050 * h), PAD),
        ),
        tuple(
            Shape(
                pen.circle(ankle + shank * 0.035 * h + out * side * 0.047 * h, 0.022 * h),
                PAD_LIGHT,
                stroke="#F4F6F3",
                width=6,
            )
            for side in (1.0, -1.0)
        ),
    )


def smith_rails(pen: Pen, scene: Scene) -> Loads:
    """The upright rails on which a Smith machine's bar runs."""
    x = scene.hard.held[0].at.real if scene.hard.held else scene.hard.trunk.shoulder.real
    return Loads(
        (
            _beam(pen, complex(x, 0.01), complex(x, 1.98), 30),
            _beam(pen, complex(x - 0.32, 0.014), complex(x + 0.32, 0.014), 26, FRAME_DARK),
            _beam(pen, complex(x - 0.12, 1.96), complex(x + 0.12, 1.96), 26, FRAME_DARK),
        ),
        (),
    )


def rack_pins(pen: Pen, scene: Scene) -> Loads:
    """The uprights of a rack with pins under the bar."""
    at = scene.hard.held[0].at
    return Loads(
        (
            _beam(pen, complex(at.real + 0.30, 0), complex(at.real + 0.30, 1.60), 34),
            _beam(
                pen,
                complex(at.real - 0.22, at.imag - 0.03),
                complex(at.real + 0.32, at.imag - 0.03),
                22,
                FRAME_DARK,
            ),
        ),
        (),
    )


def front_rack_posts(pen: Pen, scene: Scene) -> Loads:
    """The uprights of a squat rack behind the person."""
    x = scene.hard.held[0].at.real - 0.42
    return Loads((_beam(pen, complex(x, 0), complex(x, 1.75), 30),), ())


def belt_rail(pen: Pen, scene: Scene) -> Loads:
    """A rail to hold on to in front."""
    return Loads(rail_at(pen, scene.hard.arm.hand + 0.015), ())


def rail_at(pen: Pen, at: Point) -> tuple[Shape, ...]:
    """An upright post with a grip at a place."""
    return (
        _beam(pen, complex(at.real, 0), at + 0.04j, 32),
        _beam(pen, complex(at.real - 0.16, 0.014), complex(at.real + 0.16, 0.014), 26, FRAME_DARK),
        Shape(pen.circle(at, 0.026), STEEL),
    )


def bike(pen: Pen, scene: Scene) -> Loads:
    """An exercise bike under the rider."""
    s, h = scene.hard, scene.stature_m
    saddle = s.hip - 0.075j * h
    crank = between(s.near.ball, s.far.ball, 0.5)
    hand = s.arm.hand
    wheel = complex(crank.real + 0.26, max(0.24, crank.imag))
    return Loads(
        (
            _beam(pen, complex(crank.real - 0.42, 0.018), complex(wheel.real + 0.30, 0.018), 26, FRAME_DARK),
            Shape(pen.circle(wheel, 0.21), "#DCE2E7", stroke=FRAME_DARK, width=22),
            _beam(pen, saddle, crank, 40),
            _beam(pen, crank, complex(crank.real - 0.10, 0.02), 34),
            _beam(pen, wheel, complex(wheel.real, 0.02), 34),
            _beam(pen, crank, complex(wheel.real + 0.02, hand.imag - 0.12), 36),
            _beam(pen, complex(wheel.real + 0.02, hand.imag - 0.12), hand, 26, IRON_DARK),
            _pad(pen, saddle - 0.11, saddle + 0.10, 0.045, IRON_DARK),
            _beam(pen, scene.now.far.ball, scene.now.near.ball, 22, STEEL),
            Shape(pen.circle(crank, 0.055), FRAME_DARK),
        ),
        (),
    )


def ankle_roller(pen: Pen, scene: Scene) -> Loads:
    """A roller that holds the ankles down on the floor."""
    ankle = scene.hard.near.ankle
    at = ankle + complex(-0.01, 0.058 * scene.stature_m)
    return Loads(
        (_beam(pen, complex(at.real - 0.02, 0.02), at, 24, FRAME_DARK),),
        (Shape(pen.circle(at, 0.030 * scene.stature_m), PAD_LIGHT, stroke="#F4F6F3", width=6),),
    )


def knee_weight(pen: Pen, scene: Scene) -> Loads:
    """A dumbbell held on the knees."""
    s, h = scene.now, scene.stature_m
    at = between(s.hip, s.near.knee, 0.86) + 0.075j * h
    return Loads(
        (),
        (Shape(pen.circle(at, 0.062), IRON, stroke="#F4F6F3", width=6), Shape(pen.circle(at, 0.024), STEEL)),
    )


MACHINES: Mapping[Gear, Callable[[Pen, Scene], Loads]] = {
    Gear.SEAT: seat, Gear.BACKPAD: back_pad, Gear.BACKPAD_LONG: back_pad_long,
    Gear.SHOULDER_PADS: shoulder_pads, Gear.SLOPE_PLATE: slope_plate, Gear.SEAT_RECLINE: seat_recline,
    Gear.FOOTPLATE: foot_plate, Gear.ROLLER_FRONT: roller_front, Gear.ROLLER_BACK: roller_back,
    Gear.PRONE_BENCH: prone_bench, Gear.BACK_BENCH: back_bench, Gear.SMITH_RAILS: smith_rails,
    Gear.RACK_PINS: rack_pins, Gear.RACK_POSTS: front_rack_posts, Gear.BELT_RAIL: belt_rail,
    Gear.BIKE: bike, Gear.ANKLE_ROLLER: ankle_roller, Gear.KNEE_WEIGHT: knee_weight,
}  # fmt: skip
