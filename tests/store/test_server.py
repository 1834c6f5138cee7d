"""A clinic's server: who may open it, how replicas prepare it together, and what its failures say."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from core.errors import StoreConflict, StoreError, StoreFull, StoreReadOnly, StoreTooNew
from core.journal import SessionEntry, SetEntry
from core.store import Store, file_url, open_database, open_store
from core.store.__main__ import main
from core.store.retrying import ATTEMPTS, PATIENCE
from core.store.tables import RECORD, metadata
from core.store.upgrading import newest_revision
from tests.postgres import APP, OWNER, Clinic

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SESSION = SessionEntry(id="s", day=date(2026, 11, 20), started_at=NOW)
ROOT = Path(__file__).resolve().parents[2]


def open_clinic(clinic: Clinic, admin_url: str = "") -> Store:
    return open_store(clinic.url, "me", clock=lambda: NOW, admin_url=admin_url)


@pytest.fixture
def store(clinic: Clinic) -> Iterator[Store]:
    opened = open_clinic(clinic)
    opened.add_person("ann", "Ann")
    opened.start_session("ann", SESSION)
    opened.log_set("s", SetEntry("bridge", 1, reps=8), 0)
    yield opened
    opened.close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the store would have slept, instead of sleeping."""
    slept: list[float] = []
    monkeypatch.setattr(PATIENCE, "sleep", slept.append)
    return slept


def test_every_table_is_guarded_and_belongs_to_the_owner_role(clinic: Clinic) -> None:
    found = clinic.run(
        "SELECT tablename, tableowner, rowsecurity, relforcerowsecurity, relhastriggers IS NOT NULL FROM pg_tables "
        "JOIN pg_class ON relname = tablename WHERE schemaname = 'public' AND tablename <> 'backwise_version'"
    )
    assert {row[0]: row[1:4] for row in found} == dict.fromkeys(metadata.tables, (OWNER, True, True))
    policies = clinic.run("SELECT tablename, policyname, cmd, qual, with_check, permissive FROM pg_policies")
    own = "(owner = current_setting('backwise.owner'::text, true))"
    assert {(row[0], *row[2:]) for row in policies if row[1] == "backwise_owner"} == {
        (table, "ALL", own, own, "PERMISSIVE") for table in metadata.tables if table != "share"
    }
    others = {(row[0], row[1], row[2]) for row in policies if row[1] != "backwise_owner"}
    assert others == {
        *((table.name, "backwise_shared", "SELECT") for table in RECORD),
        ("invitation", "backwise_invited", "SELECT"),
        ("invitation", "backwise_used", "DELETE"),
        ("share", "backwise_seen", "SELECT"),
        ("share", "backwise_accepted", "INSERT"),
        ("share", "backwise_ended", "DELETE"),
    }


def test_no_table_counts_its_rows_by_itself(clinic: Clinic) -> None:
    assert clinic.run("SELECT * FROM information_schema.sequences") == []


def test_the_application_may_change_rows_and_nothing_else(store: Store) -> None:
    forbidden = (
        "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY backwise_owner ON person",
        "CREATE POLICY all_of_it ON person USING (true)",
        "TRUNCATE person CASCADE",
        "UPDATE backwise_version SET version_num = '0'",
        f"SET ROLE {OWNER}",
        "SET SESSION AUTHORIZATION postgres",
        "CREATE TABLE public.mine (id int)",
    )
    for statement in forbidden:
        with pytest.raises(StoreReadOnly, match="does not allow this"), store._database.writing() as connection:
            connection.execute(text(statement))


@pytest.mark.parametrize(
    ("grant", "revoke", "told"),
    [
        ("ALTER ROLE {app} SUPERUSER", "ALTER ROLE {app} NOSUPERUSER", "through backwise_app"),
        ("ALTER ROLE {app} BYPASSRLS", "ALTER ROLE {app} NOBYPASSRLS", "through backwise_app"),
        ("GRANT postgres TO {app}", "REVOKE postgres FROM {app}", "through postgres"),
        ("GRANT {owner} TO {app}", "REVOKE {owner} FROM {app}", "owns the table assessment"),
    ],
)
def test_a_role_that_could_go_past_the_policies_is_refused(clinic: Clinic, grant: str, revoke: str, told: str) -> None:
    clinic.run(grant.format(app=APP, owner=OWNER))
    try:
        with pytest.raises(StoreError, match=rf"{told}.*does not start\. Nothing was changed"):
            open_clinic(clinic, clinic.admin_url)
    finally:
        clinic.run(revoke.format(app=APP, owner=OWNER))
    open_clinic(clinic).close()


@pytest.mark.parametrize(
    "harm",
    [
        "ALTER TABLE morning DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE morning NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY backwise_owner ON morning",
        f"REVOKE UPDATE ON morning FROM {APP}",
    ],
)
def test_a_table_that_lost_its_guard_is_noticed_and_mended_by_the_owner_only(clinic: Clinic, harm: str) -> None:
    clinic.run(harm)
    with pytest.raises(StoreError, match="not prepared for this version"):
        open_clinic(clinic)
    open_clinic(clinic, clinic.admin_url).close()
    open_clinic(clinic).close()


def test_a_policy_that_others_added_is_refused(clinic: Clinic) -> None:
    clinic.run("CREATE POLICY all_of_it ON morning USING (true)")
    with pytest.raises(StoreError, match="Row-level security of the table morning is not as Backwise sets it"):
        open_clinic(clinic, clinic.admin_url)
    clinic.run("DROP POLICY all_of_it ON morning")
    open_clinic(clinic).close()


def test_an_empty_server_is_prepared_by_the_owner_role_only(empty_clinic: Clinic) -> None:
    with pytest.raises(StoreError, match=r"not prepared.*BACKWISE_STORE_ADMIN"):
        open_clinic(empty_clinic)
    assert empty_clinic.run("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
    open_clinic(empty_clinic, empty_clinic.admin_url).close()
    open_clinic(empty_clinic).close()


def test_a_server_is_prepared_by_the_command(
    empty_clinic: Clinic, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("BACKWISE_STORE", empty_clinic.url)
    assert main() == 1
    monkeypatch.setenv("BACKWISE_STORE_ADMIN", empty_clinic.admin_url)
    assert main() == main() == 0
    monkeypatch.delenv("BACKWISE_STORE_ADMIN")
    assert main() == 0
    monkeypatch.setenv("BACKWISE_STORE", file_url(tmp_path / "journal.sqlite"))
    assert main() == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split(".")[0] for line in told] == [
        "The database is not prepared for this version of Backwise",
        *["The database is prepared for this version of Backwise"] * 3,
        "BACKWISE_STORE names no database server, so there is nothing to prepare: a file is brought up to date when "
        "opened",
    ]
    open_clinic(empty_clinic).close()


def test_a_server_of_a_newer_version_is_refused_and_left_as_it_was(clinic: Clinic) -> None:
    clinic.run("UPDATE backwise_version SET version_num = '9999'")
    try:
        for admin_url in ("", clinic.admin_url):
            with pytest.raises(StoreTooNew, match=rf"format 9999; this version knows up to {newest_revision()}"):
                open_clinic(clinic, admin_url)
        assert clinic.run("SELECT version_num FROM backwise_version") == [("9999",)]
    finally:
        clinic.run(f"UPDATE backwise_version SET version_num = '{newest_revision()}'")


REPLICA = """
import sys
from datetime import UTC, datetime
from core.store import open_store
print("ready", flush=True)
sys.stdin.readline()
store = open_store(sys.argv[1], "clinic", clock=lambda: datetime.now(UTC), admin_url=sys.argv[2])
store.add_person(sys.argv[3], sys.argv[3])
"""


def test_replicas_that_start_at_once_prepare_an_empty_server_together(empty_clinic: Clinic) -> None:
    replicas = [
        subprocess.Popen(
            [sys.executable, "-c", REPLICA, empty_clinic.url, empty_clinic.admin_url, name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("ann", "bob", "eve")
    ]
    for one in replicas:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in replicas:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.communicate(timeout=180)[1] for one in replicas] == ["", "", ""]
    assert empty_clinic.run("SELECT id FROM person ORDER BY id") == [("ann",), ("bob",), ("eve",)]
    assert empty_clinic.run("SELECT version_num FROM backwise_version") == [(newest_revision(),)]


@contextmanager
def failing(clinic: Clinic, code: str, times: int = 1_000) -> Iterator[None]:
    """Let the server refuse new sets with an error code, as often as asked."""
    clinic.run(
        "CREATE SEQUENCE refusals; GRANT USAGE ON refusals TO PUBLIC",
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF nextval('refusals') <= {times} THEN RAISE EXCEPTION 'secret %', NEW.exercise_id"
        f" USING ERRCODE = '{code}'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON set_entry FOR EACH ROW EXECUTE FUNCTION refuse()",
    )
    try:
        yield
    finally:
        clinic.run("DROP TRIGGER refuse ON set_entry", "DROP FUNCTION refuse", "DROP SEQUENCE refusals")


@pytest.mark.parametrize("code", ["40001", "40P01", "23505"])
def test_a_write_that_met_another_is_done_again_from_its_start(
    store: Store, clinic: Clinic, waits: list[float], code: str
) -> None:
    with failing(clinic, code, times=3):
        store.log_set("s", SetEntry("squat", 1, reps=8), 0)
    assert [one.exercise_id for one in store.journal("ann").sessions[0].sets] == ["bridge", "squat"]
    assert len(waits) == 3
    assert waits == sorted(waits)


def test_what_can_be_read_only_once_is_written_whole_by_the_second_try(
    store: Store, clinic: Clinic, waits: list[float]
) -> None:
    many = [SessionEntry(id=f"n{n}", day=SESSION.day, started_at=NOW, sets=(SetEntry("squat", 1),)) for n in range(9)]
    with failing(clinic, "40001", times=1):
        assert store.add_sessions("ann", iter(many)) == 9
    assert len(waits) == 1
    assert len(store.journal("ann").sessions) == 10


def test_a_write_that_never_gets_through_says_so_in_the_end(store: Store, clinic: Clinic, waits: list[float]) -> None:
    with (
        failing(clinic, "40001"),
        pytest.raises(StoreError, match=r"same moment, so nothing was saved.*try again") as failure,
    ):
        store.log_set("s", SetEntry("squat", 1, reps=8), 0)
    assert type(failure.value) is StoreError
    assert len(waits) == ATTEMPTS - 1
    assert sum(waits) < 5
    assert len(store.journal("ann").sessions[0].sets) == 1


def test_a_conflict_is_told_at_once(store: Store, waits: list[float]) -> None:
    with pytest.raises(StoreConflict):
        store.log_set("s", SetEntry("bridge", 1, reps=9), 0)
    assert waits == []


def test_on_a_full_server_nothing_saved_is_lost_and_the_store_works_on_afterwards(store: Store, clinic: Clinic) -> None:
    many = [SessionEntry(id=f"n{n}", day=SESSION.day, started_at=NOW, sets=(SetEntry("squat", 1),)) for n in range(9)]
    with failing(clinic, "53100"):
        with pytest.raises(StoreFull, match=r"no room left.*Everything saved before is kept") as failure:
            store.log_set("s", SetEntry("squat", 1, reps=8), 0)
        with pytest.raises(StoreFull):
            store.add_sessions("ann", many)
    assert "secret" not in str(failure.value)
    assert [one.id for one in store.journal("ann").sessions] == ["s"]
    assert store.add_sessions("ann", many) == 9


def test_a_server_that_cannot_be_written_can_be_read(store: Store, clinic: Clinic) -> None:
    clinic.run(f"ALTER ROLE {APP} SET default_transaction_read_only = on")
    try:
        reader = open_clinic(clinic)
        assert len(reader.journal("ann").sessions) == 1
        with pytest.raises(StoreReadOnly, match=r"cannot be written at the moment.*saved before is kept"):
            reader.log_set("s", SetEntry("squat", 1, reps=8), 0)
        reader.close()
    finally:
        clinic.run(f"ALTER ROLE {APP} RESET default_transaction_read_only")
    assert len(store.journal("ann").sessions[0].sets) == 1


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://me:secret@/nowhere?host=/no/such/folder", "cannot be reached"),
        ("postgres://me:secret@/nowhere?host=/no/such/folder", "cannot be reached"),
        ("nonsense://me:secret@nowhere/x", "cannot be understood or its driver is missing"),
        ("://me:secret@nowhere/x", "cannot be understood or its driver is missing"),
    ],
)
def test_a_server_that_is_not_there_is_told_without_its_password(url: str, told: str, waits: list[float]) -> None:
    with pytest.raises(StoreError, match=told) as failure:
        open_database(url, clock=lambda: NOW)
    assert "secret" not in f"{failure.value} {failure.value.__cause__}"


def test_an_old_server_is_refused(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.store.guarding.LEAST_VERSION", 99)
    with pytest.raises(StoreError, match=r"is PostgreSQL 1\d\.\d+; Backwise needs 99 or newer"):
        open_clinic(clinic)


def test_one_damaged_row_costs_no_other_row_of_its_table(store: Store, clinic: Clinic) -> None:
    store.start_session("ann", replace(SESSION, id="bad"))
    clinic.run("UPDATE session SET kind = 'nap' WHERE id = 'bad'")
    copied = store.copy_of({"ann"})
    assert [row["id"] for row in copied.rows["session"]] == ["s"]
    assert [row.table for row in copied.left_out] == ["session"]
    assert store.unreadable({"ann"}) == copied.left_out
    # Nothing can be copied first there.
    with pytest.raises(StoreError):
        store.remove_unreadable({"ann"})
