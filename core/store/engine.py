"""Where a record lives, how it is opened, and what one unit of work is.

A server gets a small pool, and is told in each transaction whose rows may be seen; what SQLite gets stands in
`core.store.sqlite`.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from core.ceilings import Allowance
from core.errors import StoreError, StoreFull, StoreReadOnly
from core.knowledge.texts import say
from core.store import sentences
from core.store.failures import TryAgain, plain_errors, plain_file_errors
from core.store.presence import Held, ended, holds, refuse_ended
from core.store.sqlite import BUSY_TIMEOUT_S, WRITES, file_engine, is_memory, memory_engine, use_write_ahead_log
from core.store.stamping import Stamp, Stamps, begin, leave_marks, marks_of
from core.store.tables import person

CONNECT_TIMEOUT_S = 5
POOL_SIZE = 5
OVERFLOW = 10
RECYCLE_S = 1800
# A server that vanishes without a word, with its machine or the line to it, is missed within about 25 seconds.
_SIGNS_OF_LIFE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 25_000}
_HELD: ContextVar[tuple[Hashable, Connection] | None] = ContextVar("held", default=None)
"""The view that this thread reads from, and whose it is."""

OWNER_SETTING = "backwise.owner"
"""The setting by which row-level security knows the owner; it ends with the transaction."""

READER_SETTING = "backwise.reader"
"""The same for one who only looks at what others share."""

INVITATION_SETTING = "backwise.invitation"
"""The same for one who knows the code of this invitation."""

# One round trip, and right behind a pooler too, which may hand each transaction another connection.
_INTRODUCTION = (
    f"SELECT set_config('{OWNER_SETTING}', %(owner)s, true),"
    f" set_config('{READER_SETTING}', %(reader)s, true),"
    f" set_config('{INVITATION_SETTING}', %(invitation)s, true),"
    f" set_config('lock_timeout', '{BUSY_TIMEOUT_S}s', true),"
    f" set_config('statement_timeout', '{3 * BUSY_TIMEOUT_S}s', true),"
    f" set_config('idle_in_transaction_session_timeout', '{6 * BUSY_TIMEOUT_S}s', true)"
)


def memory_url() -> str:
    """URL of a memory database. Each store opened on it is a new, private one that ends with its store."""
    return "sqlite://"


def file_url(path: Path | str) -> str:
    """URL of an SQLite file at `path`."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def path_of(url: str) -> Path | None:
    """Path of the plain file that `url` names, None for a memory database or a server."""
    return _path_of(_place_of(url))


@dataclass(frozen=True)
class Database:
    """One database for one owner; `reading` and `writing` are its units of work. `path` is set for a plain file.

    Where `reader` is set, it is what others share with this reader, to be looked at only. `invitation` is the id of
    one whose code is known. `held` is the sign-in without which nothing is written, and `allowance` counts what is
    written and guessed, where that is to be bounded. `warnings` holds what did not work when it was opened and does not
    stand in the way of using it.
    """

    readers: Engine
    writers: Engine
    path: Path | None = None
    owner: str = ""
    reader: str = ""
    invitation: str = ""
    held: Held | None = None
    warnings: tuple[str, ...] = ()
    allowance: Allowance | None = None
    stamps: Stamps = field(default_factory=Stamps)

    @property
    def is_server(self) -> bool:
        """True where the data lives in a database server."""
        return self.writers.dialect.name != "sqlite"

    @property
    def is_memory(self) -> bool:
        """True where the data lives in memory and ends with the database."""
        return is_memory(self.writers.url)

    def of(self, owner: str) -> Database:
        """The same database, with the same connections, for another owner."""
        return replace(self, owner=owner)

    def within(self, allowance: Allowance) -> Database:
        """The same database for one who may write and guess only so much."""
        return replace(self, allowance=allowance)

    def under(self, held: Held) -> Database:
        """The same database for somebody who may write only while this sign-in holds."""
        return replace(self, held=held)

    def shared_with(self, reader: str) -> Database:
        """What others share with `reader`."""
        return replace(self, reader=reader, held=None)

    def knowing(self, invitation: str) -> Database:
        """The same database for one who knows the code of this invitation."""
        return replace(self, invitation=invitation)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view over several queries; inside `at_once`, the view that is open there."""
        held = _HELD.get()
        if held is not None and held[0] == self._whose:
            yield held[1]
            return
        with plain_errors(), self.readers.begin() as connection:
            self._introduce(connection)
            yield connection

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Everything that is read inside is read from one view. Nothing may be written there."""
        with self.reading() as connection:
            before = _HELD.set((self._whose, connection))
            try:
                yield
            finally:
                _HELD.reset(before)

    @contextmanager
    def writing(self, *, marked: bool = True, of_shares: bool = False) -> Iterator[Connection]:
        """All or nothing; SQLite's write lock is taken at the start, so that a read cannot grow stale.

        It leaves new marks of this owner; without `marked`, the caller takes the old ones away. With `of_shares`, it
        changes what others share or are invited to, by which a sign-in holds for a shorter or a longer time.

        Raises:
            StoreReadOnly: this is what others share.
            StoreBusy: too much was written within a minute.
            SignInEnded: the sign-in does not hold any more, so that nothing is written.
        """
        if self.reader:
            raise StoreReadOnly(sentences.SHARED)
        if self.allowance is not None:
            self.allowance.write()
        try:
            with plain_errors(), self.writers.begin() as connection:
                self._introduce(connection)
                begin(connection)
                if self.held and (of_shares or not marked):
                    refuse_ended(connection, self.owner, self.held)
                yield connection
                # Else, whether the sign-in holds is asked together with the marks, at no cost.
                condition = holds(self.owner, self.held) if self.held else None
                if marked and self.owner and not leave_marks(connection, self.owner, condition):
                    raise ended()
        except StoreFull as error:
            raise StoreFull(say("limits.visit_full") if self.is_memory else str(error)) from error
        finally:
            self.stamps.written()

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """A write beside the record, such as who is signed in: it leaves no marks."""
        with plain_errors(), self.writers.begin() as connection:
            self._introduce(connection)
            yield connection

    def stamp(self) -> Stamp | None:
        """Equal to an earlier one while nothing was written in between; None where that cannot be told."""
        if not self.is_server:
            now = self.stamps.now()
            return None if now is None else Stamp(now, now)
        with self.reading() as connection:
            return self.marks(connection)

    def marks(self, connection: Connection) -> Stamp | None:
        """What the last writes left in the database; None before the first one."""
        # Whoever looks at what others share has to be told at once when that ends.
        return None if self.reader else marks_of(connection, self.owner)

    def ask(self) -> None:
        """Ask for next to nothing.

        Raises:
            StoreError: the database does not answer.
        """
        try:
            self._ask()
        except TryAgain:
            # A connection from before the database was started anew; the pool has let go of all of its time by now.
            self._ask()

    def _ask(self) -> None:
        with self.reading() as connection:
            connection.execute(select(person.c.id).limit(1)).first()

    def close(self) -> None:
        """Let go of all connections; a memory database ends here."""
        self.readers.dispose()

    @property
    def _whose(self) -> Hashable:
        return (self.owner, self.reader, self.invitation, self.stamps)

    def _introduce(self, connection: Connection) -> None:
        if self.is_server:
            # A reader comes without an owner: even a write past this class would find no row to change.
            owner = "" if self.reader else self.owner
            asked = {"owner": owner, "reader": self.reader, "invitation": self.invitation}
            connection.exec_driver_sql(_INTRODUCTION, asked)


def connect(url: str) -> Database:
    """Database behind `url`; a missing SQLite file is made, readable and writable for its owner only.

    Raises:
        StoreError: the place cannot be opened (StoreReadOnly and StoreFull where that is the cause).
    """
    place = _place_of(url)
    if place.get_backend_name() != "sqlite":
        return _server(place)
    path = _path_of(place)
    if path is not None:
        _make_private(path)
        # Without this mode, SQLite would put an empty file, open to all, where a record was moved away.
        place = place.set(database=path.absolute().as_uri(), query={"mode": "rw", "uri": "true"})
    engine = memory_engine() if is_memory(place) else file_engine(place)
    database = Database(engine, engine.execution_options(**{WRITES: True}), path, stamps=Stamps(path))
    use_write_ahead_log(engine)
    return database


def _place_of(url: str) -> URL:
    try:
        place = make_url(url)
    except ArgumentError:
        # The cause would show the address, and with it the password.
        raise StoreError(sentences.BAD_URL) from None
    return place.set(drivername="postgresql+psycopg") if place.drivername in ("postgres", "postgresql") else place


def _server(place: URL) -> Database:
    """A pooled server. Writers of one person take turns by row locks; readers see one moment.

    A pooled connection is not asked whether it still lives: a unit of work that finds it dead is run again, and by then
    the pool has let go of all of its time.
    """
    try:
        engine = create_engine(
            place,
            pool_size=POOL_SIZE,
            max_overflow=OVERFLOW,
            pool_timeout=BUSY_TIMEOUT_S,
            pool_recycle=RECYCLE_S,
            hide_parameters=True,
            connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "backwise", **_SIGNS_OF_LIFE},
        )
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise StoreError(sentences.BAD_URL) from None
    readers = engine.execution_options(isolation_level="REPEATABLE READ")
    return Database(readers, engine)


def _path_of(place: URL) -> Path | None:
    is_file = place.get_backend_name() == "sqlite" and not is_memory(place)
    is_uri = str(place.database).startswith("file:")
    return Path(str(place.database)) if is_file and not is_uri else None


def _make_private(path: Path) -> None:
    with plain_file_errors():
        for folder in reversed([one for one in path.parents if not one.exists()]):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
