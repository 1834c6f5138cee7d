"""A target under all steps back that hold at once: the lowest of their limits, never one on top of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.adapting.cuts import Standing
from core.adapting.level import SMALL, Scale
from core.adapting.target import Case, Move, Target
from core.planning import Prescription


@dataclass(frozen=True)
class Step:
    """Where progression alone would go: the level, its amounts, and why."""

    case: Case
    move: Move
    value: float
    amount: int
    entries: tuple[str, ...]
    slower: bool = False


def cut_down(
    target: Target, prescription: Prescription, scale: Scale, step: Step, standing: Sequence[Standing]
) -> Target:
    """The target under all steps back at once: the lowest of their limits, not one on top of the other."""
    if not standing:
        return target
    ordered = sorted(standing, key=lambda one: _weight(one, prescription.sets))
    first = ordered[0]
    value = min([step.value, *(_limit(one, scale) for one in standing)])
    least_share = min(one.load for one in standing)
    load_kg, low, high = _lowered(target, prescription, scale, step, value, least_share)
    rir = max(one.cut.rir for one in standing)
    sets = min(one.sets_of(prescription.sets) for one in standing)
    return replace(
        target,
        load_kg=load_kg,
        low=low,
        high=high,
        sets=sets,
        rir=(max(target.rir[0], rir), max(target.rir[1], rir)) if target.rir else None,
        shorter_range=any(one.cut.shorter_range for one in standing),
        move=Move.REST if sets == 0 else Move.DOWN,
        case=first.cut.case,
        entries=first.cut.entries,
        also=tuple(dict.fromkeys(one.cut.case for one in ordered[1:] if one.cut.case is not first.cut.case)),
    )


def _weight(standing: Standing, planned: int) -> tuple[int, float, str]:
    """Orders steps back by how much they take off, the weightiest first."""
    return (standing.sets_of(planned), standing.load, standing.cut.case.value)


def _limit(standing: Standing, scale: Scale) -> float:
    before = standing.before if standing.before is not None else scale.start
    limit = before * standing.load
    if standing.cut.above_start:
        limit = max(limit, scale.start)
    return min(limit, scale.start) if standing.cut.to_start and not standing.greens else limit


def _lowered(
    target: Target, prescription: Prescription, scale: Scale, step: Step, value: float, share: float
) -> tuple[float | None, int, int]:
    """Load and amounts at a lower level, from the bottom of the range; fewer repetitions where no less is to hand."""
    if share >= 1:
        return target.load_kg, target.low, target.high
    if not scale.loaded:
        amount = max(1, int(value + SMALL))
        return target.load_kg, amount, amount
    load_kg = min(step.value, scale.reachable(value))
    if load_kg < step.value - SMALL or value >= step.value - SMALL:
        return load_kg, prescription.low, prescription.high
    amount = max(1, int(prescription.low * share + SMALL))
    return load_kg, amount, amount
