"""What a change of pain, diagnosis or equipment does to the choice of exercises, and where the limits stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from core.body.pose.library import load_poses
from core.body.spine.levers import ANKLE_DEG, STANCE_DEG, levers_of
from core.body.spine.what_if import Change, Unbalanced, what_if
from core.charts import LIGHT
from core.charts.demand_map import Across, Mark, demand_map, map_table, map_words, placed
from core.demand import body_of, rated, spinal_demand, tolerated_rating
from core.errors import AnswerError
from core.profile import Preferences, Profile
from core.scoring import (
    SCALED,
    Supposed,
    judge_all,
    neutral_answers,
    place_on,
    scale_for,
    seen,
    suppose,
    tightest,
    what_changes,
)
from core.words import Axis, Equipment, Fit, Role, Stage
from tests.core.builders import ALL_EQUIPMENT, CATALOG, IRRITABLE_DISC, TODAY, answers, person, with_vector

EVERYTHING = {"equipment": ALL_EQUIPMENT}
PAINED: Mapping[str, Any] = {**EVERYTHING, **IRRITABLE_DISC}


def supposed(given, **changes: Any) -> Profile:
    return seen(suppose(given, Supposed(**changes)), TODAY).profile


def fits_of(profile: Profile) -> dict[str, Fit]:
    return {name: one.fit for name, one in judge_all(profile, rated(CATALOG, profile)).items()}


def test_nothing_changes_between_a_person_and_themselves() -> None:
    same = person(**PAINED)
    found = what_changes(same, same, CATALOG)
    assert found.is_nothing
    assert found.before == found.after


@pytest.mark.parametrize(
    ("before", "after"),
    [(EVERYTHING, PAINED), (PAINED, EVERYTHING), ({"equipment": ("chair",)}, EVERYTHING), (PAINED, {})],
)
def test_every_exercise_whose_verdict_differs_stands_in_exactly_one_list(before, after) -> None:
    one, other = person(**before), person(**after)
    found = what_changes(one, other, CATALOG)
    was, becomes = fits_of(one), fits_of(other)
    lists = [found.enters, found.leaves, found.freed, found.careful]
    told = [changed.exercise_id for changes in lists for changed in changes]
    assert sorted(told) == sorted(name for name in was if was[name] is not becomes[name])
    assert all(was[one.exercise_id] is Fit.LEFT_OUT for one in found.enters)
    assert all(becomes[one.exercise_id] is Fit.LEFT_OUT for one in found.leaves)
    assert all(becomes[one.exercise_id] is Fit.FITS for one in found.freed)
    assert all(becomes[one.exercise_id] is Fit.WITH_CHANGE for one in found.careful)


def test_the_way_back_is_the_way_there_reversed() -> None:
    one, other = person(**EVERYTHING), person(**PAINED)
    there, back = what_changes(one, other, CATALOG), what_changes(other, one, CATALOG)
    assert {changed.exercise_id for changed in there.leaves} == {changed.exercise_id for changed in back.enters}
    assert {changed.exercise_id for changed in there.careful} == {changed.exercise_id for changed in back.freed}


def test_what_comes_in_and_goes_out_says_why() -> None:
    found = what_changes(person(**EVERYTHING), person(**PAINED), CATALOG)
    assert found.leaves
    for one in found.leaves:
        assert one.new
        assert all(reason.text for reason in one.new)
    back = what_changes(person(**PAINED), person(**EVERYTHING), CATALOG)
    assert all(one.gone for one in back.enters)


def test_what_waits_has_one_reason_and_says_what_would_have_to_be_true() -> None:
    found = what_changes(person(), person(**PAINED), CATALOG)
    assert found.waiting
    for one in found.waiting:
        assert one.before.left_out
        assert len(one.after.blocks) == 1
        assert one.after.blocks[0].comes_back


def test_each_list_has_the_best_first() -> None:
    found = what_changes(person(**PAINED), person(**EVERYTHING), CATALOG)
    scores = [one.after.score for one in found.enters]
    assert scores == sorted(scores, reverse=True)


def test_a_leg_press_brings_in_what_needs_one() -> None:
    given = answers(equipment=("chair",))
    before = seen(given, TODAY).profile
    after = supposed(given, equipment=("chair", "leg_press"))
    found = what_changes(before, after, CATALOG)
    assert {one.exercise_id for one in found.enters} >= {"leg_press"}
    assert not found.leaves
    for one in found.enters:
        assert any(Equipment.LEG_PRESS in way for way in CATALOG[one.exercise_id].equipment)


def test_taking_a_diagnosis_away_takes_its_sensitivities_away() -> None:
    given = answers(**PAINED)
    before, after = seen(given, TODAY).profile, supposed(given, diagnoses=())
    assert "radiculopathy" in before.conditions
    assert all(after.sensitivity[axis] <= before.sensitivity[axis] for axis in Axis)


def test_pain_moves_the_mean_and_the_worst_by_as_many_steps_and_stays_on_the_scale() -> None:
    given = answers(pain_now=6, pain_week=5, pain_provoked=8)
    less, most = suppose(given, Supposed(pain=3)), suppose(given, Supposed(pain=10))
    assert [less[name] for name in ("pain_now", "pain_week", "pain_provoked")] == [3, 2, 5]
    assert [most[name] for name in ("pain_now", "pain_week", "pain_provoked")] == [10, 9, 10]
    assert given["pain_now"] == 6


def test_six_to_three_opens_the_gates_that_wait_for_a_calmer_week() -> None:
    calm = seen(answers(**EVERYTHING, pain_now=3, pain_week=3, opted_in=("hinge",)), TODAY, calm_weeks=4)
    worse = seen(suppose(calm.answers, Supposed(pain=6)), TODAY, calm_weeks=4)
    found = what_changes(worse.profile, calm.profile, CATALOG)
    assert {one.exercise_id for one in found.enters} & {"barbell_rdl", "conventional_deadlift", "rack_pull"}


def test_supposing_nothing_leaves_the_answers_as_they_are() -> None:
    assert suppose(answers(**PAINED), Supposed()) == answers(**PAINED)


@pytest.mark.parametrize("wrong", [{"pain": 11}, {"diagnoses": ("hangnail",)}, {"equipment": ("trampoline",)}])
def test_what_the_screening_does_not_offer_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(AnswerError):
        suppose(answers(), Supposed(**wrong))


def test_a_supposed_answer_can_withhold_the_plan() -> None:
    assert supposed(answers(), diagnoses=("stenosis",)).allows_plan
    assert not supposed(answers(), diagnoses=("slip_high_grade",)).allows_plan


@pytest.mark.parametrize("stirred", [None, True, False])
@pytest.mark.parametrize("pain", [0, 6])
def test_the_neutral_profile_may_always_be_shown_exercises(pain: int, stirred: bool | None) -> None:
    profile = supposed(neutral_answers(), pain=pain, easily_stirred=stirred)
    assert profile.allows_plan
    assert (profile.stage is Stage.IRRITABLE) <= bool(stirred)


def test_the_neutral_profile_prefers_nothing_and_has_everything() -> None:
    profile = seen(neutral_answers(), TODAY).profile
    assert profile.equipment == frozenset(Equipment)
    assert profile.preferences == Preferences()
    assert not profile.leg_symptoms


# ---------------------------------------------------------------- tolerance on a scale


@pytest.mark.parametrize(("sensitivity", "rating"), [(0, 3), (1, 3), (2, 2), (3, 1)])
def test_the_tolerated_rating_is_the_highest_that_no_axis_blocks(sensitivity: int, rating: int) -> None:
    assert tolerated_rating(sensitivity) == rating
    profile = with_vector(person(**EVERYTHING), Stage.SETTLED, lean=sensitivity)
    verdicts = judge_all(profile, CATALOG)
    for exercise in CATALOG:
        blocked = any(one.rule == "vector.lean" for one in verdicts[exercise.id].blocks)
        assert blocked == (exercise.demand[Axis.LEAN] > rating)


@pytest.mark.parametrize("sensitivity", [2, 3])
@pytest.mark.parametrize("axis", [Axis.LEAN, Axis.SHEAR])
def test_beyond_the_line_and_only_there_the_axis_leaves_an_exercise_out(axis: Axis, sensitivity: int) -> None:
    profile = with_vector(person(**EVERYTHING), Stage.SETTLED, **{axis.value: sensitivity})
    verdicts, scale = judge_all(profile, rated(CATALOG, profile)), scale_for(axis, profile)
    assert scale.limit is not None
    for exercise in CATALOG:
        place = place_on(axis, spinal_demand(exercise, profile), profile)
        assert place is not None
        blocked = any(one.rule == f"vector.{axis.value}" for one in verdicts[exercise.id].blocks)
        assert (place.value >= scale.limit) == blocked, exercise.id


def test_beyond_the_line_of_compression_everything_is_left_out() -> None:
    profile = with_vector(person(**EVERYTHING), Stage.SETTLED, compression=3)
    verdicts, scale = judge_all(profile, rated(CATALOG, profile)), scale_for(Axis.COMPRESSION, profile)
    places = {one.id: place_on(Axis.COMPRESSION, spinal_demand(one, profile), profile) for one in CATALOG}
    beyond = [name for name, place in places.items() if place and scale.limit and place.value >= scale.limit]
    assert beyond
    assert all(any(block.rule == "vector.compression" for block in verdicts[name].blocks) for name in beyond)
    assert None in places.values()


def test_a_back_that_tolerates_all_has_no_line() -> None:
    profile = with_vector(person(), Stage.SETTLED)
    assert [scale_for(axis, profile).limit for axis in SCALED] == [None, None, None]
    assert tightest(profile) is Axis.COMPRESSION
    assert tightest(with_vector(person(), Stage.SETTLED, lean=3, compression=2)) is Axis.LEAN


# ---------------------------------------------------------------- levers


def test_every_lever_moves_within_its_span_or_nobody_could_stand_so() -> None:
    body, moved, fallen = body_of(person()), 0, set()
    for pose in load_poses().values():
        levers, load_kg = levers_of(pose), pose.typical_load_kg(body)
        if levers.depth_deg is None:
            continue
        turned = [Change(ankle_deg=value) for value in ANKLE_DEG] + [Change(stance_deg=value) for value in STANCE_DEG]
        for change in (*turned, *(Change(depth_deg=value) for value in (0.0, 20.0, 40.0))):
            try:
                found = what_if(pose, body, load_kg, change)
            except Unbalanced:
                fallen.add(change)
                continue
            assert 0 < (found.after.times_standing or 0) < 15, pose.id
            moved += 1
        for hold in levers.holds:
            assert what_if(pose, body, load_kg, Change(hold=hold)).after.band is not None
    assert moved > 50
    # An ankle that hardly bends lets hardly anybody down over the feet.
    assert Change(ankle_deg=ANKLE_DEG[0]) in fallen


def test_more_weight_is_more_load_and_less_depth_is_less_leg_work() -> None:
    pose, body = load_poses()["goblet_squat"], body_of(person())
    heavier = what_if(pose, body, 10, Change(load_kg=20))
    higher = what_if(pose, body, 10, Change(depth_deg=40))
    assert (heavier.compression_share or 0) > 0.05
    assert (higher.leg_nm or 0) < 0


def test_what_lies_down_or_is_published_has_no_levers() -> None:
    assert not levers_of(load_poses()["clamshell"]).any
    assert not levers_of(load_poses()["sit_up"]).any
    assert not levers_of(load_poses()["split_squat"]).holds


# ---------------------------------------------------------------- the map


def marks_of(profile: Profile, axis: Axis) -> list[Mark]:
    verdicts = judge_all(profile, rated(CATALOG, profile))
    found = []
    for one in CATALOG:
        place = place_on(axis, spinal_demand(one, profile), profile)
        if place and Role.MAIN in one.roles:
            fit, score = verdicts[one.id].fit, verdicts[one.id].score
            found.append(Mark(one.id, one.name, place.value, 2.0, fit, "", "", score, place.by_hand))
    return found


@pytest.mark.parametrize("axis", SCALED)
def test_the_map_draws_every_mark_once_with_shape_and_colour_of_its_verdict(axis: Axis) -> None:
    profile = person(**PAINED)
    marks, scale = marks_of(profile, axis), scale_for(axis, profile)
    figure = demand_map(marks, Across(axis.value, scale.edges, scale.limit), ["leg_press"], LIGHT)
    drawn = [name for trace in figure.data for name in (trace.customdata if trace.customdata is not None else ())]
    assert sorted(drawn) == sorted(one.id for one in marks)
    looks = {(trace.marker.symbol, trace.marker.color) for trace in figure.data if trace.customdata is not None}
    assert len({symbol for symbol, _colour in looks}) == len({colour for _symbol, colour in looks}) == len(Fit)
    assert "<b>Leg press</b>" in [one.text for one in figure.layout.annotations]


def test_marks_in_one_place_move_apart_and_only_what_is_rough_moves_across() -> None:
    exact = [Mark(f"a{i}", "", 2.0, 1.0, None, "", "") for i in range(5)]
    rough = [Mark(f"b{i}", "", 4.0, 1.0, None, "", "", rough=True) for i in range(12)]
    spots = placed([*exact, *rough], right=10.0)
    assert len(set(spots.values())) == 17
    assert {spots[one.id].x for one in exact} == {2.0}
    assert all(abs(spot.y - 1.0) < 0.25 for spot in spots.values())
    assert len({spots[one.id].x for one in rough}) > 1


def test_the_table_behind_the_map_names_every_exercise_and_the_words_count_them() -> None:
    marks = marks_of(person(**PAINED), Axis.LEAN)
    unknown = replace_id(marks[0], "unknown")
    table = map_table(marks, [unknown])
    assert len(table) == len(marks) + 1
    assert str(len(marks)) in map_words(marks, Across("lean", (20, 45, 60), 45))
    assert map_words([], Across("lean", (20, 45, 60), None))


def replace_id(mark: Mark, name: str) -> Mark:
    return mark._replace(id=name, name=name)


def test_profiles_of_the_scales_follow_the_body() -> None:
    light, heavy = person(mass_kg=55), person(mass_kg=110)
    assert scale_for(Axis.COMPRESSION, light).edges > scale_for(Axis.COMPRESSION, heavy).edges
    assert scale_for(Axis.LEAN, light).edges == scale_for(Axis.LEAN, replace(heavy)).edges
