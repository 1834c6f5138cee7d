"""What is recorded outside a session: mornings after, safety questions, outcome scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.journal.checks import (
    LABEL_LENGTH,
    NOTE_LENGTH,
    check_day,
    check_id,
    check_number,
    check_once,
    check_text,
    check_whole,
    check_yes_no,
    in_utc,
)


@dataclass(frozen=True, slots=True)
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
        check_day(self.day)
        if self.session_id is not None:
            check_id(self.session_id, "The session")
        check_whole(self.pain, "Morning pain", 0, 10)
        check_yes_no(self.sleep_disturbed, "Disturbed sleep")
        check_text(self.note, "The note", NOTE_LENGTH)


@dataclass(frozen=True, slots=True)
class MiniScreenEntry:
    """The one-tap safety question before a session: ids of what was ticked, empty for none of these.

    Raises:
        AnswerError: an id is not a short text.
    """

    at: datetime
    answers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", in_utc(self.at, "The time of the check"))
        for answer in self.answers:
            check_id(answer, "An answer")
        check_once([(answer,) for answer in self.answers], "An answer")


@dataclass(frozen=True, slots=True)
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
        check_day(self.day)
        check_id(self.kind, "The kind of score")
        check_number(self.value, "The score", -100, 100)
        check_text(self.label, "The label", LABEL_LENGTH)
