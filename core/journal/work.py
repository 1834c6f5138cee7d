"""What was done of each exercise on each day: the sums that weeks, muscles and spine points are counted from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.journal.sessions import SessionEntry, SetEntry


@dataclass(frozen=True)
class DayWork:
    """One exercise on one day: sets in which something was done, their repetitions and seconds, and repetitions times
    load (kg, one side). Repetitions of one-sided work are those of one side. `rir_sets` of the sets say what was left
    in reserve, `rir` repetitions together."""

    day: date
    exercise_id: str
    sets: int
    reps: int
    seconds: int
    reps_kg: float
    rir_sets: int = 0
    rir: int = 0

    @property
    def load_kg(self) -> float:
        """Load of the mean repetition."""
        return self.reps_kg / self.reps if self.reps else 0.0

    @property
    def reserve(self) -> float | None:
        """Mean of the reserves that were noted; None where none was."""
        return self.rir / self.rir_sets if self.rir_sets else None


def is_done(entry: SetEntry) -> bool:
    """True where something was done in a set."""
    return bool(entry.reps or entry.seconds)


def work_by_day(sessions: Iterable[SessionEntry]) -> tuple[DayWork, ...]:
    """The sums of these sessions, in order of day and exercise."""
    found: dict[tuple[date, str], list[SetEntry]] = {}
    for session in sessions:
        for one in filter(is_done, session.sets):
            found.setdefault((session.day, one.exercise_id), []).append(one)
    return tuple(
        DayWork(
            day=day,
            exercise_id=exercise_id,
            sets=len(own),
            reps=sum(one.reps or 0 for one in own),
            seconds=sum(one.seconds or 0 for one in own),
            reps_kg=sum((one.reps or 0) * (one.load_kg or 0.0) for one in own),
            rir_sets=sum(one.rir is not None for one in own),
            rir=sum(one.rir or 0 for one in own),
        )
        for (day, exercise_id), own in sorted(found.items())
    )
