"""StrongLifts: one row for each exercise of a workout, its sets side by side."""

from __future__ import annotations

import re
from collections.abc import Callable

from core.importing.cells import number, unit_of, weight, whole
from core.importing.gathering import Gathering, named
from core.importing.table import Cells, Table
from core.importing.values import Hints, Progress, ReadFile, ReadSet, Source
from core.units import MassUnit

_REPS = re.compile(r"set (\d+) \(reps\)")
_LOAD = re.compile(r"set (\d+) \((kgs?|lbs?)\)")
HOUR_S = 3600


def fits(table: Table) -> bool:
    """Whether the table is StrongLifts's."""
    return {"exercise", "set 1 (reps)"} <= table.names


def read(table: Table, hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the file. Body weight stays where it is."""
    gathering = Gathering(Source.STRONGLIFTS)
    gathering.each(table, _taker(table, gathering), progress)
    return gathering.finished(hints)


def _taker(table: Table, gathering: Gathering) -> Callable[[int, Cells], None]:
    place = table.place
    date, number_at, title = place("date (yyyy/mm/dd)", "date"), place("workout"), place("workout name")
    exercise, notes = place("exercise"), place("notes")
    start, lasted = place("start time (h:mm)"), place("duration (hours)")
    sets = _sets(table)

    def take(line: int, cells: Cells) -> None:
        key = (cells[date], cells[number_at], cells[start], cells[title])
        when = f"{cells[date]} {cells[start]}".strip()
        session = gathering.session(key, line, when, f"{cells[title]} {cells[number_at]}".strip())
        hours = number(cells[lasted], "duration (hours)")
        session.seconds = None if hours is None else round(hours * HOUR_S)
        session.note(cells[notes])
        name = named(cells[exercise])
        for reps_at, load_at, unit in sets:
            reps = whole(cells[reps_at], "reps")
            # 0 is a set that failed or was never done.
            if not reps:
                continue
            value = weight(cells[load_at], "weight")
            if value is not None and unit is None:
                gathering.without_unit = True
            session.sets.append(ReadSet(name=name, reps=reps, weight=value, unit=unit))

    return take


def _sets(table: Table) -> list[tuple[int, int, MassUnit | None]]:
    """Where repetitions and load of each set stand, and the unit."""
    loads = {
        found[1]: (at, unit_of(found[2])) for at, name in enumerate(table.header) if (found := _LOAD.fullmatch(name))
    }
    nowhere = (len(table.header), None)
    return [
        (at, *loads.get(found[1], nowhere)) for at, name in enumerate(table.header) if (found := _REPS.fullmatch(name))
    ]
