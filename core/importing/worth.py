"""What an imported history is worth: volume of each muscle, demand on the spine, and a guide to first loads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.catalog import Catalog, Exercise
from core.journal import SessionEntry, SetEntry
from core.knowledge.rules import number, whole
from core.legs.belief import Belief, Seen
from core.legs.strength import Strength, shown_kg
from core.legs.worth import HOLD_S, logged_worth
from core.words import Muscle, Stage

RECENT_DAYS, OLD_DAYS = whole("import.recent_days"), whole("import.old_days")
RECENT_SHARE, OLD_SHARE = number("import.recent_share"), number("import.old_share")
SHARE_IRRITABLE = number("import.share_irritable")
RESERVE, MOST_REPS = whole("import.reserve"), whole("import.most_reps")


@dataclass(frozen=True)
class Worth:
    """Hard sets of each muscle, and spine points of each session by its id."""

    muscle_sets: Mapping[Muscle, float]
    spine_points: Mapping[str, int]


def worth_of(sessions: Sequence[SessionEntry], catalog: Catalog, strength: Strength | None = None) -> Worth:
    """Volume and spine points, counted as everywhere: sets in which something was done, at their ratings.

    `strength` is what people of this description can lift; without a person, sets count by what an exercise trains.
    """
    belief = None
    if strength is not None:
        loads = working_loads(sessions).items()
        belief = Belief(strength, tuple(Seen(name, logged.best_kg, logged.best_reps) for name, logged in loads))
    muscles: dict[Muscle, float] = defaultdict(float)
    points: dict[str, int] = {}
    for session in sessions:
        done = [work for work in session.sets if _done(work) and work.exercise_id in catalog]
        exercises = [catalog[work.exercise_id] for work in done]
        points[session.id] = sum(exercise.spine_points_per_set for exercise in exercises)
        for work, exercise in zip(done, exercises, strict=True):
            for muscle, share in _gained(work, exercise, belief).items():
                muscles[muscle] += share
    return Worth({muscle: round(count, 1) for muscle, count in muscles.items() if round(count, 1)}, points)


def _gained(work: SetEntry, exercise: Exercise, belief: Belief | None) -> Mapping[Muscle, float]:
    repetitions = work.reps or (work.seconds or 0) / HOLD_S
    load_kg = work.load_kg or 0.0
    worth = logged_worth(belief, exercise.id, load_kg, repetitions, work.rir) if belief is not None else None
    return exercise.muscles if worth is None else worth


class Logged(NamedTuple):
    """The newest session of an exercise: its day, the working load in kg, and the load of the set that shows most
    strength with the repetitions to failure that it speaks for."""

    day: date
    load_kg: float
    best_kg: float
    best_reps: float


def working_loads(sessions: Iterable[SessionEntry]) -> Mapping[str, Logged]:
    """Working load (kg, both hands) of each exercise's newest session with a load: the lower middle one."""
    newest: dict[str, Logged] = {}
    for session in sorted(sessions, key=lambda entry: entry.started_at):
        loads: dict[str, list[tuple[float, float]]] = {}
        for work in session.sets:
            if work.load_kg and _done(work):
                left = RESERVE if work.rir is None else work.rir
                loads.setdefault(work.exercise_id, []).append((work.load_kg, min(work.reps or 1, MOST_REPS) + left))
        for exercise_id, pairs in loads.items():
            working = sorted(load_kg for load_kg, _ in pairs)[(len(pairs) - 1) // 2]
            newest[exercise_id] = Logged(session.day, working, *max(pairs, key=shown_kg))
    return newest


def starting_load_kg(logged: Logged, today: date, stage: Stage) -> float | None:
    """The load from which a plan may start; None where it was logged too long ago.

    Only a part of it: another app knows the load, and not how the back answered. The planner still rounds it down to
    what can be loaded and keeps it within what the back tolerates.
    """
    age = (today - logged.day).days
    if not 0 <= age <= OLD_DAYS:
        return None
    share = RECENT_SHARE if age <= RECENT_DAYS else OLD_SHARE
    return logged.load_kg * (min(share, SHARE_IRRITABLE) if stage is Stage.IRRITABLE else share)


def _done(one: SetEntry) -> bool:
    return bool(one.reps or one.seconds)
