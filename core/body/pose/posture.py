"""Words and values that describe one instant of an exercise before it is solved: angles, hold, support.

Angles are degrees from the vertical, forward positive; lengths are shares of stature unless named otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from core.body.geometry import mix


class Mode(StrEnum):
    """How the body is supported, and so how its demand is found."""

    STAND = "stand"
    SINGLE = "single"
    SPLIT = "split"
    SEAT = "seat"
    PRESS = "press"
    HACK = "hack"
    BRIDGE = "bridge"
    QUAD = "quad"
    CANTILEVER = "cantilever"
    LEGS_RAISED = "legs_raised"
    TRUNK_RAISED = "trunk_raised"
    PRONE = "prone"
    SUPINE = "supine"
    SIDE = "side"
    STILL = "still"


ON_FEET = (Mode.STAND, Mode.SINGLE, Mode.SPLIT)
LYING = (Mode.PRONE, Mode.SUPINE, Mode.SIDE)


class Root(StrEnum):
    """Where the chain of segments begins: the near foot, a given hip, or the hip let down to the floor."""

    FOOT = "foot"
    HIP = "hip"
    FLOOR = "floor"


class Solve(StrEnum):
    """Which angles are found instead of given."""

    NONE = "none"
    LEAN = "lean"
    SHIN = "shin"
    FLOOR_LIFT = "floor_lift"
    HINGE = "hinge"


class Hold(StrEnum):
    """What the hands do, and where a held load lies."""

    BACK_HIGH = "back_high"
    BACK_LOW = "back_low"
    FRONT_RACK = "front_rack"
    SAFETY_BAR = "safety_bar"
    GOBLET = "goblet"
    CHEST = "chest"
    CROSSED = "crossed"
    HANG = "hang"
    BAR = "bar"
    HIP_BAR = "hip_bar"
    BELT = "belt"
    REACH = "reach"
    POINT = "point"
    REST = "rest"
    HIPS = "hips"
    HIP = "hip"
    THIGH = "thigh"
    KNEE = "knee"
    SHIN = "shin"
    ANKLE = "ankle"
    HEAD = "head"
    BELLY = "belly"
    LOW_BACK = "low_back"
    HANDLE = "handle"
    PRONE_HANDLE = "prone_handle"
    PADS = "pads"
    SWING = "swing"
    FLOOR = "floor"
    FLOOR_SIDE = "floor_side"
    FOREARM = "forearm"
    BETWEEN = "between"


class Planted(StrEnum):
    """What stays where it is between start and hardest position."""

    NOTHING = "nothing"
    FAR_FOOT = "far_foot"
    NEAR_KNEE = "near_knee"
    NEAR_FOOT = "near_foot"
    HAND = "hand"


class Arm(NamedTuple):
    """One arm: its hold and, where the hold asks for it, the inclination and share of the reach, or the
    hand's place.

    `bend` is the sign of the turn at the elbow. `parts` belongs to BETWEEN: two arms and the share of the
    way.
    """

    hold: Hold = Hold.REST
    reach: float = 98.0
    length: float = 0.97
    at: tuple[float, float] | None = None
    bend: int = 1
    parts: tuple[Arm, Arm, float] | None = None


class LegShape(NamedTuple):
    """One leg from the hip: thigh and knee angles, or the place of the ball of the foot and the pitch of the
    sole.

    `thigh_share` and `shank_share` are what is seen of a segment turned towards the viewer.
    """

    thigh: float | None = None
    knee: float | None = None
    foot_at: tuple[float, float] | None = None
    pitch: float = 55.0
    plantar: float = 0.0
    foot_direction: float | None = None
    thigh_share: float = 1.0
    shank_share: float = 1.0


RELAXED_ARM = Arm()


@dataclass(frozen=True)
class Posture:
    """One instant. `leg` shapes the near leg where the chain begins at the hip; `far` is None where both legs
    agree.

    `base` raises the near foot on a step, `travel` moves it along the floor.
    """

    root: Root = Root.FOOT
    hip_at: tuple[float, float] = (0.0, 0.0)
    base: float = 0.0
    travel: float = 0.0
    shin: float = 0.0
    knee: float | None = None
    thigh: float | None = None
    lean: float = 0.0
    lumbar: float = 0.0
    neck: float = 0.0
    knee_out: float = 0.0
    heel_raise: float = 0.0
    leg: LegShape | None = None
    far: LegShape | None = None
    arm: Arm = RELAXED_ARM
    far_arm: Arm | None = None
    solve: Solve = Solve.NONE
    support_at: float | None = None
    front_share: float | None = None
    hands_share: float = 0.0
    bar_height: float | None = None
    bar_height_m: float | None = None
    bar_ahead: float = 0.0
    shoulder_ahead: float = 0.035
    load_on_trunk: tuple[float, float] | None = None
    load_ahead_m: tuple[float, float] | None = None

    @property
    def knee_bend(self) -> float:
        """Flexion of the near knee where the chain begins at the foot."""
        if self.knee is not None:
            return self.knee
        return self.shin - self.thigh if self.thigh is not None else 0.0


_MIXED = ("base", "travel", "lumbar", "neck", "knee_out", "heel_raise", "hands_share", "bar_ahead")


def blend_legs(start: LegShape, end: LegShape, share: float, lift: float = 0.0) -> LegShape:
    """Leg at `share` of the way; both must be given in the same terms. `lift` raises a foot that steps, mid-
    way most.
    """
    values: dict[str, object] = {}
    for name in LegShape._fields:
        a, b = getattr(start, name), getattr(end, name)
        if isinstance(a, tuple) and isinstance(b, tuple):
            values[name] = (mix(a[0], b[0], share), mix(a[1], b[1], share) + lift * 4 * share * (1 - share))
        elif isinstance(a, int | float) and isinstance(b, int | float):
            values[name] = mix(a, b, share)
        else:
            values[name] = b
    return LegShape(**values)  # type: ignore[arg-type]


def blend_arms(start: Arm, end: Arm, share: float) -> Arm:
    """Arm at `share` of the way; different holds are joined by turning about the shoulder."""
    if start == end:
        return end
    if start.hold is end.hold and start.hold is Hold.REACH and start.bend == end.bend:
        return end._replace(reach=mix(start.reach, end.reach, share), length=mix(start.length, end.length, share))
    if start.hold is end.hold and start.at and end.at:
        at = (mix(start.at[0], end.at[0], share), mix(start.at[1], end.at[1], share))
        return end._replace(at=at)
    if share <= 0.0:
        return start
    if share >= 1.0:
        return end
    return Arm(Hold.BETWEEN, bend=end.bend, parts=(start, end, share))


def blend_numbers(start: Posture, end: Posture, share: float) -> Posture:
    """The plain numbers of a posture at `share` of the way; legs, arms and solved angles are blended
    elsewhere.
    """
    changed: dict[str, object] = {name: mix(getattr(start, name), getattr(end, name), share) for name in _MIXED}
    changed["hip_at"] = (
        mix(start.hip_at[0], end.hip_at[0], share),
        mix(start.hip_at[1], end.hip_at[1], share),
    )
    return replace(end, **changed)  # type: ignore[arg-type]
