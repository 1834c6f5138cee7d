"""What the question set must hold, whatever the data files say: no edit of them can switch a gate off.

The questions' wording is data; that each gate is asked, is not optional, and offers the answers that lead
somewhere, is checked here when the room is first entered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.errors import DataError, Problem
from core.knowledge.questions import Question, load_questions

ALWAYS: Mapping[str, tuple[str, ...]] = {
    "A1": ("new", "old_assessed", "old_unassessed"),
    "A2": ("new", "known", "old_unassessed"),
    "A3": ("new", "known", "old_unassessed"),
    "A4": ("new", "before", "not_said"),
    "A5a": ("new", "walking", "old_assessed", "old_unassessed"),
    "A5b": ("new", "soreness", "walking", "old_assessed", "old_unassessed"),
    "B1": ("rapid", "days", "old_assessed", "old_unassessed"),
    "B2": ("yes",),
    "C1": ("unchecked", "checked"),
    "E1": ("unexplained", "very_unwell", "cold"),
    "F1": ("yes",),
    "F3": ("now", "sometimes"),
    "F5": ("yes",),
    "F6": ("yes",),
    "C2": ("yes",),
    "E2": ("yes",),
    "age": (),
    "H3": ("yes",),
    "D1": ("unexplained", "severe", "assessed"),
    "D2": ("unexplained", "intended"),
    "C4": ("yes",),
    "F2": ("not_cleared", "monitored"),
    "F4": ("inactive", "active"),
    "F4_pressure": ("treated", "untreated"),
    "F4_diabetes": ("inactive", "active"),
    "H1": ("discectomy", "fusion"),
    "H2": ("pregnant", "postpartum"),
    "duration": ("none", "under_2_weeks", "under_6_weeks", "under_12_weeks", "over_12_weeks"),
    "pain_now": (),
}
"""Questions asked of everyone, and the answers that they must offer."""

IN_PAIN = ("under_2_weeks", "under_6_weeks", "under_12_weeks", "over_12_weeks")
FOLLOWING: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "C2_with": ("C2", ("yes",), ("osteoporosis", "steroids", "bruise", "cannot_stand")),
    "E2_with": ("E2", ("yes",), ("immunity", "injecting", "dialysis", "infection", "spine_procedure", "tb")),
    "H1_weeks": ("H1", ("discectomy", "fusion"), ()),
    "H1_cleared": ("H1", ("discectomy", "fusion"), ("yes", "no")),
    "H2_week": ("H2", ("pregnant",), ()),
    "H2_complications": ("H2", ("pregnant", "postpartum"), ("no", "yes")),
    "H2_signs": ("H2", ("pregnant", "postpartum"), ("bleeding", "fluid", "contractions", "dizzy", "chest_pain")),
    "I1": ("pain_now", ("8", "9", "10"), ("eases", "nothing_eases")),
    "site": ("duration", IN_PAIN, ("back", "buttock", "thigh", "calf", "foot")),
    "B3": ("site", ("thigh", "calf", "foot"), ("recent", "old_assessed", "old_unassessed", "worse", "both", "other")),
}
"""Questions that follow from an answer: which one brings them up, with what, and the answers they must offer."""

TICKED: Mapping[str, tuple[str, ...]] = {
    "D3": ("first_ever", "constant", "night", "thoracic", "unwell", "worsening"),
    "C3": ("osteoporosis", "fracture_healed", "fracture_recent", "steroids"),
    "diagnosis": ("slip_high_grade",),
}
"""Lists to tick that everyone sees; nothing ticked is an answer."""

MAY_STAY_OPEN = frozenset({"C2_with", "E2_with", "H2_signs"})
GATE_QUESTIONS = (*ALWAYS, *(one for one in FOLLOWING if one not in MAY_STAY_OPEN))
"""Questions without whose answer, where they are asked, no plan is made."""


def check_gates(questions: Mapping[str, Question]) -> None:
    """Raise DataError where the question set lacks a gate, hides it, or lacks an answer that leads somewhere."""
    problems = tuple(Problem("data/questions.yaml", 1, field, told) for field, told in _holes(questions))
    if problems:
        raise DataError(problems)


def _holes(questions: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
    for name in (*ALWAYS, *FOLLOWING, *TICKED):
        if name not in questions:
            yield name, "this safety question is missing"
    for name, choices in (*ALWAYS.items(), *TICKED.items()):
        if name in questions:
            yield from _lacking(questions[name], choices)
            if questions[name].asked_if or questions[name].among:
                yield f"{name}.asked_if", "this safety question is asked of everyone"
    for name, (parent, answers, choices) in FOLLOWING.items():
        if name in questions:
            yield from _lacking(questions[name], choices)
            unheard = sorted(set(answers) - set(questions[name].asked_if.get(parent, ())))
            if unheard:
                yield f"{name}.asked_if", f"must follow {parent}: {', '.join(unheard)}"
    for name in GATE_QUESTIONS:
        if name in questions and questions[name].optional:
            yield f"{name}.optional", "a safety question cannot be optional"


def _lacking(question: Question, choices: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    lacking = sorted(set(choices) - {choice.id for choice in question.choices})
    if lacking:
        yield f"{question.id}.choices", f"must offer {', '.join(lacking)}"


check_gates(load_questions())
