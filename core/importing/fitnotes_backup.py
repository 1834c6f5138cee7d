"""FitNotes's backup: an SQLite file, opened in memory, read only, and stopped if it asks for too much."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from core.importing.cells import CellError
from core.importing.gathering import Gathering, named
from core.importing.table import MOST_ROWS
from core.importing.values import FileRefused, Hints, Progress, ReadFile, ReadSet, Source
from core.knowledge.texts import say
from core.units import MassUnit

MAGIC = b"SQLite format 3\x00"
NEEDED = ("training_log", "exercise")
MOST_STEPS = 50_000_000
STEPS_A_LOOK = 10_000
LOG = ("date", "metric_weight", "reps", "duration_seconds", "distance", "is_complete")


def fits(data: bytes) -> bool:
    """Whether the file is an SQLite database."""
    return data.startswith(MAGIC)


def read(data: bytes, hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the backup; each day is one. Body weight and measurements stay where they are.

    Raises:
        FileRefused: it is damaged, or another program's database.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(_without_log(data))
            _guard(connection)
            return _read(connection, hints, progress)
    except (sqlite3.Error, OverflowError, MemoryError, ValueError) as error:
        raise FileRefused(say("import.refused.database")) from error


def _without_log(data: bytes) -> bytes:
    """The database with its journal mode set back: one with a write-ahead log cannot be opened from memory."""
    return data[:18] + b"\x01\x01" + data[20:] if data[18:20] == b"\x02\x02" else data


def _guard(connection: sqlite3.Connection) -> None:
    left = MOST_STEPS // STEPS_A_LOOK

    def look() -> int:
        nonlocal left
        left -= 1
        return int(left < 0)

    connection.set_progress_handler(look, STEPS_A_LOOK)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _read(connection: sqlite3.Connection, hints: Hints, progress: Progress | None) -> ReadFile:
    # Views could run anything; only true tables are read.
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables.issuperset(NEEDED):
        raise FileRefused(say("import.refused.database"))
    known = {row[1] for row in connection.execute("PRAGMA table_info(training_log)")}
    columns = ", ".join(f"t.{name}" if name in known else "NULL" for name in LOG)
    query = (
        f"SELECT e.name, {columns} FROM training_log t LEFT JOIN exercise e ON e._id = t.exercise_id "
        f"ORDER BY t.date, t._id LIMIT {MOST_ROWS + 1}"
    )
    rows = connection.execute(query).fetchall()
    if len(rows) > MOST_ROWS:
        raise FileRefused(say("import.refused.rows", limit=f"{MOST_ROWS:,}"))
    some_ticked = any(row[-1] == 1 for row in rows)
    gathering = Gathering(Source.FITNOTES)
    for at, row in enumerate(rows, start=1):
        gathering.rows += 1
        if progress is not None and at % 1000 == 0:
            progress(at / len(rows))
        try:
            _take(gathering, at, row, some_ticked)
        except CellError as error:
            gathering.problem(at, error.column, error.value, error.message)
    return gathering.finished(hints, day_only=True)


def _take(gathering: Gathering, line: int, row: tuple[Any, ...], some_ticked: bool) -> None:
    name, day, weight, reps, seconds, distance, complete = row
    amounts = {
        column: _number(value, column)
        for column, value in (("weight", weight), ("reps", reps), ("seconds", seconds), ("distance", distance))
    }
    if not any(amounts.values()) or (some_ticked and complete != 1):
        gathering.left_aside["plan"] += 1
        return
    session = gathering.session(str(day or ""), line, str(day or ""))
    session.sets.append(
        ReadSet(
            name=named(str(name or "")),
            reps=None if amounts["reps"] is None else round(amounts["reps"]),
            weight=amounts["weight"] or None,
            unit=MassUnit.KG,
            seconds=round(amounts["seconds"] or 0) or None,
        )
    )


def _number(value: object, column: str) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or not 0 <= value <= 1e6:
        raise CellError(column, str(value), say("import.problem.number"))
    return float(value)
