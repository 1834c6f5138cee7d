"""What the last weeks say as a whole: pain rising from week to week, signs of fatigue, and the soft guard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean

from core.adapting.exposures import SEVERITY, Exposure, Exposures
from core.catalog import Catalog
from core.journal import Journal, SessionEntry
from core.knowledge.rules import number, whole
from core.planning import Plan
from core.words import Light

LEAST_MORNINGS = whole("adapt.least_mornings")
RISE_ONCE, RISE_TWICE = number("adapt.week_rise_once"), number("adapt.week_rise_twice")
SIGNS, PAIN, RIR = whole("adapt.deload_signs"), number("adapt.deload_pain"), number("adapt.deload_rir")
LOW, LOW_DAYS = number("adapt.deload_low"), whole("adapt.deload_low_days")
AMBERS, RECENT_DAYS = whole("adapt.deload_ambers"), whole("adapt.deload_recent_days")
DELOAD_DAYS = whole("adapt.deload_days")
GUARD_WEEKS = whole("adapt.guard_weeks")
WEEK_DAYS = 7


class Fatigue(StrEnum):
    """The four signs of fatigue (clinical evidence 5.6)."""

    PAIN = "pain"
    RESERVE = "reserve"
    SLEEP = "sleep"
    AMBERS = "ambers"


@dataclass(frozen=True)
class Deload:
    """An easier week: the day its signs came together, which they were, and the sessions behind them."""

    since: date
    signs: tuple[Fatigue, ...]
    entries: tuple[str, ...]


def mean_pain(journal: Journal, last: date) -> float | None:
    """Mean morning pain of the seven days up to `last`; None with fewer than three mornings."""
    first = last - timedelta(days=WEEK_DAYS - 1)
    pains = [one.pain for one in journal.mornings_between(first, last)]
    return fmean(pains) if len(pains) >= LEAST_MORNINGS else None


def pain_rises(journal: Journal, today: date) -> bool:
    """True while morning pain goes up from week to week: by 2 in one week, or by 1 in two weeks running."""
    weeks = [mean_pain(journal, today - timedelta(days=WEEK_DAYS * back)) for back in range(3)]
    if weeks[0] is None or weeks[1] is None:
        return False
    last = weeks[0] - weeks[1]
    before = weeks[1] - weeks[2] if weeks[2] is not None else 0.0
    return last >= RISE_ONCE or (last >= RISE_TWICE and before >= RISE_TWICE)


def deload(journal: Journal, lights: Mapping[str, Light], exposures: Exposures, today: date) -> Deload | None:
    """The easier week that is on today, None where there is none. `lights` are those of the sessions."""
    for back in range(DELOAD_DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        signs = tuple(_signs(journal, lights, exposures, day))
        if len(signs) >= SIGNS:
            recent = _recent(journal, day, WEEK_DAYS)
            return Deload(day, signs, tuple(one.id for one in recent))
    return None


def deload_spans(
    journal: Journal, lights: Mapping[str, Light], exposures: Exposures, first: date, today: date
) -> tuple[tuple[date, date], ...]:
    """First and last day of each easier week that signs of fatigue brought, from day `first` on; none past today."""
    spans: list[tuple[date, date]] = []
    begun = max(first, min((one.day for one in journal.sessions), default=today))
    for day in (begun + timedelta(days=at) for at in range((today - begun).days + 1)):
        if len(tuple(_signs(journal, lights, exposures, day))) < SIGNS:
            continue
        last = min(today, day + timedelta(days=DELOAD_DAYS - 1))
        if spans and day <= spans[-1][1]:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((day, last))
    return tuple(spans)


def spine_points_of(session: SessionEntry, catalog: Catalog) -> int:
    """Spine points of the sets done in one session."""
    done = (one.exercise_id for one in session.sets if (one.reps or one.seconds) and one.exercise_id in catalog)
    return sum(catalog[one].spine_points_per_set for one in done)


def spine_points_done(journal: Journal, catalog: Catalog, first: date, last: date) -> int:
    """Spine points of the sets done in finished sessions from day `first` to day `last`."""
    return sum(spine_points_of(one, catalog) for one in journal.sessions_between(first, last) if one.finished)


def highest_week(plan: Plan, journal: Journal, catalog: Catalog, monday: date) -> int | None:
    """Most spine points of the last three completed weeks before `monday` (the week's first day).

    None where no week is behind; weeks begin on the weekday on which the plan began.
    """
    first_day = min((one.day for one in journal.sessions if one.finished), default=monday)
    weeks = [monday - timedelta(days=WEEK_DAYS * back) for back in range(1, GUARD_WEEKS + 1)]
    known = [start for start in weeks if start + timedelta(days=WEEK_DAYS - 1) >= first_day]
    if not known:
        return None
    return max(spine_points_done(journal, catalog, one, one + timedelta(days=WEEK_DAYS - 1)) for one in known)


def _signs(journal: Journal, lights: Mapping[str, Light], exposures: Exposures, day: date) -> Iterator[Fatigue]:
    now, before = mean_pain(journal, day), mean_pain(journal, day - timedelta(days=WEEK_DAYS))
    if now is not None and before is not None and now - before >= PAIN:
        yield Fatigue.PAIN
    drifts = [drift for own in exposures.values() if (drift := _drift(own, day)) is not None]
    if drifts and fmean(drifts) <= -RIR:
        yield Fatigue.RESERVE
    if _is_tired(_recent(journal, day, RECENT_DAYS)):
        yield Fatigue.SLEEP
    week = _recent(journal, day, WEEK_DAYS)
    if sum(SEVERITY[lights.get(one.id, Light.UNKNOWN)] >= SEVERITY[Light.AMBER] for one in week) >= AMBERS:
        yield Fatigue.AMBERS


def _recent(journal: Journal, day: date, days: int) -> tuple[SessionEntry, ...]:
    return journal.sessions_between(day - timedelta(days=days - 1), day)


def _drift(exposures: Sequence[Exposure], day: date) -> float | None:
    """Change of the reserve of one exercise at its last load, over two weeks; None where it does not tell."""
    first = day - timedelta(days=RECENT_DAYS - 1)
    noted = [one for one in exposures if one.counts and one.rir is not None and first <= one.day <= day]
    alike = [one.rir for one in noted if one.load_kg == noted[-1].load_kg and one.rir is not None]
    return float(alike[-1] - alike[0]) if len(alike) > 1 else None


def _is_tired(sessions: Sequence[SessionEntry]) -> bool:
    """True where sleep or energy was low on each of the last recorded days."""
    worst: dict[date, int] = {}
    for one in sessions:
        scores = [score for score in (one.sleep_quality, one.energy) if score is not None]
        if scores:
            worst[one.day] = min([*scores, worst.get(one.day, 10)])
    last = [worst[day] for day in sorted(worst)][-LOW_DAYS:]
    return len(last) == LOW_DAYS and all(score <= LOW for score in last)
