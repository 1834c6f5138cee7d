"""Copies of a record's file: made daily and before an upgrade, brought back when asked, emptied with the record."""

import errno
import os
import sqlite3
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import StoreDamaged, StoreError
from core.journal import SessionEntry, SetEntry
from core.store import Backup, Store, file_url, last_good_backup, memory_url, open_store, restore_backup

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
LATER = DAY + timedelta(days=30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record with one person and one session, opened on one day."""
    place = tmp_path / "journal.sqlite"
    store = open_on(place, 0)
    store.add_person("ann", "Ann")
    store.start_session("ann", SessionEntry(id="s", day=DAY, started_at=NOW))
    return place


def open_on(path: Path, days_later: int, owner: str = "me") -> Store:
    return open_store(file_url(path), owner, clock=lambda: NOW + timedelta(days=days_later))


def copies(path: Path) -> list[str]:
    return sorted(one.name for one in path.with_name("journal.backups").glob("*"))


def names_in(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM person ORDER BY name")]


def damage(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'session'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)


def test_the_first_opening_of_a_day_makes_one_private_copy(path: Path) -> None:
    open_on(path, 1)
    open_on(path, 1).add_person("bob", "Bob")
    open_on(path, 1)
    assert copies(path) == ["2026-11-21.sqlite"]
    folder = path.with_name("journal.backups")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "2026-11-21.sqlite").stat().st_mode) == 0o600
    assert names_in(folder / "2026-11-21.sqlite") == ["Ann"]


def test_a_copy_holds_what_another_program_has_not_yet_moved_from_its_log(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("UPDATE person SET name = 'Anna'")
        other.commit()
        assert path.with_name("journal.sqlite-wal").stat().st_size
        open_on(path, 1)
    assert names_in(path.with_name("journal.backups") / "2026-11-21.sqlite") == ["Anna"]


def test_the_copies_of_the_last_seven_days_of_use_are_kept(path: Path) -> None:
    for days in range(0, 20, 2):
        open_on(path, days)
    assert copies(path) == [f"{DAY + timedelta(days=days)}.sqlite" for days in range(6, 20, 2)]


@pytest.mark.parametrize("cause", [errno.ENOSPC, errno.EROFS])
def test_a_copy_that_cannot_be_made_is_told_and_does_not_close_the_record(
    path: Path, monkeypatch: pytest.MonkeyPatch, cause: int
) -> None:
    with monkeypatch.context() as full:

        def refuse(*_: object) -> int:
            raise OSError(cause, os.strerror(cause))

        full.setattr(os, "open", refuse)
        store = open_on(path, 1)
    assert [one.name for one in store.people()] == ["Ann"]
    assert [told.startswith("Today's backup copy of the record could not be made.") for told in store.warnings] == [
        True
    ]
    assert copies(path) == []
    assert open_on(path, 1).warnings == ()


def test_a_damaged_record_is_noticed_when_opened_and_its_last_good_copy_brought_back(path: Path) -> None:
    open_on(path, 1).log_set("s", SetEntry("bridge", 1, reps=8), 0)
    open_on(path, 2).log_set("s", SetEntry("bridge", 2, reps=8), 0)
    open_on(path, 3)
    damage(path.with_name("journal.backups") / "2026-11-23.sqlite")
    damage(path)
    was = path.read_bytes()
    with pytest.raises(StoreDamaged, match="Keep the file, then bring back a backup"):
        open_on(path, 3)
    backup = last_good_backup(file_url(path), LATER)
    assert backup == Backup(path.with_name("journal.backups") / "2026-11-22.sqlite", date(2026, 11, 22))
    aside = restore_backup(file_url(path), backup, NOW)
    assert aside == path.with_name("journal.damaged-20261120T090000.sqlite")
    assert aside.read_bytes() == was
    assert stat.S_IMODE(aside.stat().st_mode) == stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.number for one in open_on(path, 3).journal("ann").sessions[0].sets] == [1]


def test_a_copy_dated_in_the_future_never_wins(path: Path) -> None:
    """The clock jumped 400 days and back; three more people came since."""
    open_on(path, 400)
    for days, name in enumerate(("bob", "cid", "dan"), start=1):
        open_on(path, days).add_person(name, name)
    told = open_on(path, 4).warnings
    assert last_good_backup(file_url(path), DAY + timedelta(days=4)).day == DAY + timedelta(days=4)
    assert names_in(path.with_name("journal.backups") / "2026-11-24.sqlite") == ["Ann", "bob", "cid", "dan"]
    assert told == ()
    # On the day that it was dated, the old copy does not pass for that day's.
    open_on(path, 400)
    day = DAY + timedelta(days=400)
    assert names_in(last_good_backup(file_url(path), day).path) == ["Ann", "bob", "cid", "dan"]


def test_a_clock_that_jumps_back_is_told_and_no_copy_is_lost(path: Path) -> None:
    for days in range(400, 407):
        open_on(path, days)
    told = open_on(path, 1).warnings
    assert [("31 December 2027" in line, "21 November 2026" in line) for line in told] == [(True, True)]
    assert len(copies(path)) == 8
    assert copies(path)[-1] == "2026-11-21.sqlite"
    assert last_good_backup(file_url(path), DAY + timedelta(days=1)).path.name == "2026-11-21.sqlite"


def test_the_log_of_a_damaged_record_goes_aside_with_it(path: Path) -> None:
    open_on(path, 1)
    with sqlite3.connect(path) as other:
        other.execute("UPDATE person SET name = 'Anna'")
        other.commit()
        backup = last_good_backup(file_url(path), LATER)
        assert backup is not None
        aside = restore_backup(file_url(path), backup, NOW)
    assert names_in(aside) == ["Anna"]
    assert names_in(path) == ["Ann"]


def test_a_restore_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_on(path, 1)
    backup = last_good_backup(file_url(path), LATER)
    assert backup is not None
    was = path.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        with pytest.raises(StoreError, match="no room left"):
            restore_backup(file_url(path), backup, NOW)
    assert path.read_bytes() == was
    assert not path.with_name("journal.sqlite.part").exists()


def test_where_there_is_no_file_there_is_no_backup(tmp_path: Path) -> None:
    for url in (memory_url(), file_url(tmp_path / "journal.sqlite"), "postgresql://me@/nowhere"):
        assert last_good_backup(url, LATER) is None
    with pytest.raises(StoreError, match="no file"):
        restore_backup(memory_url(), Backup(tmp_path / "2026-11-20.sqlite", DAY), NOW)


def test_a_deleted_person_is_deleted_from_the_copies_too(path: Path) -> None:
    open_on(path, 1).add_person("bob", "Bob")
    open_on(path, 2, owner="you").add_person("ann", "Their Ann")
    store = open_on(path, 3)
    store.delete_person("ann")
    folder = path.with_name("journal.backups")
    assert {name: names_in(folder / name) for name in copies(path)} == {
        "2026-11-22.sqlite": ["Bob"],
        "2026-11-23.sqlite": ["Bob", "Their Ann"],
    }
    with sqlite3.connect(folder / "2026-11-23.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM session").fetchone() == (0,)
    store.delete_everything()
    assert {name: names_in(folder / name) for name in copies(path)} == {"2026-11-23.sqlite": ["Their Ann"]}


def test_of_an_erased_record_no_byte_stays_beside_it(path: Path) -> None:
    open_on(path, 1)
    damage(path.with_name("journal.backups") / "2026-11-21.sqlite")
    open_on(path, 2)
    backup = last_good_backup(file_url(path), LATER)
    assert backup is not None
    restore_backup(file_url(path), backup, NOW)
    open_on(path, 2).delete_everything()
    left = [one for one in path.parent.rglob("*") if one.is_file()]
    assert left == [path]
    assert b"Ann" not in path.read_bytes()


def test_a_copy_that_was_never_finished_is_gone_with_the_next_one(path: Path) -> None:
    folder = path.with_name("journal.backups")
    folder.mkdir()
    for end in ("", "-journal"):
        (folder / f"2026-11-20.sqlite.part{end}").write_bytes(b"Ann")
    open_on(path, 1)
    assert copies(path) == ["2026-11-21.sqlite"]


def test_a_copy_that_was_never_finished_goes_with_a_deleted_person(path: Path) -> None:
    store = open_on(path, 1)
    left = path.with_name("journal.backups") / "2026-11-20.sqlite.part"
    left.write_bytes(b"Ann")
    store.delete_person("ann")
    assert not left.exists()


def test_a_copy_that_cannot_be_emptied_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_on(path, 1)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(StoreError, match=r"deleted from the record, but backup copies in .*journal\.backups"):
        store.delete_everything()
    assert store.people() == ()
