"""Everything that the progress page shows, made once from the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.catalog import Catalog
from core.journal import Journal
from core.progress.pain import PainSummary, pain_by_day, pain_summary
from core.progress.training import by_exercise, by_muscle, by_session, spine_points_by_week
from core.progress.weeks import PlanLike, plan_weeks
from core.words import Light


@dataclass(frozen=True, eq=False)
class Progress:
    """The journal as frames (see the function of the same name for columns) and the verdict on pain.

    Weeks begin on `first_weekday`, the weekday on which the plan began, so that bars and plan weeks line up.
    """

    today: date
    first_weekday: int
    pain: pd.DataFrame
    sessions: pd.DataFrame
    muscles: pd.DataFrame
    exercises: pd.DataFrame
    spine_points: pd.DataFrame
    plan_weeks: pd.DataFrame
    summary: PainSummary

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to show yet."""
        return self.pain.empty and self.sessions.empty and self.muscles.empty


def progress_of(
    journal: Journal,
    catalog: Catalog,
    today: date,
    lights: Mapping[str, Light] | None = None,
    plans: Sequence[PlanLike] = (),
) -> Progress:
    """All frames of one person's journal; `lights` by session id from core.adapting, `plans` in order of start."""
    first_weekday = plans[-1].starts_on.weekday() if plans else 0
    return Progress(
        today=today,
        first_weekday=first_weekday,
        pain=pain_by_day(journal, today),
        sessions=by_session(journal, catalog, lights or {}, today),
        muscles=by_muscle(journal, catalog, first_weekday),
        exercises=by_exercise(journal, catalog, first_weekday),
        spine_points=spine_points_by_week(journal, catalog, first_weekday),
        plan_weeks=plan_weeks(plans),
        summary=pain_summary(journal.mornings, today),
    )
