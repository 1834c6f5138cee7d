"""Opening a record: private files, migrations from nothing, upgrades with a copy, programs at once."""

import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from core.errors import StoreTooNew
from core.store import Store, file_url, memory_url, open_database, open_store, upgrading
from core.store.tables import metadata

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]

NEWEST = upgrading._revisions(upgrading.MIGRATIONS)[0]

NEXT_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{newest}"


def upgrade():
    op.add_column("person", sa.Column("colour", sa.Text()))
"""


def open_file(path: Path) -> Store:
    return open_store(file_url(path), "me", clock=lambda: NOW)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def columns_of(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(person)")]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "journal.sqlite"
    open_file(path).add_person("ann", "Ann")
    return path


def add_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the program one more migration, as a later version would have."""
    folder = tmp_path / "migrations"
    shutil.copytree(upgrading.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v9000_next.py").write_text(NEXT_STEP.format(newest=NEWEST))
    monkeypatch.setattr(upgrading, "MIGRATIONS", folder)


def test_the_migrations_make_exactly_the_tables_that_the_program_uses() -> None:
    database = open_database(memory_url(), clock=lambda: NOW)
    with database.reading() as connection:
        options = {"version_table": upgrading.VERSION_TABLE}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_every_table_knows_its_owner_and_its_person() -> None:
    of_an_account = ("person", "invitation", "last_write", "sign_in")
    for table in metadata.tables.values():
        assert not table.c.owner.nullable, table.name
        assert table.primary_key.columns.keys()[0] == "owner", table.name
        assert "person_id" in table.c or table.name in of_an_account, table.name


def test_a_new_file_and_its_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "home" / "backwise" / "journal.sqlite"
    store = open_file(path)
    assert mode_of(path) == 0o600
    assert mode_of(path.parent) == mode_of(path.parent.parent) == 0o700
    with store._database.writing():
        assert {one.name: mode_of(one) for one in path.parent.iterdir()} == {
            "journal.sqlite": 0o600,
            "journal.sqlite-shm": 0o600,
            "journal.sqlite-wal": 0o600,
        }


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    open_file(tmp_path / "journal.sqlite")
    assert mode_of(tmp_path) == 0o755


def test_a_file_is_opened_with_a_write_ahead_log_and_foreign_keys(record: Path) -> None:
    with open_file(record)._database.reading() as connection:
        asked = ("journal_mode", "foreign_keys", "busy_timeout", "secure_delete")
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000, "secure_delete": 1}


def test_a_record_of_a_newer_version_is_refused_and_left_as_it_was(record: Path) -> None:
    with sqlite3.connect(record) as connection:
        connection.execute("UPDATE backwise_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match=re.escape(f"(format 9999; this version knows up to {NEWEST})")):
        open_file(record)
    with sqlite3.connect(record) as connection:
        assert connection.execute("SELECT version_num FROM backwise_version").fetchall() == [("9999",)]
        assert connection.execute("SELECT name FROM person").fetchall() == [("Ann",)]


def test_an_upgrade_keeps_the_data_and_leaves_a_private_copy_of_the_old_file(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_step(tmp_path, monkeypatch)
    assert [one.name for one in open_file(record).people()] == ["Ann"]
    copy = record.with_name("journal.backups") / "2026-11-20.before-9000.sqlite"
    assert "colour" in columns_of(record)
    assert "colour" not in columns_of(copy)
    assert mode_of(copy) == 0o600
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [("Ann",)]


def test_a_new_record_is_not_copied(record: Path) -> None:
    assert [one.name for one in record.parent.iterdir()] == ["journal.sqlite"]


OPENER = """
import sys
from datetime import UTC, datetime
from core.store import open_store
print("ready", flush=True)
sys.stdin.readline()
store = open_store(sys.argv[1], "me", clock=lambda: datetime.now(UTC))
store.add_person(sys.argv[2], sys.argv[2])
"""


def test_programs_that_open_a_new_record_at_once_all_succeed(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, file_url(path), name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("ann", "bob", "eve")
    ]
    for one in programs:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in programs:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.communicate(timeout=30)[1] for one in programs] == ["", "", ""]
    assert [one.name for one in open_file(path).people()] == ["ann", "bob", "eve"]
