"""The profile: everything about a person that scoring and planning need, and nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from core.knowledge.conditions import Condition, When
from core.knowledge.doses import Dose, load_doses
from core.knowledge.questions import Answers
from core.knowledge.rules import number, whole
from core.profile.irritability import NO_NERVE, band, duration, irritability_score, stage
from core.profile.sensitivity import Sensitivity, conditions_of, sensitivity
from core.screening import Assessment
from core.screening.answers import flagged, measured, ticked
from core.words import Duration, Equipment, Experience, Goal, Irritability, Position, Sex, Site, Stage, Tier

WORRIED_FROM, UNSURE_TO = number("profile.worried_from"), number("profile.unsure_to")
CEILING = {Stage.SETTLED: whole("profile.ceiling_settled"), Stage.IRRITABLE: whole("profile.ceiling_irritable")}
LATE_PREGNANCY_WEEK, OLDER_AGE = number("profile.late_pregnancy_week"), number("profile.older_age")
DEFAULT_MASS_KG, DEFAULT_STATURE_CM = number("profile.default_mass_kg"), number("profile.default_stature_cm")
LEG_SITES = (Site.THIGH, Site.CALF, Site.FOOT)
DEFAULT_DAYS, DEFAULT_MINUTES = 2, 30
NAMED_REPS = number("load.named_reps")


class KnownLift(NamedTuple):
    """A load in kg that is known of a person, the repetitions to failure with it, and the most a plan may start from.

    `is_named` where the person said so, and no history.
    """

    exercise_id: str
    load_kg: float
    repetitions: float
    start_kg: float
    is_named: bool = False


@dataclass(frozen=True)
class Preferences:
    """What a person likes, dislikes and leaves out by choice; ids of exercises."""

    liked: frozenset[str] = frozenset()
    disliked: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Profile:
    """One person as planning sees them.

    Masses in kg, stature in cm, time in minutes a session; `pain_ceiling` is the highest pain (0 to 10) accepted during
    training, `rir_floor` the least repetitions in reserve; `opted_in` names the harder groups that the person chose,
    `calm_weeks` how many weeks in a row training has been answered by green lights; `known_lifts` are loads that the
    person named or a history in another app tells; `heaviest_kg` is the heaviest dumbbell or kettlebell at hand, one of
    it, None where nobody said; `careful_load` is True where a condition asks for lighter first loads.
    """

    tier: Tier
    allows_plan: bool
    duration: Duration
    stage: Stage
    irritability_score: int
    irritability: Irritability
    flare: bool
    conditions: tuple[str, ...]
    sensitivity: Sensitivity
    positions_out: frozenset[Position]
    excluded_by_condition: frozenset[str]
    rir_floor: int
    pain_ceiling: int
    leg_symptoms: bool
    pain_week: float
    rmdq: float | None
    age: int
    sex: Sex
    mass_kg: float
    stature_cm: float
    cautious: bool
    goal: Goal
    experience: Experience
    days_per_week: int
    minutes: int
    equipment: frozenset[Equipment]
    opted_in: frozenset[str]
    calm_weeks: int = 0
    preferences: Preferences = field(default_factory=Preferences)
    known_lifts: tuple[KnownLift, ...] = ()
    heaviest_kg: float | None = None
    careful_load: bool = False

    def known_lift(self, exercise_id: str) -> KnownLift | None:
        """What is known of the person's strength in an exercise; None where nothing is."""
        return next((lift for lift in self.known_lifts if lift.exercise_id == exercise_id), None)

    @property
    def dose(self) -> Dose:
        """The starting dose that fits stage, irritability, goal and experience (clinical evidence 5.2)."""
        return load_doses()[self._dose_id]

    @property
    def settled_dose(self) -> Dose:
        """The dose of the same person once the back has settled."""
        return load_doses()[self._settled_id]

    @property
    def _dose_id(self) -> str:
        if self.flare or self.irritability is Irritability.HIGH:
            return "flare"
        if self.irritability is Irritability.MODERATE:
            return "moderate"
        settled = self.stage is Stage.SETTLED and self.duration is Duration.CHRONIC
        return self._settled_id if settled else "building"

    @property
    def _settled_id(self) -> str:
        if self.experience is Experience.NEW or self.goal is Goal.FUNCTION:
            return "building"
        return "settled_strength" if self.goal is Goal.STRENGTH else "settled_muscle"


def build_profile(
    answers: Answers, assessment: Assessment, preferences: Preferences | None = None, calm_weeks: int = 0
) -> Profile:
    """The profile that follows from checked answers and their assessment; the same for the same answers."""
    score = irritability_score(answers)
    lasting = duration(answers)
    now = Stage.IRRITABLE if assessment.flare else stage(answers, score)
    conditions = conditions_of(answers, assessment, lasting)
    leg_symptoms = _leg_symptoms(answers, assessment)
    tolerated = sensitivity(answers, assessment, conditions, now, leg_symptoms)
    return Profile(
        tier=assessment.tier,
        allows_plan=assessment.allows_plan,
        duration=lasting,
        stage=now,
        irritability_score=score,
        irritability=Irritability.HIGH if assessment.flare else band(score),
        flare=assessment.flare,
        conditions=tuple(condition.id for condition in conditions),
        sensitivity=tolerated,
        positions_out=_positions_out(answers, assessment, conditions),
        excluded_by_condition=frozenset(name for one in conditions for name in one.excluded_exercises),
        rir_floor=max([assessment.rir_floor, *(one.rir_floor or 0 for one in conditions)]),
        pain_ceiling=min([CEILING[now], *(one.pain_ceiling for one in conditions if one.pain_ceiling is not None)]),
        leg_symptoms=leg_symptoms,
        pain_week=measured(answers, "pain_week"),
        rmdq=measured(answers, "rmdq") if "rmdq" in answers else None,
        age=int(measured(answers, "age")),
        sex=Sex(flagged(answers, "sex") or Sex.FEMALE),
        mass_kg=measured(answers, "mass_kg", DEFAULT_MASS_KG),
        stature_cm=measured(answers, "stature_cm", DEFAULT_STATURE_CM),
        cautious=measured(answers, "worry") >= WORRIED_FROM or measured(answers, "confidence", 10) <= UNSURE_TO,
        goal=Goal(flagged(answers, "goal") or Goal.FUNCTION),
        experience=Experience(flagged(answers, "experience") or Experience.NEW),
        days_per_week=int(measured(answers, "days_per_week", DEFAULT_DAYS)),
        minutes=int(measured(answers, "minutes", DEFAULT_MINUTES)),
        equipment=frozenset(Equipment(one) for one in ticked(answers, "equipment")),
        opted_in=ticked(answers, "opted_in"),
        calm_weeks=calm_weeks,
        preferences=preferences or Preferences(),
        known_lifts=_named_lifts(answers),
        heaviest_kg=measured(answers, "heaviest_kg") if "heaviest_kg" in answers else None,
        careful_load=any(condition.careful_load for condition in conditions),
    )


def _named_lifts(answers: Answers) -> tuple[KnownLift, ...]:
    """Loads that the person says they can move `load.named_reps` times."""
    loads: dict[str, float] = {}
    for nth in ("", "_2"):
        exercise_id, asked = flagged(answers, f"known_lift{nth}"), f"known_kg{nth}"
        if exercise_id is not None and asked in answers:
            # Of two answers about one lift the lighter counts.
            loads[exercise_id] = min(measured(answers, asked), loads.get(exercise_id, math.inf))
    return tuple(KnownLift(name, load_kg, NAMED_REPS, load_kg, is_named=True) for name, load_kg in loads.items())


def _positions_out(answers: Answers, assessment: Assessment, conditions: tuple[Condition, ...]) -> frozenset[Position]:
    unsteady = flagged(answers, "balance") is not None
    holding: set[When] = set()
    if measured(answers, "H2_week") >= LATE_PREGNANCY_WEEK:
        holding.add(When.LATE_PREGNANCY)
    if unsteady:
        holding.add(When.POOR_BALANCE)
        if measured(answers, "age") >= OLDER_AGE:
            holding.add(When.AGE_65_POOR_BALANCE)
    out = set(assessment.positions)
    out.update(position for condition in conditions for position in condition.excluded_positions(holding))
    if unsteady:
        out.add(Position.FALL_RISK)
    if flagged(answers, "floor_hard") is not None:
        out.add(Position.FLOOR)
    return frozenset(out)


def _leg_symptoms(answers: Answers, assessment: Assessment) -> bool:
    """Leg pain, tingling or numbness that may come from the back: K1 and the irritable nerve-root row hang on it."""
    ache = flagged(answers, "B3") == "ache" and flagged(answers, "site") == Site.THIGH
    reaches_leg = flagged(answers, "site") in LEG_SITES and flagged(answers, "B3") not in NO_NERVE and not ache
    return reaches_leg or bool({"radiculopathy", "stenosis"} & set(assessment.conditions)) or _pulls(answers)


def _pulls(answers: Answers) -> bool:
    pulling = {"straight_leg_pull", "slump"}
    return bool(pulling & (ticked(answers, "aggravators") | ticked(answers, "aggravators_strong")))
