"""Doses, loads and days in words."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from core.planning import Prescription, Session
from core.units import MassUnit, format_mass
from core.words import Measure

UNIT = {Measure.REPS: "", Measure.SECONDS: " s", Measure.MINUTES: " min"}


def span(low: int, high: int) -> str:
    """ "8–12", or "8" where both are the same."""
    return f"{low}" if low == high else f"{low}–{high}"


def target(prescription: Prescription) -> str:
    """Sets and target: "3 × 8–12 a side", "2 × 20–30 s", "5 min"."""
    amount = span(prescription.low, prescription.high) + UNIT[prescription.measure]
    side = " a side" if prescription.one_sided else ""
    if prescription.measure is Measure.MINUTES:
        return f"{amount}{side}"
    return f"{prescription.sets} × {amount}{side}"


def load(prescription: Prescription, unit: MassUnit) -> str:
    """The first working load, empty without one."""
    return format_mass(prescription.load_kg, unit) if prescription.load_kg else ""


def dose(prescription: Prescription, unit: MassUnit) -> str:
    """The whole dose on one line."""
    parts = [target(prescription), load(prescription, unit)]
    if prescription.rir is not None:
        parts.append(f"keep {span(*prescription.rir)} in reserve")
    if prescription.sets > 1 and prescription.rest_s:
        parts.append(f"rest {prescription.rest_s} s")
    if prescription.tempo and prescription.rir is not None:
        parts.append(f"tempo {prescription.tempo}")
    return " · ".join(part for part in parts if part)


def day(when: date) -> str:
    """ "Mon 23 Nov"."""
    return f"{when:%a} {when.day} {when:%b}"


def moment(at: datetime, zone: tzinfo) -> str:
    """ "Mon 23 Nov 18:05", by the clocks of this zone."""
    here = at.astimezone(zone)
    return f"{day(here.date())} {here:%H:%M}"


def session_name(session: Session) -> str:
    """ "1 · Mon 23 Nov"."""
    return f"{session.number} · {day(session.day)}"
