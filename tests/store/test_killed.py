"""kill -9 in the middle of 500 writes: no acknowledged entry is lost, no session is half there, all goes on."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.journal import SessionEntry, SetEntry
from core.store import Store, file_url, open_store
from tests.postgres import Server

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
WRITES = 500
SETS_EACH = 4
FAILED = "failed:"

# Each write is acknowledged by a line with its number; every tenth is a whole session, the others are single sets.
# What fails is tried again, as a person would.
WRITER = f"""
import sys
from datetime import UTC, date, datetime
from core.errors import StoreError
from core.journal import SessionEntry, SetEntry
from core.store import open_store
now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
store = open_store(sys.argv[1], "me", clock=lambda: now)
sets = tuple(SetEntry("bridge", one, reps=8) for one in range(1, {SETS_EACH} + 1))
number = 0
while number < {WRITES}:
    try:
        if number % 10:
            store.log_set("s", SetEntry(f"exercise_{{number}}", 1, reps=8), 0)
        else:
            store.start_session("ann", SessionEntry(id=f"whole_{{number}}", day=now.date(), started_at=now, sets=sets))
    except StoreError as error:
        print("failed:", error, flush=True)
    else:
        print(number, flush=True)
        number += 1
"""


def prepare(url: str, admin_url: str = "") -> None:
    store = open_store(url, "me", clock=lambda: NOW, admin_url=admin_url)
    store.add_person("ann", "Ann")
    store.start_session("ann", SessionEntry(id="s", day=date(2026, 11, 20), started_at=NOW))
    store.close()


def writer(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def read(program: subprocess.Popen[str], lines: int) -> list[str]:
    assert program.stdout is not None
    return [program.stdout.readline().strip() for _ in range(lines)]


def rest(program: subprocess.Popen[str]) -> list[str]:
    return program.communicate(timeout=180)[0].splitlines()


def check(store: Store, acknowledged: list[str]) -> None:
    """All that was acknowledged is there, with at most one write more; and nothing is there in part."""
    sessions = {one.id: one for one in store.journal("ann").sessions}
    singles = {int(one.exercise_id.removeprefix("exercise_")) for one in sessions.pop("s").sets}
    whole = {int(name.removeprefix("whole_")) for name in sessions}
    assert {len(one.sets) for one in sessions.values()} == {SETS_EACH}
    kept = sorted(singles | whole)
    assert kept == list(range(len(kept)))
    assert acknowledged == [str(number) for number in range(len(acknowledged))]
    assert len(acknowledged) <= len(kept) <= len(acknowledged) + 1


@pytest.fixture(scope="module")
def careful() -> Iterator[Server]:
    """A server that waits for the disk, and that tests may kill."""
    server = Server(careful=True)
    yield server
    server.stop()


def test_a_killed_program_loses_nothing_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    prepare(file_url(path))
    with writer(file_url(path)) as program:
        acknowledged = read(program, WRITES // 2)
        program.send_signal(signal.SIGKILL)
        acknowledged += rest(program)
    assert program.returncode == -signal.SIGKILL
    store = open_store(file_url(path), "me", clock=lambda: NOW)
    check(store, acknowledged)
    store.log_set("s", SetEntry(f"exercise_{WRITES}", 1, reps=1), 0)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_killed_replica_loses_nothing_from_its_server(careful: Server) -> None:
    clinic = careful.clinic()
    prepare(clinic.url, clinic.admin_url)
    with writer(clinic.url) as program:
        acknowledged = read(program, WRITES // 2)
        program.send_signal(signal.SIGKILL)
        acknowledged += rest(program)
    assert program.returncode == -signal.SIGKILL
    store = open_store(clinic.url, "me", clock=lambda: NOW)
    check(store, acknowledged)
    store.log_set("s", SetEntry(f"exercise_{WRITES}", 1, reps=1), 0)
    store.close()


def test_writers_go_on_when_a_servers_process_is_killed_and_lose_nothing_when_all_are(careful: Server) -> None:
    clinic = careful.clinic()
    prepare(clinic.url, clinic.admin_url)
    with writer(clinic.url) as program:
        told = read(program, WRITES // 4)
        careful.kill_backends()
        told += read(program, WRITES // 4)
        careful.kill()
        while not told[-1].startswith(FAILED):
            told += read(program, 1)
        program.send_signal(signal.SIGKILL)
        told += rest(program)
    assert told[-1].startswith(f"{FAILED} The database cannot be reached, or does not let Backwise in.")
    acknowledged = [line for line in told if not line.startswith(FAILED)]
    assert len(acknowledged) > WRITES // 3
    careful.start()
    store = open_store(clinic.url, "me", clock=lambda: NOW)
    check(store, acknowledged)
    store.log_set("s", SetEntry(f"exercise_{WRITES}", 1, reps=1), 0)
    store.close()
