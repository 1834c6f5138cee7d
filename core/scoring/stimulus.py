"""Leg strength is the goal, the back is the budget: what a set gives the legs for what it asks of the spine."""

from __future__ import annotations

from core.catalog import Exercise
from core.knowledge.rules import number
from core.words import LEG_MUSCLES

DEMAND_SHARE = number("score.demand_share")


def leg_stimulus(exercise: Exercise) -> float:
    """Hard sets that one set gives the leg muscles together, of the person for whom the catalogue was rated."""
    return sum(share for muscle, share in exercise.hard_sets.items() if muscle in LEG_MUSCLES)


def stimulus_per_demand(exercise: Exercise) -> float:
    """Leg stimulus of one set divided by what its spine points make it cost (1 with none)."""
    return leg_stimulus(exercise) / (1 + DEMAND_SHARE * exercise.spine_points_per_set)
