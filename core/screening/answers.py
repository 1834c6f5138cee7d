"""Answers as they came from a browser, checked against the questions before anything else sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from core.errors import AnswerError
from core.knowledge.questions import NO, Answer, Answers, Kind, Question, load_questions

ASSESSED = "assessed."
"""Prefix of the answers that say on which day a sign was assessed: `assessed.F3.sometimes` -> "2026-11-20"."""

CONFIRMED = "confirmed."
"""Prefix of the answers that say that a clash was confirmed: `confirmed.past_due` -> "yes"."""


def checked(raw: Mapping[str, object]) -> Answers:
    """The answers with the right types, unanswered ones left out.

    Raises AnswerError for an unknown question, a choice that is not offered or a number outside its limits.
    """
    questions = load_questions()
    kept: dict[str, Answer] = {}
    for question_id, value in raw.items():
        if not question_id.startswith((ASSESSED, CONFIRMED)) and question_id not in questions:
            raise AnswerError(f"There is no question '{question_id}'. Nothing was changed.")
        if value is None or value == "":
            continue
        if question_id.startswith(ASSESSED):
            kept[question_id] = _day(question_id, value)
        elif question_id.startswith(CONFIRMED):
            kept[question_id] = "yes"
        else:
            kept[question_id] = _answer(questions[question_id], value)
    return MappingProxyType(kept)


def unanswered(answers: Answers, question_ids: Iterable[str]) -> tuple[str, ...]:
    """Of these questions, the ones that are asked, are not optional, and have no answer."""
    questions = load_questions()
    return tuple(
        question_id
        for question_id in question_ids
        if question_id not in answers
        and not questions[question_id].optional
        and questions[question_id].is_asked(answers)
    )


def flagged(answers: Answers, question_id: str) -> str | None:
    """The choice of a flag or choice that applies, None where it does not or was not answered."""
    value = answers.get(question_id, NO)
    return None if value == NO or not isinstance(value, str) else value


def ticked(answers: Answers, question_id: str) -> frozenset[str]:
    """What was ticked, empty where nothing was."""
    value = answers.get(question_id, ())
    return frozenset(value) if isinstance(value, tuple) else frozenset()


def measured(answers: Answers, question_id: str, unknown: float = 0.0) -> float:
    """The number given, `unknown` where none was."""
    value = answers.get(question_id, unknown)
    return float(value) if isinstance(value, int | float) else unknown


def _answer(question: Question, value: object) -> Answer:
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        return _number(question, value)
    offered = question.choice_ids()
    if question.kind is Kind.MANY:
        given = tuple(value) if isinstance(value, list | tuple | set | frozenset) else (value,)
        wrong = [one for one in given if one not in offered]
        if wrong:
            raise AnswerError(f"'{wrong[0]}' is not a choice of '{question.text}' Nothing was changed.")
        return tuple(choice for choice in offered if choice in given)
    if value not in offered:
        raise AnswerError(f"'{value}' is not a choice of '{question.text}' Nothing was changed.")
    return str(value)


def _number(question: Question, value: object) -> int | float:
    low, high = question.low, question.high
    assert low is not None
    assert high is not None
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        unit = f" {question.unit}" if question.unit else ""
        raise AnswerError(f"'{question.text}' takes a number from {low:g} to {high:g}{unit}. Nothing was changed.")
    if value == int(value):
        return int(value)
    if question.kind is Kind.SCALE:
        raise AnswerError(f"'{question.text}' takes a whole number from {low:g} to {high:g}. Nothing was changed.")
    return float(value)


def _day(question_id: str, value: object) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise AnswerError(f"'{question_id}' needs a day like 2026-11-20. Nothing was changed.") from error
