"""Copies of a record's file: one a day, one before each change of its format, and the way back from them.

They stand in a folder beside the record (journal.sqlite: journal.backups), for the record's owner only. What is
deleted for good is deleted from them too.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from core.errors import StoreError
from core.store import sentences
from core.store.engine import path_of
from core.store.failures import plain_file_errors
from core.store.tables import person

KEPT_DAYS = 7
KEPT_BEFORE_UPGRADES = 3
QUICK_CHECK = "PRAGMA quick_check(1)"
SOUND = "ok"
_NAME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?P<kind>\.(before|ahead)-[\w-]+)?\.sqlite")
_DAILY, _BEFORE, _AHEAD = "", ".before-", ".ahead-"
_BESIDE = ("-wal", "-shm")


@dataclass(frozen=True)
class Backup:
    """One copy of a record, made on `day`."""

    path: Path
    day: date


def back_up_daily(path: Path, today: date) -> date | None:
    """Copy the record at `path` unless there is a copy of `today`, and keep the copies of the last seven days used.

    A copy from a day that is yet to come was made while a clock was wrong. It gives its day up: on that day it would
    pass for the newest, and would be years old. The latest such day is returned.

    Raises:
        StoreError: the copy could not be made (StoreFull, StoreReadOnly where that is the cause).
    """
    copy = _folder(path) / f"{today}.sqlite"
    ahead = [backup for backup in _backups(path, today) if backup.day > today]
    with plain_file_errors():
        for backup in ahead:
            os.replace(backup.path, _folder(path) / f"{today}{_AHEAD}{backup.path.stem.replace('.', '-')}.sqlite")
    if not copy.exists():
        _copy(path, copy)
        _forget(path, today, KEPT_DAYS, _DAILY)
        _forget(path, today, KEPT_DAYS, _AHEAD)
    return max((backup.day for backup in ahead), default=None)


def back_up_before(path: Path, today: date, revision: str) -> None:
    """Copy the record at `path` before it is brought to `revision`, and keep the last three such copies.

    Raises:
        StoreError: the copy could not be made (StoreFull, StoreReadOnly where that is the cause).
    """
    _copy(path, _folder(path) / f"{today}.before-{revision}.sqlite")
    _forget(path, today, KEPT_BEFORE_UPGRADES, _BEFORE)


def last_good_backup(url: str, today: date) -> Backup | None:
    """The newest copy of the record at `url` that passes SQLite's own check; None where there is none.

    A copy from a day after `today` comes last: a clock was wrong when it was made.
    """
    path = path_of(url)
    return next((backup for backup in _backups(path, today) if _is_sound(backup.path)), None) if path else None


def restore_backup(url: str, backup: Backup, at: datetime) -> Path:
    """Put a copy in the place of the record at `url`; the damaged file is kept, and its new place is returned.

    Raises:
        StoreError: nothing was changed, as the files could not be copied.
    """
    path = path_of(url)
    if path is None:
        raise StoreError(sentences.NO_FILE)
    aside = path.with_name(f"{path.stem}.damaged-{at:%Y%m%dT%H%M%S}{path.suffix}")
    draft = path.with_name(f"{path.name}.part")
    with plain_file_errors():
        try:
            for end in ("", *_BESIDE):
                if _beside(path, end).exists():
                    _copy_bytes(_beside(path, end), _beside(aside, end))
            _copy_bytes(backup.path, draft)
            # The log belongs to the damaged file: on the copy it would do harm.
            for end in _BESIDE:
                _beside(path, end).unlink(missing_ok=True)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    return aside


def erase_from_copies(path: Path, owner: str, person_id: str | None = None) -> None:
    """Delete an owner, or one person, from all copies of the record at `path`; empty and unreadable copies go.

    Damaged files that were set aside go when nobody is left in the record.

    Raises:
        StoreError: a copy could not be changed.
    """
    try:
        _remove_unfinished(path)
        for backup in _backups(path, date.max):
            if not _erase(backup.path, owner, person_id):
                _remove(backup.path)
        if _is_empty(path):
            for aside in path.parent.glob(f"{path.stem}.damaged-*"):
                aside.unlink()
    except (OSError, sqlite3.Error) as error:
        raise StoreError(sentences.copies_stay(str(_folder(path)))) from error


def _folder(path: Path) -> Path:
    return path.with_name(f"{path.stem}.backups")


def _backups(path: Path, today: date) -> list[Backup]:
    """All copies, newest first, and last those that cannot be as new as they say."""
    folder = _folder(path)
    named = [(file, _NAME.fullmatch(file.name)) for file in folder.iterdir()] if folder.is_dir() else []
    copies = [Backup(file, day) for file, name in named if name and (day := _day(name["day"]))]
    return sorted(
        copies,
        key=lambda copy: (copy.day <= today, _AHEAD not in copy.path.name, copy.day, copy.path.name),
        reverse=True,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _kind_of(copy: Path) -> str:
    return next((kind for kind in (_BEFORE, _AHEAD) if kind in copy.name), _DAILY)


def _forget(path: Path, today: date, kept: int, kind: str) -> None:
    of_kind = [copy for copy in _backups(path, today) if _kind_of(copy.path) == kind]
    with plain_file_errors():
        for old in of_kind[kept:]:
            _remove(old.path)


def _copy(path: Path, copy: Path) -> None:
    """Copy a database that is in use, with the backup call of SQLite; the copy is one file that needs no log."""
    draft = copy.with_name(f"{copy.name}.part")
    with plain_file_errors():
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        _remove_unfinished(path)
        try:
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(draft)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
            os.replace(draft, copy)
        finally:
            draft.unlink(missing_ok=True)


def _copy_bytes(source: Path, target: Path) -> None:
    with source.open("rb") as read, os.fdopen(os.open(target, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "wb") as new:
        shutil.copyfileobj(read, new)
        new.flush()
        os.fsync(new.fileno())


def _is_sound(copy: Path) -> bool:
    try:
        with _read_only(copy) as connection:
            return bool(connection.execute(QUICK_CHECK).fetchone() == (SOUND,))
    except sqlite3.Error:
        return False


def _is_empty(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return next(_people(connection), None) is None


def _erase(copy: Path, owner: str, person_id: str | None) -> bool:
    """Whether anybody is left in the copy afterwards; False for one that cannot be read."""
    try:
        with closing(sqlite3.connect(copy)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(
                f"DELETE FROM {person.name} WHERE owner = :owner AND :id IN (id, '')",
                {"owner": owner, "id": person_id or ""},
            )
            return next(_people(connection), None) is not None
    except sqlite3.DatabaseError:
        return False


def _people(connection: sqlite3.Connection) -> Iterator[object]:
    return connection.execute(f"SELECT id FROM {person.name} LIMIT 1")


def _read_only(copy: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"{copy.absolute().as_uri()}?immutable=1", uri=True))


def _remove_unfinished(path: Path) -> None:
    """Remove what a program that was killed had copied by then: nobody would look for it there."""
    for draft in _folder(path).glob("*.part*"):
        draft.unlink(missing_ok=True)


def _remove(copy: Path) -> None:
    for end in ("", "-journal"):
        _beside(copy, end).unlink(missing_ok=True)


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)
