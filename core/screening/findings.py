"""What each row of the question set leads to, softeners included (clinical evidence 1.3).

One function a row: answers in, findings out. A finding's code names its sentence in data/words/triage.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.knowledge.questions import Answers
from core.knowledge.rules import whole
from core.screening.answers import flagged, measured, ticked
from core.words import Axis, Position, Tier

ADULT_AGE = whole("triage.adult_age")
FRAGILE_AGE = whole("triage.fragile_age")
FIRST_PAIN_AGE = whole("triage.first_pain_age")
YOUNG_ATHLETE_LOW, YOUNG_ATHLETE_HIGH = whole("triage.young_athlete_low"), whole("triage.young_athlete_high")
WEAK_FLAGS_ADVICE, WEAK_FLAGS_PROFESSIONAL = whole("triage.weak_flags_advice"), whole("triage.weak_flags_professional")
INFLAMMATORY_SIGNS = whole("triage.inflammatory_signs")
SEVERE_PAIN = whole("triage.severe_pain")
SEVERE_WEAK_FLAGS = whole("triage.severe_weak_flags")
FUSION_EARLY_WEEKS = whole("triage.fusion_early_weeks")
FUSION_MIDDLE_WEEKS = whole("triage.fusion_middle_weeks")
DISC_EARLY_WEEKS = whole("triage.discectomy_early_weeks")
DISC_MIDDLE_WEEKS = whole("triage.discectomy_middle_weeks")
MODERATE_EFFORT_RIR = whole("triage.moderate_effort_rir")
COLD_RE_ASK_DAYS = whole("triage.cold_re_ask_days")

NOTHING: Mapping[Axis, int] = MappingProxyType({})


@dataclass(frozen=True)
class Finding:
    """One row's result: its tier, the code of its sentence, and what it means for the plan.

    `conditions` and `positions` feed the profile; `sensitivity` gives least values for axes, `rir_floor` the least
    repetitions in reserve. A resolvable finding may be answered with "assessed for exactly this, unchanged since".
    """

    row: str
    code: str
    tier: Tier
    resolvable: bool = True
    conditions: tuple[str, ...] = ()
    positions: frozenset[Position] = frozenset()
    sensitivity: Mapping[Axis, int] = field(default_factory=lambda: NOTHING)
    rir_floor: int = 0
    flare: bool = False
    re_ask_days: int | None = None


Findings = Iterator[Finding]


def urgent(row: str, choice: str) -> Finding:
    """A finding of the highest tier: never resolved by oneself."""
    return Finding(row, f"{row}.{choice}", Tier.EMERGENCY, resolvable=False)


def of(row: str, choice: str, tier: Tier, *, conditions: tuple[str, ...] = ()) -> Finding:
    """A finding named after its row and the answer that brought it up."""
    return Finding(row, f"{row}.{choice}", tier, conditions=conditions)


def saddle(answers: Answers) -> Findings:
    """A1: feeling around the saddle (cauda equina)."""
    choice = flagged(answers, "A1")
    if choice == "new":
        yield urgent("A1", choice)
    elif choice == "old_unassessed":
        yield of("A1", choice, Tier.PROFESSIONAL)
    elif choice == "old_assessed":
        yield of("A1", choice, Tier.LIMITS)


def bladder_and_bowel(answers: Answers) -> Findings:
    """A2, A3: bladder and bowel (cauda equina)."""
    for row in ("A2", "A3"):
        choice = flagged(answers, row)
        if choice == "new":
            yield urgent(row, choice)
        elif choice == "old_unassessed":
            yield of(row, choice, Tier.PROFESSIONAL)
        elif choice == "known":
            yield of(row, choice, Tier.ADVICE)


def sexual(answers: Answers) -> Findings:
    """A4: sexual function since this pain began (cauda equina)."""
    choice = flagged(answers, "A4")
    if choice == "new":
        yield urgent("A4", choice)
    elif choice == "not_said":
        yield of("A4", choice, Tier.ADVICE)


def both_legs(answers: Answers) -> Findings:
    """A5a, A5b: symptoms of both legs (cauda equina, cord; stenosis where walking alone brings them on)."""
    for row in ("A5a", "A5b"):
        choice = flagged(answers, row)
        if choice == "new":
            yield urgent(row, choice)
        elif choice == "old_unassessed":
            yield of(row, choice, Tier.PROFESSIONAL)
        elif choice == "walking":
            yield of(row, choice, Tier.LIMITS, conditions=("stenosis",))
        elif choice == "old_assessed":
            yield of(row, choice, Tier.LIMITS, conditions=("radiculopathy",))


def weakness(answers: Answers) -> Findings:
    """B1: a leg or foot that is weak (progressive motor deficit)."""
    choice = flagged(answers, "B1")
    if choice == "rapid":
        yield urgent("B1", choice)
    elif choice == "days":
        yield of("B1", choice, Tier.SAME_DAY)
    elif choice == "old_unassessed":
        yield of("B1", choice, Tier.PROFESSIONAL)
    elif choice == "old_assessed":
        yield of("B1", choice, Tier.LIMITS, conditions=("radiculopathy",))


def cord(answers: Answers) -> Findings:
    """B2: unsteady walking, clumsy hands, shocks down the spine (cord compression)."""
    if flagged(answers, "B2"):
        yield of("B2", "yes", Tier.SAME_DAY)


def one_leg(answers: Answers) -> Findings:
    """B3: one-sided leg symptoms (radiculopathy)."""
    choice = flagged(answers, "B3")
    if choice == "worse":
        yield of("B3", choice, Tier.PROFESSIONAL, conditions=("radiculopathy",))
    elif choice == "both" and not _both_legs_explained(answers):
        yield of("B3", choice, Tier.SAME_DAY)
    elif choice in ("recent", "old_assessed"):
        yield of("B3", choice, Tier.LIMITS, conditions=("radiculopathy",))
    elif choice == "old_unassessed":
        yield of("B3", "old_assessed", Tier.LIMITS, conditions=("radiculopathy",))
        yield of("B3", choice, Tier.ADVICE)


def trauma(answers: Answers) -> Findings:
    """C1: a serious blow that nobody has checked (fracture)."""
    if flagged(answers, "C1") == "unchecked":
        yield of("C1", "unchecked", Tier.SAME_DAY)


def fragility(answers: Answers) -> Findings:
    """C2: sudden mid-line pain after little, together with a reason for brittle bone (fracture)."""
    if not flagged(answers, "C2"):
        return
    signs = ticked(answers, "C2_with")
    bones = ticked(answers, "C3")
    brittle = bool(signs & {"osteoporosis", "steroids", "bruise"} or bones or measured(answers, "age") >= FRAGILE_AGE)
    if not brittle:
        return
    if signs & {"bruise", "cannot_stand"} or _nerve_signs(answers):
        yield of("C2", "urgent", Tier.SAME_DAY)
    else:
        yield of("C2", "combined", Tier.PROFESSIONAL)


def bones(answers: Answers) -> Findings:
    """C3: known brittle bone."""
    signs = ticked(answers, "C3")
    if "fracture_recent" in signs:
        yield of("C3", "fracture_recent", Tier.PROFESSIONAL, conditions=("vertebral_fracture",))
    if "fracture_healed" in signs:
        yield of("C3", "fracture_healed", Tier.LIMITS, conditions=("vertebral_fracture",))
    if signs & {"osteoporosis", "steroids"}:
        yield of("C3", "osteoporosis", Tier.LIMITS, conditions=("osteoporosis",))


def young_athlete(answers: Answers) -> Findings:
    """C4: a young athlete whose back hurts on arching (stress injury of the arch)."""
    young = YOUNG_ATHLETE_LOW <= measured(answers, "age") <= YOUNG_ATHLETE_HIGH
    if flagged(answers, "C4") and young:
        least = MappingProxyType({Axis.EXTENSION: 3, Axis.IMPACT: 3})
        yield Finding("C4", "C4.yes", Tier.LIMITS, sensitivity=least)
        yield of("C4", "check", Tier.ADVICE)


def cancer(answers: Answers) -> Findings:
    """D1: cancer in the past and unexplained pain; an emergency together with nerve signs."""
    choice = flagged(answers, "D1")
    if not choice:
        return
    if _nerve_signs(answers):
        yield urgent("D1", "nerves")
    elif choice == "severe":
        yield of("D1", choice, Tier.SAME_DAY)
    elif choice == "unexplained":
        yield of("D1", choice, Tier.PROFESSIONAL)
    else:
        yield of("D1", choice, Tier.LIMITS)


def weight_loss(answers: Answers) -> Findings:
    """D2: weight lost without trying."""
    if flagged(answers, "D2") == "unexplained":
        yield of("D2", "unexplained", Tier.PROFESSIONAL)


def weak_flags(answers: Answers) -> Findings:
    """D3: signs that mean little alone and count only together."""
    count = weak_flag_count(answers)
    if count >= WEAK_FLAGS_PROFESSIONAL:
        yield of("D3", "many", Tier.PROFESSIONAL)
    elif count >= WEAK_FLAGS_ADVICE:
        yield of("D3", "some", Tier.ADVICE)


def weak_flag_count(answers: Answers) -> int:
    """How many weak flags apply; a first pain counts only past the age where it is unusual."""
    signs = ticked(answers, "D3")
    late_first = "first_ever" in signs and measured(answers, "age") > FIRST_PAIN_AGE
    return len(signs - {"first_ever"}) + late_first


def fever(answers: Answers) -> Findings:
    """E1: fever with back pain (infection)."""
    choice = flagged(answers, "E1")
    if choice == "very_unwell":
        yield urgent("E1", choice)
    elif choice == "unexplained":
        yield of("E1", choice, Tier.SAME_DAY)
    elif choice == "cold":
        yield Finding("E1", "E1.cold", Tier.ADVICE, re_ask_days=COLD_RE_ASK_DAYS)


def infection(answers: Answers) -> Findings:
    """E2: constant worsening pain together with a reason for infection."""
    if flagged(answers, "E2") and ticked(answers, "E2_with"):
        yield of("E2", "combined", Tier.SAME_DAY)


def circulation(answers: Answers) -> Findings:
    """F1 to F4: main artery, heart, kidneys, pressure, diabetes."""
    if flagged(answers, "F1"):
        yield urgent("F1", "yes")
    artery = flagged(answers, "F2")
    if artery == "not_cleared":
        yield of("F2", artery, Tier.PROFESSIONAL)
    elif artery == "monitored":
        yield Finding("F2", "F2.monitored", Tier.LIMITS, positions=frozenset({Position.BREATH_HOLD}))
    heart = flagged(answers, "F3")
    if heart == "now":
        yield urgent("F3", heart)
    elif heart == "sometimes":
        yield of("F3", heart, Tier.PROFESSIONAL)
    organ = flagged(answers, "F4")
    if organ == "inactive":
        yield of("F4", organ, Tier.PROFESSIONAL)
    elif organ == "active":
        held = frozenset({Position.BREATH_HOLD})
        yield Finding("F4", "F4.active", Tier.LIMITS, positions=held, rir_floor=MODERATE_EFFORT_RIR)
    pressure = flagged(answers, "F4_pressure")
    if pressure:
        code, held = f"F4_pressure.{pressure}", frozenset({Position.BREATH_HOLD})
        floor = MODERATE_EFFORT_RIR if pressure == "untreated" else 0
        yield Finding("F4_pressure", code, Tier.LIMITS, positions=held, rir_floor=floor)
    if flagged(answers, "F4_diabetes") == "inactive":
        yield Finding("F4_diabetes", "F4_diabetes.inactive", Tier.LIMITS, rir_floor=MODERATE_EFFORT_RIR)


def clot_and_kidney(answers: Answers) -> Findings:
    """F5, F6: a swollen calf, a kidney."""
    if flagged(answers, "F5"):
        yield of("F5", "yes", Tier.SAME_DAY)
    if flagged(answers, "F6"):
        yield of("F6", "yes", Tier.SAME_DAY)


def inflammatory(answers: Answers) -> Findings:
    """G1: stiffness of the inflammatory kind (NG65)."""
    signs = ticked(answers, "G1")
    young_and_long = bool(signs & {"onset_under_45", "onset_under_35"}) and "over_3_months" in signs
    if young_and_long and len(signs - {"onset_under_45", "over_3_months"}) >= INFLAMMATORY_SIGNS:
        yield of("G1", "signs", Tier.ADVICE)


def surgery(answers: Answers) -> Findings:
    """H1: an operation on the spine within a year."""
    kind = flagged(answers, "H1")
    if kind is None:
        return
    weeks = measured(answers, "H1_weeks")
    condition = surgery_condition(kind, weeks)
    if flagged(answers, "H1_cleared") is None:
        yield of("H1", "not_cleared", Tier.PROFESSIONAL, conditions=(condition,))
    elif kind == "fusion" and weeks < FUSION_EARLY_WEEKS:
        yield of("H1", "fusion_early", Tier.PROFESSIONAL, conditions=(condition,))
    else:
        yield of("H1", "cleared", Tier.LIMITS, conditions=(condition,))


def surgery_condition(kind: str, weeks: float) -> str:
    """Row of the condition table for an operation so many weeks ago."""
    if kind == "fusion":
        if weeks < FUSION_EARLY_WEEKS:
            return "fusion_0_3_months"
        return "fusion_3_6_months" if weeks < FUSION_MIDDLE_WEEKS else "fusion_after_6_months"
    if weeks < DISC_EARLY_WEEKS:
        return "discectomy_0_6_weeks"
    return "discectomy_6_12_weeks" if weeks < DISC_MIDDLE_WEEKS else "discectomy_after_12_weeks"


def pregnancy(answers: Answers) -> Findings:
    """H2: pregnancy and the weeks after a birth."""
    state = flagged(answers, "H2")
    if state is None:
        return
    condition = ("pregnancy",) if state == "pregnant" else ("postpartum",)
    if ticked(answers, "H2_signs"):
        yield of("H2", "signs", Tier.SAME_DAY, conditions=condition)
    elif flagged(answers, "H2_complications"):
        yield of("H2", "complications", Tier.PROFESSIONAL, conditions=condition)
    else:
        yield of("H2", state, Tier.LIMITS, conditions=condition)


def told_not_to(answers: Answers) -> Findings:
    """H3, H4: told not to exercise; under age."""
    if flagged(answers, "H3"):
        yield of("H3", "yes", Tier.PROFESSIONAL)
    if "age" in answers and measured(answers, "age") < ADULT_AGE:
        yield Finding("H4", "H4.minor", Tier.PROFESSIONAL, resolvable=False)


def severe_episode(answers: Answers) -> Findings:
    """I1: severe pain at rest."""
    if measured(answers, "pain_now") < SEVERE_PAIN:
        return
    nothing_eases = flagged(answers, "I1") == "nothing_eases"
    if nothing_eases and weak_flag_count(answers) >= SEVERE_WEAK_FLAGS:
        yield of("I1", "with_weak_flags", Tier.PROFESSIONAL)
    else:
        yield Finding("I1", "I1.flare", Tier.LIMITS, flare=True)
        if nothing_eases:
            yield of("I1", "nothing_eases", Tier.ADVICE)


def high_grade_slip(answers: Answers) -> Findings:
    """A slipped vertebra of high grade, or still moving (clinical evidence 3.3)."""
    if "slip_high_grade" in ticked(answers, "diagnosis"):
        yield of("slip", "high_grade", Tier.PROFESSIONAL, conditions=("spondylolisthesis",))


ROWS: tuple[Callable[[Answers], Findings], ...] = (
    saddle,
    bladder_and_bowel,
    sexual,
    both_legs,
    weakness,
    cord,
    one_leg,
    trauma,
    fragility,
    bones,
    young_athlete,
    cancer,
    weight_loss,
    weak_flags,
    fever,
    infection,
    circulation,
    clot_and_kidney,
    inflammatory,
    surgery,
    pregnancy,
    told_not_to,
    severe_episode,
    high_grade_slip,
)


def _both_legs_explained(answers: Answers) -> bool:
    """True where A5a or A5b dealt with both legs; sore muscles are no nerve symptoms and explain none."""
    return flagged(answers, "A5a") is not None or flagged(answers, "A5b") not in (None, "soreness")


def _nerve_signs(answers: Answers) -> bool:
    """True where nerves are acutely affected: a new A sign, weakness that grows, or cord signs."""
    acute = ("A1", "A2", "A3", "A4", "A5a", "A5b")
    return (
        any(flagged(answers, row) == "new" for row in acute)
        or flagged(answers, "B1") in ("rapid", "days")
        or flagged(answers, "B2") is not None
    )
