"""What-if: levers that answer, and the honest word where nobody could stand."""

from __future__ import annotations

import pytest

from core.body.anthropometry import Body
from core.body.pose.library import load_poses
from core.body.spine.what_if import Change, Unbalanced, what_if


def test_where_nobody_could_stand_it_says_so() -> None:
    body = Body(1.75, 75.0)
    for ankle_deg in (8.0, 12.0, 16.0):
        with pytest.raises(Unbalanced):
            what_if(load_poses()["goblet_squat"], body, 16.0, Change(ankle_deg=ankle_deg))
    leans = [
        what_if(load_poses()["goblet_squat"], body, 16.0, Change(ankle_deg=ankle_deg)).after.lean_deg
        for ankle_deg in (24.0, 28.0, 32.0, 36.0)
    ]
    assert leans == sorted(set(leans), reverse=True)
