"""Flare-ups: how they are noticed, and the stages of the way back (clinical evidence 5.7)."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from core.adapting.cuts import RETURN_STEP, Cut
from core.adapting.flags import Flags
from core.adapting.target import Case
from core.journal import Journal, MorningEntry
from core.knowledge.rules import number, whole
from core.words import Light

REDS, REDS_DAYS = whole("adapt.flare_reds"), whole("adapt.flare_reds_days")
RISE, USUAL_DAYS = number("adapt.flare_rise"), whole("adapt.usual_days")
LEAST_MORNINGS = whole("adapt.least_mornings")
REST_DAYS, MOST_DAYS = whole("adapt.flare_rest_days"), whole("adapt.flare_most_days")
REVIEW_DAYS = whole("adapt.flare_review_days")
LOAD, SETS, RIR = number("adapt.flare_load"), number("adapt.flare_sets"), whole("adapt.flare_rir")
TWO_DAYS = 2
NEW_AFTER_DAYS = whole("adapt.flare_reds_days")


class FlareCause(StrEnum):
    """How a flare-up was noticed."""

    BUTTON = "button"
    REDS = "reds"
    PAIN = "pain"


class FlareStage(StrEnum):
    """Where a flare-up stands."""

    REST = "rest"
    RETURN = "return"


@dataclass(frozen=True)
class Flare:
    """One flare-up that is still on: since when, why, its stage, and the usual morning pain before it."""

    since: date
    cause: FlareCause
    stage: FlareStage
    usual: float
    entries: tuple[str, ...]

    @property
    def cut(self) -> Cut:
        """What it takes off: all of it at first, then load and sets that come back with every green exposure."""
        if self.stage is FlareStage.REST:
            return Cut(Case.FLARE_REST, self.entries, rest=True)
        return Cut(Case.FLARE, self.entries, self.since, load=LOAD, sets=SETS, rir=RIR, returns=True)


def flares(
    journal: Journal, lights: Mapping[str, Light], flags: Flags, today: date, fallback: float
) -> tuple[Flare, ...]:
    """Flare-ups that are on today, the oldest first.

    `lights` are those of the sessions; `fallback` the usual pain (0 to 10) where the journal does not tell it. One ends
    after so many green sessions that all is back, or after three weeks.
    """
    found = []
    greens = _green_days(journal, lights)
    for since, cause, entries in sorted(set(_triggers(journal, lights, flags, today))):
        days = (today - since).days
        after = len(greens) - bisect_right(greens, since)
        if 0 <= days <= MOST_DAYS and SETS + RETURN_STEP * after < 1:
            usual = usual_before(journal, since, fallback)
            found.append(Flare(since, cause, _stage(journal, flags, since, today, usual), usual, entries))
    return tuple(found)


def flare_spans(
    journal: Journal, lights: Mapping[str, Light], flags: Flags, today: date
) -> tuple[tuple[date, date], ...]:
    """First and last day of each flare-up up to today, looked back from there; those that overlap are one.

    The last day is the one whose green session brought all back, the last of three weeks, or today.
    """
    needed = math.ceil((1 - SETS) / RETURN_STEP)
    spans: list[tuple[date, date]] = []
    greens = _green_days(journal, lights)
    for since, _, _ in sorted(set(_triggers(journal, lights, flags, today))):
        after = bisect_right(greens, since)
        ends = [today, since + timedelta(days=MOST_DAYS), *greens[after + needed - 1 : after + needed]]
        if since > today:
            continue
        if spans and since <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], min(ends)))
        else:
            spans.append((since, min(ends)))
    return tuple(spans)


def usual_before(journal: Journal, day: date, fallback: float) -> float:
    """Median morning pain of the two weeks before a day; `fallback` with too few mornings."""
    first = day - timedelta(days=USUAL_DAYS)
    pains = [one.pain for one in journal.mornings_between(first, day - timedelta(days=1))]
    return float(median(pains)) if len(pains) >= LEAST_MORNINGS else fallback


def latest_pain(journal: Journal, flags: Flags, today: date) -> int | None:
    """Pain now where it was said, else that of the last morning of the last two days."""
    if flags.readiness.pain_now is not None:
        return flags.readiness.pain_now
    recent = journal.mornings_between(today - timedelta(days=TWO_DAYS - 1), date.max)
    return recent[-1].pain if recent else None


def is_lasting(journal: Journal, flare: Flare, today: date) -> bool:
    """True where a flare-up is two weeks old and the pain of the last mornings is no better than on its first day."""
    if (today - flare.since).days < REVIEW_DAYS:
        return False
    last = [one.pain for one in journal.mornings if (today - one.day).days < TWO_DAYS]
    return bool(last) and last[-1] >= flare.usual + RISE


def _green_days(journal: Journal, lights: Mapping[str, Light]) -> list[date]:
    return [one.day for one in journal.sessions if lights.get(one.id) is Light.GREEN]


Trigger = tuple[date, FlareCause, tuple[str, ...]]


def _triggers(journal: Journal, lights: Mapping[str, Light], flags: Flags, today: date) -> Iterator[Trigger]:
    if flags.flare_on is not None and flags.flare_on <= today:
        yield flags.flare_on, FlareCause.BUTTON, ()
    reds = [one for one in journal.sessions if lights.get(one.id) is Light.RED]
    for at in range(REDS - 1, len(reds)):
        if (reds[at].day - reds[at - REDS + 1].day).days < REDS_DAYS:
            yield reds[at].day, FlareCause.REDS, tuple(one.id for one in reds[at - REDS + 1 : at + 1])
    last: date | None = None
    for first, second in rises(journal):
        if last is None or (second.day - last).days >= NEW_AFTER_DAYS:
            last = second.day
            yield second.day, FlareCause.PAIN, (first.day.isoformat(), second.day.isoformat())


def rises(journal: Journal) -> Iterator[tuple[MorningEntry, MorningEntry]]:
    """Mornings within 48 hours of each other that were both well above the usual."""
    for first, second in _pairs(journal.mornings):
        usual = _usual(journal, first.day)
        if usual is not None and min(first.pain, second.pain) >= usual + RISE:
            yield first, second


def _pairs(mornings: Sequence[MorningEntry]) -> Iterator[tuple[MorningEntry, MorningEntry]]:
    """Mornings that follow each other within 48 hours."""
    for first, second in pairwise(mornings):
        if 0 < (second.day - first.day).days <= TWO_DAYS:
            yield first, second


def _usual(journal: Journal, day: date) -> float | None:
    usual = usual_before(journal, day, -1.0)
    return usual if usual >= 0 else None


def _stage(journal: Journal, flags: Flags, since: date, today: date, usual: float) -> FlareStage:
    days = (today - since).days
    if days < REST_DAYS:
        return FlareStage.REST
    pain = latest_pain(journal, flags, today)
    if pain is None:
        return FlareStage.REST if days == REST_DAYS else FlareStage.RETURN
    # Two weeks on, a review is due (core.adapting.stops); a little movement does more good than further rest.
    return FlareStage.REST if pain > usual + RISE and days < REVIEW_DAYS else FlareStage.RETURN
