"""Work done: by session, by muscle and by exercise, and the demand that it put on the spine.

Sets count where something was done in them. A muscle gets a whole set where an exercise trains it directly, half a
one where it helps. Whoever logs warm-up drills set by set gets them counted as well; the plan's own count leaves
them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pandas as pd

from core.catalog import Catalog, Exercise
from core.journal import Journal, SessionEntry, SetEntry
from core.knowledge.doses import Dose
from core.progress.weeks import DAYS_PER_WEEK, frame, week_start
from core.words import LEG_MUSCLES, Light, Muscle

BOTH_SIDES = 2

SESSION_COLUMNS = (
    "session_id", "day", "week", "number", "kind", "light", "before", "worst", "end", "morning",
    "sets", "spine_points", "minutes", "effort",
)  # fmt: skip


def by_session(journal: Journal, catalog: Catalog, lights: Mapping[str, Light], today: date) -> pd.DataFrame:
    """One row a session up to today: place in the plan, light, pain, sets, spine points, minutes, effort.

    Unfinished sessions are left out unless `lights` names them; a session that it does not name shows "unknown".
    """
    rows = []
    for one in journal.sessions:
        if one.day > today or not (one.finished or one.id in lights):
            continue
        morning = journal.morning_after(one)
        done = list(_done(one))
        points = sum(_points(entry, catalog) for entry in done)
        light = lights.get(one.id, Light.UNKNOWN).value
        after = morning.pain if morning else None
        place = (one.id, one.day, one.week, one.number, one.kind.value, light)
        rows.append(
            (*place, one.pain_before, one.pain_worst, one.pain_end, after, len(done), points, one.minutes, one.effort)
        )
    return frame(rows, SESSION_COLUMNS, ("day",))


def by_muscle(journal: Journal, catalog: Catalog, first_weekday: int = 0) -> pd.DataFrame:
    """Weekly sets of each muscle: week (its first day), muscle, sets (halves for muscles that help)."""
    rows = [
        (week_start(day, first_weekday), muscle.value, share)
        for day, entry in _all_done(journal)
        for muscle, share in _shares(entry, catalog).items()
    ]
    columns = ("week", "muscle", "sets")
    return _summed(frame(rows, columns, ("week",)), ["week", "muscle"])


def by_exercise(journal: Journal, catalog: Catalog, first_weekday: int = 0) -> pd.DataFrame:
    """Weekly work of each exercise: week, exercise_id, name, sets, reps, seconds, volume_kg.

    Reps of one-sided work are those of one side; volume_kg is reps times load, both sides together.
    """
    rows = []
    for day, entry in _all_done(journal):
        exercise = _known(entry, catalog)
        sides = BOTH_SIDES if exercise and exercise.one_sided else 1
        name = exercise.name if exercise else entry.exercise_id
        reps, load = entry.reps or 0, entry.load_kg or 0.0
        week = week_start(day, first_weekday)
        rows.append((week, entry.exercise_id, name, 1, reps, entry.seconds or 0, reps * load * sides))
    sums = ("sets", "reps", "seconds", "volume_kg")
    return _summed(frame(rows, ("week", "exercise_id", "name", *sums), ("week",)), ["week", "exercise_id", "name"])


def spine_points_by_week(journal: Journal, catalog: Catalog, first_weekday: int = 0) -> pd.DataFrame:
    """Spine points of each week: week, spine_points (sets times the compression, shear and lean ratings)."""
    rows = [(week_start(day, first_weekday), _points(entry, catalog)) for day, entry in _all_done(journal)]
    return _summed(frame(rows, ("week", "spine_points"), ("week",)), ["week"])


def against_band(weekly_sets: pd.DataFrame, dose: Dose, today: date, first_weekday: int = 0) -> pd.DataFrame:
    """Sets of each leg muscle this week and last, beside the dose's band: muscle, this_week, last_week, low, high.

    `weekly_sets` is what `by_muscle` gives. The band of the small muscles is half as wide and as high.
    """
    this = week_start(today, first_weekday)
    last = this - timedelta(days=DAYS_PER_WEEK)
    sets = {
        (week.date(), muscle): float(count)
        for week, muscle, count in weekly_sets[["week", "muscle", "sets"]].itertuples(index=False)
    }
    rows = []
    for muscle in LEG_MUSCLES:
        low, high = dose.band(muscle)
        rows.append((muscle.value, sets.get((this, muscle), 0.0), sets.get((last, muscle), 0.0), low, high))
    return frame(rows, ("muscle", "this_week", "last_week", "low", "high"))


def _summed(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return rows.groupby(keys).sum().reset_index()


def _all_done(journal: Journal) -> Iterator[tuple[date, SetEntry]]:
    return ((session.day, entry) for session in journal.sessions for entry in _done(session))


def _done(session: SessionEntry) -> Iterator[SetEntry]:
    return (entry for entry in session.sets if entry.reps or entry.seconds)


def _known(entry: SetEntry, catalog: Catalog) -> Exercise | None:
    """The exercise of a set; None for one that the catalogue has lost since."""
    return catalog.exercises.get(entry.exercise_id)


def _shares(entry: SetEntry, catalog: Catalog) -> Mapping[Muscle, float]:
    exercise = _known(entry, catalog)
    return exercise.muscles if exercise else {}


def _points(entry: SetEntry, catalog: Catalog) -> int:
    exercise = _known(entry, catalog)
    return exercise.spine_points_per_set if exercise else 0
