"""Which session of a plan comes next. Missed ones are let go with their week, without a word."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from core.planning.plan import Plan, Session, Week

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """The session that comes next, and the week it belongs to."""

    week: Week
    session: Session

    def is_ahead(self, today: date) -> bool:
        """True where its day has not come yet."""
        return self.session.day > today


def next_session(plan: Plan, done: Collection[tuple[int, int]], today: date) -> Due | None:
    """The first session not done of the week that `today` is in, else of the weeks after; None after the last one.

    `done` holds week and number of the sessions already done.
    """
    for week in plan.weeks:
        if plan.starts_on + WEEK * week.number <= today:
            continue
        for session in week.sessions:
            if (week.number, session.number) not in done:
                return Due(week, session)
    return None
