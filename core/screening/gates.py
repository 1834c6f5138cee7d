"""What the gates need of data/questions.yaml: a file that no longer asks it stops the program.

The wording is data; that a question is asked, answered in this way and offers these choices is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from core.errors import DataError, Problem
from core.knowledge.questions import BODY_MASS_INDEX, NO, Kind, Question
from core.knowledge.rules import number
from core.screening.signs import SIGNS

GATE_QUESTIONS = (
    "A1", "A2", "A3", "A4", "A5a", "A5b", "B1", "numbness_growing", "B2",
    "C1", "small_fall", "C2", "C2_with", "E2", "E2_with", "E1", "F1", "F3", "effort_pressure", "F5", "F6",
    "age", "sex", "stature_cm", "mass_kg", "low_weight_with",
    "H3", "recent_heart", "F4", "clot", "recent_operation", "H1", "H1_weeks", "H1_cleared", "D1", "D2", "D3", "C3",
    "C4", "F2", "F4_pressure", "pressure_with", "F4_diabetes", "G1", "H2", "H2_week", "H2_complications", "H2_signs",
    "balance", "duration", "pain_now", "I1", "pain_week", "pain_provoked", "painkillers", "provoked_by", "settles",
    "irritable_signs", "site", "B3", "confidence", "worry", "goal", "experience", "days_per_week", "minutes",
)  # fmt: skip
"""Questions without whose answer no plan is made."""

AFTERWARDS = frozenset({"confidence", "worry", "goal", "experience", "days_per_week", "minutes"})
"""Gate questions that cannot withhold a plan by their answer; all others stand on a safety screen."""

ONE, MANY, NUMBER = (Kind.FLAG, Kind.CHOICE), (Kind.MANY,), (Kind.NUMBER, Kind.SCALE)

AGGRAVATORS = frozenset({"aggravators", "aggravators_strong"})
TICKED = frozenset(
    {
        "C2_with",
        "E2_with",
        "C3",
        "D3",
        "G1",
        "H2_signs",
        "low_weight_with",
        "pressure_with",
        "diagnosis",
        "irritable_signs",
    }
)
"""Questions of which several choices may be ticked."""

ALSO_OFFERED: Mapping[str, str] = MappingProxyType(
    {
        "A4": "before",
        "A5b": "soreness",
        "B3": "ache both other",
        "C1": "checked long_ago",
        "C2": "yes checked",
        "C2_with": "osteoporosis steroids bruise bent cannot_stand",
        "C4": "yes",
        "D2": "intended",
        "D3": "first_ever constant night thoracic unwell worsening",
        "E2": "yes checked",
        "E2_with": "immunity injecting dialysis infection spine_procedure tb",
        "F4_diabetes": "active",
        "F5": "checked",
        "F6": "checked",
        "G1": "onset_under_45 over_3_months onset_under_35 second_half_of_night buttock better_moving "
        "better_with_nsaid relative arthritis enthesitis psoriasis",
        "H1": "discectomy fusion other",
        "H1_cleared": "yes no",
        "H2_complications": "no",
        "H2_signs": "bleeding fluid contractions tummy movements dizzy chest_pain breathless headache swelling calf "
        "weakness",
        "I1": "eases nothing_eases",
        "aggravators": "straight_leg_pull slump",
        "aggravators_strong": "straight_leg_pull slump",
        "diagnosis": "radiculopathy discogenic stenosis spondylolisthesis extension_pattern sacroiliac flexion_pattern",
        "experience": "new some experienced",
        "goal": "function strength muscle",
        "duration": "none under_2_weeks under_6_weeks under_12_weeks over_12_weeks",
        "floor_hard": "yes",
        "irritable_signs": "wakes rest_pain cannot_bend",
        "low_weight_with": "periods weight_loss stress_fracture",
        "painkillers": "none mild",
        "pressure_with": "headache sight chest confusion",
        "provoked_by": "heavy moderate light",
        "recent_operation": "minor",
        "settles": "under_30_min under_2_h over_2_h",
        "sex": "female male",
        "site": "back buttock thigh calf foot",
        "small_fall": "unchecked checked",
    }
)
"""Choices that decide something together with others, or say that a sign needs nothing more; see also SIGNS."""

NUMBERS = (
    "age", "stature_cm", "mass_kg", "H1_weeks", "H2_week", "pressure_upper", "pressure_lower", "pain_now", "pain_week",
    "pain_provoked", "worry", "confidence", "rmdq", "days_per_week", "minutes",
)  # fmt: skip

IN_PAIN = ("under_2_weeks", "under_6_weeks", "under_12_weeks", "over_12_weeks")
EITHER_OPERATION, EITHER_STATE = ("discectomy", "fusion", "other"), ("pregnant", "postpartum")
ASKED_IF: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "C2_with": ("C2", ("yes",)),
        "E2_with": ("E2", ("yes",)),
        "H1_weeks": ("H1", EITHER_OPERATION),
        "H1_cleared": ("H1", EITHER_OPERATION),
        "H2_week": ("H2", ("pregnant",)),
        "H2_complications": ("H2", EITHER_STATE),
        "H2_signs": ("H2", EITHER_STATE),
        "pain_now": ("duration", IN_PAIN),
        "pain_week": ("duration", IN_PAIN),
        "pain_provoked": ("duration", IN_PAIN),
        "painkillers": ("duration", IN_PAIN),
        "provoked_by": ("duration", IN_PAIN),
        "settles": ("duration", IN_PAIN),
        "irritable_signs": ("duration", IN_PAIN),
        "site": ("duration", IN_PAIN),
        "B3": ("site", ("thigh", "calf", "foot")),
    }
)
"""What brings a question up at the latest; all others but those by a limit are asked of everyone."""

LIMITS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "I1": {"pain_now": number("triage.severe_pain")},
        "pressure_with": {name: number(f"triage.{name}") for name in ("pressure_upper", "pressure_lower")},
        "low_weight_with": {BODY_MASS_INDEX: number("triage.low_body_mass")},
    }
)
"""The limit that brings a question up."""


def check_gates(questions: Mapping[str, Question], safety_screens: Collection[str]) -> None:
    """Raises DataError with every way in which these questions would leave a gate unasked."""
    ticked = {name: choices for name, choices in _offered().items() if name in TICKED or name in AGGRAVATORS}
    chosen = {name: choices for name, choices in _offered().items() if name not in ticked}
    problems = [
        *_answered_by(questions, chosen, ONE),
        *_answered_by(questions, ticked, MANY),
        *_answered_by(questions, dict.fromkeys(NUMBERS, frozenset()), NUMBER),
        *(_problem(name, "optional", "must be answered") for name in GATE_QUESTIONS if _is_optional(questions, name)),
        *(
            _problem(name, "screen", "must stand on a safety screen")
            for name in dict.fromkeys((*GATE_QUESTIONS, *_offered()))
            if name not in AFTERWARDS | AGGRAVATORS | {"floor_hard"}
            and name in questions
            and questions[name].screen not in safety_screens
        ),
    ]
    if problems:
        raise DataError(tuple(problems))


def _offered() -> Mapping[str, frozenset[str]]:
    """Every question whose choices decide something, with these choices."""
    offered = {name: frozenset(choices.split()) for name, choices in ALSO_OFFERED.items()}
    for sign in SIGNS:
        question_id, _, choice = sign.partition(".")
        offered[question_id] = offered.get(question_id, frozenset()) | {choice}
    return offered


def _answered_by(
    questions: Mapping[str, Question], needed: Mapping[str, frozenset[str]], kinds: tuple[Kind, ...]
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
            for choice in sorted(choices - offered)
            if choice != NO or question.kind is not Kind.FLAG
        )
        if not _is_asked_in_time(question):
            yield _problem(name, "asked_if", "is asked too seldom")


def _is_asked_in_time(question: Question) -> bool:
    limits = {**question.asked_from, **question.asked_under}
    if limits:
        return limits == LIMITS.get(question.id)
    if not question.asked_if:
        return True
    other, wanted = ASKED_IF.get(question.id, ("", ("",)))
    return set(wanted) <= set(question.asked_if.get(other, ()))


def _is_optional(questions: Mapping[str, Question], name: str) -> bool:
    return name in questions and questions[name].optional


def _problem(name: str, field: str, message: str) -> Problem:
    return Problem("data/questions.yaml", 1, f"{name}.{field}", message)
