"""Journals for tests of adapting: short ways to write sessions, mornings and exposures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.adapting import DoseContext, Exposure, Flags
from core.journal import ExerciseEntry, Journal, MorningEntry, SessionEntry, SetEntry
from core.planning import Part, Prescription
from core.words import Light, Measure

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
START = date(2026, 8, 31)
G, A, R, U = Light.GREEN, Light.AMBER, Light.RED, Light.UNKNOWN


def on(day: int) -> date:
    """The day with this number, counted from a Monday."""
    return START + day * DAY


def screened(day: int) -> Flags:
    """The full screening answered again, late on a day."""
    return Flags(screened_at=datetime.combine(on(day), time(23), UTC))


def sets(exercise_id: str, *reps: int, load_kg: float | None = None, rir: int | None = 3) -> tuple[SetEntry, ...]:
    """Sets of one exercise with these repetitions."""
    return tuple(
        SetEntry(exercise_id, number, reps=count, load_kg=load_kg, rir=rir) for number, count in enumerate(reps, 1)
    )


def session(day: int, done: Sequence[SetEntry] = (), *felt: ExerciseEntry, **changes: Any) -> SessionEntry:
    """A calm, finished session on a day: pain 1 before, 2 at most."""
    started = datetime.combine(on(day), datetime.min.time(), UTC) + timedelta(hours=18)
    calm = SessionEntry(
        id=f"day-{day}",
        day=on(day),
        started_at=started,
        finished_at=started + timedelta(minutes=40),
        pain_before=1,
        pain_worst=2,
        exercises=tuple(felt),
        sets=tuple(done),
    )
    return replace(calm, **changes)


def journal(*sessions: SessionEntry, mornings: dict[int, int] | None = None, missing: Sequence[int] = ()) -> Journal:
    """A journal in which every morning after is calm, but for those given by day, or missing."""
    pains = {(one.day - START).days + 1: 1 for one in sessions} | (mornings or {})
    noted = {day: pain for day, pain in pains.items() if day not in missing}
    return Journal(tuple(sessions), tuple(MorningEntry(on(day), None, pain) for day, pain in sorted(noted.items())))


def lifted(
    *lights: Light, load_kg: float | None = 40.0, reps: tuple[int, ...] = (12, 12), rir: int | None = 3, every: int = 3
) -> list[Exposure]:
    """Exposures a few days apart with these lights, all of them alike otherwise."""
    return [Exposure(f"s{at}", on(every * at), shown, True, load_kg, reps, rir) for at, shown in enumerate(lights)]


def prescribed(exercise_id: str = "leg_press", load_kg: float | None = 40.0, **changes: Any) -> Prescription:
    """Two sets of 8 to 12 with 2 to 3 in reserve."""
    plain = Prescription(
        exercise_id=exercise_id,
        part=Part.MAIN,
        sets=2,
        low=8,
        high=12,
        measure=Measure.REPS,
        one_sided=False,
        rest_s=90,
        tempo="2-0-1",
        rir=(2, 3),
        load_kg=load_kg,
        ramp_kg=(),
        seconds=300,
        spine_points=0,
        why=("A reason.",),
        change="",
    )
    return replace(plain, **changes)


def after(exposures: Sequence[Exposure], days: int = 3, step_kg: float = 2.5, **changes: Any) -> DoseContext:
    """The context of a day so many days after the last exposure."""
    last = exposures[-1].day if exposures else START
    return replace(DoseContext(last + days * DAY, step_kg, step_kg), **changes)
