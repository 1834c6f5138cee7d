"""The plan as values: weeks of sessions, a session a list of prescriptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.words import Measure, Muscle

SECONDS_PER_MINUTE = 60


class Part(StrEnum):
    """The four parts of a session, in order."""

    WARM_UP = "warm_up"
    MAIN = "main"
    CORE = "core"
    COOL_DOWN = "cool_down"


class WeekKind(StrEnum):
    """What a week is for."""

    NORMAL = "normal"
    EASIER = "easier"


@dataclass(frozen=True, slots=True)
class Prescription:
    """One exercise of a session.

    `low` to `high` is the target of one set in `measure` (repetitions a side, seconds or minutes); `load_kg` the first
    working load, both hands together, None without weight; `ramp_kg` lighter sets before it; `rir` lowest and highest
    repetitions in reserve, None where they mean nothing; `seconds` everything it takes, set-up and rests included.
    """

    exercise_id: str
    part: Part
    sets: int
    low: int
    high: int
    measure: Measure
    one_sided: bool
    rest_s: int
    tempo: str
    rir: tuple[int, int] | None
    load_kg: float | None
    ramp_kg: tuple[float, ...]
    seconds: int
    spine_points: int
    why: tuple[str, ...]
    change: str
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One session: its day, its prescriptions in order, and the ids and sets of its short version."""

    number: int
    day: date
    prescriptions: tuple[Prescription, ...]
    short: tuple[tuple[str, int], ...]

    @property
    def minutes(self) -> float:
        """Minutes that the session takes."""
        return sum(one.seconds for one in self.prescriptions) / SECONDS_PER_MINUTE

    @property
    def spine_points(self) -> int:
        """Sets times the compression, shear and lean ratings."""
        return sum(one.spine_points for one in self.prescriptions)

    def of(self, part: Part) -> tuple[Prescription, ...]:
        """Prescriptions of one part, in order."""
        return tuple(one for one in self.prescriptions if one.part is part)

    def find(self, exercise_id: str) -> Prescription | None:
        """The prescription of an exercise, None where the session has none."""
        return next((one for one in self.prescriptions if one.exercise_id == exercise_id), None)


@dataclass(frozen=True, slots=True)
class Week:
    """One week: its sessions, and the weekly sets of each muscle (a direct set counts 1, an indirect one 0.5)."""

    number: int
    kind: WeekKind
    sessions: tuple[Session, ...]
    sets_per_muscle: Mapping[Muscle, float]

    @property
    def spine_points(self) -> int:
        """Spine points of all sessions."""
        return sum(session.spine_points for session in self.sessions)


@dataclass(frozen=True, slots=True)
class Plan:
    """Weeks of sessions with what they were made from: the dose, and the versions of catalogue and rules.

    `notes` are ids of sentences on the plan as a whole (data/words/plan.yaml).
    """

    starts_on: date
    weeks: tuple[Week, ...]
    dose_id: str
    template: str | None
    notes: tuple[str, ...]
    catalog_version: str
    rules_version: str

    def __iter__(self) -> Iterator[Session]:
        return (session for week in self.weeks for session in week.sessions)

    @property
    def ends_on(self) -> date:
        """Last day of the last week."""
        return self.starts_on + timedelta(days=7 * len(self.weeks) - 1)

    def week(self, number: int) -> Week:
        """The week with this number, counted from 1."""
        return self.weeks[number - 1]

    def session(self, week: int, number: int) -> Session | None:
        """One session by week and number, None where the plan has no such one."""
        if not 1 <= week <= len(self.weeks):
            return None
        return next((one for one in self.week(week).sessions if one.number == number), None)

    def exercise_ids(self, part: Part | None = None) -> tuple[str, ...]:
        """Ids of the exercises used, each once, in the order they come."""
        used = (p.exercise_id for s in self for p in s.prescriptions if part is None or p.part is part)
        return tuple(dict.fromkeys(used))
