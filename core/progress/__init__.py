"""Is it working? The journal as tidy data frames, and the verdict on a change of pain."""

from core.progress.pain import Change, PainSummary, pain_by_day, pain_summary
from core.progress.record import Progress, Shown, progress_of, progress_shown
from core.progress.training import (
    against_band,
    by_exercise,
    by_muscle,
    by_session,
    spine_points_by_week,
)
from core.progress.weeks import Adherence, PlanLike, adherence, plan_weeks, week_start

__all__ = [
    "Adherence",
    "Change",
    "PainSummary",
    "PlanLike",
    "Progress",
    "Shown",
    "adherence",
    "against_band",
    "by_exercise",
    "by_muscle",
    "by_session",
    "pain_by_day",
    "pain_summary",
    "plan_weeks",
    "progress_of",
    "progress_shown",
    "spine_points_by_week",
    "week_start",
]
