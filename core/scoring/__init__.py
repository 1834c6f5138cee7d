"""How well an exercise fits a person: a verdict with its reasons, and a ranking of the whole catalogue."""

from core.scoring.changes import Changed, Changes, what_changes
from core.scoring.gates import highest_rung
from core.scoring.stimulus import leg_stimulus, stimulus_per_demand
from core.scoring.supposing import Seen, Supposed, neutral_answers, seen, suppose
from core.scoring.tolerance import SCALED, Place, Scale, place_on, scale_for, tightest
from core.scoring.verdict import Reason, Verdict, judge, judge_all, rank

__all__ = [
    "SCALED",
    "Changed",
    "Changes",
    "Place",
    "Reason",
    "Scale",
    "Seen",
    "Supposed",
    "Verdict",
    "highest_rung",
    "judge",
    "judge_all",
    "leg_stimulus",
    "neutral_answers",
    "place_on",
    "rank",
    "scale_for",
    "seen",
    "stimulus_per_demand",
    "suppose",
    "tightest",
    "what_changes",
]
