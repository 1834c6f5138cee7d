"""Turns a database's and a disk's failures into the planned ones, whose messages hold nothing that was recorded."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import StoreDamaged, StoreEntryDamaged, StoreError, StoreFull, StoreReadOnly
from core.store import sentences


class TryAgain(StoreError):
    """Another writer came first, or the connection broke: the whole unit of work may run again from its start.

    All units of work allow that: written twice, the same values stand there once.
    """


_SQLITE_ERRORS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_FULL: (StoreFull, sentences.FULL),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, sentences.READ_ONLY),
    sqlite3.SQLITE_PERM: (StoreReadOnly, sentences.READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (StoreReadOnly, sentences.OUT_OF_REACH),
    sqlite3.SQLITE_BUSY: (StoreError, sentences.BUSY),
    sqlite3.SQLITE_LOCKED: (StoreError, sentences.BUSY),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, sentences.DAMAGED),
    sqlite3.SQLITE_NOTADB: (StoreDamaged, sentences.DAMAGED),
}

# By SQLSTATE. A row that another writer added in the same moment (23505) is found by the next try.
_SERVER_ERRORS: dict[str, tuple[type[StoreError], str]] = {
    "53100": (StoreFull, sentences.FULL),
    "25006": (StoreReadOnly, sentences.SERVER_READ_ONLY),
    "42501": (StoreReadOnly, sentences.SERVER_REFUSES),
    "55P03": (StoreError, sentences.BUSY),
    "57014": (StoreError, sentences.BUSY),
    "40001": (TryAgain, sentences.CONTENDED),
    "40P01": (TryAgain, sentences.CONTENDED),
    "23505": (TryAgain, sentences.CONTENDED),
    "53300": (TryAgain, sentences.UNREACHABLE),
}


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn a database's failures into the planned ones."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreError(sentences.BUSY) from error
    except DBAPIError as error:
        raise _plain(error) from error
    except sqlite3.Error as error:
        raise plain_sqlite(error) from error
    except ValueError as error:
        raise StoreEntryDamaged(sentences.DAMAGED_ENTRY) from error


@contextmanager
def plain_file_errors() -> Iterator[None]:
    """Turn the file system's failures into the planned ones."""
    try:
        yield
    except sqlite3.Error as error:
        raise plain_sqlite(error) from error
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StoreReadOnly(sentences.READ_ONLY) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(sentences.FULL) from error
        raise StoreError(sentences.cannot_open(error.strerror or type(error).__name__)) from error


def plain_sqlite(error: sqlite3.Error) -> StoreError:
    """The planned failure for one of SQLite's."""
    return _found(_SQLITE_ERRORS.get(primary_code(error)), error)


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's code without the low-level variety, which stands in the higher bytes."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _plain(error: DBAPIError) -> StoreError:
    cause = error.orig or error
    if isinstance(cause, sqlite3.Error):
        return plain_sqlite(cause)
    code = str(getattr(cause, "sqlstate", None) or "")
    refused_at_the_door = isinstance(error, OperationalError) and not code
    if error.connection_invalidated or refused_at_the_door or code.startswith(("08", "57P")):
        return TryAgain(sentences.UNREACHABLE)
    return _found(_SERVER_ERRORS.get(code), cause)


def _found(planned: tuple[type[StoreError], str] | None, error: BaseException) -> StoreError:
    if planned is not None:
        kind, sentence = planned
        return kind(sentence)
    # A server tells the values of a row from the second line on.
    return StoreError(sentences.unforeseen(str(error).partition("\n")[0] or type(error).__name__))
