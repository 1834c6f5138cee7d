"""Every pose is one a body can hold, at every phase, small or tall, woman or man; and is solved once."""

from __future__ import annotations

import cmath
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from core.body.anthropometry import REFERENCE_MAN, Body
from core.body.pose.library import impossible, load_poses
from core.body.pose.pose import Gear, at_phase, forget_solved, phases, solved_count
from core.body.pose.posture import ON_FEET
from core.body.pose.solving import ground_x
from core.body.spine.cut import hands_support, moment_from_above, moment_from_below
from core.catalog import load_catalog
from core.errors import DataError
from core.words import Role, Sex

POSES = load_poses()
STATURES = {1.45: 45.0, 1.55: 55.0, 1.65: 66.0, 1.75: 78.0, 1.85: 88.0, 1.95: 99.0, 2.05: 110.0}
BODIES = [Body(height, kg, sex) for sex in Sex for height, kg in STATURES.items()]
ENDS = [one for one in BODIES if one.stature_m in (1.45, 1.75, 2.05)]
GOOD = """
- id: a_squat
  mode: stand
  hard: {shin: 30, thigh: -90, knee_out: 20, arm: goblet, solve: lean}
  start: {stand: true}
"""


def refused(tmp_path: Path, text: str) -> str:
    (tmp_path / "poses").mkdir()
    (tmp_path / "poses" / "squat.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_poses(tmp_path)
    return str(caught.value)


def test_every_exercise_of_the_catalogue_has_a_pose() -> None:
    assert {exercise.id for exercise in load_catalog()} <= set(POSES)


def test_every_pose_belongs_to_an_exercise() -> None:
    assert set(POSES) <= {exercise.id for exercise in load_catalog()}


@pytest.mark.parametrize("body", BODIES, ids=lambda b: f"{b.sex}-{b.stature_m}")
def test_nobody_is_asked_for_the_impossible(body: Body) -> None:
    wrong = {
        (pose.id, phase): reasons
        for pose in POSES.values()
        for phase in phases(9)
        if (reasons := impossible(pose, body, pose.typical_load_kg(body), phase))
    }
    assert not wrong


@pytest.mark.parametrize("pose_id", [p.id for p in POSES.values() if p.mode in ON_FEET and not p.back_pad])
def test_the_cut_from_above_agrees_with_the_cut_from_below(pose_id: str) -> None:
    pose = POSES[pose_id]
    for body in ENDS:
        for phase in (0.0, 0.5, 1.0):
            skeleton = at_phase(pose, body, pose.typical_load_kg(body), phase)
            above = moment_from_above(skeleton, hands_support(skeleton))
            assert above == pytest.approx(moment_from_below(skeleton), abs=1e-6)


def test_a_squat_balances_over_the_middle_of_the_foot() -> None:
    skeleton = at_phase(POSES["high_bar_squat"], REFERENCE_MAN, 56.25)
    foot = skeleton.near.toe.real - skeleton.near.heel.real
    assert ground_x(skeleton) / foot == pytest.approx(0.48, abs=1e-6)


def test_a_hinge_puts_the_bar_at_its_height_in_straight_arms() -> None:
    skeleton = at_phase(POSES["barbell_rdl"], REFERENCE_MAN, 52.5)
    assert skeleton.arm.hand.imag == pytest.approx(0.255 * 1.75, abs=1e-5)
    assert abs(skeleton.arm.hand - skeleton.arm.shoulder) == pytest.approx(REFERENCE_MAN.arm_m, rel=0.01)


def test_the_feet_and_the_upper_back_stay_put_in_a_bridge() -> None:
    from core.body.pose.pose import bridge_contact

    pose = POSES["glute_bridge"]
    skeletons = [at_phase(pose, REFERENCE_MAN, 0.0, phase) for phase in phases(5)]
    assert all(cmath.isclose(s.near.ankle, skeletons[-1].near.ankle, abs_tol=1e-9) for s in skeletons)
    contacts = [bridge_contact(pose, s) for s in skeletons]
    assert all(cmath.isclose(c, contacts[-1], abs_tol=0.01) for c in contacts)


def test_a_lunge_forwards_leaves_the_rear_foot_where_it_was() -> None:
    pose = POSES["forward_lunge"]
    feet = [at_phase(pose, REFERENCE_MAN, 20.0, phase).far.ball.real for phase in phases(5)]
    assert max(feet) - min(feet) < 1e-9


def test_the_movement_has_no_jumps() -> None:
    for pose in POSES.values():
        steps = [at_phase(pose, REFERENCE_MAN, 20.0, i / 24) for i in range(25)]
        for before, after in pairwise(steps):
            moved = max(abs(after.joints[name] - at) for name, at in before.joints.items())
            assert moved < 0.22, pose.id


def test_a_pose_is_solved_once() -> None:
    forget_solved()
    pose = POSES["goblet_squat"]
    at_phase(pose, REFERENCE_MAN, 16.0)
    solved = solved_count()
    at_phase(pose, REFERENCE_MAN, 16.0)
    at_phase(load_poses()["goblet_squat"], Body(1.75, 75.0, Sex.MALE), 16.0)
    assert solved_count() == solved


def test_a_phase_outside_the_movement_is_an_error() -> None:
    with pytest.raises(ValueError, match="phase"):
        at_phase(POSES["goblet_squat"], REFERENCE_MAN, 0.0, 1.2)


def test_a_good_pose_is_taken(tmp_path: Path) -> None:
    (tmp_path / "poses").mkdir()
    (tmp_path / "poses" / "squat.yaml").write_text(GOOD, encoding="utf-8")
    assert list(load_poses(tmp_path)) == ["a_squat"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("thigh: -90", "knee: -12", "knee bends backwards"),
        ("thigh: -90", "thigh: 50", "knee bends backwards"),
        ("arm: goblet", "arm: {hold: point, at: [1.2, 0.4]}", "hands do not reach"),
        ("shin: 30, thigh: -90", "shin: -20, thigh: -95", "not balanced"),
        ("solve: lean", "solve: lean, lean: 200", "less than or equal to 180"),
        ("thigh: -90, ", "", "needs knee or thigh"),
        ("arm: goblet", "arm: goblet, base: -0.15", "below the floor"),
        ("arm: goblet", "arm: juggling", "Input should be"),
        ("mode: stand", "mode: stand\n  gear: [trampoline]", "Input should be"),
        ("mode: stand", "mode: stand\n  basis: published", "published value go together"),
    ],
)
def test_a_broken_pose_is_refused_with_its_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    message = refused(tmp_path, GOOD.replace(old, new))
    assert reason in message
    assert message.splitlines()[0].split(":")[1].isdigit()
    assert "squat.yaml" in message


def test_a_pose_given_twice_is_refused(tmp_path: Path) -> None:
    assert "given twice" in refused(tmp_path, GOOD + GOOD.replace("\n", "\n", 1))


def test_every_word_for_equipment_is_used() -> None:
    assert {word for pose in POSES.values() for word in pose.gear} == set(Gear)


def test_a_chair_in_front_takes_over_part_of_the_weight() -> None:
    pose = POSES["supported_split_squat"]
    alone = replace(pose, hard=replace(pose.hard, hands_share=0.0))
    with_hands = at_phase(pose, REFERENCE_MAN, 0.0)
    without = at_phase(alone, REFERENCE_MAN, 0.0)
    held = moment_from_above(with_hands, hands_support(with_hands))
    assert held == pytest.approx(0.85 * moment_from_above(without), rel=1e-6)


def test_main_core_and_mobility_exercises_are_all_drawn() -> None:
    wanted = {e.id for e in load_catalog() if e.role in (Role.MAIN, Role.CORE, Role.MOBILITY, Role.ACTIVATION)}
    assert wanted <= set(POSES)
