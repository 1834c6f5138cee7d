"""Random but valid people: answers to every question, mostly those of someone who may train."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from core.knowledge.questions import Kind, Question, load_questions
from core.planning import Edits
from core.profile import Preferences
from core.screening import checked, open_clashes
from core.screening.answers import CONFIRMED
from tests.core.builders import CATALOG, SETTLED_ADULT

QUESTIONS = load_questions()
EXERCISES = tuple(CATALOG.exercises)
HEALTH_SCREENS = ("nerves", "now", "health")

# Answers that shape a plan without standing in its way; rows with follow-ups come as bundles.
SHAPING: tuple[dict[str, Any], ...] = (
    {"A1": "old_assessed"},
    {"A2": "known"},
    {"A3": "known"},
    {"A4": "not_said"},
    {"A5a": "walking"},
    {"A5b": "old_assessed"},
    {"B1": "old_assessed"},
    {"C3": ["osteoporosis"]},
    {"C3": ["fracture_healed"]},
    {"C3": ["steroids"]},
    {"C4": "yes", "age": 20},
    {"D1": "assessed"},
    {"D3": ["constant", "night"]},
    {"E1": "cold"},
    {"F2": "monitored"},
    {"F4": "active"},
    {"F4_pressure": "treated"},
    {"F4_pressure": "untreated"},
    {"F4_diabetes": "inactive"},
    {"H1": "discectomy", "H1_weeks": 3, "H1_cleared": "yes"},
    {"H1": "discectomy", "H1_weeks": 9, "H1_cleared": "yes"},
    {"H1": "discectomy", "H1_weeks": 40, "H1_cleared": "yes"},
    {"H1": "fusion", "H1_weeks": 8, "H1_cleared": "yes", "assessed.H1.fusion": "2026-11-19"},
    {"H1": "fusion", "H1_weeks": 16, "H1_cleared": "yes"},
    {"H1": "fusion", "H1_weeks": 30, "H1_cleared": "yes"},
    {"H2": "pregnant", "H2_week": 10, "H2_complications": "no"},
    {"H2": "pregnant", "H2_week": 30, "H2_complications": "no"},
    {"H2": "postpartum", "H2_complications": "no"},
    {"balance": "yes"},
    {"floor_hard": "yes"},
    {"D2": "unexplained", "assessed.D2.unexplained": "2026-11-19"},
    {"diagnosis": ["slip_high_grade"], "assessed.diagnosis.slip_high_grade": "2026-11-19"},
    {"A2": "stress_leak"},
    {"E1": "sweats"},
    {"C2": "yes", "C2_with": []},
    {"effort_pressure": "assessed"},
    {"recent_heart": "cleared"},
    {"recent_operation": "cleared"},
    {"clot": "thinners"},
    {"pressure_upper": 150, "pressure_lower": 95},
    {"painkillers": "strong"},
)
BLOCKING: tuple[dict[str, Any], ...] = (
    {"A1": "new"},
    {"A2": "old_unassessed"},
    {"B1": "days"},
    {"C1": "unchecked"},
    {"D2": "unexplained"},
    {"F1": "yes"},
    {"H3": "yes"},
    {"age": 16},
)


def _answer_to(question: Question) -> SearchStrategy[Any]:
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        assert question.low is not None
        assert question.high is not None
        return st.integers(int(question.low), int(question.high))
    if question.kind is Kind.MANY:
        return st.lists(st.sampled_from(question.choice_ids()), unique=True, max_size=4)
    return st.sampled_from(question.choice_ids())


def any_answers() -> SearchStrategy[dict[str, Any]]:
    """Any valid answers to any of the questions, unanswered ones included."""
    return st.fixed_dictionaries({}, optional={name: _answer_to(question) for name, question in QUESTIONS.items()})


_FREE = {
    name: _answer_to(question)
    for name, question in QUESTIONS.items()
    if question.screen not in HEALTH_SCREENS
    and name
    not in ("floor_hard", "sleep", "stress", "equipment", "diagnosis", "low_weight_with", "mass_kg", "stature_cm")
}
_FREE["mass_kg"], _FREE["stature_cm"] = st.integers(58, 140), st.integers(150, 176)
_FREE["age"] = st.integers(18, 95)
_FREE["equipment"] = st.one_of(
    st.just([]),
    st.lists(st.sampled_from(QUESTIONS["equipment"].choice_ids()), unique=True, max_size=6),
    st.just(list(QUESTIONS["equipment"].choice_ids())),
)
_FREE["diagnosis"] = st.lists(
    st.sampled_from([one for one in QUESTIONS["diagnosis"].choice_ids() if one != "slip_high_grade"]),
    unique=True,
    max_size=2,
)
_FREE["B3"] = st.sampled_from(("recent", "old_assessed", "old_unassessed", "other"))
_SHAPED = st.lists(st.sampled_from(SHAPING), max_size=2)
_BLOCKED = st.sampled_from((*[{}] * 60, *BLOCKING))


_CALM = st.fixed_dictionaries(
    {
        "duration": st.sampled_from(("over_12_weeks", "over_12_weeks", "under_12_weeks", "none")),
        "pain_now": st.integers(0, 3),
        "pain_week": st.integers(0, 5),
        "pain_provoked": st.integers(0, 4),
        "provoked_by": st.sampled_from(("heavy", "moderate")),
        "settles": st.just("under_30_min"),
        "irritable_signs": st.just([]),
        "site": st.sampled_from(("back", "back", "buttock", "thigh")),
        "confidence": st.integers(4, 10),
        "worry": st.integers(0, 7),
    }
)
"""A back that is hard to stir up, so that the fuller doses and the gates come up as often as the careful ones."""


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """Answers to all questions of someone who, in most cases, may train."""
    raw = {**SETTLED_ADULT, **draw(st.fixed_dictionaries(_FREE)), **draw(st.one_of(st.just({}), _CALM, _CALM))}
    for bundle in (*draw(_SHAPED), draw(_BLOCKED)):
        raw |= bundle
    # Whatever does not fit together was asked back and confirmed, so that odd people are planned for too.
    return dict(raw) | {CONFIRMED + clash: "yes" for clash in open_clashes(checked(raw))}


_IDS = st.lists(st.sampled_from(EXERCISES), unique=True, max_size=4).map(frozenset)
preferences = st.builds(Preferences, liked=_IDS, disliked=_IDS, excluded=_IDS)
edits = st.builds(
    Edits,
    locked=st.lists(st.sampled_from(EXERCISES), unique=True, max_size=2).map(tuple),
    swaps=st.lists(st.tuples(st.sampled_from(EXERCISES), st.sampled_from(EXERCISES)), max_size=2).map(tuple),
)
