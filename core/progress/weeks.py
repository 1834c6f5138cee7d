"""Weeks: where they begin, which belong to the plan, and how many planned sessions were done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import pandas as pd

from core.journal import Journal
from core.knowledge.texts import say

DAYS_PER_WEEK = 7


class SessionLike(Protocol):
    """A planned session: its number in the week and its day."""

    @property
    def number(self) -> int: ...

    @property
    def day(self) -> date: ...


class WeekLike(Protocol):
    """A planned week; `kind` is "easier" for one with less to do."""

    @property
    def number(self) -> int: ...

    @property
    def kind(self) -> str: ...

    @property
    def sessions(self) -> Sequence[SessionLike]: ...


class PlanLike(Protocol):
    """As much of a plan as progress needs."""

    @property
    def starts_on(self) -> date: ...

    @property
    def weeks(self) -> Sequence[WeekLike]: ...


def week_start(day: date, first_weekday: int = 0) -> date:
    """First day of the week that holds `day`; weeks begin on `first_weekday`, 0 for Monday."""
    return day - timedelta(days=(day.weekday() - first_weekday) % DAYS_PER_WEEK)


def frame(rows: Sequence[tuple[object, ...]], columns: Sequence[str], days: Sequence[str] = ()) -> pd.DataFrame:
    """Rows as a data frame with these columns even without a row; `days` names the columns that hold dates."""
    made = pd.DataFrame(list(rows), columns=list(columns))
    for name in days:
        made[name] = pd.to_datetime(made[name])
    return made


def plan_weeks(plans: Sequence[PlanLike]) -> pd.DataFrame:
    """The weeks of plans that followed each other, each as far as the next one's start: number, starts_on, ends_on
    (its last day), easier.
    """
    rows = []
    for at, plan in enumerate(plans):
        until = plans[at + 1].starts_on if at + 1 < len(plans) else date.max
        for week in plan.weeks:
            start = plan.starts_on + timedelta(days=DAYS_PER_WEEK * (week.number - 1))
            if start < until:
                rows.append((week.number, start, start + timedelta(days=DAYS_PER_WEEK - 1), week.kind == "easier"))
    return frame(rows, ("number", "starts_on", "ends_on", "easier"), ("starts_on", "ends_on"))


@dataclass(frozen=True, eq=False)
class Adherence:
    """Planned sessions and those done, in all and by week (number, starts_on, planned, done)."""

    done: int
    planned: int
    weeks: pd.DataFrame

    @property
    def words(self) -> str:
        """One sentence, without a reproach."""
        if not self.planned:
            return say("progress.adherence.ahead")
        which = "all" if self.done == self.planned else "some"
        return say(f"progress.adherence.{which}", done=self.done, planned=self.planned)


def adherence(journal: Journal, plan: PlanLike, today: date, plan_id: str | None = None) -> Adherence:
    """How many of the sessions planned up to today were done, on whatever day; today's counts once it is done.

    `plan_id` restricts the journal to sessions of that plan.
    """
    ours = [one for one in journal.sessions if one.finished and plan_id in (None, one.plan_id)]
    done = {(one.week, one.number) for one in ours}
    rows = []
    for week in plan.weeks:
        finished = [one for one in week.sessions if (week.number, one.number) in done]
        due = [one for one in week.sessions if one.day < today or one in finished]
        start = plan.starts_on + timedelta(days=DAYS_PER_WEEK * (week.number - 1))
        if due:
            rows.append((week.number, start, len(due), len(finished)))
    weeks = frame(rows, ("number", "starts_on", "planned", "done"), ("starts_on",))
    return Adherence(done=int(weeks["done"].sum()), planned=int(weeks["planned"].sum()), weeks=weeks)
