"""Backwise's own CSV back into a journal; what `core.exporting.journal_csv` wrote comes back equal."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

from core.errors import AnswerError
from core.exporting.journal_csv import ANSWER_SEPARATOR, COLUMNS, FIELD_COLUMNS, NO, YES, Row, unguarded
from core.journal import (
    ExerciseEntry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SessionKind,
    SetEntry,
)
from core.knowledge.texts import say
from core.words import Site

BYTE_ORDER_MARK = "\ufeff"
NEEDED = ("row", "day", "session_id", "exercise_id")
"""Columns by which this form is known."""

Cells = Mapping[str, str]


@dataclass(frozen=True)
class CellProblem:
    """One thing that could not be read: line of the file (the last one of its row), column, what stood there, why."""

    line: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}, {self.column}: {self.message}"


@dataclass(frozen=True)
class ReadBack:
    """A journal read from a file, and every problem met on the way; rows with a problem are not in the journal."""

    journal: Journal
    problems: tuple[CellProblem, ...]


@dataclass
class _Gathered:
    sessions: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    exercises: dict[str, list[tuple[int, ExerciseEntry]]] = field(default_factory=dict)
    sets: dict[str, list[tuple[int, SetEntry]]] = field(default_factory=dict)
    mornings: dict[date, MorningEntry] = field(default_factory=dict)
    checks: dict[datetime, MiniScreenEntry] = field(default_factory=dict)
    outcomes: list[OutcomeEntry] = field(default_factory=list)


def is_backwise(header: list[str]) -> bool:
    """True where a header has the columns of this form, in whatever order."""
    names = {name.strip().removeprefix(BYTE_ORDER_MARK) for name in header}
    return set(NEEDED) <= names <= set(COLUMNS)


def from_csv(text: str) -> ReadBack:
    """The journal of a file, with or without a byte order mark; rows of a session may stand in any order."""
    gathered, problems = _Gathered(), []
    reader = csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""))
    try:
        if not is_backwise(list(reader.fieldnames or [])):
            return ReadBack(Journal(), (CellProblem(1, "row", "", "this is not a journal of Backwise"),))
        for cells in reader:
            line = reader.line_num
            try:
                _take(cells, line, gathered)
            except _Unreadable as error:
                problems.append(CellProblem(line, error.column, error.value, error.message))
            except AnswerError as error:
                problems.append(CellProblem(line, cells["row"] or "row", "", str(error)))
    except csv.Error as error:
        problems.append(CellProblem(reader.line_num, "row", "", f"the file is damaged from here on: {error}"))
    sessions = [one for one in _sessions(gathered, problems) if one]
    mornings, checks = tuple(gathered.mornings.values()), tuple(gathered.checks.values())
    journal = Journal(tuple(sessions), mornings, checks, tuple(gathered.outcomes))
    return ReadBack(journal, tuple(sorted(problems, key=lambda one: one.line)))


class _Unreadable(Exception):
    def __init__(self, column: str, value: str, message: str) -> None:
        super().__init__(message)
        self.column, self.value, self.message = column, value, message


def _take(cells: dict[str, Any], line: int, gathered: _Gathered) -> None:
    if None in cells or None in cells.values():
        raise _Unreadable("row", "", "the row has more or fewer cells than the header")
    try:
        kind = Row(cells["row"])
    except ValueError as error:
        raise _Unreadable("row", cells["row"], f"must be one of {', '.join(Row)}") from error
    values = _values(kind, cells)
    session_id = unguarded(cells["session_id"])
    match kind:
        case Row.SESSION:
            if session_id in gathered.sessions:
                raise _Unreadable("session_id", session_id, "this session stands there twice")
            gathered.sessions[session_id] = line, values
        case Row.EXERCISE:
            gathered.exercises.setdefault(session_id, []).append((line, ExerciseEntry(**values)))
        case Row.SET:
            gathered.sets.setdefault(session_id, []).append((line, SetEntry(**values)))
        case Row.MORNING:
            morning = MorningEntry(**values)
            if gathered.mornings.setdefault(morning.day, morning) is not morning:
                raise _Unreadable("day", cells["day"], say("import.problem.twice"))
        case Row.CHECK:
            check = MiniScreenEntry(**values)
            if gathered.checks.setdefault(check.at, check) is not check:
                raise _Unreadable("done_at", cells["done_at"], say("import.problem.twice"))
        case Row.OUTCOME:
            gathered.outcomes.append(OutcomeEntry(**values))


def _sessions(gathered: _Gathered, problems: list[CellProblem]) -> Iterator[SessionEntry | None]:
    for session_id, (line, values) in gathered.sessions.items():
        exercises = tuple(one for _, one in gathered.exercises.pop(session_id, []))
        sets = tuple(one for _, one in gathered.sets.pop(session_id, []))
        try:
            yield SessionEntry(**values, exercises=exercises, sets=sets)
        except AnswerError as error:
            problems.append(CellProblem(line, "session", session_id, str(error)))
    for left in (gathered.exercises, gathered.sets):
        for session_id, entries in left.items():
            for line, _ in entries:
                problems.append(CellProblem(line, "session_id", session_id, "its session is missing from the file"))


def _values(kind: Row, cells: Cells) -> dict[str, Any]:
    """The fields of one row; a blank cell is left to the field's default, or missing where it has none."""
    values: dict[str, Any] = {}
    for name, column in FIELD_COLUMNS[kind].items():
        cell = cells.get(column, "")
        if cell == "" and column not in BLANK_IS_A_VALUE:
            if column in REQUIRED[kind]:
                raise _Unreadable(column, "", "must not be blank")
            if column not in HAS_DEFAULT:
                values[name] = None
            continue
        try:
            values[name] = READERS.get(column, unguarded)(cell)
        except (ValueError, OverflowError) as error:
            raise _Unreadable(column, cell, MEANT[READERS[column]]) from error
    return values


def _yes_no(cell: str) -> bool:
    word = cell.strip().casefold()
    if word not in (YES, NO):
        raise ValueError(cell)
    return word == YES


def _answers(cell: str) -> tuple[str, ...]:
    return tuple(unquote(one) for one in unguarded(cell).split(ANSWER_SEPARATOR)) if cell else ()


Reader = Callable[[str], Any]
READERS: Mapping[str, Reader] = {
    **dict.fromkeys(("day",), date.fromisoformat),
    **dict.fromkeys(("started_at", "finished_at", "done_at"), datetime.fromisoformat),
    **dict.fromkeys(
        (
            "plan_week", "plan_session", "minutes", "set", "reps", "seconds", "rir", "pain_before", "pain",
            "pain_worst", "pain_end", "soreness", "sleep_quality", "energy", "effort",
        ),
        int,
    ),
    **dict.fromkeys(("load_kg", "value"), float),
    **dict.fromkeys(("spread", "stop_sign", "sharp", "stopped", "sleep_disturbed"), _yes_no),
    **dict.fromkeys(("site_before", "site"), Site),
    "kind": SessionKind,
    "answers": _answers,
}  # fmt: skip
MEANT: Mapping[Reader, str] = {
    date.fromisoformat: "must be a day such as 2026-11-20",
    datetime.fromisoformat: "must be a moment such as 2026-11-20T09:00:00+00:00",
    int: "must be a whole number",
    float: "must be a number",
    _yes_no: f"must be {YES} or {NO}",
    Site: f"must be one of {', '.join(Site)}",
    SessionKind: f"must be one of {', '.join(SessionKind)}",
    _answers: "must be the signs that were ticked",
}
BLANK_IS_A_VALUE = frozenset({"note", "label", "answers"})
HAS_DEFAULT = frozenset({"kind", "spread", "stop_sign", "sharp", "stopped", "sleep_disturbed"})
REQUIRED: Mapping[Row, frozenset[str]] = {
    Row.SESSION: frozenset({"session_id", "day", "started_at"}),
    Row.EXERCISE: frozenset({"exercise_id"}),
    Row.SET: frozenset({"exercise_id", "set"}),
    Row.MORNING: frozenset({"day", "pain"}),
    Row.CHECK: frozenset({"done_at"}),
    Row.OUTCOME: frozenset({"day", "outcome", "value"}),
}
