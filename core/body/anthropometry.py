"""A body from stature, mass and sex: lengths, masses and muscle lever arms, each constant with its source.

No constant is fitted to the loads the model is checked against, and none may be tuned for one exercise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.words import Sex

GRAVITY = 9.81

_LEVA = "de Leva 1996, J Biomech (adjusted Zatsiorsky-Seluyanov); verified in stored data tables"
_WINTER = "Drillis and Contini in Winter, Biomechanics and Motor Control; from knowledge"
_CHAFFIN = "Chaffin and Andersson, Occupational Biomechanics; from knowledge"
_WILKE = "Wilke 1999, Spine: pressure lying 0.10 / 0.11 / 0.12 MPa x 1188 mm2 / 70 kg; verified in the abstract"
_DESIGN = "design: position of the load seen in photographs of the lift"


def _from(value: Any, source: str) -> Any:
    return field(default=value, metadata={"source": source})


@dataclass(frozen=True)
class Segments:
    """Masses as a share of body mass and centres of mass as a share of the segment from its upper end."""

    head: float
    trunk: float
    lower_trunk: float
    upper_arm: float
    forearm: float
    hand: float
    thigh: float
    shank: float
    foot: float
    head_centre: float
    trunk_centre: float
    upper_arm_centre: float
    forearm_centre: float
    thigh_centre: float
    shank_centre: float
    foot_centre: float
    source: str = _LEVA


MALE = Segments(
    0.0694, 0.4346, 0.1117, 0.0271, 0.0162, 0.0061, 0.1416, 0.0433, 0.0137,
    0.5002, 0.4310, 0.5772, 0.4574, 0.4095, 0.4395, 0.4415,
)  # fmt: skip
FEMALE = Segments(
    0.0668, 0.4257, 0.1247, 0.0255, 0.0138, 0.0056, 0.1478, 0.0481, 0.0129,
    0.4841, 0.3782, 0.5754, 0.4559, 0.3612, 0.4352, 0.4014,
)  # fmt: skip
SEGMENTS = {Sex.MALE: MALE, Sex.FEMALE: FEMALE}


@dataclass(frozen=True)
class HoldPoints:
    """Where a held load lies: share of the trunk above the hip, and share of stature in front of its line."""

    back_high: tuple[float, float] = _from((1.045, -0.038), _DESIGN)
    back_low: tuple[float, float] = _from((0.900, -0.062), _DESIGN)
    front_rack: tuple[float, float] = _from((1.03, 0.062), _DESIGN)
    safety_bar: tuple[float, float] = _from((1.00, 0.012), _DESIGN)
    goblet: tuple[float, float] = _from((0.74, 0.135), _DESIGN)
    chest: tuple[float, float] = _from((0.80, 0.09), _DESIGN)


HOLD_POINTS = HoldPoints()


@dataclass(frozen=True)
class Constants:
    """All constants of the model. Lengths are shares of stature unless said otherwise; `source` is in the
    metadata.
    """

    head: float = _from(0.130, _WINTER)
    neck: float = _from(0.052, _WINTER)
    trunk: float = _from(0.288, _WINTER)
    upper_arm: float = _from(0.186, _WINTER)
    forearm: float = _from(0.146, _WINTER)
    grip: float = _from(0.0496, _WINTER)
    thigh: float = _from(0.245, _WINTER)
    shank: float = _from(0.246, _WINTER)
    foot: float = _from(0.152, _WINTER)
    ankle_height: float = _from(0.039, _WINTER)
    ankle_along_foot: float = _from(0.25, _WINTER)
    support_along_foot: float = _from(0.48, "design: pressure under the middle of the foot, heel 0 to toe 1")
    ball_along_foot: float = _from(0.72, _WINTER)
    scapula_drop: float = _from(0.015, "design: the shoulder girdle sinks under a hanging load")
    l5s1_along_trunk: float = _from(0.19, _CHAFFIN)
    lumbar_along_trunk: float = _from(0.35, _CHAFFIN)
    lower_trunk_below_cut: float = _from(0.75, "derived: part of de Leva's lower trunk below L5/S1")
    l5s1_behind: float = _from(0.015, _CHAFFIN)
    extensor_arm: float = _from(
        0.034,
        "6.0 cm at 1.76 m, Cholewicki 1991 (verified); scales with stature, Jorgensen 2001 (abstract)",
    )
    flexor_arm: float = _from(0.060, "McGill 1988 and " + _CHAFFIN)
    extensor_obliquity_deg: float = _from(5.0, "Cholewicki 1991; verified in the abstract")
    obliquity_gone_at_deg: float = _from(50.0, "McGill 2000: lost with lumbar flexion; from knowledge")
    pad_friction: float = _from(0.30, "assumption: clothes on an upholstered pad")
    supine_n_per_kg: float = _from(1.70, _WILKE)
    prone_n_per_kg: float = _from(1.87, _WILKE)
    side_n_per_kg: float = _from(2.04, _WILKE)
    holds: HoldPoints = field(default=HOLD_POINTS, metadata={"source": _DESIGN})


LITERATURE = Constants()


@dataclass(frozen=True)
class Body:
    """A person as a mechanism: stature in metres, mass in kilograms, sex for the mass tables.

    `constants` is only ever exchanged to ask how much the results hang on them.
    """

    stature_m: float = 1.75
    mass_kg: float = 75.0
    sex: Sex = Sex.MALE
    constants: Constants = LITERATURE

    @cached_property
    def weight_n(self) -> float:
        """Body weight."""
        return self.mass_kg * GRAVITY

    @cached_property
    def segments(self) -> Segments:
        """Mass table of the person's sex."""
        return SEGMENTS[self.sex]

    @cached_property
    def thigh_m(self) -> float:
        """Hip to knee."""
        return self.constants.thigh * self.stature_m

    @cached_property
    def shank_m(self) -> float:
        """Knee to ankle."""
        return self.constants.shank * self.stature_m

    @cached_property
    def foot_m(self) -> float:
        """Heel to toe."""
        return self.constants.foot * self.stature_m

    @cached_property
    def ankle_m(self) -> float:
        """Ankle above the sole."""
        return self.constants.ankle_height * self.stature_m

    @cached_property
    def trunk_m(self) -> float:
        """Hip to shoulder."""
        return self.constants.trunk * self.stature_m

    @cached_property
    def upper_arm_m(self) -> float:
        """Shoulder to elbow."""
        return self.constants.upper_arm * self.stature_m

    @cached_property
    def forearm_m(self) -> float:
        """Elbow to wrist."""
        return self.constants.forearm * self.stature_m

    @cached_property
    def lower_arm_m(self) -> float:
        """Elbow to the middle of the grip."""
        return (self.constants.forearm + self.constants.grip) * self.stature_m

    @cached_property
    def arm_m(self) -> float:
        """Shoulder to the middle of the grip."""
        return self.upper_arm_m + self.lower_arm_m

    @cached_property
    def pelvis_kg(self) -> float:
        """Part of the trunk below the cut at L5/S1."""
        return self.constants.lower_trunk_below_cut * self.segments.lower_trunk * self.mass_kg

    @cached_property
    def upper_trunk_kg(self) -> float:
        """Part of the trunk above the cut."""
        return self.segments.trunk * self.mass_kg - self.pelvis_kg

    @cached_property
    def upper_trunk_centre(self) -> float:
        """Centre of mass of the trunk above the cut, share of the line from hip to shoulder."""
        whole = self.segments.trunk * self.mass_kg * (1 - self.segments.trunk_centre)
        return (whole - self.pelvis_kg * 0.5 * self.constants.l5s1_along_trunk) / self.upper_trunk_kg

    @cached_property
    def extensor_arm_m(self) -> float:
        """Lever of the back extensors at L5/S1."""
        return self.constants.extensor_arm * self.stature_m

    @cached_property
    def flexor_arm_m(self) -> float:
        """Lever of the trunk flexors at L5/S1."""
        return self.constants.flexor_arm * self.stature_m


REFERENCE_MAN = Body(1.75, 75.0, Sex.MALE)
REFERENCE_WOMAN = Body(1.65, 63.0, Sex.FEMALE)
