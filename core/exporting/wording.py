"""Doses, loads and days in words, as they stand on paper and in calendars."""

from __future__ import annotations

from datetime import date

from core.knowledge.texts import say
from core.planning import Prescription
from core.units import MassUnit, format_mass
from core.words import Measure


def span(low: int, high: int) -> str:
    """ "8–12", or "8" where both are the same."""
    return f"{low}" if low == high else f"{low}–{high}"


def target(prescription: Prescription) -> str:
    """Sets and target: "3 × 8–12 a side", "2 × 20–30 s", "5 min"."""
    unit = {Measure.REPS: "", Measure.SECONDS: " s", Measure.MINUTES: " min"}[prescription.measure]
    side = say("exporting.a_side") if prescription.one_sided else ""
    amount = " ".join(part for part in (span(prescription.low, prescription.high) + unit, side) if part)
    return amount if prescription.measure is Measure.MINUTES else f"{prescription.sets} × {amount}"


def load(prescription: Prescription, unit: MassUnit) -> str:
    """The first working load, empty without one."""
    return format_mass(prescription.load_kg, unit) if prescription.load_kg else ""


def details(prescription: Prescription) -> str:
    """Reserve, rest and tempo on one line, empty where none of them means anything."""
    parts = []
    if prescription.rir is not None:
        parts.append(say("exporting.reserve", reps=span(*prescription.rir)))
    if prescription.sets > 1 and prescription.rest_s:
        parts.append(say("exporting.rest", seconds=prescription.rest_s))
    if prescription.tempo and prescription.rir is not None:
        parts.append(say("exporting.tempo", tempo=prescription.tempo))
    return " · ".join(parts)


def day(when: date) -> str:
    """ "Mon 23 Nov"."""
    return f"{when:%a} {when.day} {when:%b}"


def full_day(when: date) -> str:
    """ "23 November 2026"."""
    return f"{when.day} {when:%B %Y}"
