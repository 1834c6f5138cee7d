"""The same body seen from the front: for what happens sideways (side planks, leg lifts to the side, side
steps).

Only drawn, never used for demand: sideways bending and turning lie outside the sagittal model. Angles are
degrees of the image plane from the vertical, to the right positive; lengths are shares of stature.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from core.body.anthropometry import Body
from core.body.geometry import Point, direction, mix

HIP_HALF = 0.052
SHOULDER_HALF = 0.100


class FrontLimb(NamedTuple):
    """Upper and lower part of a limb: inclination of each (180 hangs down) and what is seen of its length."""

    upper: float = 180.0
    lower: float = 180.0
    upper_share: float = 1.0
    lower_share: float = 1.0


STRAIGHT_LEG = FrontLimb()
RIGHT_ARM, LEFT_ARM = FrontLimb(172.0, 176.0), FrontLimb(188.0, 184.0)


@dataclass(frozen=True)
class FrontPosture:
    """One instant from the front. `right` and `left` are the viewer's; `tilt` inclines the trunk, `turn`
    rotates the chest.

    `foot_turn` points the feet: 0 to the viewer, 90 to the viewer's right. `lift` raises the whole body over
    the floor.
    """

    tilt: float = 0.0
    turn: float = 0.0
    pelvis_turn: float = 0.0
    right_leg: FrontLimb = STRAIGHT_LEG
    left_leg: FrontLimb = STRAIGHT_LEG
    right_arm: FrontLimb = RIGHT_ARM
    left_arm: FrontLimb = LEFT_ARM
    right_foot: float = 0.0
    left_foot: float = 0.0
    pelvis_tilt: float | None = None
    neck: float = 0.0
    lift: float = 0.0
    shift: float = 0.0


class FrontLeg(NamedTuple):
    """Joints of a leg seen from the front."""

    hip: Point
    knee: Point
    ankle: Point


class FrontArm(NamedTuple):
    """Joints of an arm seen from the front."""

    shoulder: Point
    elbow: Point
    hand: Point


@dataclass(frozen=True)
class FrontSkeleton:
    """Joints of a body seen from the front."""

    body: Body
    posture: FrontPosture
    hip: Point
    shoulder: Point
    neck: Point
    vertex: Point
    right_leg: FrontLeg
    left_leg: FrontLeg
    right_arm: FrontArm
    left_arm: FrontArm

    @property
    def points(self) -> tuple[Point, ...]:
        """All joints, for finding the frame of a picture."""
        return (
            self.hip, self.shoulder, self.neck, self.vertex,
            *self.right_leg, *self.left_leg, *self.right_arm, *self.left_arm,
        )  # fmt: skip


def blend_front(start: FrontPosture, hard: FrontPosture, phase: float) -> FrontPosture:
    """Front posture at `phase` between start (0) and hardest position (1)."""
    values: dict[str, object] = {}
    for name, first in vars(start).items():
        last = getattr(hard, name)
        if isinstance(first, FrontLimb):
            values[name] = FrontLimb(*(mix(a, b, phase) for a, b in zip(first, last, strict=True)))
        elif first is None or last is None:
            values[name] = last
        else:
            values[name] = mix(first, last, phase)
    return FrontPosture(**values)  # type: ignore[arg-type]


def solve_front(body: Body, posture: FrontPosture) -> FrontSkeleton:
    """Joints of a body seen from the front, its lowest point resting on the floor (plus `lift`)."""
    h = body.stature_m
    up = direction(posture.tilt)
    level = direction((posture.tilt if posture.pelvis_tilt is None else posture.pelvis_tilt) + 90.0)
    wide = HIP_HALF * h * max(0.35, direction(posture.pelvis_turn).imag)
    shoulder = up * body.trunk_m
    across = direction(posture.tilt + 90.0) * SHOULDER_HALF * h * max(0.42, direction(posture.turn).imag)
    neck = shoulder + up * body.constants.neck * h
    vertex = neck + direction(posture.tilt + posture.neck) * body.constants.head * h
    right_leg = _front_leg(body, level * wide, posture.right_leg)
    left_leg = _front_leg(body, -level * wide, posture.left_leg)
    right_arm = _front_arm(body, shoulder + across, posture.right_arm)
    left_arm = _front_arm(body, shoulder - across, posture.left_arm)
    low = min(
        min(right_leg.ankle.imag, left_leg.ankle.imag) - body.ankle_m,
        min(right_leg.knee.imag, left_leg.knee.imag) - 0.033 * h,
        min(right_leg.hip.imag, left_leg.hip.imag) - 0.052 * h,
        min(right_arm.shoulder.imag, left_arm.shoulder.imag) - 0.034 * h,
        min(right_arm.elbow.imag, left_arm.elbow.imag) - 0.024 * h,
        min(right_arm.hand.imag, left_arm.hand.imag) - 0.018 * h,
    )
    by = complex(posture.shift * h, posture.lift * h - low)
    return FrontSkeleton(
        body,
        posture,
        by,
        shoulder + by,
        neck + by,
        vertex + by,
        FrontLeg(*(p + by for p in right_leg)),
        FrontLeg(*(p + by for p in left_leg)),
        FrontArm(*(p + by for p in right_arm)),
        FrontArm(*(p + by for p in left_arm)),
    )


def _front_leg(body: Body, hip: Point, limb: FrontLimb) -> FrontLeg:
    knee = hip + direction(limb.upper) * body.thigh_m * limb.upper_share
    return FrontLeg(hip, knee, knee + direction(limb.lower) * body.shank_m * limb.lower_share)


def _front_arm(body: Body, shoulder: Point, limb: FrontLimb) -> FrontArm:
    elbow = shoulder + direction(limb.upper) * body.upper_arm_m * limb.upper_share
    return FrontArm(shoulder, elbow, elbow + direction(limb.lower) * body.lower_arm_m * limb.lower_share)
