"""Sessions, their exercises and their sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.journal.checks import (
    NOTE_LENGTH,
    check_day,
    check_id,
    check_number,
    check_once,
    check_optional,
    check_site,
    check_text,
    check_whole,
    check_yes_no,
    in_utc,
    refused,
)
from core.words import Site

FELT_IN = ("target", "back", "elsewhere")


class SessionKind(StrEnum):
    """What sort of session it was."""

    PLANNED = "planned"
    SHORT = "short"
    GENTLE = "gentle"
    WALK = "walk"
    OWN = "own"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class SetEntry:
    """One set as done: load in kilograms, `rir` is repetitions left in reserve.

    Raises:
        AnswerError: a value is outside its range.
    """

    exercise_id: str
    number: int
    reps: int | None = None
    seconds: int | None = None
    load_kg: float | None = None
    rir: int | None = None
    done_at: datetime | None = None

    def __post_init__(self) -> None:
        check_id(self.exercise_id, "The exercise")
        check_whole(self.number, "The number of the set", 1, 100)
        check_optional(self.reps, "Repetitions", 0, 200)
        check_optional(self.seconds, "Seconds", 0, 7200)
        check_optional(self.rir, "Repetitions in reserve", 0, 10)
        if self.load_kg is not None:
            check_number(self.load_kg, "The load", 0, 1000, " kg")
        if self.done_at is not None:
            object.__setattr__(self, "done_at", in_utc(self.done_at, "The time of the set"))


@dataclass(frozen=True, slots=True)
class ExerciseEntry:
    """How one exercise felt. `pain` is the peak back or nerve-type pain, 0 to 10; soreness is apart from it.

    `replaced_id` is the exercise that the plan had, if this one took its place.

    Raises:
        AnswerError: a value is outside its range or choices.
    """

    exercise_id: str
    replaced_id: str | None = None
    pain: int | None = None
    site: Site | None = None
    sharp: bool = False
    stopped: bool = False
    felt_in: str | None = None
    soreness: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        check_id(self.exercise_id, "The exercise")
        if self.replaced_id is not None:
            check_id(self.replaced_id, "The replaced exercise")
        check_optional(self.pain, "Pain", 0, 10)
        check_optional(self.soreness, "Muscle soreness", 0, 10)
        check_site(self.site)
        check_yes_no(self.sharp, "Sharp pain")
        check_yes_no(self.stopped, "Stopped")
        if self.felt_in is not None and self.felt_in not in FELT_IN:
            raise refused("Where it was felt", self.felt_in, f"one of {', '.join(FELT_IN)}")
        check_text(self.note, "The note", NOTE_LENGTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEntry:
    """One training session; `spread` means pain moved further down the leg and stayed over 15 minutes.

    `week` and `number` place it in the plan; `effort` is the whole session's, 0 to 10.

    Raises:
        AnswerError: a value is outside its range or choices, or an exercise or set stands there twice.
    """

    id: str
    day: date
    plan_id: str | None = None
    week: int | None = None
    number: int | None = None
    started_at: datetime
    finished_at: datetime | None = None
    kind: SessionKind = SessionKind.PLANNED
    pain_before: int | None = None
    pain_worst: int | None = None
    pain_end: int | None = None
    site_before: Site | None = None
    site: Site | None = None
    spread: bool = False
    stop_sign: bool = False
    sleep_quality: int | None = None
    energy: int | None = None
    effort: int | None = None
    minutes: int | None = None
    note: str = ""
    exercises: tuple[ExerciseEntry, ...] = ()
    sets: tuple[SetEntry, ...] = ()

    def __post_init__(self) -> None:
        check_id(self.id, "The session")
        check_day(self.day)
        if self.plan_id is not None:
            check_id(self.plan_id, "The plan")
        check_optional(self.week, "The week", 1, 520)
        check_optional(self.number, "The number of the session", 1, 14)
        object.__setattr__(self, "started_at", in_utc(self.started_at, "The start"))
        if self.finished_at is not None:
            object.__setattr__(self, "finished_at", in_utc(self.finished_at, "The end"))
        if not isinstance(self.kind, SessionKind):
            raise refused("The kind of session", self.kind, f"one of {', '.join(SessionKind)}")
        for score, what in self._scores():
            check_optional(score, what, 0, 10)
        check_site(self.site_before)
        check_site(self.site)
        check_yes_no(self.spread, "Pain moving down the leg")
        check_yes_no(self.stop_sign, "Stop sign")
        check_optional(self.minutes, "Minutes", 0, 1440)
        check_text(self.note, "The note", NOTE_LENGTH)
        check_once([(one.exercise_id,) for one in self.exercises], "An exercise")
        check_once([(one.exercise_id, one.number) for one in self.sets], "A set")

    @property
    def finished(self) -> bool:
        """True once the session has an end."""
        return self.finished_at is not None

    def _scores(self) -> tuple[tuple[int | None, str], ...]:
        return (
            (self.pain_before, "Pain before the session"),
            (self.pain_worst, "Worst pain in the session"),
            (self.pain_end, "Pain at the end"),
            (self.sleep_quality, "Sleep quality"),
            (self.energy, "Energy"),
            (self.effort, "Effort"),
        )
