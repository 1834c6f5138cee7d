"""What people record, as frozen values: sessions, sets, pain, mornings after, outcome scores, tries of a movement.

Values arrive from a browser, so each one checks itself when it is made. Moments are kept in UTC, days are the
person's own.
"""

from __future__ import annotations

import reprlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from statistics import fmean, median

from core.errors import AnswerError
from core.words import Site

MORNING_STAYS_DUE_DAYS = 2
FELT_IN = ("target", "back", "elsewhere")
NOTE_LENGTH = 2000
LABEL_LENGTH = 200
ID_LENGTH = 64
MOST_STEPS = 10
YEARS = range(1900, 2101)


class SessionKind(StrEnum):
    """What sort of session it was."""

    PLANNED = "planned"
    SHORT = "short"
    GENTLE = "gentle"
    WALK = "walk"
    OWN = "own"
    IMPORTED = "imported"


@dataclass(frozen=True)
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
        _check_whole(self.number, "The number of the set", 1, 100)
        _check_optional(self.reps, "Repetitions", 0, 200)
        _check_optional(self.seconds, "Seconds", 0, 7200)
        _check_optional(self.rir, "Repetitions in reserve", 0, 10)
        if self.load_kg is not None:
            _check_number(self.load_kg, "The load", 0, 1000, " kg")
        if self.done_at is not None:
            object.__setattr__(self, "done_at", _in_utc(self.done_at, "The time of the set"))


@dataclass(frozen=True)
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
        _check_optional(self.pain, "Pain", 0, 10)
        _check_optional(self.soreness, "Muscle soreness", 0, 10)
        _check_site(self.site)
        _check_yes_no(self.sharp, "Sharp pain")
        _check_yes_no(self.stopped, "Stopped")
        if self.felt_in is not None and self.felt_in not in FELT_IN:
            raise _refused("Where it was felt", self.felt_in, f"one of {', '.join(FELT_IN)}")
        check_text(self.note, "The note", NOTE_LENGTH)


@dataclass(frozen=True, kw_only=True)
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
        _check_day(self.day)
        if self.plan_id is not None:
            check_id(self.plan_id, "The plan")
        _check_optional(self.week, "The week", 1, 520)
        _check_optional(self.number, "The number of the session", 1, 14)
        object.__setattr__(self, "started_at", _in_utc(self.started_at, "The start"))
        if self.finished_at is not None:
            object.__setattr__(self, "finished_at", _in_utc(self.finished_at, "The end"))
        if not isinstance(self.kind, SessionKind):
            raise _refused("The kind of session", self.kind, f"one of {', '.join(SessionKind)}")
        for score, what in self._scores():
            _check_optional(score, what, 0, 10)
        _check_site(self.site_before)
        _check_site(self.site)
        _check_yes_no(self.spread, "Pain moving down the leg")
        _check_yes_no(self.stop_sign, "Stop sign")
        _check_optional(self.minutes, "Minutes", 0, 1440)
        check_text(self.note, "The note", NOTE_LENGTH)
        _check_once([(one.exercise_id,) for one in self.exercises], "An exercise")
        _check_once([(one.exercise_id, one.number) for one in self.sets], "A set")

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


@dataclass(frozen=True)
class MorningEntry:
    """How the back was on one morning, 0 to 10; `day` is that morning, not the session's day.

    Raises:
        AnswerError: a value is outside its range.
    """

    day: date
    session_id: str | None
    pain: int
    sleep_disturbed: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        _check_day(self.day)
        if self.session_id is not None:
            check_id(self.session_id, "The session")
        _check_whole(self.pain, "Morning pain", 0, 10)
        _check_yes_no(self.sleep_disturbed, "Disturbed sleep")
        check_text(self.note, "The note", NOTE_LENGTH)


@dataclass(frozen=True)
class MiniScreenEntry:
    """The one-tap safety question before a session: ids of what was ticked, empty for none of these.

    Raises:
        AnswerError: an id is not a short text.
    """

    at: datetime
    answers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", _in_utc(self.at, "The time of the check"))
        for answer in self.answers:
            check_id(answer, "An answer")
        _check_once([(answer,) for answer in self.answers], "An answer")


@dataclass(frozen=True)
class OutcomeEntry:
    """One outcome score: `kind` such as worst_24h, activity or rmdq; `label` tells several of a kind apart.

    Raises:
        AnswerError: the score is not a number from -100 to 100, or a text is too long.
    """

    day: date
    kind: str
    value: float
    label: str = ""

    def __post_init__(self) -> None:
        _check_day(self.day)
        check_id(self.kind, "The kind of score")
        _check_number(self.value, "The score", -100, 100)
        check_text(self.label, "The label", LABEL_LENGTH)


@dataclass(frozen=True)
class ExposureStep:
    """One step of a ladder in the person's own words, or an exercise of the catalogue with its name as words.

    Raises:
        AnswerError: the words are missing or too long.
    """

    words: str
    exercise_id: str | None = None

    def __post_init__(self) -> None:
        _check_said(self.words, "The step")
        if self.exercise_id is not None:
            check_id(self.exercise_id, "The exercise")


@dataclass(frozen=True)
class ExposureLadder:
    """The way to a movement that a person has come to fear: steps from the least to the most feared.

    Raises:
        AnswerError: the movement is not named, or a step is missing or stands there twice.
    """

    id: str
    made_at: datetime
    movement: str
    steps: tuple[ExposureStep, ...]
    closed: bool = False

    def __post_init__(self) -> None:
        check_id(self.id, "The ladder")
        object.__setattr__(self, "made_at", _in_utc(self.made_at, "The time of the ladder"))
        _check_said(self.movement, "The movement")
        _check_whole(len(self.steps), "The number of steps", 1, MOST_STEPS)
        _check_once([(one.words,) for one in self.steps], "A step")
        _check_yes_no(self.closed, "Closed")


@dataclass(frozen=True, kw_only=True)
class ExposureTry:
    """One try of a step: what was expected before it (0 to 10, how likely, and worry), and what came of it.

    `step` holds the words of the step. `result` and `worry_after` are None until it was done; `stopped` means that
    pain was sharp, or moved down the leg.

    Raises:
        AnswerError: a value is outside its range.
    """

    id: str
    ladder_id: str
    step: str
    day: date
    at: datetime
    expects: str = ""
    expected: int
    likely: int
    worry: int
    result: int | None = None
    worry_after: int | None = None
    stopped: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        check_id(self.id, "The try")
        check_id(self.ladder_id, "The ladder")
        _check_said(self.step, "The step")
        _check_day(self.day)
        object.__setattr__(self, "at", _in_utc(self.at, "The time of the try"))
        check_text(self.expects, "What was expected", LABEL_LENGTH)
        _check_whole(self.expected, "What was expected", 0, 10)
        _check_whole(self.likely, "How likely it was", 0, 10)
        _check_whole(self.worry, "Worry before", 0, 10)
        _check_optional(self.result, "What happened", 0, 10)
        _check_optional(self.worry_after, "Worry after", 0, 10)
        _check_yes_no(self.stopped, "Stopped")
        check_text(self.note, "The note", NOTE_LENGTH)

    @property
    def done(self) -> bool:
        """True once the result is there."""
        return self.result is not None


@dataclass(frozen=True)
class ExposureDiary:
    """Ladders and tries of one person; each part is put in order of time when the diary is made."""

    ladders: tuple[ExposureLadder, ...] = ()
    tries: tuple[ExposureTry, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "ladders", tuple(sorted(self.ladders, key=lambda one: (one.made_at, one.id))))
        object.__setattr__(self, "tries", tuple(sorted(self.tries, key=lambda one: (one.at, one.id))))


@dataclass(frozen=True)
class Journal:
    """All that one person recorded; each part is put in order of day when the journal is made."""

    sessions: tuple[SessionEntry, ...] = ()
    mornings: tuple[MorningEntry, ...] = ()
    mini_screens: tuple[MiniScreenEntry, ...] = ()
    outcomes: tuple[OutcomeEntry, ...] = ()

    def __post_init__(self) -> None:
        sessions = sorted(self.sessions, key=lambda one: (one.day, one.started_at))
        object.__setattr__(self, "sessions", tuple(sessions))
        object.__setattr__(self, "mornings", tuple(sorted(self.mornings, key=lambda one: one.day)))
        object.__setattr__(self, "mini_screens", tuple(sorted(self.mini_screens, key=lambda one: one.at)))
        object.__setattr__(self, "outcomes", tuple(sorted(self.outcomes, key=lambda one: one.day)))

    def sessions_between(self, first: date, last: date) -> tuple[SessionEntry, ...]:
        """Sessions from day `first` to day `last`, both included."""
        start = bisect_left(self.sessions, first, key=lambda one: one.day)
        end = bisect_right(self.sessions, last, key=lambda one: one.day)
        return self.sessions[start:end]

    def last_session(self) -> SessionEntry | None:
        """The newest finished session."""
        return next((one for one in reversed(self.sessions) if one.finished), None)

    def open_session(self) -> SessionEntry | None:
        """The newest session that was started and not finished."""
        return next((one for one in reversed(self.sessions) if not one.finished), None)

    def done_of(self, plan_id: str) -> frozenset[tuple[int, int]]:
        """Week and number of the finished sessions of one plan."""
        own = [one for one in self.sessions if one.plan_id == plan_id and one.finished]
        return frozenset((one.week, one.number) for one in own if one.week is not None and one.number is not None)

    def signs_after(self, moment: datetime) -> tuple[str, ...]:
        """Warning signs ticked in the last check with any after this moment; ("stop",) for one in a session."""
        for check in reversed(self.mini_screens):
            if check.answers and check.at > moment:
                return check.answers
        stopped = any(one.stop_sign and one.finished_at and one.finished_at > moment for one in self.sessions)
        return ("stop",) if stopped else ()

    def morning_after(self, session: SessionEntry) -> MorningEntry | None:
        """The entry of the morning that follows the session's day."""
        return self._morning_of(session.day + timedelta(days=1))

    def morning_due(self, today: date) -> SessionEntry | None:
        """The newest finished session of the two days before `today` whose next morning is not recorded."""
        earliest = today - timedelta(days=MORNING_STAYS_DUE_DAYS)
        recent = self.sessions_between(earliest, today - timedelta(days=1))
        unanswered = (one for one in reversed(recent) if one.finished and self.morning_after(one) is None)
        return next(unanswered, None)

    def median_morning_pain(self, today: date, days: int = 7) -> float | None:
        """Median morning pain of the last `days` days, `today` included; None without an entry."""
        pains = self._morning_pains(today, days)
        return float(median(pains)) if pains else None

    def mean_pain_7d(self, today: date) -> float | None:
        """Mean morning pain of the last seven days, `today` included; None without an entry."""
        pains = self._morning_pains(today, 7)
        return fmean(pains) if pains else None

    def _morning_of(self, day: date) -> MorningEntry | None:
        place = bisect_left(self.mornings, day, key=lambda one: one.day)
        found = self.mornings[place : place + 1]
        return found[0] if found and found[0].day == day else None

    def _morning_pains(self, today: date, days: int) -> list[int]:
        first = today - timedelta(days=days - 1)
        return [one.pain for one in self.mornings if first <= one.day <= today]


def _refused(what: str, value: object, allowed: str) -> AnswerError:
    return AnswerError(f"{what} was {reprlib.repr(value)}; it must be {allowed}. Nothing was changed.")


def _check_whole(value: object, what: str, low: int, high: int) -> None:
    # bool counts as int in Python: a ticked box must not pass for a pain score of 1.
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise _refused(what, value, f"a whole number from {low} to {high}")


def _check_optional(value: object, what: str, low: int, high: int) -> None:
    if value is not None:
        _check_whole(value, what, low, high)


def _check_number(value: object, what: str, low: float, high: float, unit: str = "") -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
        raise _refused(what, value, f"a number from {low:g} to {high:g}{unit}")


def _check_yes_no(value: object, what: str) -> None:
    if not isinstance(value, bool):
        raise _refused(what, value, "yes or no")


def _check_site(value: object) -> None:
    if value is not None and not isinstance(value, Site):
        raise _refused("The place of the pain", value, f"one of {', '.join(Site)}")


def check_text(value: object, what: str, length: int) -> None:
    """Refuse what is not a text of at most `length` characters that every database can keep.

    Raises:
        AnswerError: `what` (how the value is called) is no such text.
    """
    if not isinstance(value, str) or len(value) > length:
        raise _refused(what, value, f"a text of at most {length} characters")
    # No database stores these: PostgreSQL refuses the null character, UTF-8 the halves of a surrogate pair.
    if "\0" in value or (not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value)):
        raise _refused(what, value, "a text of ordinary characters")


def check_id(value: object, what: str) -> None:
    """Refuse what is not a text of 1 to 64 characters.

    Raises:
        AnswerError: `what` (how the value is called) is no such text.
    """
    check_text(value, what, ID_LENGTH)
    if not value:
        raise _refused(what, value, "named")


def _check_said(value: object, what: str) -> None:
    check_text(value, what, LABEL_LENGTH)
    if not str(value).strip():
        raise _refused(what, value, "said in words")


def _check_day(value: object) -> None:
    if not isinstance(value, date) or isinstance(value, datetime) or value.year not in YEARS:
        raise _refused("The day", value, f"a date from {YEARS[0]} to {YEARS[-1]}")


def _in_utc(value: object, what: str) -> datetime:
    if not isinstance(value, datetime) or value.utcoffset() is None or value.year not in YEARS:
        raise _refused(what, value, f"a time with its time zone, from {YEARS[0]} to {YEARS[-1]}")
    # In the hour that clocks repeat in autumn, one moment in two time zones compares as different.
    return value.astimezone(UTC)


def _check_once(keys: list[tuple[object, ...]], what: str) -> None:
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise AnswerError(f"{what} stands there twice: {', '.join(map(str, twice))}. Nothing was changed.")
