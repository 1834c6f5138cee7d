"""What a history from another app says of first loads: a part of it, rounded down, and never past the verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from core.demand import first_load_kg, rated
from core.journal import Journal, SessionEntry, SessionKind, SetEntry
from core.loads import MOST_FIRST_LOADS
from core.planning import build_plan
from core.records import with_known_loads
from core.scoring import judge_all
from tests.core.builders import ALL_EQUIPMENT, CATALOG, IRRITABLE_DISC, person

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LIFTER = person(equipment=list(ALL_EQUIPMENT))


def history(days_ago: int, *sets: SetEntry, kind: SessionKind = SessionKind.IMPORTED) -> Journal:
    day = TODAY - timedelta(days=days_ago)
    return Journal((SessionEntry(id="s", day=day, started_at=NOW, finished_at=NOW, kind=kind, sets=sets),))


def leg_press(load_kg: float) -> SetEntry:
    return SetEntry("leg_press", 1, reps=10, load_kg=load_kg)


def test_a_strong_history_starts_a_plan_heavier_and_with_room_to_spare() -> None:
    usual = first_load_kg(CATALOG["leg_press"], LIFTER)
    known = with_known_loads(LIFTER, CATALOG, history(7, leg_press(200.0)), TODAY)
    load = first_load_kg(CATALOG["leg_press"], known)
    assert usual is not None
    assert load is not None
    assert usual < load < 200


def test_no_history_starts_a_plan_at_any_weight() -> None:
    """A slip of the pen, or a file that lies: 1000 kg of everything."""
    lies = [SetEntry(exercise.id, 1, reps=10, load_kg=1000.0) for exercise in CATALOG if exercise.start_share]
    known = with_known_loads(LIFTER, CATALOG, history(7, *lies), TODAY)
    assert known.known_lifts
    for exercise in CATALOG:
        usual, load = first_load_kg(exercise, LIFTER), first_load_kg(exercise, known)
        assert (usual is None) == (load is None) or exercise.load_optional
        assert (load or 0) <= MOST_FIRST_LOADS * ((usual or 15) + 5)


def test_a_weak_history_starts_it_lighter() -> None:
    known = with_known_loads(LIFTER, CATALOG, history(7, leg_press(20.0)), TODAY)
    assert (first_load_kg(CATALOG["leg_press"], known) or 0) < (first_load_kg(CATALOG["leg_press"], LIFTER) or 0)


def test_sessions_logged_here_and_old_ones_say_nothing() -> None:
    for journal in (history(7, leg_press(200.0), kind=SessionKind.OWN), history(4000, leg_press(200.0))):
        assert with_known_loads(LIFTER, CATALOG, journal, TODAY) == LIFTER


def test_no_history_brings_in_what_the_back_does_not_tolerate() -> None:
    heavy = [SetEntry(one.id, 1, reps=5, load_kg=250.0) for one in CATALOG if one.start_share is not None]
    for who in (LIFTER, person(**IRRITABLE_DISC)):
        known = with_known_loads(who, CATALOG, history(7, *heavy), TODAY)
        before = {one.exercise_id: one.left_out for one in judge_all(who, rated(CATALOG, who)).values()}
        after = {one.exercise_id: one.left_out for one in judge_all(known, rated(CATALOG, known)).values()}
        assert after == before
        plan = build_plan(known, rated(CATALOG, known), TODAY, 2)
        assert all(not after[name] for name in plan.exercise_ids())
        for week in plan.weeks:
            assert week.spine_points <= known.dose.spine_points_week


def test_it_is_the_same_whoever_asks_twice() -> None:
    journal = history(7, leg_press(200.0), SetEntry("goblet_squat", 1, reps=8, load_kg=40.0))
    known = with_known_loads(LIFTER, CATALOG, journal, TODAY)
    assert with_known_loads(known, CATALOG, journal, TODAY) == known
    assert replace(known, known_lifts=()) == LIFTER


def test_a_band_in_place_of_a_cable_has_no_kilograms() -> None:
    pull_through = CATALOG["cable_pull_through"]
    assert first_load_kg(pull_through, person(equipment=["band"])) is None
    assert (first_load_kg(pull_through, person(equipment=["cable"])) or 0) > 0
    assert (first_load_kg(pull_through, person(equipment=["band", "cable"])) or 0) > 0
