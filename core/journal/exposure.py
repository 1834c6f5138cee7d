"""The diary of a movement that one is wary of: a ladder of steps, and tries with what was expected and what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.journal.checks import (
    LABEL_LENGTH,
    NOTE_LENGTH,
    check_day,
    check_id,
    check_once,
    check_optional,
    check_said,
    check_text,
    check_whole,
    check_yes_no,
    in_utc,
)

MOST_STEPS = 10


@dataclass(frozen=True)
class ExposureStep:
    """One step of a ladder in the person's own words, or an exercise of the catalogue with its name as words.

    Raises:
        AnswerError: the words are missing or too long.
    """

    words: str
    exercise_id: str | None = None

    def __post_init__(self) -> None:
        check_said(self.words, "The step")
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
        object.__setattr__(self, "made_at", in_utc(self.made_at, "The time of the ladder"))
        check_said(self.movement, "The movement")
        check_whole(len(self.steps), "The number of steps", 1, MOST_STEPS)
        check_once([(one.words,) for one in self.steps], "A step")
        check_yes_no(self.closed, "Closed")


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
        check_said(self.step, "The step")
        check_day(self.day)
        object.__setattr__(self, "at", in_utc(self.at, "The time of the try"))
        check_text(self.expects, "What was expected", LABEL_LENGTH)
        check_whole(self.expected, "What was expected", 0, 10)
        check_whole(self.likely, "How likely it was", 0, 10)
        check_whole(self.worry, "Worry before", 0, 10)
        check_optional(self.result, "What happened", 0, 10)
        check_optional(self.worry_after, "Worry after", 0, 10)
        check_yes_no(self.stopped, "Stopped")
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
