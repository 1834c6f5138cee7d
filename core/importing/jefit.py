"""JEFIT: one text file of many tables, parted by lines of hashes; read as far as its form is documented."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from core.importing.cells import CellError, duration_s, number, unit_of, whole
from core.importing.gathering import Gathering, OpenSession, named
from core.importing.table import MOST_ROWS, lines_of
from core.importing.values import FileRefused, Hints, Progress, ReadFile, ReadSet, Source
from core.knowledge.texts import say
from core.units import MassUnit

_TITLE = re.compile(r"#{2,}\s*([A-Z ]+?)\s*#*\s*$")
_TYPED = re.compile(r"(\d+(?:\.\d+)?)x(\d+)")

Row = dict[str, str]
Sections = dict[str, list[tuple[int, Row]]]


def fits(data: bytes) -> bool:
    """Whether the file has sections as JEFIT writes them."""
    return any(_TITLE.match(line.strip()) for _, line in zip(range(50), lines_of(data[:100_000]), strict=False))


def read(data: bytes, hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the backup: the table of sets where there is one, else the sets as typed.

    Raises:
        FileRefused: it has no log of exercises.
    """
    sections = _sections(data)
    logs = sections.get("EXERCISE LOGS", [])
    if not logs:
        raise FileRefused(say("import.refused.no_sets"))
    starts = {row.get("_id", ""): row for _, row in sections.get("WORKOUT SESSIONS", [])}
    by_log: dict[str, list[tuple[int, Row]]] = {}
    for line, row in sections.get("EXERCISE SET LOGS", []):
        by_log.setdefault(row.get("exercise_log_id", ""), []).append((line, row))
    typed_in = next((unit for _, row in sections.get("SETTING", []) if (unit := unit_of(row.get("mass", "")))), None)
    gathering = Gathering(Source.JEFIT)
    for at, (line, row) in enumerate(logs, start=1):
        gathering.rows += 1
        if progress is not None and at % 500 == 0:
            progress(at / len(logs))
        try:
            session = _session(gathering, line, row, starts)
            name = named(row.get("ename", ""))
            own = by_log.get(row.get("_id", ""))
            session.sets += _logged(name, own) if own else _typed(name, row.get("logs", ""), typed_in)
            gathering.without_unit |= any(one.weight is not None and one.unit is None for one in session.sets)
        except CellError as error:
            gathering.problem(line, error.column, error.value, error.message)
    return gathering.finished(hints, day_only=not starts)


def _sections(data: bytes) -> Sections:
    """Rows of each section as mappings, with their line."""
    found: Sections = {}
    rows: list[tuple[int, Row]] = []
    header: list[str] | None = None
    for count, line in enumerate(lines_of(data), start=1):
        if count > MOST_ROWS:
            raise FileRefused(say("import.refused.rows", limit=f"{MOST_ROWS:,}"))
        title = _TITLE.match(line.strip())
        if title:
            rows, header = found.setdefault(title[1].strip(), []), None
        elif line.strip() and not line.startswith(("#", "-", "=")):
            for cells in _cells(line, count):
                if header is None:
                    header = [cell.strip() for cell in cells]
                else:
                    rows.append((count, dict(zip(header, cells, strict=False))))
    return found


def _cells(line: str, count: int) -> Iterator[list[str]]:
    try:
        yield from csv.reader([line])
    except csv.Error as error:
        raise FileRefused(say("import.refused.damaged", line=count)) from error


def _session(gathering: Gathering, line: int, row: Row, starts: dict[str, Row]) -> OpenSession:
    key = row.get("belongsession", "").strip()
    own = starts.get(key, {})
    began = _stamp(own.get("starttime", "")) or _stamp(key)
    if key and began:
        session = gathering.session(key, line, began)
        session.seconds = duration_s(own.get("total_time", "")) or session.seconds
        return session
    day = row.get("mydate", "").strip()
    return gathering.session(day, line, day)


def _stamp(text: str) -> str:
    """Unix seconds as a moment; empty for anything else, such as a running number."""
    bare = text.strip()
    if not bare.isdecimal() or not 9 <= len(bare) <= 10:
        return ""
    return datetime.fromtimestamp(int(bare), UTC).isoformat()


def _logged(name: str, rows: list[tuple[int, Row]]) -> Iterator[ReadSet]:
    ordered = sorted(rows, key=lambda one: whole(one[1].get("set_index", ""), "set_index") or 0)
    for _, row in ordered:
        yield ReadSet(
            name=name,
            reps=whole(row.get("reps", ""), "reps"),
            weight=number(row.get("weight_lbs", ""), "weight_lbs") or None,
            unit=MassUnit.LB,
            seconds=duration_s(row.get("duration", "")) or None,
        )


def _typed(name: str, logs: str, unit: MassUnit | None) -> Iterator[ReadSet]:
    for load, reps in _TYPED.findall(logs[:2000]):
        yield ReadSet(name=name, reps=int(reps[:6]), weight=float(load[:10]) or None, unit=unit)
