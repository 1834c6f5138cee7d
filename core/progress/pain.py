"""Pain over time, and whether a change is more than the scale's own wobble (clinical evidence 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

import pandas as pd

from core.journal import Journal, MorningEntry
from core.knowledge.rules import number, whole
from core.knowledge.texts import say
from core.progress.weeks import DAYS_PER_WEEK, frame, week_start

MEAN_DAYS, DAILY_DAYS = whole("progress.mean_days"), whole("progress.daily_days")
ENTRIES, WITHIN_DAYS = whole("progress.baseline_entries"), whole("progress.baseline_days")
POINTS, SHARE = number("progress.change_points"), number("progress.change_share")
LOW_START = number("progress.low_start")
PAIN_COLUMNS = ("day", "before", "worst", "morning", "mean_7d", "pooled")


class Change(StrEnum):
    """What a change of pain amounts to; its sentence is `progress.change.<value>` in data/words/progress.yaml."""

    TOO_EARLY = "too_early"
    TOO_LOW = "too_low"
    BETTER = "better"
    MAYBE_BETTER = "maybe_better"
    NO_CLEAR_CHANGE = "no_clear_change"
    MAYBE_WORSE = "maybe_worse"
    WORSE = "worse"


@dataclass(frozen=True)
class PainSummary:
    """Starting and present morning pain, 0 to 10 (None while there are too few entries), and what the change means."""

    start: float | None
    now: float | None
    change: Change

    @property
    def words(self) -> str:
        """The verdict in one or two sentences."""
        return say(f"progress.change.{self.change}", start=_plain(self.start), now=_plain(self.now))


def pain_by_day(journal: Journal, today: date) -> pd.DataFrame:
    """Pain on each day from the first entry to the last: before, worst in the session, morning, mean_7d; 0 to 10.

    `mean_7d` is the trailing mean of morning pain, as soon as its seven days hold one entry. Days that lie further
    back than the rule `progress.daily_days` are pooled to weekly means (`pooled`), each on the middle of its week.
    """
    columns = [_before(journal, today), _worst(journal, today), _mornings(journal, today)]
    scores = pd.concat(columns, axis=1, keys=["before", "worst", "morning"], sort=True)
    if scores.empty:
        return frame((), PAIN_COLUMNS, ("day",))
    daily = scores.reindex(pd.date_range(scores.index.min(), scores.index.max(), name="day"))
    daily["mean_7d"] = daily["morning"].rolling(MEAN_DAYS, min_periods=1).mean()
    daily = daily.reset_index().assign(pooled=False)
    recent = daily["day"] >= pd.Timestamp(week_start(today - timedelta(days=DAILY_DAYS)))
    old = daily[~recent]
    return daily if old.empty else pd.concat([_pooled(old), daily[recent]], ignore_index=True)


def pain_summary(mornings: Sequence[MorningEntry], today: date) -> PainSummary:
    """Compare the first three mornings with the last three, each a median within two weeks.

    Better and worse need 30 % and 2 points, maybe needs one of the two; a single point never counts. From a start
    below 4 an improvement cannot be told, a clear worsening still can.
    """
    known = [one for one in mornings if one.day <= today]
    first = _first_block(known)
    if first is None:
        return PainSummary(None, None, Change.TOO_EARLY)
    start = float(median(one.pain for one in known[first : first + ENTRIES]))
    recent = [one for one in known[first + ENTRIES :] if (today - one.day).days < WITHIN_DAYS][-ENTRIES:]
    if len(recent) < ENTRIES:
        return PainSummary(start, None, Change.TOO_EARLY)
    now = float(median(one.pain for one in recent))
    return PainSummary(start, now, verdict(start, now))


def verdict(start: float, now: float) -> Change:
    """What going from `start` to `now` (0 to 10) amounts to."""
    size = abs(now - start)
    by_points, by_share = size >= POINTS, size > 0 and size >= SHARE * start
    if start < LOW_START:
        return Change.WORSE if now > start and by_points else Change.TOO_LOW
    if by_points and by_share:
        return Change.WORSE if now > start else Change.BETTER
    if by_points or by_share:
        return Change.MAYBE_WORSE if now > start else Change.MAYBE_BETTER
    return Change.NO_CLEAR_CHANGE


def _first_block(mornings: Sequence[MorningEntry]) -> int | None:
    """Where the first three entries stand that lie within two weeks of each other."""
    for at in range(len(mornings) - ENTRIES + 1):
        if (mornings[at + ENTRIES - 1].day - mornings[at].day).days < WITHIN_DAYS:
            return at
    return None


def _before(journal: Journal, today: date) -> pd.Series[float]:
    return _scores([(one.day, one.pain_before) for one in journal.sessions], today).groupby(level=0).first()


def _worst(journal: Journal, today: date) -> pd.Series[float]:
    return _scores([(one.day, one.pain_worst) for one in journal.sessions], today).groupby(level=0).max()


def _mornings(journal: Journal, today: date) -> pd.Series[float]:
    return _scores([(one.day, one.pain) for one in journal.mornings], today).groupby(level=0).mean()


def _scores(entries: Sequence[tuple[date, int | None]], today: date) -> pd.Series[float]:
    known = [(day, float(score)) for day, score in entries if score is not None and day <= today]
    days = pd.DatetimeIndex([day for day, _ in known], name="day")
    return pd.Series([score for _, score in known], index=days, dtype=float)


def _pooled(daily: pd.DataFrame) -> pd.DataFrame:
    middle = timedelta(days=DAYS_PER_WEEK // 2)
    weeks = [pd.Timestamp(week_start(day.date()) + middle) for day in daily["day"]]
    grouped = daily.assign(day=weeks).groupby("day")
    pooled = grouped[["before", "worst", "morning"]].mean()
    pooled["mean_7d"] = grouped["mean_7d"].last()
    return pooled.reset_index().assign(pooled=True)[list(PAIN_COLUMNS)]


def _plain(score: float | None) -> str:
    return "–" if score is None else f"{score:g}"
