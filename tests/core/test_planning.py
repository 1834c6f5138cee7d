"""Plans of named people: templates, edits, weeks, doses, and the same bytes in every process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import PlanWithheld
from core.knowledge.texts import load_texts
from core.planning import Edits, Part, Session, WeekKind, alternatives, build_plan, load_templates, substitute
from core.planning.payload import plan_from_json, plan_to_json
from core.profile import Preferences
from core.scoring import judge_all
from core.words import Equipment, LoadKind, Measure, Muscle
from tests.core.builders import (
    ALL_EQUIPMENT,
    CATALOG,
    HARDER_LIFTS,
    HEAVY,
    IRRITABLE_DISC,
    LIGHT_START,
    MONDAY,
    SEVERE,
    person,
    plan_for,
)

ROOT = Path(__file__).resolve().parents[2]
FIVE, THREE = load_templates()["legs_five"], load_templates()["legs_three"]


def main_sets(session: Session) -> dict[str, int]:
    return {one.exercise_id: one.sets for one in session.of(Part.MAIN)}


# ---------------------------------------------------------------- the workouts of the second source article


def test_both_workouts_come_out_exactly_for_a_settled_well_equipped_lifter() -> None:
    plan = plan_for(person(equipment=ALL_EQUIPMENT), weeks=1, templates=(FIVE, THREE))
    first, second = plan.weeks[0].sessions
    assert main_sets(first) == {
        "leg_extension": 3,
        "goblet_squat": 3,
        "lying_leg_curl": 3,
        "loaded_reverse_lunge": 3,
        "split_stance_rdl": 2,
    }
    assert main_sets(second) == {"leg_extension": 2, "goblet_squat": 2, "split_stance_rdl": 2}
    assert all(one.instead_of is None for session in plan for one in session.prescriptions)
    assert plan.template == "legs_five + legs_three"


def test_an_irritable_disc_gets_the_split_stance_hinge_swapped() -> None:
    plan = plan_for(person(equipment=ALL_EQUIPMENT, **IRRITABLE_DISC), weeks=1, templates=(FIVE, THREE))
    assert "split_stance_rdl" not in plan.exercise_ids()
    for session in plan:
        swapped = {one.instead_of: one.exercise_id for one in session.prescriptions if one.instead_of}
        assert swapped["split_stance_rdl"] in CATALOG
        assert all(CATALOG[wanted].role.value == "main" for wanted in swapped)


def test_a_workout_shrinks_into_half_an_hour() -> None:
    plan = plan_for(person(equipment=ALL_EQUIPMENT, minutes=30), weeks=1, templates=(FIVE,))
    for session in plan:
        assert session.minutes <= 30
        assert set(main_sets(session)) <= {exercise_id for exercise_id, _ in FIVE.slots}
        assert len(main_sets(session)) >= 3


def test_a_workout_without_its_machines_is_swapped_piece_by_piece() -> None:
    plan = plan_for(person(equipment=("dumbbell",)), weeks=1, templates=(FIVE,))
    used = {one.instead_of: one.exercise_id for one in plan.weeks[0].sessions[0].prescriptions if one.instead_of}
    assert set(used) == {"leg_extension", "lying_leg_curl"}
    assert all(CATALOG[one].can_be_done_with(frozenset({Equipment.DUMBBELL})) for one in used.values())


# ---------------------------------------------------------------- the budget of the back

READY: dict[str, Any] = {
    "equipment": ALL_EQUIPMENT, "opted_in": HARDER_LIFTS, "calm_weeks": 8, "goal": "strength", "minutes": 90,
}  # fmt: skip


@pytest.mark.parametrize("days", [1, 2, 3, 4])
def test_heavy_wishes_stay_inside_the_budget_of_session_and_week(days: int) -> None:
    profile = person(**READY, days_per_week=days)
    asked = sum(3 * CATALOG[exercise_id].spine_points_per_set for exercise_id, _ in HEAVY.slots)
    assert asked > profile.dose.spine_points_session, "the wish goes past the budget"
    locked = Edits(locked=tuple(exercise_id for exercise_id, _ in HEAVY.slots))
    for plan in (plan_for(profile, templates=(HEAVY,)), plan_for(profile, edits=locked)):
        assert "low_bar_squat" in plan.exercise_ids()
        assert all(session.spine_points <= profile.dose.spine_points_session for session in plan)
        assert all(week.spine_points <= profile.dose.spine_points_week for week in plan.weeks)


def test_spine_points_climb_step_by_step() -> None:
    profile = person(**READY, days_per_week=1)
    plan = plan_for(profile, weeks=5, templates=(LIGHT_START,))
    points = [sum(one.spine_points for one in week.sessions[0].of(Part.MAIN)) for week in plan.weeks]
    heaviest = CATALOG["low_bar_squat"].spine_points_per_set
    assert points[0] == points[1] == 2 * heaviest
    assert points[2] == points[1] + 2 * heaviest, "two sets more at once and not all four"
    assert points[4] == 6 * heaviest


# ---------------------------------------------------------------- edits by hand


def test_a_locked_exercise_stands_in_every_session() -> None:
    profile = person(equipment=ALL_EQUIPMENT)
    assert not all("goblet_squat" in main_sets(session) for session in plan_for(profile, weeks=3))
    plan = plan_for(profile, weeks=3, edits=Edits(locked=("goblet_squat",)))
    assert all("goblet_squat" in main_sets(session) for session in plan)


def test_a_locked_exercise_that_does_not_fit_stays_out() -> None:
    plan = plan_for(person(**IRRITABLE_DISC), edits=Edits(locked=("conventional_deadlift", "straight_leg_raise")))
    assert not {"conventional_deadlift", "straight_leg_raise"} & set(plan.exercise_ids())


def test_a_swap_is_honoured_wherever_it_comes_up() -> None:
    profile = person(equipment=ALL_EQUIPMENT)
    before = plan_for(profile, weeks=2)
    gone = before.weeks[0].sessions[0].of(Part.MAIN)[-1].exercise_id
    taken = set(before.exercise_ids(Part.MAIN))
    offered = alternatives(gone, CATALOG, judge_all(profile, CATALOG), taken)
    came = offered[0].exercise_id
    after = plan_for(profile, weeks=2, edits=Edits(swaps=((gone, came),)))
    assert gone not in after.exercise_ids()
    for old, new in zip(before, after, strict=True):
        assert (came in main_sets(new)) == (gone in main_sets(old))


def test_a_swap_towards_something_left_out_changes_nothing() -> None:
    profile = person(**IRRITABLE_DISC)
    before = plan_for(profile, weeks=1)
    gone = before.exercise_ids(Part.MAIN)[0]
    assert plan_for(profile, weeks=1, edits=Edits(swaps=((gone, "good_morning"),))) == before
    assert plan_for(profile, weeks=1, edits=Edits(swaps=((gone, "no_such_exercise"),))) == before


def test_own_exclusions_are_never_planned() -> None:
    profile = person(equipment=ALL_EQUIPMENT)
    unwanted = plan_for(profile, weeks=1).exercise_ids()
    without = plan_for(person(Preferences(excluded=frozenset(unwanted)), equipment=ALL_EQUIPMENT), weeks=1)
    assert not set(unwanted) & set(without.exercise_ids())
    assert len(without.exercise_ids(Part.MAIN)) >= 4


# ---------------------------------------------------------------- swaps


@pytest.mark.parametrize("exercise_id", list(CATALOG.exercises))
def test_a_good_morning_is_never_a_swap(exercise_id: str) -> None:
    for profile in (person(equipment=ALL_EQUIPMENT, opted_in=HARDER_LIFTS, calm_weeks=12), person(**IRRITABLE_DISC)):
        offered = {one.exercise_id for one in alternatives(exercise_id, CATALOG, judge_all(profile, CATALOG))}
        assert "good_morning" not in offered
        assert exercise_id not in offered


def test_the_catalogues_own_swaps_come_first() -> None:
    verdicts = judge_all(person(equipment=ALL_EQUIPMENT), CATALOG)
    for exercise in CATALOG:
        offered = [one.exercise_id for one in alternatives(exercise.id, CATALOG, verdicts)]
        own = [one for one in exercise.instead if one in offered]
        assert offered[: len(own)] == own
        assert substitute(exercise.id, CATALOG, verdicts) == (offered[0] if offered else None)


def test_taken_exercises_are_not_offered_again() -> None:
    verdicts = judge_all(person(equipment=ALL_EQUIPMENT), CATALOG)
    first = substitute("leg_press", CATALOG, verdicts)
    assert first is not None
    assert substitute("leg_press", CATALOG, verdicts, {first}) != first


# ---------------------------------------------------------------- weeks, doses and parts


def test_sessions_stand_on_days_apart() -> None:
    for days, expected in {1: [0], 2: [0, 3], 3: [0, 2, 4], 4: [0, 1, 3, 5]}.items():
        plan = plan_for(person(days_per_week=days), weeks=2)
        offsets = [(session.day - MONDAY).days for session in plan]
        assert offsets == expected + [7 + offset for offset in expected]


def test_every_sixth_week_is_easier_once_settled() -> None:
    plan = plan_for(person(equipment=ALL_EQUIPMENT), weeks=12)
    assert [week.number for week in plan.weeks if week.kind is WeekKind.EASIER] == [6, 12]
    normal, easier = plan.week(5), plan.week(6)
    assert easier.sets_per_muscle[Muscle.QUADS] < normal.sets_per_muscle[Muscle.QUADS]
    assert all(one.rir is None or one.rir[0] >= 4 for session in easier.sessions for one in session.of(Part.MAIN))


def test_an_irritable_back_has_no_planned_easier_week() -> None:
    plan = plan_for(person(**IRRITABLE_DISC), weeks=12)
    assert {week.kind for week in plan.weeks} == {WeekKind.NORMAL}


@pytest.mark.parametrize("weeks", [0, 13, -1])
def test_a_plan_has_one_to_twelve_weeks(weeks: int) -> None:
    with pytest.raises(ValueError, match="1 to 12 weeks"):
        plan_for(person(), weeks=weeks)


def test_no_plan_where_the_triage_allows_none() -> None:
    with pytest.raises(PlanWithheld, match="no plan yet"):
        plan_for(person(A1="new"))


def test_parts_come_in_order_and_the_numbers_agree() -> None:
    plan = plan_for(person(equipment=ALL_EQUIPMENT), weeks=1)
    order = list(Part)
    for session in plan:
        places = [order.index(one.part) for one in session.prescriptions]
        assert places == sorted(places)
        assert set(order) == {one.part for one in session.prescriptions}
        for one in session.prescriptions:
            assert one.spine_points == one.sets * CATALOG[one.exercise_id].spine_points_per_set
            assert one.measure is CATALOG[one.exercise_id].measure
    counted = sum(
        one.sets * CATALOG[one.exercise_id].muscles.get(Muscle.QUADS, 0)
        for session in plan
        for one in session.of(Part.MAIN) + session.of(Part.CORE)
    )
    assert plan.week(1).sets_per_muscle[Muscle.QUADS] == counted


@pytest.mark.parametrize(
    ("changes", "dose", "rir"),
    [
        ({"goal": "muscle"}, "settled_muscle", (1, 2)),
        ({"goal": "strength"}, "settled_strength", (2, 2)),
        ({"goal": "function"}, "building", (2, 3)),
        ({"provoked_by": "moderate", "pain_provoked": 5, "settles": "under_2_h"}, "moderate", (3, 4)),
        (SEVERE, "flare", (5, 6)),
        ({"F4": "active"}, "settled_muscle", (3, 3)),
    ],
)
def test_reserve_follows_the_dose_and_the_floor(changes: dict[str, Any], dose: str, rir: tuple[int, int]) -> None:
    plan = plan_for(person(equipment=ALL_EQUIPMENT, **changes), weeks=1)
    assert plan.dose_id == dose
    counted = [one for session in plan for one in session.of(Part.MAIN) if one.measure is Measure.REPS]
    assert {one.rir for one in counted} == {rir}


def test_one_leg_at_a_time_never_falls_below_five_repetitions() -> None:
    for goal in ("strength", "muscle", "function"):
        plan = plan_for(person(equipment=ALL_EQUIPMENT, goal=goal, days_per_week=3, minutes=90))
        lows = [one.low for s in plan for one in s.of(Part.MAIN) if one.one_sided and one.measure is Measure.REPS]
        assert lows
        assert min(lows) >= 5


def test_a_settled_lifter_has_free_work_in_every_session() -> None:
    for session in plan_for(person(equipment=ALL_EQUIPMENT), weeks=1):
        kinds = {CATALOG[one].load_kind for one in main_sets(session)}
        assert kinds - {LoadKind.MACHINE}


def test_a_fixed_chair_and_bands_are_enough_for_stenosis_at_seventy() -> None:
    plan = plan_for(
        person(
            age=70,
            A5b="walking",
            equipment=("chair", "band"),
            experience="new",
            goal="function",
            balance="yes",
            aggravators=("standing_still", "walking"),
            easers=("sitting_eases", "bending_eases"),
        )
    )
    assert len(plan.exercise_ids(Part.MAIN)) >= 4
    kit = frozenset({Equipment.CHAIR, Equipment.BAND})
    assert all(CATALOG[one].can_be_done_with(kit) for one in plan.exercise_ids())


def test_gated_lifts_come_only_when_every_gate_is_open() -> None:
    chosen: dict[str, Any] = {"equipment": ALL_EQUIPMENT, "goal": "strength", "opted_in": HARDER_LIFTS, "minutes": 90}
    gated = {exercise.id for exercise in CATALOG if exercise.gate.value == "opt_in"}
    locked = Edits(locked=("trap_bar_deadlift",))
    assert gated & set(plan_for(person(calm_weeks=4, **chosen), weeks=1, edits=locked).exercise_ids())
    assert not gated & set(plan_for(person(calm_weeks=3, **chosen), weeks=1, edits=locked).exercise_ids())
    shut = {**chosen, "opted_in": ()}
    assert not gated & set(plan_for(person(calm_weeks=4, **shut), weeks=1, edits=locked).exercise_ids())
    sore = {**chosen, "pain_week": 5, "pain_provoked": 5}
    assert not gated & set(plan_for(person(calm_weeks=4, **sore), weeks=1, edits=locked).exercise_ids())


def test_every_note_has_its_sentence() -> None:
    people: list[dict[str, Any]] = [
        {},
        {"days_per_week": 1, "minutes": 15},
        {"days_per_week": 4, "minutes": 90, "goal": "function"},
        dict(SEVERE),
        {"equipment": ALL_EQUIPMENT},
    ]
    notes = {note for changes in people for note in plan_for(person(**changes)).notes}
    assert len(notes) >= 5
    assert notes <= set(load_texts())


# ---------------------------------------------------------------- the same bytes everywhere

DUMP = """
import json, sys
from pydantic import TypeAdapter
from core.planning import Edits, Plan, load_templates
from tests.core.builders import ALL_EQUIPMENT, HARDER_LIFTS, IRRITABLE_DISC, person, plan_for
dump = TypeAdapter(Plan).dump_json
T = load_templates()
for changes in ({}, {"equipment": ALL_EQUIPMENT}, {"equipment": ALL_EQUIPMENT, **IRRITABLE_DISC},
                {"equipment": ("chair", "band"), "age": 70, "A5a": "walking", "days_per_week": 3},
                {"sex": "female", "H2": "pregnant", "H2_week": 24, "H2_complications": "no", "equipment": ("band",)},
                {"equipment": ALL_EQUIPMENT, "opted_in": HARDER_LIFTS, "goal": "strength", "days_per_week": 4}):
    profile = person(calm_weeks=6, **changes)
    sys.stdout.buffer.write(dump(plan_for(profile)) + b"\\n")
    sys.stdout.buffer.write(dump(plan_for(profile, 12, tuple(T.values()), Edits(locked=("wall_sit",)))) + b"\\n")
"""


def dumped(seed: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", DUMP], cwd=ROOT, env=environment, capture_output=True, check=True)
    return done.stdout


def test_plans_are_the_same_byte_for_byte_in_every_process() -> None:
    first = dumped("1")
    assert first == dumped("20261120")
    plans = [json.loads(line) for line in first.splitlines()]
    assert len(plans) == 12
    assert all(plan["weeks"] for plan in plans)


def test_a_later_start_moves_only_the_days() -> None:
    profile = person(equipment=ALL_EQUIPMENT)
    early, late = (build_plan(profile, CATALOG, start) for start in (MONDAY, date(2027, 2, 1)))
    assert early.exercise_ids() == late.exercise_ids()
    assert {b.day - a.day for a, b in zip(early, late, strict=True)} == {timedelta(days=70)}


def test_a_kept_plan_comes_back_equal_and_holds_what_its_weeks_share_once() -> None:
    plan = plan_for(person(equipment=ALL_EQUIPMENT, days_per_week=3), weeks=12)
    read = plan_from_json(plan_to_json(plan))
    assert read == plan
    held = [one for session in read for one in session.prescriptions]
    assert len({id(one) for one in held}) == len(set(held)) < len(held) / 2
