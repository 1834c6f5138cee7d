"""Records that every earlier revision wrote, on both databases: all their rows are there after the upgrade."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from core.errors import StoreError
from core.store import Database, Store, file_url, open_database, upgrading
from core.store.engine import connect
from core.store.upgrading import known_revisions, newest_revision, start_at
from tests.postgres import Clinic

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RECORDS = Path(__file__).parent / "records"
EARLIER = known_revisions()[:0:-1]
ME = "https://id.example ann"

Rows = dict[str, list[dict[str, Any]]]

NEXT_STEP = f"""
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{newest_revision()}"


def upgrade():
    op.add_column("person", sa.Column("colour", sa.Text()))
    op.execute("UPDATE person SET colour = 'green'")
    {{then}}
"""


class Home:
    """A file or a clinic's server, in which an earlier program wrote."""

    def __init__(self, url: str, admin_url: str = "") -> None:
        self.url, self.admin_url = url, admin_url

    def write(self, revision: str, rows: Rows) -> None:
        database = connect(self.admin_url or self.url)
        start_at(database, revision)
        with database.writing() as connection:
            for table, found in rows.items():
                for row in found:
                    names = ", ".join(row)
                    values = ", ".join(f":{name}" for name in row)
                    connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({values})'), row)
        database.close()

    def open(self) -> Database:
        return open_database(self.url, clock=lambda: NOW, admin_url=self.admin_url)


@pytest.fixture(params=["file", "server"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    if request.param == "file":
        return Home(file_url(tmp_path / "journal.sqlite"))
    clinic: Clinic = request.getfixturevalue("empty_clinic")
    return Home(clinic.url, clinic.admin_url)


@contextmanager
def next_step(tmp_path: Path, then: str = "") -> Iterator[None]:
    """Give the program one more migration, which changes rows of all owners."""
    folder = tmp_path / "migrations"
    shutil.copytree(upgrading.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v9000_next.py").write_text(NEXT_STEP.format(then=then))
    with pytest.MonkeyPatch.context() as later:
        later.setattr(upgrading, "MIGRATIONS", folder)
        yield


def record_of(revision: str) -> Rows:
    found: Rows = json.loads((RECORDS / f"{revision}.json").read_text(encoding="utf-8"))
    return found


def rows_of(database: Database, owner: str, table: str, names: list[str]) -> list[dict[str, Any]]:
    with database.of(owner).reading() as connection:
        query = text(f'SELECT {", ".join(names)} FROM "{table}" WHERE owner = :owner')
        return [dict(row) for row in connection.execute(query, {"owner": owner}).mappings()]


def in_order(rows: list[dict[str, Any]]) -> list[str]:
    """Rows as texts; the two databases give days and yes or no in different types."""
    return sorted(str([(name, _plain(value)) for name, value in sorted(row.items())]) for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


@pytest.mark.parametrize("revision", EARLIER)
def test_a_record_of_every_earlier_revision_keeps_all_its_rows(home: Home, revision: str) -> None:
    before = record_of(revision)
    home.write(revision, before)
    database = home.open()
    for table, rows in before.items():
        for owner in {row["owner"] for row in rows}:
            own = [row for row in rows if row["owner"] == owner]
            assert in_order(rows_of(database, owner, table, list(own[0]))) == in_order(own), table
    database.close()


@pytest.mark.parametrize("revision", EARLIER)
def test_a_record_of_every_earlier_revision_can_be_read_and_written(home: Home, revision: str) -> None:
    before = record_of(revision)
    home.write(revision, before)
    database = home.open()
    store = Store(database, ME, lambda: NOW)
    journal = store.journal("ann")
    assert [one.id for one in store.people(with_archived=True)] == ["ann", "bob"]
    assert [one.id for one in journal.sessions] == [row["id"] for row in before["session"]]
    assert sum(len(one.sets) for one in journal.sessions) == len(before["set_entry"])
    assert sum(len(one.exercises) for one in journal.sessions) == len(before["exercise_entry"])
    assert (len(journal.mornings), len(journal.mini_screens), len(journal.outcomes)) == (1, 1, 1)
    assert store.current_plan("ann") is not None
    assert store.latest_assessment("ann") is not None
    assert store.preferences("ann") == {"liked": ["bridge"]}
    store.rename("ann", "Anna")
    store.delete_person("bob")
    assert [one.name for one in store.people(with_archived=True)] == ["Anna"]
    assert [one.name for one in Store(database, "someone else", lambda: NOW).people()] == ["Other Ann"]
    database.close()


def test_a_migration_changes_the_rows_of_all_owners(home: Home, tmp_path: Path) -> None:
    home.write(EARLIER[0], record_of(EARLIER[0]))
    with next_step(tmp_path):
        database = home.open()
    for owner, people in ((ME, 2), ("someone else", 1)):
        assert rows_of(database, owner, "person", ["colour"]) == [{"colour": "green"}] * people
    database.close()


def test_an_upgrade_that_fails_half_way_changes_nothing(home: Home, tmp_path: Path) -> None:
    home.write(newest_revision(), record_of(EARLIER[0]))
    with (
        next_step(tmp_path, then="op.drop_table('no_such_table')"),
        pytest.raises(StoreError, match=r"no_such_table.*saved before is kept"),
    ):
        home.open()
    database = home.open()
    assert [one.name for one in Store(database, ME, lambda: NOW).people()] == ["Ann Ü 🦵"]
    with pytest.raises(StoreError, match="colour"):
        rows_of(database, ME, "person", ["colour"])
    database.close()
