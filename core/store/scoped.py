"""What every part of the store shares: one owner, and queries that cannot forget it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime, timedelta
from inspect import isfunction
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from core.errors import AnswerError, StoreError
from core.journal import check_text
from core.store import sentences
from core.store.engine import Database
from core.store.inserting import insert_many
from core.store.retrying import patient
from core.store.stamping import Stamp, leave_settled
from core.store.tables import person

OWNER_LENGTH = 400
RECENT = timedelta(days=7)
"""What is written into sessions of the last days is written while they go on, or soon after."""

Clock = Callable[[], datetime]


class Scoped:
    """One owner's part of one database. All statements on a table are made here.

    Raises:
        AnswerError: the owner is not named.
    """

    def __init__(self, database: Database, owner: str, clock: Clock) -> None:
        check_text(owner, "The owner", OWNER_LENGTH)
        if not owner:
            raise AnswerError(sentences.NO_OWNER)
        self._database = database.of(owner)
        self._owner = owner
        self._clock = clock

    @property
    def place(self) -> Hashable:
        """Equal for all who have the same record before them, opened once."""
        return (self._owner, self._database.reader, self._database.stamps)

    @property
    def written(self) -> Hashable:
        """Changes when this program writes; for what is kept no longer than a moment."""
        return self._database.stamps.now()

    @patient
    def stamp(self) -> Stamp | None:
        """Equal to an earlier one while nothing was written in between, by anyone; None where that cannot be told.

        To be taken before reading what is kept by it.
        """
        told = self._database.stamp()
        return None if told is None else Stamp((self._owner, told.mark), (self._owner, told.settled))

    def _leave_settled(self, connection: Connection, *days: date) -> None:
        """Say that this unit of work changes preferences and sessions of these days alone."""
        if all(day > self._clock().date() - RECENT for day in days):
            leave_settled(connection)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Each public method of a part is one unit of work, which runs again where the database asks for it."""
        super().__init_subclass__(**kwargs)
        for name, method in list(vars(cls).items()):
            if isfunction(method) and not name.startswith("_"):
                setattr(cls, name, patient(method))

    def _mine(self, table: Table, keys: Mapping[str, Any]) -> list[ColumnElement[bool]]:
        return [table.c.owner == self._owner, *(table.c[name] == value for name, value in keys.items())]

    def _one(self, connection: Connection, table: Table, **keys: Any) -> dict[str, Any] | None:
        """The row with these keys."""
        row = connection.execute(select(table).where(*self._mine(table, keys))).mappings().one_or_none()
        return None if row is None else dict(row)

    def _locked(self, connection: Connection, table: Table, **keys: Any) -> dict[str, Any] | None:
        """The row with these keys, which other writers then wait for (SQLite has one writer anyway)."""
        query = select(table).where(*self._mine(table, keys)).with_for_update()
        row = connection.execute(query).mappings().one_or_none()
        return None if row is None else dict(row)

    def _insert(self, connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            connection.execute(insert(table), [{"owner": self._owner, **row} for row in rows])

    def _insert_many(self, connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
        """The same for more rows than a person writes, all with the same columns."""
        if rows:
            insert_many(connection, table, [{"owner": self._owner, **row} for row in rows])

    def _update(self, connection: Connection, table: Table, values: dict[str, Any], **keys: Any) -> int:
        # Beside the statement and not in it: a compiled statement is kept, and what somebody wrote must not be.
        return connection.execute(update(table).where(*self._mine(table, keys)), values).rowcount

    def _delete(self, connection: Connection, table: Table, **keys: Any) -> int:
        return connection.execute(delete(table).where(*self._mine(table, keys))).rowcount

    def _put(self, connection: Connection, table: Table, values: dict[str, Any], **keys: Any) -> None:
        """Replace the row with these keys, or add it."""
        if not self._update(connection, table, values, **keys):
            self._insert(connection, table, [{**keys, **values}])

    def _lock_person(self, connection: Connection, person_id: str) -> None:
        """Let the writers of one person take turns, and refuse a person that is not there."""
        if self._locked(connection, person, id=person_id) is None:
            raise StoreError(sentences.NO_SUCH_PERSON)
