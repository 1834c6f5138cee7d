"""Brings a record to the format that this program knows, when it is opened."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from core.errors import StoreError, StoreTooNew
from core.store import sentences
from core.store.engine import Database, plain_file_errors

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "backwise_version"
_POSTGRESQL_LOCK = 0x6261636B77697365

# Alembic keeps the running migration in module-level proxies: one at a time in a process.
_one_at_a_time = threading.Lock()


def bring_up_to_date(database: Database) -> None:
    """Run the missing migrations, under the write lock; an existing file is copied beside itself first.

    Raises:
        StoreTooNew: the record has a revision that this program does not know.
        StoreError: the database holds something else, or could not be read or written.
    """
    newest = _revisions(MIGRATIONS)[0]
    with database.reading() as connection:
        if _revision(connection) == newest:
            return
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRESQL_LOCK})
        # Another process may have upgraded the record while this one waited for the lock.
        found = _revision(connection)
        if found == newest:
            return
        if found is not None and database.path is not None:
            _copy_beside(database.path, newest)
        with _one_at_a_time:
            command.upgrade(_config(connection), "head")


def _revision(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    found = context.get_current_revision()
    known = _revisions(MIGRATIONS)
    if found is not None and found not in known:
        raise StoreTooNew(sentences.too_new(found, known[0]))
    # A clinic's PostgreSQL may keep other tables beside ours; a file with other tables is another program's.
    if found is None and connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
        raise StoreError(sentences.FOREIGN)
    return found


@cache
def _revisions(folder: Path) -> tuple[str, ...]:
    """All known revisions, newest first."""
    return tuple(script.revision for script in ScriptDirectory(str(folder)).walk_revisions())


def _config(connection: Connection) -> Config:
    config = Config()
    # A percent sign would be read as an interpolation.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    return config


def _copy_beside(path: Path, newest: str) -> None:
    """Copy the database at `path` to e.g. journal.before-0002.sqlite, readable for its owner only."""
    copy = path.with_name(f"{path.stem}.before-{newest}{path.suffix}")
    draft = copy.with_name(f"{copy.name}.part")
    with plain_file_errors():
        draft.unlink(missing_ok=True)
        try:
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(draft)) as target:
                source.backup(target)
            os.replace(draft, copy)
        finally:
            draft.unlink(missing_ok=True)
