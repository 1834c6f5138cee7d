"""Where a record lives, how it is opened, and what one unit of work is.

A file gets one short connection per unit of work. A memory database exists inside one connection only, so
that connection sits in a pool of size one for as long as the store lives: units of work queue up for it,
threads never meet inside a transaction, and it has no name by which another visitor's store could reach the
same data. (A static pool would let threads meet; a shared cache has such a name, and its locks ignore the
busy timeout.)
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import StoreError, StoreFull, StoreReadOnly
from core.store import sentences

BUSY_TIMEOUT_S = 10
_WRITES = "backwise_writes"

_SQLITE_ERRORS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_FULL: (StoreFull, sentences.FULL),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, sentences.READ_ONLY),
    sqlite3.SQLITE_PERM: (StoreReadOnly, sentences.READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (StoreReadOnly, sentences.OUT_OF_REACH),
    sqlite3.SQLITE_BUSY: (StoreError, sentences.BUSY),
    sqlite3.SQLITE_LOCKED: (StoreError, sentences.BUSY),
    sqlite3.SQLITE_CORRUPT: (StoreError, sentences.DAMAGED),
    sqlite3.SQLITE_NOTADB: (StoreError, sentences.DAMAGED),
}
_POSTGRESQL_ERRORS: dict[str, tuple[type[StoreError], str]] = {
    "53100": (StoreFull, sentences.FULL),
    "25006": (StoreReadOnly, sentences.READ_ONLY),
    "55P03": (StoreError, sentences.BUSY),
    "40P01": (StoreError, sentences.BUSY),
}


def memory_url() -> str:
    """URL of a memory database. Each store opened on it is a new, private one that ends with its store."""
    return "sqlite://"


def file_url(path: Path | str) -> str:
    """URL of an SQLite file at `path`."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


@dataclass(frozen=True)
class Database:
    """One database; `reading` and `writing` are its units of work. `path` is set for a plain file."""

    readers: Engine
    writers: Engine
    path: Path | None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view over several queries."""
        with plain_errors(), self.readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All or nothing; SQLite's write lock is taken at the start, so that a read cannot grow stale."""
        with plain_errors(), self.writers.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections; a memory database ends here."""
        self.readers.dispose()


def connect(url: str) -> Database:
    """Database behind `url`; a missing SQLite file is made, readable and writable for its owner only.

    Raises:
        StoreError: the place cannot be opened (StoreReadOnly and StoreFull where that is the cause).
    """
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        engine = create_engine(place, pool_pre_ping=True, hide_parameters=True)
        return Database(engine.execution_options(isolation_level="REPEATABLE READ"), engine, None)
    path = _path_of(place)
    if path is not None:
        _make_private(path)
        # Without this mode, SQLite would put an empty file, open to all, where a record was moved away.
        place = place.set(database=path.absolute().as_uri(), query={"mode": "rw", "uri": "true"})
    engine = _sqlite_engine(place)
    database = Database(engine, engine.execution_options(**{_WRITES: True}), path)
    _use_write_ahead_log(engine)
    return database


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn a database's failures into the planned ones, whose messages hold nothing that was recorded."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreError(sentences.BUSY) from error
    except DBAPIError as error:
        raise _plain(error.orig or error) from error
    except sqlite3.Error as error:
        raise _plain(error) from error
    except ValueError as error:
        raise StoreError(sentences.DAMAGED_ENTRY) from error


@contextmanager
def plain_file_errors() -> Iterator[None]:
    """Turn the file system's failures into the planned ones."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StoreReadOnly(sentences.READ_ONLY) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(sentences.FULL) from error
        raise StoreError(sentences.cannot_open(error.strerror or type(error).__name__)) from error


def _plain(error: BaseException) -> StoreError:
    if isinstance(error, sqlite3.Error):
        found = _SQLITE_ERRORS.get(_primary_code(error))
    else:
        found = _POSTGRESQL_ERRORS.get(getattr(error, "sqlstate", None) or "")
    if found is not None:
        kind, sentence = found
        return kind(sentence)
    # PostgreSQL tells the values of a row from the second line on.
    detail = str(error).partition("\n")[0] or type(error).__name__
    return StoreError(sentences.unforeseen(detail))


def _primary_code(error: sqlite3.Error) -> int:
    # The low byte is the primary code; the rest tells the variety.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _path_of(place: URL) -> Path | None:
    is_memory = place.database in (None, "", ":memory:")
    is_uri = str(place.database).startswith("file:")
    return None if is_memory or is_uri else Path(str(place.database))


def _make_private(path: Path) -> None:
    with plain_file_errors():
        for folder in reversed([one for one in path.parents if not one.exists()]):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _sqlite_engine(place: URL) -> Engine:
    pool: dict[str, Any] = {"poolclass": NullPool}
    if place.database in (None, "", ":memory:"):
        pool = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0, "pool_timeout": BUSY_TIMEOUT_S}
    # isolation_level None keeps the driver from beginning transactions by itself; `_begin` does it.
    driver = {"timeout": BUSY_TIMEOUT_S, "isolation_level": None, "check_same_thread": False}
    engine = create_engine(place, connect_args=driver, hide_parameters=True, **pool)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten: this is health data.
    connection.execute("PRAGMA secure_delete = ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _use_write_ahead_log(engine: Engine) -> None:
    """Let readers and a writer work side by side. Without it all is as safe, only slower."""
    with plain_errors():
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # Another program is about to switch, or the record can be read only: it is used as it is.
            if _primary_code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY):
                raise
        finally:
            connection.close()
