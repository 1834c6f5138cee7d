"""Hard cases for the triage: invented people as they would honestly answer, and where they must end up.

The first eighteen were tried on the program in November 2026, when two of them came out right; thirty more follow, half
of them people who are well enough to train and easily frightened. What is not named is as in the settled adult.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from core.words import Axis, Position, Tier

CALM: Mapping[str, Any] = MappingProxyType({"pain_now": 1, "pain_week": 2, "pain_provoked": 3})
FRESH_AND_BAD: Mapping[str, Any] = MappingProxyType(
    {
        "duration": "under_2_weeks", "pain_now": 8, "I1": "eases", "pain_week": 6, "pain_provoked": 9,
        "provoked_by": "light", "settles": "over_2_h", "painkillers": "mild",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One person: what they answer beside the settled adult, the tier that is right, and what else must hold.

    `named` are codes that the result speaks of, `without` conditions that must not follow; `before` is what came out in
    November 2026, empty where nobody tried.
    """

    who: str
    given: Mapping[str, Any]
    tier: Tier
    named: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    positions: frozenset[Position] = frozenset()
    sensitivity: Mapping[Axis, int] = field(default_factory=dict)
    flare: bool | None = None
    confirms: bool = False
    before: str = ""


E, TODAY, FIRST = Tier.EMERGENCY, Tier.SAME_DAY, Tier.PROFESSIONAL
LIMITS, ADVICE, CLEAR = Tier.LIMITS, Tier.ADVICE, Tier.CLEAR
WOMAN: Mapping[str, Any] = MappingProxyType({"sex": "female", "stature_cm": 166, "mass_kg": 64})

NOVEMBER = (
    Case(
        "1: 48, light stress leak since a birth 15 years ago, never told a doctor, usual ache",
        {**WOMAN, "age": 48, "A2": "stress_leak"},
        ADVICE,
        named=("A2.stress_leak",),
        before="professional first",
    ),
    Case(
        "2: 50, drenching night sweats for a year of menopause, no fever, usual ache",
        {**WOMAN, "age": 50, "E1": "sweats"},
        ADVICE,
        named=("E1.sweats",),
        before="same day",
    ),
    Case(
        "3: 57, diabetes, feet numb for years (assessed), active",
        {"age": 57, "F4_diabetes": "active", "A5a": "old_assessed", "site": "foot", "B3": "other"},
        LIMITS,
        named=("A5a.old_assessed",),
        without=("radiculopathy", "stenosis"),
        positions=frozenset({Position.FALL_RISK}),
        before="irritable nerve row for good",
    ),
    Case(
        "4: 39, lifter, one toe numb since a disc operation six years ago, ache 1 of 10",
        {**CALM, "age": 39, "site": "foot", "B3": "numb_old"},
        ADVICE,
        named=("B3.numb_old",),
        without=("radiculopathy",),
        sensitivity={Axis.NEURAL: 0},
        before="no goblet squat, no hinge, ever",
    ),
    Case(
        "5: 26, locked back since yesterday, 9 of 10, eases lying, first ever",
        {
            **FRESH_AND_BAD, "age": 26, "pain_now": 9, "D3": ("first_ever",), "easers": ("lying_eases",),
            "irritable_signs": ("cannot_bend",),
        },
        LIMITS,
        flare=True,
        before="right",
    ),
    Case(
        "6: 44, cancer nine years ago, the same back pain for 20 years",
        {**WOMAN, "age": 44, "D1": "older_pain"},
        ADVICE,
        named=("D1.older_pain",),
        before="right",
    ),
    Case(
        "7: thigh ache, settles in half an hour, only heavy things stir it, no tingling",
        {"site": "thigh", "B3": "ache"},
        CLEAR,
        without=("radiculopathy",),
        sensitivity={Axis.NEURAL: 0, Axis.FLEXION: 1, Axis.LEAN: 1},
        before="nerve 3, bending 3, lean 3",
    ),
    Case(
        "8: 26, cricket bowler, arching has hurt for two months",
        {"age": 26, "C4": "yes", "duration": "under_12_weeks"},
        LIMITS,
        named=("C4.yes", "C4.check"),
        sensitivity={Axis.EXTENSION: 3},
        before="clear",
    ),
    Case(
        "9: 63, no known osteoporosis, sudden severe mid-line pain opening a window, cannot stand up straight",
        {**WOMAN, **FRESH_AND_BAD, "age": 63, "C2": "yes", "C2_with": ("bent",)},
        TODAY,
        before="advice only",
    ),
    Case(
        "10: 36, sciatica five weeks, and since then must strain to pee, never looked at",
        {"age": 36, "A2": "with_pain", "duration": "under_6_weeks", "site": "calf", "B3": "recent"},
        TODAY,
        before="professional first",
    ),
    Case(
        "11: 59, heart attack five weeks ago, walks daily without symptoms",
        {"age": 59, "recent_heart": "not_cleared", "F4": "active"},
        FIRST,
        before="train with limits",
    ),
    Case(
        "12: 54, pharmacy measured 190 over 115, no treatment",
        {"age": 54, "F4_pressure": "untreated", "pressure_upper": 190, "pressure_lower": 115, "pressure_with": ()},
        FIRST,
        before="train with limits",
    ),
    Case(
        "13: 78, slipped in the bathroom two weeks ago, mid-back pain since, unchecked",
        {"age": 78, "small_fall": "unchecked", "duration": "under_6_weeks", "D3": ("thoracic",)},
        FIRST,
        before="advice only",
    ),
    Case(
        '14: 46, on a biologic for arthritis ("weakened immunity" means nothing to her), new constant worsening pain',
        {**WOMAN, "age": 46, "E2": "yes", "E2_with": ("immunity",), "duration": "under_2_weeks"},
        TODAY,
        before="clear",
    ),
    Case(
        "15: 23, 168 cm, 42 kg, no periods, trains hard",
        {"age": 23, "sex": "female", "stature_cm": 168, "mass_kg": 42, "low_weight_with": ("periods",)},
        FIRST,
        before="clear",
    ),
    Case(
        "16: 50, prostate cancer two years ago, electric shocks down the spine, unsteady",
        {"age": 50, "B2": "yes", "D1": "unexplained"},
        E,
        before="screens stop at same day before cancer is asked",
    ),
    Case(
        "17: 68, hip replaced five weeks ago",
        {"age": 68, "recent_operation": "not_cleared"},
        FIRST,
        before="clear",
    ),
    Case(
        "18: ticks one sign that opens a further question and has none of what it asks",
        {"age": 35, "C2": "yes", "C2_with": (), "duration": "under_2_weeks"},
        LIMITS,
        named=("C2.alone",),
        flare=True,
        before='"nothing in your answers"',
    ),
)  # fmt: skip

FRIGHTENED = (
    Case("41, a mole taken off last month, healed", {"age": 41, "recent_operation": "minor"}, CLEAR),
    Case("70, on blood thinners for a flutter of years ago", {"age": 70, "clot": "thinners"}, ADVICE),
    Case("52, treated pressure, 134 over 82 at the last check",
         {"age": 52, "F4_pressure": "treated", "pressure_upper": 134, "pressure_lower": 82}, LIMITS),
    Case("33, one reading of 148 over 88 before an examination",
         {"age": 33, "pressure_upper": 148, "pressure_lower": 88}, ADVICE, named=("pressure.raised",)),
    Case("24, always slim: 175 cm, 55 kg, periods as ever",
         {"age": 24, "sex": "female", "stature_cm": 175, "mass_kg": 55, "low_weight_with": ()}, ADVICE),
    Case("44, slipped on ice three weeks ago, sore since, gets better",
         {"age": 44, "small_fall": "unchecked", "duration": "under_6_weeks"}, CLEAR),
    Case("61, new constant pain that gets worse, examined last week",
         {"age": 61, "E2": "checked", "duration": "under_6_weeks"}, CLEAR),
    Case("29, thighs on fire two days after the first squats", {"age": 29, "A5b": "soreness"}, CLEAR),
    Case("66, heart attack four months ago, through rehabilitation, told to lift",
         {"age": 66, "recent_heart": "cleared", "F4": "active"}, LIMITS, named=("recent_heart.cleared",)),
    Case("72, known angina on hills for ten years, treated, unchanged",
         {"age": 72, "effort_pressure": "assessed", "F4": "active"}, LIMITS),
    Case("58, foot weak since a disc operation fifteen years ago, checked",
         {"age": 58, "B1": "old_assessed"}, LIMITS, without=("radiculopathy",)),
    Case("38, fell off a horse in spring, scanned then, nothing broken", {"age": 38, "C1": "checked"}, CLEAR),
    Case("45, six kilos lighter since the diet", {"age": 45, "D2": "intended"}, CLEAR),
    Case("31, week 16, all well, male in the body question by mistake, then put right",
         {**WOMAN, "age": 31, "H2": "pregnant", "H2_week": 16, "H2_complications": "no", "H2_signs": ()}, LIMITS),
    Case("36, ibuprofen before the screening, pain 3", {"age": 36, "pain_now": 3, "painkillers": "mild"}, CLEAR),
)  # fmt: skip

GRAVE = (
    Case("47, cannot feel the toilet paper since this pain began four weeks ago",
         {"age": 47, "A1": "with_pain", "duration": "under_6_weeks"}, TODAY),
    Case("47, the same, and straining to pee", {"age": 47, "A1": "with_pain", "A2": "with_pain"}, E),
    Case("35, bladder changed with a pain that is nine days old",
         {"age": 35, "A2": "with_pain", "duration": "under_2_weeks"}, E),
    Case("52, the leg pain is gone, the foot is going to sleep more each day",
         {"age": 52, "duration": "none", "numbness_growing": "yes"}, TODAY),
    Case("57, tight between the shoulder blades on the hill to work, new this month",
         {"age": 57, "effort_pressure": "new"}, TODAY),
    Case("63, jaw ache on stairs for a year, never told anyone", {"age": 63, "effort_pressure": "unassessed"}, FIRST),
    Case("50, 210 over 120 with a headache and blurred sight",
         {"age": 50, "pressure_upper": 210, "pressure_lower": 120, "pressure_with": ("headache", "sight")}, E),
    Case("34, week 33, 146 over 94",
         {**WOMAN, "age": 34, "H2": "pregnant", "H2_week": 33, "H2_complications": "no", "H2_signs": (),
          "pressure_upper": 146, "pressure_lower": 94}, TODAY),
    Case("30, week 29, the baby has gone quiet",
         {**WOMAN, "age": 30, "H2": "pregnant", "H2_week": 29, "H2_complications": "no",
          "H2_signs": ("movements",)}, TODAY),
    Case("71, clot in the lung six weeks ago, on thinners", {"age": 71, "clot": "recent"}, FIRST),
    Case("68, osteoporosis, stumbled off the kerb, back pain since",
         {**WOMAN, "age": 68, "C3": ("osteoporosis",), "small_fall": "unchecked"}, FIRST),
    Case("55, on steroids for a year, new constant pain that grows",
         {"age": 55, "C3": ("steroids",), "E2": "yes", "E2_with": ()}, TODAY),
    Case("60, breast cancer in the past, usual ache once, now constant and growing",
         {**WOMAN, "age": 60, "D1": "assessed", "E2": "yes", "E2_with": ()}, TODAY),
    Case("21, 17.3 of body-mass index, a stress fracture last year",
         {"age": 21, "sex": "female", "stature_cm": 170, "mass_kg": 50, "low_weight_with": ("stress_fracture",)},
         FIRST),
    Case("40, cannot stand since bending down this morning",
         {**FRESH_AND_BAD, "age": 40, "C2": "yes", "C2_with": ("cannot_stand",)}, FIRST),
)  # fmt: skip

CONTRADICTORY = (
    Case("no back pain, yet 7 now and 9 this week",
         {"duration": "none", "pain_now": 7, "pain_week": 9}, LIMITS, flare=True, confirms=True),
    Case("chronic 7 of 10, only heavy things, settles fast",
         {"pain_now": 7, "pain_week": 7, "pain_provoked": 8}, LIMITS, confirms=True),
    Case("numb feet for years, and the back only", {"A5a": "old_assessed"}, LIMITS,
         sensitivity={Axis.NEURAL: 2}, confirms=True),
    Case("both legs in the leg question, none on the first screen", {"site": "thigh", "B3": "both"}, TODAY,
         confirms=True),
    Case("pregnant and male", {"H2": "pregnant", "H2_week": 20, "H2_complications": "no"}, LIMITS, confirms=True),
    Case("pregnant in week 43", {**WOMAN, "H2": "pregnant", "H2_week": 43, "H2_complications": "no"}, FIRST,
         confirms=True),
    Case("a lower pressure above the upper one", {"pressure_upper": 80, "pressure_lower": 125, "pressure_with": ()},
         FIRST, confirms=True),
    Case("7 of 10 now and 3 at worst", {"pain_now": 7, "pain_week": 4, "pain_provoked": 3, "provoked_by": "moderate"},
         LIMITS, confirms=True),
)  # fmt: skip
ATTACKED = (
    Case("leg pain alone, from the back, three weeks",
         {"duration": "under_6_weeks", "site": "calf", "B3": "recent"}, LIMITS, named=("B3.recent",)),
    Case("52, myeloma under treatment, no new pain", {"age": 52, "D1": "treated"}, FIRST),
    Case("61, cancer long ago, constant pain that wakes", {"age": 61, "D1": "assessed", "D3": ("constant", "night")},
         FIRST),
    Case("70, a pulsing tummy and 9 of 10",
         {"age": 70, "F2": "not_cleared", "pain_now": 9, "pain_week": 8, "pain_provoked": 9, "provoked_by": "light",
          "settles": "over_2_h", "I1": "nothing_eases"}, E),
    Case("38, the flu, and a new constant pain that grows", {"age": 38, "E1": "cold", "E2": "yes"}, TODAY),
    Case("33, two weeks after a birth with an epidural, new constant pain that grows",
         {**WOMAN, "age": 33, "H2": "postpartum", "H2_complications": "no", "E2": "yes"}, TODAY),
    Case("45, fever, and a leg that weakens", {"age": 45, "E1": "unexplained", "B1": "days"}, E),
    Case("45, fell off a roof, and a leg that weakens", {"age": 45, "C1": "unchecked", "B1": "days"}, E),
    Case("50, a swollen calf, and short of breath at times", {"age": 50, "F5": "yes", "F3": "sometimes"}, E),
    Case("32, week 34, 170 over 105",
         {**WOMAN, "age": 32, "H2": "pregnant", "H2_week": 34, "H2_complications": "no", "pressure_upper": 170,
          "pressure_lower": 105}, E),
    Case("40, pain down both legs with this pain for five weeks, unchecked",
         {"age": 40, "A5b": "with_pain", "site": "calf", "B3": "both", "duration": "under_6_weeks"}, TODAY),
    Case("40, a foot that slaps since this pain three weeks ago, unchecked", {"age": 40, "B1": "with_pain"}, TODAY),
    Case("66, bone cement in a vertebra four weeks ago, not cleared",
         {"age": 66, "H1": "other", "H1_weeks": 4, "H1_cleared": "no"}, FIRST),
    Case("61, erection trouble with a pain of six years, checked", {"age": 61, "A4": "old_assessed"}, ADVICE),
    Case("67, known lung disease, short of breath on stairs, unchanged", {"age": 67, "F3": "known"}, LIMITS),
    Case("72, legs weak since polio fifty years ago", {"age": 72, "B1": "old_assessed"}, LIMITS),
    Case("63, Parkinson's, under care, unsteady", {"age": 63, "B2": "old_assessed", "balance": "yes"}, LIMITS),
    Case("49, night sweats, the doctor found nothing", {"age": 49, "E1": "checked"}, ADVICE),
    Case("50, a crash twelve years ago, never scanned, up and about", {"age": 50, "C1": "long_ago"}, CLEAR),
    Case("52, lumbago after lifting a crate, bent over",
         {**FRESH_AND_BAD, "age": 52, "C2": "yes", "C2_with": ("bent",)}, LIMITS, flare=True),
    Case("55, one foot has tingled for years, checked, 1 of 10, trains",
         {**CALM, "age": 55, "site": "foot", "B3": "old_assessed"}, LIMITS,
         sensitivity={Axis.NEURAL: 2, Axis.FLEXION: 2, Axis.LEAN: 1}),
)  # fmt: skip
"""Found by an attack on the first answers to the cases above: half of them grave, half harmless."""

CASES = (*NOVEMBER, *FRIGHTENED, *GRAVE)
