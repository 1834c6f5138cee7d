"""LiftLog: a session id in each row, and the unit beside the weight."""

from __future__ import annotations

from collections.abc import Callable

from core.importing.cells import unit_of, weight, whole
from core.importing.gathering import Gathering, named
from core.importing.table import Cells, Table
from core.importing.values import Hints, Progress, ReadFile, ReadSet, Source


def fits(table: Table) -> bool:
    """Whether the table is LiftLog's."""
    return {"sessionid", "exercise", "weightunit"} <= table.names


def read(table: Table, hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the file."""
    gathering = Gathering(Source.LIFTLOG)
    gathering.each(table, _taker(table, gathering), progress)
    return gathering.finished(hints)


def _taker(table: Table, gathering: Gathering) -> Callable[[int, Cells], None]:
    place = table.place
    key, stamp, exercise = place("sessionid"), place("timestamp"), place("exercise")
    load, unit_at, reps, notes = place("weight"), place("weightunit"), place("reps"), place("notes")

    def take(line: int, cells: Cells) -> None:
        # Each set has its own time: the first one met begins the session, whose id tells it apart.
        session = gathering.session(cells[key], line, cells[stamp], cells[key])
        session.note(cells[notes], cells[exercise])
        value, unit = weight(cells[load], "weight"), unit_of(cells[unit_at])
        if value is not None and unit is None:
            gathering.without_unit = True
        session.sets.append(ReadSet(named(cells[exercise]), reps=whole(cells[reps], "reps"), weight=value, unit=unit))

    return take
