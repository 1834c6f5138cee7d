"""Exercises as data: what each one trains, asks of the spine, needs, and how it is done.

`load_catalog()` reads data/exercises/*.yaml and data/ladders.yaml, and refuses a broken catalogue with every problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, fingerprint, load_rows
from core.words import (
    SPINE_POINT_AXES,
    Axis,
    Equipment,
    Gate,
    LoadKind,
    Measure,
    Muscle,
    Pattern,
    Position,
    Provenance,
    Role,
)

Rating = Annotated[int, Field(ge=0, le=3)]
Share = Annotated[float, Field(ge=0.5, le=1, multiple_of=0.5)]
Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class DemandRow(DataRow):
    """The nine ratings of one exercise, 0 to 3, with where they come from."""

    compression: Rating
    shear: Rating
    flexion: Rating
    extension: Rating
    rotation: Rating
    impact: Rating
    lean: Rating
    neural: Rating
    pelvis: Rating
    provenance: Provenance
    source: Text
    note: str = ""


class FaultRow(DataRow):
    """A common fault and what to do about it."""

    fault: Text
    fix: Text


class LoadRow(DataRow):
    """How the exercise is loaded: a first working load and what a set counts."""

    kind: LoadKind
    measure: Measure = Measure.REPS
    start_share: float | None = Field(default=None, ge=0, le=2)
    hands: Annotated[int, Field(ge=1, le=2)] | None = None
    optional: bool = False

    @model_validator(mode="after")
    def _start_where_loaded(self) -> LoadRow:
        loaded = self.kind not in (LoadKind.BODY_WEIGHT, LoadKind.BAND)
        if loaded and self.start_share is None:
            raise ValueError("a load needs start_share, the first working load as a share of body mass")
        if not loaded and self.start_share is not None:
            raise ValueError("start_share belongs only to exercises with a weight")
        return self


class ExerciseRow(DataRow):
    """One exercise as it stands in data/exercises/*.yaml."""

    id: Slug
    name: Text
    aliases: tuple[Text, ...] = ()
    role: Role
    also: tuple[Role, ...] = ()
    pattern: Pattern
    ladder: Slug | None = None
    rung: int | None = Field(default=None, ge=1)
    muscles: Mapping[Muscle, Share]
    equipment: tuple[tuple[Equipment, ...], ...]
    demand: DemandRow
    skill: Annotated[int, Field(ge=1, le=3)]
    one_sided: bool
    load: LoadRow
    setup_s: Annotated[int, Field(ge=0, le=300)]
    set_s: Annotated[int, Field(ge=10, le=900)]
    positions: tuple[Position, ...] = ()
    gate: Gate = Gate.OPEN
    gate_reason: str = ""
    how: Annotated[tuple[Text, ...], Field(min_length=2)]
    cues: Annotated[tuple[Text, ...], Field(min_length=1)]
    faults: tuple[FaultRow, ...] = ()
    make_easier: Text
    make_harder: Text
    easier: Slug | None = None
    harder: Slug | None = None
    instead: tuple[Slug, ...] = ()
    seeds: tuple[Annotated[str, Field(pattern=r"^[ABCD]\d+[a-z]?$")], ...] = ()
    sources: tuple[Text, ...] = ()

    @field_validator("equipment")
    @classmethod
    def _at_least_one_way(cls, ways: tuple[tuple[Equipment, ...], ...]) -> tuple[tuple[Equipment, ...], ...]:
        if not ways:
            raise ValueError("list at least one way to equip it; [[]] means nothing is needed")
        return ways

    @model_validator(mode="after")
    def _belongs_together(self) -> ExerciseRow:
        if (self.ladder is None) != (self.rung is None):
            raise ValueError("ladder and rung go together")
        if self.gate is not Gate.OPEN and not self.gate_reason:
            raise ValueError("a gate needs its gate_reason")
        if self.role in (Role.MAIN, Role.CORE) and not self.muscles:
            raise ValueError("a main or core exercise trains at least one muscle")
        return self


class LadderRow(DataRow):
    """One ladder: the ordered steps from easy to hard within a movement."""

    id: Slug
    name: Text
    gate_from: int | None = Field(default=None, ge=1)
    gate_reason: str = ""
    provenance: Provenance
    source: Text


@dataclass(frozen=True, slots=True)
class Exercise:
    """One entry of the catalogue.

    `equipment` lists the ways to equip it, each a set that is enough by itself. `set_s` is the time of one set at the
    usual dose, both sides included; `start_share` the first working load as a share of body mass. Loads of a pair of
    dumbbells or kettlebells count both hands together, here and in the journal; `hands` tells how many hold one each.
    `hard_sets` is what one set at the dose gives each muscle of a person whose catalogue was rated, as shares of a hard
    set; without a person it says what the exercise trains. `too_heavy` is True where the lightest way to do it asks
    more than such legs can be expected to do.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    roles: tuple[Role, ...]
    pattern: Pattern
    ladder: str | None
    rung: int | None
    muscles: Mapping[Muscle, float]
    equipment: tuple[frozenset[Equipment], ...]
    demand: Mapping[Axis, int]
    demand_provenance: Provenance
    demand_source: str
    demand_note: str
    skill: int
    one_sided: bool
    load_kind: LoadKind
    load_optional: bool
    measure: Measure
    start_share: float | None
    hands: int
    hard_sets: Mapping[Muscle, float]
    too_heavy: bool
    setup_s: int
    set_s: int
    positions: frozenset[Position]
    gate: Gate
    gate_reason: str
    how: tuple[str, ...]
    cues: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    make_easier: str
    make_harder: str
    easier: str | None
    harder: str | None
    instead: tuple[str, ...]
    seeds: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def role(self) -> Role:
        """The part of a session it belongs to first."""
        return self.roles[0]

    @property
    def spine_points_per_set(self) -> int:
        """Compression, shear and lean ratings added (clinical evidence 5.5)."""
        return sum(self.demand[axis] for axis in SPINE_POINT_AXES)

    @property
    def grows_by_load(self) -> bool:
        """True where a weight or a stronger band makes it harder."""
        return self.start_share is not None or self.load_kind is LoadKind.BAND

    @property
    def is_free(self) -> bool:
        """True for work on one's own feet rather than in a machine."""
        return self.load_kind is not LoadKind.MACHINE

    def can_be_done_with(self, equipment: frozenset[Equipment]) -> bool:
        """True where one of its ways to be equipped is at hand."""
        return any(way <= equipment for way in self.equipment)


@dataclass(frozen=True)
class Ladder:
    """A movement's exercises from easy to hard; rungs from `gate_from` up open only by the person's choice."""

    id: str
    name: str
    rungs: tuple[tuple[str, ...], ...]
    gate_from: int | None
    gate_reason: str


@dataclass(frozen=True)
class Catalog:
    """All exercises in the order of their files, the ladders, and the version stamp of the data."""

    exercises: Mapping[str, Exercise]
    ladders: Mapping[str, Ladder]
    version: str

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self.exercises.values())

    def __len__(self) -> int:
        return len(self.exercises)

    def __getitem__(self, exercise_id: str) -> Exercise:
        return self.exercises[exercise_id]

    def __contains__(self, exercise_id: object) -> bool:
        return exercise_id in self.exercises


@cache
def load_catalog(data_dir: Path = DATA_DIR) -> Catalog:
    """Read and check the catalogue. Raises DataError with file, line and field of every problem."""
    files = sorted((data_dir / "exercises").glob("*.yaml"))
    ladder_file = data_dir / "ladders.yaml"
    rows = load_rows(files, ExerciseRow)
    ladder_rows = load_rows([ladder_file], LadderRow)
    problems = [
        *_repeated(rows),
        *_dangling(rows, {row.id for row, _, _ in ladder_rows}),
        *_broken_ladders(rows, ladder_rows),
    ]
    if problems:
        raise DataError(tuple(problems))
    exercises = {row.id: _exercise(row) for row, _, _ in rows}
    ladders = {row.id: _ladder(row, exercises.values()) for row, _, _ in ladder_rows}
    return Catalog(MappingProxyType(exercises), MappingProxyType(ladders), fingerprint([*files, ladder_file]))


Placed = tuple[ExerciseRow, str, int]


def _repeated(rows: list[Placed]) -> Iterable[Problem]:
    seen: dict[str, str] = {}
    for row, file, line in rows:
        for name in {row.id, row.name.casefold(), *(alias.casefold() for alias in row.aliases)}:
            if name in seen and seen[name] != row.id:
                yield Problem(file, line, "id/name/aliases", f"'{name}' already belongs to {seen[name]}")
            elif name == row.id and name in seen:
                yield Problem(file, line, "id", f"'{name}' is given twice")
            seen[name] = row.id


def _dangling(rows: list[Placed], ladder_ids: set[str]) -> Iterable[Problem]:
    by_id = {row.id: row for row, _, _ in rows}
    for row, file, line in rows:
        links = [("easier", row.easier), ("harder", row.harder), *(("instead", other) for other in row.instead)]
        for field, target in links:
            if target is None:
                continue
            if target not in by_id:
                yield Problem(file, line, f"{row.id}.{field}", f"no exercise '{target}' in the catalogue")
            elif target == row.id:
                yield Problem(file, line, f"{row.id}.{field}", "points at itself")
            elif field == "instead" and by_id[target].gate is Gate.NEVER_BY_ITSELF:
                yield Problem(file, line, f"{row.id}.instead", f"'{target}' must never be offered as a swap")
        if row.ladder is not None and row.ladder not in ladder_ids:
            yield Problem(file, line, f"{row.id}.ladder", f"no ladder '{row.ladder}' in ladders.yaml")


def _broken_ladders(rows: list[Placed], ladders: list[tuple[LadderRow, str, int]]) -> Iterable[Problem]:
    for ladder, file, line in ladders:
        rungs = {row.rung for row, _, _ in rows if row.ladder == ladder.id and row.rung is not None}
        missing = sorted(set(range(1, max(rungs, default=1) + 1)) - rungs)
        if missing:
            yield Problem(file, line, ladder.id, f"no exercise stands on rung {', '.join(map(str, missing))}")
        if ladder.gate_from is not None and not ladder.gate_reason:
            yield Problem(file, line, f"{ladder.id}.gate_reason", "a gate needs its reason")


def _ladder(row: LadderRow, exercises: Iterable[Exercise]) -> Ladder:
    own = [exercise for exercise in exercises if exercise.ladder == row.id]
    top = max((exercise.rung or 0 for exercise in own), default=0)
    rungs = tuple(tuple(e.id for e in own if e.rung == rung) for rung in range(1, top + 1))
    return Ladder(row.id, row.name, rungs, row.gate_from, row.gate_reason)


def _exercise(row: ExerciseRow) -> Exercise:
    return Exercise(
        id=row.id,
        name=row.name,
        aliases=row.aliases,
        roles=(row.role, *row.also),
        pattern=row.pattern,
        ladder=row.ladder,
        rung=row.rung,
        muscles=MappingProxyType(dict(row.muscles)),
        equipment=tuple(frozenset(way) for way in row.equipment),
        demand=MappingProxyType({axis: getattr(row.demand, axis.value) for axis in Axis}),
        demand_provenance=row.demand.provenance,
        demand_source=row.demand.source,
        demand_note=row.demand.note,
        skill=row.skill,
        one_sided=row.one_sided,
        load_kind=row.load.kind,
        load_optional=row.load.optional,
        measure=row.load.measure,
        start_share=row.load.start_share,
        hands=row.load.hands or (1 if row.load.kind is LoadKind.KETTLEBELL else 2),
        hard_sets=MappingProxyType(dict(row.muscles)),
        too_heavy=False,
        setup_s=row.setup_s,
        set_s=row.set_s,
        positions=frozenset(row.positions),
        gate=row.gate,
        gate_reason=row.gate_reason,
        how=row.how,
        cues=row.cues,
        faults=tuple((fault.fault, fault.fix) for fault in row.faults),
        make_easier=row.make_easier,
        make_harder=row.make_harder,
        easier=row.easier,
        harder=row.harder,
        instead=row.instead,
        seeds=row.seeds,
        sources=row.sources,
    )
