"""Demand as ratings 0 to 3 on the axes the model can speak of, to stand beside the ratings given by hand.

The limits are a design choice, made so that standing is low and a heavy barbell lift is 3; they are not
thresholds of harm.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from types import MappingProxyType

from core.body.pose.pose import Basis, Pose
from core.body.pose.posture import ON_FEET
from core.body.spine.demand import Demand, DemandBand
from core.words import Axis

COMPRESSION_BY_BAND = MappingProxyType(
    {
        DemandBand.VERY_LOW: 0,
        DemandBand.LOW: 1,
        DemandBand.MODERATE: 1,
        DemandBand.HIGH: 2,
        DemandBand.VERY_HIGH: 3,
    }
)
SHEAR_LIMITS_N = (100.0, 330.0, 500.0)
LEAN_LIMITS_DEG = (20.0, 45.0, 60.0)
WORTH_EXPLAINING = 2


def ratings(pose: Pose, found: Demand) -> Mapping[Axis, int]:
    """Compression for every known demand; shear and lean only for someone who stands free in the model."""
    rated: dict[Axis, int] = {}
    if found.band is not None:
        rated[Axis.COMPRESSION] = COMPRESSION_BY_BAND[found.band]
    free = pose.mode in ON_FEET and not pose.back_pad
    if free and found.basis is Basis.MODELLED and found.shear_n is not None:
        rated[Axis.SHEAR] = bisect_right(SHEAR_LIMITS_N, abs(found.shear_n))
        rated[Axis.LEAN] = bisect_right(LEAN_LIMITS_DEG, found.lean_deg)
    return MappingProxyType(rated)


def differing(by_hand: Mapping[Axis, int], by_model: Mapping[Axis, int]) -> Mapping[Axis, int]:
    """Axes on which model and hand differ by more than one step: model less hand."""
    gaps = {axis: value - by_hand.get(axis, 0) for axis, value in by_model.items()}
    return MappingProxyType({axis: gap for axis, gap in gaps.items() if abs(gap) >= WORTH_EXPLAINING})
