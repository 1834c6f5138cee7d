"""What the gates need of data/questions.yaml: a file that no longer asks it stops the program.

The wording is data; that a question is asked, answered in this way and offers these choices is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from core.errors import DataError, Problem
from core.knowledge.questions import Kind, Question

GATE_QUESTIONS = (
    "A1", "A2", "A3", "A4", "A5a", "A5b", "B1", "B2", "C1", "E1", "F1", "F3", "F5", "F6", "C2", "E2",
    "age", "H3", "D1", "D2", "C4", "F2", "F4", "F4_pressure", "F4_diabetes", "H1", "H1_weeks", "H1_cleared",
    "H2", "H2_week", "H2_complications", "balance", "duration", "pain_now", "pain_week", "pain_provoked", "I1",
    "provoked_by", "settles", "site", "B3",
)  # fmt: skip
"""Questions without whose answer no plan is made."""

ONE, MANY, NUMBER = (Kind.FLAG, Kind.CHOICE), (Kind.MANY,), (Kind.NUMBER, Kind.SCALE)

ONE_OF: Mapping[str, str] = MappingProxyType(
    {
        "A1": "new old_assessed old_unassessed",
        "A2": "new known old_unassessed",
        "A3": "new known old_unassessed",
        "A4": "new before not_said",
        "A5a": "new walking old_assessed old_unassessed",
        "A5b": "new soreness walking old_assessed old_unassessed",
        "B1": "rapid days old_assessed old_unassessed",
        "B2": "yes",
        "B3": "recent old_assessed old_unassessed worse both other",
        "C1": "unchecked checked",
        "C2": "yes",
        "C4": "yes",
        "D1": "unexplained severe assessed",
        "D2": "unexplained intended",
        "E1": "unexplained very_unwell cold",
        "E2": "yes",
        "F1": "yes",
        "F2": "not_cleared monitored",
        "F3": "now sometimes",
        "F4": "inactive active",
        "F4_pressure": "treated untreated",
        "F4_diabetes": "inactive active",
        "F5": "yes",
        "F6": "yes",
        "H1": "discectomy fusion",
        "H1_cleared": "yes no",
        "H2": "pregnant postpartum",
        "H2_complications": "no yes",
        "H3": "yes",
        "I1": "eases nothing_eases",
        "balance": "yes",
        "floor_hard": "yes",
        "duration": "none under_2_weeks under_6_weeks under_12_weeks over_12_weeks",
        "provoked_by": "heavy moderate light",
        "settles": "under_30_min under_2_h over_2_h",
        "site": "back buttock thigh calf foot",
    }
)
"""Questions answered by one choice, with the choices that decide something."""

SOME_OF: Mapping[str, str] = MappingProxyType(
    {
        "C2_with": "osteoporosis steroids bruise cannot_stand",
        "C3": "osteoporosis fracture_healed fracture_recent steroids",
        "D3": "first_ever constant night thoracic unwell worsening",
        "E2_with": "immunity injecting dialysis infection spine_procedure tb",
        "G1": "onset_under_45 over_3_months onset_under_35 second_half_of_night buttock better_moving "
        "better_with_nsaid relative arthritis enthesitis psoriasis",
        "H2_signs": "bleeding fluid contractions dizzy chest_pain headache calf breathless",
        "irritable_signs": "wakes rest_pain cannot_bend",
        "diagnosis": "radiculopathy discogenic stenosis spondylolisthesis slip_high_grade extension_pattern "
        "sacroiliac flexion_pattern",
        "aggravators": "straight_leg_pull slump",
        "aggravators_strong": "straight_leg_pull slump",
    }
)
"""Questions of which several choices may be ticked, with those that decide something."""

NUMBERS = (
    "age", "H1_weeks", "H2_week", "pain_now", "pain_week", "pain_provoked", "worry", "confidence", "rmdq",
)  # fmt: skip

IN_PAIN = ("under_2_weeks", "under_6_weeks", "under_12_weeks", "over_12_weeks")
EITHER_OPERATION, EITHER_STATE = ("discectomy", "fusion"), ("pregnant", "postpartum")
ASKED_IF: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "C2_with": ("C2", ("yes",)),
        "E2_with": ("E2", ("yes",)),
        "H1_weeks": ("H1", EITHER_OPERATION),
        "H1_cleared": ("H1", EITHER_OPERATION),
        "H2_week": ("H2", ("pregnant",)),
        "H2_complications": ("H2", EITHER_STATE),
        "H2_signs": ("H2", EITHER_STATE),
        "pain_provoked": ("duration", IN_PAIN),
        "provoked_by": ("duration", IN_PAIN),
        "settles": ("duration", IN_PAIN),
        "irritable_signs": ("duration", IN_PAIN),
        "site": ("duration", IN_PAIN),
        "I1": ("pain_now", ("8", "9", "10")),
        "B3": ("site", ("thigh", "calf", "foot")),
    }
)
"""What brings a question up at the latest; all others are asked of everyone."""


def check_gates(questions: Mapping[str, Question]) -> None:
    """Raises DataError with every way in which these questions would leave a gate unasked."""
    problems = [
        *_answered_by(questions, ONE_OF, ONE),
        *_answered_by(questions, SOME_OF, MANY),
        *_answered_by(questions, dict.fromkeys(NUMBERS, ""), NUMBER),
        *(_problem(name, "optional", "must be answered") for name in GATE_QUESTIONS if _is_optional(questions, name)),
    ]
    if problems:
        raise DataError(tuple(problems))


def _answered_by(
    questions: Mapping[str, Question], needed: Mapping[str, str], kinds: tuple[Kind, ...]
) -> Iterator[Problem]:
    for name, choices in needed.items():
        question = questions.get(name)
        if question is None:
            yield _problem(name, "id", "this question is missing")
            continue
        if question.kind not in kinds:
            yield _problem(name, "kind", f"must be {' or '.join(kinds)}")
        offered = {choice.id for choice in question.choices}
        yield from (
            _problem(name, "choices", f"the choice '{choice}' is missing")
            for choice in choices.split()
            if choice not in offered
        )
        if not _is_asked_in_time(question):
            yield _problem(name, "asked_if", "is asked too seldom")


def _is_asked_in_time(question: Question) -> bool:
    if not question.asked_if:
        return True
    other, wanted = ASKED_IF.get(question.id, ("", ("",)))
    return set(wanted) <= set(question.asked_if.get(other, ()))


def _is_optional(questions: Mapping[str, Question], name: str) -> bool:
    return name in questions and questions[name].optional


def _problem(name: str, field: str, message: str) -> Problem:
    return Problem("data/questions.yaml", 1, f"{name}.{field}", message)
