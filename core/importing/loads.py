"""The load of an imported set as the journal keeps it: kilograms, both hands together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from core.importing.values import ReadSession
from core.units import KG_PER_LB, MassUnit, to_kg

POUND_STEP = 0.5
KG_STEP = 0.25
CLOSE_LB, CLOSE_KG = 0.01, 0.001
ROUNDED_KG = 0.005
HEAVIEST_KG = 1000


def in_pounds(sessions: Iterable[ReadSession]) -> frozenset[str]:
    """Names whose kilograms were mostly typed as pounds: half pounds that make odd kilograms."""
    votes: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for session in sessions:
        for one in session.sets:
            if one.weight is not None and one.unit is MassUnit.KG:
                votes[one.name][_looks_typed_in_pounds(one.weight)] += 1
    return frozenset(name for name, (no, yes) in votes.items() if yes > no)


def mass_kg(weight: float, unit: MassUnit, typed_in_pounds: bool) -> float:
    """Kilograms of a weight; what was typed as half pounds is put back exactly."""
    if unit is MassUnit.KG and typed_in_pounds:
        weight, unit = round(weight / KG_PER_LB / POUND_STEP) * POUND_STEP, MassUnit.LB
    return round(to_kg(weight, unit), 4)


def _looks_typed_in_pounds(weight_kg: float) -> bool:
    if _off(weight_kg, KG_STEP) < CLOSE_KG:
        return False
    # Apps that round kilograms to two decimals move a half pound by up to five grams.
    return _off(weight_kg / KG_PER_LB, POUND_STEP) <= max(CLOSE_LB, ROUNDED_KG / KG_PER_LB)


def _off(value: float, step: float) -> float:
    return abs(value - round(value / step) * step)
