"""Values to a database and back; the only room that knows SQL.

store = open_store(file_url("journal.sqlite"), owner="me", clock=clock)
version = store.log_set(session_id, SetEntry("goblet_squat", 1, reps=10, load_kg=12), expected_version=0)
"""

from __future__ import annotations

from core.errors import AnswerError
from core.journal import check_text
from core.store import sentences
from core.store.diary import DiaryStore
from core.store.engine import connect, file_url, memory_url
from core.store.people import Json, PeopleStore, Person
from core.store.plans import AssessmentRecord, PlanRecord, PlanStore
from core.store.scoped import Clock
from core.store.sessions import Versions
from core.store.upgrading import bring_up_to_date

__all__ = [
    "AssessmentRecord",
    "Clock",
    "Json",
    "Person",
    "PlanRecord",
    "Store",
    "Versions",
    "file_url",
    "memory_url",
    "open_store",
]


class Store(PeopleStore, PlanStore, DiaryStore):
    """Everything that one owner keeps. Made by `open_store`; threads may share it."""

    def close(self) -> None:
        """Let go of the database; what a memory database held is gone."""
        self._database.close()


def open_store(url: str, owner: str, *, clock: Clock) -> Store:
    """Open the record at `url` (SQLAlchemy's form) for one owner, and bring it up to date.

    `clock` gives the present moment with its time zone. A memory database lives as long as its store.

    Raises:
        AnswerError: the owner is not named.
        StoreTooNew: a newer version of Backwise wrote the record.
        StoreError: the record cannot be opened, read or brought up to date.
    """
    check_text(owner, "The owner", 400)
    if not owner:
        raise AnswerError(sentences.NO_OWNER)
    database = connect(url)
    bring_up_to_date(database)
    return Store(database, owner, clock)
