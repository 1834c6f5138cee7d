"""Joints of a solved posture as plain values, and points given in the frame of the trunk or the foot."""

from __future__ import annotations

import math
from typing import NamedTuple

from core.body.anthropometry import Body
from core.body.geometry import Point, anterior, direction, mix, unit
from core.body.pose.posture import Posture


class Angles(NamedTuple):
    """The three angles that a solver may find: shin, knee flexion and trunk lean."""

    shin: float
    knee: float
    lean: float


class Leg(NamedTuple):
    """Joints of one leg from the knee down; the sole runs from heel over ball to toe."""

    knee: Point
    ankle: Point
    heel: Point
    ball: Point
    toe: Point


class ArmJoints(NamedTuple):
    """Joints of one arm."""

    shoulder: Point
    elbow: Point
    wrist: Point
    hand: Point


class Held(NamedTuple):
    """A load in the hands, on the trunk or on the pelvis. `balances` is False where a strap pulls through the
    support.
    """

    mass_kg: float
    at: Point
    above_cut: bool = True
    balances: bool = True


class Mass(NamedTuple):
    """A segment as a point mass."""

    name: str
    mass_kg: float
    at: Point
    above_cut: bool


class Trunk(NamedTuple):
    """Points of the trunk and head. `axis` lies on the line of the trunk at the height of L5/S1."""

    hip: Point
    axis: Point
    l5s1: Point
    t12: Point
    shoulder: Point
    neck: Point
    vertex: Point


def from_trunk(body: Body, trunk: Trunk, lean: float, along: float, ahead: float) -> Point:
    """Point at a share of the trunk above the hip and a share of stature in front of its line."""
    return (
        trunk.hip
        + unit(trunk.shoulder - trunk.hip) * along * body.trunk_m
        + anterior(direction(lean)) * ahead * body.stature_m
    )


def support_x(body: Body, posture: Posture) -> float:
    """Where the ground carries the person: a share of the seen foot, or between front and rear foot."""
    c = body.constants
    if posture.heel_raise > 0:
        return c.ball_along_foot * body.foot_m
    share = c.support_along_foot if posture.support_at is None else posture.support_at
    front = share * body.foot_m * math.cos(math.radians(posture.knee_out))
    if posture.front_share is not None and posture.far is not None and posture.far.foot_at is not None:
        rear = posture.far.foot_at[0] * body.stature_m
        return mix(rear, front, posture.front_share)
    return front


def bar_x(body: Body, posture: Posture) -> float:
    """Where a bar in straight arms hangs: over the support, moved by `bar_ahead`."""
    return support_x(body, posture) + posture.bar_ahead * body.stature_m
