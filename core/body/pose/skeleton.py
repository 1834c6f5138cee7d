"""From angles to joints: the chain ankle, knee, hip, L5/S1, T12, shoulder, head, with arms, far leg and held
loads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from core.body.anthropometry import Body
from core.body.geometry import Point, anterior, between, direction, inclination, middle_joint
from core.body.pose.arms import arm_of
from core.body.pose.joints import Angles, ArmJoints, Held, Leg, Mass, Trunk, from_trunk
from core.body.pose.posture import LegShape, Posture, Root


@dataclass(frozen=True)
class Skeleton:
    """A posture with its joints found, for one body and one load. `faults` says in words what could not be
    met.
    """

    body: Body
    posture: Posture
    angles: Angles
    trunk: Trunk
    near: Leg
    far: Leg
    arm: ArmJoints
    far_arm: ArmJoints
    held: tuple[Held, ...]
    faults: tuple[str, ...] = ()

    @property
    def hip(self) -> Point:
        """Middle of the hips."""
        return self.trunk.hip

    @property
    def thigh_deg(self) -> float:
        """Inclination of the near thigh, knee to hip."""
        return self.angles.shin - self.angles.knee

    @property
    def spine_deg(self) -> float:
        """Inclination of the axis along which the lumbar spine is compressed."""
        return self.angles.lean - 0.75 * self.posture.lumbar

    @property
    def hip_flexion_deg(self) -> float:
        """Angle between the pelvis and the near thigh, straight standing 0."""
        return self.angles.lean - self.posture.lumbar - self.thigh_deg

    @cached_property
    def masses(self) -> tuple[Mass, ...]:
        """All segments as point masses, those above the cut at L5/S1 marked."""
        return tuple(_masses(self))

    @cached_property
    def total_kg(self) -> float:
        """Body and held loads that balance."""
        return sum(m.mass_kg for m in self.masses) + sum(h.mass_kg for h in self.held if h.balances)

    @cached_property
    def centre(self) -> Point:
        """Centre of mass of body and held loads."""
        moment = sum(m.mass_kg * m.at for m in self.masses)
        moment += sum(h.mass_kg * h.at for h in self.held if h.balances)
        return moment / self.total_kg

    @property
    def joints(self) -> dict[str, Point]:
        """Every joint by name, for checks and for finding the frame of a picture."""
        named = {f"near {k}": v for k, v in self.near._asdict().items()}
        named |= {f"far {k}": v for k, v in self.far._asdict().items()}
        named |= {f"near {k}": v for k, v in self.arm._asdict().items()}
        named |= {f"far {k}": v for k, v in self.far_arm._asdict().items()}
        return named | self.trunk._asdict()


def build(body: Body, posture: Posture, load_kg: float, angles: Angles) -> Skeleton:
    """Joints of `posture` with the given shin, knee and lean. Held loads follow the hold of the near arm."""
    if posture.root is Root.FOOT:
        near, hip = _leg_from_foot(body, posture, angles)
    else:
        hip = complex(*posture.hip_at) * body.stature_m
        near = None
    trunk = trunk_of(body, hip, angles.lean, posture.lumbar, posture.neck)
    if posture.root is Root.FLOOR:
        trunk = _let_down(body, posture, trunk)
    if near is None:
        shape = posture.leg or LegShape(0.0, 0.0)
        near = leg_from_hip(body, trunk.hip, shape)
        angles = _angles_of(trunk, near, shape, angles.lean)
    far = near if posture.far is None else leg_from_hip(body, trunk.hip, posture.far)
    if posture.root is Root.FOOT:
        far = _toes_on_floor(body, far)
    arm, held, faults = arm_of(body, posture, posture.arm, trunk, near, angles, load_kg)
    far_arm = arm
    if posture.far_arm is not None:
        far_arm, _, more = arm_of(body, posture, posture.far_arm, trunk, far, angles, 0.0)
        faults += more
    if load_kg and posture.load_on_trunk:
        held = (Held(load_kg, from_trunk(body, trunk, angles.lean, *posture.load_on_trunk)),)
    elif load_kg and posture.load_ahead_m:
        held = (Held(load_kg, trunk.shoulder + complex(*posture.load_ahead_m)),)
    return Skeleton(body, posture, angles, trunk, near, far, arm, far_arm, held, faults)


def trunk_of(body: Body, hip: Point, lean: float, lumbar: float, neck: float) -> Trunk:
    """Points of the trunk; `lumbar` is flexion away from neutral, so the pelvis inclines less by it."""
    c = body.constants
    pelvis = direction(lean - lumbar)
    axis = hip + pelvis * body.trunk_m * c.l5s1_along_trunk
    t12 = axis + direction(lean - 0.5 * lumbar) * body.trunk_m * c.lumbar_along_trunk
    upright = direction(lean)
    shoulder = t12 + upright * body.trunk_m * (1 - c.l5s1_along_trunk - c.lumbar_along_trunk)
    base = shoulder + upright * c.neck * body.stature_m
    vertex = base + direction(lean + neck) * c.head * body.stature_m
    return Trunk(hip, axis, axis - anterior(pelvis) * c.l5s1_behind * body.stature_m, t12, shoulder, base, vertex)


def foot_of(body: Body, ankle: Point, along: complex, share: float = 1.0) -> tuple[Point, Point, Point]:
    """Heel, ball and toe of a foot that points `along`; `share` is what is seen of its length."""
    length = body.foot_m * share
    heel = ankle - along * 1j * body.ankle_m - along * body.constants.ankle_along_foot * length
    return heel, heel + along * body.constants.ball_along_foot * length, heel + along * length


def leg_from_hip(body: Body, hip: Point, shape: LegShape) -> Leg:
    """Leg that hangs from the hip, by its angles or by the place of its foot."""
    if shape.foot_at is not None:
        return _leg_to_foot(body, hip, shape)
    thigh = shape.thigh or 0.0
    shin = thigh + (shape.knee or 0.0)
    knee = hip - direction(thigh) * body.thigh_m * shape.thigh_share
    ankle = knee - direction(shin) * body.shank_m * shape.shank_share
    along = (
        anterior(direction(shin + shape.plantar)) if shape.foot_direction is None else direction(shape.foot_direction)
    )
    return Leg(knee, ankle, *foot_of(body, ankle, along))


def _leg_to_foot(body: Body, hip: Point, shape: LegShape) -> Leg:
    assert shape.foot_at is not None
    c = body.constants
    along = direction(90.0 + shape.pitch)
    ball = complex(*shape.foot_at) * body.stature_m
    ankle = ball - along * (c.ball_along_foot - c.ankle_along_foot) * body.foot_m + along * 1j * body.ankle_m
    knee = middle_joint(hip, ankle, body.thigh_m * shape.thigh_share, body.shank_m * shape.shank_share, -1)
    heel, _, toe = foot_of(body, ankle, along)
    if 0 < shape.pitch < 90:
        toe = ball + (1 - c.ball_along_foot) * body.foot_m + 0.004j
    return Leg(knee, ankle, heel, ball, toe)


def _toes_on_floor(body: Body, leg: Leg) -> Leg:
    """Toes that would dip into the floor bend and lie flat on it."""
    if leg.toe.imag >= 0.0 or leg.ball.imag < -0.01 * body.stature_m:
        return leg
    length = (1 - body.constants.ball_along_foot) * body.foot_m
    return leg._replace(toe=complex(leg.ball.real + length, max(0.0, leg.ball.imag)))


def _leg_from_foot(body: Body, posture: Posture, angles: Angles) -> tuple[Leg, Point]:
    c = body.constants
    floor = posture.base * body.stature_m
    seen = math.cos(math.radians(posture.knee_out))
    if posture.heel_raise:
        along = direction(90.0 + posture.heel_raise)
        ball = complex(c.ball_along_foot * body.foot_m, floor)
        heel = ball - along * c.ball_along_foot * body.foot_m
        ankle = heel + along * c.ankle_along_foot * body.foot_m + along * 1j * body.ankle_m
        toe = ball + (1 - c.ball_along_foot) * body.foot_m
        if posture.heel_raise < 0:
            # Toes up: the heel is what stays on the floor.
            up = 1j * (floor - heel.imag)
            heel, ankle, ball = heel + up, ankle + up, ball + up
            toe = heel + along * body.foot_m
    else:
        ankle = complex(c.ankle_along_foot * body.foot_m * seen, body.ankle_m + floor)
        heel, ball, toe = foot_of(body, ankle, 1 + 0j, seen)
    knee = ankle + _narrowed(direction(angles.shin) * body.shank_m, seen)
    hip = knee + _narrowed(direction(angles.shin - angles.knee) * body.thigh_m, seen)
    return Leg(knee, ankle, heel, ball, toe), hip


def _narrowed(vector: complex, seen: float) -> complex:
    return complex(vector.real * seen, vector.imag)


FLESH = {
    "hip": 0.066,
    "shoulder": 0.056,
    "vertex": 0.0,
    "knee": 0.033,
    "ankle": 0.022,
    "toe": 0.0,
    "heel": 0.0,
}
"""How far the skin lies from a joint, share of stature: what touches the floor when a body lies or kneels."""


def _let_down(body: Body, posture: Posture, trunk: Trunk) -> Trunk:
    h = body.stature_m
    low = [trunk.hip.imag - FLESH["hip"] * h, trunk.shoulder.imag - FLESH["shoulder"] * h]
    for shape in (posture.leg, posture.far):
        if shape is not None and shape.foot_at is None:
            leg = leg_from_hip(body, trunk.hip, shape)
            low.append(leg.knee.imag - FLESH["knee"] * h)
            low += [leg.ankle.imag - FLESH["ankle"] * h, leg.toe.imag, leg.heel.imag]
    drop = -1j * min(low)
    return Trunk(*(point + drop for point in trunk))


def _angles_of(trunk: Trunk, leg: Leg, shape: LegShape, lean: float) -> Angles:
    if shape.foot_at is None:
        knee = shape.knee or 0.0
        return Angles((shape.thigh or 0.0) + knee, knee, lean)
    thigh = inclination(trunk.hip - leg.knee)
    shin = inclination(leg.knee - leg.ankle)
    knee = (shin - thigh + 90.0) % 360.0 - 90.0
    # The thigh is kept within half a turn behind the trunk, so that hip flexion never jumps by a circle.
    while lean - thigh < -150.0:
        thigh -= 360.0
    while lean - thigh > 210.0:
        thigh += 360.0
    return Angles(thigh + knee, knee, lean)


def _masses(s: Skeleton) -> list[Mass]:
    body, t = s.body, s.trunk
    g, kg = body.segments, body.mass_kg
    found: list[Mass] = []
    for leg in (s.near, s.far):
        found.append(Mass("foot", g.foot * kg, between(leg.heel, leg.toe, g.foot_centre), False))
        found.append(Mass("shank", g.shank * kg, between(leg.knee, leg.ankle, g.shank_centre), False))
        found.append(Mass("thigh", g.thigh * kg, between(t.hip, leg.knee, g.thigh_centre), False))
    for arm in (s.arm, s.far_arm):
        found.append(Mass("upper_arm", g.upper_arm * kg, between(arm.shoulder, arm.elbow, g.upper_arm_centre), True))
        found.append(Mass("forearm", g.forearm * kg, between(arm.elbow, arm.wrist, g.forearm_centre), True))
        found.append(Mass("hand", g.hand * kg, arm.hand, True))
    c = body.constants
    found.append(Mass("pelvis", body.pelvis_kg, between(t.hip, t.axis, 0.5), False))
    above = (body.upper_trunk_centre - c.l5s1_along_trunk) / (1 - c.l5s1_along_trunk)
    lumbar, thorax = c.lumbar_along_trunk, 1 - c.l5s1_along_trunk - c.lumbar_along_trunk
    way = above * (lumbar + thorax)
    if way <= lumbar:
        centre = between(t.axis, t.t12, way / lumbar)
    else:
        centre = between(t.t12, t.shoulder, (way - lumbar) / thorax)
    found.append(Mass("upper_trunk", body.upper_trunk_kg, centre, True))
    found.append(Mass("head", g.head * kg, between(t.vertex, t.neck, g.head_centre), True))
    return found
