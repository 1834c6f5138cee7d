"""From answers to a profile: irritability, stage, sensitivity, positions, dose."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalog import load_catalog
from core.knowledge.aggravators import load_aggravators
from core.knowledge.conditions import load_conditions
from core.knowledge.questions import load_questions
from core.profile import Preferences, build_profile, irritability_score
from core.scoring.gates import opt_in_group
from core.screening import assess, checked
from core.words import (
    Axis,
    Duration,
    Equipment,
    Experience,
    Gate,
    Goal,
    Irritability,
    Position,
    Stage,
)
from tests.core.builders import IRRITABLE_DISC, TODAY, answers, person
from tests.core.strategies import people

CALM: dict[str, Any] = {"provoked_by": "heavy", "pain_provoked": 3, "settles": "under_30_min"}


@pytest.mark.parametrize(
    ("changes", "score"),
    [
        ({}, 0),
        ({"provoked_by": "moderate"}, 1),
        ({"provoked_by": "light"}, 2),
        ({"pain_provoked": 4}, 1),
        ({"pain_provoked": 6}, 1),
        ({"pain_provoked": 7}, 2),
        ({"settles": "under_2_h"}, 1),
        ({"settles": "over_2_h"}, 2),
        ({"irritable_signs": ["wakes"]}, 1),
        ({"irritable_signs": ["wakes", "rest_pain", "cannot_bend"]}, 3),
        ({"site": "thigh", "B3": "recent"}, 0),
        ({"site": "calf", "B3": "recent"}, 1),
        ({"site": "foot", "B3": "recent"}, 1),
        (
            {
                "provoked_by": "light",
                "pain_provoked": 10,
                "settles": "over_2_h",
                "site": "foot",
                "B3": "recent",
                "irritable_signs": ["wakes", "rest_pain", "cannot_bend"],
            },
            10,
        ),
    ],
)
def test_points_of_irritability(changes: dict[str, Any], score: int) -> None:
    assert irritability_score(answers(**{**CALM, **changes})) == score


SCORED: dict[int, dict[str, Any]] = {
    0: {},
    2: {"provoked_by": "light"},
    3: {"provoked_by": "light", "pain_provoked": 4},
    4: {"provoked_by": "light", "pain_provoked": 7},
    5: {"provoked_by": "light", "pain_provoked": 7, "settles": "under_2_h"},
    6: {"provoked_by": "light", "pain_provoked": 7, "settles": "over_2_h"},
}


@pytest.mark.parametrize(
    ("score", "band", "stage"),
    [
        (0, Irritability.LOW, Stage.SETTLED),
        (2, Irritability.LOW, Stage.SETTLED),
        (3, Irritability.MODERATE, Stage.SETTLED),
        (4, Irritability.MODERATE, Stage.SETTLED),
        (5, Irritability.MODERATE, Stage.IRRITABLE),
        (6, Irritability.HIGH, Stage.IRRITABLE),
    ],
)
def test_band_and_stage_of_a_score(score: int, band: Irritability, stage: Stage) -> None:
    profile = person(**{**CALM, **SCORED[score]})
    assert (profile.irritability_score, profile.irritability, profile.stage) == (score, band, stage)


def test_fresh_pain_counts_as_irritable_earlier() -> None:
    assert person(duration="under_2_weeks", **{**CALM, **SCORED[2]}).stage is Stage.SETTLED
    assert person(duration="under_2_weeks", **{**CALM, **SCORED[3]}).stage is Stage.IRRITABLE
    assert person(duration="under_6_weeks", **{**CALM, **SCORED[3]}).stage is Stage.SETTLED


@pytest.mark.parametrize(
    ("pain_now", "pain_week", "painkillers", "band"),
    [
        (4, 4, "none", Irritability.LOW),
        (5, 2, "none", Irritability.MODERATE),
        (2, 5, "mild", Irritability.MODERATE),
        (7, 2, "none", Irritability.HIGH),
        (2, 7, "none", Irritability.HIGH),
        (2, 2, "strong", Irritability.MODERATE),
        (3, 2, "strong", Irritability.MODERATE),
        (2, 5, "strong", Irritability.HIGH),
    ],
)
def test_pain_now_and_over_the_week_weighs_by_itself(
    pain_now: int, pain_week: int, painkillers: str, band: Irritability
) -> None:
    given = {**CALM, "pain_now": pain_now, "pain_week": pain_week, "painkillers": painkillers}
    assert person(**given).irritability is band


def test_severe_pain_at_rest_starts_as_a_flare_whatever_else_was_said() -> None:
    profile = person(pain_now=9, I1="eases", **CALM)
    assert (profile.stage, profile.irritability, profile.flare) == (Stage.IRRITABLE, Irritability.HIGH, True)
    assert profile.dose.id == "flare"


@pytest.mark.parametrize(
    ("answer", "lasting", "row"),
    [
        ("none", Duration.CHRONIC, "non_specific_chronic"),
        ("under_2_weeks", Duration.ACUTE, "non_specific_acute"),
        ("under_6_weeks", Duration.ACUTE, "non_specific_acute"),
        ("under_12_weeks", Duration.SUBACUTE, "non_specific_subacute"),
        ("over_12_weeks", Duration.CHRONIC, "non_specific_chronic"),
    ],
)
def test_without_a_name_the_row_follows_how_long_it_has_lasted(answer: str, lasting: Duration, row: str) -> None:
    profile = person(duration=answer)
    assert profile.duration is lasting
    assert profile.conditions == (row,)
    assert profile.sensitivity.values == load_conditions()[row].vector(Stage.SETTLED)


def test_a_condition_of_the_body_stands_beside_the_non_specific_row() -> None:
    assert person(C3=["osteoporosis"]).conditions == ("osteoporosis", "non_specific_chronic")
    named = person(C3=["osteoporosis"], diagnosis=["discogenic"])
    assert named.conditions == ("osteoporosis", "discogenic")


def test_several_conditions_count_by_their_highest_value() -> None:
    profile = person(diagnosis=["stenosis", "sacroiliac"])
    stenosis, sacroiliac = (load_conditions()[one].settled for one in ("stenosis", "sacroiliac"))
    assert profile.sensitivity.values == {axis: max(stenosis[axis], sacroiliac[axis]) for axis in Axis}


@pytest.mark.parametrize("aggravator", load_aggravators().aggravators)
@pytest.mark.parametrize("irritable", [True, False])
def test_each_aggravator_raises_its_axes(aggravator: str, irritable: bool) -> None:
    changes = SCORED[6] if irritable else {}
    before = person(duration="none") if not irritable else person(**changes)
    some = person(**{"duration": "over_12_weeks", **changes}, aggravators=[aggravator])
    strong = person(**{"duration": "over_12_weeks", **changes}, aggravators_strong=[aggravator])
    known = load_aggravators().aggravators[aggravator]
    for axis in known.axes:
        assert some.sensitivity[axis] == max(before.sensitivity[axis], 2 if irritable else 1)
        assert strong.sensitivity[axis] == max(before.sensitivity[axis], 3 if irritable else 2)
    for axis in known.lesser_axes:
        assert some.sensitivity[axis] == before.sensitivity[axis]
        assert strong.sensitivity[axis] == max(before.sensitivity[axis], 2 if irritable else 1)
    for axis in set(Axis) - set(known.axes) - set(known.lesser_axes):
        assert strong.sensitivity[axis] == before.sensitivity[axis]


def test_a_lot_counts_where_both_were_ticked() -> None:
    profile = person(aggravators=["twisting"], aggravators_strong=["twisting"])
    assert profile.sensitivity[Axis.ROTATION] == 2


def test_easing_by_bending_caps_flexion_where_arching_is_worse() -> None:
    irritable = {**SCORED[6], "aggravators": ["arching", "bending"]}
    assert person(**irritable).sensitivity[Axis.FLEXION] == 2
    assert person(**irritable, easers=["bending_eases"]).sensitivity[Axis.FLEXION] == 1
    without = {**SCORED[6], "aggravators": ["bending"]}
    assert person(**without, easers=["bending_eases"]).sensitivity[Axis.FLEXION] == 2


def test_no_easer_goes_below_a_floor() -> None:
    eased: dict[str, Any] = {"aggravators_strong": ["arching"], "easers": ["bending_eases"]}
    assert person(C3=["osteoporosis"], **eased).sensitivity[Axis.FLEXION] == 2
    assert person(C3=["fracture_healed"], **eased).sensitivity[Axis.FLEXION] == 3
    arched: dict[str, Any] = {"aggravators": ["bending"], "easers": ["arching_eases"]}
    pregnant = person(H2="pregnant", H2_week=10, H2_complications="no", **arched)
    assert pregnant.sensitivity[Axis.EXTENSION] == 2
    assert pregnant.sensitivity[Axis.IMPACT] == 2
    assert person(age=20, C4="yes", **arched).sensitivity[Axis.EXTENSION] == 3


def test_every_sensitivity_above_zero_has_its_reason() -> None:
    profile = person(**IRRITABLE_DISC, aggravators=["sitting"], C4="yes", age=20)
    for axis in Axis:
        if profile.sensitivity[axis]:
            assert max(reason.value for reason in profile.sensitivity.reasons[axis]) == profile.sensitivity[axis]
    kinds = {reason.kind for reasons in profile.sensitivity.reasons.values() for reason in reasons}
    assert kinds == {"condition", "aggravator", "finding"}


# ---------------------------------------------------------------- legs


@pytest.mark.parametrize(
    ("changes", "symptoms"),
    [
        ({}, False),
        ({"site": "buttock"}, False),
        ({"site": "thigh", "B3": "recent"}, True),
        ({"site": "foot", "B3": "old_assessed"}, True),
        ({"site": "calf", "B3": "other"}, False),
        ({"A5a": "walking"}, True),
        ({"A5b": "old_assessed"}, True),
        ({"B1": "old_assessed"}, False),
        ({"A5a": "old_assessed"}, False),
        ({"site": "thigh", "B3": "ache"}, False),
        ({"site": "calf", "B3": "ache"}, True),
        ({"site": "foot", "B3": "numb_old"}, False),
        ({"aggravators": ["straight_leg_pull"]}, True),
        ({"aggravators_strong": ["slump"]}, True),
        ({"diagnosis": ["radiculopathy"]}, False),
    ],
)
def test_leg_symptoms(changes: dict[str, Any], symptoms: bool) -> None:
    assert person(**changes).leg_symptoms is symptoms


def test_leg_symptoms_use_the_irritable_row_of_the_nerve_root_even_when_settled() -> None:
    row = load_conditions()["radiculopathy"]
    with_leg = person(site="calf", B3="recent", **CALM)
    assert with_leg.stage is Stage.SETTLED
    assert with_leg.sensitivity.values == row.vector(Stage.IRRITABLE)
    calm_leg = person(diagnosis=["radiculopathy"], **CALM)
    assert calm_leg.sensitivity.values == row.vector(Stage.SETTLED)


def test_other_rows_keep_their_stage_beside_a_sore_leg() -> None:
    profile = person(site="calf", B3="recent", diagnosis=["spondylolisthesis"], **CALM)
    settled = load_conditions()["spondylolisthesis"].settled
    irritable = load_conditions()["radiculopathy"].irritable
    assert profile.sensitivity.values == {axis: max(settled[axis], irritable[axis]) for axis in Axis}


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("changes", "out"),
    [
        ({}, set()),
        ({"balance": "yes"}, {Position.FALL_RISK}),
        ({"floor_hard": "yes"}, {Position.FLOOR}),
        ({"F2": "monitored"}, {Position.BREATH_HOLD}),
        ({"F4_pressure": "treated"}, {Position.BREATH_HOLD}),
        ({"H2": "postpartum", "H2_complications": "no"}, {Position.BREATH_HOLD}),
        (
            {"H2": "pregnant", "H2_week": 18, "H2_complications": "no"},
            {Position.PRONE, Position.BREATH_HOLD, Position.FALL_RISK},
        ),
        (
            {"H2": "pregnant", "H2_week": 19, "H2_complications": "no"},
            {Position.PRONE, Position.BREATH_HOLD, Position.FALL_RISK, Position.SUPINE_LONG},
        ),
        ({"age": 80, "balance": "yes"}, {Position.FALL_RISK}),
        ({"C3": ["osteoporosis"], "balance": "yes"}, {Position.FALL_RISK}),
        ({"C3": ["osteoporosis"]}, set()),
    ],
)
def test_positions_that_are_out(changes: dict[str, Any], out: set[Position]) -> None:
    assert person(**changes).positions_out == out


def test_pregnancy_leaves_out_its_exercises_and_keeps_a_reserve() -> None:
    profile = person(H2="pregnant", H2_week=12, H2_complications="no")
    assert {"sit_up", "crunch", "jump_squat", "box_jump"} <= profile.excluded_by_condition
    assert profile.rir_floor == 3


@pytest.mark.parametrize(
    ("changes", "ceiling"),
    [
        ({}, 5),
        (SCORED[6], 4),
        ({"C3": ["osteoporosis"]}, 4),
        ({"diagnosis": ["radiculopathy"]}, 4),
        ({"H1": "discectomy", "H1_weeks": 30, "H1_cleared": "yes"}, 4),
        ({"H2": "pregnant", "H2_week": 12, "H2_complications": "no"}, 4),
        ({"diagnosis": ["stenosis"]}, 5),
    ],
)
def test_highest_pain_accepted(changes: dict[str, Any], ceiling: int) -> None:
    assert person(**changes).pain_ceiling == ceiling


@pytest.mark.parametrize(
    ("worry", "confidence", "cautious"), [(6, 5, False), (7, 5, True), (6, 4, True), (10, 0, True)]
)
def test_worry_and_doubt_start_one_rung_lower(worry: int, confidence: int, cautious: bool) -> None:
    assert person(worry=worry, confidence=confidence).cautious is cautious


@pytest.mark.parametrize(
    ("changes", "dose"),
    [
        ({"goal": "muscle"}, "settled_muscle"),
        ({"goal": "strength"}, "settled_strength"),
        ({"goal": "function"}, "building"),
        ({"experience": "new"}, "building"),
        ({"duration": "under_12_weeks"}, "building"),
        ({"duration": "none"}, "settled_muscle"),
        (SCORED[2], "settled_muscle"),
        (SCORED[3], "moderate"),
        (SCORED[5], "moderate"),
        (SCORED[6], "flare"),
    ],
)
def test_dose(changes: dict[str, Any], dose: str) -> None:
    assert person(**changes).dose.id == dose


def test_body_and_wishes_come_through() -> None:
    wishes = Preferences(liked=frozenset({"wall_sit"}))
    profile = person(wishes, calm_weeks=3, equipment=["chair", "band"], mass_kg=61.5, stature_cm=165, rmdq=7)
    assert (profile.mass_kg, profile.stature_cm, profile.rmdq) == (61.5, 165, 7)
    assert profile.equipment == {Equipment.CHAIR, Equipment.BAND}
    assert (profile.preferences, profile.calm_weeks) == (wishes, 3)
    assert (profile.goal, profile.experience) == (Goal.MUSCLE, Experience.EXPERIENCED)
    assert (profile.days_per_week, profile.minutes, profile.age) == (2, 60, 40)


def test_an_empty_screening_has_a_careful_profile_and_no_plan() -> None:
    nothing = checked({})
    profile = build_profile(nothing, assess(nothing, TODAY))
    assert not profile.allows_plan
    assert profile.experience is Experience.NEW
    assert (profile.mass_kg, profile.stature_cm, profile.rmdq) == (70, 170, None)


@given(people(), st.integers(0, 8))
def test_no_sensitivity_lies_below_its_floor_or_outside_0_to_3(raw: dict[str, Any], calm_weeks: int) -> None:
    given_answers = checked(raw)
    profile = build_profile(given_answers, assess(given_answers, TODAY), None, calm_weeks)
    assert profile == build_profile(given_answers, assess(given_answers, TODAY), None, calm_weeks)
    for axis in Axis:
        assert profile.sensitivity.floors[axis] <= profile.sensitivity[axis] <= 3
    assert 0 <= profile.irritability_score <= 10
    assert profile.conditions


# ---------------------------------------------------------------- questions and words agree


def test_choices_name_what_the_core_knows() -> None:
    questions = load_questions()
    assert set(questions["equipment"].choice_ids()) == {piece.value for piece in Equipment}
    assert set(questions["aggravators"].choice_ids()) == set(load_aggravators().aggravators)
    assert questions["aggravators_strong"].choice_ids() == questions["aggravators"].choice_ids()
    assert set(questions["easers"].choice_ids()) == set(load_aggravators().easers)
    assert set(questions["diagnosis"].choice_ids()) - {"slip_high_grade"} <= set(load_conditions())
    assert set(questions["goal"].choice_ids()) == {goal.value for goal in Goal}
    assert set(questions["experience"].choice_ids()) == {one.value for one in Experience}


def test_every_gated_exercise_can_be_chosen() -> None:
    groups = {opt_in_group(one) for one in load_catalog() if one.gate is Gate.OPT_IN}
    assert groups == set(load_questions()["opted_in"].choice_ids())
