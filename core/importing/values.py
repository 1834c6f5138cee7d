"""What was read from another app's file, before it becomes a journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.errors import BackwiseError
from core.units import MassUnit

Progress = Callable[[float], None]
"""Told now and then which share of the work is done, 0 to 1."""


class Source(StrEnum):
    """The app that wrote a file."""

    STRONG = "strong"
    HEVY = "hevy"
    FITBOD = "fitbod"
    FITNOTES = "fitnotes"
    LIFTOSAUR = "liftosaur"
    STRONGLIFTS = "stronglifts"
    LIFTLOG = "liftlog"
    JEFIT = "jefit"
    TABLE = "table"


class SetKind(StrEnum):
    """What a set was for. Warm-ups are read and not counted."""

    WORK = "work"
    WARM_UP = "warm_up"
    DROP = "drop"
    FAILURE = "failure"


class DateOrder(StrEnum):
    """Which of two numbers in a date comes first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class FileRefused(BackwiseError):
    """A file that cannot be read at all; nothing was changed. `problems` are those met, if any."""

    def __init__(self, message: str, problems: tuple[LineProblem, ...] = ()) -> None:
        self.problems = problems
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class LineProblem:
    """One thing that could not be read: line of the file, column, what stood there, why. The rest is read anyhow."""

    line: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}, {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class ReadSet:
    """One set as the file has it.

    `weight` is the number as written, in `unit`, or in the file's unit where that is None; None for no weight, which is
    not a weight of 0. `hands` is 2 where the file says that the weight is one of two held.
    """

    name: str
    kind: SetKind = SetKind.WORK
    reps: int | None = None
    weight: float | None = None
    unit: MassUnit | None = None
    seconds: int | None = None
    rpe: float | None = None
    hands: int | None = None


@dataclass(frozen=True, slots=True)
class ReadSession:
    """One training session as the file has it.

    `start` is naive where the file gives local time, with its zone where it gives one; `day_only` where the hour is not
    known. `key` tells sessions of one source apart and stays the same from one export to the next.
    """

    key: str
    start: datetime
    day_only: bool
    title: str
    minutes: int | None
    note: str
    sets: tuple[ReadSet, ...]


@dataclass(frozen=True)
class ReadFile:
    """Everything read from one file.

    `asks_unit` is True where loads stand there without a unit; `asks_order` where days and months cannot be told apart,
    `asks_language` where no known language has the file's month words: sessions are then empty until it is said.
    `left_aside` counts rows that are no sets, by what they are. `more_problems` were met beyond those listed.
    """

    source: Source
    sessions: tuple[ReadSession, ...]
    problems: tuple[LineProblem, ...] = ()
    more_problems: int = 0
    asks_unit: bool = False
    asks_order: bool = False
    asks_language: bool = False
    resaved: bool = False
    left_aside: Mapping[str, int] = field(default_factory=dict)

    @property
    def set_rows(self) -> int:
        """Sets read, warm-ups included."""
        return sum(len(one.sets) for one in self.sessions)

    @property
    def in_utc(self) -> bool:
        """True where moments come with a zone, so that the person's own is needed to know the day."""
        return any(one.start.tzinfo is not None for one in self.sessions)


@dataclass(frozen=True)
class Hints:
    """What a person says about a file that does not say it itself; `columns` maps our names to a table's own."""

    order: DateOrder | None = None
    language: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    unit: MassUnit | None = None
