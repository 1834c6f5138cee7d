"""What each condition does to the nine sensitivities: data/conditions.yaml (clinical evidence 3.3 and 3.4).

The numbers stand in the data; what they may never fall below stands here, so that no edit opens a gate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, model_validator

from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.knowledge.sources import load_sources
from core.words import Axis, Position, Provenance, Stage

REQUIRED = (
    "non_specific_acute",
    "non_specific_subacute",
    "non_specific_chronic",
    "flexion_pattern",
    "extension_pattern",
    "radiculopathy",
    "stenosis",
    "spondylolisthesis",
    "discogenic",
    "sacroiliac",
    "discectomy_0_6_weeks",
    "discectomy_6_12_weeks",
    "discectomy_after_12_weeks",
    "fusion_0_3_months",
    "fusion_3_6_months",
    "fusion_after_6_months",
    "osteoporosis",
    "vertebral_fracture",
    "pregnancy",
    "postpartum",
)
"""Every condition the screening can lead to; a missing one stops the program."""

AFTER_SURGERY = tuple(condition for condition in REQUIRED if condition.startswith(("discectomy", "fusion")))
"""Conditions whose whole row is a floor."""

SAFETY_FLOORS: Mapping[str, Mapping[Axis, int]] = MappingProxyType(
    {
        "osteoporosis": {Axis.FLEXION: 2},
        "vertebral_fracture": {Axis.FLEXION: 3, Axis.IMPACT: 2},
        "pregnancy": {Axis.EXTENSION: 2, Axis.IMPACT: 2},
    }
)
"""Floors that the data may raise and never lower (clinical evidence 3.4)."""

PREGNANCY_POSITIONS = frozenset({Position.PRONE, Position.BREATH_HOLD, Position.FALL_RISK})
PREGNANCY_RIR_FLOOR = 3
LOWER_PAIN_CEILING = 4
LOWER_CEILING_FOR = ("radiculopathy", "osteoporosis", "vertebral_fracture", "pregnancy", *AFTER_SURGERY)
"""Conditions with the lower pain ceiling (clinical evidence 4.2)."""

Rating = Annotated[int, Field(strict=True, ge=0, le=3)]
Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Strength(StrEnum):
    """How well the direction of a row, not its exact numbers, is supported."""

    WEAK = "weak"
    LOW = "low"
    MODERATE = "moderate"
    CONSENSUS = "consensus"
    EXPERT = "expert"
    CONFLICTING = "conflicting"


class When(StrEnum):
    """A circumstance of the person that rules a position out."""

    LATE_PREGNANCY = "late_pregnancy"
    POOR_BALANCE = "poor_balance"
    AGE_65_POOR_BALANCE = "age_65_poor_balance"


BALANCE_RULES = (When.POOR_BALANCE, When.AGE_65_POOR_BALANCE)


class VectorRow(DataRow):
    """Nine sensitivities, 0 to 3."""

    compression: Rating
    shear: Rating
    flexion: Rating
    extension: Rating
    rotation: Rating
    impact: Rating
    lean: Rating
    neural: Rating
    pelvis: Rating


class PositionWhenRow(DataRow):
    """A position that is left out only in a circumstance."""

    position: Position
    when: When


class ConditionRow(DataRow):
    """One condition as it stands in data/conditions.yaml."""

    id: Slug
    name: Text
    term: Text
    irritable: VectorRow
    settled: VectorRow
    floors: Mapping[Axis, Rating] = Field(default_factory=dict)
    positions: tuple[Position, ...] = ()
    positions_when: tuple[PositionWhenRow, ...] = ()
    rir_floor: Annotated[int, Field(strict=True, ge=0, le=5)] | None = None
    pain_ceiling: Annotated[int, Field(strict=True, ge=0, le=10)] | None = None
    leg_calm_weeks: Annotated[int, Field(strict=True, ge=0, le=52)] | None = None
    excluded_exercises: tuple[Slug, ...] = ()
    careful_load: bool = False
    strength: Strength
    why: Text
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]
    provenance: Provenance

    @model_validator(mode="after")
    def _floors_within_the_row(self) -> ConditionRow:
        for axis, floor in self.floors.items():
            lowest = min(getattr(self.irritable, axis.value), getattr(self.settled, axis.value))
            if floor > lowest:
                raise ValueError(f"the floor of {axis.value} ({floor}) lies above the row itself ({lowest})")
        return self


@dataclass(frozen=True)
class Condition:
    """One condition: its sensitivities while irritable and once settled, and the limits it brings.

    `floors` are sensitivities that logs cannot lower. `rir_floor` is the fewest repetitions left in reserve,
    `pain_ceiling` the highest pain (0 to 10) accepted during training; None where the general rule holds.
    `leg_calm_weeks` are the weeks without leg pain before the settled row may be used at all.
    """

    id: str
    name: str
    term: str
    irritable: Mapping[Axis, int]
    settled: Mapping[Axis, int]
    floors: Mapping[Axis, int]
    positions: frozenset[Position]
    positions_when: tuple[tuple[Position, When], ...]
    rir_floor: int | None
    pain_ceiling: int | None
    leg_calm_weeks: int | None
    excluded_exercises: frozenset[str]
    careful_load: bool
    strength: Strength
    why: str
    sources: tuple[str, ...]
    provenance: Provenance

    def vector(self, stage: Stage) -> Mapping[Axis, int]:
        """The nine sensitivities, 0 to 3, at `stage`."""
        return self.irritable if stage is Stage.IRRITABLE else self.settled

    def excluded_positions(self, circumstances: Collection[When]) -> frozenset[Position]:
        """Positions to leave out: those that never suit, and those ruled out by what holds for the person."""
        return self.positions | {position for position, when in self.positions_when if when in circumstances}


@cache
def load_conditions(data_dir: Path = DATA_DIR) -> Mapping[str, Condition]:
    """All conditions by id. Raises DataError with file, line and field of every problem."""
    path = data_dir / "conditions.yaml"
    rows = load_rows([path], ConditionRow)
    known_sources = load_sources(data_dir)
    seen: set[str] = set()
    problems: list[Problem] = []
    for row, file, line in rows:
        if row.id not in REQUIRED:
            problems.append(Problem(file, line, "id", f"the program knows no condition '{row.id}'"))
        if row.id in seen:
            problems.append(Problem(file, line, "id", f"'{row.id}' is given twice"))
        seen.add(row.id)
        problems += [
            Problem(file, line, f"{row.id}.sources", f"no source '{key}' in sources.yaml")
            for key in row.sources
            if key not in known_sources
        ]
        problems += [Problem(file, line, f"{row.id}.{field}", text) for field, text in _laxer_than_safe(row)]
    missing = [wanted for wanted in REQUIRED if wanted not in seen]
    problems += [Problem(f"data/{path.name}", 1, wanted, "this condition is missing") for wanted in missing]
    if problems:
        raise DataError(tuple(problems))
    return MappingProxyType({row.id: _condition(row) for row, _, _ in rows})


def _laxer_than_safe(row: ConditionRow) -> Iterable[tuple[str, str]]:
    for axis, least in _least_floors(row).items():
        if row.floors.get(axis, 0) < least:
            yield f"floors.{axis.value}", f"must be at least {least}"
    if row.id in LOWER_CEILING_FOR and (row.pain_ceiling is None or row.pain_ceiling > LOWER_PAIN_CEILING):
        yield "pain_ceiling", f"must be at most {LOWER_PAIN_CEILING}"
    if row.id == "pregnancy":
        yield from _laxer_in_pregnancy(row)
    if Position.FALL_RISK not in row.positions and not any(
        rule.position is Position.FALL_RISK and rule.when in BALANCE_RULES for rule in row.positions_when
    ):
        yield "positions_when", "fall_risk must be left out where balance is poor"


def _least_floors(row: ConditionRow) -> Mapping[Axis, int]:
    if row.id in AFTER_SURGERY:
        return {axis: min(row.irritable.model_dump()[axis], row.settled.model_dump()[axis]) for axis in Axis}
    return SAFETY_FLOORS.get(row.id, {})


def _laxer_in_pregnancy(row: ConditionRow) -> Iterable[tuple[str, str]]:
    missing = sorted(PREGNANCY_POSITIONS - set(row.positions))
    if missing:
        yield "positions", f"must leave out {', '.join(missing)}"
    late_supine = PositionWhenRow(position=Position.SUPINE_LONG, when=When.LATE_PREGNANCY)
    if late_supine not in row.positions_when and Position.SUPINE_LONG not in row.positions:
        yield "positions_when", "supine_long must be left out from week 20"
    if row.rir_floor is None or row.rir_floor < PREGNANCY_RIR_FLOOR:
        yield "rir_floor", f"must be at least {PREGNANCY_RIR_FLOOR}"


def _condition(row: ConditionRow) -> Condition:
    return Condition(
        id=row.id,
        name=row.name,
        term=row.term,
        irritable=_vector(row.irritable),
        settled=_vector(row.settled),
        floors=MappingProxyType(dict(row.floors)),
        positions=frozenset(row.positions),
        positions_when=tuple((rule.position, rule.when) for rule in row.positions_when),
        rir_floor=row.rir_floor,
        pain_ceiling=row.pain_ceiling,
        leg_calm_weeks=row.leg_calm_weeks,
        excluded_exercises=frozenset(row.excluded_exercises),
        careful_load=row.careful_load,
        strength=row.strength,
        why=row.why,
        sources=row.sources,
        provenance=row.provenance,
    )


def _vector(row: VectorRow) -> Mapping[Axis, int]:
    return MappingProxyType({axis: int(getattr(row, axis.value)) for axis in Axis})
