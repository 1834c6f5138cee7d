"""The journal in the CSV shapes of Strong and of Hevy, so that nobody is locked in.

Both know sessions, exercises, sets, weight, repetitions, seconds, effort and notes; pain, mornings and scores have no
place there and stay behind (the own CSV has them all). Times are local and without a zone, as those apps write them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from core.catalog import Catalog
from core.exporting.journal_csv import guarded
from core.journal import Journal, SessionEntry, SetEntry
from core.knowledge.texts import say
from core.units import KG_PER_LB, MassUnit, from_kg

STRONG_COLUMNS = (
    "Date", "Workout Name", "Duration", "Exercise Name", "Set Order", "Weight", "Reps", "Distance", "Seconds",
    "Notes", "Workout Notes", "RPE",
)  # fmt: skip
"""The form that Strong writes since 2020, with commas; it carries no unit."""

HEVY_COLUMNS = (
    "title", "start_time", "end_time", "description", "exercise_title", "superset_id", "exercise_notes", "set_index",
    "set_type", "weight_kg", "reps", "distance_km", "duration_seconds", "rpe",
)  # fmt: skip
HEVY_POUNDS = {"weight_kg": "weight_lbs", "distance_km": "distance_miles"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_RPE = 10
LEAST_RPE = 6
MINUTES_PER_HOUR = 60
HALF_POUND = 0.5


def to_strong_csv(journal: Journal, catalog: Catalog, unit: MassUnit, zone: tzinfo) -> str:
    """Strong's shape, oldest session first; weights in the person's unit, which the person tells on import."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(STRONG_COLUMNS)
    for session in journal.sessions:
        for place, (order, done) in enumerate(_numbered(session)):
            writer.writerow(
                (
                    f"{session.started_at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
                    say("exporting.workout"),
                    _duration(session),
                    guarded(_name(done, catalog)),
                    order,
                    _weight(done, unit) or "0",
                    done.reps or 0,
                    0,
                    done.seconds or 0,
                    guarded(_note(session, done.exercise_id)) if order == 1 else "",
                    guarded(session.note) if place == 0 else "",
                    _rpe(done),
                )
            )
    return out.getvalue()


def to_hevy_csv(journal: Journal, catalog: Catalog, unit: MassUnit, zone: tzinfo) -> str:
    """Hevy's shape, newest session first; the header says kilograms or pounds."""
    out = io.StringIO(newline="")
    in_pounds = unit is MassUnit.LB
    header = [HEVY_POUNDS.get(one, one) if in_pounds else one for one in HEVY_COLUMNS]
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(header)
    for session in reversed(journal.sessions):
        for order, done in _numbered(session):
            writer.writerow(
                (
                    say("exporting.workout"),
                    _hevy_time(session.started_at.astimezone(zone)),
                    _hevy_time(_end(session).astimezone(zone)),
                    guarded(session.note),
                    guarded(_name(done, catalog)),
                    "",
                    guarded(_note(session, done.exercise_id)),
                    order - 1,
                    "normal",
                    _weight(done, unit),
                    "" if done.reps is None else done.reps,
                    "",
                    "" if done.seconds is None else done.seconds,
                    _rpe(done),
                )
            )
    return out.getvalue()


def _numbered(session: SessionEntry) -> Iterator[tuple[int, SetEntry]]:
    """The sets of a session by exercise, each with its number from 1 as those apps count them."""
    for exercise_id in dict.fromkeys(one.exercise_id for one in session.sets):
        own = sorted((one for one in session.sets if one.exercise_id == exercise_id), key=lambda one: one.number)
        yield from enumerate(own, start=1)


def _name(done: SetEntry, catalog: Catalog) -> str:
    return catalog[done.exercise_id].name if done.exercise_id in catalog else done.exercise_id


def _note(session: SessionEntry, exercise_id: str) -> str:
    return next((one.note for one in session.exercises if one.exercise_id == exercise_id), "")


def _weight(done: SetEntry, unit: MassUnit) -> str:
    """The weight in the unit, empty without one; pounds to the half pound that was typed where that is the same."""
    if not done.load_kg:
        return ""
    value = from_kg(done.load_kg, unit)
    if unit is MassUnit.LB:
        typed = round(value / HALF_POUND) * HALF_POUND
        value = typed if abs(typed - value) * KG_PER_LB < 0.01 else value
    return f"{round(value, 4):.10g}"


def _rpe(done: SetEntry) -> str:
    """Effort as those apps count it, 10 less the repetitions in reserve; below 6 they have none."""
    return "" if done.rir is None or MOST_RPE - done.rir < LEAST_RPE else str(MOST_RPE - done.rir)


def _end(session: SessionEntry) -> datetime:
    if session.minutes is not None:
        return session.started_at + timedelta(minutes=session.minutes)
    return session.finished_at or session.started_at


def _duration(session: SessionEntry) -> str:
    minutes = max(0, round((_end(session) - session.started_at).total_seconds() / MINUTES_PER_HOUR))
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    return f"{hours}h {rest}m" if hours else f"{rest}m"


def _hevy_time(moment: datetime) -> str:
    """ "5 Dec 2025, 11:37", in English whatever the machine speaks."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}"
