"""What an exercise asks of the joints of the working leg, from its solved pose; static, slow, without pain.

All lengths of the body model go with stature and all masses with body mass. So a moment divided by body weight times
stature hangs on exercise, sex, phase and load over body mass alone, and one table serves every body.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from core.body.anthropometry import GRAVITY, REFERENCE_MAN, REFERENCE_WOMAN, Body
from core.body.geometry import between, cross, direction, inclination
from core.body.pose.joints import Leg
from core.body.pose.library import load_poses
from core.body.pose.pose import LoadShape, Pad, Pose, at_phase
from core.body.pose.posture import ON_FEET, Mode
from core.body.pose.skeleton import Skeleton
from core.body.spine.demand import on_bridge
from core.body.spine.legs import chain, front_foot_share
from core.knowledge.rules import number
from core.legs.capacity import Numbers
from core.legs.lifts import Lift, lifts
from core.words import Sex

BODIES = {Sex.MALE: REFERENCE_MAN, Sex.FEMALE: REFERENCE_WOMAN}
PHASES = (0.15, 0.4, 0.7, 1.0)
"""Shares of the way from start to hardest position; the start itself is held by bones and ligaments."""
PAD_PHASES = (0.3, 0.5, 0.6, 0.7)
"""Cams of leg machines ease the ends of the movement."""
LOADS = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Loads over body mass at which poses are solved; moments between them lie on straight lines."""
PRESSED_AT, CALF_PRESSED_AT, HEEL_PRESSED_AT, BRIDGE_PRESSED_AT = 0.45, 0.72, 0.05, 0.30
"""Where along the foot, heel 0 to toe 1, a plate or the floor presses."""
PAD_ALONG_SHANK, PAD_ALONG_THIGH = number("legs.pad_along_shank"), number("legs.pad_along_thigh")
HIP_HALF = number("legs.half_hips")
"""From the middle of the pelvis to the hip joint, share of stature."""
SPLIT_SWAY = number("legs.split_sway")
BAND_N = number("legs.band_n")
CLAMSHELL = number("legs.clamshell")


class Moments(NamedTuple):
    """One instant: moments of the working leg in N m, joints in degrees of flexion, and what pushing along the floor
    changes.

    Extension, plantarflexion, abduction and adduction are positive; `push_knee_nm` and `push_hip_nm` belong to the
    whole push that is allowed, forward.
    """

    knee_nm: float = 0.0
    hip_nm: float = 0.0
    ankle_nm: float = 0.0
    abduction_nm: float = 0.0
    adduction_nm: float = 0.0
    knee_deg: float = 0.0
    hip_deg: float = 0.0
    ankle_deg: float = 0.0
    push_knee_nm: float = 0.0
    push_hip_nm: float = 0.0


ANGLES = frozenset({"knee_deg", "hip_deg", "ankle_deg"})


@dataclass(frozen=True)
class MomentTable:
    """Moments of all exercises over loads and phases.

    `values[name]` has the shape (exercises, loads, phases): moments over body weight and stature, angles in degrees.
    """

    exercises: tuple[str, ...]
    values: Mapping[str, Numbers]


@cache
def moment_table(sex: Sex) -> MomentTable:
    """The table of one sex, from the body model's reference person; solved once and kept."""
    body, names = BODIES[sex], tuple(lifts())
    scale = 1 / (body.weight_n * body.stature_m)
    values = {name: np.empty((len(names), len(LOADS), len(PHASES))) for name in Moments._fields}
    for place, exercise_id in enumerate(names):
        curves = _curves(exercise_id, body)
        for name, shape in values.items():
            factor = 1.0 if name in ANGLES else scale
            shape[place] = [[getattr(moments, name) * factor for moments in curve] for curve in curves]
    return MomentTable(names, values)


def _curves(exercise_id: str, body: Body) -> list[list[Moments]]:
    pose = load_poses()[exercise_id]
    if _bends_with_load(pose):
        return [[moments_at(pose, body, load * body.mass_kg, phase) for phase in PHASES] for load in LOADS]
    # Where the load moves no joint, its moments lie on one straight line.
    phases = PAD_PHASES if pose.pad is not None and pose.mode is not Mode.CANTILEVER else PHASES
    empty, full = ([moments_at(pose, body, load * body.mass_kg, phase) for phase in phases] for load in (0.0, 1.0))
    between_them = [list(zip(empty, full, strict=True)) for _ in LOADS]
    return [
        [Moments(*(a + (b - a) * load for a, b in zip(*pair, strict=True))) for pair in pairs]
        for load, pairs in zip(LOADS, between_them, strict=True)
    ]


def _bends_with_load(pose: Pose) -> bool:
    return pose.mode in ON_FEET and not pose.swapped


def moments_at(pose: Pose, body: Body, load_kg: float, phase: float) -> Moments:
    """Moments of the working leg of one pose at one load and phase. Raises KeyError where the model has none."""
    lift = lifts()[pose.id]
    if lift.sideways:
        return SIDEWAYS[pose.id](body, load_kg * lift.stack)
    skeleton = at_phase(pose, body, load_kg, phase)
    leg = skeleton.far if pose.swapped else skeleton.near
    knee_deg, hip_deg, ankle_deg = _angles(skeleton, leg)
    held = _held(pose, lift, skeleton, load_kg, phase)
    return held._replace(knee_deg=abs(knee_deg), hip_deg=hip_deg, ankle_deg=ankle_deg)


def _held(pose: Pose, lift: Lift, skeleton: Skeleton, load_kg: float, phase: float) -> Moments:
    body, leg = skeleton.body, skeleton.near
    if lift.is_calf:
        return _calf(pose, lift, skeleton, load_kg)
    if pose.swapped:
        return _swinging(pose, lift, skeleton, load_kg)
    if pose.pad is not None and pose.mode is not Mode.CANTILEVER:
        force_n = load_kg * GRAVITY * lift.stack * body.shank_m * PAD_ALONG_SHANK / lift.legs
        return Moments(knee_nm=force_n if pose.pad is Pad.EXTEND else -force_n)
    match pose.mode:
        case Mode.SEAT:
            _, knee, _ = chain(skeleton, leg, leg.toe, 0j)
            return Moments(knee_nm=knee)
        case Mode.QUAD:
            thigh, shank, foot = body.segments.thigh, body.segments.shank, body.segments.foot
            lever_m = (thigh * body.segments.thigh_centre + shank + foot) * body.thigh_m
            return Moments(hip_nm=body.weight_n * lever_m * phase)
        case Mode.CANTILEVER:
            return _cantilever(pose, skeleton)
        case Mode.PRESS | Mode.HACK:
            at, force = between(leg.heel, leg.toe, PRESSED_AT), _sled(pose, lift, body, load_kg)
        case Mode.BRIDGE:
            _, foot_n = on_bridge(pose, skeleton)
            heel = skeleton.posture.heel_raise < 0
            at, force = between(leg.heel, leg.toe, HEEL_PRESSED_AT if heel else BRIDGE_PRESSED_AT), 1j * foot_n
        case _:
            at, force = (
                between(leg.heel, leg.toe, body.constants.support_along_foot),
                1j * _under_foot_n(pose, skeleton),
            )
    ankle, knee, hip = chain(skeleton, leg, at, force)
    # A knee that points outwards is seen shortened from the side; its own lever is longer.
    knee /= math.cos(math.radians(skeleton.posture.knee_out))
    if pose.back_pad and pose.mode is Mode.STAND:
        hip *= 0.5  # a wall takes the moment of the trunk
    if pose.load_shape is LoadShape.CABLE and pose.mode is Mode.STAND:
        # A cable from behind pulls the hands back below the hips, which bends the trunk; leaning into it leaves the
        # knees as they are.
        hip += 0.5 * load_kg * GRAVITY * lift.stack * max(0.0, (skeleton.hip - skeleton.arm.hand).imag)
    return Moments(
        knee_nm=knee, hip_nm=hip, ankle_nm=ankle, abduction_nm=_sideways_nm(pose, skeleton, abs(force))
    )._replace(**_push(lift, skeleton, leg, abs(force)))


def _under_foot_n(pose: Pose, skeleton: Skeleton) -> float:
    weight_n = (skeleton.total_kg + sum(held.mass_kg for held in skeleton.held if not held.balances)) * GRAVITY
    match pose.mode:
        case Mode.SINGLE:
            return (skeleton.posture.front_share or 1.0) * (1 - 0.5 * skeleton.posture.hands_share) * weight_n
        case Mode.SPLIT:
            return front_foot_share(skeleton) * weight_n
        case _:
            return 0.5 * weight_n


def _push(lift: Lift, skeleton: Skeleton, leg: Leg, force_n: float) -> dict[str, float]:
    """Rails, a sled or the second foot leave open how hard the foot pushes along the floor, up to a share."""
    sole = (leg.toe - leg.heel) / abs(leg.toe - leg.heel)
    at = between(leg.heel, leg.toe, PRESSED_AT)
    force = -sole * force_n * lift.free_push
    return {"push_knee_nm": -cross(at - leg.knee, force), "push_hip_nm": cross(at - skeleton.hip, force)}


def _sideways_nm(pose: Pose, skeleton: Skeleton, force_n: float) -> float:
    if pose.mode not in (Mode.SINGLE, Mode.SPLIT):
        return 0.0
    above_n = max(0.0, force_n - _leg_kg(skeleton.body) * GRAVITY)
    return above_n * HIP_HALF * skeleton.body.stature_m * (SPLIT_SWAY if pose.mode is Mode.SPLIT else 1.0)


def _sled(pose: Pose, lift: Lift, body: Body, load_kg: float) -> complex:
    along_n = load_kg * GRAVITY * direction(pose.track_deg).real
    if pose.mode is Mode.PRESS:
        return -direction(pose.track_deg) * along_n / lift.legs
    lower_legs = 2 * (body.segments.shank + body.segments.foot)
    along_n += body.weight_n * (1 - lower_legs) * direction(pose.track_deg).real
    return direction(pose.track_deg - 90.0) * along_n / lift.legs


def _calf(pose: Pose, lift: Lift, skeleton: Skeleton, load_kg: float) -> Moments:
    """Straight knees and hips are held by ligaments; a seated one carries shank, half the thigh and the load."""
    body, leg, c = skeleton.body, skeleton.near, skeleton.body.constants
    if pose.mode is Mode.SEAT:
        carried_kg = 0.5 * load_kg + (body.segments.shank + 0.45 * body.segments.thigh) * body.mass_kg
        lever_m = (c.ball_along_foot - c.ankle_along_foot) * body.foot_m
        return Moments(ankle_nm=carried_kg * GRAVITY * lever_m)
    force = _sled(pose, lift, body, load_kg) if pose.mode is Mode.PRESS else 1j * _under_foot_n(pose, skeleton)
    ankle, _, _ = chain(skeleton, leg, between(leg.heel, leg.toe, CALF_PRESSED_AT), force)
    return Moments(ankle_nm=ankle, abduction_nm=_sideways_nm(pose, skeleton, abs(force)))


def _swinging(pose: Pose, lift: Lift, skeleton: Skeleton, load_kg: float) -> Moments:
    """A leg moved in the air; a band or a cable pulls square to it at the ankle."""
    body = skeleton.body
    _, knee, hip = chain(skeleton, skeleton.far, skeleton.far.toe, 0j)
    pull_n = load_kg * GRAVITY * lift.stack + (BAND_N if lift.band else 0.0)
    if lift.curls:
        return Moments(knee_nm=knee - pull_n * body.shank_m * PAD_ALONG_SHANK)
    return Moments(hip_nm=abs(hip) + pull_n * 0.9 * (body.thigh_m + body.shank_m))


def _cantilever(pose: Pose, skeleton: Skeleton) -> Moments:
    beyond_hip = [mass for mass in skeleton.masses if mass.above_cut or mass.name == "pelvis"]
    hip = sum(mass.mass_kg * GRAVITY * (mass.at - skeleton.hip).real for mass in beyond_hip)
    knee = 0.0
    if pose.pad is Pad.CURL:
        beyond_knee = [mass for mass in skeleton.masses if mass.name not in ("shank", "foot")]
        knee = sum(mass.mass_kg * GRAVITY * (mass.at - skeleton.near.knee).real for mass in beyond_knee)
    return Moments(knee_nm=-knee / 2, hip_nm=hip / 2)


def _angles(skeleton: Skeleton, leg: Leg) -> tuple[float, float, float]:
    thigh, shin = inclination(skeleton.hip - leg.knee), inclination(leg.knee - leg.ankle)
    knee = (shin - thigh + 90.0) % 360.0 - 90.0
    hip = (skeleton.angles.lean - skeleton.posture.lumbar - thigh + 150.0) % 360.0 - 150.0
    sole = inclination(leg.toe - leg.heel)
    return knee, hip, (shin - (sole - 90.0) + 180.0) % 360.0 - 180.0


def _leg_kg(body: Body) -> float:
    return (body.segments.thigh + body.segments.shank + body.segments.foot) * body.mass_kg


def _thigh_nm(body: Body) -> float:
    return body.segments.thigh * body.weight_n * body.segments.thigh_centre * body.thigh_m


def _side_lying(body: Body, load_kg: float) -> Moments:
    g = body.segments
    lower = g.shank * (body.thigh_m + g.shank_centre * body.shank_m) + g.foot * (body.thigh_m + body.shank_m)
    return Moments(abduction_nm=_thigh_nm(body) + body.weight_n * lower)


def _standing(body: Body, load_kg: float) -> Moments:
    # The standing side carries the pelvis, the moving side the leg.
    return Moments(abduction_nm=(body.mass_kg - _leg_kg(body)) * GRAVITY * HIP_HALF * body.stature_m)


def _band_at_knees(body: Body, load_kg: float) -> float:
    return (BAND_N + load_kg * GRAVITY) * PAD_ALONG_THIGH * body.thigh_m


def _pads_at_knees(body: Body, load_kg: float) -> float:
    return 0.5 * load_kg * GRAVITY * PAD_ALONG_THIGH * body.thigh_m


def _side_step(body: Body, load_kg: float) -> Moments:
    return Moments(abduction_nm=(BAND_N + load_kg * GRAVITY) * (body.thigh_m + 0.9 * body.shank_m))


SIDEWAYS: dict[str, Callable[[Body, float], Moments]] = {
    "side_lying_hip_abduction": _side_lying,
    "standing_hip_abduction": _standing,
    "clamshell": lambda body, load_kg: Moments(abduction_nm=CLAMSHELL * _thigh_nm(body)),
    "banded_clamshell": lambda body, load_kg: Moments(
        abduction_nm=CLAMSHELL * _thigh_nm(body) + _band_at_knees(body, load_kg)
    ),
    "seated_hip_abduction": lambda body, load_kg: Moments(abduction_nm=_band_at_knees(body, load_kg)),
    "banded_side_step": _side_step,
    "hip_abduction_machine": lambda body, load_kg: Moments(abduction_nm=_pads_at_knees(body, load_kg)),
    "hip_adduction_machine": lambda body, load_kg: Moments(adduction_nm=_pads_at_knees(body, load_kg), hip_deg=45.0),
}
