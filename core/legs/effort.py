"""From moments to efforts of muscle groups: who carries how much of a hip and a knee, by least sum of cubes.

knee: Q q - Hk h = knee moment; hip: G g + Hh h = hip moment. q, g, h are the efforts of quadriceps, one-joint hip
extensors and hamstrings, each 1 where a group gives all it has. The least q³ + g³ + h³ (Crowninshield and Brand 1981)
has a closed form. Where the push along the floor is open, the leg turns it to where the efforts cost least.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from core.knowledge.rules import number
from core.legs.capacity import Action, Capacity, Numbers, along

SHORTENED = number("legs.hamstrings_shortened")
TINY = 1e-9


class Efforts(NamedTuple):
    """Efforts of the muscle groups, 1 = all a group can give; `hamstring_length_deg` is their length as degrees of hip
    flexion with straight knees. Arrays of one shape.
    """

    quads: Numbers
    hips: Numbers
    hamstrings: Numbers
    calves: Numbers
    abductors: Numbers
    adductors: Numbers
    hamstring_length_deg: Numbers


class Levers(NamedTuple):
    """What the groups about knee and hip can give in N m at their angles; arrays of one shape."""

    quads_nm: Numbers
    hips_nm: Numbers
    hamstrings_knee_nm: Numbers
    hamstrings_hip_nm: Numbers
    calves_nm: Numbers
    hamstring_length_deg: Numbers


def levers(angles: Mapping[str, Numbers], capacity: Capacity) -> Levers:
    """Moments that the groups can give at these angles (`knee_deg`, `hip_deg`, `ankle_deg`)."""
    knee_deg, hip_deg = angles["knee_deg"], angles["hip_deg"]
    length_deg = hip_deg - SHORTENED * knee_deg
    force, share = along("hamstring_force", length_deg), along("hamstring_share", hip_deg)
    at_angle = along("hip_extension", hip_deg)
    flexion_nm = capacity[Action.KNEE_FLEXION]
    ankle = along("plantarflexion", angles["ankle_deg"]) * along("plantarflexion_knee", knee_deg)
    return Levers(
        quads_nm=capacity[Action.KNEE_EXTENSION] * along("knee_extension", knee_deg),
        hips_nm=(1 - share) * capacity[Action.HIP_EXTENSION] * at_angle,
        hamstrings_knee_nm=flexion_nm * along("knee_flexion", knee_deg) * force,
        hamstrings_hip_nm=share * force * flexion_nm * capacity.hip_per_flexion * at_angle,
        calves_nm=capacity[Action.PLANTARFLEXION] * ankle,
        hamstring_length_deg=length_deg,
    )


def efforts(moments: Mapping[str, Numbers], have: Levers, capacity: Capacity) -> Efforts:
    """Efforts under moments in N m, named as in `core.legs.moments.Moments`; arrays of the shape of `have`."""
    quads, hips, hamstrings = shared(moments, have)
    return Efforts(
        quads,
        hips,
        hamstrings,
        np.maximum(0.0, moments["ankle_nm"]) / have.calves_nm,
        moments["abduction_nm"] / capacity[Action.HIP_ABDUCTION],
        moments["adduction_nm"] / capacity[Action.HIP_ADDUCTION],
        have.hamstring_length_deg,
    )


def shared(moments: Mapping[str, Numbers], have: Levers) -> tuple[Numbers, Numbers, Numbers]:
    """Efforts of quadriceps, hip extensors and hamstrings under `knee_nm` and `hip_nm`, with the best push along the
    floor that `push_knee_nm` and `push_hip_nm` leave open."""
    knee, hip = moments["knee_nm"], moments["hip_nm"]
    best = _without_push(knee, hip, have)
    open_rows = moments["push_knee_nm"] != 0
    if not open_rows.any():
        return best
    rows = Levers(*(lever[open_rows] for lever in have))
    knee, hip = knee[open_rows], hip[open_rows]
    push_knee, push_hip = moments["push_knee_nm"][open_rows], moments["push_hip_nm"][open_rows]
    costs, tried = [], []
    for push in _pushes(knee, hip, push_knee, push_hip, rows):
        at = _without_push(knee + push * push_knee, hip + push * push_hip, rows)
        tried.append(at)
        costs.append(at[0] ** 3 + at[1] ** 3 + at[2] ** 3)
    cheapest = np.argmin(costs, axis=0)
    for place, group in enumerate(best):
        group[open_rows] = np.choose(cheapest, [at[place] for at in tried])
    return best


def _pushes(knee: Numbers, hip: Numbers, push_knee: Numbers, push_hip: Numbers, have: Levers) -> list[Numbers]:
    """Shares of the push along the floor, -1 to 1, among which the cheapest lies: the ends, where a joint is free of
    load, and where shifting it between knee and hip no longer pays."""
    # Least cost along the push: q² push_knee / Q = -g² push_hip / G, and h as among muscles.
    trade = np.sqrt(np.maximum(0.0, -(push_hip / have.hips_nm) / (push_knee / have.quads_nm)))
    b, d = have.hamstrings_knee_nm / have.quads_nm, have.hamstrings_hip_nm / have.hips_nm
    with_hamstrings = np.sqrt(np.maximum(0.0, d - b * trade**2))
    per_hip = push_hip * (have.quads_nm * trade - have.hamstrings_knee_nm * with_hamstrings)
    per_hip -= push_knee * (have.hips_nm + have.hamstrings_hip_nm * with_hamstrings)
    hips = (push_hip * knee - push_knee * hip) / _not_nothing(per_hip)
    held = hips * (have.quads_nm * trade - have.hamstrings_knee_nm * with_hamstrings)
    ends = np.ones_like(knee)
    # Where hamstrings alone bend the knee, they and the hip extensors share what pushing shifts.
    bent, bent_more = -knee / have.hamstrings_knee_nm, -push_knee / have.hamstrings_knee_nm
    rest, rest_more = hip / have.hips_nm - d * bent, push_hip / have.hips_nm - d * bent_more
    shift = np.sqrt(np.maximum(0.0, -rest_more / bent_more))
    turned = (shift * rest - bent) / _not_nothing(bent_more - shift * rest_more)
    middles = [(held - knee) / push_knee, turned, -knee / push_knee, -hip / _not_nothing(push_hip)]
    return [-ends, ends, *(np.clip(middle, -1.0, 1.0) for middle in middles)]


def _not_nothing(values: Numbers) -> Numbers:
    return np.where(np.abs(values) < TINY, TINY, values)


def _without_push(knee: Numbers, hip: Numbers, have: Levers) -> tuple[Numbers, Numbers, Numbers]:
    """Efforts of quadriceps, hip extensors and hamstrings. Hamstrings give at least what bends the knee; from there the
    cost falls while its slope, a rising parabola, is below nothing.
    """
    least = np.maximum(0.0, -knee / have.hamstrings_knee_nm)
    b, d = have.hamstrings_knee_nm / have.quads_nm, have.hamstrings_hip_nm / have.hips_nm
    quads = np.maximum(0.0, knee / have.quads_nm + b * least)
    hips = np.maximum(0.0, hip / have.hips_nm - d * least)
    slope = b * quads**2 - d * hips**2 + least**2
    bend = b**3 - d**3 + 1
    half = quads * b**2 + hips * d**2 + least
    root = np.sqrt(np.maximum(0.0, half**2 - bend * slope))
    more = np.maximum(0.0, -slope / np.maximum(half + root, TINY))
    return quads + b * more, hips - d * more, least + more
