"""Liftosaur: its CSV with a unit in each row, and its JSON backup; only what was completed counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from core.ceilings import TooMuch, parsed
from core.importing.cells import CellError, rpe, unit_of, weight, whole
from core.importing.gathering import Gathering, named
from core.importing.table import LARGEST_JSON, MB, Cells, Table, encoding_of
from core.importing.values import FileRefused, Hints, Progress, ReadFile, ReadSet, SetKind, Source
from core.knowledge.rules import whole as whole_rule
from core.knowledge.texts import say

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
MOST_SETS = 200_000
MOST_VALUES = whole_rule("limits.file_values")


def fits(table: Table) -> bool:
    """Whether the table is Liftosaur's."""
    return {"workout datetime", "exercise", "is warmup set?"} <= table.names


def read(table: Table, hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the CSV."""
    gathering = Gathering(Source.LIFTOSAUR)
    gathering.each(table, _taker(table, gathering), progress)
    return gathering.finished(hints)


def _taker(table: Table, gathering: Gathering) -> Callable[[int, Cells], None]:
    place = table.place
    date, day_name, exercise = place("workout datetime"), place("day name"), place("exercise")
    warm_up, reps, effort = place("is warmup set?"), place("completed reps"), place("completed rpe")
    load, unit_at = place("completed weight value"), place("completed weight unit")
    notes = place("notes")

    def take(line: int, cells: Cells) -> None:
        done = whole(cells[reps], "completed reps")
        if done is None:
            gathering.left_aside["plan"] += 1
            return
        session = gathering.session((cells[date], cells[day_name]), line, cells[date], cells[day_name])
        session.note(cells[notes], cells[exercise])
        value, unit = weight(cells[load], "completed weight value"), unit_of(cells[unit_at])
        if value is not None and unit is None:
            gathering.without_unit = True
        session.sets.append(
            ReadSet(
                name=named(cells[exercise]),
                kind=SetKind.WARM_UP if cells[warm_up].strip() == "1" else SetKind.WORK,
                reps=done,
                weight=value,
                unit=unit,
                rpe=rpe(cells[effort]),
            )
        )

    return take


def history_of(data: bytes) -> dict[str, Any] | None:
    """The backup in a JSON file, None where the file is another one.

    Raises:
        FileRefused: it is too large to be read safely.
    """
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in (b"{", b"["):
        return None
    if len(data) > LARGEST_JSON:
        raise FileRefused(say("import.refused.large", limit=LARGEST_JSON // MB))
    try:
        found = parsed(data.decode(encoding_of(data), "replace"), MOST_VALUES)
    except TooMuch as error:
        raise FileRefused(say("limits.file")) from error
    except ValueError:
        return None
    for _ in range(2):
        if isinstance(found, dict) and not isinstance(found.get("history"), list):
            found = found.get("storage")
    return found if isinstance(found, dict) and isinstance(found.get("history"), list) else None


def read_backup(state: dict[str, Any], hints: Hints, progress: Progress | None = None) -> ReadFile:
    """All sessions of the JSON backup."""
    gathering = Gathering(Source.LIFTOSAUR)
    own = _own_names(state)
    history = state["history"]
    for at, record in enumerate(history, start=1):
        if progress is not None and at % 50 == 0:
            progress(at / len(history))
        try:
            _take_record(gathering, at, record, own)
        except CellError as error:
            gathering.rows += 1
            gathering.problem(at, error.column, error.value, error.message)
    return gathering.finished(hints)


def _take_record(gathering: Gathering, at: int, record: object, own: dict[str, str]) -> None:
    if not isinstance(record, dict):
        raise CellError("history", str(record)[:40], say("import.problem.entry"))
    start, end = _stamp(record.get("startTime")), _stamp(record.get("endTime"))
    title = str(record.get("dayName") or "")
    session = gathering.session((start, title), at, start, title)
    session.end = end
    entries = record.get("entries")
    for entry in entries if isinstance(entries, list) else ():
        exercise = entry.get("exercise") if isinstance(entry, dict) else None
        if not isinstance(exercise, dict):
            continue
        name = _name(exercise, own)
        for key, kind in (("warmupSets", SetKind.WARM_UP), ("sets", SetKind.WORK)):
            listed = entry.get(key)
            for one in listed if isinstance(listed, list) else ():
                _take_set(gathering, at, session.sets, name, kind, one)


def _take_set(gathering: Gathering, at: int, sets: list[ReadSet], name: str, kind: SetKind, one: object) -> None:
    gathering.rows += 1
    if gathering.rows > MOST_SETS:
        raise FileRefused(say("import.refused.rows", limit=f"{MOST_SETS:,}"))
    if not isinstance(one, dict):
        return
    try:
        reps = whole(_text(one.get("completedReps")), "completedReps")
        if reps is None:
            gathering.left_aside["plan"] += 1
            return
        load = one.get("completedWeight") or one.get("weight")
        load = load if isinstance(load, dict) else {}
        value, unit = weight(_text(load.get("value")), "completedWeight"), unit_of(_text(load.get("unit")))
        if value is not None and unit is None:
            gathering.without_unit = True
        sets.append(ReadSet(named(name), kind, reps, value, unit, None, rpe(_text(one.get("completedRpe")))))
    except CellError as error:
        gathering.problem(at, error.column, error.value, error.message)


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, bool | list | dict) else str(value)[:200]


def _stamp(value: object) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 4e12:
        return ""
    return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="seconds")


def _own_names(state: dict[str, Any]) -> dict[str, str]:
    """Names of exercises that the person made, by their id."""
    settings = state.get("settings")
    listed = settings.get("exercises") if isinstance(settings, dict) else None
    if not isinstance(listed, dict):
        return {}
    return {
        str(key): str(one["name"])[:200] for key, one in listed.items() if isinstance(one, dict) and one.get("name")
    }


def _name(exercise: dict[str, Any], own: dict[str, str]) -> str:
    """ "Romanian Deadlift, Barbell" of romanianDeadlift and barbell."""
    built_in = str(exercise.get("id") or "")[:200]
    name = own.get(built_in) or _HUMP.sub(" ", built_in).capitalize()
    equipment = _HUMP.sub(" ", _text(exercise.get("equipment"))).capitalize()
    return f"{name}, {equipment}" if equipment and built_in not in own else name
