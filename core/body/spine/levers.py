"""Which levers an exercise has, and how far each may be moved while the model still speaks of the same exercise."""

from __future__ import annotations

from dataclasses import dataclass

from core.body.pose.pose import Basis, LoadPlace, LoadShape, Pose
from core.body.pose.posture import Hold, Mode, Solve
from core.body.spine.what_if import THIGH_LEVEL

LOAD_SPAN = 2.0
"""A load may be doubled."""
ANKLE_DEG, STANCE_DEG = (8, 40), (0, 45)
IN_HANDS, ON_SHOULDERS = (Hold.GOBLET, Hold.HANG), (Hold.FRONT_RACK, Hold.SAFETY_BAR, Hold.BACK_HIGH, Hold.BACK_LOW)


@dataclass(frozen=True)
class Levers:
    """What can be moved, with the value it has now; None or empty where the pose has no such lever.

    Degrees as in `Change`: `depth_deg` above level, `ankle_deg` forward lean of the shin, `stance_deg` knees outwards.
    """

    has_load: bool = False
    depth_deg: float | None = None
    ankle_deg: float | None = None
    stance_deg: float | None = None
    hold: Hold | None = None
    holds: tuple[Hold, ...] = ()

    @property
    def any(self) -> bool:
        """True where at least one can be moved."""
        return self.has_load or self.depth_deg is not None


def levers_of(pose: Pose) -> Levers:
    """The levers of a pose; none where the model does not compute it from the posture and the load."""
    if pose.basis is not Basis.MODELLED or pose.front_hard is not None:
        return Levers()
    has_load = (
        pose.load_shape is not LoadShape.NONE or pose.load_place is not LoadPlace.HELD or bool(pose.typical_share)
    )
    hard = pose.hard
    squats = pose.mode is Mode.STAND and hard.solve is Solve.LEAN and hard.thigh is not None and not pose.back_pad
    if not squats:
        return Levers(has_load=has_load)
    holds = next((own for own in (IN_HANDS, ON_SHOULDERS) if has_load and hard.arm.hold in own), ())
    return Levers(
        has_load=has_load,
        depth_deg=hard.thigh - THIGH_LEVEL if hard.thigh is not None else None,
        ankle_deg=hard.shin,
        stance_deg=hard.knee_out,
        hold=hard.arm.hold if holds else None,
        holds=holds,
    )
