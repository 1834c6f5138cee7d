"""From what one feels in a lift to the likely reasons, and what to change first: data/technique."""

from core.technique.library import (
    Answer,
    Cause,
    Feeling,
    FixStep,
    Grade,
    Lift,
    Moment,
    Stop,
    Technique,
    load_technique,
)
from core.technique.reasoning import Fix, Likely, Point, PointKind, StandIn, cues, fixes, likely, simpler, stand_ins
from core.technique.rows import PartName, Step, StopKind

__all__ = [
    "Answer",
    "Cause",
    "Feeling",
    "Fix",
    "FixStep",
    "Grade",
    "Lift",
    "Likely",
    "Moment",
    "PartName",
    "Point",
    "PointKind",
    "StandIn",
    "Step",
    "Stop",
    "StopKind",
    "Technique",
    "cues",
    "fixes",
    "likely",
    "load_technique",
    "simpler",
    "stand_ins",
]
