"""From sets as an app writes them to sets as the journal keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.adapting import calm_weeks
from core.catalog import load_catalog
from core.importing import (
    NOT_COUNTED,
    RESERVE,
    Choices,
    Draft,
    Logged,
    ReadFile,
    compared,
    drafted,
    read_file,
    starting_load_kg,
    working_loads,
    worth_of,
)
from core.importing.drafting import PREFIX
from core.importing.loads import mass_kg
from core.journal import Journal, SessionEntry, SessionKind, SetEntry, work_by_day
from core.progress import by_muscle, spine_points_by_week
from core.units import KG_PER_LB, MassUnit
from core.words import Muscle, Stage
from tests.core.importing import files

CATALOG = load_catalog()
TODAY = date(2026, 11, 20)


def found_in(data: bytes) -> ReadFile:
    found = read_file(data)
    assert isinstance(found, ReadFile)
    return found


def draft_of(data: bytes, choices: Choices | None = None) -> Draft:
    return drafted(found_in(data), "p", CATALOG, choices)


def sets_of(draft: Draft) -> list[SetEntry]:
    return [one for session in draft.sessions for one in session.sets]


def strong(*rows: tuple[object, ...], header: str = files.S3) -> bytes:
    """Rows of name, order, weight, unit, reps, seconds."""
    return files.table(
        header,
        [
            (files.AT, "Legs", name, order, load, unit, reps, "", "", "", secs, "", "")
            for name, order, load, unit, reps, secs in rows
        ],
        delimiter=";",
    )


def test_warm_ups_rests_and_the_upper_body_stay_out() -> None:
    draft = draft_of(files.strong()["s5"], Choices(unit=MassUnit.KG))
    assert [(one.number, one.load_kg) for one in sets_of(draft)] == [(1, 60), (2, 40), (3, 40)]
    assert draft.left_out == {"warm_up": 2, "not_counted": 1}
    assert all(one.kind is SessionKind.IMPORTED and one.finished for one in draft.sessions)
    assert all(one.id.startswith(PREFIX) for one in draft.sessions)


def test_loads_stay_out_until_the_unit_is_known() -> None:
    assert {one.load_kg for one in sets_of(draft_of(files.strong()["s4"]))} == {None}
    pounds = draft_of(files.strong()["s4"], Choices(unit=MassUnit.LB))
    assert sets_of(pounds)[0].load_kg == pytest.approx(100 * KG_PER_LB, abs=1e-4)


def test_half_pounds_that_an_app_turned_into_kilograms_are_put_back() -> None:
    squats = [one for one in sets_of(draft_of(files.hevy())) if one.exercise_id == "high_bar_squat"]
    assert [one.load_kg for one in squats] == [pytest.approx(lb * KG_PER_LB, abs=1e-4) for lb in (50, 50, 55)]
    lunge = sets_of(draft_of(files.fitbod()))[0]
    assert lunge.load_kg == pytest.approx(2 * 45 * KG_PER_LB, abs=1e-4)


@given(st.integers(1, 1000).map(lambda halves: halves / 2))
def test_pounds_come_back_exactly(pounds: float) -> None:
    assert mass_kg(round(pounds * KG_PER_LB, 2), MassUnit.KG, True) == mass_kg(pounds, MassUnit.LB, False)
    assert mass_kg(pounds * 0.4535929094, MassUnit.KG, True) == mass_kg(pounds, MassUnit.LB, False)


def test_a_pair_of_dumbbells_counts_once_or_twice_as_the_person_says() -> None:
    data = files.strong()["s3b"]
    assert draft_of(data).has_pairs
    assert sets_of(draft_of(data))[0].load_kg == 10
    assert sets_of(draft_of(data, Choices(each_hand=True)))[0].load_kg == 20


def test_body_weight_and_assistance_are_no_load() -> None:
    data = strong(
        ("Squat (Bodyweight)", 1, 82, "kg", 10, 0),
        ("Crunch (Weighted)", 1, 10, "kg", 10, 0),
        ("Nordic Ham Curl (Assisted)", 1, 10, "kg", 5, 0),
    )
    plain = draft_of(data, Choices(names={"nordic ham curl (assisted)": "nordic_curl"}))
    assert plain.has_added
    assert [one.load_kg for one in sets_of(plain)] == [None, None, None]
    assert sets_of(draft_of(data, Choices(added=True)))[0].load_kg == 82


def test_a_weight_decides_between_two_exercises_of_one_name() -> None:
    ids = {one.exercise_id for one in sets_of(draft_of(files.fitbod()))}
    assert ids == {"forward_lunge", "elevated_glute_bridge", "plank"}


def test_a_name_chosen_by_hand_counts_and_one_left_out_does_not() -> None:
    data = strong(("Backwards Sled", 1, 40, "kg", 10, 0), ("Leg Press", 1, 100, "kg", 10, 0))
    assert [one.name for one in draft_of(data).asks] == ["Backwards Sled"]
    assert draft_of(data).left_out == {"unknown": 1}
    chosen = draft_of(data, Choices(names={"backwards sled": "leg_press", "leg press": NOT_COUNTED}))
    assert [(one.exercise_id, one.load_kg) for one in sets_of(chosen)] == [("leg_press", 40)]
    assert chosen.asks == ()


def test_sets_that_the_journal_cannot_keep_are_counted_and_left_out() -> None:
    data = strong(
        ("Leg Press", 1, 100, "kg", 201, 0),
        ("Plank", 1, "", "", "", 7201),
        ("Leg Press", 2, 3000, "kg", 5, 0),
        ("Leg Press", 3, 90, "kg", 0, 0),
        *[("Leg Extension (Machine)", at, 30, "kg", 10, 0) for at in range(1, 103)],
    )
    draft = draft_of(data)
    assert draft.left_out == {"out_of_range": 4, "nothing_done": 1}
    assert sets_of(draft)[0].load_kg is None
    assert draft.sets == 101


@pytest.mark.parametrize(("zone", "day"), [("UTC", 2), ("Europe/Berlin", 3), ("America/Los_Angeles", 2)])
def test_world_time_becomes_the_person_s_own_day(zone: str, day: int) -> None:
    draft = draft_of(files.fitbod(), Choices(zone=ZoneInfo(zone)))
    assert [one.day for one in draft.sessions] == [date(2025, 6, day)]
    assert [one.started_at for one in draft.sessions] == [datetime(2025, 6, 2, 23, 30, tzinfo=UTC)]
    assert draft.sessions[0].id == draft_of(files.fitbod()).sessions[0].id


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_local_time_keeps_its_day_everywhere(zone: str) -> None:
    for data in (files.strong()["s3a"], files.fitnotes_backup()):
        draft = draft_of(data, Choices(zone=ZoneInfo(zone)))
        for session in draft.sessions:
            assert session.started_at.astimezone(ZoneInfo(zone)).date() == session.day


def test_notes_come_only_when_asked_for() -> None:
    data = files.strong()["s4"]
    assert draft_of(data).sessions[0].note == ""
    assert "two\nlines, one; note" in draft_of(data, Choices(notes=True)).sessions[0].note


def test_the_same_export_again_is_the_same_and_a_longer_one_adds_what_is_new() -> None:
    first = draft_of(files.liftlog().replace(b"b2,2026-02-05T10:00:00,Leg Press,100,Kilograms,8,8,\n", b""))
    journal = Journal(first.sessions)
    again = compared(first.sessions, journal)
    assert (len(again.same), again.new, again.changed, again.doubles) == (1, (), (), ())
    longer = compared(draft_of(files.liftlog()).sessions, journal)
    assert [len(ones) for ones in (longer.new, longer.same, longer.changed)] == [1, 1, 0]


def test_the_same_session_with_other_sets_is_changed_not_new() -> None:
    first = draft_of(files.liftlog())
    fewer = [replace(one, sets=one.sets[:1]) for one in first.sessions]
    change = compared(first.sessions, Journal(tuple(fewer)))
    assert [len(ones) for ones in (change.new, change.same, change.changed)] == [0, 1, 1]


def test_the_same_training_from_another_app_is_told() -> None:
    draft = draft_of(files.liftlog())
    other = tuple(
        replace(one, id=f"s{at}", started_at=one.started_at + timedelta(seconds=50), sets=one.sets)
        for at, one in enumerate(draft.sessions)
    )
    assert len(compared(draft.sessions, Journal(other)).doubles) == 2
    later = tuple(replace(one, started_at=one.started_at + timedelta(hours=2)) for one in other)
    assert len(compared(draft.sessions, Journal(later)).doubles) == 2
    elsewhen = tuple(replace(one, day=one.day - timedelta(days=9)) for one in later)
    assert len(compared(draft.sessions, Journal(elsewhen)).new) == 2


def test_worth_is_counted_as_on_the_progress_page() -> None:
    for data in files.everything().values():
        found = read_file(data)
        if not isinstance(found, ReadFile):
            continue
        draft = drafted(found, "p", CATALOG, Choices(unit=MassUnit.KG))
        worth = worth_of(draft.sessions, CATALOG)
        work = {one.id: work_by_day([one]) for one in draft.sessions}
        every = [one for own in work.values() for one in own]
        sets: Mapping[str, float] = by_muscle(every, CATALOG).groupby("muscle")["sets"].sum().to_dict()
        assert {muscle.value: count for muscle, count in worth.muscle_sets.items()} == sets
        points = {key: spine_points_by_week(own, CATALOG)["spine_points"].sum() for key, own in work.items()}
        assert points == worth.spine_points


def session(day: date, *loads: float | None) -> SessionEntry:
    sets = tuple(SetEntry("leg_press", at, reps=8, load_kg=load) for at, load in enumerate(loads, start=1))
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return SessionEntry(
        id=day.isoformat(), day=day, started_at=at, finished_at=at, kind=SessionKind.IMPORTED, sets=sets
    )


def test_a_working_load_is_the_lower_middle_of_the_newest_session() -> None:
    sessions = [session(date(2026, 11, 1), 100, 120, 110, 130), session(date(2026, 10, 1), 200), session(TODAY, None)]
    assert working_loads(sessions) == {"leg_press": Logged(date(2026, 11, 1), 110, 130, 8 + RESERVE)}


@pytest.mark.parametrize(
    ("days", "stage", "share"),
    [
        (0, Stage.SETTLED, 0.8),
        (28, Stage.SETTLED, 0.8),
        (29, Stage.SETTLED, 0.6),
        (84, Stage.SETTLED, 0.6),
        (10, Stage.IRRITABLE, 0.5),
        (60, Stage.IRRITABLE, 0.5),
        (85, Stage.SETTLED, None),
        (-1, Stage.SETTLED, None),
    ],
)
def test_a_plan_starts_below_what_another_app_knows(days: int, stage: Stage, share: float | None) -> None:
    found = starting_load_kg(Logged(TODAY - timedelta(days=days), 100, 130, 1), TODAY, stage)
    assert found == (None if share is None else pytest.approx(100 * share))


def test_imported_sessions_prove_no_calm_week() -> None:
    sessions = tuple(session(TODAY - timedelta(days=days), 100) for days in range(7, 60, 3))
    assert calm_weeks(Journal(sessions), 3, TODAY) == 0
    assert worth_of(sessions, CATALOG).muscle_sets[Muscle.QUADS] == len(sessions)
