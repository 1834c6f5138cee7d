"""Taking back what was done: everything is as it was, and what was written since stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.journal import ExerciseEntry, MorningEntry, SessionEntry, SetEntry
from core.store import Store, memory_url, open_store

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
SESSION = SessionEntry(
    id="s1",
    day=DAY,
    started_at=NOW,
    sets=(SetEntry("goblet_squat", 1, reps=10, load_kg=12.5),),
    exercises=(ExerciseEntry("goblet_squat", pain=2),),
)


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store(memory_url(), "me", clock=lambda: NOW)
    for name in ("ann", "ben"):
        opened.add_person(name, name.title())
    opened.start_session("ann", SESSION)
    opened.save_morning("ann", MorningEntry(DAY, "s1", 3))
    opened.set_preference("ann", "liked", ["goblet_squat"])
    yield opened
    opened.close()


def all_of(store: Store, person_id: str = "ann") -> tuple[object, ...]:
    return (store.person(person_id), store.journal(person_id), store.preferences(person_id))


def test_a_deleted_person_comes_back_whole(store: Store) -> None:
    had = all_of(store)
    before = store.copy_of({"ann"})
    store.delete_person("ann")
    after = store.copy_of({"ann"})
    assert store.person("ann") is None
    store.change(after, before)
    assert all_of(store) == had
    assert store.log_set("s1", SetEntry("goblet_squat", 2, reps=9, load_kg=12.5), expected_version=0)


def test_what_was_written_since_stays(store: Store) -> None:
    before = store.copy_of({"ann"}, ("preference",))
    store.set_preference("ann", "liked", [])
    store.set_preference("ann", "left_out", ["plank"])
    after = store.copy_of({"ann"}, ("preference",))
    store.set_preference("ann", "left_out", ["plank", "sit_up"])
    store.set_preference("ann", "units", "lb")
    store.save_morning("ann", MorningEntry(date(2026, 11, 21), None, 2))
    store.change(after, before)
    assert store.preferences("ann") == {"liked": ["goblet_squat"], "left_out": ["plank", "sit_up"], "units": "lb"}
    assert len(store.journal("ann").mornings) == 2


def test_other_people_are_left_alone(store: Store) -> None:
    before = store.copy_of({"ann"})
    store.archive("ann")
    after = store.copy_of({"ann"})
    store.rename("ben", "Benno")
    store.change(after, before)
    assert store.person("ann").archived_at is None
    assert store.person("ben").name == "Benno"


def test_a_copy_says_nothing_of_what_is_in_it(store: Store) -> None:
    assert "goblet" not in repr(store.copy_of({"ann"}))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=6))
def test_whatever_was_done_taking_it_back_restores_the_rows(changes: list[tuple[str, int]]) -> None:
    store = open_store(memory_url(), "me", clock=lambda: NOW)
    store.add_person("ann", "Ann")
    store.set_preference("ann", "a", 1)
    before = store.copy_of({"ann"})
    for key, value in changes:
        store.set_preference("ann", key, value)
    store.change(store.copy_of({"ann"}), before)
    assert store.copy_of({"ann"}) == before
    store.close()
