"""Everything a person recorded, in order, with the questions that pages ask of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median

from core.journal.days import MiniScreenEntry, MorningEntry, OutcomeEntry
from core.journal.sessions import SessionEntry

MORNING_STAYS_DUE_DAYS = 2


@dataclass(frozen=True)
class Journal:
    """All that one person recorded; each part is put in order of day when the journal is made."""

    sessions: tuple[SessionEntry, ...] = ()
    mornings: tuple[MorningEntry, ...] = ()
    mini_screens: tuple[MiniScreenEntry, ...] = ()
    outcomes: tuple[OutcomeEntry, ...] = ()

    def __post_init__(self) -> None:
        sessions = sorted(self.sessions, key=lambda one: (one.day, one.started_at, one.id))
        object.__setattr__(self, "sessions", tuple(sessions))
        object.__setattr__(self, "mornings", tuple(sorted(self.mornings, key=lambda one: one.day)))
        object.__setattr__(self, "mini_screens", tuple(sorted(self.mini_screens, key=lambda one: one.at)))
        object.__setattr__(
            self, "outcomes", tuple(sorted(self.outcomes, key=lambda one: (one.day, one.kind, one.label)))
        )

    def sessions_between(self, first: date, last: date) -> tuple[SessionEntry, ...]:
        """Sessions from day `first` to day `last`, both included."""
        start = bisect_left(self.sessions, first, key=lambda one: one.day)
        end = bisect_right(self.sessions, last, key=lambda one: one.day)
        return self.sessions[start:end]

    def mornings_between(self, first: date, last: date) -> tuple[MorningEntry, ...]:
        """Mornings from day `first` to day `last`, both included."""
        start = bisect_left(self.mornings, first, key=lambda one: one.day)
        end = bisect_right(self.mornings, last, key=lambda one: one.day)
        return self.mornings[start:end]

    def without(self, entry: SessionEntry | None) -> Journal:
        """The same without one session."""
        if entry is None:
            return self
        return replace(self, sessions=tuple(one for one in self.sessions if one.id != entry.id))

    def last_session(self) -> SessionEntry | None:
        """The newest finished session."""
        return next((one for one in reversed(self.sessions) if one.finished), None)

    def open_session(self) -> SessionEntry | None:
        """The newest session that was started and not finished."""
        return next((one for one in reversed(self.sessions) if not one.finished), None)

    def done_of(self, plan_id: str) -> frozenset[tuple[int, int]]:
        """Week and number of the finished sessions of one plan."""
        own = [one for one in self.sessions if one.plan_id == plan_id and one.finished]
        return frozenset((one.week, one.number) for one in own if one.week is not None and one.number is not None)

    def signs_after(self, moment: datetime) -> tuple[str, ...]:
        """Warning signs ticked in the last check with any after this moment; ("stop",) for one in a session."""
        for check in reversed(self.mini_screens):
            if check.answers and check.at > moment:
                return check.answers
        stopped = any(one.stop_sign and one.finished_at and one.finished_at > moment for one in self.sessions)
        return ("stop",) if stopped else ()

    def morning_after(self, session: SessionEntry) -> MorningEntry | None:
        """The entry of the morning that follows the session's day."""
        return self._morning_of(session.day + timedelta(days=1))

    def morning_due(self, today: date) -> SessionEntry | None:
        """The newest finished session of the two days before `today` whose next morning is not recorded."""
        earliest = today - timedelta(days=MORNING_STAYS_DUE_DAYS)
        recent = self.sessions_between(earliest, today - timedelta(days=1))
        unanswered = (one for one in reversed(recent) if one.finished and self.morning_after(one) is None)
        return next(unanswered, None)

    def median_morning_pain(self, today: date, days: int = 7) -> float | None:
        """Median morning pain of the last `days` days, `today` included; None without an entry."""
        pains = self._morning_pains(today, days)
        return float(median(pains)) if pains else None

    def _morning_of(self, day: date) -> MorningEntry | None:
        place = bisect_left(self.mornings, day, key=lambda one: one.day)
        found = self.mornings[place : place + 1]
        return found[0] if found and found[0].day == day else None

    def _morning_pains(self, today: date, days: int) -> list[int]:
        first = today - timedelta(days=days - 1)
        return [one.pain for one in self.mornings_between(first, today)]
