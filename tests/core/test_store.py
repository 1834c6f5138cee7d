"""The store: what goes in comes out, for one owner only, and fast."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import AnswerError, StoreConflict, StoreError
from core.journal import (
    FELT_IN,
    ExerciseEntry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SessionKind,
    SetEntry,
)
from core.store import AssessmentRecord, PlanRecord, Store, file_url, memory_url, open_store
from core.units import MassUnit
from core.words import Site, Tier

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
SESSION = SessionEntry(id="s", day=DAY, started_at=NOW)
PLAN = PlanRecord("p1", NOW, DAY, 4, '{"weeks": []}', "cat-1", "rules-1")
SCREENING = AssessmentRecord("a1", NOW, "{}", Tier.CLEAR, "rules-1")


@pytest.fixture(params=["memory", "server"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    url = memory_url() if request.param == "memory" else request.getfixturevalue("postgres_url")
    opened = open_store(url, "me", clock=lambda: NOW)
    opened.add_person("ann", "Ann")
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=["memory", "server"])
def shared(request: pytest.FixtureRequest) -> Iterator[Store]:
    url = memory_url() if request.param == "memory" else request.getfixturevalue("prepared_clinic").url
    opened = open_store(url, "the owner of many journals", clock=lambda: NOW)
    yield opened
    opened.close()


scores = st.none() | st.integers(0, 10)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
ids = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.timezones(), allow_imaginary=False)
sites = st.none() | st.sampled_from(Site)
sets = st.builds(
    SetEntry,
    ids,
    st.integers(1, 100),
    st.none() | st.integers(0, 200),
    st.none() | st.integers(0, 7200),
    st.none() | st.floats(0, 1000),
    scores,
    st.none() | moments,
)
exercises = st.builds(
    ExerciseEntry,
    ids,
    st.none() | ids,
    scores,
    sites,
    st.booleans(),
    st.booleans(),
    st.none() | st.sampled_from(FELT_IN),
    scores,
    texts,
)
sessions = st.builds(
    SessionEntry,
    id=st.uuids().map(lambda one: one.hex),
    day=days,
    plan_id=st.none() | ids,
    week=st.none() | st.integers(1, 520),
    number=st.none() | st.integers(1, 14),
    started_at=moments,
    finished_at=st.none() | moments,
    kind=st.sampled_from(SessionKind),
    pain_before=scores,
    pain_worst=scores,
    pain_end=scores,
    site_before=sites,
    site=sites,
    spread=st.booleans(),
    stop_sign=st.booleans(),
    sleep_quality=scores,
    energy=scores,
    effort=scores,
    minutes=st.none() | st.integers(0, 1440),
    note=texts,
    exercises=st.lists(exercises, unique_by=lambda one: one.exercise_id, max_size=4).map(tuple),
    sets=st.lists(sets, unique_by=lambda one: (one.exercise_id, one.number), max_size=6).map(tuple),
)
journals = st.builds(
    Journal,
    st.lists(sessions, max_size=3, unique_by=lambda one: one.id).map(tuple),
    st.lists(
        st.builds(MorningEntry, days, st.none() | ids, st.integers(0, 10), st.booleans(), texts),
        max_size=3,
        unique_by=lambda one: one.day,
    ).map(tuple),
    st.lists(
        st.builds(MiniScreenEntry, moments, st.lists(ids, unique=True, max_size=3).map(tuple)),
        max_size=3,
        unique_by=lambda one: one.at.astimezone(UTC),
    ).map(tuple),
    st.lists(
        st.builds(OutcomeEntry, days, ids, st.floats(-100, 100), texts),
        max_size=3,
        unique_by=lambda one: (one.day, one.kind, one.label),
    ).map(tuple),
)


def keep(store: Store, person_id: str, journal: Journal) -> None:
    store.add_sessions(person_id, journal.sessions)
    for morning in journal.mornings:
        store.save_morning(person_id, morning)
    for screen in journal.mini_screens:
        store.save_mini_screen(person_id, screen)
    for outcome in journal.outcomes:
        store.save_outcome(person_id, outcome)


def parts(journal: Journal) -> tuple[dict[str, SessionEntry], set[object]]:
    others = {*journal.mornings, *journal.mini_screens, *journal.outcomes}
    return {one.id: one for one in journal.sessions}, others


@given(journals)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_journal_comes_back_as_it_was_kept(shared: Store, journal: Journal) -> None:
    shared.delete_everything()
    shared.add_person("ann", "Ann")
    keep(shared, "ann", journal)
    assert parts(shared.journal("ann")) == parts(journal)


@given(sessions)
@settings(max_examples=40)
def test_a_session_logged_piece_by_piece_comes_back_whole(shared: Store, session: SessionEntry) -> None:
    shared.delete_everything()
    shared.add_person("ann", "Ann")
    bare = replace(session, finished_at=None, exercises=(), sets=())
    version = shared.start_session("ann", bare)
    for exercise in session.exercises:
        shared.log_exercise(session.id, exercise, 0)
    for one in session.sets:
        shared.log_set(session.id, one, 0)
    if session.finished:
        shared.finish_session(session, version)
    assert shared.journal("ann").sessions == (session,)
    shared.delete_session(session.id)
    assert shared.journal("ann").sessions == ()


def all_of(store: Store, person: str) -> tuple[object, ...]:
    return (
        store.people(with_archived=True),
        store.person(person),
        store.journal(person),
        store.assessments(person),
        store.plans(person),
        store.current_plan(person),
        store.preferences(person),
    )


def test_a_memory_store_is_private() -> None:
    one, other = (open_store(memory_url(), "me", clock=lambda: NOW) for _ in range(2))
    one.add_person("ann", "Ann")
    assert other.people() == ()
    one.close()
    other.close()


def test_threads_may_share_a_store(store: Store) -> None:
    store.start_session("ann", SESSION)
    errors: list[BaseException] = []

    def log(thread: int) -> None:
        try:
            for number in range(1, 11):
                store.log_set("s", SetEntry(f"exercise_{thread}", number, reps=8), 0)
        except BaseException as error:
            errors.append(error)

    threads = [Thread(target=log, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(store.journal("ann").sessions[0].sets) == 40


def test_a_file_keeps_what_was_saved(tmp_path: Path) -> None:
    url = file_url(tmp_path / "a b?c%20ü.sqlite")
    open_store(url, "me", clock=lambda: NOW).add_person("ann", "Ann", MassUnit.LB)
    again = open_store(url, "me", clock=lambda: NOW)
    assert [(one.name, one.units, one.created_at) for one in again.people()] == [("Ann", MassUnit.LB, NOW)]
    assert {one.name for one in tmp_path.iterdir()} == {"a b?c%20ü.sqlite", "a b?c%20ü.backups"}


def test_deleting_a_person_deletes_all_records_of_this_person_only(store: Store) -> None:
    store.add_person("bob", "Bob")
    for person in ("ann", "bob"):
        entry = replace(SESSION, id=person, sets=(SetEntry("bridge", 1),), exercises=(ExerciseEntry("bridge"),))
        store.start_session(person, entry)
        store.save_morning(person, MorningEntry(DAY, person, 3))
        store.save_plan(person, replace(PLAN, id=person))
        store.set_preference(person, "k", 1)
    store.delete_person("ann")
    assert all_of(store, "ann")[1:] == (None, Journal(), (), (), None, {})
    assert len(store.journal("bob").sessions[0].sets) == 1
    store.delete_everything()
    assert store.people(with_archived=True) == ()
    assert store.journal("bob") == Journal()


def test_an_outcome_and_a_safety_check_are_replaced_by_a_later_answer(store: Store) -> None:
    store.save_outcome("ann", OutcomeEntry(DAY, "activity", 4, "stairs"))
    store.save_outcome("ann", OutcomeEntry(DAY, "activity", 6, "stairs"))
    store.save_outcome("ann", OutcomeEntry(DAY, "activity", 2, "garden"))
    store.save_mini_screen("ann", MiniScreenEntry(NOW, ("fever",)))
    store.save_mini_screen("ann", MiniScreenEntry(NOW, ()))
    journal = store.journal("ann")
    assert {(one.label, one.value) for one in journal.outcomes} == {("stairs", 6), ("garden", 2)}
    assert journal.mini_screens == (MiniScreenEntry(NOW, ()),)


def test_a_journal_since_a_day_leaves_out_what_is_older(store: Store) -> None:
    for back in (0, 1, 10):
        day, moment = DAY - timedelta(days=back), NOW - timedelta(days=back)
        own = replace(SESSION, id=f"s{back}", day=day, sets=(SetEntry("bridge", 1, reps=back),))
        store.start_session("ann", replace(own, exercises=(ExerciseEntry("bridge", pain=back),)))
        store.save_morning("ann", MorningEntry(day, None, back))
        store.save_outcome("ann", OutcomeEntry(day, "rmdq", back))
        store.save_mini_screen("ann", MiniScreenEntry(moment))
    recent = store.journal("ann", since=DAY - timedelta(days=1))
    assert [one.id for one in recent.sessions] == ["s1", "s0"]
    assert [one.sets[0].reps for one in recent.sessions] == [1, 0]
    assert [one.exercises[0].pain for one in recent.sessions] == [1, 0]
    assert [one.pain for one in recent.mornings] == [1, 0]
    assert [one.value for one in recent.outcomes] == [1, 0]
    assert len(recent.mini_screens) == 2


def test_a_safety_check_east_of_greenwich_is_not_lost_at_midnight(store: Store) -> None:
    morning_in_sydney = datetime.fromisoformat("2026-11-20T08:00:00+11:00")
    store.save_mini_screen("ann", MiniScreenEntry(morning_in_sydney, ("fever",)))
    assert store.journal("ann", since=DAY).mini_screens == (MiniScreenEntry(morning_in_sydney, ("fever",)),)


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.start_session("nobody", SESSION),
        lambda store: store.save_morning("nobody", MorningEntry(DAY, None, 1)),
        lambda store: store.save_plan("nobody", PLAN),
        lambda store: store.save_assessment("nobody", SCREENING),
        lambda store: store.set_preference("nobody", "k", 1),
        lambda store: store.rename("nobody", "Name"),
        lambda store: store.log_set("none", SetEntry("bridge", 1), 0),
        lambda store: store.log_exercise("none", ExerciseEntry("bridge"), 0),
        lambda store: store.save_session(SESSION, 1),
        lambda store: store.versions("none"),
    ],
)
def test_a_stranger_or_a_session_that_is_not_there_is_refused(store: Store, write: object) -> None:
    with pytest.raises(StoreError, match=r"is not in the record.*Nothing was changed"):
        write(store)  # type: ignore[operator]


def test_an_owner_must_be_named() -> None:
    with pytest.raises(AnswerError, match="owner"):
        open_store(memory_url(), "", clock=lambda: NOW)


def test_many_sessions_are_added_all_or_none(store: Store) -> None:
    many = [replace(SESSION, id=f"s{n}", sets=(SetEntry("bridge", 1, reps=n),)) for n in range(5)]
    store.start_session("ann", many[0])
    assert store.add_sessions("ann", many) == 4
    assert store.add_sessions("ann", many) == 0
    other = replace(many[0], note="not what is stored")
    with pytest.raises(StoreConflict):
        store.add_sessions("ann", [replace(SESSION, id="new"), other])
    with pytest.raises(AnswerError, match="one id and different values"):
        store.add_sessions("ann", [replace(SESSION, id="new"), replace(SESSION, id="new", note="x")])
    assert len(store.journal("ann").sessions) == 5


def least_s(read: Callable[[], object]) -> float:
    """Processor time of the quickest of three: neighbours on the machine only ever add to it."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        read()
        taken.append(time.process_time() - start)
    return min(taken)


def test_years_of_training_are_read_quickly(tmp_path: Path) -> None:
    store = open_store(file_url(tmp_path / "years.sqlite"), "me", clock=lambda: NOW)
    store.add_person("ann", "Ann")
    own = tuple(
        SetEntry(f"exercise_{one}", number, reps=8, load_kg=40.0, rir=2, done_at=NOW)
        for one in range(6)
        for number in (1, 2, 3)
    )[:17]
    felt = tuple(ExerciseEntry(f"exercise_{one}", pain=1) for one in range(6))
    many = [
        replace(SESSION, id=uuid4().hex, day=DAY - timedelta(days=n), exercises=felt, sets=own) for n in range(1500)
    ]
    assert store.add_sessions("ann", many) == 1500
    journal = store.journal("ann")
    whole_s = least_s(lambda: store.journal("ann"))
    month_s = least_s(lambda: store.journal("ann", since=DAY - timedelta(days=28)))
    assert sum(len(one.sets) for one in journal.sessions) == 25_500
    assert whole_s < 1.5
    assert month_s < 0.15
