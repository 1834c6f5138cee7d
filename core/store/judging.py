"""Rows that a browser gave back, judged by the very values that they are of: what was never written here stays out.

Each row is made the value that this program would read from it, and the value judges itself, as it does when it comes
from a page, a file or a table. A row that belongs to nothing stays out with what it belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, Integer, Table, TypeDecorator
from sqlalchemy.dialects.sqlite import dialect

from core.errors import AnswerError, StoreError
from core.journal import (
    ID_LENGTH,
    TEXT_LENGTH,
    ExerciseEntry,
    ExposureLadder,
    ExposureStep,
    ExposureTry,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SetEntry,
    check_id,
    check_json,
    check_text,
    check_whole,
)
from core.knowledge.texts import say
from core.store import sentences
from core.store.people import Person
from core.store.plans import AssessmentRecord, PlanRecord
from core.store.snapshot import Row, Rows, Scalar, key_of
from core.store.tables import RECORD, person
from core.units import MassUnit

MOST_COUNTED = 2**31 - 1
_SQLITE = dialect()
NOBODY: Row = {
    "name": say("record.nameless"),
    "units": MassUnit.KG.value,
    "created_at": "2000-01-01T00:00:00.000000+00:00",
    "archived_at": None,
    "is_demo": 0,
}
UNREADABLE = (ValueError, TypeError, KeyError, OverflowError, RecursionError, AnswerError, StoreError)
"""What reading a value that anybody may have written can end in."""


@dataclass(frozen=True)
class LeftOut:
    """A row that stays out: its table, and what tells it from others as far as that can be told."""

    table: str
    key: str


def sound(rows: Rows) -> tuple[Rows, tuple[LeftOut, ...]]:
    """The rows that can be kept, and those that cannot. A person whose name or unit cannot be read gets plain ones.

    Raises:
        StoreError: somebody is missing whose entries are there: to take in the rest would be to lose them.
    """
    kept: Rows = {}
    left_out: list[LeftOut] = []
    for table in RECORD:
        there = {link.referred_table.name: _keys(kept, link.referred_table) for link in table.foreign_key_constraints}
        passed = []
        for row in rows.get(table.name, ()):
            if _is_sound(table, row) and _belongs(table, row, there):
                passed.append(row)
                continue
            left_out.append(LeftOut(table.name, _told(row)))
            if table is person:
                passed.append(_made_plain(row))
            elif there and isinstance(row.get("person_id"), str) and (row["person_id"],) not in there[person.name]:
                raise StoreError(sentences.DAMAGED_SNAPSHOT)
        if passed:
            kept[table.name] = passed
    if left_out and person.name not in kept:
        raise StoreError(sentences.DAMAGED_SNAPSHOT)
    names = {table.name for table in RECORD}
    left_out += [LeftOut("", ascii(name)[1 : ID_LENGTH + 1]) for name in rows if name not in names]
    return kept, tuple(left_out)


def readable(table: Table, rows: Iterable[Row]) -> tuple[list[dict[str, Any]], tuple[LeftOut, ...]]:
    """Rows as SQLite keeps them, to what this program works with; and those that it never wrote like that."""
    read: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for row in rows:
        if _is_sound(table, row):
            read.append({name: reader(row[name]) for name, reader in _columns(table).items()})
        else:
            left_out.append(LeftOut(table.name, _told(row)))
    return read, tuple(left_out)


def _made_plain(row: Row) -> Row:
    """Somebody with this id."""
    plain = {name: NOBODY.get(name, value) for name, value in row.items()}
    if not _is_sound(person, plain):
        raise StoreError(sentences.DAMAGED_SNAPSHOT)
    return plain


def _is_sound(table: Table, row: Row) -> bool:
    try:
        columns = _columns(table)
        if row.keys() != columns.keys():
            return False
        values = {name: read(row[name]) for name, read in columns.items()}
        _VALUES[table.name](values)
    except UNREADABLE:
        return False
    return True


def _belongs(table: Table, row: Row, there: Mapping[str, set[tuple[Scalar, ...]]]) -> bool:
    return all(
        tuple(row[column.name] for column in link.columns if column.name != "owner") in there[link.referred_table.name]
        for link in table.foreign_key_constraints
    )


def _keys(kept: Rows, table: Table) -> set[tuple[Scalar, ...]]:
    return {key_of(table, row) for row in kept.get(table.name, ())}


def _told(row: Row) -> str:
    """The day or the words by which a person may know a row."""
    shown = (row.get(name) for name in ("day", "at", "made_at", "started_at", "name", "key", "exercise_id", "id"))
    first = next((value for value in shown if isinstance(value, str) and value), "")
    return ascii(first[: len("2026-11-20")] if first[:1].isdigit() else first[:ID_LENGTH])[1:-1]


@cache
def _columns(table: Table) -> Mapping[str, Callable[[Scalar], Any]]:
    return {column.name: _reader(column) for column in table.columns if column.name != "owner"}


def _reader(column: Column[Any]) -> Callable[[Scalar], Any]:
    """From what SQLite keeps to what this program works with; ValueError where it is something else."""
    read, kind = _of_kind(column.type)
    optional = bool(column.nullable)

    def reader(value: Scalar) -> Any:
        if value is None and optional:
            return None
        if isinstance(value, bool) or not isinstance(value, kind):
            raise ValueError(column.name)
        return read(value)

    return reader


def _of_kind(kind: Any) -> tuple[Callable[[Any], Any], type | tuple[type, ...]]:
    match kind:
        case TypeDecorator():
            return lambda value: kind.process_result_value(value, _SQLITE), str
        case Date():
            return date.fromisoformat, str
        case Boolean():
            return _yes_no, int
        case Integer():
            return _counted, int
        case Float():
            return float, (int, float)
    return _text, str


def _yes_no(value: int) -> bool:
    if value not in (0, 1):
        raise ValueError(value)
    return bool(value)


def _counted(value: int) -> int:
    check_whole(value, "A number", 0, MOST_COUNTED)
    return value


def _text(value: str) -> str:
    check_text(value, "A text", TEXT_LENGTH)
    return value


def _plain(kind: type[Any], *but: str) -> Callable[[Mapping[str, Any]], Any]:
    """The value of a kind whose fields are columns, all but some."""
    names = tuple(field.name for field in fields(kind) if field.name not in but)
    return lambda values: kind(**{name: values[name] for name in names})


def _preference(values: Mapping[str, Any]) -> None:
    check_id(values["key"], "The name of a choice")
    check_json(json.loads(values["value"]), "A choice", TEXT_LENGTH)


def _assessment(values: Mapping[str, Any]) -> None:
    _plain(AssessmentRecord)(values)
    check_json(_object(values["answers"]), "The answers", TEXT_LENGTH)


def _plan(values: Mapping[str, Any]) -> None:
    _plain(PlanRecord)(values)
    check_json(_object(values["payload"]), "The plan", TEXT_LENGTH)


def _object(text: str) -> dict[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict):
        raise StoreError(sentences.DAMAGED_ENTRY)
    return value


def _ladder(values: Mapping[str, Any]) -> None:
    pairs = zip(values["steps"], values["exercise_ids"], strict=True)
    steps = tuple(ExposureStep(words, exercise_id or None) for words, exercise_id in pairs)
    ExposureLadder(values["id"], values["made_at"], values["movement"], steps, values["closed"])


_VALUES: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "person": _plain(Person),
    "assessment": _assessment,
    "plan": _plan,
    "session": _plain(SessionEntry, "exercises", "sets"),
    "exercise_entry": _plain(ExerciseEntry),
    "set_entry": _plain(SetEntry),
    "morning": _plain(MorningEntry),
    "mini_screen": _plain(MiniScreenEntry),
    "outcome": _plain(OutcomeEntry),
    "preference": _preference,
    "exposure_ladder": _ladder,
    "exposure_try": _plain(ExposureTry),
}
