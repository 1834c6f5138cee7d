"""Kilograms and pounds, centimetres and feet, and rounding to what can be loaded.

Everything is stored in SI; a person's own units are for showing and typing.
"""

from __future__ import annotations

import math
from enum import StrEnum

KG_PER_LB = 0.45359237


class MassUnit(StrEnum):
    """Unit in which a person reads and types loads."""

    KG = "kg"
    LB = "lb"


class LengthUnit(StrEnum):
    """Unit in which a person reads and types heights."""

    CM = "cm"
    FT = "ft"


def to_kg(value: float, unit: MassUnit) -> float:
    """Mass in kilograms of `value` in `unit`."""
    return value * KG_PER_LB if unit is MassUnit.LB else value


def from_kg(mass_kg: float, unit: MassUnit) -> float:
    """Mass in `unit` of `mass_kg` kilograms."""
    return mass_kg / KG_PER_LB if unit is MassUnit.LB else mass_kg


def round_down_to(value: float, increment: float) -> float:
    """Largest multiple of `increment` not above `value` (what a gym can load)."""
    steps = math.floor(value / increment + 1e-9)
    return round(steps * increment, 4)


def format_mass(mass_kg: float, unit: MassUnit) -> str:
    """`mass_kg` in the person's unit with at most two decimals: "12.5 kg", "45 lb"."""
    value = round(from_kg(mass_kg, unit), 2 if unit is MassUnit.KG else 1)
    return f"{value:g} {unit.value}"
