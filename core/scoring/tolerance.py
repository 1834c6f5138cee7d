"""Exercises and a person's tolerance on one scale: load along the spine, forward lean, forward pull."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from core.body.spine.demand import BAND_LIMITS_N, DemandBand, standing_compression_n
from core.body.spine.ratings import COMPRESSION_BY_BAND, LEAN_LIMITS_DEG, SHEAR_LIMITS_N
from core.demand import HIGHEST_RATING, SpinalDemand, body_of, tolerated_rating
from core.profile import Profile
from core.words import Axis

SCALED = (Axis.COMPRESSION, Axis.LEAN, Axis.SHEAR)
"""The axes on which the body model gives more than a rating."""

TOP: Mapping[Axis, float] = MappingProxyType({Axis.LEAN: 80.0, Axis.SHEAR: 600.0})
"""Where the highest rating ends for exercises that are rated by hand alone: degrees, newtons."""


@dataclass(frozen=True)
class Scale:
    """One axis in its own unit: multiples of standing, degrees, or shares of body weight.

    `edges` part its bands from low to high; from `limit` on an exercise is left out, None where nothing is.
    """

    axis: Axis
    edges: tuple[float, ...]
    limit: float | None


@dataclass(frozen=True)
class Place:
    """Where an exercise stands on a scale; `by_hand` where only its rating is known, so that the place is rough."""

    value: float
    by_hand: bool


def scale_for(axis: Axis, profile: Profile) -> Scale:
    """The scale of one of `SCALED` with this person's limit on it."""
    most = tolerated_rating(profile.sensitivity[axis])
    if axis is Axis.COMPRESSION:
        standing_n = standing_compression_n(body_of(profile))
        edges = tuple(limit / standing_n for limit in BAND_LIMITS_N)
        beyond = [index for index, band in enumerate(DemandBand) if COMPRESSION_BY_BAND[band] > most]
        return Scale(axis, edges, edges[beyond[0] - 1] if beyond else None)
    edges = tuple(limit / _unit(axis, profile) for limit in _limits(axis))
    return Scale(axis, edges, edges[most] if most < HIGHEST_RATING else None)


def place_on(axis: Axis, asked: SpinalDemand, profile: Profile) -> Place | None:
    """Where an exercise stands on a scale; None where its load along the spine is not known.

    Lean and pull come from the model where its rating counts, else from the middle of the rating given by hand.
    """
    found = asked.found
    if axis is Axis.COMPRESSION:
        known = found is not None and found.times_standing is not None
        return Place(found.times_standing, by_hand=False) if known and found and found.times_standing else None
    unit = _unit(axis, profile)
    if found is not None and asked.by_model.get(axis) == asked.used[axis]:
        value = max(found.lean_deg, 0.0) if axis is Axis.LEAN else abs(found.shear_n or 0.0)
        return Place(value / unit, by_hand=False)
    low, high = list(pairwise((0.0, *_limits(axis), TOP[axis])))[asked.used[axis]]
    return Place((low + high) / 2 / unit, by_hand=True)


def tightest(profile: Profile) -> Axis:
    """The scaled axis on which this person tolerates least, load along the spine where several are alike."""
    return min(SCALED, key=lambda axis: tolerated_rating(profile.sensitivity[axis]))


def _limits(axis: Axis) -> tuple[float, ...]:
    return LEAN_LIMITS_DEG if axis is Axis.LEAN else SHEAR_LIMITS_N


def _unit(axis: Axis, profile: Profile) -> float:
    return 1.0 if axis is Axis.LEAN else body_of(profile).weight_n
