"""Writes the journal of a demo person: pain day by day, sessions as planned, mornings after."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from core.catalog import load_catalog
from core.demo.lifting import Lifting
from core.demo.people import DemoPerson
from core.journal import (
    ExerciseEntry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SessionKind,
    SetEntry,
)
from core.planning import Part, Plan, Prescription, Session
from core.profile import Profile
from core.words import Site

DAYS_PER_WEEK = 7
SETTLING = 3.0
FLARE_DAYS = 6.0
REST_DAYS = 3
LIGHTER_DAYS = 14
LEAST_SHARE = 0.5
NOTE_SHARE = 0.09
SCORING_WEEKS = (0, 4, 8, 12)
EARLIEST = time(17, 0)
FULL_SHARE = 1.0


@dataclass(frozen=True)
class Felt:
    """Back pain of one session, 0 to 10."""

    before: int
    worst: int
    end: int


class Diary:
    """Twelve weeks of one demo person, written day by day with the person's own seed."""

    def __init__(self, person: DemoPerson, profile: Profile, plan: Plan) -> None:
        self._person = person
        self._course = person.course
        self._plan = plan
        self._ceiling = profile.pain_ceiling
        self._random = Random(person.seed)
        self._lifting = Lifting(profile.equipment, load_catalog(), person.course, self._random)
        self._days = DAYS_PER_WEEK * len(plan.weeks)
        self._flare_on = plan.week(person.course.flare_week).sessions[0].day
        self._levels = self._pain_levels()
        self._sessions: list[SessionEntry] = []
        self._mornings: list[MorningEntry] = []

    def write(self) -> Journal:
        """The whole journal."""
        planned = {one.day: (week.number, one) for week in self._plan.weeks for one in week.sessions}
        for index in range(self._days):
            day = self._plan.starts_on + timedelta(days=index)
            self._wake_up(day)
            if day in planned and not self._misses(day):
                self._sessions.append(self._train(*planned[day]))
        checks = tuple(MiniScreenEntry(one.started_at - timedelta(minutes=3)) for one in self._sessions)
        return Journal(tuple(self._sessions), tuple(self._mornings), checks, self._outcomes())

    def _pain_levels(self) -> list[float]:
        """The level that pain scatters around on each day: an easing course, a slow drift, and one flare."""
        course, drift, levels = self._course, 0.0, []
        for index in range(self._days):
            share = (1 - math.exp(-SETTLING * index / self._days)) / (1 - math.exp(-SETTLING))
            drift = 0.8 * drift + self._random.gauss(0, course.wobble / 3)
            since = index - (self._flare_on - self._plan.starts_on).days
            flare = course.flare_rise * math.exp(-since / FLARE_DAYS) if since > 0 else 0.0
            levels.append(course.pain_start + share * (course.pain_end - course.pain_start) + drift + flare)
        return levels

    def _level(self, day: date) -> float:
        return self._levels[(day - self._plan.starts_on).days]

    def _wake_up(self, day: date) -> None:
        yesterday = day - timedelta(days=1)
        trained = bool(self._sessions) and self._sessions[-1].day == yesterday
        course = self._course
        noted = self._random.random() < (course.mornings_after if trained else course.other_mornings)
        pain = _score(self._level(day) + course.morning_rise + self._random.gauss(0, course.wobble / 2))
        after_flare = 0 < (day - self._flare_on).days <= 2
        if trained and not after_flare:
            # Noise on top of noise would otherwise turn calm weeks red by chance.
            pain = min(pain, (self._sessions[-1].pain_before or 0) + 1)
        if noted or after_flare:
            last = self._sessions[-1].id if trained else None
            self._mornings.append(MorningEntry(day, last, pain, sleep_disturbed=after_flare and pain >= 5))
        if trained:
            self._lifting.answered(calm=noted and not after_flare)

    def _misses(self, day: date) -> bool:
        return self._random.random() < self._course.missed and day != self._flare_on

    def _share_of_work(self, day: date) -> float:
        """How much of the planned work is done: little after the flare, then back step by step."""
        since = (day - self._flare_on).days
        if not 0 < since <= LIGHTER_DAYS:
            return FULL_SHARE
        return LEAST_SHARE + (FULL_SHARE - LEAST_SHARE) * since / LIGHTER_DAYS

    def _train(self, week: int, planned: Session) -> SessionEntry:
        day, course, random = planned.day, self._course, self._random
        share = self._share_of_work(day)
        felt = self._felt(day)
        started = datetime.combine(day, EARLIEST, UTC) + timedelta(minutes=5 * random.randrange(24))
        work = [one for one in planned.prescriptions if one.part in (Part.MAIN, Part.CORE)]
        sets = [entry for one in work for entry in self._lifting.sets(one, share)]
        minutes = max(8, round(planned.minutes * (0.4 + 0.6 * share) + random.gauss(0, 2)))
        ended = started + timedelta(minutes=minutes)
        gentle = 0 < (day - self._flare_on).days <= REST_DAYS
        return SessionEntry(
            id=f"{self._person.plan_id}-{week}-{planned.number}",
            day=day,
            plan_id=self._person.plan_id,
            week=week,
            number=planned.number,
            started_at=started,
            finished_at=ended,
            kind=SessionKind.GENTLE if gentle else SessionKind.PLANNED,
            pain_before=felt.before,
            pain_worst=felt.worst,
            pain_end=felt.end,
            site_before=self._site(day, felt.before),
            site=self._site(day, felt.worst),
            sleep_quality=_score(random.gauss(7, 1) - max(0.0, self._level(day) - 4)),
            energy=_score(random.gauss(6.5, 1.2)),
            effort=_score(random.gauss(6.5, 0.7) * (0.6 + 0.4 * share)),
            minutes=minutes,
            note=random.choice(course.notes) if course.notes and random.random() < NOTE_SHARE else "",
            exercises=tuple(self._felt_in_exercises(work, felt, day)),
            sets=tuple(_timed(sets, started, ended)),
        )

    def _felt(self, day: date) -> Felt:
        course, random = self._course, self._random
        before = _score(self._level(day) + random.gauss(0, course.wobble / 2))
        if day == self._flare_on:
            return Felt(before, _score(max(6, before + course.flare_rise)), _score(before + course.flare_rise - 1))
        rise = max(0, round(random.gauss(course.session_rise, 0.7)))
        worst = _score(before + min(rise, max(1, self._ceiling - before)))
        return Felt(before, worst, random.randint(before, worst))

    def _felt_in_exercises(self, work: list[Prescription], felt: Felt, day: date) -> list[ExerciseEntry]:
        """Pain by exercise, its peak in one of them, and soreness of the muscles apart from it."""
        main = [one for one in work if one.part is Part.MAIN]
        peak = self._random.choice(main).exercise_id
        entries = []
        for one in main:
            pain = felt.worst if one.exercise_id == peak else self._random.randint(0, felt.before)
            stopped = one.exercise_id == peak and day == self._flare_on
            sore = _score(self._random.gauss(self._course.soreness, 1))
            where = "back" if pain > felt.before else "target"
            entries.append(
                ExerciseEntry(
                    one.exercise_id,
                    pain=pain,
                    site=self._site(day, pain),
                    stopped=stopped,
                    felt_in=where,
                    soreness=sore,
                )
            )
        return entries

    def _usual(self, day: date) -> float:
        """The mean level of the week up to a day; on the first day that of the week that begins."""
        at = max(DAYS_PER_WEEK - 1, (day - self._plan.starts_on).days)
        return sum(self._levels[at - DAYS_PER_WEEK + 1 : at + 1]) / DAYS_PER_WEEK

    def _site(self, day: date, pain: int) -> Site:
        """How far pain reaches: from where it began step by step to where it ends up."""
        if pain == 0:
            return Site.NONE
        far, near = self._course.site_start.distance, self._course.site_end.distance
        gone = (day - self._plan.starts_on).days / self._days
        return list(Site)[round(far + (near - far) * min(1.0, 1.4 * gone))]

    def _outcomes(self) -> tuple[OutcomeEntry, ...]:
        """Every four weeks: pain, own activities, the count of stands, and from the second time on their judgement."""
        entries = []
        for at, week in enumerate(SCORING_WEEKS):
            day = self._plan.starts_on + timedelta(days=min(DAYS_PER_WEEK * week, self._days - 1))
            gone = week / len(self._plan.weeks)
            level = self._level(day)
            entries.append(OutcomeEntry(day, "pain_now", _score(level)))
            entries.append(OutcomeEntry(day, "worst_24h", _score(level + 1)))
            entries.append(OutcomeEntry(day, "pain_week", _one_place(self._usual(day))))
            for answers, first, kind in (
                (self._course.own_change, 1, "change"),
                (self._course.chair_stands, 0, "chair_stands"),
            ):
                if first <= at < first + len(answers):
                    entries.append(OutcomeEntry(day, kind, answers[at - first]))
            for one in self._course.activities:
                score = _score(one.start + gone * (one.end - one.start) + self._random.gauss(0, 0.4))
                entries.append(OutcomeEntry(day, "activity", score, one.label))
        return tuple(entries)


def _timed(sets: list[SetEntry], started: datetime, ended: datetime) -> list[SetEntry]:
    """The sets spread evenly over the time after the warm-up."""
    warm = started + (ended - started) / 5
    step = (ended - warm) / max(1, len(sets))
    return [replace(one, done_at=warm + step * (at + 1)) for at, one in enumerate(sets)]


def _score(value: float) -> int:
    return min(10, max(0, round(value)))


def _one_place(value: float) -> float:
    return min(10.0, max(0.0, round(value, 1)))
