"""Values to a database and back; the only room that knows SQL.

store = open_store(file_url("journal.sqlite"), owner="me", clock=clock)
version = store.log_set(session_id, SetEntry("goblet_squat", 1, reps=10, load_kg=12), expected_version=0)
"""

from __future__ import annotations

from core.ceilings import Allowance
from core.errors import BackwiseError
from core.store.backups import Backup, last_good_backup, restore_backup
from core.store.copies import Copy, CopyStore
from core.store.diary import DiaryStore
from core.store.engine import Database, connect, file_url, memory_url
from core.store.exposures import ExposureStore
from core.store.imports import ImportRecord, ImportStore
from core.store.people import Json, Person
from core.store.plans import AssessmentRecord, PlanRecord, PlanStore
from core.store.presence import Held
from core.store.recent import RecentStore
from core.store.scoped import Clock
from core.store.sessions import Versions
from core.store.sharing import Invitation, Share, SharedPerson, SharedView, SharingStore, code_of
from core.store.sign_ins import SignIn, SignInStore
from core.store.snapshot import Rows, SnapshotStore, fill
from core.store.stamping import Stamp
from core.store.upgrading import bring_up_to_date

__all__ = [
    "AssessmentRecord",
    "Backup",
    "Clock",
    "Copy",
    "Database",
    "Held",
    "ImportRecord",
    "Invitation",
    "Json",
    "Person",
    "PlanRecord",
    "Share",
    "SharedPerson",
    "SharedStore",
    "SignIn",
    "Stamp",
    "Store",
    "Versions",
    "code_of",
    "file_url",
    "last_good_backup",
    "memory_url",
    "open_database",
    "open_rows",
    "open_store",
    "restore_backup",
]


class Store(
    SignInStore, SharingStore, PlanStore, DiaryStore, ExposureStore, ImportStore, RecentStore, SnapshotStore, CopyStore
):
    """Everything that one owner keeps. Made by `open_store`, or on a database that several owners share."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What did not work when the record was opened, such as a backup, and does not stand in its way."""
        return self._database.warnings

    def within(self, allowance: Allowance) -> Store:
        """The same record for one who may write and guess only so much."""
        return Store(self._database.within(allowance), self._owner, self._clock)

    def of_shared(self, share: Share) -> SharedStore:
        """What the owner of `share` lets this owner look at, as long as it is shared."""
        return SharedStore(self._database, share.owner, self._owner, self._clock)

    def close(self) -> None:
        """Let go of the database, also for those who share it; what a memory database held is gone."""
        self._database.close()


class SharedStore(SharedView, Store):
    """The people that another owner shares, to be read with the methods of a store. Made by `Store.of_shared`.

    What writes raises StoreReadOnly.
    """


def open_store(url: str, owner: str, *, clock: Clock, admin_url: str = "") -> Store:
    """Open the record at `url` (SQLAlchemy's form) for one owner, and bring it up to date.

    `clock` gives the present moment with its time zone. A memory database lives as long as its store.

    Raises:
        AnswerError: the owner is not named.
        StoreError: as `open_database`.
    """
    return Store(open_database(url, clock=clock, admin_url=admin_url), owner, clock)


def open_database(url: str, *, clock: Clock, admin_url: str = "") -> Database:
    """Open the database at `url`, once for all its owners: `Store(database, owner, clock)` is each one's part.

    `admin_url` names the role that owns the tables of a server, for the moment in which they are prepared.

    Raises:
        StoreTooNew: a newer version of Backwise wrote the record.
        StoreDamaged: the file is damaged; `last_good_backup` may have an earlier state.
        StoreError: the record cannot be opened, read or brought up to date, or is not safe to be used.
    """
    database = connect(url)
    admin = connect(admin_url) if admin_url else None
    try:
        return bring_up_to_date(database, clock().date(), admin)
    except BackwiseError:
        database.close()
        raise
    finally:
        if admin is not None:
            admin.close()


def open_rows(schema: str, rows: Rows, owner: str, *, clock: Clock) -> Store:
    """A memory database with these rows, which belong to the tables of revision `schema`.

    Raises:
        StoreTooNew: a newer version of Backwise wrote them.
        StoreError: they do not fit the tables of their revision.
    """
    database = connect(memory_url())
    try:
        fill(database, owner, schema, rows)
        return Store(bring_up_to_date(database, clock().date()), owner, clock)
    except BackwiseError:
        database.close()
        raise
