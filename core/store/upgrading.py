"""Brings a record to the format that this program knows, when it is opened."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, PoolProxiedConnection, inspect

from core.errors import StoreDamaged, StoreError, StoreTooNew
from core.store import guarding, sentences
from core.store.backups import QUICK_CHECK, SOUND, back_up_before, back_up_daily
from core.store.engine import Database, connect, memory_url
from core.store.retrying import patient
from core.store.sqlite import bound_memory

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "backwise_version"

# Alembic keeps the running migration in module-level proxies: one at a time in a process.
_one_at_a_time = threading.Lock()


@patient
def bring_up_to_date(database: Database, today: date, admin: Database | None = None) -> Database:
    """Run the missing migrations; the database, ready to be used, with what went wrong on the way as its warnings.

    A file is checked first, copied before it is changed, and copied once a day. Of a server's replicas that start
    at once, one does the work through `admin`, the role that owns the tables, while the others wait.

    Raises:
        StoreTooNew: the record has a revision that this program does not know.
        StoreDamaged: the file does not pass SQLite's own check.
        StoreError: the database holds something else, could not be read or written, or is not safe to be used.
    """
    if database.is_server:
        _prepare_server(database, admin)
        return database
    if database.is_memory:
        _fill_from_template(database)
        return database
    with database.reading() as connection:
        if database.path is not None and connection.exec_driver_sql(QUICK_CHECK).scalar() != SOUND:
            raise StoreDamaged(sentences.DAMAGED)
        found = _revision(connection)
    if found != newest_revision():
        found = _upgrade(database, today)
    if database.path is None or found is None:
        return database
    try:
        with database.writing():
            ahead = back_up_daily(database.path, today)
    except StoreError as error:
        return replace(database, warnings=(sentences.not_backed_up(str(error)),))
    return database if ahead is None else replace(database, warnings=(sentences.clock_was_ahead(ahead, today),))


def newest_revision() -> str:
    """The revision that this program writes."""
    return known_revisions()[0]


def known_revisions() -> tuple[str, ...]:
    """All revisions that this program can read, newest first."""
    return _revisions(MIGRATIONS)


def _fill_from_template(database: Database) -> None:
    """Give an empty memory database its tables by copying one that has them: a visit should not wait for migrations."""
    with database.writing() as connection:
        found = _revision(connection)
        if found is not None and found != newest_revision():
            _run_migrations(connection)
    if found is None:
        raw = database.writers.raw_connection()
        try:
            _sqlite(raw).deserialize(_template())
            bound_memory(_sqlite(raw))
        finally:
            raw.close()


def _sqlite(connection: PoolProxiedConnection) -> sqlite3.Connection:
    raw = connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


@cache
def _template() -> bytes:
    """An empty database with today's tables, as SQLite keeps it."""
    empty = connect(memory_url())
    try:
        with empty.writing() as connection:
            _run_migrations(connection)
        raw = empty.writers.raw_connection()
        try:
            return _sqlite(raw).serialize()
        finally:
            raw.close()
    finally:
        empty.close()


def start_at(database: Database, revision: str) -> None:
    """Make the tables of an earlier revision in an empty memory database, to take rows of that time in.

    Raises:
        StoreTooNew: this program does not know the revision.
    """
    if revision not in known_revisions():
        raise StoreTooNew(sentences.too_new(revision, newest_revision()))
    with database.writing() as connection:
        _run_migrations(connection, revision)


def _upgrade(database: Database, today: date) -> str | None:
    """Upgrade a file or a memory database under its write lock; the revision found, None for a new one."""
    with database.writing() as connection:
        # Another process may have upgraded the record while this one waited for the lock.
        found = _revision(connection)
        if found == newest_revision():
            return found
        if found is not None and database.path is not None:
            back_up_before(database.path, today, newest_revision())
        _run_migrations(connection)
        return found


def _prepare_server(database: Database, admin: Database | None) -> None:
    with database.reading() as connection:
        guarding.refuse_old_server(connection)
        guarding.refuse_mighty_role(connection)
        role = guarding.role_of(connection)
        is_ready = _is_ready(connection, role)
    if not is_ready:
        if admin is None:
            raise StoreError(sentences.NOT_PREPARED)
        with admin.writing() as connection:
            guarding.take_turn(connection)
            if not _is_ready(connection, role):
                guarding.open_to_migrations(connection)
                _run_migrations(connection)
                guarding.guard(connection, role, VERSION_TABLE)
    with database.reading() as connection:
        guarding.refuse_open_tables(connection)


def _is_ready(connection: Connection, role: str) -> bool:
    readable = guarding.may_read(connection, role, VERSION_TABLE)
    return readable and _revision(connection) == newest_revision() and guarding.is_guarded_for(connection, role)


def _run_migrations(connection: Connection, revision: str = "head") -> None:
    _revision(connection)
    with _one_at_a_time:
        command.upgrade(_config(connection), revision)


def _revision(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    found = context.get_current_revision()
    known = known_revisions()
    if found is not None and found not in known:
        raise StoreTooNew(sentences.too_new(found, known[0]))
    # A clinic's PostgreSQL may keep other tables beside ours; a file with other tables is another program's.
    if found is None and connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
        raise StoreError(sentences.FOREIGN)
    return found


@cache
def _revisions(folder: Path) -> tuple[str, ...]:
    return tuple(script.revision for script in ScriptDirectory(str(folder)).walk_revisions())


def _config(connection: Connection) -> Config:
    config = Config()
    # A percent sign would be read as an interpolation.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    return config
