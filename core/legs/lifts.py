"""Which exercises the leg model knows, and by what class of lift: how much of the legs' strength reaches the load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.words import Provenance

CALVES = "calf"


class LiftRow(DataRow):
    """One class of lifts, as it stands in data/legs/lifts.yaml."""

    id: str
    reach: Annotated[float, Field(gt=0)]
    free: bool = False
    free_push: Annotated[float, Field(ge=0, le=1)] = 0.0
    exercises: tuple[str, ...]
    means: str
    provenance: Provenance
    source: str
    note: str = ""


class ResistanceRow(DataRow):
    """What exercises of the same make share besides their class, as it stands in data/legs/resistances.yaml."""

    id: str
    exercises: tuple[str, ...]
    sled_kg: Annotated[float, Field(ge=0)] = 0.0
    stack: Annotated[float, Field(gt=0)] = 1.0
    reach: Annotated[float, Field(gt=0, le=1)] = 1.0
    legs: Annotated[int, Field(ge=1, le=2)] = 2
    band: bool = False
    sideways: bool = False
    curls: bool = False
    weak: bool = False
    free_push: Annotated[float, Field(ge=0, le=1)] | None = None
    means: str
    provenance: Provenance
    source: str
    note: str = ""


@dataclass(frozen=True)
class Lift:
    """How an exercise resists the legs.

    `reach` is the share of the legs' strength that reaches the load, `free` True where balance and skill take part in
    it, `free_push` the most push along the floor or plate as a share of the push square to it, `sled_kg` what moves
    along uncounted, `stack` newtons at the pad for a newton of the stack, `legs` how many legs share a machine's load,
    `weak` True where the model is known to be rough.
    """

    id: str
    kind: str
    reach: float
    free: bool
    free_push: float
    sled_kg: float = 0.0
    stack: float = 1.0
    legs: int = 2
    band: bool = False
    sideways: bool = False
    curls: bool = False
    weak: bool = False

    @property
    def is_calf(self) -> bool:
        """True where the ankle alone decides."""
        return self.kind == CALVES


@cache
def lifts() -> Mapping[str, Lift]:
    """Every exercise that the model knows, by id. Raises DataError where a row is broken or names one twice."""
    folder = DATA_DIR / "legs"
    rows = load_rows([folder / "lifts.yaml"], LiftRow)
    known: dict[str, Lift] = {}
    for row, file, line in rows:
        for exercise_id in row.exercises:
            if exercise_id in known:
                raise DataError((Problem(file, line, "exercises", f"'{exercise_id}' is of two classes"),))
            known[exercise_id] = Lift(exercise_id, row.id, row.reach, row.free, row.free_push)
    for make, file, line in load_rows([folder / "resistances.yaml"], ResistanceRow):
        for exercise_id in make.exercises:
            if exercise_id not in known:
                raise DataError((Problem(file, line, "exercises", f"'{exercise_id}' is of no class"),))
            known[exercise_id] = _made(known[exercise_id], make)
    return MappingProxyType(known)


def _made(lift: Lift, make: ResistanceRow) -> Lift:
    return replace(
        lift,
        reach=lift.reach * make.reach,
        free_push=lift.free_push if make.free_push is None else make.free_push,
        sled_kg=lift.sled_kg + make.sled_kg,
        stack=lift.stack * make.stack,
        legs=min(lift.legs, make.legs),
        band=lift.band or make.band,
        sideways=lift.sideways or make.sideways,
        curls=lift.curls or make.curls,
        weak=lift.weak or make.weak,
    )
