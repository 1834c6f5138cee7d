"""The triage: people who may train, people who may not, and what an assessment by a professional changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.screening import assess, still_assessed
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
        {
            "duration": "under_2_weeks",
            "pain_now": 9,
            "I1": "eases",
            "easers": ["lying_eases"],
            "pain_provoked": 9,
            "provoked_by": "light",
            "settles": "over_2_h",
        },
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
        {"age": 31, "sex": "female", "H2": "pregnant", "H2_week": 22, "H2_complications": "no", "H2_signs": []},
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
        ({"age": 69, "C2": "yes"}, Tier.LIMITS),
        ({"age": 30, "C2": "yes", "C2_with": ["bent"]}, Tier.LIMITS),
        ({"age": 49, "C2": "yes", "C2_with": ["cannot_stand"]}, Tier.PROFESSIONAL),
        ({"age": 60, "C2": "yes", "C2_with": ["cannot_stand"]}, Tier.SAME_DAY),
        ({"age": 59, "C2": "yes", "C2_with": ["bent"]}, Tier.LIMITS),
        ({"age": 60, "C2": "yes", "C2_with": ["bent"]}, Tier.SAME_DAY),
        ({"age": 55, "C2": "yes", "D1": "assessed"}, Tier.PROFESSIONAL),
        ({"age": 75, "C2": "checked"}, Tier.CLEAR),
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
    assert assessed(**given, H2_signs=["chest_pain"]).tier is Tier.EMERGENCY


def test_severe_pain_starts_as_a_flare_and_stops_only_with_weak_flags() -> None:
    assert assessed(pain_now=7).flare is False
    eased = assessed(pain_now=8, I1="eases")
    assert (eased.tier, eased.flare) == (Tier.LIMITS, True)
    alone = assessed(pain_now=9, I1="nothing_eases", D3=["constant"])
    assert (alone.tier, alone.flare) == (Tier.LIMITS, True)
    assert "I1.nothing_eases" in {finding.code for finding in alone.findings}
    assert assessed(pain_now=9, I1="nothing_eases", D3=["constant", "night"]).tier is Tier.PROFESSIONAL


def test_young_athletes_are_spared_arching_and_jolts() -> None:
    for age, limited in ((17, False), (18, True), (30, True), (31, False)):
        codes = {finding.code for finding in assessed(age=age, C4="yes").findings}
        assert ("C4.yes" in codes) is limited, age
    (finding, *_) = assessed(age=22, C4="yes").findings
    assert finding.sensitivity == {Axis.EXTENSION: 3, Axis.IMPACT: 3}
    (later,) = assessed(age=45, C4="yes").findings
    assert later.sensitivity == {Axis.EXTENSION: 2}


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
    unexplained: dict[str, Any] = {"site": "thigh", "B3": "both"}
    assert assessed(**unexplained).clashes == ("both_legs_unsaid",)
    assert not assessed(**unexplained).allows_plan
    assert assessed(**unexplained, **{"confirmed.both_legs_unsaid": "yes"}).tier is Tier.SAME_DAY
    assert assessed(**unexplained, A5b="soreness").clashes == ("both_legs_unsaid",)
    assert assessed(**unexplained, A5b="walking").tier is Tier.LIMITS
    assert assessed(**unexplained, A5a="new").tier is Tier.EMERGENCY


@pytest.mark.parametrize("row", ["A1", "A2", "A3"])
def test_what_came_with_this_pain_is_for_today_and_an_emergency_with_a_new_pain_or_a_second_sign(row: str) -> None:
    assert assessed(**{row: "with_pain"}).tier is Tier.SAME_DAY
    assert assessed(**{row: "with_pain"}, duration="under_2_weeks").tier is Tier.EMERGENCY
    assert assessed(**{row: "with_pain"}, A5a="old_unassessed").tier is Tier.EMERGENCY
    assert assessed(**{row: "with_pain"}, A5a="old_assessed").tier is Tier.SAME_DAY


@pytest.mark.parametrize(
    ("upper", "lower", "more", "tier"),
    [
        (139, 89, {}, Tier.CLEAR),
        (140, 80, {}, Tier.ADVICE),
        (120, 90, {}, Tier.ADVICE),
        (179, 109, {}, Tier.ADVICE),
        (180, 80, {}, Tier.PROFESSIONAL),
        (130, 110, {}, Tier.PROFESSIONAL),
        (180, 80, {"pressure_with": ["headache"]}, Tier.EMERGENCY),
        (179, 109, {"pressure_with": ["headache"]}, Tier.ADVICE),
        (139, 89, {"H2": "pregnant", "H2_week": 30, "H2_complications": "no"}, Tier.LIMITS),
        (140, 80, {"H2": "pregnant", "H2_week": 30, "H2_complications": "no"}, Tier.SAME_DAY),
        (120, 90, {"H2": "postpartum", "H2_complications": "no"}, Tier.SAME_DAY),
    ],
)
def test_blood_pressure_as_numbers(upper: int, lower: int, more: dict[str, Any], tier: Tier) -> None:
    assert assessed(pressure_upper=upper, pressure_lower=lower, **more).tier is tier


@pytest.mark.parametrize(
    ("mass_kg", "more", "tier"),
    [
        (46, {}, Tier.PROFESSIONAL),
        (47, {}, Tier.ADVICE),
        (47, {"low_weight_with": ["periods"]}, Tier.PROFESSIONAL),
        (47, {"D2": "intended"}, Tier.PROFESSIONAL),
        (53, {"low_weight_with": ["stress_fracture"]}, Tier.PROFESSIONAL),
        (54, {"low_weight_with": ["stress_fracture"]}, Tier.CLEAR),
    ],
)
def test_a_low_weight(mass_kg: int, more: dict[str, Any], tier: Tier) -> None:
    assert assessed(sex="female", stature_cm=170, mass_kg=mass_kg, **more).tier is tier


@pytest.mark.parametrize(
    ("changes", "tier"),
    [
        ({"age": 49}, Tier.CLEAR),
        ({"age": 50}, Tier.ADVICE),
        ({"age": 74}, Tier.ADVICE),
        ({"age": 75}, Tier.PROFESSIONAL),
        ({"age": 40, "C3": ["osteoporosis"]}, Tier.PROFESSIONAL),
        ({"age": 40, "clot": "thinners"}, Tier.PROFESSIONAL),
    ],
)
def test_a_small_fall_that_no_one_checked(changes: dict[str, Any], tier: Tier) -> None:
    assert assessed(small_fall="unchecked", **changes).tier is tier
    assert assessed(small_fall="checked", **changes).allows_plan


# ---------------------------------------------------------------- assessed by a professional

RESOLVABLE: dict[str, dict[str, Any]] = {
    "A1.old_unassessed": {"A1": "old_unassessed"},
    "A2.with_pain": {"A2": "with_pain"},
    "A5a.old_unassessed": {"A5a": "old_unassessed", "site": "calf", "B3": "both"},
    "C2.combined": {"age": 75, "C2": "yes"},
    "C3.fracture_recent": {"C3": ["fracture_recent"]},
    "D1.unexplained": {"D1": "unexplained"},
    "D2.unexplained": {"D2": "unexplained"},
    "D3.many": {"D3": ["constant", "night", "unwell"]},
    "F2.not_cleared": {"F2": "not_cleared"},
    "F3.sometimes": {"F3": "sometimes"},
    "F4.inactive": {"F4": "inactive"},
    "effort_pressure.unassessed": {"effort_pressure": "unassessed"},
    "recent_heart.not_cleared": {"recent_heart": "not_cleared"},
    "recent_operation.not_cleared": {"recent_operation": "not_cleared"},
    "clot.recent": {"clot": "recent"},
    "pressure.severe": {"pressure_upper": 185, "pressure_lower": 100},
    "low_weight.first": {"stature_cm": 178, "mass_kg": 50},
    "small_fall.unchecked": {"age": 80, "small_fall": "unchecked"},
    "H1.not_cleared": {"H1": "discectomy", "H1_weeks": 4, "H1_cleared": "no"},
    "H2_complications.yes": {"H2": "pregnant", "H2_week": 20, "H2_complications": "yes", "sex": "female"},
    "H3.yes": {"H3": "yes"},
    "I1.with_weak_flags": {
        "pain_now": 9, "pain_provoked": 9, "provoked_by": "light", "I1": "nothing_eases", "D3": ["night", "unwell"],
    },
    "diagnosis.slip_high_grade": {"diagnosis": ["slip_high_grade"]},
}  # fmt: skip


def seen_by_someone(code: str, changes: dict[str, Any], day: date = TODAY) -> dict[str, str]:
    """A record that each sign of this finding was assessed on this day."""
    (finding,) = (finding for finding in assessed(**changes).findings if finding.code == code)
    return {f"assessed.{sign}": day.isoformat() for sign in finding.signs}


@pytest.mark.parametrize(("code", "changes"), RESOLVABLE.items(), ids=list(RESOLVABLE))
def test_an_assessment_opens_training_with_limits(code: str, changes: dict[str, Any]) -> None:
    blocked = assessed(**changes)
    assert not blocked.allows_plan
    opened = assessed(**changes, **seen_by_someone(code, changes))
    assert opened.tier is Tier.LIMITS
    assert opened.allows_plan
    assert code in {finding.code for finding in opened.resolved}
    assert opened.conditions == blocked.conditions, "limits of the finding stay"


CHANGING: dict[str, dict[str, Any]] = {
    "B1.days": {"B1": "days"},
    "B2.yes": {"B2": "yes"},
    "numbness_growing.yes": {"numbness_growing": "yes"},
    "B3.worse": {"site": "foot", "B3": "worse"},
    "C1.unchecked": {"C1": "unchecked"},
    "C2.urgent": {"age": 75, "C2": "yes", "C2_with": ["bent"]},
    "D1.severe": {"D1": "severe"},
    "E1.unexplained": {"E1": "unexplained"},
    "E2.combined": {"E2": "yes", "E2_with": ["tb"]},
    "effort_pressure.new": {"effort_pressure": "new"},
    "F5.yes": {"F5": "yes"},
    "F6.yes": {"F6": "yes"},
    "H2.signs": {"H2": "pregnant", "H2_week": 20, "H2_complications": "no", "H2_signs": ["calf"], "sex": "female"},
    "pressure.expecting": {
        "H2": "pregnant",
        "H2_week": 30,
        "H2_complications": "no",
        "pressure_upper": 150,
        "sex": "female",
    },
}


@pytest.mark.parametrize(("code", "changes"), CHANGING.items(), ids=list(CHANGING))
def test_what_is_new_or_worse_by_its_own_words_counts_as_never_assessed(code: str, changes: dict[str, Any]) -> None:
    withheld = assessed(**changes)
    assert assessed(**changes, **seen_by_someone(code, changes)).tier is withheld.tier
    (finding,) = (finding for finding in withheld.findings if finding.code == code)
    assert not finding.resolvable


@pytest.mark.parametrize(
    ("code", "before", "since"),
    [
        ("D3.many", {"D3": ["constant", "night", "unwell"]}, {"D3": ["constant", "night", "unwell", "worsening"]}),
        ("D3.many", {"D3": ["constant", "night", "unwell"]}, {"D3": ["constant", "night", "thoracic"]}),
        ("pressure.severe", {"pressure_upper": 185}, {"pressure_upper": 195}),
        ("low_weight.first", {"stature_cm": 178, "mass_kg": 50}, {"stature_cm": 178, "mass_kg": 46}),
        ("A2.with_pain", {"A2": "with_pain"}, {"A2": "old_unassessed"}),
        ("C2.combined", {"age": 75, "C2": "yes"}, {"age": 75, "C2": "yes", "C2_with": ["steroids"]}),
    ],
)  # fmt: skip
def test_an_assessment_answers_exactly_the_signs_that_were_assessed(
    code: str, before: dict[str, Any], since: dict[str, Any]
) -> None:
    assert assessed(**before, **seen_by_someone(code, before)).allows_plan
    assert not assessed(**since, **seen_by_someone(code, before)).allows_plan


TWINS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "recent_heart.not_cleared": ({"recent_heart": "not_cleared"}, {"recent_heart": "cleared"}),
    "F3.sometimes": ({"F3": "sometimes"}, {"F3": "known"}),
    "F4.inactive": ({"F4": "inactive"}, {"F4": "active"}),
    "effort_pressure.unassessed": ({"effort_pressure": "unassessed"}, {"effort_pressure": "assessed"}),
    "F2.not_cleared": ({"F2": "not_cleared"}, {"F2": "monitored"}),
    "A5a.old_unassessed": ({"A5a": "old_unassessed"}, {"A5a": "old_assessed"}),
    "A5b.old_unassessed": ({"A5b": "old_unassessed"}, {"A5b": "old_assessed"}),
    "B1.old_unassessed": ({"B1": "old_unassessed"}, {"B1": "old_assessed"}),
    "B2.old_unassessed": ({"B2": "old_unassessed"}, {"B2": "old_assessed"}),
    "C2.cannot_stand": ({"C2": "yes", "C2_with": ["cannot_stand"]}, {"C2": "yes"}),
    "C2.combined": ({"C2": "yes", "C2_with": ["osteoporosis"]}, {"C2": "yes", "C3": ["osteoporosis"]}),
}


@pytest.mark.parametrize(("code", "withheld", "twin"), [(code, *pair) for code, pair in TWINS.items()], ids=list(TWINS))
def test_an_assessment_leaves_the_limits_of_the_answer_that_says_the_same(
    code: str, withheld: dict[str, Any], twin: dict[str, Any]
) -> None:
    opened, same = assessed(**withheld, **seen_by_someone(code, withheld)), assessed(**twin)
    assert opened.tier is Tier.LIMITS
    assert opened.rir_floor >= same.rir_floor
    assert opened.positions >= same.positions
    assert set(opened.conditions) >= set(same.conditions)
    assert opened.flare >= same.flare


def test_an_assessment_goes_with_the_sign_it_was_of() -> None:
    seen = {"assessed.F3.sometimes": TODAY.isoformat()}
    with_sign = still_assessed(answers(F3="sometimes", **seen))
    assert seen.items() <= with_sign.items()
    assert not seen.keys() & still_assessed(answers(F3="no", **seen)).keys()


def test_fewer_signs_than_were_assessed_are_answered_too() -> None:
    seen = seen_by_someone("D3.many", {"D3": ["constant", "night", "unwell", "worsening"]})
    assert assessed(D3=["constant", "night", "unwell"], **seen).allows_plan


def test_an_assessment_from_before_a_new_pain_began_answers_none_of_its_signs() -> None:
    given: dict[str, Any] = {"D3": ["constant", "night", "unwell"]}
    for days_ago, opens in ((14, True), (15, False)):
        seen = seen_by_someone("D3.many", given, TODAY - timedelta(days=days_ago))
        assert assessed(**given, **seen, duration="under_2_weeks").allows_plan is opens
        assert assessed(**given, **seen).allows_plan


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY + timedelta(days=400)], ids=str)
def test_an_assessment_in_the_future_does_not_count(day: date) -> None:
    assert assessed(D2="unexplained", **{"assessed.D2.unexplained": day.isoformat()}).tier is Tier.PROFESSIONAL


def test_an_assessment_counts_only_for_its_own_sign() -> None:
    result = assessed(D2="unexplained", H3="yes", **{"assessed.D2.unexplained": "2026-11-01"})
    assert result.tier is Tier.PROFESSIONAL
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
    "A2 with a new pain": {"A2": "with_pain", "duration": "under_2_weeks"},
    "pressure": {"pressure_upper": 185, "pressure_with": ["confusion"]},
    "H2": {"H2": "pregnant", "H2_week": 20, "H2_complications": "no", "H2_signs": ["chest_pain"]},
}


@pytest.mark.parametrize(("row", "changes"), EMERGENCIES.items(), ids=list(EMERGENCIES))
def test_an_emergency_is_never_resolved_by_oneself(row: str, changes: dict[str, Any]) -> None:
    signs = [sign for finding in assessed(**changes).findings for sign in finding.signs]
    everything = {f"assessed.{sign}": "2026-11-19" for sign in signs}
    assert assessed(**changes, **everything).tier is Tier.EMERGENCY


@pytest.mark.parametrize("age", [10, 17])
def test_a_minor_cannot_be_cleared(age: int) -> None:
    result = assessed(age=age, **{f"assessed.age.{age}": "2026-11-19"})
    assert result.tier is Tier.PROFESSIONAL
    assert [finding.code for finding in result.decided_by] == ["H4.minor"]
    assert assessed(age=18).tier is Tier.CLEAR


# ---------------------------------------------------------------- unanswered questions

WEEK_20: dict[str, Any] = {"H2": "pregnant", "H2_week": 20, "H2_complications": "no", "sex": "female"}
BRINGS_UP: dict[str, dict[str, Any]] = {
    "C2_with": {"C2": "yes"},
    "E2_with": {"E2": "yes"},
    "low_weight_with": {"stature_cm": 178, "mass_kg": 56},
    "H1_weeks": {"H1": "fusion", "H1_weeks": 30, "H1_cleared": "yes"},
    "H1_cleared": {"H1": "fusion", "H1_weeks": 30, "H1_cleared": "yes"},
    "H2_week": WEEK_20,
    "H2_complications": WEEK_20,
    "H2_signs": WEEK_20,
    "I1": {"pain_now": 9, "pain_provoked": 9, "provoked_by": "light", "I1": "eases"},
    "B3": {"site": "calf", "B3": "recent"},
}


@pytest.mark.parametrize("question", GATE_QUESTIONS)
def test_without_an_answer_to_a_gate_question_there_is_no_plan(question: str) -> None:
    changes = BRINGS_UP.get(question, {})
    if question == "pressure_with":
        # Asked only where the numbers withhold a plan, so it takes an assessment of them besides.
        changes = {"pressure_upper": 185, "assessed.pressure_upper.185": TODAY.isoformat()}
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
    of_pain = ("site", "pain_now", "pain_week", "pain_provoked", "painkillers", "provoked_by", "settles")
    result = assess(answers(without=(*of_pain, "irritable_signs"), duration="none"), TODAY)
    assert result.missing == ()
    assert result.allows_plan


def test_an_assessment_of_years_ago_answers_nothing_new() -> None:
    old, recent = TODAY - timedelta(days=181), TODAY - timedelta(days=180)
    assert assessed(D2="unexplained", **{"assessed.D2.unexplained": old.isoformat()}).tier is Tier.PROFESSIONAL
    assert assessed(D2="unexplained", **{"assessed.D2.unexplained": recent.isoformat()}).tier is Tier.LIMITS
