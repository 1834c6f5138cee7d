"""What the answers lead to: each sign of the table, and what counts only together (clinical evidence 1.3).

Adding a sign never lowers the tier: every rule here asks for signs, none for the absence of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.knowledge.questions import BODY_MASS_INDEX, NO, Answer, Answers, quantity
from core.knowledge.rules import number, whole
from core.screening.answers import ASSESSED, CONFIRMED, flagged, measured, ticked
from core.screening.clashes import load_clashes
from core.screening.signs import MODERATE_EFFORT_RIR, NO_HELD_BREATH, NOTHING, SIGNS
from core.words import Axis, Position, Site, Tier

ADULT_AGE = whole("triage.adult_age")
FRAGILE_AGE, BENT_AGE = whole("triage.fragile_age"), whole("triage.bent_age")
SMALL_FALL_AGE, SMALL_FALL_MENTION_AGE = whole("triage.small_fall_age"), whole("triage.small_fall_mention_age")
FIRST_PAIN_AGE = whole("triage.first_pain_age")
YOUNG_ATHLETE_LOW, YOUNG_ATHLETE_HIGH = whole("triage.young_athlete_low"), whole("triage.young_athlete_high")
WEAK_FLAGS_ADVICE, WEAK_FLAGS_PROFESSIONAL = whole("triage.weak_flags_advice"), whole("triage.weak_flags_professional")
INFLAMMATORY_SIGNS = whole("triage.inflammatory_signs")
SEVERE_PAIN = whole("triage.severe_pain")
SEVERE_WEAK_FLAGS = whole("triage.severe_weak_flags")
CLUSTER_SIGNS = whole("triage.cluster_signs")
FUSION_EARLY_WEEKS = whole("triage.fusion_early_weeks")
FUSION_MIDDLE_WEEKS = whole("triage.fusion_middle_weeks")
DISC_EARLY_WEEKS = whole("triage.discectomy_early_weeks")
DISC_MIDDLE_WEEKS = whole("triage.discectomy_middle_weeks")
PAST_DUE_WEEK = whole("triage.past_due_week")
SEVERE_PRESSURE = {name: number(f"triage.{name}") for name in ("pressure_upper", "pressure_lower")}
RAISED_PRESSURE = {"pressure_upper": number("triage.raised_upper"), "pressure_lower": number("triage.raised_lower")}
EXPECTING_PRESSURE = {
    "pressure_upper": number("triage.expecting_upper"),
    "pressure_lower": number("triage.expecting_lower"),
}
LEVEL_HIGH = number("irritability.level_high")
LEAST_BODY_MASS, LOW_BODY_MASS = number("triage.least_body_mass"), number("triage.low_body_mass")

FRESH_PAIN = "under_2_weeks"
PRESSURE_WARNINGS = frozenset({"headache", "swelling", "breathless", "tummy"})
"""Signs that with raised blood pressure are an emergency in pregnancy and after a birth."""

CLUSTER_ROWS = ("A1", "A2", "A3", "A4", "A5a", "A5b")
NERVES_NOW: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(CLUSTER_ROWS, ("new", "with_pain")),
        "B1": ("rapid", "days", "with_pain"),
        "B2": ("yes",),
        "numbness_growing": ("yes",),
    }
)
"""Answers that say that nerves are affected now."""


@dataclass(frozen=True)
class Finding:
    """One result of the triage: the code of its sentence, its tier, and the signs that it stands on.

    The other fields are those of an `Effect`. A `changing` finding, and one of the highest tier, is never answered by
    an assessment.
    """

    code: str
    tier: Tier
    signs: tuple[str, ...]
    changing: bool = False
    conditions: tuple[str, ...] = ()
    positions: frozenset[Position] = frozenset()
    sensitivity: Mapping[Axis, int] = field(default_factory=lambda: NOTHING)
    rir_floor: int = 0
    flare: bool = False
    re_ask_days: int | None = None

    @property
    def row(self) -> str:
        """The question, or the group of them, that it belongs to."""
        return self.code.partition(".")[0]

    @property
    def resolvable(self) -> bool:
        """True where an assessment by a professional of exactly these signs answers it."""
        return self.tier in (Tier.SAME_DAY, Tier.PROFESSIONAL) and not self.changing


Findings = Iterator[Finding]


def findings_of(answers: Answers) -> list[Finding]:
    """Everything that the answers lead to, in the order of the questions, then what counts together."""
    found = list(single_findings(answers))
    for rule in TOGETHER:
        found.extend(rule(answers))
    return found


def single_findings(answers: Answers) -> Findings:
    """What each answer leads to by itself."""
    for sign in signs_of(answers):
        effect = SIGNS.get(sign)
        if effect is not None:
            yield Finding(
                sign, effect.tier, (sign,), effect.changing, effect.conditions, effect.positions, effect.sensitivity,
                effect.rir_floor, effect.flare, effect.re_ask_days,
            )  # fmt: skip


def still_assessed(answers: Answers) -> dict[str, Answer]:
    """The answers without assessments of signs that are there no longer: what comes back counts as new."""
    signs = {ASSESSED + sign for finding in findings_of(answers) for sign in finding.signs}
    return {name: value for name, value in answers.items() if not name.startswith(ASSESSED) or name in signs}


def signs_of(answers: Answers) -> Iterator[str]:
    """Each choice that was made or ticked, as a sign; "no" is none."""
    for question_id, answer in answers.items():
        if isinstance(answer, tuple):
            for choice in answer:
                yield f"{question_id}.{choice}"
        elif isinstance(answer, str) and answer != NO:
            yield f"{question_id}.{answer}"


def _nerve_signs(answers: Answers) -> tuple[str, ...]:
    """Signs that nerves are affected now."""
    said = ((row, flagged(answers, row), choices) for row, choices in NERVES_NOW.items())
    return tuple(f"{row}.{choice}" for row, choice, choices in said if choice in choices)


def weak_flags(answers: Answers) -> tuple[str, ...]:
    """Signs that mean little alone; a first pain counts only past the age where it is unusual."""
    flags = {f"D3.{sign}" for sign in ticked(answers, "D3")}
    if measured(answers, "age") <= FIRST_PAIN_AGE:
        flags.discard("D3.first_ever")
    if flagged(answers, "E2") == "yes" and "D3.constant" not in flags:
        flags.add("E2.yes")
    if (fever := flagged(answers, "E1")) in ("sweats", "checked"):
        flags.add(f"E1.{fever}")
    if cancer := flagged(answers, "D1"):
        flags.add(f"D1.{cancer}")
    return tuple(sorted(flags))


def surgery_condition(kind: str, weeks: float) -> str:
    """Row of the condition table for an operation so many weeks ago."""
    if kind != "discectomy":
        if weeks < FUSION_EARLY_WEEKS:
            return "fusion_0_3_months"
        return "fusion_3_6_months" if weeks < FUSION_MIDDLE_WEEKS else "fusion_after_6_months"
    if weeks < DISC_EARLY_WEEKS:
        return "discectomy_0_6_weeks"
    return "discectomy_6_12_weeks" if weeks < DISC_MIDDLE_WEEKS else "discectomy_after_12_weeks"


def _cluster(answers: Answers) -> Findings:
    """Bladder, bowel, saddle and both legs together, or with a pain that is itself new (cauda equina)."""
    unchecked = [
        f"{row}.{choice}"
        for row in CLUSTER_ROWS
        if (choice := flagged(answers, row)) in ("new", "with_pain", "old_unassessed")
    ]
    # A new one is an emergency by itself.
    came_with_pain = any(sign.endswith(".with_pain") for sign in unchecked)
    if came_with_pain and (len(unchecked) >= CLUSTER_SIGNS or flagged(answers, "duration") == FRESH_PAIN):
        yield Finding("A.together", Tier.EMERGENCY, tuple(unchecked), changing=True)


def _leg(answers: Answers) -> Findings:
    """A leg that aches or was never looked at; below the knee an ache counts as a nerve's."""
    choice = flagged(answers, "B3")
    if choice == "old_unassessed":
        yield Finding("B3.have_it_checked", Tier.ADVICE, ("B3.old_unassessed",))
    elif choice == "ache" and flagged(answers, "site") in (Site.CALF, Site.FOOT):
        yield Finding("B3.ache_below_knee", Tier.LIMITS, ("B3.ache",), conditions=("radiculopathy",))


def _sudden_pain(answers: Answers) -> Findings:
    """C2: sudden mid-line pain after little (fracture); severe in any case, so it starts as a flare-up."""
    if flagged(answers, "C2") != "yes":
        return
    beside = ticked(answers, "C2_with")
    signs = ("C2.yes", *(f"C2_with.{sign}" for sign in sorted(beside)))
    age = measured(answers, "age")
    thin_bone = ("osteoporosis",) if beside & {"osteoporosis", "steroids"} else ()
    in_past = ticked(answers, "C3") or flagged(answers, "D1")
    weak_bone = bool(thin_bone) or bool(in_past) or age >= FRAGILE_AGE
    held = bool(beside & {"cannot_stand", "bent"})
    nerves = bool(_nerve_signs(answers))
    if "bruise" in beside or (weak_bone and (held or nerves)) or (held and age >= BENT_AGE):
        yield Finding("C2.urgent", Tier.SAME_DAY, signs, changing=True, conditions=thin_bone, flare=True)
    elif weak_bone:
        yield Finding("C2.combined", Tier.PROFESSIONAL, signs, conditions=thin_bone, flare=True)
    elif "cannot_stand" in beside:
        yield Finding("C2.cannot_stand", Tier.PROFESSIONAL, signs, flare=True)
    else:
        yield Finding("C2.alone", Tier.LIMITS, signs, flare=True)


def _small_fall(answers: Answers) -> Findings:
    """Back pain since a small fall that nobody has checked (fracture)."""
    if flagged(answers, "small_fall") != "unchecked":
        return
    signs, age = ("small_fall.unchecked",), measured(answers, "age")
    if age >= SMALL_FALL_AGE or ticked(answers, "C3") or flagged(answers, "clot") or flagged(answers, "D1"):
        yield Finding("small_fall.unchecked", Tier.PROFESSIONAL, signs)
    elif age >= SMALL_FALL_MENTION_AGE:
        yield Finding("small_fall.mention", Tier.ADVICE, signs)


def _arching_sport(answers: Answers) -> Findings:
    """C4: a back that hurts on arching in a sport that arches it (stress injury of the arch)."""
    if flagged(answers, "C4") is None:
        return
    signs, age = ("C4.yes",), measured(answers, "age")
    if YOUNG_ATHLETE_LOW <= age <= YOUNG_ATHLETE_HIGH:
        least = MappingProxyType({Axis.EXTENSION: 3, Axis.IMPACT: 3})
        yield Finding("C4.yes", Tier.LIMITS, signs, sensitivity=least)
        yield Finding("C4.check", Tier.ADVICE, signs)
    elif age > YOUNG_ATHLETE_HIGH:
        yield Finding("C4.later", Tier.LIMITS, signs, sensitivity=MappingProxyType({Axis.EXTENSION: 2}))


def _cancer(answers: Answers) -> Findings:
    """D1: cancer in the past is an emergency together with nerve signs, and for today with pain that grows."""
    choice = flagged(answers, "D1")
    if choice is None:
        return
    nerves = _nerve_signs(answers)
    if nerves:
        yield Finding("D1.nerves", Tier.EMERGENCY, (f"D1.{choice}", *nerves), changing=True)
    if flagged(answers, "E2") == "yes":
        yield Finding("D1.growing", Tier.SAME_DAY, (f"D1.{choice}", "E2.yes"), changing=True)
    rows = (*CLUSTER_ROWS, "B1", "B2")
    unchecked = tuple(f"{row}.old_unassessed" for row in rows if flagged(answers, row) == "old_unassessed")
    if unchecked:
        yield Finding("D1.unchecked_nerves", Tier.SAME_DAY, (f"D1.{choice}", *unchecked))


def _urgent_pairs(answers: Answers) -> Findings:
    """Two signs that are each for today or for a professional, and an emergency together."""
    nerves = _nerve_signs(answers)
    if nerves and flagged(answers, "E1") == "unexplained":
        yield Finding("nerves.fever", Tier.EMERGENCY, ("E1.unexplained", *nerves), changing=True)
    if nerves and flagged(answers, "C1") == "unchecked":
        yield Finding("nerves.fall", Tier.EMERGENCY, ("C1.unchecked", *nerves), changing=True)
    clot = (
        "F5.yes" if flagged(answers, "F5") == "yes" else "clot.recent" if flagged(answers, "clot") == "recent" else ""
    )
    if clot and flagged(answers, "F3") in ("now", "sometimes"):
        yield Finding("clot.breath", Tier.EMERGENCY, (clot, f"F3.{flagged(answers, 'F3')}"), changing=True)
    artery, pain = flagged(answers, "F2"), measured(answers, "pain_now")
    if artery and pain >= SEVERE_PAIN:
        yield Finding("F2.severe", Tier.EMERGENCY, (f"F2.{artery}", f"pain_now.{pain:g}"), changing=True)


def _weak_flags(answers: Answers) -> Findings:
    """D3: signs that mean little alone and count only together."""
    flags = weak_flags(answers)
    if len(flags) >= WEAK_FLAGS_PROFESSIONAL:
        yield Finding("D3.many", Tier.PROFESSIONAL, flags)
    elif len(flags) >= WEAK_FLAGS_ADVICE:
        yield Finding("D3.some", Tier.ADVICE, flags)


def _infection(answers: Answers) -> Findings:
    """E2: new constant worsening pain is for today together with a reason for infection, worth a word without."""
    if flagged(answers, "E2") != "yes":
        return
    reasons = [f"E2_with.{reason}" for reason in sorted(ticked(answers, "E2_with"))]
    if "steroids" in ticked(answers, "C3"):
        reasons.append("C3.steroids")
    if (fever := flagged(answers, "E1")) is not None:
        reasons.append(f"E1.{fever}")
    if (operation := flagged(answers, "recent_operation")) is not None:
        reasons.append(f"recent_operation.{operation}")
    if flagged(answers, "H2") == "postpartum":
        reasons.append("H2.postpartum")
    if (spine := flagged(answers, "H1")) is not None:
        reasons.append(f"H1.{spine}")
    if reasons:
        yield Finding("E2.combined", Tier.SAME_DAY, ("E2.yes", *reasons), changing=True)
    else:
        yield Finding("E2.alone", Tier.ADVICE, ("E2.yes",))


def _pressure(answers: Answers) -> Findings:
    """Blood pressure as numbers, each of the two for itself."""
    expecting = flagged(answers, "H2") is not None
    severe, raised, too_high_expecting = (
        tuple(f"{name}.{value:g}" for name in limits if (value := measured(answers, name)) >= limits[name])
        for limits in (SEVERE_PRESSURE, RAISED_PRESSURE, EXPECTING_PRESSURE)
    )
    warnings = tuple(f"H2_signs.{sign}" for sign in sorted(ticked(answers, "H2_signs") & PRESSURE_WARNINGS))
    beside = tuple(f"pressure_with.{sign}" for sign in sorted(ticked(answers, "pressure_with")))
    if severe and beside:
        yield Finding("pressure.with_signs", Tier.EMERGENCY, (*severe, *beside), changing=True)
    if expecting and (too_high_expecting or (raised and warnings)):
        signs = (*raised, *warnings)
        yield Finding("pressure.expecting_severe", Tier.EMERGENCY, signs, changing=True, positions=NO_HELD_BREATH)
    elif raised and expecting:
        yield Finding("pressure.expecting", Tier.SAME_DAY, raised, changing=True, positions=NO_HELD_BREATH)
    if severe:
        held = NO_HELD_BREATH
        yield Finding("pressure.severe", Tier.PROFESSIONAL, severe, positions=held, rir_floor=MODERATE_EFFORT_RIR)
    elif raised:
        yield Finding("pressure.raised", Tier.ADVICE, raised, positions=NO_HELD_BREATH)


def _low_weight(answers: Answers) -> Findings:
    """A low body weight, alone or with signs that the body gets too little."""
    index = quantity(answers, BODY_MASS_INDEX)
    if index is None or index >= LOW_BODY_MASS:
        return
    signs = [f"{BODY_MASS_INDEX}.{index:.1f}", *(f"low_weight_with.{s}" for s in ticked(answers, "low_weight_with"))]
    lost = flagged(answers, "D2")
    if lost:
        signs.append(f"D2.{lost}")
    if index < LEAST_BODY_MASS or len(signs) > 1:
        yield Finding("low_weight.first", Tier.PROFESSIONAL, tuple(sorted(signs)), rir_floor=MODERATE_EFFORT_RIR)
    else:
        yield Finding("low_weight.alone", Tier.ADVICE, tuple(signs))


def _inflammatory(answers: Answers) -> Findings:
    """G1: stiffness of the inflammatory kind (NG65)."""
    signs = ticked(answers, "G1")
    young_and_long = bool(signs & {"onset_under_45", "onset_under_35"}) and "over_3_months" in signs
    if young_and_long and len(signs - {"onset_under_45", "over_3_months"}) >= INFLAMMATORY_SIGNS:
        yield Finding("G1.signs", Tier.ADVICE, tuple(f"G1.{sign}" for sign in sorted(signs)))


def _spine_surgery(answers: Answers) -> Findings:
    """H1: an operation on the spine within a year."""
    kind = flagged(answers, "H1")
    if kind is None:
        return
    weeks, sign = measured(answers, "H1_weeks"), f"H1.{kind}"
    conditions = (surgery_condition(kind, weeks),)
    if flagged(answers, "H1_cleared") is None:
        yield Finding("H1.not_cleared", Tier.PROFESSIONAL, (sign,), conditions=conditions)
    elif kind != "discectomy" and weeks < FUSION_EARLY_WEEKS:
        yield Finding("H1.fusion_early", Tier.PROFESSIONAL, (sign,), conditions=conditions)
    else:
        yield Finding("H1.cleared", Tier.LIMITS, (sign,), conditions=conditions)


def _pregnancy(answers: Answers) -> Findings:
    """H2: warning signs in pregnancy and after a birth, and a pregnancy past its time."""
    if flagged(answers, "H2") is None:
        return
    signs = tuple(f"H2_signs.{sign}" for sign in sorted(ticked(answers, "H2_signs")))
    if "H2_signs.chest_pain" in signs:
        yield Finding("H2.chest", Tier.EMERGENCY, ("H2_signs.chest_pain",), changing=True)
    if signs:
        yield Finding("H2.signs", Tier.SAME_DAY, signs, changing=True)
    week = measured(answers, "H2_week")
    if week >= PAST_DUE_WEEK:
        yield Finding("H2.past_due", Tier.PROFESSIONAL, (f"H2_week.{week:g}",))


def _minor(answers: Answers) -> Findings:
    """H4: under age."""
    if measured(answers, "age", ADULT_AGE) < ADULT_AGE:
        yield Finding("H4.minor", Tier.PROFESSIONAL, (f"age.{measured(answers, 'age'):g}",), changing=True)


def _severe_episode(answers: Answers) -> Findings:
    """I1: severe pain at rest."""
    pain = measured(answers, "pain_now")
    if pain < SEVERE_PAIN:
        return
    sign = f"pain_now.{pain:g}"
    yield Finding("I1.flare", Tier.LIMITS, (sign,), flare=True)
    if flagged(answers, "I1") == "nothing_eases":
        yield Finding("I1.nothing_eases", Tier.ADVICE, (sign, "I1.nothing_eases"))
        flags = weak_flags(answers)
        if len(flags) >= SEVERE_WEAK_FLAGS:
            yield Finding("I1.with_weak_flags", Tier.PROFESSIONAL, ("I1.nothing_eases", *flags))


def _high_level(answers: Answers) -> Findings:
    """Much pain now or over the week, whatever sets it off: the plan starts as gently as it makes it."""
    said = {name: measured(answers, name) for name in ("pain_now", "pain_week")}
    signs = tuple(f"{name}.{level:g}" for name, level in said.items() if level >= LEVEL_HIGH)
    if signs:
        yield Finding("pain.high", Tier.LIMITS, signs)


def _confirmed(answers: Answers) -> Findings:
    """Answers that clash and were confirmed: the more careful reading counts."""
    for clash in load_clashes().values():
        if clash.confirmation in answers:
            yield Finding(
                f"clash.{clash.id}",
                clash.tier,
                tuple(f"{CONFIRMED}{question_id}" for question_id in clash.questions),
                changing=True,
                sensitivity=clash.sensitivity,
                flare=clash.flare,
            )


TOGETHER: tuple[Callable[[Answers], Findings], ...] = (
    _cluster,
    _leg,
    _sudden_pain,
    _small_fall,
    _arching_sport,
    _cancer,
    _urgent_pairs,
    _weak_flags,
    _infection,
    _pressure,
    _low_weight,
    _inflammatory,
    _spine_surgery,
    _pregnancy,
    _minor,
    _severe_episode,
    _high_level,
    _confirmed,
)
