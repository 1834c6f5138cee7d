"""What the back tolerates on the nine axes: conditions, symptoms, easers and floors (clinical evidence 3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.knowledge.aggravators import load_aggravators
from core.knowledge.conditions import Condition, load_conditions
from core.knowledge.questions import Answers
from core.knowledge.rules import whole
from core.profile.irritability import MODERATE_FROM, irritability_score
from core.screening import Assessment
from core.screening.answers import CONFIRMED, flagged, ticked
from core.words import Axis, Duration, Stage

STRONG = {Stage.IRRITABLE: whole("profile.strong_irritable"), Stage.SETTLED: whole("profile.strong_settled")}
SOME = {Stage.IRRITABLE: whole("profile.some_irritable"), Stage.SETTLED: whole("profile.some_settled")}

NON_SPECIFIC = {
    Duration.ACUTE: "non_specific_acute",
    Duration.SUBACUTE: "non_specific_subacute",
    Duration.CHRONIC: "non_specific_chronic",
}
BODY_CONDITIONS = frozenset({"osteoporosis", "vertebral_fracture", "pregnancy", "postpartum"})
"""Conditions that say nothing about the back pain itself: the non-specific row holds beside them."""


@dataclass(frozen=True)
class Reason:
    """One reason for a sensitivity: the condition, aggravator or finding, and the value it asks for."""

    kind: str
    id: str
    value: int


@dataclass(frozen=True)
class Sensitivity:
    """The nine sensitivities 0 to 3 (3 = leave out for now), why each is so, and floors that logs cannot lower."""

    values: Mapping[Axis, int]
    reasons: Mapping[Axis, tuple[Reason, ...]]
    floors: Mapping[Axis, int]

    def __getitem__(self, axis: Axis) -> int:
        return self.values[axis]


def conditions_of(answers: Answers, assessment: Assessment, duration: Duration) -> tuple[Condition, ...]:
    """Rows of the condition table that hold for a person, each once."""
    table = load_conditions()
    named = ticked(answers, "diagnosis")
    ids = list(dict.fromkeys([*assessment.conditions, *(name for name in table if name in named)]))
    if all(name in BODY_CONDITIONS for name in ids):
        ids.append(NON_SPECIFIC[duration])
    return tuple(table[name] for name in ids)


def sensitivity(
    answers: Answers, assessment: Assessment, conditions: Iterable[Condition], stage: Stage, leg_symptoms: bool
) -> Sensitivity:
    """The sensitivity vector with its reasons.

    While a leg is involved, a nerve-root condition counts as irritable whatever the score says, unless what the leg has
    is old, steady and in a back that is hard to set off. The highest of all reasons counts; an easer may cap an axis,
    but no cap goes below a condition's floor or a finding.
    """
    conditions = tuple(conditions)
    floors = {axis: max((one.floors.get(axis, 0) for one in conditions), default=0) for axis in Axis}
    for finding in (*assessment.findings, *assessment.resolved):
        for axis, least in finding.sensitivity.items():
            floors[axis] = max(floors[axis], least)
    leg_stage = Stage.IRRITABLE if leg_symptoms and not _steady_leg(answers, stage) else stage
    stages = {one.id: leg_stage if one.leg_calm_weeks else stage for one in conditions}
    reasons = {axis: tuple(_reasons(axis, answers, assessment, conditions, stages, stage)) for axis in Axis}
    caps = _caps(answers)
    values = {}
    for axis in Axis:
        highest = max((reason.value for reason in reasons[axis]), default=0)
        values[axis] = max(min(highest, caps.get(axis, highest)), floors[axis])
    return Sensitivity(MappingProxyType(values), MappingProxyType(reasons), MappingProxyType(floors))


def _reasons(
    axis: Axis,
    answers: Answers,
    assessment: Assessment,
    conditions: tuple[Condition, ...],
    stages: Mapping[str, Stage],
    stage: Stage,
) -> Iterable[Reason]:
    for condition in conditions:
        value = condition.vector(stages[condition.id])[axis]
        if value:
            yield Reason("condition", condition.id, value)
    for aggravator_id, answer in _aggravation(answers).items():
        degree = load_aggravators().aggravators[aggravator_id].degrees(answer).get(axis, 0)
        if degree:
            yield Reason("aggravator", aggravator_id, STRONG[stage] if degree == 2 else SOME[stage])
    for finding in (*assessment.findings, *assessment.resolved):
        if finding.sensitivity.get(axis):
            yield Reason("finding", finding.code, finding.sensitivity[axis])


def _steady_leg(answers: Answers, stage: Stage) -> bool:
    """True where leg symptoms are old and not getting worse in a back that is hard to set off."""
    old = flagged(answers, "B3") in ("old_assessed", "old_unassessed")
    return old and stage is Stage.SETTLED and irritability_score(answers) < MODERATE_FROM


def _aggravation(answers: Answers) -> dict[str, int]:
    """Answer 1 (some) or 2 (a lot) of each aggravator that was ticked."""
    degrees = dict.fromkeys(sorted(ticked(answers, "aggravators")), 1)
    return degrees | dict.fromkeys(sorted(ticked(answers, "aggravators_strong")), 2)


def _caps(answers: Answers) -> dict[Axis, int]:
    if CONFIRMED + "constant_but_eases" in answers:
        return {}
    worse = _aggravation(answers)
    easers = load_aggravators().easers
    caps = [easers[easer].cap_for(worse) for easer in ticked(answers, "easers")]
    return {cap.axis: cap.cap for cap in caps if cap is not None}
