"""What each single answer means for training, as a table (clinical evidence 1.3).

A sign is written `<question>.<choice>`, for a number `<question>.<value>`. What only counts together is in findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.knowledge.rules import whole
from core.words import Axis, Position, Tier

MODERATE_EFFORT_RIR = whole("triage.moderate_effort_rir")
COLD_RE_ASK_DAYS = whole("triage.cold_re_ask_days")

NOTHING: Mapping[Axis, int] = MappingProxyType({})
NO_HELD_BREATH = frozenset({Position.BREATH_HOLD})
NO_FALL_RISK = frozenset({Position.FALL_RISK})


@dataclass(frozen=True)
class Effect:
    """What a sign means: its tier, and what it asks of a plan.

    `changing`: by its own words new or getting worse, so that no earlier assessment answers it. What withholds a plan
    carries the limits that hold once an assessment has answered it. `conditions` and
    `positions` feed the profile, `sensitivity` gives least values for axes, `rir_floor` the least repetitions in
    reserve, `re_ask_days` an earlier day for the next screening.
    """

    tier: Tier
    changing: bool = False
    conditions: tuple[str, ...] = ()
    positions: frozenset[Position] = frozenset()
    sensitivity: Mapping[Axis, int] = field(default_factory=lambda: NOTHING)
    rir_floor: int = 0
    flare: bool = False
    re_ask_days: int | None = None


EMERGENCY, TODAY = Effect(Tier.EMERGENCY, changing=True), Effect(Tier.SAME_DAY)
TODAY_AS_IT_CHANGES = Effect(Tier.SAME_DAY, changing=True)
PROFESSIONAL, ADVICE, LIMITS = Effect(Tier.PROFESSIONAL), Effect(Tier.ADVICE), Effect(Tier.LIMITS)
UNSURE_FEET = Effect(Tier.LIMITS, positions=NO_FALL_RISK)
GENTLE_HEART = Effect(Tier.LIMITS, positions=NO_HELD_BREATH, rir_floor=MODERATE_EFFORT_RIR)
HEART_FIRST = Effect(Tier.PROFESSIONAL, positions=NO_HELD_BREATH, rir_floor=MODERATE_EFFORT_RIR)
EASY_BREATH = Effect(Tier.LIMITS, positions=NO_HELD_BREATH)
STENOSIS = Effect(Tier.LIMITS, conditions=("stenosis",))
NERVE_ROOT = Effect(Tier.LIMITS, conditions=("radiculopathy",))
STEADY_NERVE_ROOT = Effect(Tier.LIMITS, conditions=("radiculopathy",), sensitivity=MappingProxyType({Axis.NEURAL: 2}))

SIGNS: Mapping[str, Effect] = MappingProxyType(
    {
        # Nerves of the saddle, bladder and bowel (cauda equina).
        "A1.new": EMERGENCY,
        "A1.with_pain": TODAY,
        "A1.old_assessed": LIMITS,
        "A1.old_unassessed": PROFESSIONAL,
        "A2.new": EMERGENCY,
        "A2.with_pain": TODAY,
        "A2.stress_leak": Effect(Tier.ADVICE, positions=NO_HELD_BREATH),
        "A2.known": ADVICE,
        "A2.old_unassessed": PROFESSIONAL,
        "A3.new": EMERGENCY,
        "A3.with_pain": TODAY,
        "A3.known": ADVICE,
        "A3.old_unassessed": PROFESSIONAL,
        "A4.new": EMERGENCY,
        "A4.with_pain": TODAY,
        "A4.old_assessed": ADVICE,
        "A4.not_said": ADVICE,
        # Both legs: the same nerves, or a narrow canal where walking alone brings it on.
        "A5a.new": EMERGENCY,
        "A5a.with_pain": TODAY,
        "A5a.walking": STENOSIS,
        "A5a.old_assessed": UNSURE_FEET,
        "A5a.old_unassessed": Effect(Tier.PROFESSIONAL, positions=NO_FALL_RISK),
        "A5b.new": EMERGENCY,
        "A5b.with_pain": Effect(Tier.SAME_DAY, conditions=("radiculopathy",)),
        "A5b.walking": STENOSIS,
        "A5b.old_assessed": NERVE_ROOT,
        "A5b.old_unassessed": Effect(Tier.PROFESSIONAL, conditions=("radiculopathy",)),
        # A weak or numb leg, and the cord.
        "B1.rapid": EMERGENCY,
        "B1.days": TODAY_AS_IT_CHANGES,
        "B1.with_pain": Effect(Tier.SAME_DAY, positions=NO_FALL_RISK),
        "B1.old_assessed": UNSURE_FEET,
        "B1.old_unassessed": Effect(Tier.PROFESSIONAL, positions=NO_FALL_RISK),
        "numbness_growing.yes": TODAY_AS_IT_CHANGES,
        "numbness_growing.checked": UNSURE_FEET,
        "B2.yes": TODAY_AS_IT_CHANGES,
        "B2.old_assessed": UNSURE_FEET,
        "B2.old_unassessed": Effect(Tier.PROFESSIONAL, positions=NO_FALL_RISK),
        "B3.recent": NERVE_ROOT,
        "B3.old_assessed": STEADY_NERVE_ROOT,
        "B3.old_unassessed": STEADY_NERVE_ROOT,
        "B3.numb_old": ADVICE,
        "B3.worse": Effect(Tier.PROFESSIONAL, changing=True, conditions=("radiculopathy",)),
        # Bones.
        "C1.unchecked": TODAY_AS_IT_CHANGES,
        "C3.fracture_recent": Effect(Tier.PROFESSIONAL, conditions=("vertebral_fracture",)),
        "C3.fracture_healed": Effect(Tier.LIMITS, conditions=("vertebral_fracture",)),
        "C3.osteoporosis": Effect(Tier.LIMITS, conditions=("osteoporosis",)),
        "C3.steroids": Effect(Tier.LIMITS, conditions=("osteoporosis",)),
        # Cancer, weight, infection.
        "D1.unexplained": PROFESSIONAL,
        "D1.severe": TODAY_AS_IT_CHANGES,
        "D1.treated": PROFESSIONAL,
        "D1.assessed": LIMITS,
        "D1.older_pain": ADVICE,
        "D2.unexplained": PROFESSIONAL,
        "E1.unexplained": TODAY_AS_IT_CHANGES,
        "E1.very_unwell": EMERGENCY,
        "E1.cold": Effect(Tier.ADVICE, re_ask_days=COLD_RE_ASK_DAYS),
        "E1.sweats": ADVICE,
        "E1.checked": ADVICE,
        # Artery, heart, pressure, clots, kidneys.
        "F1.yes": EMERGENCY,
        "F2.not_cleared": Effect(Tier.PROFESSIONAL, positions=NO_HELD_BREATH),
        "F2.monitored": EASY_BREATH,
        "F3.now": EMERGENCY,
        "F3.sometimes": HEART_FIRST,
        "F3.known": GENTLE_HEART,
        "effort_pressure.new": TODAY_AS_IT_CHANGES,
        "effort_pressure.unassessed": HEART_FIRST,
        "effort_pressure.assessed": GENTLE_HEART,
        "recent_heart.not_cleared": HEART_FIRST,
        "recent_heart.cleared": GENTLE_HEART,
        "F4.inactive": HEART_FIRST,
        "F4.active": GENTLE_HEART,
        "F4_pressure.treated": EASY_BREATH,
        "F4_pressure.untreated": GENTLE_HEART,
        "F4_diabetes.inactive": Effect(Tier.LIMITS, rir_floor=MODERATE_EFFORT_RIR),
        "clot.recent": PROFESSIONAL,
        "clot.thinners": ADVICE,
        "F5.yes": TODAY_AS_IT_CHANGES,
        "F6.yes": TODAY_AS_IT_CHANGES,
        # Operations, pregnancy, what one was told.
        "recent_operation.not_cleared": PROFESSIONAL,
        "recent_operation.cleared": LIMITS,
        "H2.pregnant": Effect(Tier.LIMITS, conditions=("pregnancy",)),
        "H2.postpartum": Effect(Tier.LIMITS, conditions=("postpartum",), rir_floor=MODERATE_EFFORT_RIR),
        "H2_complications.yes": PROFESSIONAL,
        "H3.yes": PROFESSIONAL,
        "balance.yes": Effect(Tier.ADVICE, positions=NO_FALL_RISK),
        "painkillers.strong": LIMITS,
        "diagnosis.slip_high_grade": Effect(Tier.PROFESSIONAL, conditions=("spondylolisthesis",)),
    }
)
"""Signs that mean something by themselves."""

OF_THE_PAIN = frozenset(
    {"A1", "A2", "A3", "A4", "A5a", "A5b", "B1", "B2", "B3", "C2_with", "C2", "D1", "D3", "I1", "small_fall"}
)
"""Questions about this pain: an assessment from before it began answers none of their signs."""
