"""When the disk is full, or the file cannot be written or read: nothing acknowledged is lost."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from core.errors import StoreError, StoreFull, StoreReadOnly
from core.journal import SessionEntry, SetEntry
from core.store import Store, file_url, memory_url, open_store
from core.store.engine import connect

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SESSION = SessionEntry(id="s", day=date(2026, 11, 20), started_at=NOW)


def open_file(path: Path) -> Store:
    return open_store(file_url(path), "me", clock=lambda: NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "journal.sqlite"
    store = open_file(place)
    store.add_person("ann", "Ann")
    store.start_session("ann", SESSION)
    store.log_set("s", SetEntry("bridge", 1, reps=8), 0)
    return place


@contextmanager
def no_page_more(store: Store, path: Path) -> Iterator[None]:
    """Let the database not grow, as a full disk would."""
    with sqlite3.connect(path) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]

    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    engine = store._database.readers
    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)


def test_on_a_full_disk_nothing_saved_is_lost_and_the_store_works_on_afterwards(path: Path) -> None:
    store = open_file(path)
    kept = ["bridge"]

    def log_many() -> None:
        for number in range(500):
            store.log_set("s", SetEntry(f"exercise_{number}", 1, reps=8), 0)
            kept.append(f"exercise_{number}")

    with no_page_more(store, path):
        with pytest.raises(StoreFull, match=r"no room left.*Everything saved before is kept. Free some space"):
            log_many()
        assert [one.exercise_id for one in store.journal("ann").sessions[0].sets] == kept
    store.log_set("s", SetEntry("squat", 1, reps=8), 0)
    assert [one.exercise_id for one in open_file(path).journal("ann").sessions[0].sets] == [*kept, "squat"]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_many_sessions_that_do_not_fit_leave_none_behind(path: Path) -> None:
    store = open_file(path)
    many = [SessionEntry(id=f"n{n}", day=SESSION.day, started_at=NOW, note="x" * 500) for n in range(300)]
    with no_page_more(store, path), pytest.raises(StoreFull):
        store.add_sessions("ann", many)
    assert [one.id for one in store.journal("ann").sessions] == ["s"]


def test_a_file_that_cannot_be_written_can_be_read(path: Path) -> None:
    store = open_store(f"sqlite:///file:{path}?mode=ro&uri=true", "me", clock=lambda: NOW)
    assert len(store.journal("ann").sessions) == 1
    with pytest.raises(StoreReadOnly, match=r"cannot be written.*saved before is kept. Make the file"):
        store.log_set("s", SetEntry("bridge", 2), 0)
    assert len(open_file(path).journal("ann").sessions[0].sets) == 1


def test_a_folder_that_cannot_be_made_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match=r"could not be opened \(Not a directory\)"):
        open_file(tmp_path / "file" / "journal.sqlite")


def test_a_record_that_was_moved_away_is_missed_and_not_made_anew(path: Path) -> None:
    store = open_file(path)
    away = path.rename(path.with_name("elsewhere.sqlite"))
    with pytest.raises(StoreReadOnly, match=r"moved away or cannot be written.*Nothing new was saved"):
        store.log_set("s", SetEntry("bridge", 2), 0)
    assert not path.exists()
    away.rename(path)
    store.log_set("s", SetEntry("bridge", 2), 0)
    assert len(store.journal("ann").sessions[0].sets) == 2


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (errno.EACCES, StoreReadOnly),
        (errno.EROFS, StoreReadOnly),
        (errno.ENOSPC, StoreFull),
        (errno.ENAMETOOLONG, StoreError),
    ],
)
def test_a_file_that_cannot_be_made_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: int, kind: type[StoreError]
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(cause, os.strerror(cause))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreError) as failure:
        open_file(tmp_path / "journal.sqlite")
    assert type(failure.value) is kind


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "journal.sqlite"
    place.write_text("My diary. " * 500)
    with pytest.raises(StoreError, match=r"damaged or is not a Backwise record. Nothing was changed"):
        open_file(place)
    assert place.read_text() == "My diary. " * 500


def test_another_programs_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "recipes.sqlite"
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    with pytest.raises(StoreError, match="holds something else"):
        open_file(place)
    with sqlite3.connect(place) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("alembic_version",)]


def test_a_damaged_file_is_reported_in_plain_words(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        root, size = (
            connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'session'").fetchone()[0],
            connection.execute("PRAGMA page_size").fetchone()[0],
        )
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(StoreError, match="Keep the file, then bring back a backup"):
        open_file(path).journal("ann")


@pytest.mark.parametrize("damage", ["pain_before = 77", "site = 'elbow'", "started_at = 'yesterday'"])
def test_a_value_that_backwise_never_writes_is_reported_in_plain_words(path: Path, damage: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE session SET {damage}")
    with pytest.raises(StoreError, match="holds a value that Backwise never writes"):
        open_file(path).journal("ann")


def test_what_was_recorded_never_stands_in_an_error(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE morning")
    store = open_file(path)
    with pytest.raises(StoreError, match="no such table: morning") as failure:
        store.delete_session("a-secret-session")
    assert "secret" not in f"{failure.value} {failure.value.__cause__}"


@pytest.mark.parametrize("kind", ["memory", "file", "server"])
def test_a_statement_that_fails_keeps_its_values_to_itself(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "server":
        url = request.getfixturevalue("postgres_url")
    else:
        url = memory_url() if kind == "memory" else file_url(tmp_path / "journal.sqlite")
    database = connect(url)
    for engine in (database.readers, database.writers):
        with pytest.raises(DBAPIError) as failure, engine.begin() as connection:
            connection.execute(text("SELECT nothing FROM nowhere WHERE name = :name"), {"name": "SECRET-Ann"})
        assert "SECRET-Ann" not in str(failure.value)
    database.close()
