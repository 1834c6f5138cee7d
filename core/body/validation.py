"""How good is the model? Published loads and contrasts from data/body/ beside what the model says, failures
included.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from core.body.anthropometry import Body
from core.body.pose.library import load_poses
from core.body.pose.pose import LoadShape, Pose, at_phase
from core.body.pose.posture import Mode
from core.body.pose.rows import PostureRow
from core.body.spine.cut import with_muscle
from core.body.spine.demand import demand
from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.words import Provenance, Sex

IN_DOMAIN = ("A", "B", "C")
CONTRAST_BODY = Body(1.78, 82.0, Sex.MALE)


class BodyRow(DataRow):
    """The people measured."""

    stature_m: Annotated[float, Field(ge=1.3, le=2.2)]
    mass_kg: Annotated[float, Field(ge=35, le=200)]
    sex: Sex


class TaskRow(DataRow):
    """One published load: a posture the model can take, or (set E) a moment its muscle is given."""

    id: str
    set: Literal["A", "B", "C", "E", "X"]
    task: str
    published_n: Annotated[float, Field(gt=0)]
    body: BodyRow
    load_kg: Annotated[float, Field(ge=0)] = 0.0
    mode: Mode = Mode.STAND
    back_pad: bool = False
    hard: PostureRow | None = None
    moment_nm: float | None = None
    axial_n: float | None = None
    source: str
    provenance: Provenance

    @model_validator(mode="after")
    def _can_be_computed(self) -> TaskRow:
        if (self.hard is None) == (self.moment_nm is None):
            raise ValueError("give either hard or moment_nm")
        return self


class SideRow(DataRow):
    """One side of a contrast: a pose of the catalogue, changed in some numbers."""

    pose: str
    load_kg: Annotated[float, Field(ge=0)]
    change: Mapping[str, float] = {}


class ContrastRow(DataRow):
    """A published difference between two exercises."""

    id: str
    claim: str
    published: str
    quantity: str
    compare: Literal["ratio", "difference", "value"]
    left: SideRow
    right: SideRow | None = None
    agrees: tuple[float, float]
    near: tuple[float, float] | None = None
    source: str
    provenance: Provenance


class SoughtRow(DataRow):
    """A published load or moment that could not be read, as it stands in data/body/sought.yaml."""

    id: str
    what: str
    source: str
    seen: str
    note: str = ""


Band = tuple[float, float]


class AngleRow(DataRow):
    """Bands of joint angles of one exercise in degrees, as they stand in data/body/angles.yaml; `miss` tells by angle
    why the pose does not keep one."""

    exercise: str
    load_body: Annotated[float, Field(ge=0)] = 0.0
    knee: Band | None = None
    hip: Band | None = None
    lean: Band | None = None
    shin: Band | None = None
    miss: Mapping[str, str] = {}
    provenance: Provenance
    source: str

    def angle_of(self, pose: Pose, angle: str, body: Body) -> float:
        """Knee, hip, lean or shin of a pose at the hardest position, in degrees."""
        skeleton = at_phase(pose, body, self.load_body * body.mass_kg)
        if angle == "hip":
            return skeleton.hip_flexion_deg
        return float(getattr(skeleton.angles, angle))


class Verdict(StrEnum):
    """How a contrast came out."""

    RIGHT = "right"
    NEAR = "near"
    WRONG = "wrong"


@dataclass(frozen=True)
class Checked:
    """One published load and the model's (newtons); `counted` is False outside the domain and for the code
    check.
    """

    id: str
    set: str
    task: str
    published_n: float
    model_n: float
    source: str
    provenance: Provenance

    @property
    def error(self) -> float:
        """Model against published, as a share: 0.1 is ten per cent too high."""
        return self.model_n / self.published_n - 1.0

    @property
    def counted(self) -> bool:
        """True inside the model's domain."""
        return self.set in IN_DOMAIN


@dataclass(frozen=True)
class Contrast:
    """One published contrast and the model's."""

    id: str
    claim: str
    published: str
    model: float
    verdict: Verdict
    source: str
    provenance: Provenance


@dataclass(frozen=True)
class Agreement:
    """How well a set of loads agrees: rank correlation, absolute errors and bias as shares."""

    count: int
    spearman: float
    pearson: float
    median_error: float
    mean_error: float
    median_bias: float
    within_25: float
    within_50: float


@cache
def checked_loads(data_dir: Path = DATA_DIR) -> tuple[Checked, ...]:
    """Every published load with the model's. Raises DataError where the file is broken."""
    rows = load_rows([data_dir / "body" / "validation.yaml"], TaskRow)
    return tuple(Checked(r.id, r.set, r.task, r.published_n, _model_n(r), r.source, r.provenance) for r, _, _ in rows)


@cache
def checked_contrasts(data_dir: Path = DATA_DIR) -> tuple[Contrast, ...]:
    """Every published contrast with the model's and its verdict. Raises DataError for a broken file."""
    rows = load_rows([data_dir / "body" / "contrasts.yaml"], ContrastRow)
    poses = load_poses(data_dir)
    found = []
    for row, _, _ in rows:
        value = _quantity(row.left, row.quantity, poses)
        if row.right is not None:
            other = _quantity(row.right, row.quantity, poses)
            value = value / other if row.compare == "ratio" else value - other
        found.append(
            Contrast(row.id, row.claim, row.published, value, _verdict(row, value), row.source, row.provenance)
        )
    return tuple(found)


@cache
def angle_bands(data_dir: Path = DATA_DIR) -> tuple[AngleRow, ...]:
    """Bands of joint angles. Raises DataError where the file is broken."""
    return tuple(row for row, _, _ in load_rows([data_dir / "body" / "angles.yaml"], AngleRow))


@cache
def sought(data_dir: Path = DATA_DIR) -> tuple[SoughtRow, ...]:
    """What was looked for and could not be read. Raises DataError where the file is broken."""
    return tuple(row for row, _, _ in load_rows([data_dir / "body" / "sought.yaml"], SoughtRow))


def agreement(checked: Iterable[Checked]) -> Agreement:
    """Statistics over published loads. Raises ValueError for fewer than three."""
    rows = list(checked)
    if len(rows) < 3:
        raise ValueError("agreement needs at least three loads")
    model = [row.model_n for row in rows]
    published = [row.published_n for row in rows]
    errors = [abs(row.error) for row in rows]
    return Agreement(
        count=len(rows),
        spearman=spearman(model, published),
        pearson=_pearson(model, published),
        median_error=statistics.median(errors),
        mean_error=statistics.fmean(errors),
        median_bias=statistics.median(row.error for row in rows),
        within_25=sum(error <= 0.25 for error in errors) / len(rows),
        within_50=sum(error <= 0.50 for error in errors) / len(rows),
    )


def arm_sensitivity(
    arms_cm: Sequence[float] = (5.0, 5.5, 6.0, 6.5, 7.0, 7.5),
) -> tuple[tuple[float, Agreement], ...]:
    """Agreement in the domain for other lengths of the extensor arm (cm at a stature of 1.765 m)."""
    rows = load_rows([DATA_DIR / "body" / "validation.yaml"], TaskRow)
    found = []
    for arm in arms_cm:
        checked = [
            Checked(r.id, r.set, r.task, r.published_n, _model_n(r, arm / 176.5), r.source, r.provenance)
            for r, _, _ in rows
            if r.set in IN_DOMAIN
        ]
        found.append((arm, agreement(checked)))
    return tuple(found)


def spearman(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Rank correlation, ties sharing their mean rank."""
    return _pearson(_ranks(xs), _ranks(ys))


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(values)
    return [(order.index(v) + len(order) - 1 - order[::-1].index(v)) / 2 for v in values]


def _pearson(xs: Sequence[float], ys: Sequence[float]) -> float:
    mean_x, mean_y = statistics.fmean(xs), statistics.fmean(ys)
    covered = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return covered / math.sqrt(sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys))


def _model_n(row: TaskRow, extensor_arm: float | None = None) -> float:
    body = Body(row.body.stature_m, row.body.mass_kg, row.body.sex)
    if extensor_arm is not None:
        body = replace(body, constants=replace(body.constants, extensor_arm=extensor_arm))
    if row.hard is None:
        return with_muscle(body, 0.0, row.moment_nm or 0.0, row.axial_n or 0.0, 0.0).compression_n
    posture = row.hard.value()
    shape = LoadShape.CRATE if row.load_kg else LoadShape.NONE
    pose = Pose(row.id, row.mode, posture, posture, load_shape=shape, back_pad=row.back_pad)
    return demand(pose, body, row.load_kg).compression_n or 0.0


def _quantity(side: SideRow, quantity: str, poses: Mapping[str, Pose]) -> float:
    pose = poses[side.pose]
    changed: dict[str, Any] = dict(side.change)
    pose = replace(pose, hard=replace(pose.hard, **changed)) if changed else pose
    skeleton = at_phase(pose, CONTRAST_BODY, side.load_kg)
    if quantity == "hip_flexion_deg":
        return skeleton.hip_flexion_deg
    if quantity == "knee_flexion_deg":
        return skeleton.angles.knee
    return float(getattr(demand(pose, CONTRAST_BODY, side.load_kg), quantity))


def _verdict(row: ContrastRow, value: float) -> Verdict:
    if row.agrees[0] <= value <= row.agrees[1]:
        return Verdict.RIGHT
    if row.near is not None and row.near[0] <= value <= row.near[1]:
        return Verdict.NEAR
    return Verdict.WRONG
