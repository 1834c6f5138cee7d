"""Engines for SQLite: one for each file, and one for each visit's own memory, which share what they can.

A file gets one short connection per unit of work. A memory database exists inside one connection only, so that
connection sits in a pool of size one for as long as the store lives: units of work queue up for it, threads never meet
inside a transaction, and it has no name by which another visitor's store could reach the same data. (A static pool
would let threads meet; a shared cache has such a name, and its locks ignore the busy timeout.)
"""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.util import LRUCache

from core.knowledge.rules import whole
from core.store.failures import plain_errors, primary_code

BUSY_TIMEOUT_S = 10
WRITES = "backwise_writes"
"""Execution option of an engine whose units of work write."""
MOST_COMPILED = 500
PAGE = 2048
_ONE_CONNECTION = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0, "pool_timeout": BUSY_TIMEOUT_S}


def is_memory(place: URL) -> bool:
    """True where the URL names a database that lives in memory."""
    return place.get_backend_name() == "sqlite" and place.database in (None, "", ":memory:")


def file_engine(place: URL) -> Engine:
    """An engine on a file."""
    return _engine(place, poolclass=NullPool)


def memory_engine() -> Engine:
    """An engine on a new database in memory.

    All of them speak through one dialect, whose compiled statements they share: compiling them anew would cost each
    visit more than half a megabyte, and tens of milliseconds.
    """
    first = _first_in_memory()
    shared = {"compiled_cache": _compiled()}
    engine = Engine(first.pool.recreate(), first.dialect, first.url, hide_parameters=True, execution_options=shared)
    event.listen(engine, "begin", _begin)
    return engine


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers and a writer work side by side. Without it all is as safe, only slower."""
    with plain_errors():
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # Another program is about to switch, or the record can be read only: it is used as it is.
            if primary_code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY):
                raise
        finally:
            connection.close()


@cache
def _first_in_memory() -> Engine:
    engine = _engine(URL.create("sqlite"), **_ONE_CONNECTION)
    event.listen(engine, "connect", _use_small_pages)
    # Its first connection teaches the dialect what it speaks to.
    engine.connect().close()
    engine.dispose()
    return engine


@cache
def _compiled() -> LRUCache[Any, Any]:
    return LRUCache(MOST_COMPILED)


def _engine(place: URL, **pool: Any) -> Engine:
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


def bound_memory(connection: Any) -> None:
    """Let a database in memory grow as large as one visit's may be; to be said again once another was read into it."""
    connection.execute(f"PRAGMA max_page_count = {whole('limits.visit_bytes') // PAGE}")


def _use_small_pages(connection: Any, _record: object) -> None:
    # Each of some fifty tables and indexes takes a page of its own, and most of them hold a few rows.
    connection.execute(f"PRAGMA page_size = {PAGE}")
    bound_memory(connection)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
