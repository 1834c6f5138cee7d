"""Outcome scores over time: what may be entered, when they are due, and what a change amounts to (evidence 2.1, 2.2).

The morning scores have their own verdict in `core.progress.pain`; what counts as a change of pain is the same number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean, median
from types import MappingProxyType

from core.errors import AnswerError
from core.journal import Journal, OutcomeEntry
from core.knowledge.rules import number, whole
from core.knowledge.texts import say
from core.progress.pain import Change

EVERY_DAYS, ACTIVITIES = whole("outcome.every_days"), whole("outcome.activities")
LEAST_MORNINGS, MEAN_DAYS = whole("outcome.least_mornings"), whole("progress.mean_days")
BASELINE_ENTRIES, BASELINE_DAYS = whole("progress.baseline_entries"), whole("progress.baseline_days")

PAIN_NOW, WORST, PAIN_WEEK = "pain_now", "worst_24h", "pain_week"
ACTIVITY, ACTIVITIES_MEAN, OWN_CHANGE, CHAIR = "activity", "activities", "change", "chair_stands"
PAIN_KINDS = (PAIN_WEEK, WORST, PAIN_NOW)
TOTALS = ("rmdq", "odi", "psfs", "start_back", "tsk", "pseq")
"""Questionnaires whose total, obtained elsewhere, can be entered."""
DUE_KINDS = frozenset({*PAIN_KINDS, ACTIVITY, OWN_CHANGE})
"""What is asked every four weeks; a total or a count by itself does not put the rest off."""
DAILY_LIFE = ("rmdq", "odi", "psfs")
"""Totals that tell what daily life is like, and so count towards the whole."""
OWN_STEPS = range(-3, 4)
ONE_STEP = 1


@dataclass(frozen=True)
class Measure:
    """One kind of score: its range, which way is better, and the least change that matters.

    `points` is None where the score does not measure change, `share` (of the start) where only points are known.
    From a start nearer to the good end than `least_room` an improvement cannot be told from chance.
    """

    kind: str
    low: float
    high: float
    less_is_better: bool
    is_whole: bool = True
    points: float | None = None
    share: float | None = None
    least_room: float = 0.0

    @property
    def name(self) -> str:
        """What the score is called."""
        return say(f"outcome.name.{self.kind}")

    @property
    def direction(self) -> str:
        """Which way is better, in words."""
        return say("outcome.better_is.less" if self.less_is_better else "outcome.better_is.more")

    def room(self, start: float) -> float:
        """How much better than `start` the score could become."""
        return start - self.low if self.less_is_better else self.high - start

    def check(self, value: float) -> None:
        """Refuse a score that this scale does not have.

        Raises:
            AnswerError: the score is outside the range, or is not whole where it must be.
        """
        given = {"what": self.name, "value": f"{value:g}"}
        if not self.low <= value <= self.high:
            raise AnswerError(say("outcome.out_of_range", **given, low=f"{self.low:g}", high=f"{self.high:g}"))
        if self.is_whole and value != int(value):
            raise AnswerError(say("outcome.not_whole", **given))


def _pain(kind: str, *, is_whole: bool) -> Measure:
    points, share = number("progress.change_points"), number("progress.change_share")
    low, high = number("outcome.low.pain"), number("outcome.high.pain")
    return Measure(kind, low, high, True, is_whole, points, share, number("progress.low_start"))


def _activity(kind: str, *, is_whole: bool) -> Measure:
    points, share = number(f"outcome.points.{kind}"), number(f"outcome.share.{kind}")
    low, high = number("outcome.low.activity"), number("outcome.high.activity")
    return Measure(kind, low, high, False, is_whole, points, share, points)


def _total(
    kind: str, *, less_is_better: bool = True, is_whole: bool = True, has_share: bool = True, low_start: float = 0.0
) -> Measure:
    points = number(f"outcome.points.{kind}")
    share = number(f"outcome.share.{kind}") if has_share else None
    low, high = number(f"outcome.low.{kind}"), number(f"outcome.high.{kind}")
    return Measure(kind, low, high, less_is_better, is_whole, points, share, max(points, low_start))


def _measures() -> Iterable[Measure]:
    yield _pain(PAIN_WEEK, is_whole=False)
    yield _pain(WORST, is_whole=True)
    yield _pain(PAIN_NOW, is_whole=True)
    yield _activity(ACTIVITIES_MEAN, is_whole=False)
    yield _activity(ACTIVITY, is_whole=True)
    yield _total(CHAIR, less_is_better=False, has_share=False)
    yield _total("rmdq", low_start=number("outcome.low_start.rmdq"))
    yield _total("odi", is_whole=False)
    yield _total("psfs", less_is_better=False, is_whole=False)
    low, high = number("outcome.low.start_back"), number("outcome.high.start_back")
    yield Measure("start_back", low, high, less_is_better=True)
    yield _total("tsk")
    yield _total("pseq", less_is_better=False, has_share=False)
    yield Measure(OWN_CHANGE, min(OWN_STEPS), max(OWN_STEPS), less_is_better=False)


MEASURES: Mapping[str, Measure] = MappingProxyType({one.kind: one for one in _measures()})
"""All scores by kind, in the order in which they are shown."""


class Overall(StrEnum):
    """What all scores together amount to; its sentence is `outcome.overall.<value>`."""

    TOO_EARLY = "too_early"
    TOO_LOW = "too_low"
    BETTER = "better"
    MAYBE_BETTER = "maybe_better"
    NO_CLEAR_CHANGE = "no_clear_change"
    MAYBE_WORSE = "maybe_worse"
    WORSE = "worse"
    MIXED = "mixed"


@dataclass(frozen=True)
class Series:
    """One score over time. `label` tells activities apart; `start` and `now` are None while there is nothing yet."""

    measure: Measure
    label: str
    scores: tuple[tuple[date, float], ...]
    start: float
    now: float | None

    @property
    def name(self) -> str:
        """The person's own words for an activity, the name of the score otherwise."""
        return self.label or self.measure.name

    @property
    def change(self) -> Change:
        """What the change amounts to."""
        return Change.TOO_EARLY if self.now is None else change_of(self.measure, self.start, self.now)

    @property
    def verdict(self) -> str:
        """The change in a word or two."""
        if self.measure.points is None:
            return say("outcome.short.no_threshold")
        return say(f"outcome.short.{self.change.value}")

    @property
    def words(self) -> str:
        """Start, present and verdict in one line."""
        start = f"{self.start:g}"
        if self.now is None:
            return say("outcome.line_start", what=self.name, start=start, verdict=self.verdict)
        return say("outcome.line", what=self.name, start=start, now=f"{self.now:g}", verdict=self.verdict)

    @property
    def band(self) -> tuple[float, float] | None:
        """Scores between which a change from the start is too small to count; None where that is not known."""
        points = self.measure.points
        if points is None:
            return None
        size = max(points, (self.measure.share or 0.0) * self.start)
        low, high = max(self.measure.low, self.start - size), min(self.measure.high, self.start + size)
        return round(low, 1), round(high, 1)


@dataclass(frozen=True)
class Outcomes:
    """All scores of a journal up to a day, and what they amount to; `own` is the latest own judgement, -3 to 3."""

    series: tuple[Series, ...]
    activities: tuple[Series, ...]
    own: int | None

    @property
    def is_empty(self) -> bool:
        """True where nothing was noted."""
        return not self.series and not self.activities and self.own is None

    @property
    def leading(self) -> tuple[Series, ...]:
        """One score for pain (the steadiest there is), the activities' mean, the chair count and the totals."""
        pain = [one for one in self.series if one.measure.kind in PAIN_KINDS]
        compared = [one for one in pain if one.now is not None] or pain
        return (*compared[:1], *(one for one in self.series if one.measure.kind not in PAIN_KINDS))

    @property
    def others(self) -> tuple[Series, ...]:
        """The scores that `leading` leaves out: the rest of pain, and each activity."""
        return (*(one for one in self.series if one not in self.leading), *self.activities)

    @property
    def overall(self) -> Overall:
        """The whole, from pain, activities and daily life; the chair count and the own judgement stand beside it.

        One clear change decides; clear changes both ways are told as such. A score with too little room at its start
        leaves the answer to the others.
        """
        counted = {*PAIN_KINDS, ACTIVITIES_MEAN, *DAILY_LIFE}
        found = {one.change for one in self.leading if one.measure.kind in counted}
        if Change.BETTER in found and Change.WORSE in found:
            return Overall.MIXED
        for clear, against in ((Change.BETTER, Change.MAYBE_WORSE), (Change.WORSE, Change.MAYBE_BETTER)):
            if clear in found:
                return Overall.MIXED if against in found else Overall(clear.value)
        if Change.MAYBE_BETTER in found and Change.MAYBE_WORSE in found:
            return Overall.NO_CLEAR_CHANGE
        order = (Change.MAYBE_BETTER, Change.MAYBE_WORSE, Change.NO_CLEAR_CHANGE, Change.TOO_LOW)
        return next((Overall(one.value) for one in order if one in found), Overall.TOO_EARLY)

    @property
    def words(self) -> str:
        """The whole in a sentence or two, with the own judgement beside it."""
        told = say(f"outcome.overall.{self.overall.value}")
        if self.own is None:
            return told
        differs = _sign_of(self.overall) * self.own < 0
        beside = say("outcome.own_differs" if differs else "outcome.own_says", own=own_words(self.own).lower())
        return f"{told} {beside}"


def outcomes(journal: Journal, today: date) -> Outcomes:
    """All scores up to `today`; kinds that this version does not know are left out."""
    known = [one for one in journal.outcomes if one.day <= today]
    by_kind: dict[str, dict[date, float]] = {}
    for entry in known:
        by_kind.setdefault(entry.kind, {})[entry.day] = entry.value
    own = by_kind.pop(OWN_CHANGE, {})
    activities = tuple(_activities(known))
    by_kind[ACTIVITIES_MEAN] = _means(activities)
    plain = [kind for kind in MEASURES if kind not in (ACTIVITY, OWN_CHANGE)]
    series = tuple(_series(MEASURES[kind], "", by_kind[kind]) for kind in plain if by_kind.get(kind))
    return Outcomes(series, activities, int(own[max(own)]) if own else None)


def change_of(measure: Measure, start: float, now: float) -> Change:
    """What going from `start` to `now` amounts to.

    Clear needs the points and, where it is known, the share of the start; maybe needs one of the two. Worse is told
    the same way; from a start without room for better, only a clear worsening is told.
    """
    if measure.points is None:
        return Change.TOO_EARLY
    size = abs(now - start)
    by_points = size >= measure.points
    by_share = by_points if measure.share is None else size > 0 and size >= measure.share * start
    is_worse = (now > start) == measure.less_is_better
    if measure.room(start) < measure.least_room:
        return Change.WORSE if is_worse and by_points else Change.TOO_LOW
    if by_points and by_share:
        return Change.WORSE if is_worse else Change.BETTER
    # A small score has a small share: by itself that says nothing where it is no step of the scale.
    if by_points or (by_share and size >= ONE_STEP):
        return Change.MAYBE_WORSE if is_worse else Change.MAYBE_BETTER
    return Change.NO_CLEAR_CHANGE


def due_on(journal: Journal, begun: date) -> date:
    """Day from which the questions are due: at once without any answer, else four weeks after the last ones.

    `begun` is the day on which the person began, which the first answers belong to.
    """
    answered = [one.day for one in journal.outcomes if one.kind in DUE_KINDS]
    return max(answered) + timedelta(days=EVERY_DAYS) if answered else begun


def week_pain(journal: Journal, today: date) -> float | None:
    """Mean morning pain of the last seven days to one place, None with fewer than three mornings."""
    first = today - timedelta(days=MEAN_DAYS - 1)
    pains = [one.pain for one in journal.mornings if first <= one.day <= today]
    return round(fmean(pains), 1) if len(pains) >= LEAST_MORNINGS else None


def current_activities(journal: Journal, today: date) -> tuple[str, ...]:
    """The person's activities in the words of the last answers, in the journal's order."""
    named = [one for one in journal.outcomes if one.kind == ACTIVITY and one.day <= today]
    if not named:
        return ()
    last = max(one.day for one in named)
    rated = {one.label for one in named if one.day == last}
    return tuple(label for label in dict.fromkeys(one.label for one in named) if label in rated)


def score(day: date, kind: str, value: float, today: date, label: str = "") -> OutcomeEntry:
    """One score that its scale has.

    Raises:
        AnswerError: there is no such score, its value is outside the scale, or the day lies ahead.
    """
    if kind not in MEASURES:
        raise AnswerError(say("outcome.unknown_kind", kind=kind))
    if day > today:
        raise AnswerError(say("outcome.in_future"))
    MEASURES[kind].check(value)
    return OutcomeEntry(day, kind, value, label.strip())


def own_words(step: int) -> str:
    """One of the seven answers to how it is compared with the beginning, -3 to 3."""
    return say(f"outcome.own.{'m' if step < 0 else 'p'}{abs(step)}")


def _series(measure: Measure, label: str, scores: Mapping[date, float]) -> Series:
    placed = tuple(sorted(scores.items()))
    first_day = placed[0][0]
    block = [value for day, value in placed if (day - first_day).days < BASELINE_DAYS][:BASELINE_ENTRIES]
    later = [value for day, value in placed if (day - first_day).days >= BASELINE_DAYS]
    return Series(measure, label, placed, float(median(block)), later[-1] if later else None)


def _activities(entries: Iterable[OutcomeEntry]) -> Iterable[Series]:
    by_label: dict[str, dict[date, float]] = {}
    for entry in entries:
        if entry.kind == ACTIVITY:
            by_label.setdefault(entry.label, {})[entry.day] = entry.value
    return (_series(MEASURES[ACTIVITY], label, scores) for label, scores in by_label.items())


def _means(activities: Iterable[Series]) -> dict[date, float]:
    """Mean of the activities rated last, on each day on which all of them were rated."""
    rated = [dict(one.scores) for one in activities]
    last = max((day for one in rated for day in one), default=None)
    current = [one for one in rated if last in one]
    days = set.intersection(*(set(one) for one in current)) if current else set()
    return {day: round(fmean(one[day] for one in current), 1) for day in days}


def _sign_of(overall: Overall) -> int:
    signs = {Overall.BETTER: 1, Overall.MAYBE_BETTER: 1, Overall.MAYBE_WORSE: -1, Overall.WORSE: -1}
    return signs.get(overall, 0)
