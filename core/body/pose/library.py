"""All poses of data/poses/, as rows and as bodies: a pose nobody could hold is refused at load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from core.body.anthropometry import REFERENCE_MAN, Body
from core.body.geometry import cross
from core.body.pose.joints import Leg
from core.body.pose.pose import Pose, at_phase
from core.body.pose.posture import ON_FEET
from core.body.pose.rows import PoseRow
from core.body.pose.skeleton import Skeleton
from core.body.pose.solving import ground_x
from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, load_rows

FLOOR_SLACK = 0.012
KNEE_SLACK = 0.004


@cache
def load_poses(data_dir: Path = DATA_DIR) -> Mapping[str, Pose]:
    """Poses by exercise id. Raises DataError with file, line, field and reason of all that is wrong."""
    rows = load_rows(sorted((data_dir / "poses").glob("*.yaml")), PoseRow)
    problems: list[Problem] = []
    poses: dict[str, Pose] = {}
    for row, file, line in rows:
        if row.id in poses:
            problems.append(Problem(file, line, "id", f"'{row.id}' is given twice"))
        pose = row.value()
        poses[row.id] = pose
        for phase, name in ((0.0, "start"), (1.0, "hard")):
            problems += [
                Problem(file, line, f"{row.id}.{name}", reason)
                for reason in impossible(pose, REFERENCE_MAN, pose.typical_load_kg(REFERENCE_MAN), phase)
            ]
    if problems:
        raise DataError(tuple(problems))
    return MappingProxyType(poses)


def impossible(pose: Pose, body: Body, load_kg: float, phase: float) -> tuple[str, ...]:
    """Why nobody could hold this pose at this phase; empty where all is well."""
    skeleton = at_phase(pose, body, load_kg, phase)
    return tuple(_reasons(pose, skeleton))


def _reasons(pose: Pose, s: Skeleton) -> Iterator[str]:
    yield from s.faults
    for side, leg in (("near", s.near), ("far", s.far)):
        if bends_backwards(s, leg):
            yield f"the {side} knee bends backwards"
    lowest = min(s.joints.items(), key=lambda joint: joint[1].imag)
    if not pose.from_above and lowest[1].imag < -FLOOR_SLACK * s.body.stature_m:
        yield f"the {lowest[0]} lies {-100 * lowest[1].imag:.0f} cm below the floor"
    if pose.mode in ON_FEET and not pose.back_pad and not stands(s):
        yield "not balanced: the centre of mass is not over the feet"


def bends_backwards(s: Skeleton, leg: Leg) -> bool:
    """True where a knee is bent the wrong way by more than the eye forgives."""
    thigh, shank = leg.knee - s.hip, leg.ankle - leg.knee
    return cross(thigh, shank) > KNEE_SLACK * abs(thigh) * abs(shank)


def stands(s: Skeleton) -> bool:
    """True where the ground reaction of the feet lies within the feet that are on the ground."""
    ground = min(s.near.ball.imag, s.near.heel.imag)
    feet = [leg for leg in (s.near, s.far) if _sole_height(leg) < max(0.25 * s.body.foot_m, ground + 0.02)]
    feet += [s.far] if s.posture.far is not None and s.posture.far.foot_at is not None else []
    low = min(min(leg.heel.real, leg.ball.real) for leg in [s.near, *feet])
    high = max(max(leg.toe.real, leg.ball.real) for leg in [s.near, *feet])
    return low - 0.01 <= ground_x(s) <= high + 0.01


def _sole_height(leg: Leg) -> float:
    return min(leg.heel.imag, leg.ball.imag, leg.toe.imag)
