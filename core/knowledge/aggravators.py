"""What stirs a back up and what calms it this week: data/aggravators.yaml (clinical evidence 3.4).

An aggravator is answered 0 (no), 1 (some) or 2 (a lot). An easer is answered yes or no.
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
from core.words import Axis, Provenance

REQUIRED_AGGRAVATORS = (
    "sitting",
    "bending",
    "driving",
    "socks",
    "standing_still",
    "walking",
    "arching",
    "lying_prone",
    "lifting",
    "twisting",
    "rolling_in_bed",
    "stairs",
    "one_leg",
    "getting_out_of_car",
    "coughing",
    "straight_leg_pull",
    "slump",
    "jarring",
    "running",
    "stepping_off_kerb",
)
REQUIRED_EASERS = ("bending_eases", "arching_eases", "walking_eases", "sitting_eases", "lying_eases")

Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Group(StrEnum):
    """Questions that belong together on the screen."""

    FORWARD = "forward"
    UPRIGHT = "upright"
    LIFTING = "lifting"
    TURNING = "turning"
    ONE_SIDED = "one_sided"
    NERVE = "nerve"
    JOLTS = "jolts"
    EASING = "easing"


class CapRow(DataRow):
    """The highest sensitivity of an axis where this eases and one of `when_worse` aggravates."""

    axis: Axis
    cap: Annotated[int, Field(strict=True, ge=1, le=3)]
    when_worse: Annotated[tuple[Slug, ...], Field(min_length=1)]


class AggravatorRow(DataRow):
    """One question as it stands in data/aggravators.yaml; those of the group `easing` are easers."""

    id: Slug
    question: Text
    group: Group
    axes: tuple[Axis, ...] = ()
    lesser_axes: tuple[Axis, ...] = ()
    cap: CapRow | None = None
    provenance: Provenance
    source: Text

    @model_validator(mode="after")
    def _points_or_eases(self) -> AggravatorRow:
        if self.group is Group.EASING and (self.axes or self.lesser_axes):
            raise ValueError("an easer points at no axis")
        if self.group is not Group.EASING and (not self.axes or self.cap is not None):
            raise ValueError("an aggravator points at one axis or more and caps none")
        if set(self.axes) & set(self.lesser_axes):
            raise ValueError("an axis stands in axes or in lesser_axes, not in both")
        return self


@dataclass(frozen=True)
class Aggravator:
    """Something that may stir the back up, and the axes it points at.

    `lesser_axes` are pointed at one degree less: "a lot" counts there as "some", "some" not at all.
    """

    id: str
    question: str
    group: Group
    axes: tuple[Axis, ...]
    lesser_axes: tuple[Axis, ...]

    def degrees(self, answer: int) -> Mapping[Axis, int]:
        """Degree 0 to 2 of each axis that this points at, for the answer 0 (no), 1 (some) or 2 (a lot)."""
        lesser = max(0, answer - 1)
        return dict.fromkeys(self.axes, answer) | dict.fromkeys(self.lesser_axes, lesser)


@dataclass(frozen=True)
class Cap:
    """The highest sensitivity of `axis` where one of `when_worse` aggravates. A floor comes first."""

    axis: Axis
    cap: int
    when_worse: frozenset[str]


@dataclass(frozen=True)
class Easer:
    """Something that may calm the back, and the cap it brings, if any."""

    id: str
    question: str
    cap: Cap | None

    def cap_for(self, worse: Collection[str]) -> Cap | None:
        """The cap that holds where the aggravators `worse` stir the back up."""
        return self.cap if self.cap is not None and not self.cap.when_worse.isdisjoint(worse) else None


@dataclass(frozen=True)
class Aggravators:
    """All aggravators and easers by id, in the order of the file."""

    aggravators: Mapping[str, Aggravator]
    easers: Mapping[str, Easer]


@cache
def load_aggravators(data_dir: Path = DATA_DIR) -> Aggravators:
    """All these questions. Raises DataError with file, line and field of every problem."""
    path = data_dir / "aggravators.yaml"
    placed = load_rows([path], AggravatorRow)
    known_sources = load_sources(data_dir)
    worse = [row.id for row, _, _ in placed if row.group is not Group.EASING]
    problems = [*_repeated(placed), *_missing(f"data/{path.name}", [row for row, _, _ in placed])]
    for row, file, line in placed:
        if row.source not in known_sources:
            message = f"no source '{row.source}' in sources.yaml"
            problems.append(Problem(file, line, f"{row.id}.source", message))
        for other in row.cap.when_worse if row.cap is not None else ():
            if other not in worse:
                problems.append(Problem(file, line, f"{row.id}.cap.when_worse", f"no aggravator '{other}'"))
    if problems:
        raise DataError(tuple(problems))
    rows = [row for row, _, _ in placed]
    return Aggravators(
        MappingProxyType({row.id: _aggravator(row) for row in rows if row.group is not Group.EASING}),
        MappingProxyType({row.id: _easer(row) for row in rows if row.group is Group.EASING}),
    )


def _repeated(placed: list[tuple[AggravatorRow, str, int]]) -> Iterable[Problem]:
    seen: set[str] = set()
    for row, file, line in placed:
        if row.id in seen:
            yield Problem(file, line, "id", f"'{row.id}' is given twice")
        seen.add(row.id)


def _missing(file: str, rows: list[AggravatorRow]) -> Iterable[Problem]:
    worse = {row.id for row in rows if row.group is not Group.EASING}
    easing = {row.id for row in rows if row.group is Group.EASING}
    for wanted in REQUIRED_AGGRAVATORS:
        if wanted not in worse:
            yield Problem(file, 1, wanted, "this aggravator is missing")
    for wanted in REQUIRED_EASERS:
        if wanted not in easing:
            yield Problem(file, 1, wanted, "this easer is missing")


def _aggravator(row: AggravatorRow) -> Aggravator:
    return Aggravator(row.id, row.question, row.group, row.axes, row.lesser_axes)


def _easer(row: AggravatorRow) -> Easer:
    cap = Cap(row.cap.axis, row.cap.cap, frozenset(row.cap.when_worse)) if row.cap is not None else None
    return Easer(row.id, row.question, cap)
