"""Two tabs on one file or one server: who comes second with other values is told, and nothing is lost or mixed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import AnswerError, StoreConflict, StoreError
from core.journal import ExerciseEntry, MorningEntry, SessionEntry, SetEntry
from core.store import Store, Versions, file_url, open_store

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
SESSION = SessionEntry(id="s", day=DAY, started_at=NOW, pain_before=2)
SET = SetEntry("goblet_squat", 2, reps=10, load_kg=12.5, rir=3, done_at=NOW)

Tabs = tuple[Store, Store]


@pytest.fixture(params=["file", "server"])
def tabs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tabs]:
    url = file_url(tmp_path / "journal.sqlite")
    if request.param == "server":
        url = request.getfixturevalue("postgres_url")
    first, second = (open_store(url, "me", clock=lambda: NOW) for _ in range(2))
    first.add_person("ann", "Ann")
    first.start_session("ann", SESSION)
    yield first, second
    first.close()
    second.close()


def stored(store: Store) -> SessionEntry:
    return store.journal("ann").sessions[0]


def test_the_second_tab_is_told_what_is_stored_and_its_set_is_not_saved(tabs: Tabs) -> None:
    first, second = tabs
    first.log_set("s", SET, 0)
    with pytest.raises(StoreConflict) as conflict:
        second.log_set("s", replace(SET, reps=8), 0)
    assert str(conflict.value) == (
        "Another tab wrote set 2 of goblet squat first. Stored now: 10 reps, 12.5 kg, 3 in reserve. "
        "Your new entry was not saved. Enter it again if it should replace the stored one."
    )
    assert stored(second).sets == (SET,)


def test_a_tab_that_has_seen_the_stored_set_may_change_it(tabs: Tabs) -> None:
    first, second = tabs
    first.log_set("s", SET, 0)
    seen = second.versions("s").of_set("goblet_squat", 2)
    newer = second.log_set("s", replace(SET, reps=8), seen)
    assert newer > seen
    assert stored(first).sets == (replace(SET, reps=8),)
    with pytest.raises(StoreConflict, match="8 reps"):
        first.log_set("s", replace(SET, reps=9), seen)


def test_the_same_values_again_are_no_conflict(tabs: Tabs) -> None:
    first, second = tabs
    version = first.log_set("s", SET, 0)
    assert second.log_set("s", SET, 0) == version
    assert second.log_set("s", replace(SET, done_at=NOW + timedelta(seconds=5)), 0) == version
    assert stored(second).sets == (SET,)
    felt = ExerciseEntry("goblet_squat", pain=2)
    version = first.log_exercise("s", felt, 0)
    assert second.log_exercise("s", felt, 0) == version
    morning = MorningEntry(DAY, "s", 3)
    assert first.save_morning("ann", morning) == second.save_morning("ann", morning) == 1
    assert second.start_session("ann", SESSION) == 1


def test_a_changed_time_alone_is_saved_by_who_has_seen_the_set(tabs: Tabs) -> None:
    first, _ = tabs
    version = first.log_set("s", SET, 0)
    later = replace(SET, done_at=NOW + timedelta(seconds=5))
    assert first.log_set("s", later, version) > version
    assert stored(first).sets == (later,)


def test_an_exercise_and_a_morning_are_guarded_alike(tabs: Tabs) -> None:
    first, second = tabs
    first.log_exercise("s", ExerciseEntry("bridge", pain=6, note="after the third"), 0)
    with pytest.raises(StoreConflict, match=r"wrote bridge first\. Stored now: pain 6 of 10, with a note"):
        second.log_exercise("s", ExerciseEntry("bridge", pain=1), 0)
    first.save_morning("ann", MorningEntry(DAY, "s", 6))
    with pytest.raises(StoreConflict, match=r"wrote the morning of 20 November 2026 first.*pain 6 of 10"):
        second.save_morning("ann", MorningEntry(DAY, "s", 1))
    assert second.save_morning("ann", MorningEntry(DAY, "s", 1), second.morning_version("ann", DAY)) == 2
    assert first.morning_version("ann", DAY - timedelta(days=1)) == 0


def test_two_tabs_that_finish_a_session_differently_do_not_overwrite_each_other(tabs: Tabs) -> None:
    first, second = tabs
    seen = second.versions("s").session
    done = replace(SESSION, finished_at=NOW + timedelta(minutes=40), pain_worst=6, pain_end=5)
    assert first.finish_session(done, seen) == seen + 1
    with pytest.raises(StoreConflict, match="Your new values were not saved"):
        second.finish_session(replace(done, pain_worst=2), seen)
    assert second.finish_session(done, seen) == seen + 1
    assert stored(second) == done


def test_logging_a_set_does_not_stand_in_the_way_of_finishing(tabs: Tabs) -> None:
    first, second = tabs
    seen = first.versions("s").session
    second.log_set("s", SET, 0)
    done = replace(SESSION, finished_at=NOW)
    first.finish_session(done, seen)
    assert stored(first) == replace(done, sets=(SET,))


def test_a_session_without_an_end_is_not_finished(tabs: Tabs) -> None:
    with pytest.raises(AnswerError, match="no end"):
        tabs[0].finish_session(SESSION, 1)
    assert tabs[0].versions("s").session == 1


def test_another_session_under_the_same_id_is_refused(tabs: Tabs) -> None:
    first, second = tabs
    with pytest.raises(StoreConflict):
        second.start_session("ann", replace(SESSION, pain_before=7))
    first.add_person("bob", "Bob")
    with pytest.raises(StoreConflict):
        second.start_session("bob", SESSION)
    assert stored(first) == SESSION
    assert first.journal("bob").sessions == ()


def test_starting_again_what_has_grown_since_changes_nothing(tabs: Tabs) -> None:
    first, second = tabs
    first.log_set("s", SET, 0)
    assert second.start_session("ann", SESSION) == 1
    assert stored(second).sets == (SET,)


def test_a_removed_set_is_gone_and_a_stale_removal_is_refused(tabs: Tabs) -> None:
    first, second = tabs
    old = first.log_set("s", SET, 0)
    new = second.log_set("s", replace(SET, reps=12), old)
    with pytest.raises(StoreConflict, match="12 reps"):
        first.remove_set("s", "goblet_squat", 2, old)
    second.remove_set("s", "goblet_squat", 2, new)
    second.remove_set("s", "goblet_squat", 2, new)
    assert stored(first).sets == ()
    with pytest.raises(StoreConflict, match="Another tab removed set 2 of goblet squat"):
        first.log_set("s", replace(SET, reps=9), new)


def test_a_set_removed_and_written_anew_is_not_taken_for_the_old_one(tabs: Tabs) -> None:
    first, second = tabs
    seen = first.log_set("s", SET, 0)
    second.remove_set("s", "goblet_squat", 2, seen)
    second.log_set("s", replace(SET, reps=5), 0)
    with pytest.raises(StoreConflict, match="5 reps"):
        first.log_set("s", replace(SET, reps=9), seen)


def test_sets_stand_in_the_order_in_which_they_were_logged(tabs: Tabs) -> None:
    first, second = tabs
    later, earlier = SetEntry("bridge", 1, reps=8), SetEntry("squat", 1, reps=8)
    version = first.log_set("s", earlier, 0)
    second.log_set("s", later, 0)
    first.log_set("s", replace(earlier, reps=9), version)
    assert [one.exercise_id for one in stored(first).sets] == ["squat", "bridge"]


def test_versions_name_what_is_there(tabs: Tabs) -> None:
    first, _ = tabs
    assert first.versions("s") == Versions(1)
    of_set, of_exercise = first.log_set("s", SET, 0), first.log_exercise("s", ExerciseEntry("bridge"), 0)
    found = first.versions("s")
    assert (found.of_set("goblet_squat", 2), found.of_exercise("bridge")) == (of_set, of_exercise)
    assert (found.of_set("goblet_squat", 3), found.of_exercise("squat")) == (0, 0)


def test_a_set_for_a_session_that_another_tab_deleted_is_refused(tabs: Tabs) -> None:
    first, second = tabs
    first.save_morning("ann", MorningEntry(DAY, "s", 3))
    second.delete_session("s")
    with pytest.raises(StoreError, match="another tab may have deleted it"):
        first.log_set("s", SET, 0)
    journal = first.journal("ann")
    assert journal.sessions == ()
    assert journal.mornings == (MorningEntry(DAY, None, 3),)
