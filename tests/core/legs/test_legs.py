"""The leg model: its sharing is exact, and it never says what nobody would believe."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.body.anthropometry import GRAVITY, Body
from core.body.pose.library import load_poses
from core.body.pose.pose import at_phase
from core.legs.belief import Belief, Seen
from core.legs.capacity import LEAN_BMI, Action, Build, along, capacity_of, curves, left_at, peaks
from core.legs.effort import Levers, shared
from core.legs.factors import FactorRow, applied, learned_factors
from core.legs.lifts import lifts
from core.legs.moments import LOADS, PHASES, moment_table, moments_at
from core.legs.strength import Strength, repetitions_at, share_for, strength_of
from core.legs.validation import (
    CheckRow,
    checked_directions,
    checked_efforts,
    checked_moments,
    checked_ratios,
    median_error,
)
from core.legs.worth import RESERVE_FULL, RESERVE_NONE, by_hand, logged_worth, muscle_parts, nearness, set_worth
from core.words import Experience, Muscle, Sex

MAN = Build(Sex.MALE, 40, 80, 178, Experience.SOME)
LOADED = sorted(name for name, kg in strength_of(MAN).strongest.items() if kg is not None)
ALL = sorted(lifts())
LESS_FOR_MORE = ("supported_split_squat", Action.KNEE_FLEXION)

builds = st.builds(
    Build,
    st.sampled_from(Sex),
    st.integers(18, 90),
    st.floats(45, 120),
    st.floats(150, 195),
    st.sampled_from(Experience),
)
exercises, loaded = st.sampled_from(ALL), st.sampled_from(LOADED)


def test_efforts_cost_the_least_that_a_grid_finds() -> None:
    draw, count = np.random.default_rng(1), 300
    have = Levers(*(draw.uniform(20, 250, count) for _ in range(5)), np.zeros(count))
    knee, hip = draw.uniform(-100, 250, count), draw.uniform(-50, 300, count)
    push_knee, push_hip = (draw.uniform(5, 60, count) * draw.choice([-1, 1], count) for _ in range(2))
    moments = {"knee_nm": knee, "hip_nm": hip, "push_knee_nm": push_knee, "push_hip_nm": push_hip}
    costs = sum(group**3 for group in shared(moments, have))
    least = np.full(count, np.inf)
    for push in np.linspace(-1, 1, 201):
        still = dict.fromkeys(("push_knee_nm", "push_hip_nm"), np.zeros(count))
        pushed = {"knee_nm": knee + push * push_knee, "hip_nm": hip + push * push_hip, **still}
        least = np.minimum(least, sum(group**3 for group in shared(pushed, have)))
    assert (costs <= least * (1 + 1e-9) + 1e-12).all()
    # Without a push, against every share of the hamstrings.
    hamstrings = np.linspace(0, 8, 4001)[:, None]
    quads = (knee + have.hamstrings_knee_nm * hamstrings) / have.quads_nm
    hips = np.maximum(0, (hip - have.hamstrings_hip_nm * hamstrings) / have.hips_nm)
    by_grid = np.where(quads >= -1e-6, np.maximum(quads, 0) ** 3 + hips**3 + hamstrings**3, np.inf).min(axis=0)
    exact = sum(group**3 for group in shared({"knee_nm": knee, "hip_nm": hip, **still}, have))
    assert (exact <= by_grid + 1e-9).all()
    assert np.allclose(exact, by_grid, rtol=0.02, atol=0.01)


def test_a_cable_from_behind_loads_the_hips_by_how_low_the_hands_are() -> None:
    body, pose = Body(1.78, 80.0, Sex.MALE), load_poses()["cable_pull_through"]
    for phase in PHASES:
        skeleton = at_phase(pose, body, 40.0, phase)
        still, pulled = (moments_at(pose, body, load_kg, phase) for load_kg in (0.0, 40.0))
        lever_m = skeleton.hip.imag - skeleton.arm.hand.imag
        assert lever_m > 0.1
        assert pulled.hip_nm - still.hip_nm == pytest.approx(40.0 * GRAVITY * lever_m / 2)
        assert pulled.knee_nm == still.knee_nm
    assert 15 < (strength_of(MAN).load_kg("cable_pull_through", 10, 3) or 0.0) < 60


def test_efforts_hold_the_moments() -> None:
    have = Levers(*(np.array([nm]) for nm in (200.0, 180.0, 90.0, 80.0, 100.0)), np.zeros(1))
    still = {"push_knee_nm": np.zeros(1), "push_hip_nm": np.zeros(1)}
    quads, hips, hamstrings = shared({"knee_nm": np.array([60.0]), "hip_nm": np.array([150.0]), **still}, have)
    assert 200 * quads - 90 * hamstrings == pytest.approx(60)
    assert 180 * hips + 80 * hamstrings == pytest.approx(150)


def test_one_table_serves_every_body() -> None:
    for sex, body in ((Sex.MALE, Body(1.92, 101.0, Sex.MALE)), (Sex.FEMALE, Body(1.55, 52.0, Sex.FEMALE))):
        table, scale = moment_table(sex), body.weight_n * body.stature_m
        for name in ("high_bar_squat", "leg_press", "hip_thrust", "split_squat", "leg_extension", "single_leg_rdl"):
            row = table.exercises.index(name)
            for at, load in enumerate(LOADS[:5]):
                found = moments_at(load_poses()[name], body, load * body.mass_kg, PHASES[-1])
                if name != "leg_extension":
                    for moment in ("knee_nm", "hip_nm"):
                        assert table.values[moment][row, at, -1] == pytest.approx(
                            getattr(found, moment) / scale, abs=0.004
                        )


@given(builds, loaded, st.floats(1, 30), st.floats(0, 8))
def test_more_repetitions_or_reserve_never_ask_for_more_load(
    build: Build, name: str, repetitions: float, reserve: float
) -> None:
    strength = strength_of(build)
    load = strength.load_kg(name, repetitions, reserve) or 0.0
    assert 0 <= (strength.load_kg(name, repetitions + 1, reserve) or 0.0) <= load
    assert (strength.load_kg(name, repetitions, reserve + 1) or 0.0) <= load


@given(builds, exercises, st.floats(0, 300), st.floats(0, 100))
def test_more_load_is_never_less_effort(build: Build, name: str, load_kg: float, more_kg: float) -> None:
    strength = strength_of(build)
    assert strength.share(name, load_kg) <= strength.share(name, load_kg + more_kg) + 1e-12
    assert strength.repetitions(name, load_kg) >= strength.repetitions(name, load_kg + more_kg)


@given(builds, loaded, st.sampled_from(Action), st.floats(1.01, 1.5))
def test_stronger_joints_never_lift_less(build: Build, name: str, action: Action, by: float) -> None:
    strength = strength_of(build)
    stronger = Strength(build, strength.capacity.scaled({action: by}), strength.factors)
    strongest_kg = strength.strongest[name] or 0.0
    if (name, action) == LESS_FOR_MORE:
        # Least cost is not least effort: stronger hamstrings take more of the hip, and what they bend the knees has to
        # work against. Here, where quadriceps limit and two hands help the hip, that costs a little.
        strongest_kg *= 0.97
    assert (stronger.strongest[name] or 0.0) >= strongest_kg - 1e-6
    assert (strength.load_kg(name, 8, 2, by) or 0.0) >= (strength.load_kg(name, 8, 2) or 0.0)


@given(builds, loaded, st.integers(1, 30), st.floats(0.7, 0.99))
def test_the_older_or_lighter_never_lift_more(build: Build, name: str, years: int, share: float) -> None:
    load = strength_of(build).strongest[name] or 0.0
    older = replace(build, age=build.age + years)
    assert (strength_of(older).strongest[name] or 0.0) <= load + 1e-9
    # Of lean people; what lies beyond is mostly weight to be carried, and whoever loses it lifts more beside it.
    lean = replace(build, mass_kg=min(build.mass_kg, LEAN_BMI * (build.stature_cm / 100) ** 2))
    lighter = replace(lean, mass_kg=lean.mass_kg * share)
    if not lifts()[name].band:
        assert (strength_of(lighter).strongest[name] or 0.0) <= (strength_of(lean).strongest[name] or 0.0) + 1e-6


@given(
    builds, st.sampled_from([*ALL, *sorted(by_hand()), "plank"]), st.floats(0, 300), st.floats(1, 40), st.floats(0.5, 2)
)
def test_worth_lies_between_nothing_and_a_hard_set(
    build: Build, name: str, load_kg: float, repetitions: float, stronger: float
) -> None:
    worth = set_worth(strength_of(build), name, load_kg, repetitions, stronger)
    assert all(0 <= share <= 1 for share in worth.muscles.values())
    assert worth.most <= 1


@given(builds, exercises, st.floats(0, 200), st.floats(1, 30))
def test_more_in_reserve_is_never_worth_more(build: Build, name: str, load_kg: float, repetitions: float) -> None:
    strength = strength_of(build)
    if strength.repetitions(name, load_kg) < 1:
        return
    fewer = set_worth(strength, name, load_kg, repetitions)
    more = set_worth(strength, name, load_kg, repetitions + 2)
    assert all(share <= more.muscles[muscle] + 1e-12 for muscle, share in fewer.muscles.items())
    assert nearness(0) == nearness(RESERVE_FULL) == 1
    assert nearness(RESERVE_NONE) == 0


def test_repetitions_and_share_are_the_same_curve() -> None:
    for repetitions in (1.5, 5, 10, 30):
        assert repetitions_at(share_for(repetitions)) == pytest.approx(repetitions)
    assert repetitions_at(1.01) == 0
    assert share_for(0) == share_for(1)


def test_strength_declines_with_age_and_never_below_a_rest() -> None:
    left = [left_at(age) for age in range(20, 120)]
    assert left == sorted(left, reverse=True)
    assert left[0] == 1
    # Old over young in the pooled studies: 0.61 to 0.63 at about 72 years.
    assert left_at(72) == pytest.approx(0.66, abs=0.06)


def test_a_logged_reserve_counts_before_the_model() -> None:
    belief = Belief(strength_of(MAN))
    for reserve, expected in ((0, 1.0), (9, 0.5), (15, 0.0)):
        worth = logged_worth(belief, "leg_press", 40.0, 10, reserve)
        assert worth is not None
        assert worth[Muscle.QUADS] == pytest.approx(expected)
    assert logged_worth(belief, "plank", 0.0, 10) is None
    # Without one, a load that is far too light is worth nothing.
    light = logged_worth(belief, "leg_press", 5.0, 10)
    assert light is not None
    assert light[Muscle.QUADS] == 0


def test_belief_goes_to_what_was_seen_and_knows_more_of_it() -> None:
    strength = strength_of(MAN)
    usual = Belief(strength)
    seen_kg = 1.3 * (strength.strongest["leg_press"] or 0.0)
    told = Belief(strength, (Seen("leg_press", seen_kg),))
    assert usual.load_kg("leg_press", 1) == pytest.approx(strength.load_kg("leg_press", 1))
    assert told.load_kg("leg_press", 1) == pytest.approx(seen_kg, rel=0.1)
    for name in ("high_bar_squat", "leg_extension", "hip_thrust"):
        assert told.guess(name).spread < usual.guess(name).spread
        assert (told.load_kg(name, 1) or 0.0) > (usual.load_kg(name, 1) or 0.0)
    low, high = (told.load_kg("hip_thrust", 10, 3, deviations) or 0.0 for deviations in (-1, 1))
    assert 0 <= low < high
    # In whatever order, and the same twice.
    more = (Seen("hip_thrust", 90.0), Seen("leg_extension", 60.0))
    assert Belief(strength, more).guess("high_bar_squat") == pytest.approx(
        Belief(strength, more[::-1]).guess("high_bar_squat")
    )


def test_an_exercise_goes_by_its_own_factor_else_by_its_class() -> None:
    factors = dict(applied({"leg_press": 1.4}, {"squat": 0.9}))
    assert factors["leg_press"] == 1.4
    assert factors["goblet_squat"] == 0.9
    assert factors["single_leg_press"] == 1.0
    assert {name for name, _ in learned_factors()} == set(lifts())


@pytest.mark.parametrize(
    "row",
    [
        {"id": "hip_thrust", "factor": 1.3, "lifters": 1, "loads": 1},
        {"id": "bridge", "factor": 1.3, "lifters": 2, "loads": 2, "is_class": True},
        {"id": "bridge", "factor": 1.3, "lifters": 1, "loads": 4, "is_class": True},
    ],
)
def test_no_factor_rests_on_a_single_lifter_or_too_few_loads(row: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        FactorRow.model_validate(row)


def test_what_a_machine_does_to_one_joint_trains_its_muscles_alone() -> None:
    strength = strength_of(MAN)
    only = {
        "leg_extension": {Muscle.QUADS},
        "seated_leg_curl": {Muscle.HAMSTRINGS},
        "hip_abduction_machine": {Muscle.ABDUCTORS},
        "hip_adduction_machine": {Muscle.ADDUCTORS},
        "loaded_calf_raise": {Muscle.CALVES},
    }
    for name, muscles in only.items():
        load_kg = strength.load_kg(name, 10, 3) or 0.0
        assert set(muscle_parts(strength, name, load_kg)) == muscles, name


def test_data_of_the_model_is_whole() -> None:
    assert set(peaks()) == set(Action)
    assert all(0 < share <= 1.1 for curve in curves().values() for share in curve.share)
    assert along("knee_extension", 60.0) == 1
    assert set(by_hand()).isdisjoint(
        set(lifts()) - {"nordic_curl", "glute_ham_raise", "hip_hinge_wall_tap", "hip_hinge_dowel"}
    )
    assert set(lifts()) <= set(load_poses())
    assert all(nm > 0 for nm in capacity_of(MAN).peaks_nm)


def test_the_model_keeps_to_what_was_published() -> None:
    moments = [checked for checked in checked_moments() if not checked.row.is_sealed]
    assert len(moments) >= 15
    assert median_error(moments) <= 0.25
    # Goals of the beginning; what was read later is printed by the benchmark, right or wrong.
    assert sum(checked.is_inside for checked in checked_ratios() if not checked.row.later) >= 13
    assert sum(checked.is_right for checked in checked_directions() if not checked.row.later) >= 17


def test_published_efforts_rise_with_the_load_and_the_model_s_do_too() -> None:
    squats = [checked for checked in checked_efforts() if checked.row.exercise == "high_bar_squat"]
    assert len(squats) == 3
    for lighter, heavier in pairwise(squats):
        assert lighter.row.load_max < heavier.row.load_max
        assert lighter.row.published < heavier.row.published
        assert 0 < lighter.model < heavier.model < 100


def test_a_tie_shows_no_direction() -> None:
    same = {"exercise": "high_bar_squat"}
    with pytest.raises(ValidationError, match="a tie would count"):
        CheckRow.model_validate({"quantity": "knee", "left": same, "right": same, "low": 1, "high": 2})
