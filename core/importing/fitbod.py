"""Fitbod: UTC stamps, one for a session; the weight is one dumbbell's where two are held."""

from __future__ import annotations

from collections.abc import Callable

from core.importing.cells import number, unit_of, weight, whole
from core.importing.gathering import Gathering, named
from core.importing.table import Cells, Table
from core.importing.values import Hints, Progress, ReadFile, ReadSet, SetKind, Source

HAND_WEIGHTS = ("dumbbell", "kettlebell")


def fits(table: Table) -> bool:
    """Whether the table is Fitbod's."""
    return {"iswarmup", "multiplier", "exercise", "date"} <= table.names


def read(table: Table, hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the file."""
    gathering = Gathering(Source.FITBOD)
    gathering.each(table, _taker(table, gathering), progress)
    return gathering.finished(hints)


def _taker(table: Table, gathering: Gathering) -> Callable[[int, Cells], None]:
    place = table.place
    date, exercise, reps = place("date"), place("exercise"), place("reps")
    load = place("weight(kg)", "weight (kg)", "weight(lbs)", "weight (lbs)", "weight(lb)", "weight")
    seconds, warm_up = place("duration(s)", "duration (s)"), place("iswarmup")
    note, multiplier = place("note"), place("multiplier")
    unit = unit_of(table.header[load]) if load < len(table.header) else None

    def take(line: int, cells: Cells) -> None:
        session = gathering.session(cells[date], line, cells[date])
        session.note(cells[note], cells[exercise])
        name = named(cells[exercise])
        value = weight(cells[load], "weight")
        if value is not None and unit is None:
            gathering.without_unit = True
        session.sets.append(
            ReadSet(
                name=name,
                kind=SetKind.WARM_UP if cells[warm_up].strip().casefold() == "true" else SetKind.WORK,
                reps=whole(cells[reps], "reps"),
                weight=value,
                unit=unit,
                seconds=whole(cells[seconds], "duration(s)") or None,
                hands=_hands(name, number(cells[multiplier], "multiplier")),
            )
        )

    return take


def _hands(name: str, multiplier: float | None) -> int:
    """2 where two dumbbells or kettlebells are held; the multiplier alone also tells sides."""
    held = any(word in name.casefold() for word in HAND_WEIGHTS)
    return 2 if held and multiplier is not None and multiplier >= 2 else 1
