"""FitNotes: three CSV forms; names with commas stand there without quotes, and a day is a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.importing.cells import duration_s, kind_of, unit_of, weight, whole
from core.importing.gathering import Gathering, named
from core.importing.table import Cells, Table
from core.importing.values import Hints, Progress, ReadFile, ReadSet, SetKind, Source


def fits(table: Table) -> bool:
    """Whether the table is FitNotes's."""
    has_weight = any(name.startswith("weight") for name in table.header)
    return {"date", "exercise", "category", "reps"} <= table.names and has_weight and "set order" not in table.names


def read(table: Table, hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the file; each day is one."""
    gathering = Gathering(Source.FITNOTES)
    gathering.each(_Rejoining.of(table), _taker(table, gathering), progress)
    return gathering.finished(hints, day_only=True)


@dataclass(frozen=True)
class _Rejoining(Table):
    """Rows whose name fell apart at its commas are put together again, counted from the right."""

    @classmethod
    def of(cls, table: Table) -> _Rejoining:
        return cls(table.data, table.delimiter, table.titles, table.header, table.has_header)

    def rows(self, progress: Progress | None = None) -> Iterator[tuple[int, Cells]]:
        width, name = len(self.header), self.header.index("exercise")
        for line, cells in super().rows(progress):
            extra = len(cells) - 1 - width
            if extra > 0:
                whole_name = self.delimiter.join(cells[name : name + extra + 1])
                yield line, [*cells[:name], whole_name, *cells[name + extra + 1 :]]
            else:
                yield line, cells


def _taker(table: Table, gathering: Gathering) -> Callable[[int, Cells], None]:
    place = table.place
    date, exercise, reps = place("date"), place("exercise"), place("reps")
    seconds, comment, kind_at = place("time"), place("comment", "notes"), place("kind")
    unit_at = place("weight unit")
    loads = [(at, unit_of(name)) for at, name in enumerate(table.header) if name.startswith("weight") and at != unit_at]
    comma = table.decimal_comma

    def take(line: int, cells: Cells) -> None:
        session = gathering.session(cells[date], line, cells[date])
        session.note(cells[comment], cells[exercise])
        value, unit = None, None
        for at, told in loads:
            found = weight(cells[at], "weight", decimal_comma=comma)
            if found is not None and value is None:
                value, unit = found, told or unit_of(cells[unit_at])
        if value is not None and unit is None:
            gathering.without_unit = True
        done = whole(cells[reps], "reps", decimal_comma=comma)
        session.sets.append(
            ReadSet(
                name=named(cells[exercise]),
                kind=kind_of(cells[kind_at]) or SetKind.WORK,
                reps=done,
                weight=value,
                unit=unit,
                seconds=duration_s(cells[seconds]) or None,
            )
        )

    return take
