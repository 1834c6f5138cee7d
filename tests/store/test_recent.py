"""What the database sums up and leaves out is what plain Python makes of the whole journal, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from core.journal import (
    MORNINGS_BEFORE,
    DayWork,
    ExerciseEntry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SessionKind,
    SetEntry,
    work_by_day,
)
from core.store import Database, PlanRecord, Store, code_of, memory_url, open_database
from core.words import Site
from tests.core.shortening import shortened

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = NOW.date()
NAMES = ("leg_press", "Leg_press", "goblet_squat", "plank", "Ü", "z")
SEEDS = range(8)


def clock() -> datetime:
    return NOW


@pytest.fixture(params=["memory", "server"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    url = memory_url() if request.param == "memory" else request.getfixturevalue("postgres_url")
    opened = open_database(url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database, "me", clock)


def random_set(random: Random, name: str, number: int) -> SetEntry:
    """With a load or without, counted or timed, or with nothing done in it."""
    return SetEntry(
        name,
        number,
        reps=random.choice((None, 0, 5, 8, 12)),
        seconds=random.choice((None, None, 0, 30)),
        load_kg=random.choice((None, 0.0, 2.5, 20.0, 18.1437, 100.0)),
        rir=random.choice((None, 2)),
    )


def random_session(random: Random, key: str, first: date) -> SessionEntry:
    day = first + timedelta(days=random.randrange((TODAY - first).days + 3))
    # Near midnight the moment lies on another day in UTC; and several sessions may begin at one moment.
    began = datetime.combine(day, random.choice((time(0, 5), time(18), time(23, 55))), UTC) + timedelta(
        hours=random.choice((-11, 0, 0, 11))
    )
    names = random.sample(NAMES, random.randint(0, len(NAMES)))
    felt = tuple(
        ExerciseEntry(name, pain=random.choice((None, 0, 3, 9)), site=random.choice((None, Site.BACK)))
        for name in random.sample(NAMES, random.randint(0, 3))
    )
    return SessionEntry(
        id=key,
        day=day,
        started_at=began,
        finished_at=began + timedelta(hours=1) if random.random() < 0.9 else None,
        kind=random.choice(list(SessionKind)),
        pain_before=random.choice((None, 2)),
        pain_worst=random.choice((None, 0, 3)),
        exercises=felt,
        sets=tuple(random_set(random, name, number) for name in names for number in range(1, random.randint(1, 4))),
    )


def fill(store: Store, seed: int) -> tuple[str, Journal, date]:
    """Keep a random journal and change it here and there: whose it is, what it then is, and a day to read it from."""
    random, who = Random(seed), f"p{seed}"
    store.add_person(who, "Somebody")
    span = random.choice((10, 60, 400))
    first = TODAY - timedelta(days=span)
    sessions = [random_session(random, f"{who}-{at}", first) for at in range(random.randint(0, 30))]
    store.add_sessions(who, sessions)
    days = random.sample(range(span + 1), random.randint(0, min(span, 60)))
    noted = tuple(MorningEntry(first + timedelta(days=day), None, day % 8) for day in days)
    store.add_days(who, noted, [OutcomeEntry(first, "pain_week", 3), OutcomeEntry(TODAY, "pain_week", 2)])
    for day in days[:5]:
        store.save_mini_screen(who, MiniScreenEntry(NOW - timedelta(days=day)))
    for one in sessions:
        change(store, one, random)
    return who, store.journal(who), first + timedelta(days=random.randint(-5, span + 5))


def change(store: Store, one: SessionEntry, random: Random) -> None:
    """Some sessions go, some sets are put right or taken away."""
    if random.random() < 0.1:
        store.delete_session(one.id)
        return
    versions = store.versions(one.id)
    for each in one.sets[:2]:
        version = versions.of_set(each.exercise_id, each.number)
        if random.random() < 0.2:
            store.remove_set(one.id, each.exercise_id, each.number, version)
        elif random.random() < 0.2:
            store.log_set(one.id, replace(each, reps=7, load_kg=22.5), version)


def compared(work: tuple[DayWork, ...]) -> list[tuple[object, ...]]:
    """In a fixed order: the databases may put letters in another one."""
    rows = (
        (one.day, one.exercise_id, one.sets, one.reps, one.seconds, round(one.reps_kg, 6), one.rir_sets, one.rir)
        for one in work
    )
    return sorted(rows)


def test_a_shortened_journal_is_the_end_of_the_whole_with_what_its_rules_need(store: Store) -> None:
    for seed in SEEDS:
        who, whole, since = fill(store, seed)
        assert store.short_journal(who, since) == shortened(whole, since), seed


def test_what_was_done_is_summed_up_as_by_hand(store: Store) -> None:
    for seed in SEEDS:
        who, whole, since = fill(store, seed)
        assert compared(store.work(who)) == compared(work_by_day(whole.sessions)), seed
        late = [one for one in whole.sessions if one.day >= since]
        assert compared(store.work(who, since)) == compared(work_by_day(late)), seed


def outlined(whole: Journal, since: date | None) -> Journal:
    """Sessions without sets, and the mornings from four weeks earlier on."""
    sessions = (one for one in whole.sessions if since is None or one.day >= since)
    return Journal(
        tuple(replace(one, sets=(), exercises=hurt_more(one)) for one in sessions),
        tuple(one for one in whole.mornings if since is None or one.day >= since - MORNINGS_BEFORE),
    )


def hurt_more(one: SessionEntry) -> tuple[ExerciseEntry, ...]:
    worst = -1 if one.pain_worst is None else one.pain_worst
    return tuple(each for each in one.exercises if each.pain is not None and each.pain > worst)


def test_an_outline_holds_all_that_lights_are_made_of(store: Store) -> None:
    for seed in SEEDS:
        who, whole, since = fill(store, seed)
        for chosen in (None, since):
            found = store.outline(who, chosen)
            in_order = [replace(one, exercises=tuple(sorted(one.exercises, key=str))) for one in found.sessions]
            wanted = outlined(whole, chosen)
            assert in_order == [
                replace(one, exercises=tuple(sorted(one.exercises, key=str))) for one in wanted.sessions
            ], seed
            assert found.mornings == wanted.mornings


def test_single_facts_are_those_of_the_whole(store: Store) -> None:
    for seed in SEEDS:
        who, whole, _ = fill(store, seed)
        finished = [one for one in whole.sessions if one.finished]
        assert store.last_trained(who) == (finished[-1].day if finished else None)
        assert store.has_open_session(who) == (whole.open_session() is not None)
        besides = finished[-1].id if finished else ""
        for name in NAMES:
            rows = ([each for each in one.sets if each.exercise_id == name] for one in reversed(finished[:-1]))
            newest = next((own for own in rows if own), [])
            assert store.last_sets(who, name, besides) == tuple(sorted(newest, key=lambda one: one.number)), seed


def test_of_the_plans_only_those_in_force_since_a_day_are_read(store: Store) -> None:
    store.add_person("ann", "Ann")
    made = [PlanRecord(f"p{at}", NOW + timedelta(days=at), TODAY + timedelta(weeks=6 * at), 6, "{}", "c", "r")
            for at in range(4)]  # fmt: skip
    for one in made:
        store.save_plan("ann", one)
    assert store.plans("ann", TODAY - timedelta(days=1)) == tuple(made)
    assert store.plans("ann", TODAY + timedelta(weeks=7)) == tuple(made[1:])
    assert store.plans("ann", TODAY + timedelta(weeks=12)) == tuple(made[2:])
    assert store.plans("bob", TODAY) == ()


def test_nothing_of_another_owner_comes_in_and_a_reader_sees_the_same(database: Database) -> None:
    ann, doc = (Store(database, owner, clock) for owner in ("ann", "doc"))
    for owner in (ann, doc):
        who, whole, since = fill(owner, 3)
        owner.delete_session(whole.sessions[0 if owner is ann else -1].id)
        assert owner.short_journal(who, since) == shortened(owner.journal(who), since)
        assert compared(owner.work(who)) == compared(work_by_day(owner.journal(who).sessions))
    code = code_of(b"sixteen letters!")
    doc.invite(code, "Doc")
    seen = doc.of_shared(ann.accept(code, who, "Ann"))
    assert seen.short_journal(who, since) == ann.short_journal(who, since)
    assert seen.work(who) == ann.work(who)
    assert seen.outline(who) == ann.outline(who)
    assert {seen.last_sets(who, name, "") == ann.last_sets(who, name, "") for name in NAMES} == {True}
    ann.end_share(ann.shares()[0])
    assert seen.short_journal(who, since).journal == Journal()
    assert seen.work(who) == ()
