"""Poses as they stand in data/poses/*.yaml, checked field by field.

A row in short::

    - id: goblet_squat
      mode: stand
      load: {shape: kettlebell, typical_share: 0.30}
      hard: {shin: 31, thigh: -90, knee_out: 20, neck: -14, arm: goblet, solve: lean}
      start: {stand: true}

`start` takes over everything from `hard` that it does not say itself; `stand: true` brings a relaxed stand.
Angles are degrees from the vertical, forward positive; lengths are shares of stature.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from core.body.pose.frontal import FrontLimb, FrontPosture
from core.body.pose.pose import Basis, Gear, LoadPlace, LoadShape, Pad, Pose, Published
from core.body.pose.posture import Arm, Hold, LegShape, Mode, Planted, Posture, Root, Solve
from core.knowledge.loading import DataRow

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=2)]
Angle = Annotated[float, Field(ge=-360, le=360)]
Share = Annotated[float, Field(ge=0, le=1)]
Place = tuple[Annotated[float, Field(ge=-1.5, le=1.5)], Annotated[float, Field(ge=-1.5, le=1.5)]]

STAND: dict[str, Any] = {
    "shin": 4, "knee": 2, "thigh": None, "lean": 2, "lumbar": 0, "neck": 0, "heel_raise": 0, "far": None,
    "solve": "shin", "bar_height": None, "bar_height_m": None, "front_share": None, "support_at": None,
}  # fmt: skip


class ArmRow(DataRow):
    """One arm; a plain word stands for a hold without numbers."""

    hold: Hold
    reach: Angle = 98.0
    length: Annotated[float, Field(gt=0.1, le=1)] = 0.97
    at: Place | None = None
    bend: Annotated[int, Field(ge=-1, le=1)] = 1

    @model_validator(mode="after")
    def _knows_its_place(self) -> ArmRow:
        if self.hold is Hold.POINT and self.at is None:
            raise ValueError("hold: point needs at: [x, y]")
        if self.hold is Hold.BETWEEN:
            raise ValueError("between is only for the way from start to hardest position")
        return self

    def value(self) -> Arm:
        """The arm as the body model takes it."""
        return Arm(self.hold, self.reach, self.length, self.at, self.bend)


class LegRow(DataRow):
    """One leg, by its angles or by the place of the ball of its foot."""

    thigh: Angle | None = None
    knee: Annotated[float, Field(le=170)] | None = None
    foot_at: Place | None = None
    pitch: Annotated[float, Field(ge=-180, le=180)] = 55.0
    plantar: Angle = 0.0
    foot_direction: Angle | None = None
    thigh_share: Annotated[float, Field(gt=0.1, le=1)] = 1.0
    shank_share: Annotated[float, Field(gt=0.1, le=1)] = 1.0

    @field_validator("knee")
    @classmethod
    def _bends_forward_only(cls, knee: float | None) -> float | None:
        return _knee(knee)

    @model_validator(mode="after")
    def _one_way(self) -> LegRow:
        if (self.foot_at is None) == (self.thigh is None):
            raise ValueError("give either thigh and knee, or foot_at")
        return self

    def value(self) -> LegShape:
        """The leg as the body model takes it."""
        return LegShape(**self.model_dump())


class PostureRow(DataRow):
    """One instant of an exercise."""

    root: Root = Root.FOOT
    hip_at: Place = (0.0, 0.0)
    base: Annotated[float, Field(ge=-0.2, le=0.6)] = 0.0
    travel: Annotated[float, Field(ge=-1, le=1)] = 0.0
    shin: Annotated[float, Field(ge=-120, le=120)] = 0.0
    knee: Annotated[float, Field(le=170)] | None = None
    thigh: Angle | None = None
    lean: Annotated[float, Field(ge=-180, le=180)] = 0.0
    lumbar: Annotated[float, Field(ge=-45, le=60)] = 0.0
    neck: Annotated[float, Field(ge=-70, le=70)] = 0.0
    knee_out: Annotated[float, Field(ge=0, le=60)] = 0.0
    heel_raise: Annotated[float, Field(ge=-45, le=60)] = 0.0
    leg: LegRow | None = None
    far: LegRow | None = None
    arm: ArmRow = ArmRow(hold=Hold.REST)
    far_arm: ArmRow | None = None
    solve: Solve = Solve.NONE
    support_at: Share | None = None
    front_share: Share | None = None
    hands_share: Annotated[float, Field(ge=0, le=0.8)] = 0.0
    bar_height: Share | None = None
    bar_height_m: Annotated[float, Field(gt=0, le=1.5)] | None = None
    bar_ahead: Annotated[float, Field(ge=-0.2, le=0.3)] = 0.0
    shoulder_ahead: Annotated[float, Field(ge=-0.1, le=0.2)] = 0.035
    load_on_trunk: Place | None = None
    load_ahead_m: Place | None = None

    @field_validator("arm", "far_arm", mode="before")
    @classmethod
    def _word_or_row(cls, given: Any) -> Any:
        return {"hold": given} if isinstance(given, str) else given

    @field_validator("knee")
    @classmethod
    def _bends_forward_only(cls, knee: float | None) -> float | None:
        return _knee(knee)

    @model_validator(mode="after")
    def _complete(self) -> PostureRow:
        if self.root is Root.FOOT and self.knee is None and self.thigh is None:
            raise ValueError("a posture on its foot needs knee or thigh")
        if self.root is not Root.FOOT and self.leg is None:
            raise ValueError("a posture that begins at the hip needs leg")
        if self.root is Root.FOOT and self.knee is None and self.thigh is not None and self.shin < self.thigh:
            raise ValueError(f"knee bends backwards: shin {self.shin:g} lies behind thigh {self.thigh:g}")
        if self.solve in (Solve.FLOOR_LIFT, Solve.HINGE) and self.bar_height is None and self.bar_height_m is None:
            raise ValueError("a lift needs bar_height or bar_height_m")
        return self

    def value(self) -> Posture:
        """The posture as the body model takes it."""
        plain = {name: getattr(self, name) for name in type(self).model_fields if name not in _NESTED}
        return Posture(
            **plain,
            leg=self.leg.value() if self.leg else None,
            far=self.far.value() if self.far else None,
            arm=self.arm.value(),
            far_arm=self.far_arm.value() if self.far_arm else None,
        )


_NESTED = ("leg", "far", "arm", "far_arm")


def _knee(knee: float | None) -> float | None:
    if knee is not None and knee < 0:
        raise ValueError(f"knee bends backwards: {knee:g} degrees")
    return knee


class FrontLimbRow(DataRow):
    """A limb seen from the front: inclinations of its two parts and what is seen of their length."""

    upper: Angle
    lower: Angle
    upper_share: Annotated[float, Field(gt=0.05, le=1)] = 1.0
    lower_share: Annotated[float, Field(gt=0.05, le=1)] = 1.0

    def value(self) -> FrontLimb:
        """The limb as the drawing takes it."""
        return FrontLimb(**self.model_dump())


class FrontRow(DataRow):
    """One instant from the front; limbs left out hang relaxed."""

    tilt: Angle = 0.0
    turn: Angle = 0.0
    pelvis_turn: Angle = 0.0
    right_leg: FrontLimbRow | None = None
    left_leg: FrontLimbRow | None = None
    right_arm: FrontLimbRow | None = None
    left_arm: FrontLimbRow | None = None
    right_foot: Angle = 0.0
    left_foot: Angle = 0.0
    pelvis_tilt: Angle | None = None
    neck: Angle = 0.0
    lift: Annotated[float, Field(ge=0, le=0.6)] = 0.0
    shift: Annotated[float, Field(ge=-1, le=1)] = 0.0

    def value(self) -> FrontPosture:
        """The posture as the drawing takes it."""
        given: dict[str, Any] = {}
        for name in self.model_fields_set:
            value = getattr(self, name)
            if value is not None:
                given[name] = value.value() if isinstance(value, FrontLimbRow) else value
        return FrontPosture(**given)


class FrontViewRow(DataRow):
    """Start and hardest position from the front, for exercises that move sideways."""

    start: FrontRow
    hard: FrontRow

    @model_validator(mode="before")
    @classmethod
    def _start_like_hard(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("hard"), dict):
            return {**given, "start": {**given["hard"], **(given.get("start") or {})}}
        return given


class PublishedRow(DataRow):
    """A published compression with range, body mass of the people measured, and source."""

    compression_n: Annotated[float, Field(gt=0, le=40000)]
    range_n: tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(gt=0)]]
    body_kg: Annotated[float, Field(ge=40, le=130)]
    source: Text

    @model_validator(mode="after")
    def _inside(self) -> PublishedRow:
        if not self.range_n[0] <= self.compression_n <= self.range_n[1]:
            raise ValueError("the value lies outside its own range")
        return self

    def value(self) -> Published:
        """The value as the body model takes it."""
        return Published(self.compression_n, self.range_n, self.body_kg, self.source)


class LoadRow(DataRow):
    """What the load looks like, where it acts, and a usual amount as a share of body mass."""

    shape: LoadShape = LoadShape.NONE
    place: LoadPlace = LoadPlace.HELD
    typical_share: Annotated[float, Field(ge=0, le=3)] = 0.0


class SupportRow(DataRow):
    """Pads, benches and tracks that carry part of the body."""

    back_pad: bool = False
    bench_at: Share = 0.0
    track_deg: Annotated[float, Field(ge=0, le=90)] = 0.0
    pad: Pad | None = None
    planted: Planted = Planted.NOTHING


class PoseRow(DataRow):
    """The pose of one exercise."""

    id: Slug
    mode: Mode
    hard: PostureRow
    start: PostureRow
    load: LoadRow = LoadRow()
    support: SupportRow = SupportRow()
    basis: Basis = Basis.MODELLED
    published: PublishedRow | None = None
    flags: tuple[Text, ...] = ()
    gear: tuple[Gear, ...] = ()
    front: FrontViewRow | None = None
    from_above: bool = False
    swapped: bool = False

    @model_validator(mode="before")
    @classmethod
    def _start_like_hard(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("hard"), dict):
            return given
        return {**given, "start": merged(given["hard"], given.get("start") or {})}

    @model_validator(mode="after")
    def _basis_is_backed(self) -> PoseRow:
        if (self.basis is Basis.PUBLISHED) != (self.published is not None):
            raise ValueError("basis published and a published value go together")
        if self.mode is Mode.STILL and self.basis is Basis.MODELLED:
            raise ValueError("mode still has no model: say posture_only, bounded or published")
        return self

    def value(self) -> Pose:
        """The pose as the body model takes it."""
        front = self.front
        return Pose(
            id=self.id,
            mode=self.mode,
            start=self.start.value(),
            hard=self.hard.value(),
            load_shape=self.load.shape,
            load_place=self.load.place,
            typical_share=self.load.typical_share,
            **self.support.model_dump(),
            basis=self.basis,
            published=self.published.value() if self.published else None,
            flags=self.flags,
            gear=self.gear,
            front_start=front.start.value() if front else None,
            front_hard=front.hard.value() if front else None,
            from_above=self.from_above,
            swapped=self.swapped,
        )


def merged(hard: dict[str, Any], start: Any) -> Any:
    """Start with everything taken over from the hardest position that it does not say itself."""
    if not isinstance(start, dict):
        return start
    own = {key: value for key, value in start.items() if key != "stand"}
    if start.get("stand"):
        own = {**STAND, **own}
    whole = {**hard, **own}
    if own.get("thigh") is not None and "knee" not in own:
        whole.pop("knee", None)
    if own.get("knee") is not None and "thigh" not in own:
        whole.pop("thigh", None)
    return {key: value for key, value in whole.items() if value is not None}
