"""An import is kept whole, once, and can be taken back; nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime

import pytest

from core.catalog import load_catalog
from core.errors import StoreError
from core.exporting.journal_csv import to_csv
from core.exporting.record_json import from_json, to_json
from core.importing import Choices, ReadFile, compared, drafted, for_person, read_file
from core.importing.backwise_csv import from_csv
from core.journal import (
    ExerciseEntry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SetEntry,
)
from core.knowledge.texts import say
from core.store import Store, memory_url, open_store
from core.store.imports import ImportStore
from core.units import MassUnit
from core.whole_record import bring_back, whole_record
from tests.core.importing import files

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OWN = SessionEntry(id="own", day=date(2026, 11, 1), started_at=NOW, sets=(SetEntry("leg_press", 1, reps=8),))


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store(memory_url(), "tests", clock=lambda: NOW)
    opened.add_person("p", "Someone")
    opened.add_person("q", "Someone else")
    opened.start_session("p", OWN)
    yield opened
    opened.close()


@pytest.fixture
def imports(store: Store) -> ImportStore:
    return store


def history(person_id: str = "p", data: bytes | None = None) -> Journal:
    found = read_file(data or files.liftlog())
    assert isinstance(found, ReadFile)
    return Journal(drafted(found, person_id, load_catalog(), Choices(unit=MassUnit.KG)).sessions)


def test_an_import_is_kept_and_taken_back(store: Store, imports: ImportStore) -> None:
    before = store.journal("p")
    told: list[float] = []
    record = imports.add_import("p", "i1", "liftlog", history(), names={"a": "leg_press"}, progress=told.append)
    assert (len(record.sessions), record.sets, record.at) == (2, 3, NOW.isoformat())
    assert told[-1] == 1
    assert store.journal("p") == Journal((*before.sessions, *history().sessions))
    assert imports.imports("p") == (record,)
    # As long as the journal itself: pages that ask for preferences have no use for it.
    assert list(store.preferences("p")) == ["import_names"]
    assert imports.imports("q") == ()
    assert imports.undo_import("p", "i1") == 2
    assert store.journal("p") == before
    assert imports.imports("p") == ()
    assert imports.names_chosen("p") == {"a": "leg_press"}


def test_the_same_again_adds_nothing_and_its_undo_takes_nothing(store: Store, imports: ImportStore) -> None:
    imports.add_import("p", "i1", "liftlog", history())
    kept = store.journal("p")
    assert imports.add_import("p", "i2", "liftlog", history()).sessions == ()
    assert store.journal("p") == kept
    assert imports.undo_import("p", "i2") == 0
    assert store.journal("p") == kept


def test_an_import_that_runs_again_is_the_same_import(store: Store, imports: ImportStore) -> None:
    """As a server does where the connection broke before it could say that all is kept."""
    record = imports.add_import("p", "i1", "liftlog", history(), replace=[history().sessions[0].id])
    kept = store.journal("p")
    assert imports.add_import("p", "i1", "liftlog", history(), replace=[history().sessions[0].id]) == record
    assert (store.journal("p"), imports.imports("p")) == (kept, (record,))
    assert imports.undo_import("p", "i1") == 2


def test_what_breaks_off_leaves_nothing_behind(store: Store, imports: ImportStore) -> None:
    def stop(_share: float) -> None:
        raise RuntimeError("the visitor left")

    before = store.journal("p")
    with pytest.raises(RuntimeError):
        imports.add_import("p", "i1", "liftlog", history(), progress=stop)
    assert store.journal("p") == before
    assert imports.imports("p") == ()


def test_sessions_here_stay_as_they_are_unless_they_are_to_be_replaced(store: Store, imports: ImportStore) -> None:
    imports.add_import("p", "i1", "liftlog", history())
    more = tuple(replace(one, sets=(*one.sets, SetEntry("plank", 1, seconds=30))) for one in history().sessions)
    change = compared(more, store.journal("p"))
    assert len(change.changed) == 2
    imports.add_import("p", "i2", "liftlog", Journal(more))
    assert store.journal("p").sessions == Journal((OWN, *history().sessions)).sessions
    record = imports.add_import("p", "i3", "liftlog", Journal(more), replace=[more[0].id, "own"])
    assert record.replaced == 1
    stored = {one.id: one for one in store.journal("p").sessions}
    assert stored[more[0].id] == more[0]
    assert stored[more[1].id] == history().sessions[1]
    assert stored["own"] == OWN


def test_the_same_file_can_be_brought_to_two_people(store: Store, imports: ImportStore) -> None:
    imports.add_import("p", "i1", "liftlog", history("p"))
    imports.add_import("q", "i1", "liftlog", history("q"))
    assert len(store.journal("q").sessions) == 2
    imports.undo_import("q", "i1")
    assert len(store.journal("p").sessions) == 3


def test_a_journal_of_our_own_comes_with_its_mornings_and_scores(store: Store, imports: ImportStore) -> None:
    store.save_morning("q", MorningEntry(date(2026, 11, 3), None, 4))
    whole = Journal(
        sessions=(OWN,),
        mornings=(MorningEntry(date(2026, 11, 2), "own", 2), MorningEntry(date(2026, 11, 3), None, 9)),
        mini_screens=(MiniScreenEntry(NOW, ("B1",)),),
        outcomes=(OutcomeEntry(date(2026, 11, 1), "rmdq", 7), OutcomeEntry(date(2026, 11, 1), "activity", 3, "stairs")),
    )
    before = store.journal("q")
    taken = for_person(whole, "q", imports.ids_of_others("q"))
    assert taken == for_person(whole, "q", imports.ids_of_others("q"))
    assert taken.sessions[0].id != "own"
    assert taken.mornings[0].session_id == taken.sessions[0].id
    record = imports.add_import("q", "i1", "backwise", taken)
    assert (len(record.mornings), len(record.checks), len(record.outcomes)) == (1, 1, 2)
    stored = store.journal("q")
    assert stored.sessions == taken.sessions
    assert [one.pain for one in stored.mornings] == [2, 4]
    assert set(stored.outcomes) == set(taken.outcomes)
    again = imports.add_import("q", "i2", "backwise", taken)
    assert (again.sessions, again.mornings, again.checks, again.outcomes) == ((), (), (), ())
    imports.undo_import("q", "i1")
    assert store.journal("q") == before


def test_a_morning_noted_after_an_imported_session_outlives_it(store: Store, imports: ImportStore) -> None:
    imported = history().sessions[0]
    imports.add_import("p", "i1", "liftlog", history())
    store.save_morning("p", MorningEntry(date(2026, 2, 4), imported.id, 1))
    imports.undo_import("p", "i1")
    assert [(one.session_id, one.pain) for one in store.journal("p").mornings] == [(None, 1)]


def test_what_was_added_to_an_imported_session_since_outlives_the_undo(store: Store, imports: ImportStore) -> None:
    imports.add_import("p", "i1", "liftlog", history())
    first, second = history().sessions
    added = SetEntry("plank", 1, seconds=40)
    store.log_set(first.id, added, expected_version=0)
    store.save_session(replace(second, note="It was cold."), expected_version=1)
    felt = ExerciseEntry("leg_press", pain=2)
    store.log_exercise(second.id, felt, expected_version=0)
    assert imports.undo_import("p", "i1") == 0
    stored = {entry.id: entry for entry in store.journal("p").sessions}
    assert stored[first.id] == replace(first, sets=(added,), exercises=())
    assert stored[second.id] == replace(second, note="It was cold.", sets=(), exercises=(felt,))
    assert imports.imports("p") == ()


@pytest.mark.parametrize("pairs", [False, True], ids=["of today", "as it was counted before"])
def test_what_was_added_since_outlives_the_undo_after_a_restore(
    store: Store, imports: ImportStore, pairs: bool
) -> None:
    """A file of the whole record has the import, and tells no versions of sets."""
    imports.add_import("p", "i1", "liftlog", history())
    if pairs:
        record = asdict(imports.imports("p")[0])
        kept = [[version, max(counts)] for version, *counts in record["written"]]
        store.set_preference("p", "import.i1", {**record, "written": kept})
    first, second = history().sessions
    added = SetEntry("plank", 1, seconds=40)
    store.log_set(first.id, added, expected_version=0)
    felt = ExerciseEntry("leg_press", pain=2)
    store.log_exercise(second.id, felt, expected_version=0)
    other = open_store(memory_url(), "tests", clock=lambda: NOW)
    bring_back(other, from_json(to_json(whole_record(store, NOW))).record, NOW)
    assert other.undo_import("p", "i1") == (1 if pairs else 0)
    entries = {entry.id: entry for entry in other.journal("p").sessions}
    assert entries[first.id] == replace(first, sets=(added,), exercises=())
    if not pairs:
        assert entries[second.id] == replace(second, sets=(), exercises=(felt,))


def test_an_import_of_before_counts_were_kept_is_taken_back(store: Store, imports: ImportStore) -> None:
    imports.add_import("p", "i1", "liftlog", history())
    store.set_preference("p", "import.i1", {**asdict(imports.imports("p")[0]), "written": []})
    changed, _ = history().sessions
    store.log_set(changed.id, replace(changed.sets[0], reps=3), expected_version=1)
    assert imports.undo_import("p", "i1") == 1
    assert {entry.id for entry in store.journal("p").sessions} == {"own", changed.id}


def test_an_import_that_was_never_written_here_hides_no_other(store: Store, imports: ImportStore) -> None:
    record = imports.add_import("p", "i1", "liftlog", history())
    store.set_preference("p", "import.x", {"id": 1})
    store.set_preference("p", "import.z", {**asdict(record), "written": [[1]]})
    store.set_preference("p", "import.y", [])
    assert imports.imports("p") == (record,)


def test_a_journal_with_a_morning_twice_keeps_the_first(store: Store, imports: ImportStore) -> None:
    day = date(2026, 11, 20)
    twice = Journal(
        mornings=(MorningEntry(day, None, 1), MorningEntry(day, None, 2)),
        mini_screens=(MiniScreenEntry(NOW, ("B1",)), MiniScreenEntry(NOW)),
    )
    read = from_csv(to_csv(twice, load_catalog()))
    assert [problem.message for problem in read.problems] == [say("import.problem.twice")] * 2
    imports.add_import("p", "i1", "backwise", read.journal)
    imports.add_import("q", "i2", "backwise", twice)
    for somebody in "pq":
        assert [entry.pain for entry in store.journal(somebody).mornings] == [1]
        assert [entry.answers for entry in store.journal(somebody).mini_screens] == [("B1",)]


def test_what_is_not_there_cannot_be_taken_back(imports: ImportStore) -> None:
    with pytest.raises(StoreError):
        imports.undo_import("p", "never")
    with pytest.raises(StoreError):
        imports.add_import("nobody", "i1", "liftlog", history())


def test_another_owner_sees_none_of_it(store: Store, imports: ImportStore) -> None:
    imports.add_import("p", "i1", "liftlog", history())
    other = Store(store._database, "other", lambda: NOW)
    assert other.imports("p") == ()
    assert other.ids_of_others("nobody") == frozenset()
    with pytest.raises(StoreError):
        other.undo_import("p", "i1")
