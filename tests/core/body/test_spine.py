"""Demand: what the study found, its limits, and what changes it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from core.body.anthropometry import LITERATURE, REFERENCE_MAN, Body, Constants, HoldPoints
from core.body.pose.library import load_poses
from core.body.pose.pose import Basis, Pose
from core.body.pose.posture import Hold, Posture, Root
from core.body.spine.demand import DemandBand, band_of, demand, standing_compression_n
from core.body.spine.ratings import differing, ratings
from core.body.spine.what_if import Change, what_if
from core.body.validation import spearman
from core.words import Axis, Sex

POSES = load_poses()
SQUAT = POSES["high_bar_squat"]


def compression(pose_id: str, load_kg: float, body: Body = REFERENCE_MAN) -> float:
    found = demand(POSES[pose_id], body, load_kg).compression_n
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("pose_id", "load_kg", "newtons"),
    [
        ("conventional_deadlift", 75.0, 5350),
        ("trap_bar_deadlift", 75.0, 5301),
        ("high_bar_squat", 56.25, 4520),
        ("front_squat", 45.0, 4370),
        ("barbell_rdl", 52.5, 3463),
        ("goblet_squat", 22.5, 3123),
        ("hip_thrust", 75.0, 2889),
        ("loaded_reverse_lunge", 20.25, 1521),
        ("glute_bridge", 0.0, 877),
        ("hack_squat", 67.5, 885),
        ("leg_press", 112.5, 224),
        ("wall_sit", 0.0, 471),
    ],
)
def test_compression_agrees_with_the_study(pose_id: str, load_kg: float, newtons: float) -> None:
    assert compression(pose_id, load_kg) == pytest.approx(newtons, rel=0.005)


def test_bands_have_their_limits_at_their_lower_ends() -> None:
    assert [band_of(n) for n in (699, 700, 1500, 2700, 4000)] == list(DemandBand)


def test_more_load_never_lowers_the_demand() -> None:
    for pose in POSES.values():
        if pose.basis is Basis.MODELLED and pose.typical_share and pose.load_place == "held":
            newtons = [compression(pose.id, kg) for kg in (0.0, 10.0, 20.0, 40.0)]
            assert newtons == sorted(newtons), pose.id


def test_a_modelled_value_carries_its_band_and_a_published_one_its_range() -> None:
    modelled = demand(SQUAT, REFERENCE_MAN, 40.0)
    assert modelled.range_n == pytest.approx((0.85 * modelled.compression_n, 1.3 * modelled.compression_n))
    published = demand(POSES["bird_dog"], Body(1.76, 77.0), 0.0)
    assert (published.compression_n, published.range_n) == (2500.0, (2000.0, 3000.0))
    assert published.model_compression_n < 1200
    assert published.shear_n is None


def test_where_only_the_posture_is_known_no_number_is_given() -> None:
    found = demand(POSES["plank"], REFERENCE_MAN, 0.0)
    assert found.basis is Basis.POSTURE_ONLY
    assert found.compression_n is found.band is found.range_n is found.times_standing is None


def test_standing_is_the_yardstick() -> None:
    assert standing_compression_n(Body(1.74, 70.0)) == pytest.approx(598, abs=1)
    assert demand(SQUAT, REFERENCE_MAN, 56.25).times_standing == pytest.approx(4520 / 641, rel=0.01)


def test_leg_moments_are_not_guessed_where_rails_carry_the_foot() -> None:
    assert demand(POSES["leg_press"], REFERENCE_MAN, 100.0).legs is None
    assert demand(POSES["hack_squat"], REFERENCE_MAN, 100.0).leg_nm_per_kn is None


def test_one_leg_work_buys_more_leg_demand_for_each_kilonewton() -> None:
    split = demand(POSES["split_squat"], REFERENCE_MAN, 20.0).leg_nm_per_kn
    squat = demand(SQUAT, REFERENCE_MAN, 56.25).leg_nm_per_kn
    assert split is not None
    assert squat is not None
    assert split > 2.4 * squat


def test_a_negative_load_is_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        demand(SQUAT, REFERENCE_MAN, -1.0)


@pytest.mark.parametrize(
    ("change", "share"),
    [
        (Change(depth_deg=30), -0.15),
        (Change(ankle_deg=36), -0.11),
        (Change(ankle_deg=22), 0.15),
        (Change(stance_deg=40), -0.13),
        (Change(pressure_at=0.60), 0.09),
        (Change(load_kg=20), -0.24),
        (Change(hold=Hold.FRONT_RACK), 0.10),
    ],
)
def test_what_if_levers_of_a_squat_move_as_the_evidence_says(change: Change, share: float) -> None:
    assert what_if(SQUAT, REFERENCE_MAN, 40.0, change).compression_share == pytest.approx(share, abs=0.01)


def test_what_if_of_hinges() -> None:
    higher = what_if(POSES["barbell_rdl"], REFERENCE_MAN, 40.0, Change(bar_height=0.36))
    assert higher.compression_share == pytest.approx(-0.15, abs=0.01)
    drifted = what_if(POSES["barbell_rdl"], REFERENCE_MAN, 40.0, Change(bar_drift_m=0.08))
    assert drifted.compression_share == pytest.approx(0.31, abs=0.02)
    rounded = what_if(POSES["conventional_deadlift"], REFERENCE_MAN, 40.0, Change(lumbar_deg=25))
    assert rounded.compression_share == pytest.approx(0.11, abs=0.01)


def test_what_if_front_rack_trades_compression_for_shear() -> None:
    found = what_if(SQUAT, REFERENCE_MAN, 40.0, Change(hold=Hold.FRONT_RACK))
    assert found.shear_n == pytest.approx(-169, abs=3)
    assert found.lean_deg < -10


def test_what_if_another_body_changes_the_demand() -> None:
    smaller = what_if(SQUAT, REFERENCE_MAN, 40.0, Change(body=Body(1.60, 55.0, Sex.FEMALE)))
    assert smaller.compression_share < -0.05
    assert smaller.leg_nm < 0


def test_a_lever_that_a_pose_does_not_have_is_an_error() -> None:
    with pytest.raises(ValueError, match="depth"):
        what_if(POSES["barbell_rdl"], REFERENCE_MAN, 40.0, Change(depth_deg=10))
    with pytest.raises(ValueError, match="drift"):
        what_if(SQUAT, REFERENCE_MAN, 40.0, Change(bar_drift_m=0.05))
    with pytest.raises(ValueError, match="height"):
        what_if(SQUAT, REFERENCE_MAN, 40.0, Change(bar_height=0.3))


def test_ratings_speak_only_where_the_model_is_valid() -> None:
    def rated(pose_id: str, load_kg: float) -> dict[Axis, int]:
        return dict(ratings(POSES[pose_id], demand(POSES[pose_id], REFERENCE_MAN, load_kg)))

    assert rated("conventional_deadlift", 75.0) == {Axis.COMPRESSION: 3, Axis.SHEAR: 3, Axis.LEAN: 3}
    assert rated("leg_press", 112.0) == {Axis.COMPRESSION: 0}
    assert rated("bird_dog", 0.0) == {Axis.COMPRESSION: 1}
    assert rated("plank", 0.0) == {}


def test_only_differences_of_two_steps_are_worth_a_word() -> None:
    by_hand = {Axis.COMPRESSION: 0, Axis.LEAN: 2}
    assert dict(differing(by_hand, {Axis.COMPRESSION: 2, Axis.LEAN: 3})) == {Axis.COMPRESSION: 2}


RUNS = 300
ANGLE_SD = {"shin": 4.0, "thigh": 6.0, "lean": 5.0, "knee": 5.0, "knee_out": 5.0}


def test_the_ranking_survives_wrong_proportions_and_angles() -> None:
    modelled = [p for p in POSES.values() if p.basis is Basis.MODELLED and p.typical_share]
    nominal = [compression(p.id, p.typical_load_kg(REFERENCE_MAN)) for p in modelled]
    dice = random.Random(7)
    correlations = []
    for _ in range(RUNS):
        body = replace(REFERENCE_MAN, constants=_perturbed(dice))
        found = [demand.__wrapped__(_shaken(p, dice), body, p.typical_load_kg(body)).compression_n for p in modelled]
        correlations.append(spearman(nominal, found))
    correlations.sort()
    assert correlations[RUNS // 2] >= 0.98


def _perturbed(dice: random.Random) -> Constants:
    longer = {
        name: getattr(LITERATURE, name) * dice.gauss(1, 0.035)
        for name in ("trunk", "thigh", "shank", "upper_arm", "forearm")
    }
    holds = {
        name: (along + dice.gauss(0, 0.02), ahead + dice.gauss(0, 0.008))
        for name, (along, ahead) in vars(LITERATURE.holds).items()
    }
    return replace(
        LITERATURE,
        **longer,
        extensor_arm=LITERATURE.extensor_arm * dice.gauss(1, 0.12),
        l5s1_behind=LITERATURE.l5s1_behind + dice.gauss(0, 0.004),
        support_along_foot=LITERATURE.support_along_foot + dice.gauss(0, 0.05),
        holds=HoldPoints(**holds),
    )


def _shaken(pose: Pose, dice: random.Random) -> Pose:
    if pose.hard.root is not Root.FOOT:
        return pose
    return replace(pose, hard=_shaken_posture(pose.hard, dice))


def _shaken_posture(hard: Posture, dice: random.Random) -> Posture:
    given = {name: getattr(hard, name) for name in ANGLE_SD}
    moved = {
        name: value + dice.gauss(0, ANGLE_SD[name])
        for name, value in given.items()
        if value is not None and not (name == "knee_out" and value == 0)
    }
    return replace(hard, **moved)
