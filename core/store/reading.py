"""The whole journal of a person in a handful of queries, one for each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from sys import intern
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, Table, select

from core.errors import AnswerError, StoreEntryDamaged
from core.journal import (
    ExerciseEntry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SetEntry,
)
from core.store import sentences
from core.store.scoped import Scoped
from core.store.tables import exercise_entry, mini_screen, morning, outcome, session, set_entry

Value = TypeVar("Value")

SESSION_FIELDS = tuple(name for name in SessionEntry.__dataclass_fields__ if name not in ("exercises", "sets"))


def fields_of(entry: object, names: Iterable[str]) -> dict[str, Any]:
    """The named fields of a value."""
    return {name: getattr(entry, name) for name in names}


class EntryReader(Scoped):
    """Reads what was recorded."""

    def at_once(self, work: Callable[[], Value]) -> Value:
        """What `work` makes of several readings, all of the same moment. It must not write."""
        with self._database.at_once():
            return work()

    def journal(self, person_id: str, since: date | None = None) -> Journal:
        """All that a person recorded, or what was recorded from day `since` on."""
        with self._database.reading() as connection:
            try:
                return Journal(
                    sessions=self._sessions(connection, person_id, since),
                    mornings=self._values(connection, morning, MorningEntry, person_id, since),
                    mini_screens=self._values(connection, mini_screen, MiniScreenEntry, person_id, since),
                    outcomes=self._values(connection, outcome, OutcomeEntry, person_id, since),
                )
            except AnswerError as error:
                raise StoreEntryDamaged(sentences.DAMAGED_ENTRY) from error

    def _sessions(self, connection: Connection, person_id: str, since: date | None) -> tuple[SessionEntry, ...]:
        rows = self._rows_since(connection, session, SESSION_FIELDS, person_id, since)
        own = None
        if since is not None:
            # Not by a join: SQLite would go through all entries, and look up the day of each.
            own = select(session.c.id).where(*self._mine(session, {"person_id": person_id}), session.c.day >= since)
        return self._filled(connection, person_id, rows, own)

    def _filled(
        self,
        connection: Connection,
        person_id: str,
        rows: Sequence[Sequence[Any]],
        own: Select[Any] | Sequence[str] | None,
    ) -> tuple[SessionEntry, ...]:
        """Sessions with these fields, and what was done and felt in them; `own` names them, None where it is all."""
        exercises = self._entries(connection, exercise_entry, ExerciseEntry, person_id, own)
        sets = self._entries(connection, set_entry, SetEntry, person_id, own)
        return tuple(
            SessionEntry(
                **dict(zip(SESSION_FIELDS, map(_once, row), strict=True)),
                exercises=tuple(exercises.get(row[0], ())),
                sets=tuple(sets.get(row[0], ())),
            )
            for row in rows
        )

    def _entries(
        self,
        connection: Connection,
        table: Table,
        kind: type[Any],
        person_id: str,
        own: Select[Any] | Sequence[str] | None,
    ) -> dict[str, list[Any]]:
        query = self._fields(table, ("session_id", *kind.__dataclass_fields__), person_id)
        if own is not None:
            query = query.where(table.c.session_id.in_(own))
        grouped: dict[str, list[Any]] = defaultdict(list)
        for session_id, exercise_id, *values in connection.execute(query.order_by(table.c.session_id, table.c.place)):
            # Thousands of sets name a dozen exercises: each name once, however long the journal is kept.
            rest = values if kind is SetEntry else map(_once, values)
            grouped[session_id].append(kind(_once(exercise_id), *rest))
        return grouped

    def _values(
        self, connection: Connection, table: Table, kind: type[Any], person_id: str, since: date | None
    ) -> tuple[Any, ...]:
        rows = self._rows_since(connection, table, kind.__dataclass_fields__, person_id, since)
        return tuple(kind(*map(_once, row)) for row in rows)

    def _rows_since(
        self, connection: Connection, table: Table, names: Iterable[str], person_id: str, since: date | None
    ) -> Sequence[Row[Any]]:
        return connection.execute(_since(self._fields(table, names, person_id), table, since)).all()

    def _fields(self, table: Table, names: Iterable[str], person_id: str) -> Select[Any]:
        query = select(*(table.c[name] for name in names))
        return query.where(*self._mine(table, {"person_id": person_id}))


def _once(name: Any) -> Any:
    """The same text for all who have it. A damaged row may hold anything; the entry refuses it."""
    return intern(name) if type(name) is str else name


def _since(query: Select[Any], table: Table, since: date | None) -> Select[Any]:
    if since is None:
        return query
    if "day" in table.c:
        return query.where(table.c.day >= since)
    # East of Greenwich the day begins before its midnight in UTC: rather one day too much than a check lost.
    return query.where(table.c.at >= datetime.combine(since - timedelta(days=1), time(), UTC))
