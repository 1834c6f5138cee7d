"""The questions of the screening as data: wording, choices, order and when each is asked.

What an answer leads to is decided in core/screening, in code: a broken row can stop the program, never open a gate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.knowledge.rules import load_rules, number

Answer = str | int | float | tuple[str, ...]
Answers = Mapping[str, Answer]

NO = "no"
"""The answer of a flag that does not apply."""

BODY_MASS_INDEX = "body_mass_index"
"""A quantity that no question asks for: it follows from height and weight."""

Text = Annotated[str, Field(min_length=1)]


class Kind(StrEnum):
    """How a question is answered."""

    FLAG = "flag"
    CHOICE = "choice"
    MANY = "many"
    NUMBER = "number"
    SCALE = "scale"


class ChoiceRow(DataRow):
    """One choice of a question."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    text: Text
    source: str = ""


class QuestionRow(DataRow):
    """One question as it stands in data/questions.yaml."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
    screen: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    kind: Kind
    text: Text
    help: str = ""
    unit: str = ""
    choices: tuple[ChoiceRow, ...] = ()
    low: float | None = None
    high: float | None = None
    low_text: str = ""
    high_text: str = ""
    asked_if: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    asked_from: Mapping[str, str] = Field(default_factory=dict)
    asked_under: Mapping[str, str] = Field(default_factory=dict)
    among: str = ""
    none_text: str = ""
    optional: bool = False
    source: Text


class ScreenRow(DataRow):
    """One screen of the screening as it stands in data/screens.yaml."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    title: Text
    lead: Text
    none_text: str = ""
    safety: bool = False


@dataclass(frozen=True)
class Choice:
    """One choice of a question; `source` where it rests on another work than the question."""

    id: str
    text: str
    source: str = ""


@dataclass(frozen=True)
class Question:
    """One question: its wording, its choices, the limits of a number, and when it is asked.

    `asked_if` maps other questions' ids to the answers that bring this one up, `asked_from` and `asked_under` map
    quantities to the limit from or under which they do; any one is enough. `among` names a question whose ticks are all
    that this one offers, `none_text` is the tick for none of its choices, which is then an answer of its own: `()`.
    """

    id: str
    screen: str
    kind: Kind
    text: str
    help: str
    unit: str
    choices: tuple[Choice, ...]
    low: float | None
    high: float | None
    low_text: str
    high_text: str
    asked_if: Mapping[str, tuple[str, ...]]
    asked_from: Mapping[str, float]
    asked_under: Mapping[str, float]
    among: str
    none_text: str
    optional: bool
    source: str

    def is_asked(self, answers: Answers) -> bool:
        """True where the answers so far bring this question up."""
        if self.among:
            return bool(answers.get(self.among))
        if not (self.asked_if or self.asked_from or self.asked_under):
            return True
        return (
            any(_matches(answers.get(other), wanted) for other, wanted in self.asked_if.items())
            or any(_is_from(quantity(answers, name), limit) for name, limit in self.asked_from.items())
            or any(_is_under(quantity(answers, name), limit) for name, limit in self.asked_under.items())
        )

    def offered(self, answers: Answers) -> tuple[Choice, ...]:
        """The choices that the answers so far leave."""
        ticked = answers.get(self.among) if self.among else None
        return tuple(one for one in self.choices if not isinstance(ticked, tuple) or one.id in ticked)

    def choice_ids(self) -> tuple[str, ...]:
        """Ids of what may be answered; a flag may also be answered `no`."""
        ids = tuple(choice.id for choice in self.choices)
        return (NO, *ids) if self.kind is Kind.FLAG else ids


@dataclass(frozen=True)
class Screen:
    """One screen of questions, in order.

    `none_text` labels the one tap that says none applies; a `safety` screen may withhold a plan.
    """

    id: str
    title: str
    lead: str
    none_text: str
    safety: bool
    questions: tuple[Question, ...]


@cache
def load_screens(data_dir: Path = DATA_DIR) -> tuple[Screen, ...]:
    """All screens with their questions. Raises DataError with file, line and field of every problem."""
    screens = load_rows([data_dir / "screens.yaml"], ScreenRow)
    rows = load_rows([data_dir / "questions.yaml"], QuestionRow)
    known = {row.id for row, _, _ in rows}
    screen_ids = {row.id for row, _, _ in screens}
    problems: list[Problem] = []
    seen: set[str] = set()
    for row, file, line in rows:
        if row.id in seen:
            problems.append(Problem(file, line, "id", f"'{row.id}' is given twice"))
        seen.add(row.id)
        if row.screen not in screen_ids:
            problems.append(Problem(file, line, f"{row.id}.screen", f"no screen '{row.screen}'"))
        if row.kind in (Kind.FLAG, Kind.CHOICE, Kind.MANY) and not row.choices:
            problems.append(Problem(file, line, f"{row.id}.choices", "list at least one choice"))
        if row.kind in (Kind.NUMBER, Kind.SCALE) and (row.low is None or row.high is None):
            problems.append(Problem(file, line, f"{row.id}.low/high", "a number needs its limits"))
        problems += [
            Problem(file, line, f"{row.id}.asked_if", f"no question '{other}'")
            for other in (*row.asked_if, *([row.among] if row.among else []))
            if other not in known
        ]
        problems += _limit_problems(row, file, line, known)
    if problems:
        raise DataError(tuple(problems))
    questions = [_question(row) for row, _, _ in rows]
    return tuple(
        Screen(s.id, s.title, s.lead, s.none_text, s.safety, tuple(q for q in questions if q.screen == s.id))
        for s, _, _ in screens
    )


@cache
def load_questions() -> Mapping[str, Question]:
    """All questions by id, in the order they are asked."""
    return MappingProxyType({q.id: q for screen in load_screens() for q in screen.questions})


def nothing_applies() -> Answers:
    """The answers of somebody to whom no statement applies: "no" to each, and none of several choices."""
    questions = load_questions().values()
    several = {question.id: () for question in questions if question.kind is Kind.MANY and not question.optional}
    return MappingProxyType({**several, **{question.id: NO for question in questions if question.kind is Kind.FLAG}})


def _limit_problems(row: QuestionRow, file: str, line: int, known: Collection[str]) -> Iterator[Problem]:
    """Limits that name no quantity or no rule."""
    for field, limits in (("asked_from", row.asked_from), ("asked_under", row.asked_under)):
        for name, rule in limits.items():
            if name not in known and name != BODY_MASS_INDEX:
                yield Problem(file, line, f"{row.id}.{field}", f"no question '{name}'")
            if rule not in load_rules():
                yield Problem(file, line, f"{row.id}.{field}", f"no rule '{rule}'")


def _question(row: QuestionRow) -> Question:
    return Question(
        id=row.id,
        screen=row.screen,
        kind=row.kind,
        text=row.text,
        help=row.help,
        unit=row.unit,
        choices=tuple(Choice(choice.id, choice.text, choice.source) for choice in row.choices),
        low=row.low,
        high=row.high,
        low_text=row.low_text,
        high_text=row.high_text,
        asked_if=MappingProxyType(dict(row.asked_if)),
        asked_from=MappingProxyType({name: number(rule) for name, rule in row.asked_from.items()}),
        asked_under=MappingProxyType({name: number(rule) for name, rule in row.asked_under.items()}),
        among=row.among,
        none_text=row.none_text,
        optional=row.optional,
        source=row.source,
    )


def quantity(answers: Answers, name: str) -> float | None:
    """A number that was given, or the body-mass index (kg/m²) of height and weight; None where it is not known."""
    if name == BODY_MASS_INDEX:
        mass_kg, stature_cm = quantity(answers, "mass_kg"), quantity(answers, "stature_cm")
        return None if mass_kg is None or not stature_cm else mass_kg / (stature_cm / 100) ** 2
    value = answers.get(name)
    return float(value) if isinstance(value, int | float) else None


def _is_from(value: float | None, limit: float) -> bool:
    return value is not None and value >= limit


def _is_under(value: float | None, limit: float) -> bool:
    return value is not None and value < limit


def _matches(answer: Answer | None, wanted: tuple[str, ...]) -> bool:
    if answer is None:
        return False
    given = answer if isinstance(answer, tuple) else (str(answer),)
    return any(one in wanted for one in given)
