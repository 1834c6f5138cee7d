"""One pose per exercise: start, hardest position, hold, support and load; and its skeleton at any phase
between.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from core.body.anthropometry import Body
from core.body.geometry import Point, anterior, direction, inclination, middle_joint, mix
from core.body.pose.frontal import FrontPosture, FrontSkeleton, blend_front, solve_front
from core.body.pose.joints import Angles, from_trunk
from core.body.pose.posture import (
    Hold,
    LegShape,
    Mode,
    Planted,
    Posture,
    Root,
    Solve,
    blend_arms,
    blend_legs,
    blend_numbers,
)
from core.body.pose.skeleton import Skeleton, build
from core.body.pose.solving import ground_x, solve


class LoadShape(StrEnum):
    """What a load looks like."""

    BARBELL = "barbell"
    TRAP_BAR = "trap_bar"
    SAFETY_BAR = "safety_bar"
    SMITH = "smith"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    BELT = "belt"
    CRATE = "crate"
    CABLE = "cable"
    STACK = "stack"
    NONE = "none"


class Gear(StrEnum):
    """Equipment around the person; each word has a drawing."""

    ABDUCTION_MACHINE = "abduction_machine"
    ADDUCTION_MACHINE = "adduction_machine"
    ANKLE_BAND = "ankle_band"
    ANKLE_ROLLER = "ankle_roller"
    BACK_BENCH = "back_bench"
    BACKPAD = "backpad"
    BACKPAD_LONG = "backpad_long"
    BALL_UNDER_HEELS = "ball_under_heels"
    BAND_ANKLE = "band_ankle"
    BAND_BOTH_ANKLES = "band_both_ankles"
    BAND_KNEE_FRONT = "band_knee_front"
    BELT_RAIL = "belt_rail"
    BENCH = "bench"
    BIKE = "bike"
    BOX = "box"
    CABLE_ANKLE = "cable_ankle"
    CABLE_BEHIND = "cable_behind"
    CABLE_SIDE = "cable_side"
    CHAIR = "chair"
    CHAIR_HIGH = "chair_high"
    CIRCLE_ARROW = "circle_arrow"
    CUSHION_KNEES = "cushion_knees"
    DOWEL = "dowel"
    FOOTPLATE = "footplate"
    FRONT_CHAIR = "front_chair"
    KNEE_BAND = "knee_band"
    KNEE_WEIGHT = "knee_weight"
    LEG_CHAIR = "leg_chair"
    MAT = "mat"
    MAT_FROM_ABOVE = "mat_from_above"
    POST = "post"
    PRONE_BENCH = "prone_bench"
    RACK_PINS = "rack_pins"
    RACK_POSTS = "rack_posts"
    REAR_BENCH = "rear_bench"
    ROLLER_BACK = "roller_back"
    ROLLER_FRONT = "roller_front"
    SEAT = "seat"
    SEAT_RECLINE = "seat_recline"
    SHOULDER_PADS = "shoulder_pads"
    SLIDER = "slider"
    SLOPE_PLATE = "slope_plate"
    SMITH_RAILS = "smith_rails"
    STEP = "step"
    STRAP = "strap"
    SWAY_ARROW = "sway_arrow"
    TOWEL_KNEE = "towel_knee"
    TURN_ARROW = "turn_arrow"
    WALL_BACK = "wall_back"
    WALL_BEHIND = "wall_behind"
    WALL_FRONT = "wall_front"
    WALL_RIGHT = "wall_right"


class LoadPlace(StrEnum):
    """Where a load acts: in the hands or on the trunk, on rails, at the ankles or on the knees."""

    HELD = "held"
    MACHINE = "machine"
    ANKLE = "ankle"
    KNEE = "knee"


class Basis(StrEnum):
    """Where the demand of a pose comes from."""

    MODELLED = "modelled"
    PUBLISHED = "published"
    BOUNDED = "bounded"
    POSTURE_ONLY = "posture_only"


class Pad(StrEnum):
    """Which muscles a leg machine's pad works against."""

    EXTEND = "extend"
    CURL = "curl"


@dataclass(frozen=True)
class Published:
    """A published compression for an exercise the model must not be used for, with its range and source."""

    compression_n: float
    range_n: tuple[float, float]
    body_kg: float
    source: str


@dataclass(frozen=True)
class Pose:
    """One exercise as a mechanism. `typical_share` is a usual load of a trained adult as a share of body
    mass.

    `bench_at` is the place of the upper-back contact on a bench, share of the trunk; 0 where the back lies on
    the floor. `swapped` draws the far limbs nearest, where the far leg is the one that works.
    """

    id: str
    mode: Mode
    start: Posture
    hard: Posture
    load_shape: LoadShape = LoadShape.NONE
    load_place: LoadPlace = LoadPlace.HELD
    typical_share: float = 0.0
    back_pad: bool = False
    bench_at: float = 0.0
    track_deg: float = 0.0
    pad: Pad | None = None
    planted: Planted = Planted.NOTHING
    basis: Basis = Basis.MODELLED
    published: Published | None = None
    flags: tuple[str, ...] = ()
    gear: tuple[Gear, ...] = ()
    front_start: FrontPosture | None = None
    front_hard: FrontPosture | None = None
    from_above: bool = False
    swapped: bool = False

    def typical_load_kg(self, body: Body) -> float:
        """Usual load for a body."""
        return self.typical_share * body.mass_kg


BENCH_CONTACT = 0.82
FLOOR_CONTACT = 0.97
BACK_BEHIND_TRUNK = -0.055
STEP_LIFT = 0.045


def at_phase(pose: Pose, body: Body, load_kg: float, phase: float = 1.0) -> Skeleton:
    """Skeleton at `phase` between start (0) and hardest position (1), balance found anew at each phase.

    Solved once for the same arguments and kept. Raises ValueError for a phase outside 0 to 1.
    """
    if not 0.0 <= phase <= 1.0:
        raise ValueError(f"phase {phase} is not between 0 and 1")
    skeleton = _at_phase(pose, body, load_kg, round(phase, 6))
    travel = mix(pose.start.travel, pose.hard.travel, phase)
    if travel and pose.mode is not Mode.BRIDGE:
        return moved(skeleton, complex(travel * body.stature_m, 0.0))
    return skeleton


@lru_cache(maxsize=16384)
def _at_phase(pose: Pose, body: Body, load_kg: float, phase: float) -> Skeleton:
    held_kg = load_kg if pose.load_place is LoadPlace.HELD else 0.0
    if pose.mode is Mode.BRIDGE:
        return _bridge(pose, body, held_kg, phase)
    last = solve(body, pose.hard, held_kg) if phase == 1.0 else _at_phase(pose, body, load_kg, 1.0)
    if phase == 1.0:
        return last
    first = solve(body, pose.start, held_kg)
    if phase == 0.0:
        return _planted(pose, first, last)
    posture, target_x = _between(pose, first, last, phase)
    return _planted(pose, solve(body, posture, held_kg, target_x), last)


def solved_count() -> int:
    """How many skeletons have been solved since the program began or the memory was cleared."""
    return _at_phase.cache_info().misses


def forget_solved() -> None:
    """Empty the memory of solved skeletons."""
    _at_phase.cache_clear()


def _between(pose: Pose, first: Skeleton, last: Skeleton, phase: float) -> tuple[Posture, float | None]:
    start, hard = pose.start, pose.hard
    knee = mix(first.angles.knee, last.angles.knee, phase)
    shin = mix(first.angles.shin, last.angles.shin, phase)
    posture = replace(
        blend_numbers(start, hard, phase),
        shin=shin,
        knee=knee,
        thigh=None,
        lean=mix(first.angles.lean, last.angles.lean, phase),
        leg=_leg_between(start.leg, hard.leg, first, last, phase, near=True),
        far=_far_between(first, last, phase),
        arm=blend_arms(start.arm, hard.arm, phase),
        far_arm=blend_arms(start.far_arm or start.arm, hard.far_arm or hard.arm, phase)
        if start.far_arm or hard.far_arm
        else None,
    )
    if hard.solve is Solve.NONE or hard.root is not Root.FOOT:
        return replace(posture, solve=Solve.NONE), None
    solve_for = Solve.LEAN if hard.solve is Solve.LEAN else Solve.SHIN
    return replace(posture, solve=solve_for), mix(ground_x(first), ground_x(last), phase)


def _far_between(first: Skeleton, last: Skeleton, phase: float) -> LegShape | None:
    start, hard = first.posture.far, last.posture.far
    if start is None and hard is None:
        return None
    stature = last.body.stature_m
    lift = 0.0
    if start is None and hard is not None and hard.foot_at is not None:
        # A foot that steps away from the other begins flat beside it.
        start = LegShape(foot_at=(first.near.ball.real / stature, first.near.ball.imag / stature), pitch=0.0)
        lift = STEP_LIFT
    return _leg_between(start, hard, first, last, phase, near=False, lift=lift)


def _leg_between(
    start: LegShape | None,
    hard: LegShape | None,
    first: Skeleton,
    last: Skeleton,
    phase: float,
    near: bool,
    lift: float = 0.0,
) -> LegShape | None:
    if near and hard is None:
        return None
    start = start or _shape_of(first, near)
    hard = hard or _shape_of(last, near)
    same_terms = (start.foot_at is None) == (hard.foot_at is None) and (start.foot_direction is None) == (
        hard.foot_direction is None
    )
    if not same_terms:
        start, hard = _shape_of(first, near, start), _shape_of(last, near, hard)
        # A thigh turns the short way round.
        hard = hard._replace(thigh=_nearest_turn(hard.thigh or 0.0, start.thigh or 0.0))
    return blend_legs(start, hard, phase, lift)


def _shape_of(skeleton: Skeleton, near: bool, seen: LegShape | None = None) -> LegShape:
    leg = skeleton.near if near else skeleton.far
    thigh = inclination(skeleton.hip - leg.knee)
    shin = inclination(leg.knee - leg.ankle)
    knee = (shin - thigh + 90.0) % 360.0 - 90.0
    seen = seen or LegShape()
    # The direction of the sole is blended as an angle relative to the shin.
    plantar = _nearest_turn(inclination((leg.ball - leg.heel) * 1j) - shin, 0.0)
    return LegShape(thigh, knee, plantar=plantar, thigh_share=seen.thigh_share, shank_share=seen.shank_share)


def _nearest_turn(angle_deg: float, to_deg: float) -> float:
    """The same direction, as the angle within half a turn of another."""
    return to_deg + (angle_deg - to_deg + 180.0) % 360.0 - 180.0


def front_at(pose: Pose, body: Body, phase: float) -> FrontSkeleton:
    """Skeleton from the front at `phase`; a planted near foot (the viewer's left) stays where it is at the end."""
    assert pose.front_start is not None
    assert pose.front_hard is not None
    posture = blend_front(pose.front_start, pose.front_hard, phase)
    skeleton = solve_front(body, posture)
    if pose.planted is not Planted.NEAR_FOOT:
        return skeleton
    by = (solve_front(body, pose.front_hard).left_leg.ankle - skeleton.left_leg.ankle) / body.stature_m
    return solve_front(body, replace(posture, lift=posture.lift + by.imag, shift=posture.shift + by.real))


def _planted(pose: Pose, skeleton: Skeleton, last: Skeleton) -> Skeleton:
    """Shift a skeleton so that what is planted stays where it is in the hardest position."""
    match pose.planted:
        case Planted.FAR_FOOT:
            by = last.far.ball - skeleton.far.ball
        case Planted.NEAR_KNEE:
            by = last.near.knee - skeleton.near.knee
        case Planted.NEAR_FOOT:
            by = last.near.ball - skeleton.near.ball
        case Planted.HAND:
            by = last.arm.hand - skeleton.arm.hand
        case _:
            return skeleton
    return moved(skeleton, by if pose.hard.root is Root.HIP else complex(by.real, 0.0))


def moved(skeleton: Skeleton, by: Point) -> Skeleton:
    """The same skeleton at another place."""
    s = skeleton
    return Skeleton(
        s.body,
        s.posture,
        s.angles,
        type(s.trunk)(*(p + by for p in s.trunk)),
        type(s.near)(*(p + by for p in s.near)),
        type(s.far)(*(p + by for p in s.far)),
        type(s.arm)(*(p + by for p in s.arm)),
        type(s.far_arm)(*(p + by for p in s.far_arm)),
        tuple(h._replace(at=h.at + by) for h in s.held),
        s.faults,
    )


def as_drawn(pose: Pose, skeleton: Skeleton) -> Skeleton:
    """The skeleton with near and far limbs exchanged where the pose says so."""
    if not pose.swapped:
        return skeleton
    s = skeleton
    posture = replace(s.posture, arm=s.posture.far_arm or s.posture.arm, far_arm=s.posture.arm)
    return replace(s, posture=posture, near=s.far, far=s.near, arm=s.far_arm, far_arm=s.arm)


def bridge_contact(pose: Pose, skeleton: Skeleton) -> Point:
    """Where the upper back meets the bench or the floor."""
    along = pose.bench_at or FLOOR_CONTACT
    return from_trunk(skeleton.body, skeleton.trunk, skeleton.angles.lean, along, BACK_BEHIND_TRUNK)


def _bridge(pose: Pose, body: Body, load_kg: float, phase: float) -> Skeleton:
    """Closed chain: foot and upper back stay where they are in the end position, the hip follows the lean."""
    hard = pose.hard
    top = build(body, hard, load_kg, Angles(hard.shin, hard.knee_bend, hard.lean))
    if phase == 1.0:
        return top
    contact = bridge_contact(pose, top)
    lean = mix(pose.start.lean, hard.lean, phase)
    up = direction(lean)
    along = (pose.bench_at or FLOOR_CONTACT) * body.trunk_m
    hip = contact - up * along - anterior(up) * BACK_BEHIND_TRUNK * body.stature_m
    slide = (pose.start.travel - hard.travel) * (1 - phase) * body.stature_m
    ankle = top.near.ankle + slide
    knee = middle_joint(hip, ankle, body.thigh_m, body.shank_m, -1)
    shin, thigh = inclination(knee - ankle), inclination(hip - knee)
    if thigh > 0:
        thigh -= 360.0
    far = hard.far
    if far is not None and far.thigh is not None:
        start_far = pose.start.far or far
        first = start_far.thigh if start_far.thigh is not None else far.thigh
        turned = mix(first, far.thigh, phase)
        far = far._replace(thigh=turned, knee=mix(start_far.knee or 0.0, far.knee or 0.0, phase))
    posture = replace(
        blend_numbers(pose.start, hard, phase),
        shin=shin,
        knee=shin - thigh,
        thigh=None,
        lean=lean,
        far=far,
        arm=blend_arms(pose.start.arm, hard.arm, phase),
    )
    return moved(build(body, posture, load_kg, Angles(shin, shin - thigh, lean)), complex(slide, 0.0))


def phases(count: int = 9) -> tuple[float, ...]:
    """`count` phases from start to hardest position, slow at both ends as a controlled repetition is."""
    return tuple(round((1 - math.cos(math.pi * i / (count - 1))) / 2, 6) for i in range(count))


def is_racked(pose: Pose) -> bool:
    """True where a bar lies on the shoulders, so that its near plate would hide the face."""
    return pose.hard.arm.hold in (Hold.BACK_HIGH, Hold.BACK_LOW, Hold.FRONT_RACK, Hold.SAFETY_BAR)
