"""Balance: find the angles that put the centre of mass over the support and the hands where they must be."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from core.body.anthropometry import Body
from core.body.geometry import Point, direction, first_root, inclination, middle_joint, mix, root_between
from core.body.pose.joints import Angles, bar_x, support_x
from core.body.pose.posture import Posture, Root, Solve
from core.body.pose.skeleton import Skeleton, build

LEAN_RANGE = (-12.0, 88.0)
SHIN_RANGE = (-40.0, 50.0)
NOT_BALANCED = "not balanced"
UNBALANCED = NOT_BALANCED + ": no {angle} puts the centre of mass over the support"


def ground_x(skeleton: Skeleton) -> float:
    """Where the ground reaction of the feet acts, once hands that are supported have taken their share
    (metres).
    """
    share = skeleton.posture.hands_share
    if not share:
        return skeleton.centre.real
    kg, at = upper_part(skeleton)
    total = skeleton.total_kg
    return (total * skeleton.centre.real - share * kg * at.real) / (total - share * kg)


def upper_part(skeleton: Skeleton) -> tuple[float, Point]:
    """Mass and centre of everything above the cut at L5/S1, loads included."""
    parts = [(m.mass_kg, m.at) for m in skeleton.masses if m.above_cut]
    parts += [(held.mass_kg, held.at) for held in skeleton.held if held.above_cut]
    kg = sum(mass for mass, _ in parts)
    return kg, sum(mass * at for mass, at in parts) / kg


def solve(body: Body, posture: Posture, load_kg: float = 0.0, target_x: float | None = None) -> Skeleton:
    """Joints of a posture with its open angles found.

    `target_x` moves the point of support (metres from the heel) and is used between start and hardest
    position. What cannot be met is named in the skeleton's `faults`, and the nearest position is returned.
    """
    given = Angles(posture.shin, posture.knee_bend, posture.lean)
    if posture.solve is Solve.NONE or posture.root is not Root.FOOT:
        return build(body, posture, load_kg, given)
    target = support_x(body, posture) if target_x is None else target_x

    def at(angles: Angles) -> Skeleton:
        return build(body, posture, load_kg, angles)

    def tipped(angles: Angles) -> float:
        return ground_x(at(angles)) - target

    match posture.solve:
        case Solve.LEAN:
            # With a given thigh the knee follows the shin; only the trunk is free.
            angles, found = _nearest(lambda x: tipped(given._replace(lean=x)), LEAN_RANGE)
            return _result(at(given._replace(lean=angles)), found, "lean")
        case Solve.SHIN:
            angle, found = _nearest(lambda x: tipped(given._replace(shin=x)), SHIN_RANGE)
            return _result(at(given._replace(shin=angle)), found, "ankle angle")
        case Solve.FLOOR_LIFT:
            return at(_floor_lift(body, posture))
        case _:
            return _hinge(body, posture, given, tipped, at)


def _nearest(error: Callable[[float], float], span: tuple[float, float]) -> tuple[float, bool]:
    low, high = span
    angle = root_between(error, low, high)
    if angle is None:
        # Two roots or none: look closer before giving up.
        grid = [low + (high - low) * i / 16 for i in range(17)]
        angle = first_root(error, grid)
        if angle is None:
            return min(grid, key=lambda x: abs(error(x))), False
    return angle, True


def _result(skeleton: Skeleton, found: bool, angle: str) -> Skeleton:
    if found:
        return skeleton
    return replace(skeleton, faults=(*skeleton.faults, UNBALANCED.format(angle=angle)))


def grip_height(body: Body, posture: Posture) -> float:
    """Height of the bar over the floor, metres: given as such where plates decide, else as a share of
    stature.
    """
    if posture.bar_height_m is not None:
        return posture.bar_height_m
    return (posture.bar_height or 0.0) * body.stature_m


def _floor_lift(body: Body, posture: Posture) -> Angles:
    """Bar at its height in straight arms: the shoulder is known, knee and lean follow."""
    c = body.constants
    seen = math.cos(math.radians(posture.knee_out))
    ahead = posture.shoulder_ahead * body.stature_m
    reach = body.arm_m * 0.998 + c.scapula_drop * body.stature_m
    shoulder = complex(bar_x(body, posture) + ahead, grip_height(body, posture) + math.sqrt(reach**2 - ahead**2))
    shank = direction(posture.shin) * body.shank_m
    knee = complex(c.ankle_along_foot * body.foot_m * seen + shank.real * seen, body.ankle_m + shank.imag)
    seen_thigh = body.thigh_m
    thigh_deg, hip = 0.0, knee
    # Turned-out knees shorten the thigh that is seen, by an amount that depends on its own inclination.
    for _ in range(40):
        hip = middle_joint(knee, shoulder, seen_thigh, body.trunk_m, -1)
        up = hip - knee
        thigh_deg = inclination(complex(up.real / seen, up.imag))
        true = direction(thigh_deg) * body.thigh_m
        shortened = abs(complex(true.real * seen, true.imag))
        if abs(shortened - seen_thigh) < 1e-7:
            break
        seen_thigh = mix(seen_thigh, shortened, 0.5)
    return Angles(posture.shin, posture.shin - thigh_deg, inclination(shoulder - hip))


def _hinge(
    body: Body,
    posture: Posture,
    given: Angles,
    tipped: Callable[[Angles], float],
    at: Callable[[Angles], Skeleton],
) -> Skeleton:
    """Bar lowered to its height in straight arms with the hips moved back until it balances over the foot."""
    height = grip_height(body, posture)

    def balanced(lean: float) -> tuple[Angles, bool]:
        shin, found = _nearest(lambda x: tipped(given._replace(shin=x, lean=lean)), SHIN_RANGE)
        return given._replace(shin=shin, lean=lean), found

    def too_high(lean: float) -> float:
        angles, _ = balanced(lean)
        return at(angles).arm.hand.imag - height

    lean, reached = _nearest_lean(too_high)
    angles, found = balanced(lean)
    skeleton = _result(at(angles), found, "ankle angle")
    if not reached:
        return replace(skeleton, faults=(*skeleton.faults, "the hands do not reach the height of the bar"))
    return skeleton


def _nearest_lean(too_high: Callable[[float], float]) -> tuple[float, bool]:
    lean = root_between(too_high, 12.0, 90.0, tolerance=1e-7)
    if lean is not None:
        return lean, True
    grid = [12.0 + 6.5 * i for i in range(13)]
    lean = first_root(too_high, grid)
    return (min(grid, key=lambda x: abs(too_high(x))), False) if lean is None else (lean, True)
