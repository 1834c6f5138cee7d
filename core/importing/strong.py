"""Strong: six header forms seen from 2016 to 2026, and the file whose first line is already a set."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from core.importing.cells import CellError, duration_s, kind_of, rpe, unit_of, weight, whole
from core.importing.gathering import Gathering, named
from core.importing.table import Cells, Table
from core.importing.values import Hints, Progress, ReadFile, ReadSet, SetKind, Source
from core.knowledge.texts import say

WEIGHTS = ("weight", "weight (kg)", "weight (kgs)", "weight (lb)", "weight (lbs)", "kg", "lb", "lbs")
NO_HEADER = (
    "date", "workout name", "exercise name", "set order", "weight", "weight unit", "reps", "rpe", "distance",
    "distance unit", "seconds", "notes", "workout notes", "workout duration",
)  # fmt: skip
NO_SETS = {"rest timer": "rest", "rest": "rest", "note": "note"}
_STAMP = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d{2}")


def fits(table: Table) -> bool:
    """Whether the table is Strong's, with a header or without one."""
    return {"exercise name", "set order", "date"} <= table.names or lacks_header(table)


def lacks_header(table: Table) -> bool:
    """Whether the first line is already a set of the form with a unit in each row."""
    return (
        10 <= len(table.header) <= len(NO_HEADER)
        and bool(_STAMP.match(table.titles[0]))
        and unit_of(table.titles[5]) is not None
    )


def read(table: Table, hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the file."""
    if lacks_header(table):
        table = replace(table, header=NO_HEADER[: len(table.header)], has_header=False)
    gathering = Gathering(Source.STRONG)
    gathering.each(table, _taker(table, gathering), progress)
    return gathering.finished(hints)


def _taker(table: Table, gathering: Gathering) -> Callable[[int, Cells], None]:
    place = table.place
    number, date, workout = place("workout #"), place("date"), place("workout name")
    exercise, order = place("exercise name"), place("set order")
    load, load_unit = place(*WEIGHTS), place("weight unit")
    reps, seconds, effort = place("reps"), place("seconds"), place("rpe")
    notes, workout_notes = place("notes"), place("workout notes")
    lasted = place("duration (sec)", "duration", "workout duration")
    in_header = unit_of(table.header[load]) if load < len(table.header) else None
    comma = table.decimal_comma

    def take(line: int, cells: Cells) -> None:
        session = gathering.session((cells[number], cells[date], cells[workout]), line, cells[date], cells[workout])
        if session.seconds is None and cells[lasted]:
            session.seconds = duration_s(cells[lasted])
        session.note(cells[workout_notes])
        session.note(cells[notes], cells[exercise])
        mark = cells[order].strip()
        aside = NO_SETS.get(mark.casefold())
        if aside is not None:
            gathering.left_aside[aside] += 1
            return
        kind = SetKind.WORK if _is_number(mark) else kind_of(mark)
        if kind is None:
            raise CellError("set order", mark, say("import.problem.kind"))
        value = weight(cells[load], "weight", decimal_comma=comma)
        unit = unit_of(cells[load_unit]) if cells[load_unit] else in_header
        if value is not None and unit is None:
            gathering.without_unit = True
        session.sets.append(
            ReadSet(
                name=named(cells[exercise]),
                kind=kind,
                reps=whole(cells[reps], "reps", decimal_comma=comma),
                weight=value,
                unit=unit,
                seconds=whole(cells[seconds], "seconds", decimal_comma=comma) or None,
                rpe=rpe(cells[effort]),
            )
        )

    return take


def _is_number(mark: str) -> bool:
    return mark.replace(".", "", 1).isdigit()
