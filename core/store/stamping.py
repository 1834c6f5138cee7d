"""Whether anything was written since the last look, told without reading it: for whoever keeps what was read.

Each write leaves new marks in the database, together with what it wrote, so that all processes see both or neither. For
a file there is a quicker way to see that nothing happened: its size and time.
"""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Text, literal, select, true
from sqlalchemy.dialects import postgresql, sqlite

from core.store.tables import last_write

_SETTLED_STAYS = "backwise_settled_stays"


class Stamp(NamedTuple):
    """Equal to an earlier one while nothing was written; `settled` is so while nothing was but what goes on today.

    Settled is everything besides preferences and the sessions of the last days.
    """

    mark: Hashable
    settled: Hashable


class Stamps:
    """Stamps of one database of this machine: while two are equal, nothing was written between them.

    What this program writes is told. What other programs write into the file shows in the size and time of the file
    and of its write-ahead log.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._last = object()

    def written(self) -> None:
        """Something was written, or may have been. To be told afterwards: who looks before may still see the old."""
        self._last = object()

    def now(self) -> Hashable | None:
        """The stamp of this moment, to be taken before reading; None where the file is not there."""
        if self._path is None:
            return self._last
        try:
            own = self._path.stat()
        except OSError:
            return None
        return (self._last, own.st_ino, own.st_size, own.st_mtime_ns, *_log(self._path))


def marks_of(connection: Connection, owner: str) -> Stamp | None:
    """The marks of this owner's last writes, None before the first one."""
    query = select(last_write.c.mark, last_write.c.settled).where(last_write.c.owner == owner)
    found = connection.execute(query).one_or_none()
    return None if found is None else Stamp(*found)


def begin(connection: Connection) -> None:
    """At the start of a write: as long as it does not say otherwise, it may change anything."""
    connection.info[_SETTLED_STAYS] = False


def leave_settled(connection: Connection) -> None:
    """This write changes preferences and sessions of the last days, and nothing else."""
    connection.info[_SETTLED_STAYS] = True


def leave_marks(connection: Connection, owner: str, only_if: ColumnElement[bool] | None = None) -> bool:
    """At the end of a write, so that writers of one owner wait for each other no longer than it takes.

    False where `only_if` does not hold: the same statement sees to it, and whoever writes has to take all of it back.
    """
    # By chance and not by counting: after a backup was restored, a count would come to a number that it had before.
    new = {"mark": secrets.token_hex(16), "settled": secrets.token_hex(16)}
    changed = {"mark": new["mark"]} if connection.info[_SETTLED_STAYS] else new
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert
    row = select(literal(owner, Text), literal(new["mark"]), literal(new["settled"]))
    row = row.where(true() if only_if is None else only_if)
    found = insert(last_write).from_select(["owner", "mark", "settled"], row)
    left = found.on_conflict_do_update(index_elements=["owner"], set_=changed).returning(last_write.c.owner)
    return connection.scalar(left) is not None


def _log(path: Path) -> tuple[int, int]:
    """Size and time of the write-ahead log; an empty one comes and goes with those who only read."""
    try:
        found = path.with_name(f"{path.name}-wal").stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns) if found.st_size else (0, 0)
