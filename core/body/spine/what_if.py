"""What changes the demand? One or several levers moved at once, before and after compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.body.anthropometry import Body
from core.body.pose.pose import Pose, at_phase
from core.body.pose.posture import Arm, Hold
from core.body.pose.solving import NOT_BALANCED
from core.body.spine.demand import Demand, demand

THIGH_LEVEL = -90.0


class Unbalanced(ValueError):
    """With these levers there is no way to stand over the feet."""


@dataclass(frozen=True)
class Change:
    """Levers; None leaves one as it is.

    `depth_deg` is how far the thighs stay above level in a squat (0 level, 30 a half squat), or negative
    below it; `ankle_deg` the forward lean of the shin; `stance_deg` how far the knees point outwards;
    `bar_height` how low a hinge goes (share of stature); `bar_drift_m` how far a bar hangs in front of its
    usual place; `pressure_at` the point of support on the foot (0 heel, 1 toe); `lumbar_deg` rounding of the
    low back.
    """

    load_kg: float | None = None
    depth_deg: float | None = None
    ankle_deg: float | None = None
    stance_deg: float | None = None
    hold: Hold | None = None
    bar_height: float | None = None
    bar_drift_m: float | None = None
    pressure_at: float | None = None
    lumbar_deg: float | None = None
    body: Body | None = None


@dataclass(frozen=True)
class WhatIf:
    """Demand before and after. Differences are None where either side is unknown or not modelled."""

    before: Demand
    after: Demand
    pose: Pose
    body: Body
    load_kg: float

    @property
    def compression_share(self) -> float | None:
        """Change of compression as a share: -0.15 is fifteen per cent less."""
        if not self.before.compression_n or self.after.compression_n is None:
            return None
        return self.after.compression_n / self.before.compression_n - 1.0

    @property
    def shear_n(self) -> float | None:
        """Change of shear in newtons."""
        return _difference(self.before.shear_n, self.after.shear_n)

    @property
    def lean_deg(self) -> float:
        """Change of trunk lean in degrees."""
        return self.after.lean_deg - self.before.lean_deg

    @property
    def leg_nm(self) -> float | None:
        """Change of knee and hip extension of the working leg in N m."""
        if self.before.legs is None or self.after.legs is None:
            return None
        return self.after.legs.extension_nm - self.before.legs.extension_nm


def what_if(pose: Pose, body: Body, load_kg: float, change: Change) -> WhatIf:
    """Demand of the hardest position before and after `change`.

    Raises ValueError for a lever that this pose does not have, such as depth in a hinge, and Unbalanced where nobody
    could stand so.
    """
    new_body = change.body or body
    new_load = load_kg if change.load_kg is None else change.load_kg
    new_pose = changed(pose, change, new_body)
    skeleton = at_phase(new_pose, new_body, new_load)
    if any(fault.startswith(NOT_BALANCED) for fault in skeleton.faults):
        raise Unbalanced(f"{pose.id}: no trunk leans far enough to stand over the feet")
    return WhatIf(demand(pose, body, load_kg), demand(new_pose, new_body, new_load), new_pose, new_body, new_load)


def changed(pose: Pose, change: Change, body: Body) -> Pose:
    """The pose with its levers moved; `body` turns metres into shares of stature."""
    hard = pose.hard
    values: dict[str, object] = {}
    if change.depth_deg is not None:
        if hard.thigh is None:
            raise ValueError(f"{pose.id} is not a squat: it has no depth")
        values["thigh"] = THIGH_LEVEL + change.depth_deg
    if change.ankle_deg is not None:
        values["shin"] = change.ankle_deg
    if change.stance_deg is not None:
        values["knee_out"] = change.stance_deg
    if change.hold is not None:
        values["arm"] = Arm(change.hold)
        values["far_arm"] = None
    if change.bar_height is not None:
        if hard.bar_height is None:
            raise ValueError(f"{pose.id} has no bar that is lowered to a height")
        values["bar_height"] = change.bar_height
    if change.bar_drift_m is not None:
        if hard.arm.hold is not Hold.BAR:
            raise ValueError(f"{pose.id} has no bar that could drift away")
        values["bar_ahead"] = hard.bar_ahead + change.bar_drift_m / body.stature_m
    if change.pressure_at is not None:
        values["support_at"] = change.pressure_at
    if change.lumbar_deg is not None:
        values["lumbar"] = change.lumbar_deg
    return replace(pose, hard=replace(hard, **values)) if values else pose  # type: ignore[arg-type]


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
