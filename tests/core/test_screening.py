"""The triage: people who may train, people who may not, and what an assessment by a professional changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.screening import assess
from core.screening.gates import GATE_QUESTIONS
from core.words import Axis, Position, Tier
from tests.core.builders import TODAY, answers, assessed

# The personas of clinical evidence 1.6, in its order; everything not named stays as in the settled adult.
NOT_BLOCKED: dict[str, tuple[dict[str, Any], Tier]] = {
    "72 years, long-standing back pain, no other flag": ({"age": 72}, Tier.CLEAR),
    "night pain when turning over, three years": (
        {"D3": ["night"], "irritable_signs": ["wakes"], "aggravators": ["rolling_in_bed"]},
        Tier.CLEAR,
    ),
    "stress leak for eight years since a birth, unchanged": ({"A2": "known", "sex": "female"}, Tier.ADVICE),
    "one-leg sciatica for four weeks, stable": (
        {"duration": "under_6_weeks", "site": "calf", "B3": "recent"},
        Tier.LIMITS,
    ),
    "both thighs sore after leg day": ({"A5b": "soreness"}, Tier.CLEAR),
    "both legs heavy on walking, eases on sitting, two years": (
        {"age": 70, "A5a": "walking", "easers": ["sitting_eases"]},
        Tier.LIMITS,
    ),
    "osteoporosis, no new pain": ({"age": 66, "C3": ["osteoporosis"]}, Tier.LIMITS),
    "breast cancer twelve years ago, pain judged mechanical": ({"age": 58, "D1": "assessed"}, Tier.LIMITS),
    "type 2 diabetes, no symptoms, not active": ({"age": 60, "F4_diabetes": "inactive"}, Tier.LIMITS),
    "a cold with fever and the usual ache": ({"E1": "cold"}, Tier.ADVICE),
    "prednisolone for five days for asthma": ({"C3": []}, Tier.CLEAR),
    "mid-back ache from desk work only": ({"D3": ["thoracic"]}, Tier.CLEAR),
    "pain 9 of 10 for a day after lifting, eases lying": (
        {"duration": "under_2_weeks", "pain_now": 9, "I1": "eases", "easers": ["lying_eases"]},
        Tier.LIMITS,
    ),
    "30 years, morning stiffness, better moving, psoriasis": (
        {
            "age": 30,
            "G1": ["onset_under_45", "onset_under_35", "over_3_months", "better_moving", "psoriasis"],
        },
        Tier.ADVICE,
    ),
    "uncomplicated pregnancy, week 22": (
        {"age": 31, "sex": "female", "H2": "pregnant", "H2_week": 22, "H2_complications": "no"},
        Tier.LIMITS,
    ),
    "discectomy five months ago, discharged": (
        {"H1": "discectomy", "H1_weeks": 22, "H1_cleared": "yes"},
        Tier.LIMITS,
    ),
    "high blood pressure, treated, active": ({"age": 55, "F4_pressure": "treated"}, Tier.LIMITS),
}
BLOCKED: dict[str, tuple[dict[str, Any], Tier]] = {
    "new saddle numbness": ({"A1": "new"}, Tier.EMERGENCY),
    "cannot start to pee since yesterday, with sciatica": (
        {"A2": "new", "site": "calf", "B3": "recent"},
        Tier.EMERGENCY,
    ),
    "new numb feet on both sides": ({"A5a": "new"}, Tier.EMERGENCY),
    "new shooting pain down both legs": ({"A5b": "new"}, Tier.EMERGENCY),
    "foot drop since this morning": ({"B1": "rapid"}, Tier.EMERGENCY),
    "cancer in the past, unsteady walking and back pain": ({"D1": "unexplained", "B2": "yes"}, Tier.EMERGENCY),
    "tearing back and tummy pain, faint, 70-year-old smoker": ({"age": 70, "F1": "yes"}, Tier.EMERGENCY),
    "fever of 39 with back pain, no cold": ({"E1": "unexplained"}, Tier.SAME_DAY),
    "on dialysis, new constant worsening pain, no fever": (
        {"E2": "yes", "E2_with": ["dialysis"]},
        Tier.SAME_DAY,
    ),
    "fall from a ladder today, not checked": ({"C1": "unchecked"}, Tier.SAME_DAY),
    "76 years on steroids, sudden mid-line pain after a cough": (
        {"age": 76, "C2": "yes", "C2_with": ["steroids"], "C3": ["steroids"]},
        Tier.PROFESSIONAL,
    ),
    "weight loss without trying": ({"D2": "unexplained"}, Tier.PROFESSIONAL),
    "new pain, prostate cancer in the past, never assessed": (
        {"age": 68, "D1": "unexplained"},
        Tier.PROFESSIONAL,
    ),
    "chest tightness on stairs": ({"F3": "sometimes"}, Tier.PROFESSIONAL),
    "pregnant with bleeding": (
        {"sex": "female", "H2": "pregnant", "H2_week": 14, "H2_complications": "no", "H2_signs": ["bleeding"]},
        Tier.SAME_DAY,
    ),
    "fusion six weeks ago, not cleared": (
        {"H1": "fusion", "H1_weeks": 6, "H1_cleared": "no"},
        Tier.PROFESSIONAL,
    ),
    "one hot swollen calf": ({"F5": "yes"}, Tier.SAME_DAY),
}
# Twenty more people who come to any gym; none of them may be kept from training.
BENIGN: dict[str, dict[str, Any]] = {
    "no back pain at all, wants stronger legs": {"duration": "none", "pain_now": 0, "pain_week": 0},
    "81 years, stiff in the morning, walks every day": {"age": 81, "experience": "new", "goal": "function"},
    "19 years, gymnast without pain on arching": {"age": 19},
    "22 years, bowler, arching has hurt for a month": {"age": 22, "C4": "yes"},
    "first back pain ever at 30": {"age": 30, "duration": "under_2_weeks", "D3": ["first_ever"]},
    "first back pain ever at 60 and nothing else": {"age": 60, "D3": ["first_ever"]},
    "new baby, tired, aching between the shoulder blades": {
        "age": 34, "sex": "female", "D3": ["unwell", "thoracic"], "H2": "postpartum", "H2_complications": "no",
    },
    "lost weight on purpose": {"D2": "intended"},
    "a road crash last year, checked at the time": {"C1": "checked"},
    "checked and cleared after a fall, with osteoporosis": {"age": 74, "C1": "checked", "C3": ["osteoporosis"]},
    "sudden mid-line pain on lifting at 35, strong bones": {"age": 35, "duration": "under_2_weeks", "C2": "yes"},
    "new constant worsening pain, otherwise healthy": {"duration": "under_2_weeks", "E2": "yes"},
    "would rather not speak of sexual function": {"A4": "not_said"},
    "erection trouble for years before the pain": {"age": 61, "A4": "before"},
    "irritable bowel for twenty years, unchanged": {"A3": "known"},
    "old stable foot weakness, seen by a neurologist": {"B1": "old_assessed"},
    "leg pain for a year, never looked at, unchanged": {"site": "calf", "B3": "old_unassessed"},
    "stable angina, cycles to work": {"age": 64, "F4": "active"},
    "small aneurysm under watch, told to exercise": {"age": 70, "F2": "monitored"},
    "type 1 diabetes, runs three times a week": {"age": 28, "F4_diabetes": "active"},
}  # fmt: skip


def test_all_personas_are_here() -> None:
    assert len(NOT_BLOCKED) + len(BLOCKED) == 34
    assert len(BENIGN) == 20


@pytest.mark.parametrize(("changes", "tier"), NOT_BLOCKED.values(), ids=list(NOT_BLOCKED))
def test_persona_may_train(changes: dict[str, Any], tier: Tier) -> None:
    result = assessed(**changes)
    assert result.tier is tier
    assert result.allows_plan


@pytest.mark.parametrize(("changes", "tier"), BLOCKED.values(), ids=list(BLOCKED))
def test_persona_is_stopped(changes: dict[str, Any], tier: Tier) -> None:
    result = assessed(**changes)
    assert result.tier is tier
    assert not result.allows_plan


@pytest.mark.parametrize("changes", BENIGN.values(), ids=list(BENIGN))
def test_benign_person_is_not_blocked(changes: dict[str, Any]) -> None:
    result = assessed(**changes)
    assert result.tier in (Tier.LIMITS, Tier.ADVICE, Tier.CLEAR)
    assert result.allows_plan


def test_foot_drop_over_days_is_for_today_rather_than_at_once() -> None:
    assert assessed(B1="days").tier is Tier.SAME_DAY


def test_chest_pain_now_is_an_emergency() -> None:
    assert assessed(F3="now").tier is Tier.EMERGENCY


def test_the_most_severe_finding_decides_and_the_milder_ones_stay_visible() -> None:
    result = assessed(A2="known", D2="unexplained", F5="yes")
    assert result.tier is Tier.SAME_DAY
    assert [finding.code for finding in result.decided_by] == ["F5.yes"]
    assert [finding.code for finding in result.notes] == ["D2.unexplained", "A2.known"]


@pytest.mark.parametrize(
    "nerves",
    [{row: "new"} for row in ("A1", "A2", "A3", "A4", "A5a", "A5b")] + [{"B1": "rapid"}, {"B1": "days"}, {"B2": "yes"}],
    ids=lambda nerves: next(iter(nerves)),
)
@pytest.mark.parametrize("cancer", ["unexplained", "severe", "assessed"])
def test_cancer_with_nerve_signs_is_an_emergency(nerves: dict[str, str], cancer: str) -> None:
    result = assessed(D1=cancer, **nerves)
    assert result.tier is Tier.EMERGENCY
    assert "D1.nerves" in {finding.code for finding in result.findings}


@pytest.mark.parametrize(
    ("choice", "tier"),
    [("unexplained", Tier.PROFESSIONAL), ("severe", Tier.SAME_DAY), ("assessed", Tier.LIMITS)],
)
def test_cancer_without_nerve_signs(choice: str, tier: Tier) -> None:
    assert assessed(D1=choice).tier is tier


@pytest.mark.parametrize(
    ("age", "signs", "tier"),
    [
        (40, [], Tier.CLEAR),
        (40, ["constant"], Tier.CLEAR),
        (40, ["constant", "night"], Tier.ADVICE),
        (40, ["constant", "night", "thoracic"], Tier.PROFESSIONAL),
        (50, ["first_ever", "night"], Tier.CLEAR),
        (51, ["first_ever", "night"], Tier.ADVICE),
        (50, ["first_ever", "night", "unwell"], Tier.ADVICE),
        (51, ["first_ever", "night", "unwell"], Tier.PROFESSIONAL),
    ],
)
def test_weak_flags_count_only_together(age: int, signs: list[str], tier: Tier) -> None:
    assert assessed(age=age, D3=signs).tier is tier


@pytest.mark.parametrize(
    ("changes", "tier"),
    [
        ({"age": 69, "C2": "yes"}, Tier.CLEAR),
        ({"age": 70, "C2": "yes"}, Tier.PROFESSIONAL),
        ({"C2": "yes", "C2_with": ["steroids"]}, Tier.PROFESSIONAL),
        ({"C2": "yes", "C2_with": ["osteoporosis"]}, Tier.PROFESSIONAL),
        ({"C2": "yes", "C2_with": ["bruise"]}, Tier.SAME_DAY),
        ({"age": 75, "C2": "yes", "C2_with": ["cannot_stand"]}, Tier.SAME_DAY),
        ({"age": 75, "C2": "yes", "B2": "yes"}, Tier.SAME_DAY),
    ],
)
def test_fragility_needs_a_combination(changes: dict[str, Any], tier: Tier) -> None:
    assert assessed(**changes).tier is tier


@pytest.mark.parametrize(
    ("signs", "found"),
    [
        (["onset_under_45", "over_3_months", "better_moving", "psoriasis"], False),
        (["onset_under_45", "over_3_months", "better_moving", "psoriasis", "relative"], True),
        (["over_3_months", "better_moving", "psoriasis", "relative"], False),
        (["onset_under_45", "better_moving", "psoriasis", "relative"], False),
    ],
)
def test_inflammatory_signs_count_together(signs: list[str], found: bool) -> None:
    assert (assessed(G1=signs).tier is Tier.ADVICE) is found


@pytest.mark.parametrize(
    ("operation", "weeks", "cleared", "tier", "condition"),
    [
        ("discectomy", 3, "no", Tier.PROFESSIONAL, "discectomy_0_6_weeks"),
        ("discectomy", 3, "yes", Tier.LIMITS, "discectomy_0_6_weeks"),
        ("discectomy", 6, "yes", Tier.LIMITS, "discectomy_6_12_weeks"),
        ("discectomy", 12, "yes", Tier.LIMITS, "discectomy_after_12_weeks"),
        ("fusion", 11, "yes", Tier.PROFESSIONAL, "fusion_0_3_months"),
        ("fusion", 12, "yes", Tier.LIMITS, "fusion_3_6_months"),
        ("fusion", 26, "yes", Tier.LIMITS, "fusion_after_6_months"),
        ("fusion", 30, "no", Tier.PROFESSIONAL, "fusion_after_6_months"),
    ],
)
def test_surgery_by_kind_and_week(operation: str, weeks: int, cleared: str, tier: Tier, condition: str) -> None:
    result = assessed(H1=operation, H1_weeks=weeks, H1_cleared=cleared)
    assert result.tier is tier
    assert result.conditions == (condition,)


def test_pregnancy_complications_come_first() -> None:
    given: dict[str, Any] = {"H2": "pregnant", "H2_week": 30, "H2_complications": "yes"}
    assert assessed(**given).tier is Tier.PROFESSIONAL
    assert assessed(**given, H2_signs=["fluid"]).tier is Tier.SAME_DAY


def test_severe_pain_starts_as_a_flare_and_stops_only_with_weak_flags() -> None:
    assert assessed(pain_now=7).flare is False
    eased = assessed(pain_now=8, I1="eases")
    assert (eased.tier, eased.flare) == (Tier.LIMITS, True)
    alone = assessed(pain_now=9, I1="nothing_eases", D3=["constant"])
    assert (alone.tier, alone.flare) == (Tier.LIMITS, True)
    assert "I1.nothing_eases" in {finding.code for finding in alone.findings}
    assert assessed(pain_now=9, I1="nothing_eases", D3=["constant", "night"]).tier is Tier.PROFESSIONAL


def test_young_athletes_are_spared_arching_and_jolts() -> None:
    for age, limited in ((17, False), (18, True), (25, True), (26, False)):
        codes = {finding.code for finding in assessed(age=age, C4="yes").findings}
        assert ("C4.yes" in codes) is limited, age
    (finding, *_) = assessed(age=22, C4="yes").findings
    assert finding.sensitivity == {Axis.EXTENSION: 3, Axis.IMPACT: 3}


@pytest.mark.parametrize(
    ("changes", "rir_floor"),
    [
        ({"F4": "active"}, 3),
        ({"F4_pressure": "untreated"}, 3),
        ({"F4_pressure": "treated"}, 0),
        ({"F2": "monitored"}, 0),
    ],
)
def test_heart_and_pressure_rule_out_held_breath(changes: dict[str, Any], rir_floor: int) -> None:
    result = assessed(**changes)
    assert Position.BREATH_HOLD in result.positions
    assert result.rir_floor == rir_floor


def test_a_light_start_with_diabetes() -> None:
    assert assessed(F4_diabetes="inactive").rir_floor == 3


def test_both_legs_in_the_leg_question_need_an_explanation() -> None:
    assert assessed(site="thigh", B3="both").tier is Tier.SAME_DAY
    assert assessed(site="thigh", B3="both", A5b="soreness").tier is Tier.SAME_DAY
    assert assessed(site="thigh", B3="both", A5b="walking").tier is Tier.LIMITS
    assert assessed(site="thigh", B3="both", A5a="new").tier is Tier.EMERGENCY


# ---------------------------------------------------------------- assessed by a professional

RESOLVABLE: dict[str, dict[str, Any]] = {
    "A1": {"A1": "old_unassessed"},
    "A2": {"A2": "old_unassessed"},
    "A5a": {"A5a": "old_unassessed"},
    "B1": {"B1": "days"},
    "B2": {"B2": "yes"},
    "B3": {"site": "foot", "B3": "worse"},
    "C1": {"C1": "unchecked"},
    "C2": {"age": 75, "C2": "yes"},
    "C3": {"C3": ["fracture_recent"]},
    "D1": {"D1": "severe"},
    "D2": {"D2": "unexplained"},
    "D3": {"D3": ["constant", "night", "unwell"]},
    "E1": {"E1": "unexplained"},
    "E2": {"E2": "yes", "E2_with": ["tb"]},
    "F2": {"F2": "not_cleared"},
    "F3": {"F3": "sometimes"},
    "F4": {"F4": "inactive"},
    "F5": {"F5": "yes"},
    "F6": {"F6": "yes"},
    "H1": {"H1": "discectomy", "H1_weeks": 4, "H1_cleared": "no"},
    "H2": {"H2": "pregnant", "H2_week": 20, "H2_complications": "yes"},
    "H3": {"H3": "yes"},
    "I1": {"pain_now": 9, "I1": "nothing_eases", "D3": ["constant", "night"]},
    "slip": {"diagnosis": ["slip_high_grade"]},
}


@pytest.mark.parametrize(("row", "changes"), RESOLVABLE.items(), ids=list(RESOLVABLE))
def test_an_assessment_opens_training_with_limits(row: str, changes: dict[str, Any]) -> None:
    blocked = assessed(**changes)
    assert not blocked.allows_plan
    opened = assessed(**changes, **{f"assessed.{row}": TODAY.isoformat()})
    assert opened.tier is Tier.LIMITS
    assert opened.allows_plan
    assert row in {finding.row for finding in opened.resolved}
    assert opened.conditions == blocked.conditions, "limits of the finding stay"


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY + timedelta(days=400)], ids=str)
def test_an_assessment_in_the_future_does_not_count(day: date) -> None:
    assert assessed(D2="unexplained", **{"assessed.D2": day.isoformat()}).tier is Tier.PROFESSIONAL


def test_an_assessment_counts_only_for_its_own_row() -> None:
    result = assessed(D2="unexplained", F5="yes", **{"assessed.D2": "2026-11-01"})
    assert result.tier is Tier.SAME_DAY
    assert [finding.row for finding in result.resolved] == ["D2"]


EMERGENCIES: dict[str, dict[str, Any]] = {
    "A1": {"A1": "new"},
    "A2": {"A2": "new"},
    "A3": {"A3": "new"},
    "A4": {"A4": "new"},
    "A5a": {"A5a": "new"},
    "A5b": {"A5b": "new"},
    "B1": {"B1": "rapid"},
    "D1": {"D1": "assessed", "B2": "yes"},
    "E1": {"E1": "very_unwell"},
    "F1": {"F1": "yes"},
    "F3": {"F3": "now"},
}


@pytest.mark.parametrize(("row", "changes"), EMERGENCIES.items(), ids=list(EMERGENCIES))
def test_an_emergency_is_never_resolved_by_oneself(row: str, changes: dict[str, Any]) -> None:
    everything = {f"assessed.{other}": "2026-11-19" for other in [*RESOLVABLE, *EMERGENCIES, row]}
    assert assessed(**changes, **everything).tier is Tier.EMERGENCY


@pytest.mark.parametrize("age", [10, 17])
def test_a_minor_cannot_be_cleared(age: int) -> None:
    result = assessed(age=age, **{"assessed.H4": "2026-11-19"})
    assert result.tier is Tier.PROFESSIONAL
    assert [finding.code for finding in result.decided_by] == ["H4.minor"]
    assert assessed(age=18).tier is Tier.CLEAR


# ---------------------------------------------------------------- unanswered questions

BRINGS_UP: dict[str, dict[str, Any]] = {
    "H1_weeks": {"H1": "fusion", "H1_weeks": 30, "H1_cleared": "yes"},
    "H1_cleared": {"H1": "fusion", "H1_weeks": 30, "H1_cleared": "yes"},
    "H2_week": {"H2": "pregnant", "H2_week": 20, "H2_complications": "no"},
    "H2_complications": {"H2": "pregnant", "H2_week": 20, "H2_complications": "no"},
    "I1": {"pain_now": 9, "I1": "eases"},
    "B3": {"site": "calf", "B3": "recent"},
}


@pytest.mark.parametrize("question", GATE_QUESTIONS)
def test_without_an_answer_to_a_gate_question_there_is_no_plan(question: str) -> None:
    changes = BRINGS_UP.get(question, {})
    assert assess(answers(**changes), TODAY).allows_plan
    result = assess(answers(without=(question,), **changes), TODAY)
    assert question in result.missing
    assert not result.allows_plan


def test_irritability_is_never_taken_for_granted() -> None:
    without = ("pain_week", "pain_provoked", "provoked_by", "settles", "balance")
    assert set(without) <= set(assess(answers(without=without), TODAY).missing)


def test_no_answers_at_all_open_nothing() -> None:
    result = assess({}, TODAY)
    assert not result.allows_plan
    assert len(result.missing) >= 20


def test_questions_that_are_not_asked_are_not_missing() -> None:
    result = assess(answers(without=("site", "pain_provoked", "provoked_by", "settles"), duration="none"), TODAY)
    assert result.missing == ()


def test_an_assessment_of_years_ago_answers_nothing_new() -> None:
    old, recent = TODAY - timedelta(days=181), TODAY - timedelta(days=180)
    assert assessed(D2="unexplained", **{"assessed.D2": old.isoformat()}).tier is Tier.PROFESSIONAL
    assert assessed(D2="unexplained", **{"assessed.D2": recent.isoformat()}).tier is Tier.LIMITS
