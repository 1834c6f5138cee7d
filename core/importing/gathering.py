"""Rows to sessions: what every importer shares once it has read a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from core.importing.cells import CellError, minutes_of
from core.importing.moments import Resolved, resolve
from core.importing.table import LONGEST_CELL, Cells, Table
from core.importing.values import (
    FileRefused,
    Hints,
    LineProblem,
    Progress,
    ReadFile,
    ReadSession,
    ReadSet,
    Source,
)
from core.knowledge.texts import say

MOST_PROBLEMS = 500
SHOWN = 80
FEW_ROWS = 5
NOTE_LENGTH = 2000


@dataclass
class OpenSession:
    """A session whose rows are still coming in; `start` and `end` are texts until all dates are known."""

    line: int
    start: str
    title: str = ""
    seconds: int | None = None
    end: str = ""
    sets: list[ReadSet] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)

    def note(self, text: str, about: str = "") -> None:
        """Keep one note, once."""
        if not text:
            return
        bare = text.replace("\\n", "\n").strip()
        if bare:
            self.notes.setdefault(f"{about}: {bare}" if about else bare)


@dataclass
class Gathering:
    """Sessions and problems of one file, in the order in which they are met."""

    source: Source
    sessions: dict[object, OpenSession] = field(default_factory=dict)
    problems: list[LineProblem] = field(default_factory=list)
    more_problems: int = 0
    rows: int = 0
    left_aside: Counter[str] = field(default_factory=Counter)
    without_unit: bool = False

    def each(self, table: Table, take: Callable[[int, Cells], None], progress: Progress | None) -> None:
        """Give every row to `take`; a cell that cannot be read leaves its row to the problems."""
        for line, cells in table.rows(progress):
            self.rows += 1
            try:
                if len(cells) > len(table.header) + 1:
                    raise CellError("", " ".join(cells)[:SHOWN], say("import.problem.cells"))
                take(line, cells)
            except CellError as error:
                self.problem(line, error.column, error.value, error.message)

    def session(self, key: object, line: int, start: str, title: str = "") -> OpenSession:
        """The session of this key, begun where it is new."""
        known = self.sessions.get(key)
        if known is None:
            if not start.strip():
                raise CellError("date", "", say("import.problem.no_date"))
            known = self.sessions[key] = OpenSession(line, start, title.strip())
        return known

    def problem(self, line: int, column: str, value: str, message: str) -> None:
        """Note one row that could not be read."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(LineProblem(line, column, value[:SHOWN], message))
        else:
            self.more_problems += 1

    def finished(self, hints: Hints, *, day_only: bool = False) -> ReadFile:
        """The file as read.

        Raises:
            FileRefused: it has no sets, or more of its rows cannot be read than can.
        """
        texts = {one.start for one in self.sessions.values()} | {one.end for one in self.sessions.values() if one.end}
        found = resolve(texts, hints.order, hints.language)
        sessions = tuple(self._sessions(found, day_only))
        asks = found.asks_order or found.asks_language
        failed = len(self.problems) + self.more_problems
        if not asks and failed > max(FEW_ROWS, self.rows / 2):
            raise FileRefused(say("import.refused.most_lines", lines=failed), tuple(self.problems))
        if not asks and not any(one.sets for one in sessions):
            raise FileRefused(say("import.refused.no_sets"), tuple(self.problems))
        return ReadFile(
            source=self.source,
            sessions=sessions,
            problems=tuple(self.problems),
            more_problems=self.more_problems,
            asks_unit=self.without_unit,
            asks_order=found.asks_order,
            asks_language=found.asks_language and not sessions,
            resaved=found.resaved and self.source in (Source.STRONG, Source.FITBOD),
            left_aside=dict(self.left_aside),
        )

    def _sessions(self, found: Resolved, day_only: bool) -> Iterator[ReadSession]:
        asks = found.asks_order
        for one in self.sessions.values():
            start = found.moments.get(one.start)
            if start is None:
                if not asks:
                    self.problem(one.line, "date", one.start, say("import.problem.date"))
                continue
            if not one.sets:
                continue
            end = found.moments.get(one.end)
            seconds = one.seconds
            if seconds is None and end is not None and (end.tzinfo is None) == (start.tzinfo is None):
                seconds = max(0, round((end - start).total_seconds()))
            yield ReadSession(
                key=f"{start.isoformat()}|{one.title}",
                start=start,
                day_only=day_only,
                title=one.title,
                minutes=minutes_of(seconds),
                note="\n".join(one.notes)[:NOTE_LENGTH],
                sets=tuple(one.sets),
            )


@lru_cache(maxsize=8192)
def named(cell: str) -> str:
    """The name of an exercise, tidied; CellError where there is none."""
    name = " ".join(cell.split())
    if not name:
        raise CellError("exercise", "", say("import.problem.no_name"))
    if len(cell) > LONGEST_CELL or len(name) > 200:
        raise CellError("exercise", name, say("import.problem.long_name"))
    return name
