"""Hevy: newest first, dates in the phone's language, kilograms or pounds told by the column's name."""

from __future__ import annotations

from collections.abc import Callable

from core.importing.cells import CellError, duration_s, kind_of, rpe, unit_of, weight, whole
from core.importing.gathering import Gathering, named
from core.importing.table import Cells, Table
from core.importing.values import Hints, Progress, ReadFile, ReadSet, Source
from core.knowledge.texts import say


def fits(table: Table) -> bool:
    """Whether the table is Hevy's."""
    return {"start_time", "exercise_title", "set_index"} <= table.names


def read(table: Table, hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the file."""
    gathering = Gathering(Source.HEVY)
    gathering.each(table, _taker(table, gathering), progress)
    return gathering.finished(hints)


def _taker(table: Table, gathering: Gathering) -> Callable[[int, Cells], None]:
    place = table.place
    title, start, end = place("title"), place("start_time"), place("end_time")
    exercise, kind_at, index = place("exercise_title"), place("set_type"), place("set_index")
    load, reps = place("weight_kg", "weight_lbs", "weight_lb", "weight"), place("reps")
    seconds, effort = place("duration_seconds", "duration_s"), place("rpe")
    description, notes = place("description"), place("exercise_notes")
    unit = unit_of(table.header[load]) if load < len(table.header) else None

    def take(line: int, cells: Cells) -> None:
        whole(cells[index], "set_index")
        session = gathering.session((cells[start], cells[end], cells[title]), line, cells[start], cells[title])
        session.end = cells[end]
        session.note(cells[description])
        session.note(cells[notes], cells[exercise])
        kind = kind_of(cells[kind_at])
        if kind is None:
            raise CellError("set_type", cells[kind_at], say("import.problem.kind"))
        value = weight(cells[load], table.header[load] if unit else "weight")
        if value is not None and unit is None:
            gathering.without_unit = True
        session.sets.append(
            ReadSet(
                name=named(cells[exercise]),
                kind=kind,
                reps=whole(cells[reps], "reps"),
                weight=value,
                unit=unit,
                seconds=duration_s(cells[seconds]) or None,
                rpe=rpe(cells[effort]),
            )
        )

    return take
