"""Joint angles of the main lifts lie in the bands that people show; what does not is named with its reason."""

from __future__ import annotations

import pytest

from core.body.anthropometry import REFERENCE_MAN, REFERENCE_WOMAN
from core.body.pose.library import load_poses
from core.body.validation import AngleRow, angle_bands

ANGLES = ("knee", "hip", "lean", "shin")
BANDS = [(row, angle) for row in angle_bands() for angle in ANGLES if getattr(row, angle) is not None]


def test_twenty_lifts_and_more_have_bands() -> None:
    assert len({row.exercise for row in angle_bands()}) >= 20
    assert len(BANDS) >= 50


@pytest.mark.parametrize(("row", "angle"), BANDS, ids=[f"{row.exercise}-{angle}" for row, angle in BANDS])
def test_a_pose_keeps_its_band(row: AngleRow, angle: str) -> None:
    low, high = getattr(row, angle)
    values = [row.angle_of(load_poses()[row.exercise], angle, body) for body in (REFERENCE_MAN, REFERENCE_WOMAN)]
    keeps = all(low <= value <= high for value in values)
    assert keeps != (angle in row.miss), (row.exercise, angle, values)
