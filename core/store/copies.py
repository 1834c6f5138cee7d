"""What some people's records held before and after a change, so that the change can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, select, type_coerce, update
from sqlalchemy.types import NullType

from core.errors import StoreError, StoreTooLarge
from core.knowledge.texts import say
from core.store import sentences
from core.store.backups import back_up_before
from core.store.judging import LeftOut, readable
from core.store.merging import merge
from core.store.people import MOST_PEOPLE
from core.store.scoped import Scoped
from core.store.snapshot import Row, Rows, keys_of, missing, missing_or_other
from core.store.tables import RECORD, metadata, person, person_in, session

ALL = tuple(one.name for one in RECORD)
LEAVING_OUT = "leaving-out"
"""Names the copy of a record as it was before damaged rows went."""
KEYS = {one.name: tuple(keys_of(one)) for one in RECORD}
"""Columns that tell the rows of one owner apart, by table."""


@dataclass(frozen=True)
class Copy:
    """Rows of these people in some tables, at one moment. What stands in them is for the store alone.

    `left_out` are rows that hold what was never written here; whatever is done with a copy leaves them alone.
    """

    people: frozenset[str]
    tables: tuple[str, ...]
    rows: Rows = field(repr=False)
    left_out: tuple[LeftOut, ...] = ()


class CopyStore(Scoped):
    """Copies records, and makes one copy of another."""

    def copy_of(self, people: Collection[str], tables: Collection[str] = ALL) -> Copy:
        """Everything of these people, or what some tables have of them."""
        chosen = tuple(name for name in ALL if name in tables)
        with self._database.reading() as connection:
            return Copy(frozenset(people), chosen, *self._copied(connection, frozenset(people), chosen))

    @property
    def is_file(self) -> bool:
        """True where the record is one file of one's own, with its copies beside it."""
        return self._database.path is not None

    def unreadable(self, people: Collection[str]) -> tuple[LeftOut, ...]:
        """What of these people's records holds a value that was never written here, so that it cannot be read."""
        with self._database.reading() as connection:
            return tuple(row for _, _, row in self._unreadable(connection, people))

    def remove_unreadable(self, people: Collection[str]) -> None:
        """Take these rows, with what stands in them, out of a file that is copied first as it is.

        Raises:
            StoreError: the record is no file, or could not be copied. Nothing was changed.
        """
        path = self._database.path
        if path is None:
            raise StoreError(sentences.NO_FILE)
        with self._database.writing() as connection:
            back_up_before(path, self._clock().date(), LEAVING_OUT)
            for table, kept, _ in tuple(self._unreadable(connection, people)):
                same = [type_coerce(table.c[name], NullType()) == kept[name] for name in keys_of(table)]
                connection.execute(delete(table).where(table.c.owner == self._owner, *same))

    def change(self, base: Copy, wanted: Copy) -> None:
        """Make of `base` what is `wanted`, all or nothing; what was written since `base` was copied stays.

        To take something back, `base` is the copy after it and `wanted` the one before.

        Raises:
            StoreTooLarge: the record would hold more people than it can. Nothing was changed.
        """
        with self._database.writing() as connection:
            now, _ = self._copied(connection, base.people, base.tables)
            then = _counted_on(merge(base.rows, wanted.rows, now), now)
            if len(then.get("person", ())) > max(MOST_PEOPLE, len(now.get("person", ()))):
                raise StoreTooLarge(say("limits.people", most=MOST_PEOPLE))
            for table in reversed(RECORD):
                for row in missing(table, now, then):
                    keys = [table.c[name] == row[name] for name in keys_of(table)]
                    connection.execute(delete(table).where(table.c.owner == self._owner, *keys))
            for table in RECORD:
                there = {tuple(row[name] for name in keys_of(table)) for row in now.get(table.name, ())}
                for row in missing_or_other(table, now, then):
                    names = keys_of(table)
                    if tuple(row[name] for name in names) in there:
                        same = and_(table.c.owner == self._owner, *(table.c[name] == row[name] for name in names))
                        connection.execute(update(table).where(same), row)
                    else:
                        connection.execute(insert(table), {"owner": self._owner, **row})

    def _copied(
        self, connection: Connection, people: frozenset[str], tables: tuple[str, ...]
    ) -> tuple[Rows, tuple[LeftOut, ...]]:
        copied: Rows = {}
        left_out: list[LeftOut] = []
        for name in tables:
            table = metadata.tables[name]
            mine = (*self._mine(table, {}), person_in(table).in_(people))
            try:
                rows = [dict(row) for row in connection.execute(select(table).where(*mine)).mappings()]
                for row in rows:
                    del row["owner"]
            except ValueError:
                rows, damaged = self._as_kept(connection, table, mine)
                left_out += damaged
            if rows:
                copied[name] = rows
        return copied, tuple(left_out)

    def _unreadable(
        self, connection: Connection, people: Collection[str]
    ) -> Iterator[tuple[Table, dict[str, Any], LeftOut]]:
        """Each such row: its table, what is kept in it, and its name. People themselves are none."""
        for table in RECORD:
            if table is not person:
                for kept in _kept(connection, table, (*self._mine(table, {}), person_in(table).in_(people))):
                    for row in readable(table, [_as_in_sqlite(kept)])[1]:
                        yield table, kept, row

    @staticmethod
    def _as_kept(
        connection: Connection, table: Table, mine: tuple[ColumnElement[bool], ...]
    ) -> tuple[list[dict[str, Any]], tuple[LeftOut, ...]]:
        """The rows one by one, where one of them holds a word or a time that cannot be read."""
        return readable(table, map(_as_in_sqlite, _kept(connection, table, mine)))


def _kept(connection: Connection, table: Table, mine: tuple[ColumnElement[bool], ...]) -> Iterator[dict[str, Any]]:
    """Rows as the database holds them, whatever that is."""
    columns = [type_coerce(column, NullType()).label(column.name) for column in table.columns if column.name != "owner"]
    return (dict(row) for row in connection.execute(select(*columns).where(*mine)).mappings().all())


def _as_in_sqlite(kept: dict[str, Any]) -> Row:
    """The same row as SQLite keeps it: a server has days and truth values of their own."""
    return {
        name: value.isoformat() if isinstance(value, date) else int(value) if isinstance(value, bool) else value
        for name, value in kept.items()
    }


def _counted_on(then: Rows, now: Rows) -> Rows:
    """The same rows, each changed session with a count that it never had: by it a copy elsewhere sees the change."""
    name, key, written = session.name, "id", "entries_written"
    had = {row[key]: row for row in now.get(name, ())}
    rows = [
        row if had.get(row[key], row) == row else {**row, written: max(_count(row), _count(had[row[key]])) + 1}
        for row in then.get(name, ())
    ]
    return {**then, name: rows} if rows else then


def _count(row: Row) -> int:
    return int(row["entries_written"] or 0)
