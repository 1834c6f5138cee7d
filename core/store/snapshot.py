"""A whole record in small named pieces of plain rows, for a home that keeps texts only: the visitor's own browser.

A piece holds one month of the journal, one plan, or all the rest; so one more set costs one small piece, however long
the journal is. Demo people stay out: they are made anew when somebody looks at them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Table, inspect

from core.errors import StoreError
from core.store import sentences
from core.store.engine import Database
from core.store.failures import plain_errors
from core.store.scoped import Scoped
from core.store.tables import RECORD
from core.store.upgrading import newest_revision, start_at

Scalar = str | int | float | None
Row = dict[str, Scalar]
"""Column to what SQLite keeps in it, without the owner."""
Rows = dict[str, list[Row]]
"""Table to its rows."""

MONTHLY = {"session": "day", "morning": "day", "mini_screen": "at"}
"""Tables that grow with the journal, and the column that says when."""
OF_SESSION = tuple(one.name for one in RECORD if "session_id" in one.primary_key.columns)
TABLES = {one.name: one for one in RECORD}
REST, PLAN, MONTH = "rest", "plan-", "month-"
_NO_DEMO = "SELECT id FROM person WHERE owner = ? AND NOT is_demo"


class SnapshotStore(Scoped):
    """Tells which pieces changed, hands them out, and takes other rows in. For SQLite only."""

    @property
    def schema(self) -> str:
        """Revision of the tables that the rows belong to."""
        return newest_revision()

    def changes(self) -> int:
        """A count that grows with every row that is written; while it stands still, no piece has changed."""
        with self._database.reading() as connection:
            raw = connection.connection.dbapi_connection
            return int(getattr(raw, "total_changes", 0))

    def marks(self) -> dict[str, str]:
        """Name of each piece to a digest that changes when the piece does."""
        with self._database.reading() as connection:
            parts: dict[str, list[Any]] = defaultdict(list)
            for month, *mark in self._select(connection, "substr(day, 1, 7), id, version, entries_written", "session"):
                parts[MONTH + month].append(("session", *mark))
            for month, *mark in self._select(connection, "substr(day, 1, 7), person_id, day, version", "morning"):
                parts[MONTH + month].append(("morning", *mark))
            for month, *mark in self._select(connection, "substr(at, 1, 7), person_id, at, answers", "mini_screen"):
                parts[MONTH + month].append(("mini_screen", *mark))
            # A plan that was changed on the way keeps its id, so all of it counts.
            for row in self._rows(connection, "plan", "TRUE").get("plan", ()):
                parts[f"{PLAN}{row['id']}"].append(sorted(row.items()))
            rest = self._rest(connection)
        if rest:
            parts[REST].append(rest)
        return {name: blake2b(repr(part).encode(), digest_size=12).hexdigest() for name, part in parts.items()}

    def piece(self, name: str) -> Rows:
        """The rows of one piece, in an order that depends on nothing but them."""
        with self._database.reading() as connection:
            if name == REST:
                return self._rest(connection)
            if name.startswith(PLAN):
                return self._rows(connection, "plan", "id = ?", name.removeprefix(PLAN))
            month = name.removeprefix(MONTH)
            found: Rows = {}
            for table, when in MONTHLY.items():
                found |= self._rows(connection, table, f"substr({when}, 1, 7) = ?", month)
            own = "session_id IN (SELECT id FROM session WHERE owner = ? AND substr(day, 1, 7) = ?)"
            for table in OF_SESSION:
                found |= self._rows(connection, table, own, self._owner, month)
        return found

    def change_rows(self, before: Rows, after: Rows) -> None:
        """Make of the rows `before` the rows `after`, all or nothing; rows in neither are left alone.

        Raises:
            StoreError: a row does not fit the tables.
        """
        with self._database.writing() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for table in reversed(RECORD):
                _remove(connection, table, self._owner, missing(table, before, after))
            for table in RECORD:
                _put(connection, table, self._owner, missing_or_other(table, before, after))

    def _rest(self, connection: Connection) -> Rows:
        found: Rows = {}
        for name in TABLES:
            if name not in MONTHLY and name not in OF_SESSION and name != "plan":
                found |= self._rows(connection, name, "TRUE")
        return found

    def _select(self, connection: Connection, columns: str, table: str) -> list[tuple[Any, ...]]:
        keys = ", ".join(keys_of(TABLES[table]))
        query = f"SELECT {columns} FROM {table} WHERE owner = ? AND person_id IN ({_NO_DEMO}) ORDER BY {keys}"
        return [tuple(row) for row in connection.exec_driver_sql(query, (self._owner, self._owner))]

    def _rows(self, connection: Connection, table: str, where: str, *values: str) -> Rows:
        person = "id" if table == "person" else "person_id"
        keys = ", ".join(keys_of(TABLES[table]))
        query = f"SELECT * FROM {table} WHERE owner = ? AND {person} IN ({_NO_DEMO}) AND {where} ORDER BY {keys}"
        found = connection.exec_driver_sql(query, (self._owner, self._owner, *values)).mappings()
        rows = [{name: value for name, value in row.items() if name != "owner"} for row in found]
        return {table: rows} if rows else {}


def fill(database: Database, owner: str, schema: str, rows: Rows) -> None:
    """Put rows of any known revision into an empty memory database, which then wants to be brought up to date.

    Raises:
        StoreTooNew: a newer version of Backwise wrote the rows.
        StoreError: the rows do not fit the tables of their revision.
    """
    start_at(database, schema)
    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        inspector = inspect(connection)
        there = set(inspector.get_table_names())
        for name, found in rows.items():
            if name not in there:
                raise StoreError(sentences.DAMAGED)
            columns = {one["name"] for one in inspector.get_columns(name)} - {"owner"}
            for row in found:
                _insert(connection, name, columns, owner, row)


def _insert(connection: Connection, table: str, columns: set[str], owner: str, row: Mapping[str, Any]) -> None:
    if set(row) != columns or not all(isinstance(value, Scalar) for value in row.values()):
        raise StoreError(sentences.DAMAGED)
    names = ["owner", *row]
    holes = ", ".join("?" for _ in names)
    with plain_errors():
        connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({holes})", (owner, *row.values()))


def _put(connection: Connection, table: Table, owner: str, rows: Iterable[Row]) -> None:
    columns = {one.name for one in table.columns} - {"owner"}
    for row in rows:
        if set(row) != columns or not all(isinstance(value, Scalar) for value in row.values()):
            raise StoreError(sentences.DAMAGED)
        names = ["owner", *row]
        keys = ["owner", *keys_of(table)]
        fresh = ", ".join(f"{name} = excluded.{name}" for name in row if name not in keys)
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"
            f" ON CONFLICT ({', '.join(keys)}) DO {f'UPDATE SET {fresh}' if fresh else 'NOTHING'}",
            (owner, *row.values()),
        )


def _remove(connection: Connection, table: Table, owner: str, rows: Iterable[Row]) -> None:
    keys = keys_of(table)
    for row in rows:
        connection.exec_driver_sql(
            f"DELETE FROM {table.name} WHERE owner = ? AND {' AND '.join(f'{name} = ?' for name in keys)}",
            (owner, *(row[name] for name in keys)),
        )


def keys_of(table: Table) -> list[str]:
    """Columns that tell the rows of one owner apart."""
    return [one.name for one in table.primary_key.columns if one.name != "owner"]


def key_of(table: Table, row: Row) -> tuple[Scalar, ...]:
    """What tells a row from the others of its table.

    Raises:
        StoreError: the row lacks it.
    """
    try:
        return tuple(row[name] for name in keys_of(table))
    except KeyError as error:
        raise StoreError(sentences.DAMAGED) from error


def by_key(table: Table, rows: Rows) -> dict[tuple[Scalar, ...], Row]:
    """The rows of one table by what tells them apart."""
    return {key_of(table, row): row for row in rows.get(table.name, ())}


def missing(table: Table, before: Rows, after: Rows) -> list[Row]:
    """Rows of `before` that `after` does not have."""
    kept = by_key(table, after)
    return [row for key, row in by_key(table, before).items() if key not in kept]


def missing_or_other(table: Table, before: Rows, after: Rows) -> list[Row]:
    """Rows of `after` that `before` does not have like this."""
    had = by_key(table, before)
    return [row for key, row in by_key(table, after).items() if had.get(key) != row]
