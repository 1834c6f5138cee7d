"""How training goes on: the light of a session, and all that follows from it for the next one.

Everything is derived from plan, journal, profile, catalogue and day; nothing of it is stored, so that a corrected entry
gives what it would have given from the start.
"""

from core.adapting.changed import Change, DayAnswer, Entry, Since, changes, days_of, entries_behind, since_last
from core.adapting.clearance import Barrier, Clearance, PlanInForce, clearance
from core.adapting.cuts import Cut, Hold
from core.adapting.dose import DoseContext, next_dose
from core.adapting.exposures import Exposure, exercise_lights, exposures_of, known
from core.adapting.flags import Flags, Readiness
from core.adapting.flare import Flare, FlareCause, FlareStage, flare_spans
from core.adapting.going_out import left_out_for_now
from core.adapting.ladders import NextRung, ladders
from core.adapting.learned import Shift, learned_sensitivity, with_learned
from core.adapting.light import PainResponse, calm_weeks, light, response, session_lights, so_far
from core.adapting.looking_back import WEEKS_BACK, is_enough, is_of_plan, looked_back_to, rows_known
from core.adapting.review import Review, WeekNumbers, weekly_review
from core.adapting.session import Adapted, Adjustment, What, adapted_session
from core.adapting.signals import deload_spans
from core.adapting.situation import Situation, situation
from core.adapting.stops import Stop, StopKind, stop_rules
from core.adapting.swap_now import Swap, swapped_now, swaps_now
from core.adapting.target import Case, Move, Target
from core.adapting.tolerance import OwnTolerance, Tolerance, own_tolerance

__all__ = [
    "WEEKS_BACK",
    "Adapted",
    "Adjustment",
    "Barrier",
    "Case",
    "Change",
    "Clearance",
    "Cut",
    "DayAnswer",
    "DoseContext",
    "Entry",
    "Exposure",
    "Flags",
    "Flare",
    "FlareCause",
    "FlareStage",
    "Hold",
    "Move",
    "NextRung",
    "OwnTolerance",
    "PainResponse",
    "PlanInForce",
    "Readiness",
    "Review",
    "Shift",
    "Since",
    "Situation",
    "Stop",
    "StopKind",
    "Swap",
    "Target",
    "Tolerance",
    "WeekNumbers",
    "What",
    "adapted_session",
    "calm_weeks",
    "changes",
    "clearance",
    "days_of",
    "deload_spans",
    "entries_behind",
    "exercise_lights",
    "exposures_of",
    "flare_spans",
    "is_enough",
    "is_of_plan",
    "known",
    "ladders",
    "learned_sensitivity",
    "left_out_for_now",
    "light",
    "looked_back_to",
    "next_dose",
    "own_tolerance",
    "response",
    "rows_known",
    "session_lights",
    "since_last",
    "situation",
    "so_far",
    "stop_rules",
    "swapped_now",
    "swaps_now",
    "weekly_review",
    "with_learned",
]
