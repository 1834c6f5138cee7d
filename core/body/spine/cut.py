"""The cut at L5/S1: forces and moment from everything above it, checked from everything below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from core.body.anthropometry import GRAVITY, Body
from core.body.geometry import Point, anterior, cross, direction, dot
from core.body.pose.joints import from_trunk
from core.body.pose.skeleton import Skeleton
from core.body.pose.solving import ground_x, upper_part


class Force(NamedTuple):
    """A force in newtons that acts on the part of the body above the cut."""

    at: Point
    vector: complex


class Cut(NamedTuple):
    """Result of the cut: moment in N m (positive: back extensors work), forces in N along and across the
    spine.
    """

    moment_nm: float
    axial_n: float
    gravity_shear_n: float
    muscle_n: float
    compression_n: float
    shear_n: float


def moment_from_above(skeleton: Skeleton, forces: Sequence[Force] = ()) -> float:
    """Moment at L5/S1 from the weights and supports above it (N m)."""
    return -sum(cross(at - skeleton.trunk.l5s1, vector) for at, vector in (*weights_above(skeleton), *forces))


def moment_from_below(skeleton: Skeleton) -> float:
    """The same moment from the ground reaction of the feet and the weights below the cut (N m).

    Valid for anyone on the feet alone or with hands that carry a share; it must agree with the cut from
    above.
    """
    joint = skeleton.trunk.l5s1.real
    kg, _ = upper_part(skeleton)
    ground_n = (skeleton.total_kg - skeleton.posture.hands_share * kg) * GRAVITY
    moment = (ground_x(skeleton) - joint) * ground_n
    for mass in skeleton.masses:
        if not mass.above_cut:
            moment -= mass.mass_kg * GRAVITY * (mass.at.real - joint)
    for held in skeleton.held:
        if not held.above_cut and held.balances:
            moment -= held.mass_kg * GRAVITY * (held.at.real - joint)
    return moment


def weights_above(skeleton: Skeleton) -> list[Force]:
    """Weights of all segments and held loads above the cut."""
    parts = [Force(m.at, -1j * m.mass_kg * GRAVITY) for m in skeleton.masses if m.above_cut]
    return parts + [Force(h.at, -1j * h.mass_kg * GRAVITY) for h in skeleton.held if h.above_cut]


def hands_support(skeleton: Skeleton) -> list[Force]:
    """The share of the upper body that a rail, a wall or a chair takes over through the hands."""
    share = skeleton.posture.hands_share
    if not share:
        return []
    kg, at = upper_part(skeleton)
    return [Force(at, 1j * share * kg * GRAVITY)]


def cut(skeleton: Skeleton, forces: Sequence[Force] = (), back_pad: bool = False, push: complex = 0j) -> Cut:
    """Compression and shear at L5/S1.

    `forces` act above the cut; `push` is a force on the pelvis along a machine's track, of which only what
    the pad's friction does not hold reaches the spine. A back pad pushes at mid-chest until no moment is
    left, never pulls.
    """
    c = skeleton.body.constants
    along = direction(skeleton.spine_deg)
    front = anterior(along)
    acting = [*weights_above(skeleton), *forces]
    total = sum((force.vector for force in acting), 0j)
    moment = -sum(cross(at - skeleton.trunk.l5s1, vector) for at, vector in acting)
    if back_pad and moment < 0:
        at = from_trunk(skeleton.body, skeleton.trunk, skeleton.angles.lean, 0.80, -0.06)
        lever = cross(at - skeleton.trunk.l5s1, front)
        total += moment / lever * front if lever else 0j
        moment = 0.0
    axial = -dot(total, along)
    if push:
        axial += max(0.0, dot(push, along) - c.pad_friction * abs(dot(push, front)))
    shear = dot(total, front)
    return with_muscle(skeleton.body, skeleton.posture.lumbar, moment, axial, shear)


def with_muscle(body: Body, lumbar: float, moment: float, axial: float, shear: float) -> Cut:
    """One muscle equivalent holds the moment; its pull compresses, and its slant takes some shear away."""
    if moment < 0:
        pull = -moment / body.flexor_arm_m
        return Cut(moment, axial, shear, pull, axial + pull, shear)
    c = body.constants
    left = max(0.0, 1 - max(0.0, lumbar) / c.obliquity_gone_at_deg)
    slant = math.radians(c.extensor_obliquity_deg * left)
    pull = moment / body.extensor_arm_m
    return Cut(moment, axial, shear, pull, axial + pull * math.cos(slant), shear - pull * math.sin(slant))
