"""Starting doses by stage: data/doses.yaml (clinical evidence 5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, model_validator

from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.knowledge.rules import number
from core.words import SMALL_MUSCLES, Muscle, Provenance

SMALL_SHARE = number("plan.small_muscle_share")
REQUIRED = ("flare", "moderate", "building", "settled_strength", "settled_muscle")
"""Every dose that a profile can lead to; a missing one stops the program."""

Span = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
Share = Annotated[float, Field(ge=0)]


class DoseRow(DataRow):
    """One dose as it stands in data/doses.yaml. Spans are lowest and highest."""

    id: str
    name: Annotated[str, Field(min_length=1)]
    sessions_per_week: Span
    most_minutes: Annotated[int, Field(ge=10, le=120)]
    main_exercises: Span
    core_exercises: Annotated[int, Field(ge=0, le=3)]
    sets: Span
    reps: Span
    one_sided_reps: Span
    hold_s: Span
    rir: Span
    rest_s: Annotated[int, Field(ge=15, le=240)]
    tempo: Annotated[str, Field(pattern=r"^\d-\d-\d$")]
    weekly_sets: Span
    weekly_cap: Annotated[int, Field(ge=1, le=20)]
    counts_as_hard: bool
    spine_points_session: Annotated[int, Field(ge=1)]
    spine_points_week: Annotated[int, Field(ge=1)]
    highest_rung: Annotated[int, Field(ge=1)]
    provenance: Provenance
    source: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _spans_go_up(self) -> DoseRow:
        for name in (
            "sessions_per_week",
            "main_exercises",
            "sets",
            "reps",
            "one_sided_reps",
            "hold_s",
            "rir",
            "weekly_sets",
        ):
            low, high = getattr(self, name)
            if low > high:
                raise ValueError(f"{name}: the lowest ({low}) lies above the highest ({high})")
        if self.weekly_sets[1] > self.weekly_cap:
            raise ValueError("weekly_sets goes past weekly_cap")
        return self


@dataclass(frozen=True)
class Dose:
    """How much to start with: spans are (lowest, highest); `tempo` is down-pause-up in seconds.

    `weekly_sets` is the target band of sets per muscle, `weekly_cap` what no muscle passes; spine points count
    sets times the compression, shear and lean ratings.
    """

    id: str
    name: str
    sessions_per_week: tuple[int, int]
    most_minutes: int
    main_exercises: tuple[int, int]
    core_exercises: int
    sets: tuple[int, int]
    reps: tuple[int, int]
    one_sided_reps: tuple[int, int]
    hold_s: tuple[int, int]
    rir: tuple[int, int]
    rest_s: int
    tempo: str
    weekly_sets: tuple[int, int]
    weekly_cap: int
    counts_as_hard: bool
    spine_points_session: int
    spine_points_week: int
    highest_rung: int
    provenance: Provenance
    source: str

    def band(self, muscle: Muscle) -> tuple[float, float]:
        """Target band of weekly sets of one muscle; small muscles have a share of it."""
        share = SMALL_SHARE if muscle in SMALL_MUSCLES else 1.0
        return self.weekly_sets[0] * share, self.weekly_sets[1] * share


@cache
def load_doses(data_dir: Path = DATA_DIR) -> Mapping[str, Dose]:
    """All doses by id. Raises DataError with file, line and field of every problem."""
    path = data_dir / "doses.yaml"
    rows = load_rows([path], DoseRow)
    seen = [row.id for row, _, _ in rows]
    problems = [
        Problem(file, line, "id", f"'{row.id}' is given twice or is not a dose that the program knows")
        for row, file, line in rows
        if row.id not in REQUIRED or seen.count(row.id) > 1
    ]
    problems += [Problem(path.name, 1, wanted, "this dose is missing") for wanted in REQUIRED if wanted not in seen]
    if problems:
        raise DataError(tuple(problems))
    return MappingProxyType({row.id: Dose(**row.model_dump()) for row, _, _ in rows})
