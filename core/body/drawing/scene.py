"""What equipment needs to know to stand in the right place, and the colours it is made of."""

from __future__ import annotations

from typing import NamedTuple

from core.body.pose.pose import Pose
from core.body.pose.skeleton import Skeleton

PAD, PAD_LIGHT, FRAME, FRAME_DARK = "#5A677B", "#8793A5", "#AEB8C2", "#8C97A3"
WOOD, WOOD_DARK, MAT, BAND, WALL = "#CFA67C", "#AD865E", "#86B3C2", "#E3A72F", "#CBD2D8"
CLOTH = "#D8C7B0"


class Scene(NamedTuple):
    """A pose, its skeleton at this instant, and at the hardest position, where fixed equipment stands."""

    pose: Pose
    now: Skeleton
    hard: Skeleton
    start: Skeleton

    @property
    def stature_m(self) -> float:
        """Stature of the person shown."""
        return self.hard.body.stature_m
