"""First loads: what the legs can begin with, held by what the back tolerates and by the weights at hand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from core.demand import first_load_kg, hard_sets, rated, spinal_demand, tolerated_rating
from core.legs.lifts import lifts
from core.loads import (
    LEAST_KG,
    asked_of,
    belief_of,
    dose_load_kg,
    is_too_heavy,
    kind_at_hand,
    most_believed_kg,
    usual_strength,
    wanted_load_kg,
)
from core.planning import Part, build_plan
from core.profile import KnownLift, Profile
from core.words import LEG_MUSCLES, Axis, Experience, Goal, LoadKind, Muscle, Sex
from tests.core.builders import ALL_EQUIPMENT, CATALOG, IRRITABLE_DISC, person

GYM = list(ALL_EQUIPMENT)
LIFTER = person(equipment=GYM, age=38, mass_kg=84, experience="experienced")
NEW = person(equipment=GYM, age=38, mass_kg=84, experience="new")
OLD = person(equipment=GYM, age=80, sex="female", mass_kg=62, stature_cm=160, experience="new")
IRRITABLE = person(equipment=GYM, **IRRITABLE_DISC)
HOME = person(equipment=["chair", "band", "dumbbell", "kettlebell"])
PEOPLE = {"lifter": LIFTER, "new": NEW, "old": OLD, "irritable": IRRITABLE, "home": HOME}
LOADED = [exercise for exercise in CATALOG if exercise.start_share is not None]


def load(exercise_id: str, profile: Profile) -> float:
    return first_load_kg(CATALOG[exercise_id], profile) or 0.0


def test_a_ten_year_lifter_does_not_begin_with_fifty_repetitions_to_spare() -> None:
    for exercise_id in ("leg_extension", "leg_press", "hip_thrust", "seated_leg_curl"):
        most, asked = asked_of(CATALOG[exercise_id], LIFTER)
        belief = belief_of(LIFTER)
        possible = belief.strength.repetitions(exercise_id, load(exercise_id, LIFTER))
        assert asked <= possible - most <= asked + 15, exercise_id


def test_age_sex_and_training_count() -> None:
    young = replace(OLD, age=29)
    for exercise_id in ("leg_press", "leg_extension", "hip_thrust"):
        # The same legs, half a century apart, then another table of strength, then years of training.
        loads = [dose_load_kg(CATALOG[exercise_id], one) or 0.0 for one in (OLD, young, replace(young, sex=Sex.MALE))]
        assert loads == sorted(set(loads)), exercise_id
        assert load(exercise_id, NEW) < load(exercise_id, LIFTER)


def test_a_first_load_lies_below_what_is_expected_and_further_where_care_is_due() -> None:
    careful = replace(LIFTER, careful_load=True)
    for exercise in LOADED:
        expected = dose_load_kg(exercise, LIFTER)
        first, second = wanted_load_kg(exercise, LIFTER), wanted_load_kg(exercise, careful)
        if expected is None or first is None:
            continue
        kind = kind_at_hand(exercise, LIFTER)
        assert kind is not None
        assert first <= max(expected, LEAST_KG[kind])
        assert (second or 0.0) <= first
    assert load("leg_press", careful) < load("leg_press", LIFTER)


def test_while_irritable_it_is_lighter() -> None:
    calm = replace(IRRITABLE, stage=LIFTER.stage)
    assert load("leg_press", IRRITABLE) < load("leg_press", calm)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_load_can_be_taken_and_the_back_tolerates_it_or_not_even_the_lightest(name: str) -> None:
    profile = PEOPLE[name]
    for exercise in LOADED:
        kg, kind = first_load_kg(exercise, profile), kind_at_hand(exercise, profile)
        if kg is None:
            assert kind is None or exercise.load_optional
            continue
        assert kind is not None
        assert kg >= LEAST_KG[kind]

        def is_tolerated(load_kg: float, exercise=exercise) -> bool:
            used = spinal_demand(exercise, profile, load_kg).used
            return all(used[axis] <= tolerated_rating(profile.sensitivity[axis]) for axis in Axis)

        assert is_tolerated(kg) or not is_tolerated(LEAST_KG[kind]), exercise.id


def test_a_load_is_held_by_the_back_before_the_exercise_is() -> None:
    capped = [
        exercise.id
        for exercise in LOADED
        for profile in (LIFTER, IRRITABLE)
        if (first_load_kg(exercise, profile) or 0.0) < (wanted_load_kg(exercise, profile) or 0.0)
    ]
    assert capped


def test_nothing_is_heavier_than_the_heaviest_weight_at_hand() -> None:
    for heaviest in (1.0, 6.0, 12.5):
        profile = replace(HOME, heaviest_kg=heaviest)
        for exercise in LOADED:
            kind = kind_at_hand(exercise, profile)
            if kind in (LoadKind.DUMBBELL, LoadKind.KETTLEBELL):
                kg = first_load_kg(exercise, profile)
                assert kg is None or kg <= max(heaviest * exercise.hands, LEAST_KG[kind]), exercise.id
    light, heavy = replace(HOME, heaviest_kg=4.0), replace(HOME, heaviest_kg=40.0)
    squat = CATALOG["goblet_squat"]
    # With a light weight the same set is worth less.
    assert sum(hard_sets(squat, light).values()) < sum(hard_sets(squat, heavy).values())


def test_a_load_that_is_known_shifts_what_was_never_lifted() -> None:
    expected = belief_of(NEW).load_kg("leg_press", 10, 1) or 0.0
    strong, weak = (
        replace(NEW, known_lifts=(KnownLift("leg_press", expected * factor, 11, math.inf),)) for factor in (1.6, 0.7)
    )
    for exercise_id in ("leg_press", "high_bar_squat", "leg_extension", "hip_thrust"):
        usual = dose_load_kg(CATALOG[exercise_id], NEW) or 0.0
        assert (
            (dose_load_kg(CATALOG[exercise_id], weak) or 0.0)
            < usual
            < (dose_load_kg(CATALOG[exercise_id], strong) or 0.0)
        )
    # What has most in common moves most, and the load itself counts most of all.
    assert belief_of(strong).guess("leg_press").spread < belief_of(strong).guess("hip_thrust").spread


def test_nobody_is_believed_to_lift_a_slip_of_the_pen() -> None:
    slip = replace(NEW, known_lifts=(KnownLift("leg_press", 5000.0, 1, math.inf),))
    for exercise in LOADED:
        if exercise.id in lifts():
            assert (dose_load_kg(exercise, slip) or 0.0) <= most_believed_kg(exercise, NEW)


def test_two_named_lifts_come_from_the_answers() -> None:
    told = person(
        equipment=GYM, known_lift="leg_press", known_kg=80, known_lift_2="hip_thrust", known_kg_2=60, heaviest_kg=20
    )
    assert [lift[:4] for lift in told.known_lifts] == [("leg_press", 80, 10, 80), ("hip_thrust", 60, 10, 60)]
    assert told.heaviest_kg == 20
    # A lift without its weight says nothing.
    assert person(known_lift="leg_press").known_lifts == ()


def test_a_slip_or_a_lying_file_makes_nobody_frail_lift_heavy() -> None:
    frail = replace(NEW, age=90, mass_kg=100.0, stature_cm=160.0, sex=Sex.FEMALE)
    lying = replace(frail, known_lifts=(KnownLift("step_up", 1000.0, 10, 950.0),))
    for exercise in LOADED:
        usual_kg, kg = first_load_kg(exercise, frail), first_load_kg(exercise, lying)
        kind = kind_at_hand(exercise, frail)
        assert kind is None or (kg or 0.0) <= max(LEAST_KG[kind], 4 * (usual_kg or 0.0)), exercise.id
    assert first_load_kg(CATALOG["high_bar_squat"], lying) == LEAST_KG[LoadKind.BARBELL]


def test_a_named_lift_begins_no_heavier_than_was_named() -> None:
    light = person(equipment=GYM, known_lift="leg_extension", known_kg=10, known_lift_2="leg_extension", known_kg_2=100)
    assert (first_load_kg(CATALOG["leg_extension"], light) or 0.0) <= 10
    once = person(equipment=GYM, known_lift="leg_press", known_kg=90)
    twice = person(equipment=GYM, known_lift="leg_press", known_kg=90, known_lift_2="leg_press", known_kg_2=90)
    assert belief_of(once).guess("hip_thrust") == belief_of(twice).guess("hip_thrust")


def test_a_back_that_hurts_more_begins_no_load_heavier() -> None:
    for goal in ("function", "muscle", "strength"):
        for experience in ("new", "some", "experienced"):
            calm = person(equipment=GYM, goal=goal, experience=experience)
            fresh = person(equipment=GYM, goal=goal, experience=experience, duration="under_6_weeks")
            sore = person(
                equipment=GYM,
                goal=goal,
                experience=experience,
                pain_now=5,
                pain_week=5,
                pain_provoked=6,
                provoked_by="moderate",
            )
            for exercise in LOADED:
                for other in (fresh, sore):
                    assert (first_load_kg(exercise, other) or 0.0) <= (first_load_kg(exercise, calm) or 0.0), (
                        exercise.id,
                        goal,
                        experience,
                    )


@pytest.mark.parametrize("name", ["frail", "heavy, 85"])
def test_no_plan_begins_with_what_the_legs_cannot_do(name: str) -> None:
    who = {
        "frail": replace(NEW, age=80, mass_kg=50.0, stature_cm=155.0, sex=Sex.FEMALE, goal=Goal.FUNCTION),
        "heavy, 85": replace(NEW, age=85, mass_kg=95.0, stature_cm=158.0, sex=Sex.FEMALE, goal=Goal.FUNCTION),
    }[name]
    belief, mains = belief_of(who), 0
    for session in build_plan(who, rated(CATALOG, who), date(2026, 12, 7), 4):
        for dose in session.prescriptions:
            if dose.load_kg and dose.exercise_id in lifts() and dose.part is Part.MAIN:
                mains += 1
                stronger = belief.guess(dose.exercise_id).stronger()
                possible = belief.strength.repetitions(dose.exercise_id, dose.load_kg, stronger)
                assert possible >= dose.low, (dose.exercise_id, dose.load_kg, possible)
    assert mains
    # What everybody does on their feet is never forbidden by the model.
    assert not is_too_heavy(CATALOG["sit_to_stand"], who)
    assert is_too_heavy(CATALOG["high_bar_squat"], who)


def test_an_exercise_that_needs_a_lighter_weight_is_not_planned_without_one() -> None:
    light = person(equipment=["chair", "dumbbell"], heaviest_kg=1)
    assert is_too_heavy(CATALOG["goblet_box_squat"], light)
    assert not is_too_heavy(CATALOG["goblet_box_squat"], replace(light, heaviest_kg=None, age=30))


def test_what_load_does_not_make_harder_teaches_nothing() -> None:
    unmoved = [name for name, kg in usual_strength(NEW).strongest.items() if kg is None]
    assert unmoved
    for name in unmoved:
        told = replace(NEW, known_lifts=(KnownLift(name, 60.0, 12, math.inf),))
        assert belief_of(told).guess("leg_press") == belief_of(NEW).guess("leg_press")


@pytest.mark.parametrize("exercise_id", ["bulgarian_split_squat", "goblet_squat", "leg_press", "loaded_calf_raise"])
def test_a_lift_that_was_done_is_believed(exercise_id: str) -> None:
    """A light weight in the hands shows the strength that moved it and the body."""
    done = replace(NEW, known_lifts=(KnownLift(exercise_id, 10.0, 14, math.inf),))
    belief = belief_of(done)
    usual = belief.strength.repetitions(exercise_id, 10.0)
    told = belief.strength.repetitions(exercise_id, 10.0, belief.guess(exercise_id).stronger())
    assert min(usual, 14) - 1e-6 <= told <= max(usual, 14) + 1e-6
    assert abs(told - 14) <= abs(usual - 14)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_set_gives_no_muscle_more_than_one_hard_set(name: str) -> None:
    for exercise in rated(CATALOG, PEOPLE[name]):
        for muscle, share in exercise.hard_sets.items():
            assert 0 <= share <= 1, (exercise.id, muscle)


def test_what_counts_like_a_leg_press_is_one() -> None:
    personal = rated(CATALOG, LIFTER)

    def legs(exercise_id: str) -> float:
        return sum(share for muscle, share in personal[exercise_id].hard_sets.items() if muscle in LEG_MUSCLES)

    assert legs("wall_squat") < 0.2 < 1 < legs("leg_press")
    assert legs("tibialis_raise") == 0
    assert personal["high_bar_squat"].hard_sets[Muscle.GLUTES] > 0.8 * personal["hip_thrust"].hard_sets[Muscle.GLUTES]
    # The weaker somebody is, the more their own weight is worth.
    frail = rated(CATALOG, OLD)
    assert sum(frail["sit_to_stand"].hard_sets.values()) > sum(personal["sit_to_stand"].hard_sets.values())
    assert LIFTER.experience is Experience.EXPERIENCED
