"""What every plan promises, for random people: limits of the back, the kit and the clock, and the person's wishes."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.catalog import Exercise
from core.errors import PlanWithheld
from core.planning import Edits, Part, Plan, Session, Week, alternatives, load_templates
from core.profile import Preferences, Profile, build_profile
from core.scoring import judge_all
from core.scoring.gates import opt_in_group
from core.screening import assess, checked
from core.words import LEG_MUSCLES, Gate, Irritability, Stage, Tier
from tests.core.builders import CATALOG, HEAVY, LIGHT_START, TODAY, plan_for
from tests.core.strategies import any_answers, edits, people, preferences

MANY = 2000 if os.environ.get("CI") or os.environ.get("HYPOTHESIS_PROFILE") == "ci" else 200
UNHURRIED = (HealthCheck.too_slow, HealthCheck.data_too_large)
GROWTH = {Stage.IRRITABLE: 1.10, Stage.SETTLED: 1.20}
STEP_SETS = 2
SHORT_SHARE, SHORT_LEAST_MIN = 0.5, 10
TOLERANCE = 1e-6
WORKOUTS = ((), (), tuple(load_templates().values()), (HEAVY,), (LIGHT_START,))


@settings(max_examples=MANY, suppress_health_check=UNHURRIED)
@given(people(), preferences, edits, st.integers(0, 8), st.integers(1, 12), st.sampled_from(WORKOUTS))
def test_a_plan_keeps_every_promise(
    raw: dict[str, Any],
    wishes: Preferences,
    changes: Edits,
    calm_weeks: int,
    weeks: int,
    templates: tuple[Any, ...],
) -> None:
    given_answers = checked(raw)
    assessment = assess(given_answers, TODAY)
    profile = build_profile(given_answers, assessment, wishes, calm_weeks)
    if not assessment.allows_plan:
        with pytest.raises(PlanWithheld):
            plan_for(profile, weeks, templates, changes)
        return
    assert assessment.tier in (Tier.LIMITS, Tier.ADVICE, Tier.CLEAR)
    plan = plan_for(profile, weeks, templates, changes)
    assert len(plan.weeks) == weeks
    assert_every_exercise_suits(plan, profile)
    assert_gates_are_kept(plan, profile)
    for number, week in enumerate(plan.weeks, start=1):
        assert week.number == number
        assert len(week.sessions) == profile.days_per_week
        assert_week_inside_its_budgets(week, profile)
        for session in week.sessions:
            assert_session_inside_its_budgets(session, profile)
            assert_short_version(session)
    assert_no_jump_between_weeks(plan, profile)


def assert_every_exercise_suits(plan: Plan, profile: Profile) -> None:
    verdicts = judge_all(profile, CATALOG)
    for exercise_id in plan.exercise_ids():
        exercise = CATALOG[exercise_id]
        assert not verdicts[exercise_id].left_out, exercise_id
        assert exercise.can_be_done_with(profile.equipment), exercise_id
        assert exercise_id not in profile.preferences.excluded
        assert not exercise.positions & profile.positions_out or exercise.gate is Gate.OPEN, exercise_id
    if profile.leg_symptoms:
        assert "straight_leg_raise" not in plan.exercise_ids()
    for session in plan:
        for one in session.prescriptions:
            assert one.why, one.exercise_id
            assert all(one.why)
            assert one.sets >= 1
            assert one.low <= one.high
            if one.part is Part.MAIN and one.rir is not None:
                assert one.rir[0] >= max(profile.rir_floor, profile.dose.rir[0])


def assert_gates_are_kept(plan: Plan, profile: Profile) -> None:
    for exercise_id in plan.exercise_ids():
        gate = CATALOG[exercise_id].gate
        assert gate is not Gate.NEVER_BY_ITSELF, exercise_id
        if gate is Gate.OPT_IN:
            assert opt_in_group(CATALOG[exercise_id]) in profile.opted_in, exercise_id
            assert profile.calm_weeks >= 4
            assert profile.stage is Stage.SETTLED
            assert profile.irritability is Irritability.LOW
    assert "good_morning" not in plan.exercise_ids()


def assert_week_inside_its_budgets(week: Week, profile: Profile) -> None:
    assert week.spine_points <= profile.dose.spine_points_week
    for muscle in LEG_MUSCLES:
        assert week.sets_per_muscle.get(muscle, 0) <= profile.dose.weekly_cap, muscle


def assert_session_inside_its_budgets(session: Session, profile: Profile) -> None:
    assert session.minutes <= min(profile.minutes, profile.dose.most_minutes) + TOLERANCE
    assert session.spine_points <= profile.dose.spine_points_session
    assert len(session.of(Part.MAIN)) <= max(profile.dose.main_exercises[1], 4)
    ids = [one.exercise_id for one in session.of(Part.MAIN)]
    assert len(ids) == len(set(ids)), "one exercise twice in a session"


def assert_short_version(session: Session) -> None:
    whole = {one.exercise_id: one for one in session.prescriptions}
    seconds = 0.0
    for exercise_id, sets in session.short:
        assert 1 <= sets <= whole[exercise_id].sets
        seconds += whole[exercise_id].seconds / whole[exercise_id].sets * sets
    assert seconds / 60 <= max(SHORT_SHARE * session.minutes, SHORT_LEAST_MIN) + TOLERANCE
    main = {one.exercise_id for one in session.of(Part.MAIN)}
    assert not main or main & {exercise_id for exercise_id, _ in session.short}


def assert_no_jump_between_weeks(plan: Plan, profile: Profile) -> None:
    main = [CATALOG[one] for one in plan.exercise_ids(Part.MAIN)]
    step = STEP_SETS * max((exercise.spine_points_per_set for exercise in main), default=0)
    for index in range(1, len(plan.weeks)):
        recent = max(week.spine_points for week in plan.weeks[max(0, index - 3) : index])
        allowed = max(recent * GROWTH[profile.stage], recent + step)
        assert plan.weeks[index].spine_points <= allowed + TOLERANCE


@settings(max_examples=300)
@given(any_answers())
def test_no_plan_without_leave(raw: dict[str, Any]) -> None:
    given_answers = checked(raw)
    assessment = assess(given_answers, TODAY)
    profile = build_profile(given_answers, assessment)
    severe = assessment.tier in (Tier.EMERGENCY, Tier.SAME_DAY, Tier.PROFESSIONAL)
    assert profile.allows_plan == (not severe and not assessment.missing)
    if not profile.allows_plan:
        with pytest.raises(PlanWithheld, match="no plan"):
            plan_for(profile)


@settings(max_examples=MANY // 4, suppress_health_check=UNHURRIED)
@given(people())
def test_no_equipment_still_gives_four_main_exercises(raw: dict[str, Any]) -> None:
    given_answers = checked({**raw, "equipment": []})
    assessment = assess(given_answers, TODAY)
    if assessment.allows_plan:
        plan = plan_for(build_profile(given_answers, assessment), weeks=1)
        assert len(plan.exercise_ids(Part.MAIN)) >= 4


def offered(exercise: Exercise, profile: Profile) -> list[str]:
    return [one.exercise_id for one in alternatives(exercise.id, CATALOG, judge_all(profile, CATALOG))]


@settings(max_examples=MANY // 20, suppress_health_check=UNHURRIED)
@given(people(), preferences, st.sampled_from(list(CATALOG)))
def test_swaps_fit_and_never_include_a_good_morning(
    raw: dict[str, Any], wishes: Preferences, exercise: Exercise
) -> None:
    given_answers = checked(raw)
    profile = build_profile(given_answers, assess(given_answers, TODAY), wishes, calm_weeks=8)
    verdicts = judge_all(profile, CATALOG)
    swaps = offered(exercise, profile)
    assert exercise.id not in swaps
    assert "good_morning" not in swaps
    assert not [one for one in swaps if verdicts[one].left_out or CATALOG[one].gate is Gate.NEVER_BY_ITSELF]
    assert {CATALOG[one].role for one in swaps} <= {exercise.role}


@settings(max_examples=MANY // 20, suppress_health_check=UNHURRIED)
@given(people(), preferences, st.integers(0, 8))
def test_same_answers_give_the_same_plan(raw: dict[str, Any], wishes: Preferences, calm_weeks: int) -> None:
    def build() -> Plan | None:
        given_answers = checked(dict(reversed(raw.items())) if built else raw)
        assessment = assess(given_answers, TODAY)
        profile = build_profile(given_answers, assessment, wishes, calm_weeks)
        return plan_for(profile) if assessment.allows_plan else None

    built: list[Plan | None] = []
    built.append(build())
    assert build() == built[0]
