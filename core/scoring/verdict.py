"""The verdict: fits, fits with a change, or left out; with what decided, and what would bring it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.catalog import Catalog, Exercise
from core.demand import BLOCK_DEMAND, BLOCK_SENSITIVITY, STRONG_DEMAND, STRONG_SENSITIVITY, tolerated_rating
from core.knowledge.rules import number
from core.knowledge.texts import say
from core.profile import Profile
from core.scoring.exclusions import EXCLUSIONS
from core.scoring.gates import (
    gate_hurdles,
    highest_rung,
    missing_equipment,
    positions_against,
    skill_gap,
    too_skilled,
)
from core.scoring.stimulus import stimulus_per_demand
from core.words import Axis, Fit, Gate, Goal, LoadKind, Pattern, Role

BASE = number("score.base")
PENALTY_FACTOR = number("score.penalty_factor")
WEIGHTS = {axis: number(f"score.weight.{axis.value}") for axis in Axis}
STIMULUS, GOAL, LIKED, DISLIKED = (number(f"score.{name}") for name in ("stimulus", "goal", "liked", "disliked"))
SKILL, RUNG_BELOW, ONE_SIDED = (number(f"score.{name}") for name in ("skill", "rung_below", "one_sided"))

EVERYDAY_PATTERNS = frozenset({Pattern.SQUAT, Pattern.SPLIT, Pattern.HINGE, Pattern.CALF})
UNLOADED = (LoadKind.BODY_WEIGHT, LoadKind.BAND)


@dataclass(frozen=True)
class Reason:
    """One reason of a verdict: the rule, the axes it looks at, and its sentence."""

    rule: str
    axes: tuple[Axis, ...]
    text: str
    comes_back: str = ""


@dataclass(frozen=True)
class Verdict:
    """The answer for one exercise and one profile.

    `blocks` say why it is left out, each with what would bring it back; `changes` what to do differently; `merits` why
    it is a good choice. `parts` add up to `score`; a left-out exercise keeps its score, so that one can see what it
    would be worth.
    """

    exercise_id: str
    fit: Fit
    score: float
    parts: Mapping[str, float]
    blocks: tuple[Reason, ...]
    changes: tuple[Reason, ...]
    merits: tuple[Reason, ...]

    @property
    def left_out(self) -> bool:
        """True where the plan must not use it."""
        return self.fit is Fit.LEFT_OUT

    @property
    def why(self) -> tuple[str, ...]:
        """The two lines that are always shown: why not, or why, the weightiest first."""
        reasons = self.blocks or (*self.changes[:1], *self.merits)
        return tuple(reason.text for reason in reasons[:2])


def judge(exercise: Exercise, profile: Profile) -> Verdict:
    """The verdict on one exercise for one profile; the same for the same two."""
    blocks = tuple(_blocks(exercise, profile))
    changes = tuple(_changes(exercise, profile))
    parts = _parts(exercise, profile)
    fit = Fit.LEFT_OUT if blocks else Fit.WITH_CHANGE if changes else Fit.FITS
    merits = tuple(_merits(exercise, profile))
    return Verdict(exercise.id, fit, round(sum(parts.values()), 2), parts, blocks, changes, merits)


def judge_all(profile: Profile, catalog: Catalog) -> Mapping[str, Verdict]:
    """The verdict on every exercise, in the order of the catalogue."""
    return MappingProxyType({exercise.id: judge(exercise, profile) for exercise in catalog})


def rank(profile: Profile, catalog: Catalog, roles: Iterable[Role] = (Role.MAIN,)) -> tuple[Verdict, ...]:
    """Verdicts of the exercises that fit and have one of these roles, the best first."""
    wanted = frozenset(roles)
    verdicts = [judge(exercise, profile) for exercise in catalog if wanted.intersection(exercise.roles)]
    fitting = [verdict for verdict in verdicts if not verdict.left_out]
    return tuple(sorted(fitting, key=lambda verdict: (-verdict.score, verdict.exercise_id)))


def _blocks(exercise: Exercise, profile: Profile) -> Iterator[Reason]:
    if exercise.id in profile.preferences.excluded:
        yield _block("excluded", (), "own")
    for axis in Axis:
        tolerated, asked = profile.sensitivity[axis], exercise.demand[axis]
        if asked > tolerated_rating(tolerated):
            yield Reason(
                f"vector.{axis.value}",
                (axis,),
                say("verdict.block.axis", asks=say(f"axis.{axis.value}.asks.{asked}")),
                say("verdict.back.axis", axis=say(f"axis.{axis.value}.name"), value=_tolerated(asked)),
            )
    for exclusion in EXCLUSIONS:
        if exclusion.holds(exercise, profile):
            yield _block(f"exclusion.{exclusion.id}", exclusion.axes, f"exclusion.{exclusion.id}")
    if exercise.id in profile.excluded_by_condition:
        yield _block("condition", (), "condition")
    for position in sorted(positions_against(exercise, profile)):
        yield _block(f"position.{position.value}", (), f"position.{position.value}")
    yield from _hurdles(exercise, profile)
    if exercise.too_heavy:
        yield _block("too_heavy", (), "too_heavy")
    missing = missing_equipment(exercise, profile)
    if missing:
        things = " and ".join(say(f"equipment.{piece}") for piece in sorted(missing))
        yield Reason(
            "equipment", (), say("verdict.block.equipment", things=things), say("verdict.back.equipment", things=things)
        )


def _hurdles(exercise: Exercise, profile: Profile) -> Iterator[Reason]:
    for hurdle in gate_hurdles(exercise, profile):
        yield _block(f"gate.{hurdle}", (), f"gate.{hurdle}")
    if too_skilled(exercise, profile):
        yield _block("skill", (), "skill")
    if exercise.rung is not None and exercise.gate is Gate.OPEN and exercise.rung > highest_rung(profile):
        yield _block("rung", (), "rung")


def _block(rule: str, axes: tuple[Axis, ...], text_id: str) -> Reason:
    return Reason(rule, axes, say(f"verdict.block.{text_id}"), say(f"verdict.back.{text_id}"))


def _changes(exercise: Exercise, profile: Profile) -> Iterator[Reason]:
    for axis in Axis:
        tolerated, asked = profile.sensitivity[axis], exercise.demand[axis]
        gently = tolerated >= BLOCK_SENSITIVITY and asked == BLOCK_DEMAND - 1
        carefully = tolerated == STRONG_SENSITIVITY and asked == STRONG_DEMAND - 1
        if gently or carefully:
            yield Reason(f"vector.{axis.value}", (axis,), say(f"axis.{axis.value}.change"))


def _merits(exercise: Exercise, profile: Profile) -> Iterator[Reason]:
    if exercise.id in profile.preferences.liked:
        yield Reason("preference", (), say("verdict.merit.liked"))
    points = exercise.spine_points_per_set
    if exercise.role is Role.MAIN:
        most = max(exercise.muscles.values())
        trained = ", ".join(
            say(f"muscle.{muscle.value}") for muscle, share in exercise.muscles.items() if share == most
        )
        amount = say(f"verdict.amount.{min(points, 5)}")
        yield Reason("stimulus", (), say("verdict.merit.stimulus", muscles=trained, amount=amount))
    else:
        yield Reason("role", (), say(f"verdict.merit.role.{exercise.role.value}"))
    spared = [axis for axis in Axis if profile.sensitivity[axis] >= STRONG_SENSITIVITY and exercise.demand[axis] == 0]
    if spared:
        named = ", ".join(say(f"axis.{axis.value}.name") for axis in spared[:3])
        yield Reason("spared", tuple(spared[:3]), say("verdict.merit.spares", axes=named))
    if _serves(exercise, profile.goal):
        yield Reason("goal", (), say(f"verdict.merit.goal.{profile.goal.value}"))


def _parts(exercise: Exercise, profile: Profile) -> Mapping[str, float]:
    penalty = sum(WEIGHTS[axis] * profile.sensitivity[axis] * exercise.demand[axis] for axis in Axis)
    below = max(0, highest_rung(profile) - exercise.rung) if exercise.rung is not None else 0
    liked = exercise.id in profile.preferences.liked
    disliked = exercise.id in profile.preferences.disliked
    parts = {
        "base": BASE,
        "demand": -PENALTY_FACTOR * penalty,
        "stimulus": STIMULUS * stimulus_per_demand(exercise),
        "goal": GOAL if _serves(exercise, profile.goal) else 0.0,
        "preference": LIKED * liked + DISLIKED * disliked,
        "skill": SKILL * skill_gap(exercise, profile),
        "level": RUNG_BELOW * below,
        "one_sided": ONE_SIDED if exercise.one_sided else 0.0,
    }
    return MappingProxyType({name: round(value, 2) for name, value in parts.items()})


def _serves(exercise: Exercise, goal: Goal) -> bool:
    if goal is Goal.FUNCTION:
        return exercise.pattern in EVERYDAY_PATTERNS and exercise.is_free
    return exercise.load_kind not in UNLOADED


def _tolerated(asked: int) -> int:
    """Highest sensitivity at which this demand is no longer blocked."""
    return STRONG_SENSITIVITY - 1 if asked >= STRONG_DEMAND else BLOCK_SENSITIVITY - 1
