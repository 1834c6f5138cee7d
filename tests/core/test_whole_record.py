"""The whole record: out as a file and back, into an empty store, beside what is there, and taken back again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.demo import load_demo_people
from core.exporting.record_json import KeptPlan, ReadRecord, from_json, to_json
from core.exporting.record_merge import Prefer, preview
from core.journal import MorningEntry, SetEntry
from core.knowledge.texts import say
from core.store import Store, memory_url, open_store
from core.store.copies import Copy
from core.whole_record import bring_back, everything_readable, head_note, read_beside, whole_record
from pages.parts.people_demo import put_in_store

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DEMO = load_demo_people()["irritable_disc"]


def opened(owner: str = "me") -> Store:
    return open_store(memory_url(), owner, clock=lambda: NOW)


@pytest.fixture
def store() -> Iterator[Store]:
    """A person with twelve weeks of training, as it would be of someone real."""
    kept = opened()
    put_in_store(kept, DEMO, NOW)
    copy = kept.copy_of({DEMO.plan_id})
    (row,) = copy.rows["person"]
    kept.change(copy, replace(copy, rows={**copy.rows, "person": [{**row, "name": "Ann", "is_demo": False}]}))
    yield kept
    kept.close()


def all_of(store: Store) -> tuple[object, ...]:
    name = DEMO.plan_id
    return (
        store.person(name),
        store.journal(name),
        store.preferences(name),
        store.plans(name),
        store.current_plan(name),
        store.assessments(name),
        store.exposures(name),
    )


def test_a_file_brings_everything_into_an_empty_store(store: Store) -> None:
    text = to_json(whole_record(store, NOW))
    read = from_json(text)
    assert read.problems == ()
    other = opened("somebody else")
    bring_back(other, read.record, NOW)
    assert all_of(other) == all_of(store)
    assert len(other.journal(DEMO.plan_id).sessions) > 20
    assert to_json(whole_record(other, NOW)) == text
    other.close()


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    record = whole_record(store, NOW)
    before = store.copy_of({DEMO.plan_id})
    bring_back(store, record, NOW)
    assert store.copy_of({DEMO.plan_id}) == before
    assert preview(record, whole_record(store, NOW)).changes_nothing


def test_what_was_logged_since_the_file_stays_and_what_was_lost_comes_back(store: Store) -> None:
    name = DEMO.plan_id
    record = whole_record(store, NOW)
    lost, kept = store.journal(name).sessions[:2]
    store.delete_session(lost.id)
    store.log_set(kept.id, SetEntry("plank", 9, seconds=30), expected_version=0)
    store.save_morning(name, MorningEntry(date(2026, 11, 30), None, 1))
    bring_back(store, record, NOW)
    journal = store.journal(name)
    sessions = {one.id: one for one in journal.sessions}
    assert sessions[lost.id] == lost
    assert SetEntry("plank", 9, seconds=30) in sessions[kept.id].sets
    assert journal.mornings[-1].day == date(2026, 11, 30)


def test_the_file_can_be_preferred_and_the_whole_be_taken_back(store: Store) -> None:
    record = whole_record(store, NOW)
    store.rename(DEMO.plan_id, "Anna")
    before = all_of(store)
    was, now = bring_back(store, record, NOW, Prefer.FILE)
    assert store.person(DEMO.plan_id).name == "Ann"
    store.change(now, was)
    assert all_of(store) == before


def test_a_plan_of_no_known_shape_is_left_out_and_nothing_else_changes(store: Store) -> None:
    record = whole_record(store, NOW)
    (person,) = record.people
    odd = KeptPlan("odd", NOW + timedelta(days=1), {"weeks": 3})
    before = store.copy_of({DEMO.plan_id})
    arriving = replace(record, people=(replace(person, plans=(*person.plans, odd)),))
    read, _ = read_beside(store, ReadRecord(arriving, ()), NOW)
    assert [str(problem) for problem in read.problems] == [f"Ann, plan of 21 November 2026: {say('plan.unreadable')}"]
    bring_back(store, arriving, NOW)
    assert store.copy_of({DEMO.plan_id}) == before


def test_demo_people_stay_out() -> None:
    store = opened()
    put_in_store(store, DEMO, NOW)
    assert whole_record(store, NOW).people == ()
    store.close()


def test_what_another_tab_writes_meanwhile_outlives_the_undo(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    name = DEMO.plan_id
    record = whole_record(store, NOW)
    latest = store.journal(name).sessions[-1]
    change = store.change

    def with_another_tab(base: Copy, wanted: Copy) -> None:
        change(base, wanted)
        store.log_set(latest.id, SetEntry("plank", 9, seconds=30), expected_version=0)

    monkeypatch.setattr(store, "change", with_another_tab)
    was, now = bring_back(store, record, NOW, Prefer.FILE)
    change(now, was)
    assert SetEntry("plank", 9, seconds=30) in store.journal(name).sessions[-1].sets


DAMAGES = {
    "a kind of no name": "UPDATE session SET kind = 'nap' WHERE id = (SELECT min(id) FROM session)",
    "a day that is none": "UPDATE morning SET day = 'once' WHERE day = (SELECT min(day) FROM morning)",
    "a moment that is none": "UPDATE assessment SET at = 'then' WHERE id = (SELECT min(id) FROM assessment)",
    "5000 repetitions": "UPDATE set_entry SET reps = 5000 WHERE rowid = (SELECT min(rowid) FROM set_entry)",
    "half a sign in a plan": """UPDATE plan SET payload = '{"weeks": "\\ud800"}' WHERE NOT is_current""",
    "no choice": "INSERT INTO preference SELECT owner, id, 'odd', 'NaN' FROM person",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_one_damaged_row_ends_no_export(store: Store, damage: str) -> None:
    whole = whole_record(store, NOW).people[0]
    with store._database.writing() as connection:
        connection.exec_driver_sql(DAMAGES[damage])
    read = everything_readable(store, NOW)
    assert len(read.problems) == 1
    assert say("record.without", what=str(read.problems[0])) in head_note(read)
    (ann,) = from_json(to_json(read.record, head_note(read))).record.people
    lost = {
        name for name in ("assessments", "plans", "sessions", "mornings") if getattr(ann, name) != getattr(whole, name)
    }
    assert len(lost) == (0 if damage == "no choice" else 1)
    assert len(ann.sessions) >= len(whole.sessions) - 1
    bring_back(store, replace(read.record, people=(replace(ann, name="Anna"),)), NOW, Prefer.FILE)
    assert store.person(ann.id).name == "Anna"
