"""Moments that knee and hip of the working leg must hold, quasi-static."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from core.body.anthropometry import GRAVITY
from core.body.geometry import Point, between, cross
from core.body.pose.joints import Leg
from core.body.pose.pose import Pad, Pose
from core.body.pose.posture import Mode
from core.body.pose.skeleton import Skeleton
from core.body.pose.solving import ground_x


class LegMoments(NamedTuple):
    """Knee and hip of the hardest-working leg in N m; positive: the extensors work."""

    knee_nm: float
    hip_nm: float

    @property
    def extension_nm(self) -> float:
        """Knee and hip extension added, the demand the leg is trained by."""
        return max(0.0, self.knee_nm) + max(0.0, self.hip_nm)


PAD_ALONG_SHANK = 0.92


def leg_moments(skeleton: Skeleton, foot_n: float, pressure: Point) -> LegMoments:
    """Moments from a vertical force under one foot, acting at `pressure`, and the weights of that leg."""
    _, knee, hip = chain(skeleton, skeleton.near, pressure, 1j * foot_n)
    return LegMoments(knee, hip)


def chain(skeleton: Skeleton, leg: Leg, at: Point, force: complex) -> tuple[float, float, float]:
    """Ankle, knee and hip moments in N m that hold a force on the foot against the weights of the leg."""
    g, body = skeleton.body.segments, skeleton.body
    under = (at, force)
    foot = (between(leg.heel, leg.toe, g.foot_centre), -1j * g.foot * body.weight_n)
    shank = (between(leg.knee, leg.ankle, g.shank_centre), -1j * g.shank * body.weight_n)
    thigh = (between(skeleton.hip, leg.knee, g.thigh_centre), -1j * g.thigh * body.weight_n)
    return (
        _turning(leg.ankle, (under, foot)),
        -_turning(leg.knee, (under, foot, shank)),
        _turning(skeleton.hip, (under, foot, shank, thigh)),
    )


def _turning(joint: Point, forces: Sequence[tuple[Point, complex]]) -> float:
    return sum(cross(at - joint, vector) for at, vector in forces)


def front_foot_share(skeleton: Skeleton) -> float:
    """Share of the weight on the near foot in a split stance."""
    front = between(skeleton.near.heel, skeleton.near.toe, skeleton.body.constants.support_along_foot).real
    rear = skeleton.far.ball.real
    return (ground_x(skeleton) - rear) / (front - rear) if abs(front - rear) > 0.05 else 0.5


def moments_of(pose: Pose, skeleton: Skeleton, load_kg: float, foot_n: float | None = None) -> LegMoments | None:
    """Leg moments of a pose; None where rails or co-contraction make the force under the foot unknowable.

    `foot_n` gives the force under the working foot where the supports are known (bridges).
    """
    middle = between(skeleton.near.heel, skeleton.near.toe, skeleton.body.constants.support_along_foot)
    if skeleton.near.heel.imag > 0.02 * skeleton.body.stature_m and pose.mode in (Mode.STAND, Mode.SINGLE):
        middle = skeleton.near.ball
    weight_n = (skeleton.total_kg + sum(h.mass_kg for h in skeleton.held if not h.balances)) * GRAVITY
    match pose.mode:
        case Mode.STAND:
            found = leg_moments(skeleton, 0.5 * weight_n, middle)
            # A knee that points outwards is seen shortened from the side; its own lever is longer.
            return found._replace(knee_nm=found.knee_nm / math.cos(math.radians(skeleton.posture.knee_out)))
        case Mode.SINGLE:
            share = skeleton.posture.front_share or 1.0
            return leg_moments(skeleton, share * (1 - 0.5 * skeleton.posture.hands_share) * weight_n, middle)
        case Mode.SPLIT:
            return leg_moments(skeleton, front_foot_share(skeleton) * weight_n, middle)
        case Mode.BRIDGE if foot_n is not None:
            pressure = between(skeleton.near.heel, skeleton.near.toe, 0.30)
            return leg_moments(skeleton, foot_n, pressure)
        case Mode.CANTILEVER:
            return _cantilever(pose, skeleton)
        case Mode.SEAT | Mode.PRONE if pose.pad is not None:
            return _pad(pose, skeleton, load_kg)
        case _:
            return None


def _pad(pose: Pose, skeleton: Skeleton, load_kg: float) -> LegMoments:
    """Leg machine: stack and pad move one to one, shared by two legs, the pad square to the shank."""
    lever = abs(skeleton.near.ankle - skeleton.near.knee) * PAD_ALONG_SHANK
    knee = load_kg * GRAVITY * lever * 0.5
    return LegMoments(knee if pose.pad is Pad.EXTEND else -knee, 0.0)


def _cantilever(pose: Pose, skeleton: Skeleton) -> LegMoments:
    """A body held by the feet and a pad: the knee flexors hold it only where the pad lies at the knees."""
    beyond_hip = sum(
        m.mass_kg * GRAVITY * (m.at.real - skeleton.hip.real)
        for m in skeleton.masses
        if m.above_cut or m.name == "pelvis"
    )
    knee = 0.0
    if pose.pad is Pad.CURL:
        knee = sum(
            m.mass_kg * GRAVITY * (m.at.real - skeleton.near.knee.real)
            for m in skeleton.masses
            if m.name not in ("shank", "foot")
        )
    return LegMoments(-knee / 2, beyond_hip / 2)
