"""Loads that nobody lifts: kept in the log, and built upon by nothing. Strong people are believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.adapting import Case, adapted_session
from core.demand import first_load_kg, rated
from core.journal import Journal, SessionEntry, SetEntry
from core.loads import most_believed_kg
from core.planning import Edits, Plan, build_plan, next_session
from core.profile import Profile
from tests.core.adapting.journals import START, journal, on, session, sets
from tests.core.builders import ALL_EQUIPMENT, CATALOG, IRRITABLE_DISC, person

WHO = {
    "experienced": person(equipment=list(ALL_EQUIPMENT), goal="strength"),
    "new, light": person(
        equipment=list(ALL_EQUIPMENT), experience="new", sex="female", stature_cm=165, mass_kg=60, goal="strength"
    ),
    "irritable": person(equipment=list(ALL_EQUIPMENT), **IRRITABLE_DISC),
}
STRONG = (("leg_press", 200.0), ("trap_bar_deadlift", 180.0), ("leg_extension", 120.0), ("hip_thrust", 200.0))
"""What a strong man of 80 kg lifts."""


def plan_with(who: Profile, exercise_id: str) -> Plan | None:
    plan = build_plan(who, rated(CATALOG, who), START, 4, edits=Edits(locked=(exercise_id,)))
    return plan if exercise_id in plan.exercise_ids() else None


def next_load(who: Profile, plan: Plan, exercise_id: str, told: Journal, day: int) -> tuple[float | None, Case]:
    due = next_session(plan, (), on(day))
    assert due is not None
    doing = next(one for one in plan if one.find(exercise_id))
    today = adapted_session(plan, replace(due, session=doing), told, who, rated(CATALOG, who), on(day))
    target = today.target(exercise_id)
    assert target is not None
    return target.load_kg, target.case


def logged(exercise_id: str, *loads: float) -> list[SessionEntry]:
    return [session(3 * at, sets(exercise_id, 12, 12, 12, load_kg=load)) for at, load in enumerate(loads)]


@pytest.mark.parametrize("name", WHO)
def test_no_log_brings_an_impossible_load_into_a_session(name: str) -> None:
    who = WHO[name]
    looked_at = 0
    for exercise in CATALOG:
        plan = plan_with(who, exercise.id) if exercise.start_share else None
        doses = [dose for session in plan or () if (dose := session.find(exercise.id)) and dose.load_kg]
        if plan is None or not doses:
            continue
        first = doses[0].load_kg
        looked_at += 1
        for load in (700.0, 1000.0):
            told = journal(*logged(exercise.id, load, load))
            kept, case = next_load(who, plan, exercise.id, told, 6)
            assert (kept, case) == (first, Case.FAR_BEYOND), exercise.id
    assert looked_at > 4


def test_a_slip_among_true_loads_changes_nothing() -> None:
    who = WHO["experienced"]
    plan = plan_with(who, "leg_extension")
    assert plan is not None
    before, _ = next_load(who, plan, "leg_extension", journal(*logged("leg_extension", 30.0, 30.0)), 6)
    told = journal(*logged("leg_extension", 30.0, 30.0, 300.0))
    kept, case = next_load(who, plan, "leg_extension", told, 9)
    assert case is Case.FAR_BEYOND
    assert before is not None
    assert kept is not None
    assert 30 <= kept <= before
    # Once the next session has a true one, the slip is behind.
    again = journal(*logged("leg_extension", 30.0, 30.0, 300.0, 30.0))
    assert next_load(who, plan, "leg_extension", again, 12)[1] is not Case.FAR_BEYOND


@pytest.mark.parametrize(("exercise_id", "load"), STRONG)
def test_a_strong_person_is_believed(exercise_id: str, load: float) -> None:
    for name in ("experienced", "irritable"):
        assert load <= most_believed_kg(CATALOG[exercise_id], WHO[name])


def test_what_a_strong_person_lifts_is_gone_on_from() -> None:
    who = WHO["experienced"]
    for exercise_id, load in STRONG:
        plan = plan_with(who, exercise_id)
        if plan is not None:
            kept, case = next_load(who, plan, exercise_id, journal(*logged(exercise_id, load)), 3)
            assert case is not Case.FAR_BEYOND
            assert kept is not None
            assert kept > (first_load_kg(CATALOG[exercise_id], who) or 0)


def test_without_a_weight_in_the_plan_any_is_left_alone() -> None:
    entry = SetEntry("bodyweight_squat", 1, reps=12, load_kg=900.0)
    assert entry.load_kg is not None
    bodyweight = next(one for one in CATALOG if one.start_share is None)
    assert entry.load_kg < most_believed_kg(bodyweight, WHO["experienced"])


def test_training_never_asks_for_more_than_the_heaviest_weight_at_hand() -> None:
    equipment = ["dumbbell", "chair", "bench", "step"]
    who = person(equipment=equipment, heaviest_kg=10, goal="muscle", stature_cm=190, mass_kg=110)
    looked_at = 0
    for exercise_id in ("split_squat", "forward_lunge", "loaded_calf_raise", "hip_thrust", "goblet_squat"):
        plan = plan_with(who, exercise_id)
        doses = [dose for each in plan or () if (dose := each.find(exercise_id)) and dose.load_kg]
        if plan is None or not doses:
            continue
        looked_at += 1
        for load in (doses[0].load_kg, 24.0):
            easy = tuple(replace(entry, rir=4) for entry in sets(exercise_id, 17, 17, 17, 17, load_kg=load))
            told = journal(*[session(3 * at, easy) for at in range(3)])
            kg, _ = next_load(who, plan, exercise_id, told, 12)
            assert (kg or 0.0) <= 10 * CATALOG[exercise_id].hands, (exercise_id, load)
    assert looked_at >= 2
