"""Work done: by session, by muscle and by exercise, and the demand that it put on the spine.

Sets count where something was done in them. A muscle gets of each set what it was worth to it: how near to failure it
was, and how much of it that muscle bore. Whoever logs warm-up drills set by set gets them counted as well; the plan's
own count leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from core.catalog import Catalog, Exercise
from core.journal import DayWork, Journal
from core.knowledge.doses import Dose
from core.knowledge.rules import number, whole
from core.legs.belief import Belief, Seen
from core.legs.lifts import lifts
from core.legs.strength import Strength, shown_kg
from core.legs.worth import HOLD_S, logged_worth
from core.progress.weeks import DAYS_PER_WEEK, frame, week_start
from core.words import LEG_MUSCLES, Light, Muscle

BOTH_SIDES = 2
STRENGTH_DAYS = whole("progress.strength_days")
ASSUMED_RESERVE, MOST_TOLD_REPS = number("progress.assumed_reserve"), number("progress.most_told_reps")

SESSION_COLUMNS = (
    "session_id", "day", "week", "number", "kind", "light", "before", "worst", "end", "morning", "minutes", "effort",
)  # fmt: skip


def by_session(journal: Journal, lights: Mapping[str, Light], today: date) -> pd.DataFrame:
    """One row a session up to today: place in the plan, light, pain, minutes, effort.

    Unfinished sessions are left out unless `lights` names them; a session that it does not name shows "unknown".
    """
    rows = []
    for one in journal.sessions:
        if one.day > today or not (one.finished or one.id in lights):
            continue
        morning = journal.morning_after(one)
        light = lights.get(one.id, Light.UNKNOWN).value
        place = (one.id, one.day, one.week, one.number, one.kind.value, light)
        after = morning.pain if morning else None
        rows.append((*place, one.pain_before, one.pain_worst, one.pain_end, after, one.minutes, one.effort))
    return frame(rows, SESSION_COLUMNS, ("day",))


def by_muscle(
    work: Iterable[DayWork], catalog: Catalog, first_weekday: int = 0, strength: Strength | None = None
) -> pd.DataFrame:
    """Weekly hard sets of each muscle: week (its first day), muscle, sets.

    `strength` is what people of this description can lift; what was done says how far this person is from it. Without
    a person, sets count by what an exercise trains.
    """
    done = tuple(work)
    belief = Belief(strength, _seen(done)) if strength is not None else None
    rows = [
        (week, muscle.value, one.sets * share)
        for one in done
        for week in (week_start(one.day, first_weekday),)
        for muscle, share in _shares(one, catalog, belief).items()
    ]
    columns = ("week", "muscle", "sets")
    return _summed(frame(rows, columns, ("week",)), ["week", "muscle"])


def by_exercise(work: Iterable[DayWork], catalog: Catalog, first_weekday: int = 0) -> pd.DataFrame:
    """Weekly work of each exercise: week, exercise_id, name, sets, reps, seconds, volume_kg.

    Reps of one-sided work are those of one side; volume_kg is reps times load, both sides together.
    """
    rows = []
    for one in work:
        exercise = _known(one, catalog)
        sides = BOTH_SIDES if exercise and exercise.one_sided else 1
        name = exercise.name if exercise else one.exercise_id
        week = week_start(one.day, first_weekday)
        rows.append((week, one.exercise_id, name, one.sets, one.reps, one.seconds, one.reps_kg * sides))
    sums = ("sets", "reps", "seconds", "volume_kg")
    return _summed(frame(rows, ("week", "exercise_id", "name", *sums), ("week",)), ["week", "exercise_id", "name"])


def spine_points_by_week(work: Iterable[DayWork], catalog: Catalog, first_weekday: int = 0) -> pd.DataFrame:
    """Spine points of each week: week, spine_points (sets times the compression, shear and lean ratings)."""
    rows = [(week_start(one.day, first_weekday), _points(one, catalog)) for one in work]
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


def _known(work: DayWork, catalog: Catalog) -> Exercise | None:
    """The exercise of some work; None for one that the catalogue has lost since."""
    return catalog.exercises.get(work.exercise_id)


def _shares(work: DayWork, catalog: Catalog, belief: Belief | None) -> Mapping[Muscle, float]:
    exercise = _known(work, catalog)
    if exercise is None:
        return {}
    repetitions = (work.reps or work.seconds / HOLD_S) / work.sets
    worth = logged_worth(belief, exercise.id, work.load_kg, repetitions, work.reserve) if belief is not None else None
    if worth is None:
        return exercise.muscles
    trunk = {muscle: share for muscle, share in exercise.muscles.items() if muscle not in LEG_MUSCLES}
    return {**worth, **trunk}


def _seen(work: Sequence[DayWork]) -> tuple[Seen, ...]:
    """The strongest load of each exercise in the newest weeks: what loads and repetitions speak for."""
    newest = max((one.day for one in work), default=date.min)
    best: dict[str, tuple[float, float]] = {}
    for one in work:
        if one.load_kg and one.reps and (newest - one.day).days <= STRENGTH_DAYS and one.exercise_id in lifts():
            left = ASSUMED_RESERVE if one.reserve is None else one.reserve
            told = (one.load_kg, min(one.reps / one.sets, MOST_TOLD_REPS) + left)
            best[one.exercise_id] = max(told, best.get(one.exercise_id, told), key=shown_kg)
    return tuple(Seen(exercise_id, *told) for exercise_id, told in sorted(best.items()))


def _points(work: DayWork, catalog: Catalog) -> int:
    exercise = _known(work, catalog)
    return work.sets * exercise.spine_points_per_set if exercise else 0
