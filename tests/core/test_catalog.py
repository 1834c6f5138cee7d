"""Facts about the exercises: how many, which, and that their ratings are those of the evidence."""

from __future__ import annotations

import re

import pytest

from core.catalog import load_catalog
from core.words import LEG_MUSCLES, Axis, Gate, LoadKind, Measure, Position, Provenance, Role
from tests.core.appendix_a import ALSO, PREPARE, STRENGTH

CATALOG = load_catalog()
APPENDIX = {**STRENGTH, **ALSO, **PREPARE}

# The de-duplicated inventory of the seed checklist, in its order.
INVENTORY = {
    "squats": (
        "bodyweight_squat", "wall_squat", "wall_sit", "box_squat_bodyweight", "goblet_squat", "dumbbell_squat",
        "double_kettlebell_front_squat", "front_squat", "safety_bar_squat", "high_bar_squat", "low_bar_squat",
    ),
    "machines": (
        "leg_press", "hack_squat", "leg_extension", "lying_leg_curl", "seated_leg_curl", "glute_ham_raise",
        "cable_kickback",
    ),
    "one leg": (
        "supported_split_squat", "reverse_lunge", "forward_lunge", "walking_lunge", "split_squat",
        "bulgarian_split_squat", "step_up", "rack_split_squat", "single_leg_calf_raise",
    ),
    "hinges": (
        "hip_hinge_dowel", "hip_hinge_wall_tap", "kettlebell_deadlift", "trap_bar_deadlift", "rack_pull",
        "split_stance_rdl", "dumbbell_rdl", "barbell_rdl", "sumo_deadlift", "conventional_deadlift", "good_morning",
    ),
    "hips": (
        "glute_bridge", "single_leg_glute_bridge", "hip_thrust", "clamshell", "banded_clamshell",
        "banded_side_step", "banded_glute_bridge",
    ),
    "calves": ("standing_calf_raise", "seated_calf_raise"),
    "trunk": ("bird_dog", "dead_bug", "modified_plank", "pelvic_tilt", "diaphragmatic_breathing"),
    "only to be avoided": (
        "sit_up", "crunch", "double_leg_raise", "flutter_kick", "straight_leg_raise", "standing_twist",
        "rotational_lunge", "box_jump", "jump_squat",
    ),
}  # fmt: skip
SEED_ITEMS = {"A": 34, "B": 53, "C": 50, "D": 15}


def of_role(*roles: Role) -> int:
    return sum(exercise.role in roles for exercise in CATALOG)


def test_there_are_enough_exercises_of_each_kind() -> None:
    assert len(CATALOG) >= 90
    assert of_role(Role.MAIN) >= 60
    assert of_role(Role.CORE) >= 15
    assert of_role(Role.CARDIO, Role.MOBILITY, Role.ACTIVATION, Role.COOL_DOWN) >= 15


@pytest.mark.parametrize("family", INVENTORY)
def test_every_exercise_of_the_seed_inventory_is_there(family: str) -> None:
    assert [one for one in INVENTORY[family] if one not in CATALOG] == []


@pytest.mark.parametrize("exercise_id", APPENDIX)
def test_ratings_are_those_of_the_evidence(exercise_id: str) -> None:
    digits, skill = APPENDIX[exercise_id]
    exercise = CATALOG[exercise_id]
    assert "".join(str(exercise.demand[axis]) for axis in Axis) == digits
    assert exercise.skill == skill


def test_many_ratings_are_compared() -> None:
    assert len(APPENDIX) >= 70


def test_ratings_say_where_they_come_from() -> None:
    for exercise in CATALOG:
        assert set(exercise.demand) == set(Axis)
        assert exercise.demand_provenance in Provenance
        assert exercise.demand_source


def test_only_the_named_exercises_are_never_offered() -> None:
    never = {exercise.id for exercise in CATALOG if exercise.gate is Gate.NEVER_BY_ITSELF}
    assert never == {"double_leg_raise", "flutter_kick", "standing_twist", "rotational_lunge", "good_morning"}


@pytest.mark.parametrize(
    "exercise_id",
    ["low_bar_squat", "high_bar_squat", "front_squat", "safety_bar_squat", "trap_bar_deadlift", "dumbbell_rdl",
     "barbell_rdl", "conventional_deadlift", "sumo_deadlift", "rack_pull", "glute_ham_raise", "box_jump", "jump_squat",
     "rack_split_squat", "sit_up", "crunch"],
)  # fmt: skip
def test_harder_lifts_stand_behind_a_choice(exercise_id: str) -> None:
    exercise = CATALOG[exercise_id]
    assert exercise.gate is Gate.OPT_IN
    assert exercise.gate_reason


def test_no_swap_leads_to_something_never_offered_or_to_itself() -> None:
    for exercise in CATALOG:
        for other in exercise.instead:
            assert CATALOG[other].gate is not Gate.NEVER_BY_ITSELF
            assert other != exercise.id


def test_what_is_only_to_be_avoided_names_something_instead() -> None:
    for exercise in CATALOG:
        if exercise.gate is Gate.NEVER_BY_ITSELF:
            assert exercise.instead, exercise.id


def test_ladders_have_no_gaps_and_gates_start_where_they_say() -> None:
    for ladder in CATALOG.ladders.values():
        assert all(ladder.rungs), ladder.id
        for rung, ids in enumerate(ladder.rungs, start=1):
            for exercise_id in ids:
                gated = ladder.gate_from is not None and rung >= ladder.gate_from
                assert (CATALOG[exercise_id].gate is Gate.OPT_IN) == gated, exercise_id


@pytest.mark.parametrize(
    ("ladder", "ids"),
    [
        ("squat", ("sit_to_stand_high", "box_squat_bodyweight", "goblet_box_squat", "goblet_squat",
                   "double_kettlebell_front_squat", "high_bar_squat", "low_bar_squat")),
        ("hinge", ("hip_hinge_dowel", "kettlebell_deadlift", "split_stance_rdl", "trap_bar_deadlift", "dumbbell_rdl",
                   "barbell_rdl")),
        ("split", ("supported_split_squat", "reverse_lunge", "step_up", "bulgarian_split_squat", "walking_lunge")),
        ("knee_flexion", ("heel_dig_bridge", "ball_curl", "lying_leg_curl", "slider_curl", "nordic_curl")),
    ],
)  # fmt: skip
def test_ladders_climb_in_the_order_of_the_evidence(ladder: str, ids: tuple[str, ...]) -> None:
    rungs = [CATALOG[one].rung for one in ids]
    assert {CATALOG[one].ladder for one in ids} == {ladder}
    assert rungs == sorted(set(rungs), key=lambda rung: rung or 0)


def test_easier_and_harder_go_the_way_they_say() -> None:
    for exercise in CATALOG:
        for other, lower in ((exercise.easier, True), (exercise.harder, False)):
            if other is None or exercise.ladder is None or CATALOG[other].ladder != exercise.ladder:
                continue
            mine, theirs = exercise.rung or 0, CATALOG[other].rung or 0
            assert theirs <= mine if lower else theirs >= mine, (exercise.id, other)


def test_every_leg_muscle_can_be_trained_without_any_equipment() -> None:
    bare = [one for one in CATALOG if one.role is Role.MAIN and one.can_be_done_with(frozenset())]
    trained = {muscle for one in bare for muscle, share in one.muscles.items() if share == 1}
    assert set(LEG_MUSCLES) <= trained


def test_straight_leg_raise_is_there_with_its_nerve_tension() -> None:
    exercise = CATALOG["straight_leg_raise"]
    assert exercise.demand[Axis.NEURAL] == 2
    assert "quad_set" in exercise.instead


def test_lying_face_down_is_marked_prone() -> None:
    for exercise_id in ("lying_leg_curl", "single_leg_lying_curl", "prone_lying"):
        assert Position.PRONE in CATALOG[exercise_id].positions


def test_every_exercise_is_told_in_full() -> None:
    for exercise in CATALOG:
        assert len(exercise.how) >= 2, exercise.id
        assert exercise.cues, exercise.id
        assert exercise.make_easier, exercise.id
        assert exercise.make_harder, exercise.id
        if exercise.role in (Role.MAIN, Role.CORE):
            assert exercise.faults, exercise.id
        if exercise.load_kind in (LoadKind.BODY_WEIGHT, LoadKind.BAND):
            assert exercise.start_share is None
        if exercise.measure is Measure.MINUTES:
            assert exercise.role in (Role.CARDIO, Role.COOL_DOWN, Role.MOBILITY), exercise.id


def test_seed_items_are_items_of_the_checklist() -> None:
    for exercise in CATALOG:
        for item in exercise.seeds:
            letter, number = item[0], int(re.sub(r"\D", "", item))
            assert 1 <= number <= SEED_ITEMS[letter], (exercise.id, item)


@pytest.mark.parametrize(
    "item",
    ["A17", "A18", "A19", "A21", "A26", "A27", "A28", "A29", "B7", "B15", "B15b", "B16", "B17", "B18", "B19", "B20",
     "B22", "B23", "B24", "B25", "B27", "B39", "B42", "B49", "C13", "C14", "C14a", "C15", "C16", "C16a", "C18", "C19",
     "C20", "C21", "C22", "C23", "C24", "C25", "C26", "C27", "C28", "C29", "C30", "C34", "C35", "D6", "D7", "D8",
     "D9", "D9a", "D12"],
)  # fmt: skip
def test_every_exercise_item_of_the_seeds_is_answered(item: str) -> None:
    assert [exercise.id for exercise in CATALOG if item in exercise.seeds]


def test_the_catalogue_is_stamped_and_cannot_be_changed() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", CATALOG.version)
    with pytest.raises(TypeError):
        CATALOG.exercises["new"] = CATALOG["plank"]  # type: ignore[index]
