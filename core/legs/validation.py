"""How good is the leg model? Published moments, ratios of strongest loads and directions beside what it says."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from core.body.anthropometry import GRAVITY, Body
from core.body.pose.library import load_poses
from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.legs.capacity import Build, capacity_of
from core.legs.effort import levers
from core.legs.moments import ANGLES, Moments, moments_at
from core.legs.strength import Strength
from core.legs.worth import muscle_parts
from core.words import Experience, Muscle, Provenance, Sex

SQUAT = "high_bar_squat"
ANYONE = Build(Sex.MALE, 30, 80, 178, Experience.SOME)
"""Whose ratios and directions are looked at: the man whose strength is tabled, with some practice."""
SEALED_IN = 3
LEG = ("hip", "knee", "ankle")
PEAK_PHASES = (0.15, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0)
"""Where a repetition is looked at for its peak, closer than for loads: papers print the peak, wherever it lies."""
Positive = Annotated[float, Field(gt=0)]


class Joint(StrEnum):
    """Whose moment was measured."""

    KNEE = "knee"
    HIP = "hip"
    ANKLE = "ankle"
    BOTH = "hip_and_knee"


class MomentRow(DataRow):
    """One published moment, as it stands in data/legs/moments.yaml."""

    id: str
    exercise: str
    task: str
    joint: Joint
    flexion: bool = False
    legs: Annotated[int, Field(ge=1, le=2)] = 1
    held: bool = False
    load_kg: float = 0.0
    load_body: float = 0.0
    load_max: float = 0.0
    max_kg: float = 0.0
    mass_kg: Positive
    stature_m: Positive
    sex: Sex | None = None
    published: float
    sd: float | None = None
    unit: Literal["n_m", "n_m_kg", "n_m_kg_m", "percent_bw_h"]
    source: str
    provenance: Provenance
    note: str = ""

    @property
    def is_sealed(self) -> bool:
        """True where no constant may have been fitted to it."""
        return int(sha256(self.id.encode()).hexdigest(), 16) % SEALED_IN == 0


class EffortRow(MomentRow):
    """One published moment as a share of what the same people can hold, as it stands in data/legs/efforts.yaml."""

    age: Annotated[int, Field(ge=18, le=100)]
    experience: Experience
    unit: Literal["percent_strength"]  # type: ignore[assignment]


class RatioRow(DataRow):
    """One published ratio of strongest loads, as it stands in data/legs/ratios.yaml."""

    exercise: str
    low: Positive
    high: Positive
    sets: str = ""
    later: bool = False
    source: str
    provenance: Provenance
    note: str = ""


class SideRow(DataRow):
    """An exercise at a share of the strongest load, its own or `of` another, or of body mass; else without load."""

    exercise: str
    max: float = 0.0
    of: str = ""
    body: float = 0.0


class CheckRow(DataRow):
    """One comparison of a direction: `left` over `right`, or the value of `left`, between two limits.

    No limit of a comparison is 1: two that are alike show no direction.
    """

    quantity: str
    left: SideRow
    right: SideRow | None = None
    low: float
    high: float

    @model_validator(mode="after")
    def _is_a_span(self) -> CheckRow:
        if self.low > self.high:
            raise ValueError("low lies above high")
        if self.right is not None and 1.0 in (self.low, self.high):
            raise ValueError("a tie would count")
        return self


class DirectionRow(DataRow):
    """One published direction, as it stands in data/legs/directions.yaml.

    `built_in` where it is a rule here, `later` where it was held against the model after its numbers were set.
    """

    id: str
    claim: str
    checks: Annotated[tuple[CheckRow, ...], Field(min_length=1)]
    built_in: bool = False
    later: bool = False
    source: str


@dataclass(frozen=True)
class CheckedMoment:
    """A published moment and the model's, in the unit of the paper."""

    row: MomentRow
    model: float

    @property
    def error(self) -> float:
        """Model against published, as a share: 0.1 is ten per cent too high."""
        return self.model / self.row.published - 1.0


@dataclass(frozen=True)
class CheckedRatio:
    """A published span of a ratio and the model's value."""

    row: RatioRow
    model: float

    @property
    def is_inside(self) -> bool:
        """True inside the span."""
        return self.row.low <= self.model <= self.row.high


@dataclass(frozen=True)
class CheckedDirection:
    """A published direction and the model's value of each of its comparisons."""

    row: DirectionRow
    model: tuple[float, ...]

    @property
    def is_right(self) -> bool:
        """True where every comparison lies between its limits."""
        return all(check.low <= value <= check.high for check, value in zip(self.row.checks, self.model, strict=True))


@cache
def checked_moments() -> tuple[CheckedMoment, ...]:
    """Every published moment with the model's. Raises DataError where the file is broken."""
    rows = load_rows([DATA_DIR / "legs" / "moments.yaml"], MomentRow)
    return tuple(CheckedMoment(row, _model(row)) for row, _, _ in rows)


@cache
def checked_efforts() -> tuple[CheckedMoment, ...]:
    """Every published effort of a joint with the model's. Raises DataError where the file is broken."""
    rows = load_rows([DATA_DIR / "legs" / "efforts.yaml"], EffortRow)
    return tuple(CheckedMoment(row, _effort_percent(row)) for row, _, _ in rows)


@cache
def checked_ratios() -> tuple[CheckedRatio, ...]:
    """Every published ratio to the high-bar squat with the model's, before any factor was learned."""
    strongest = _plain().strongest
    squat_kg = strongest[SQUAT] or 0.0
    rows = load_rows([DATA_DIR / "legs" / "ratios.yaml"], RatioRow)
    return tuple(CheckedRatio(row, (strongest[row.exercise] or 0.0) / squat_kg) for row, _, _ in rows)


@cache
def checked_directions() -> tuple[CheckedDirection, ...]:
    """Every published direction with the model's values. Raises DataError where the file is broken."""
    rows = load_rows([DATA_DIR / "legs" / "directions.yaml"], DirectionRow)
    return tuple(CheckedDirection(row, tuple(_compared(check) for check in row.checks)) for row, _, _ in rows)


def median_error(checked: Iterable[CheckedMoment]) -> float:
    """Median of the absolute errors, as a share."""
    return statistics.median(abs(moment.error) for moment in checked)


@cache
def _plain() -> Strength:
    return Strength(ANYONE, capacity_of(ANYONE))


def _model(row: MomentRow) -> float:
    values = [_moment_nm(row, Body(row.stature_m, row.mass_kg, sex), _load_kg(row)) for sex in _sexes(row)]
    per = {
        "n_m": 1.0,
        "n_m_kg": row.mass_kg,
        "n_m_kg_m": row.mass_kg * row.stature_m,
        "percent_bw_h": row.mass_kg * GRAVITY * row.stature_m / 100,
    }
    return statistics.fmean(values) * row.legs / per[row.unit]


def _effort_percent(row: EffortRow) -> float:
    peaks = []
    for sex in _sexes(row):
        capacity = capacity_of(Build(sex, row.age, row.mass_kg, row.stature_m * 100, row.experience))
        curve = _curve(row.exercise, Body(row.stature_m, row.mass_kg, sex), _load_kg(row))
        have = levers({angle: np.array([getattr(at, angle) for at in curve]) for angle in ANGLES}, capacity)
        held = have.quads_nm if row.joint is Joint.KNEE else have.calves_nm
        peaks.append(float(np.max([getattr(at, f"{row.joint.value}_nm") for at in curve] / held)))
    return 100 * statistics.fmean(peaks)


def _sexes(row: MomentRow) -> list[Sex]:
    return [row.sex] if row.sex else list(Sex)


def _load_kg(row: MomentRow) -> float:
    return row.load_kg or row.load_body * row.mass_kg or row.load_max * row.max_kg


def _moment_nm(row: MomentRow, body: Body, load_kg: float) -> float:
    phases = (1.0,) if row.held else PEAK_PHASES
    curve = _curve(row.exercise, body, load_kg, phases)
    values = [
        {Joint.KNEE: at.knee_nm, Joint.HIP: at.hip_nm, Joint.ANKLE: at.ankle_nm, Joint.BOTH: at.hip_nm + at.knee_nm}[
            row.joint
        ]
        for at in curve
    ]
    if row.flexion:
        return -min(values)
    return min(values) if row.published < 0 else max(values)


def _curve(exercise_id: str, body: Body, load_kg: float, phases: Sequence[float] = PEAK_PHASES) -> list[Moments]:
    return [moments_at(load_poses()[exercise_id], body, load_kg, phase) for phase in phases]


def _compared(check: CheckRow) -> float:
    left = _quantity(check.quantity, check.left)
    if check.right is None:
        return left
    right = _quantity(check.quantity, check.right)
    return left / right if right else float(np.inf)


def _quantity(quantity: str, side: SideRow) -> float:
    strength, exercise_id = _plain(), side.exercise
    load_kg = side.body * ANYONE.mass_kg + side.max * (strength.strongest[side.of or exercise_id] or 0.0)
    kind, _, name = quantity.partition(".")
    if kind == "worth":
        return muscle_parts(strength, exercise_id, load_kg).get(Muscle(name), 0.0)
    if kind == "effort":
        efforts = strength.efforts_at(exercise_id, load_kg)
        return max(efforts[group] for group in ("quads", "hips", "hamstrings")) if name == "most" else efforts[name]
    curve = _curve(exercise_id, Body(ANYONE.stature_cm / 100, ANYONE.mass_kg, ANYONE.sex), load_kg)
    peaks = {joint: max(float(getattr(at, f"{joint}_nm")) for at in curve) for joint in LEG}
    match kind:
        case "hip_over_knee":
            return peaks["hip"] / peaks["knee"]
        case "hip_upright":
            return curve[0].hip_nm / curve[-1].hip_nm
        case "share":
            return peaks[name] / sum(peaks.values())
        case _:
            return peaks[kind]
