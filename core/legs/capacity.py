"""What a person's joints can produce: the peak isometric moment of one leg in six joint actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.knowledge.rules import number
from core.words import Experience, Provenance, Sex

Numbers = NDArray[np.float64]
REFERENCE_KG = {sex: number(f"legs.reference_kg.{sex.value}") for sex in Sex}
MASS_EXPONENT = number("legs.mass_exponent")
LEAN_BMI, FAT_COUNTS = number("legs.lean_bmi"), number("legs.fat_counts")
DECLINE_FROM, LATE_FROM = number("legs.decline_from"), number("legs.late_decline_from")
DECLINE, LATE_DECLINE = number("legs.decline_per_decade"), number("legs.late_decline_per_decade")
LEAST_LEFT = number("legs.least_left")
TRAINED = {experience: number(f"legs.trained.{experience.value}") for experience in Experience}


class Action(StrEnum):
    """The six joint actions whose strength decides what the legs can do."""

    KNEE_EXTENSION = "knee_extension"
    KNEE_FLEXION = "knee_flexion"
    HIP_EXTENSION = "hip_extension"
    HIP_ABDUCTION = "hip_abduction"
    HIP_ADDUCTION = "hip_adduction"
    PLANTARFLEXION = "plantarflexion"


class PeakRow(DataRow):
    """Peak moment of one action in N m/kg, as it stands in data/legs/capacity.yaml."""

    id: Action
    male: Annotated[float, Field(gt=0)]
    female: Annotated[float, Field(gt=0)]
    unit: str
    provenance: Provenance
    source: str
    note: str = ""


class CurveRow(DataRow):
    """A curve over an angle, as it stands in data/legs/curves.yaml."""

    id: str
    at: tuple[float, ...]
    share: tuple[float, ...]
    means: str
    provenance: Provenance
    source: str
    note: str = ""

    @model_validator(mode="after")
    def _is_a_curve(self) -> CurveRow:
        if len(self.at) != len(self.share) or list(self.at) != sorted(set(self.at)):
            raise ValueError("at and share need the same length, and at must rise")
        return self


@dataclass(frozen=True)
class Build:
    """What is known of a person before anything was lifted: mass in kg, stature in cm, age in years."""

    sex: Sex
    age: int
    mass_kg: float
    stature_cm: float
    experience: Experience


@dataclass(frozen=True)
class Capacity:
    """Peak isometric moments of one leg in N m, in the order of `Action`.

    The hamstrings bend the knee and stretch the hip: `hip_per_flexion` is what hip extension is beside knee flexion in
    people of this sex, and so what stronger hamstrings give the hip.
    """

    peaks_nm: tuple[float, ...]
    hip_per_flexion: float

    def __getitem__(self, action: Action) -> float:
        return self.peaks_nm[ORDER[action]]

    def scaled(self, factors: Mapping[Action, float]) -> Capacity:
        """The same with some actions multiplied."""
        scaled = (peak * factors.get(action, 1.0) for action, peak in zip(Action, self.peaks_nm, strict=True))
        return Capacity(tuple(scaled), self.hip_per_flexion)


ORDER = {action: place for place, action in enumerate(Action)}


@cache
def peaks() -> Mapping[Action, PeakRow]:
    """The measured peaks by action. Raises DataError where a row is broken or missing."""
    return {row.id: row for row, _, _ in load_rows([DATA_DIR / "legs" / "capacity.yaml"], PeakRow)}


@cache
def curves() -> Mapping[str, CurveRow]:
    """The curves by id. Raises DataError where a row is broken."""
    return {row.id: row for row, _, _ in load_rows([DATA_DIR / "legs" / "curves.yaml"], CurveRow)}


def along(curve_id: str, degrees: Any) -> Numbers:
    """Share that a curve gives at each of these angles."""
    curve = curves()[curve_id]
    return np.asarray(np.interp(degrees, curve.at, curve.share))


def capacity_of(build: Build) -> Capacity:
    """The mean of people of this description.

    Moments grow with the mass that is muscle; mass beyond a lean build counts in part.
    """
    reference_kg = REFERENCE_KG[build.sex]
    factor = reference_kg * (counted_kg(build) / reference_kg) ** MASS_EXPONENT
    factor *= left_at(build.age) * TRAINED[build.experience]
    of_sex = [getattr(peaks()[action], build.sex.value) * factor for action in Action]
    return Capacity(tuple(of_sex), of_sex[ORDER[Action.HIP_EXTENSION]] / of_sex[ORDER[Action.KNEE_FLEXION]])


def counted_kg(build: Build) -> float:
    """Body mass that strength grows with, in kg."""
    lean_kg = min(build.mass_kg, LEAN_BMI * (build.stature_cm / 100) ** 2)
    return lean_kg + (build.mass_kg - lean_kg) * FAT_COUNTS


def left_at(age: float) -> float:
    """Share of a young person's strength that is left at an age in years."""
    early = max(0.0, min(age, LATE_FROM) - DECLINE_FROM) / 10 * DECLINE
    late = max(0.0, age - LATE_FROM) / 10 * LATE_DECLINE
    return max(LEAST_LEFT, 1.0 - early - late)
