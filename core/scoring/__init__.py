"""How well an exercise fits a person: a verdict with its reasons, and a ranking of the whole catalogue."""

from core.scoring.gates import highest_rung
from core.scoring.stimulus import leg_stimulus, stimulus_per_demand
from core.scoring.verdict import Reason, Verdict, judge, judge_all, rank

__all__ = [
    "Reason",
    "Verdict",
    "highest_rung",
    "judge",
    "judge_all",
    "leg_stimulus",
    "rank",
    "stimulus_per_demand",
]
