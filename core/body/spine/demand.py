"""What a pose asks of the low back: compression and shear at L5/S1, lean, legs, with basis and band."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.body.anthropometry import GRAVITY, Body
from core.body.geometry import direction
from core.body.pose.pose import Basis, Pose, at_phase, bridge_contact
from core.body.pose.posture import ON_FEET, Mode, Posture, Solve
from core.body.pose.skeleton import Skeleton
from core.body.pose.solving import solve
from core.body.spine.cut import Cut, Force, cut, hands_support
from core.body.spine.legs import LegMoments, moments_of

MODEL_BAND = (0.85, 1.3)
"""Half of all published loads lie between these multiples of the model's value (biomechanics evidence 3.2).
"""

BAND_LIMITS_N = (700.0, 1500.0, 2700.0, 4000.0)


class DemandBand(StrEnum):
    """The five bands of compression; neighbours within a band are ties."""

    VERY_LOW = "very_low"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    VERY_HIGH = "very_high"


def band_of(compression_n: float) -> DemandBand:
    """Band of a compression: limits at 0.7, 1.5, 2.7 and 4 kN."""
    return list(DemandBand)[sum(compression_n >= limit for limit in BAND_LIMITS_N)]


@dataclass(frozen=True)
class Demand:
    """Demand of a pose at one phase for one body and load.

    Newtons, newton metres and degrees. `compression_n`, `range_n`, `band` and `times_standing` are None where
    only the posture is known; `moment_nm`, `shear_n` and the leg moments where the model is not valid.
    `lean_deg` is the trunk from the vertical, forward positive. `model_compression_n` keeps the model's own
    value beside a published one.
    """

    compression_n: float | None
    range_n: tuple[float, float] | None
    shear_n: float | None
    moment_nm: float | None
    lean_deg: float
    legs: LegMoments | None
    times_standing: float | None
    times_body_weight: float | None
    basis: Basis
    band: DemandBand | None
    source: str
    flags: tuple[str, ...]
    model_compression_n: float | None

    @property
    def leg_nm_per_kn(self) -> float | None:
        """Leg demand bought per kilonewton on the spine (N m per kN); None where either is unknown."""
        if self.legs is None or not self.compression_n:
            return None
        return self.legs.extension_nm / (self.compression_n / 1000.0)


STANDING = Posture(shin=4.0, knee=2.0, lean=2.0, solve=Solve.SHIN)
MODEL_SOURCE = "Backwise body model, static, slow and controlled repetitions"


@lru_cache(maxsize=512)
def standing_compression_n(body: Body) -> float:
    """Compression of relaxed standing, the yardstick for multiples."""
    return cut(solve(body, STANDING)).compression_n


@lru_cache(maxsize=16384)
def demand(pose: Pose, body: Body, load_kg: float, phase: float = 1.0) -> Demand:
    """Demand of `pose` on `body` with `load_kg` at `phase` (0 start, 1 hardest position).

    A published value is scaled by body mass and is the same at every phase. Raises ValueError for a negative
    load or a phase outside 0 to 1.
    """
    if load_kg < 0:
        raise ValueError(f"a load of {load_kg} kg is negative")
    skeleton = at_phase(pose, body, load_kg, phase)
    model, foot_n = _modelled(pose, skeleton, load_kg)
    legs = moments_of(pose, skeleton, load_kg, foot_n)
    if pose.basis is Basis.PUBLISHED and pose.published is not None:
        scale = body.mass_kg / pose.published.body_kg
        low, high = (value * scale for value in pose.published.range_n)
        return _demand(
            pose,
            skeleton,
            pose.published.compression_n * scale,
            (low, high),
            None,
            legs,
            pose.published.source,
            model,
        )
    if pose.basis is Basis.POSTURE_ONLY or model is None:
        return _demand(pose, skeleton, None, None, None, None, "posture only", model)
    compression = max(0.0, model.compression_n)
    spread = (compression * MODEL_BAND[0], compression * MODEL_BAND[1])
    if pose.basis is Basis.BOUNDED:
        source = "pressure measured in this posture at rest; the movement adds little and is not computed"
        return _demand(pose, skeleton, compression, spread, None, legs, source, model)
    return _demand(pose, skeleton, compression, spread, model, legs, MODEL_SOURCE, model)


def _demand(
    pose: Pose,
    skeleton: Skeleton,
    compression_n: float | None,
    range_n: tuple[float, float] | None,
    shown: Cut | None,
    legs: LegMoments | None,
    source: str,
    model: Cut | None,
) -> Demand:
    return Demand(
        compression_n=compression_n,
        range_n=range_n,
        shear_n=shown.shear_n if shown else None,
        moment_nm=shown.moment_nm if shown else None,
        lean_deg=skeleton.angles.lean,
        legs=legs,
        times_standing=compression_n / standing_compression_n(skeleton.body) if compression_n is not None else None,
        times_body_weight=compression_n / skeleton.body.weight_n if compression_n is not None else None,
        basis=pose.basis,
        band=band_of(compression_n) if compression_n is not None else None,
        source=source,
        flags=pose.flags,
        model_compression_n=model.compression_n if model else None,
    )


def _modelled(pose: Pose, s: Skeleton, load_kg: float) -> tuple[Cut | None, float | None]:
    """The cut with the supports of the pose's mode, and the force under one foot where known."""
    match pose.mode:
        case mode if mode in ON_FEET:
            return cut(s, hands_support(s), pose.back_pad), None
        case Mode.SEAT | Mode.CANTILEVER | Mode.TRUNK_RAISED:
            return cut(s, hands_support(s), pose.back_pad), None
        case Mode.PRESS:
            down = -direction(90.0 - pose.track_deg) * _along_track_n(pose, load_kg)
            return cut(s, (), pose.back_pad, push=down), None
        case Mode.HACK:
            found = cut(s, (), pose.back_pad)
            # The shoulder pads press the sled's share along the trunk.
            return found._replace(compression_n=found.compression_n + _along_track_n(pose, load_kg)), None
        case Mode.BRIDGE:
            return on_bridge(pose, s)
        case Mode.QUAD:
            return cut(s, [_hand_under(s)]), None
        case Mode.LEGS_RAISED:
            return _legs_raised(s), None
        case Mode.PRONE:
            return _lying(s, s.body.constants.prone_n_per_kg), None
        case Mode.SUPINE:
            return _lying(s, s.body.constants.supine_n_per_kg), None
        case Mode.SIDE:
            return _lying(s, s.body.constants.side_n_per_kg), None
        case _:
            return None, None


def _along_track_n(pose: Pose, load_kg: float) -> float:
    return load_kg * GRAVITY * direction(pose.track_deg).real


def _lying(s: Skeleton, n_per_kg: float) -> Cut:
    return Cut(0.0, 0.0, 0.0, 0.0, n_per_kg * s.body.mass_kg, 0.0)


LYING_PARTS = ("head", "upper_arm", "forearm", "hand")


def on_bridge(pose: Pose, s: Skeleton) -> tuple[Cut, float]:
    """Two supports: upper back and feet. On the floor head and arms carry themselves; on a bench the trunk
    carries them.
    """
    contact = bridge_contact(pose, s)
    foot_x = s.near.heel.real + 0.30 * (s.near.toe.real - s.near.heel.real)
    self_carried = () if pose.bench_at else LYING_PARTS
    carried = [(m.mass_kg * GRAVITY, m.at) for m in s.masses if m.name not in self_carried]
    carried += [(h.mass_kg * GRAVITY, h.at) for h in s.held]
    back_n = sum(n * (at.real - foot_x) for n, at in carried) / (contact.real - foot_x)
    forces = [Force(contact, 1j * back_n)]
    forces += [Force(m.at, 1j * m.mass_kg * GRAVITY) for m in s.masses if m.name in self_carried]
    feet_n = sum(n for n, _ in carried) - back_n
    return cut(s, forces), feet_n * (1.0 if s.posture.far is not None else 0.5)


def _hand_under(s: Skeleton) -> Force:
    """On all fours: what the lower hand carries, by moments about the lower knee."""
    hand = min((s.arm.hand, s.far_arm.hand), key=lambda point: point.imag)
    knee_x = min((s.near.knee, s.far.knee), key=lambda point: point.imag).real
    n = sum(m.mass_kg * GRAVITY * (m.at.real - knee_x) for m in s.masses) / (hand.real - knee_x)
    return Force(hand, 1j * n)


def _legs_raised(s: Skeleton) -> Cut:
    """Straight legs held up by someone who lies: only their moment on the trunk flexors is known."""
    joint = s.trunk.l5s1.real
    legs = sum(m.mass_kg * GRAVITY * (m.at.real - joint) for m in s.masses if not m.above_cut and m.name != "pelvis")
    pull = legs / s.body.flexor_arm_m
    return Cut(-legs, 0.0, 0.0, pull, pull, 0.0)
