"""While two stamps are equal, nothing was written between them, whoever writes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from core.errors import StoreError
from core.journal import (
    ExerciseEntry,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SessionKind,
    SetEntry,
)
from core.store import Store, code_of, file_url, memory_url, open_database, open_store
from tests.core.shortening import shortened
from tests.postgres import Clinic

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = NOW.date()
ELSEWHERE = """
import sys
from datetime import UTC, datetime
from core.store import file_url, open_store
store = open_store(file_url(sys.argv[1]), "me", clock=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))
store.set_preference("ann", "liked", [sys.argv[2]])
store.close()
"""


def clock() -> datetime:
    return NOW


@pytest.fixture(params=["memory", "file", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    urls = {
        "memory": memory_url,
        "file": lambda: file_url(tmp_path / "journal.sqlite"),
        "server": lambda: str(request.getfixturevalue("postgres_url")),
    }
    opened = open_store(urls[request.param](), "me", clock=clock)
    opened.add_person("ann", "Ann")
    yield opened
    opened.close()


def test_reading_leaves_the_stamp_alone_and_each_write_changes_it(store: Store) -> None:
    seen = [store.stamp()]
    store.journal("ann")
    store.people()
    assert store.stamp() == seen[0]
    version = 0
    for write in (
        lambda: store.start_session("ann", SessionEntry(id="s", day=DAY, started_at=NOW)),
        lambda: store.log_set("s", SetEntry("plank", 1, seconds=20), version),
        lambda: store.save_morning("ann", MorningEntry(DAY, None, 2)),
        lambda: store.set_preference("ann", "liked", ["plank"]),
        lambda: store.delete_session("s"),
    ):
        write()
        assert store.stamp() not in seen
        seen.append(store.stamp())
        assert store.stamp() == seen[-1]


def test_two_records_never_have_the_same_stamp(tmp_path: Path) -> None:
    stores = [open_store(memory_url(), "me", clock=clock) for _ in range(2)]
    database = open_database(file_url(tmp_path / "journal.sqlite"), clock=clock)
    stores += [Store(database, "me", clock), Store(database, "you", clock)]
    assert len({one.stamp() for one in stores}) == 4
    assert Store(database, "me", clock).stamp() == stores[2].stamp()
    for one in (*stores[:2], stores[2]):
        one.close()


def test_another_program_that_writes_into_the_file_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    store = open_store(file_url(path), "me", clock=clock)
    store.add_person("ann", "Ann")
    for name in ("plank", "bridge"):
        before = store.stamp()
        subprocess.run([sys.executable, "-c", ELSEWHERE, str(path), name], check=True)
        assert store.stamp() != before
        assert store.preferences("ann") == {"liked": [name]}
    store.close()


def test_a_file_that_was_exchanged_or_is_gone_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    store = open_store(file_url(path), "me", clock=clock)
    store.add_person("ann", "Ann")
    before = store.stamp()
    shutil.copy2(path, tmp_path / "other.sqlite")
    (tmp_path / "other.sqlite").replace(path)
    assert store.stamp() != before
    path.unlink()
    assert store.stamp() is None
    store.close()


def test_a_server_tells_all_its_processes_of_a_write_and_only_those_of_the_owner(postgres_url: str) -> None:
    here, there = (open_database(postgres_url, clock=clock) for _ in range(2))
    mine, also_mine, yours = Store(here, "me", clock), Store(there, "me", clock), Store(here, "you", clock)
    assert mine.stamp() is None
    mine.add_person("ann", "Ann")
    yours.add_person("ann", "Ann")
    before = [one.stamp() for one in (mine, also_mine, yours)]
    assert before[0] == before[1] != before[2]
    also_mine.set_preference("ann", "liked", ["plank"])
    assert mine.stamp() == also_mine.stamp() != before[0]
    assert yours.stamp() == before[2]
    for database in (here, there):
        database.close()


def test_a_write_that_came_to_nothing_leaves_the_mark_of_a_server_alone(postgres_url: str) -> None:
    store = open_store(postgres_url, "me", clock=clock)
    store.add_person("ann", "Ann")
    before = store.stamp()
    with pytest.raises(StoreError):
        store.set_preference("nobody", "liked", [])
    assert store.stamp() == before
    store.close()


def test_what_others_share_is_read_anew_each_time(postgres_url: str) -> None:
    database = open_database(postgres_url, clock=clock)
    owner, reader = Store(database, "me", clock), Store(database, "you", clock)
    owner.add_person("ann", "Ann")
    code = code_of(bytes(16))
    reader.invite(code, "You")
    assert reader.of_shared(owner.accept(code, "ann", "Me")).stamp() is None
    database.close()


def test_nothing_of_an_owner_stays_when_everything_is_deleted(clinic: Clinic) -> None:
    store = open_store(clinic.url, "me", clock=clock)
    store.add_person("ann", "Ann")
    before = store.stamp()
    store.delete_everything()
    assert store.stamp() is None
    assert clinic.run("SELECT * FROM last_write") == []
    store.add_person("ann", "Ann")
    assert store.stamp() not in (None, before)
    store.close()


def test_sessions_that_have_not_changed_are_taken_from_what_was_read(store: Store) -> None:
    days = [DAY - timedelta(days=back) for back in (0, 3, 40)]
    for at, day in enumerate(days):
        sets = tuple(SetEntry("plank", number, seconds=20 + at) for number in (1, 2, 3))
        store.start_session("ann", SessionEntry(id=f"s{at}", day=day, started_at=NOW, finished_at=NOW, sets=sets))
    since = DAY - timedelta(days=10)

    def again(last):
        found = store.short_journal("ann", since, last, store.settled())
        assert found == shortened(store.journal("ann"), since)
        return found, {one.id: one for one in found.journal.sessions}

    first, had = again(None)
    version = store.versions("s0").sets["plank", 2]
    store.remove_set("s0", "plank", 2, version)
    second, has = again(first)
    assert has["s1"] is had["s1"]
    assert has["s0"] is not had["s0"]
    store.log_set("s1", SetEntry("plank", 4, seconds=30), 0)
    store.delete_session("s0")
    third, _ = again(second)
    assert [one.id for one in third.journal.sessions] == ["s2", "s1"]
    earlier: date = DAY - timedelta(days=50)
    assert store.short_journal("ann", earlier, third, store.settled()) == shortened(store.journal("ann"), earlier)


NAMES = ("plank", "leg_press", "bridge")
BACK = (0, 2, 6, 7, 8, 30, 200)
"""Days before today on which sessions are: within the last days, at their edge, in what is read, and before it."""


def random_write(store: Store, random: Random, number: int) -> None:
    """Something that pages write, of sessions old and new."""
    journal = store.journal("ann")
    day = DAY - timedelta(days=random.choice(BACK))
    one = random.choice(journal.sessions) if journal.sessions else None
    acts = ["start", "morning", "check", "score", "prefer", *(["log", "felt", "remove", "save"] * 3 if one else [])]
    act = random.choice([*acts, *(["delete", "undo"] if one else [])])
    amount = SetEntry(random.choice(NAMES), random.randint(1, 2), reps=8, load_kg=random.randint(10, 40))
    if act == "start":
        at = datetime.combine(day, NOW.time(), UTC)
        finished = random.choice((None, at))
        kind = random.choice(list(SessionKind))
        new = SessionEntry(id=f"s{number}", day=day, started_at=at, finished_at=finished, kind=kind, sets=(amount,))
        store.start_session("ann", new)
    elif act == "morning":
        store.save_morning("ann", MorningEntry(day, None, number % 11), store.morning_version("ann", day))
    elif act == "check":
        store.save_mini_screen("ann", MiniScreenEntry(datetime.combine(day, NOW.time(), UTC), ()))
    elif act == "score":
        store.save_outcome("ann", OutcomeEntry(day, "pain", number % 11))
    elif act == "prefer":
        store.set_preference("ann", "liked", [str(number)])
    elif one is not None:
        versions = store.versions(one.id)
        if act == "log":
            store.log_set(one.id, amount, versions.of_set(amount.exercise_id, amount.number))
        elif act == "felt":
            felt = ExerciseEntry(amount.exercise_id, pain=number % 11)
            store.log_exercise(one.id, felt, versions.of_exercise(felt.exercise_id))
        elif act == "remove" and one.sets:
            gone = random.choice(one.sets)
            version = versions.of_set(gone.exercise_id, gone.number)
            store.remove_set(one.id, gone.exercise_id, gone.number, version)
        elif act == "save":
            moved = DAY - timedelta(days=random.choice(BACK))
            store.save_session(replace(one, day=moved, finished_at=one.started_at), versions.session)
        elif act == "delete":
            store.delete_session(one.id)
        elif act == "undo":
            after = store.copy_of({"ann"})
            store.log_set(one.id, replace(amount, number=9), versions.of_set(amount.exercise_id, 9))
            store.change(store.copy_of({"ann"}), after)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_taken_from_before_is_what_would_be_read_anew(store: Store, seed: int) -> None:
    random, last, settled, since = Random(seed), None, 0, DAY
    sets = tuple(SetEntry(name, 1, reps=8, load_kg=10.0) for name in NAMES)
    for back in BACK:
        day = DAY - timedelta(days=back)
        at = datetime.combine(day, NOW.time(), UTC)
        store.start_session("ann", SessionEntry(id=f"b{back}", day=day, started_at=at, finished_at=at, sets=sets))
    for number in range(40):
        random_write(store, random, number)
        if random.random() < 0.3:
            since = DAY - timedelta(days=random.choice((3, 7, 20)))
        mark = store.settled()
        settled += last is not None and mark == last.settled
        last = store.short_journal("ann", since, last, mark)
        assert last == store.short_journal("ann", since) == shortened(store.journal("ann"), since)
    assert settled > 3


def test_what_an_undo_brings_back_is_never_taken_for_what_came_after_it(store: Store) -> None:
    """Somebody who looked only after the change, and again after its undo and another change, sees both."""
    sets = tuple(SetEntry("plank", number, seconds=20) for number in (1, 2))
    store.start_session("ann", SessionEntry(id="s", day=DAY, started_at=NOW, sets=sets))
    before = store.copy_of({"ann"})
    store.remove_set("s", "plank", 1, store.versions("s").sets["plank", 1])
    after = store.copy_of({"ann"})
    seen = store.short_journal("ann", DAY)
    store.change(after, before)
    store.log_set("s", SetEntry("plank", 3, seconds=20), 0)
    found = store.short_journal("ann", DAY, seen)
    assert {one.number for one in found.journal.sessions[0].sets} == {1, 2, 3}
