"""How training goes on: the light of a session, and all that follows from it for the next one.

Everything is derived from plan, journal, profile, catalogue and day; nothing of it is stored, so that a corrected entry
gives what it would have given from the start.
"""

from core.adapting.cuts import Cut, Hold
from core.adapting.dose import DoseContext, next_dose
from core.adapting.exposures import Exposure, exercise_lights, exposures_of
from core.adapting.flags import Flags, Readiness
from core.adapting.flare import Flare, FlareCause, FlareStage
from core.adapting.ladders import NextRung, ladders
from core.adapting.learned import Shift, learned_sensitivity, with_learned
from core.adapting.light import PainResponse, calm_weeks, light, response, session_lights
from core.adapting.review import Review, WeekNumbers, weekly_review
from core.adapting.session import Adapted, Adjustment, What, adapted_session
from core.adapting.situation import Situation, situation
from core.adapting.stops import Stop, StopKind, stop_rules
from core.adapting.target import Case, Move, Target

__all__ = [
    "Adapted",
    "Adjustment",
    "Case",
    "Cut",
    "DoseContext",
    "Exposure",
    "Flags",
    "Flare",
    "FlareCause",
    "FlareStage",
    "Hold",
    "Move",
    "NextRung",
    "PainResponse",
    "Readiness",
    "Review",
    "Shift",
    "Situation",
    "Stop",
    "StopKind",
    "Target",
    "WeekNumbers",
    "What",
    "adapted_session",
    "calm_weeks",
    "exercise_lights",
    "exposures_of",
    "ladders",
    "learned_sensitivity",
    "light",
    "next_dose",
    "response",
    "session_lights",
    "situation",
    "stop_rules",
    "weekly_review",
    "with_learned",
]
