"""Reads and checks data/technique: feelings, lifts, moments, causes, fixes and answers.

`load_technique().causes["lean"].name` is the name of a likely reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from core.catalog import Exercise, load_catalog
from core.errors import DataError, Problem
from core.knowledge.conditions import Strength
from core.knowledge.loading import DATA_DIR, load_rows
from core.knowledge.rules import load_rules
from core.knowledge.sources import load_sources
from core.knowledge.texts import load_texts
from core.technique.rows import (
    ANY,
    AnswerRow,
    CauseRow,
    FeelingRow,
    FixRow,
    GradedRow,
    LiftRow,
    MomentRow,
    PartName,
    Step,
    StopKind,
)
from core.words import Axis, Pattern, Provenance

Row = TypeVar("Row", FeelingRow, LiftRow, MomentRow, CauseRow, FixRow, AnswerRow)


@dataclass(frozen=True)
class Grade:
    """How well a text is supported and by what; `softened` says where the common claim is stronger than that."""

    strength: Strength
    provenance: Provenance
    sources: tuple[str, ...]
    softened: str


@dataclass(frozen=True)
class Stop:
    """What comes before anything else; `says` are ids of sentences, `afterwards` tells whether reasons may follow."""

    kind: StopKind
    says: tuple[str, ...]
    afterwards: bool


@dataclass(frozen=True)
class Feeling:
    """What one feels; a stop sign where `stop` is set."""

    id: str
    name: str
    text: str
    stop: Stop | None
    seeds: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """When one feels it."""

    id: str
    name: str
    text: str


@dataclass(frozen=True)
class Lift:
    """A lift as people name it: its movements, its picture (an exercise), and easier exercises in order."""

    id: str
    name: str
    text: str
    patterns: frozenset[Pattern]
    figure: str
    slower: str
    shorter: str
    simpler: tuple[str, ...]
    seeds: tuple[str, ...]

    def holds(self, exercise: Exercise) -> bool:
        """True where the exercise is one of these lifts."""
        return exercise.pattern in self.patterns


@dataclass(frozen=True)
class Cause:
    """One likely reason. Points 0 to 3 say how strongly a feeling, a lift or a moment points at it.

    Without `lifts` it is found in every lift. `irritable` are points for a back that is easily stirred up, `axes` what
    it asks of the spine, `steps` the fixes that usually do most for it.
    """

    id: str
    name: str
    text: str
    cues: Mapping[str, str]
    feelings: Mapping[str, int]
    lifts: Mapping[str, int]
    moments: Mapping[str, int]
    axes: tuple[Axis, ...]
    irritable: int
    steps: tuple[Step, ...]
    grade: Grade
    seeds: tuple[str, ...]

    def cue(self, lift: Lift | None) -> str:
        """What to think of in the next set of this lift."""
        return self.cues.get(lift.id if lift else ANY, self.cues[ANY])


@dataclass(frozen=True)
class FixStep:
    """One step of the fix order, for any lift."""

    step: Step
    name: str
    text: str
    grade: Grade
    seeds: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """A text of the flare-up help, the habits or the questions, its numbers filled in."""

    id: str
    part: PartName
    title: str
    text: str
    grade: Grade
    seeds: tuple[str, ...]


@dataclass(frozen=True)
class Technique:
    """Everything of data/technique, in the order of its files; the fixes in their own order."""

    feelings: Mapping[str, Feeling]
    lifts: Mapping[str, Lift]
    moments: Mapping[str, Moment]
    causes: Mapping[str, Cause]
    fixes: Mapping[Step, FixStep]
    answers: Mapping[str, Answer]

    def part(self, name: PartName) -> tuple[Answer, ...]:
        """The answers of one part."""
        return tuple(one for one in self.answers.values() if one.part is name)

    def lift_of(self, exercise: Exercise) -> Lift | None:
        """The lift that holds an exercise, None for a drill or a stretch."""
        return next((one for one in self.lifts.values() if one.holds(exercise)), None)


@cache
def load_technique(data_dir: Path = DATA_DIR) -> Technique:
    """Read and check data/technique. Raises DataError with file, line and field of every problem."""
    folder = data_dir / "technique"
    feelings = load_rows([folder / "feelings.yaml"], FeelingRow)
    lifts = load_rows([folder / "lifts.yaml"], LiftRow)
    moments = load_rows([folder / "moments.yaml"], MomentRow)
    causes = load_rows([folder / "causes.yaml"], CauseRow)
    fixes = load_rows([folder / "fixes.yaml"], FixRow)
    answers = load_rows([folder / "answers.yaml"], AnswerRow)
    known = {
        "feelings": {row.id for row, _, _ in feelings},
        "lifts": {row.id for row, _, _ in lifts},
        "moments": {row.id for row, _, _ in moments},
        "cues": {ANY, *(row.id for row, _, _ in lifts)},
    }
    problems = [
        *_repeated(feelings),
        *_repeated(lifts),
        *_repeated(moments),
        *_repeated(causes),
        *_repeated(fixes),
        *_repeated(answers),
        *_unsaid(feelings, data_dir),
        *_no_exercise(lifts, data_dir),
        *_dangling(causes, known),
        *_not_the_steps(fixes),
        *_unsupported([*causes, *fixes, *answers], data_dir),
        *_unfillable(answers, data_dir),
    ]
    if problems:
        raise DataError(tuple(problems))
    numbers = _numbers(data_dir)
    return Technique(
        _by_id(_feeling(row) for row, _, _ in feelings),
        _by_id(_lift(row) for row, _, _ in lifts),
        _by_id(Moment(row.id, row.name, row.text) for row, _, _ in moments),
        _by_id(_cause(row) for row, _, _ in causes),
        MappingProxyType({one.step: one for one in sorted(map(_fix_step, fixes), key=lambda one: _place(one.step))}),
        _by_id(_answer(row, numbers) for row, _, _ in answers),
    )


Item = TypeVar("Item", Feeling, Lift, Moment, Cause, Answer)
Placed = tuple[Row, str, int]


def _by_id(items: Iterable[Item]) -> Mapping[str, Item]:
    return MappingProxyType({one.id: one for one in items})


def _repeated(placed: list[Placed[Row]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for row, file, line in placed:
        if row.id in seen:
            yield Problem(file, line, "id", f"'{row.id}' is given twice")
        seen.add(row.id)


def _unsaid(placed: list[Placed[FeelingRow]], data_dir: Path) -> Iterator[Problem]:
    texts = load_texts(data_dir)
    for row, file, line in placed:
        for text_id in row.stop.says if row.stop else ():
            if text_id not in texts:
                yield Problem(file, line, f"{row.id}.stop.says", f"no sentence '{text_id}' in data/words")


def _no_exercise(placed: list[Placed[LiftRow]], data_dir: Path) -> Iterator[Problem]:
    catalog = load_catalog(data_dir)
    taken: dict[Pattern, str] = {}
    for row, file, line in placed:
        for exercise_id in (row.figure, *row.simpler):
            if exercise_id not in catalog:
                yield Problem(file, line, row.id, f"no exercise '{exercise_id}' in the catalogue")
        for pattern in row.patterns:
            if pattern in taken:
                yield Problem(file, line, f"{row.id}.patterns", f"'{pattern}' already belongs to {taken[pattern]}")
            taken[pattern] = row.id


def _dangling(placed: list[Placed[CauseRow]], known: Mapping[str, set[str]]) -> Iterator[Problem]:
    for row, file, line in placed:
        for field, ids in known.items():
            for wanted in getattr(row, field):
                if wanted not in ids:
                    yield Problem(file, line, f"{row.id}.{field}", f"'{wanted}' is not known")


def _not_the_steps(placed: list[Placed[FixRow]]) -> Iterator[Problem]:
    given = {row.id for row, _, _ in placed}
    for row, file, line in placed:
        if row.id not in list(Step):
            yield Problem(file, line, "id", f"'{row.id}' is no step of the fix order")
    for step in Step:
        if step.value not in given:
            yield Problem("data/technique/fixes.yaml", 1, step.value, "this step is missing")


def _unsupported(
    placed: list[Placed[CauseRow] | Placed[FixRow] | Placed[AnswerRow]], data_dir: Path
) -> Iterator[Problem]:
    known = load_sources(data_dir)
    for row, file, line in placed:
        for key in row.sources:
            if key not in known:
                yield Problem(file, line, f"{row.id}.sources", f"no source '{key}' in sources.yaml")
        first = known.get(row.sources[0])
        if row.provenance is Provenance.VERIFIED and first and first.read is not Provenance.VERIFIED:
            yield Problem(file, line, f"{row.id}.provenance", f"'{first.key}' was not read, so this is not verified")


def _unfillable(placed: list[Placed[AnswerRow]], data_dir: Path) -> Iterator[Problem]:
    numbers = _numbers(data_dir)
    for row, file, line in placed:
        for field in ("title", "text"):
            try:
                getattr(row, field).format_map(numbers)
            except (KeyError, ValueError) as error:
                yield Problem(file, line, f"{row.id}.{field}", f"cannot be filled: {error}")


def _numbers(data_dir: Path) -> dict[str, float]:
    """Values of all rules by id, with underscores for dots; shares also in percent."""
    values = {rule.id.replace(".", "_"): rule.value for rule in load_rules(data_dir).values()}
    shares = [rule.id.replace(".", "_") for rule in load_rules(data_dir).values() if rule.unit == "share"]
    return values | {f"{one}_percent": values[one] * 100 for one in shares}


def _place(step: Step) -> int:
    return list(Step).index(step)


def _grade(row: GradedRow) -> Grade:
    return Grade(row.strength, row.provenance, row.sources, row.softened)


def _feeling(row: FeelingRow) -> Feeling:
    stop = Stop(row.stop.kind, row.stop.says, row.stop.afterwards) if row.stop else None
    return Feeling(row.id, row.name, row.text, stop, row.seeds)


def _lift(row: LiftRow) -> Lift:
    return Lift(
        row.id,
        row.name,
        row.text,
        frozenset(row.patterns),
        row.figure,
        row.slower,
        row.shorter,
        row.simpler,
        row.seeds,
    )


def _cause(row: CauseRow) -> Cause:
    return Cause(
        id=row.id,
        name=row.name,
        text=row.text,
        cues=MappingProxyType(dict(row.cues)),
        feelings=MappingProxyType(dict(row.feelings)),
        lifts=MappingProxyType(dict(row.lifts)),
        moments=MappingProxyType(dict(row.moments)),
        axes=row.axes,
        irritable=row.irritable,
        steps=row.steps,
        grade=_grade(row),
        seeds=row.seeds,
    )


def _fix_step(placed: Placed[FixRow]) -> FixStep:
    row = placed[0]
    return FixStep(Step(row.id), row.name, row.text, _grade(row), row.seeds)


def _answer(row: AnswerRow, numbers: Mapping[str, float]) -> Answer:
    return Answer(row.id, row.part, row.title.format_map(numbers), row.text.format_map(numbers), _grade(row), row.seeds)
