"""Any table whose columns the person names: a day and an exercise at least, and repetitions or seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.importing.cells import CellError, duration_s, kind_of, rpe, unit_of, weight, whole
from core.importing.gathering import Gathering, named
from core.importing.table import Cells, Table
from core.importing.values import FileRefused, Hints, Progress, ReadFile, ReadSet, SetKind, Source
from core.knowledge.texts import say

NEEDED = ("date", "exercise")
FIELDS = ("date", "exercise", "reps", "seconds", "weight", "unit", "session", "set_type", "rpe", "note")
"""What a column can be taken for."""

GUESSES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "datetime", "timestamp", "start", "datum", "fecha", "data"),
    "exercise": ("exercise", "exercise name", "name", "lift", "movement", "übung", "ejercicio", "exercice"),
    "reps": ("reps", "repetitions", "rep"),
    "seconds": ("seconds", "duration", "time", "secs"),
    "weight": ("weight", "load", "weight (kg)", "weight (lbs)", "weight (lb)", "weight_kg", "kg", "lbs", "lb"),
    "unit": ("unit", "weight unit", "units"),
    "session": ("session", "workout", "workout name", "session id"),
    "set_type": ("type", "set type", "kind", "warmup"),
    "rpe": ("rpe",),
    "note": ("note", "notes", "comment"),
}


def guessed(table: Table) -> dict[str, str]:
    """Our fields with the table's columns that seem to hold them, to start the person off."""
    found = {}
    for one, names in GUESSES.items():
        at = next((table.header.index(name) for name in names if name in table.header), None)
        if at is not None:
            found[one] = table.titles[at]
    return found


def read(table: Table, hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the table; rows of one date and session belong together.

    Raises:
        FileRefused: a column that is needed was not named, or the named ones hold nothing.
    """
    columns = {one: title for one, title in hints.columns.items() if title in table.titles}
    if not set(NEEDED) <= columns.keys() or not columns.keys() & {"reps", "seconds"}:
        raise FileRefused(say("import.refused.columns"))
    gathering = Gathering(Source.TABLE)
    gathering.each(table, _taker(table, gathering, columns), progress)
    return gathering.finished(hints)


def _taker(table: Table, gathering: Gathering, columns: Mapping[str, str]) -> Callable[[int, Cells], None]:
    def place(one: str) -> int:
        return table.titles.index(columns[one]) if one in columns else len(table.titles)

    date, exercise, reps, seconds = place("date"), place("exercise"), place("reps"), place("seconds")
    load, unit_at, session_at = place("weight"), place("unit"), place("session")
    kind_at, effort, note = place("set_type"), place("rpe"), place("note")
    in_header = unit_of(columns.get("weight", ""))
    comma = table.decimal_comma

    def take(line: int, cells: Cells) -> None:
        session = gathering.session((cells[date], cells[session_at]), line, cells[date], cells[session_at])
        session.note(cells[note], cells[exercise])
        value = weight(cells[load], "weight", decimal_comma=comma)
        unit = unit_of(cells[unit_at]) or in_header
        if value is not None and unit is None:
            gathering.without_unit = True
        done, lasted = whole(cells[reps], "reps", decimal_comma=comma), duration_s(cells[seconds]) or None
        if done is None and lasted is None:
            raise CellError("reps", "", say("import.problem.nothing_done"))
        session.sets.append(
            ReadSet(
                named(cells[exercise]),
                kind_of(cells[kind_at]) or SetKind.WORK,
                done,
                value,
                unit,
                lasted,
                rpe(cells[effort]),
            )
        )

    return take
