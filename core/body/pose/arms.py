"""Hands, elbows and held loads: where each hold puts them on a body whose trunk and legs are known."""

from __future__ import annotations

import math

from core.body.anthropometry import Body
from core.body.geometry import (
    Point,
    anterior,
    between,
    direction,
    inclination,
    middle_joint,
    mix,
    reaches,
    unit,
)
from core.body.pose.joints import Angles, ArmJoints, Held, Leg, Trunk, bar_x, from_trunk
from core.body.pose.posture import Arm, Hold, Posture

RACKED_ELBOWS = {
    Hold.BACK_HIGH: ((0.70, -0.030), (1.03, -0.020)),
    Hold.BACK_LOW: ((0.62, -0.075), (0.89, -0.045)),
    Hold.FRONT_RACK: ((0.93, 0.145), (1.06, 0.052)),
    Hold.SAFETY_BAR: ((0.66, 0.040), (0.90, 0.100)),
    Hold.CROSSED: ((0.64, 0.030), (0.90, 0.066)),
    Hold.HEAD: ((1.10, 0.115), (1.32, -0.020)),
    Hold.BELLY: ((0.58, -0.010), (0.34, 0.084)),
    Hold.LOW_BACK: ((0.52, -0.135), (0.24, -0.088)),
}
"""Elbow and hand in the frame of the trunk: these arms reach out of the plane, only their projection is seen.
"""


def arm_of(
    body: Body, posture: Posture, arm: Arm, trunk: Trunk, leg: Leg, angles: Angles, load_kg: float
) -> tuple[ArmJoints, tuple[Held, ...], tuple[str, ...]]:
    shoulder = trunk.shoulder
    if arm.hold in (Hold.HANG, Hold.BAR):
        shoulder = _sunk_shoulder(body, posture, arm, shoulder)
    if arm.hold in RACKED_ELBOWS:
        elbow, hand = (from_trunk(body, trunk, angles.lean, *place) for place in RACKED_ELBOWS[arm.hold])
        wrist = between(elbow, hand, body.forearm_m / body.lower_arm_m)
        faults: tuple[str, ...] = ()
    else:
        hand = _hand(body, posture, arm, trunk, leg, angles, shoulder)
        within = arm.hold is not Hold.POINT or reaches(shoulder, hand, body.arm_m)
        elbow, wrist, hand = _elbow(body, arm, shoulder, hand)
        faults = () if within else ("the hands do not reach the point they should hold",)
    held = _held(body, posture, arm, trunk, angles, hand, load_kg) if load_kg else ()
    return ArmJoints(shoulder, elbow, wrist, hand), held, faults


def _sunk_shoulder(body: Body, posture: Posture, arm: Arm, shoulder: Point) -> Point:
    drop = body.constants.scapula_drop * body.stature_m
    if arm.hold is Hold.HANG:
        return shoulder - 1j * drop
    pull = complex(bar_x(body, posture) - shoulder.real, -body.arm_m)
    return shoulder + unit(pull) * drop


def _elbow(body: Body, arm: Arm, shoulder: Point, hand: Point) -> tuple[Point, Point, Point]:
    if arm.hold is Hold.FLOOR:
        elbow = middle_joint(shoulder, hand, body.upper_arm_m, body.forearm_m, arm.bend)
        return elbow, hand, hand + complex(0.045, -0.006) * body.stature_m
    if arm.hold is Hold.FOREARM:
        elbow = complex(shoulder.real, hand.imag)
        fall = shoulder.imag - hand.imag
        elbow += math.sqrt(max(0.0, body.upper_arm_m**2 - fall**2)) * arm.bend * -1
        return elbow, elbow + body.forearm_m, elbow + body.lower_arm_m
    short = 0.62 if arm.hold in (Hold.BACK_HIGH, Hold.BACK_LOW) else 1.0
    elbow = middle_joint(shoulder, hand, body.upper_arm_m * short, body.lower_arm_m * short, arm.bend)
    reach = hand
    if abs(hand - elbow) > body.lower_arm_m * 1.001:
        reach = elbow + unit(hand - elbow) * body.lower_arm_m
    return elbow, between(elbow, reach, body.forearm_m / body.lower_arm_m), reach


def _hand(body: Body, posture: Posture, arm: Arm, trunk: Trunk, leg: Leg, angles: Angles, shoulder: Point) -> Point:
    h = body.stature_m
    up = direction(angles.lean)
    front = anterior(up)
    thigh = unit(trunk.hip - leg.knee)
    match arm.hold:
        case Hold.BETWEEN if arm.parts:
            start, end, share = arm.parts
            a = _goal(body, posture, start, trunk, leg, angles, shoulder) - shoulder
            b = _goal(body, posture, end, trunk, leg, angles, shoulder) - shoulder
            turn = (inclination(b) - inclination(a) + 180.0) % 360.0 - 180.0
            return shoulder + direction(inclination(a) + turn * share) * mix(abs(a), abs(b), share)
        case Hold.HANG:
            return shoulder - 1j * body.arm_m * 0.998
        case Hold.BAR:
            aside = bar_x(body, posture) - shoulder.real
            return shoulder + complex(aside, -math.sqrt(max(1e-6, (body.arm_m * 0.998) ** 2 - aside**2)))
        case Hold.GOBLET:
            return from_trunk(body, trunk, angles.lean, *body.constants.holds.goblet) - up * 0.01 * h
        case Hold.CHEST:
            return from_trunk(body, trunk, angles.lean, *body.constants.holds.chest)
        case Hold.HIP_BAR:
            return trunk.hip + front * 0.075 * h + up * 0.02 * h
        case Hold.BELT:
            return shoulder + complex(body.arm_m * 0.80, -0.20 * h)
        case Hold.REACH:
            return shoulder + direction(arm.reach) * body.arm_m * arm.length
        case Hold.POINT if arm.at:
            return complex(*arm.at) * h
        case Hold.HIPS:
            return trunk.hip + up * 0.07 * h + front * 0.035 * h
        case Hold.HIP:
            return trunk.hip + up * 0.03 * h + front * 0.02 * h
        case Hold.THIGH:
            return between(trunk.hip, leg.knee, 0.62) + anterior(thigh) * 0.045 * h
        case Hold.KNEE:
            return between(trunk.hip, leg.knee, 0.88) + 0.07j * h
        case Hold.SHIN:
            shank = unit(leg.knee - leg.ankle)
            return between(leg.knee, leg.ankle, 0.25) + anterior(shank) * 0.03 * h
        case Hold.ANKLE:
            return leg.ankle + unit(leg.knee - leg.ankle) * 0.02 * h
        case Hold.HANDLE:
            return trunk.hip + up * 0.035 * h + front * 0.06 * h
        case Hold.PRONE_HANDLE:
            return trunk.shoulder + up * 0.13 * h + front * 0.10 * h
        case Hold.PADS:
            return trunk.shoulder + up * 0.035 * h + front * 0.075 * h
        case Hold.SWING:
            return trunk.hip - thigh * 0.19 * h + complex(0.02, -0.03) * h
        case Hold.FLOOR:
            return complex(shoulder.real + (arm.at[0] if arm.at else 0.02) * h, 0.022 * h)
        case Hold.FOREARM:
            return complex(shoulder.real, 0.024 * h)
        case Hold.FLOOR_SIDE:
            fall = shoulder.imag - 0.030 * h
            aside = math.sqrt(max(0.01, (body.arm_m * 0.985) ** 2 - fall**2))
            return complex(shoulder.real + aside, 0.030 * h)
        case _:
            return shoulder + direction(arm.reach if arm.hold is Hold.POINT else 173.0) * body.arm_m * 0.99


def _goal(body: Body, posture: Posture, arm: Arm, trunk: Trunk, leg: Leg, angles: Angles, shoulder: Point) -> Point:
    if arm.hold in RACKED_ELBOWS:
        return from_trunk(body, trunk, angles.lean, *RACKED_ELBOWS[arm.hold][1])
    return _hand(body, posture, arm, trunk, leg, angles, shoulder)


def _held(
    body: Body, posture: Posture, arm: Arm, trunk: Trunk, angles: Angles, hand: Point, load_kg: float
) -> tuple[Held, ...]:
    place = getattr(body.constants.holds, arm.hold.value, None)
    if place is not None:
        return (Held(load_kg, from_trunk(body, trunk, angles.lean, *place)),)
    match arm.hold:
        case Hold.HANG:
            return (Held(load_kg, hand - 0.02j),)
        case Hold.HIP_BAR:
            return (Held(load_kg, hand, above_cut=False),)
        case Hold.BELT:
            # The strap runs to the point of support, so it neither tips the person nor crosses the cut.
            anchor = complex(body.constants.support_along_foot * body.foot_m, 0.16 * body.stature_m)
            return (Held(load_kg, anchor, above_cut=False, balances=False),)
        case Hold.BAR | Hold.REACH | Hold.SWING | Hold.BETWEEN | Hold.POINT | Hold.REST:
            return (Held(load_kg, hand),)
        case _:
            return ()
