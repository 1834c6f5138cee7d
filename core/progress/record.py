"""Everything that the progress page shows, made once from the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.catalog import Catalog
from core.journal import DayWork, Journal, MorningEntry, work_by_day
from core.legs.strength import Strength
from core.progress.pain import PainSummary, pain_by_day, pain_summary
from core.progress.training import by_exercise, by_muscle, by_session, spine_points_by_week
from core.progress.weeks import PlanLike, plan_weeks
from core.words import Light


@dataclass(frozen=True)
class Shown:
    """What is shown: sessions, whose sets are summed up in `work`, from day `since` on, with some mornings before it.

    `since` is None where all of it is shown.
    """

    journal: Journal
    work: Sequence[DayWork]
    since: date | None = None


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
    strength: Strength | None = None,
) -> Progress:
    """All frames of one person's journal; `lights` by session id from core.adapting, `plans` in order of start.

    `strength` is what people of this description can lift, None where nothing is known of the person.
    """
    shown = Shown(journal, work_by_day(journal.sessions))
    return progress_shown(shown, journal.mornings, catalog, today, lights or {}, plans, strength)


def progress_shown(
    shown: Shown,
    mornings: Sequence[MorningEntry],
    catalog: Catalog,
    today: date,
    lights: Mapping[str, Light],
    plans: Sequence[PlanLike],
    strength: Strength | None = None,
) -> Progress:
    """The frames of a part of the time; the verdict on pain is that of all `mornings`, or of the first and last."""
    first_weekday = plans[-1].starts_on.weekday() if plans else 0
    pain = pain_by_day(shown.journal, today)
    return Progress(
        today=today,
        first_weekday=first_weekday,
        pain=pain if shown.since is None else pain[pain["day"] >= pd.Timestamp(shown.since)],
        sessions=by_session(shown.journal, lights, today),
        muscles=by_muscle(shown.work, catalog, first_weekday, strength),
        exercises=by_exercise(shown.work, catalog, first_weekday),
        spine_points=spine_points_by_week(shown.work, catalog, first_weekday),
        plan_weeks=plan_weeks(plans),
        summary=pain_summary(mornings, today),
    )
