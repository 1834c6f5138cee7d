"""Simulated people: how they feel and train day by day, and what the plan makes of it, told as a story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from core.adapting import Adapted, Flags, Readiness, Stop, Target, adapted_session, calm_weeks, stop_rules
from core.adapting.signals import mean_pain
from core.catalog import Catalog
from core.demand import rated
from core.journal import Journal, MorningEntry, SessionEntry, SessionKind, SetEntry
from core.planning import Due, Plan, Prescription, build_plan, next_session
from core.profile import Profile
from core.words import Light, Measure, Site
from tests.core.adapting.journals import on, screened, session
from tests.core.adapting.test_session import work
from tests.core.builders import CATALOG, person

WEEKS, PLAN_WEEKS = 16, 8
Script = Mapping[int, dict[str, Any]]


@dataclass(frozen=True)
class Simulated:
    """One person: answers, how pain runs, and habits. Days count from 0; pain 0 to 10.

    `pain` is the level of a day, `rise` what a session adds, `morning_rise` what the next morning adds. `amount` says
    how many repetitions are done where so many are asked for, `load` likewise. `script` changes single sessions.
    """

    name: str
    story: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    pain: Callable[[int], int] = lambda day: 2
    rise: Callable[[int, Adapted], int] = lambda day, today: 1
    morning_rise: Callable[[int], int] = lambda day: 0
    attends: Callable[[int], bool] = lambda day: True
    notes_morning: Callable[[int], bool] = lambda day: True
    amount: Callable[[int, Prescription], int] = lambda day, one: one.low
    load: Callable[[int, Prescription], float | None] = lambda day, one: one.load_kg
    ready: Callable[[int], Readiness] = lambda day: Readiness()
    site: Site = Site.BACK
    script: Script = field(default_factory=dict)
    screens_on: tuple[int, ...] = ()
    flare_button: int | None = None


@dataclass
class Told:
    """What happened: the journal, each day's session as adapted, stops by the day they were first seen, the story."""

    profile: Profile
    journal: Journal = field(default_factory=Journal)
    adapted: dict[int, Adapted] = field(default_factory=dict)
    planned: dict[int, Due] = field(default_factory=dict)
    stops: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def targets(self, exercise_id: str) -> list[tuple[int, Target]]:
        """Targets of one exercise with their days."""
        found = ((day, one.target(exercise_id)) for day, one in self.adapted.items())
        return [(day, one) for day, one in found if one is not None]

    def cases(self) -> Counter[str]:
        """How often each case decided."""
        return Counter(one.case.value for today in self.adapted.values() for one in today.targets)

    @cached_property
    def trained(self) -> list[str]:
        """Exercises with a weight, the most often done first."""
        often = Counter(
            one.exercise_id for today in self.adapted.values() for one in today.targets if one.load_kg is not None
        )
        return [name for name, _ in often.most_common()]


def live(one: Simulated) -> Told:
    """Sixteen weeks of one person, day by day; each session is the one that the plan gives on that day."""
    told = Told(person(**one.answers))
    plan: Plan | None = None
    catalog: Catalog | None = None
    for day in range(7 * WEEKS):
        if plan is None or catalog is None or day % (7 * PLAN_WEEKS) == 0:
            calm = calm_weeks(told.journal, told.profile.pain_ceiling, on(day))
            told.profile = person(calm_weeks=calm, **one.answers)
            catalog = rated(CATALOG, told.profile)
            plan = build_plan(told.profile, catalog, on(day), PLAN_WEEKS)
        _wake_up(one, told, day)
        due = next_session(plan, told.journal.done_of(str(plan.starts_on)), on(day))
        if due is not None and due.session.day <= on(day) and one.attends(day):
            _train(one, told, day, plan, due, catalog)
        _look_for_stops(one, told, day)
        if day % 7 == 6:
            told.lines.append(_week_in_words(told, day))
    return told


def flags_of(one: Simulated, day: int) -> Flags:
    """What the person says on a day."""
    answered = max([other for other in one.screens_on if other <= day], default=None)
    flags = Flags() if answered is None else screened(answered)
    return replace(
        flags,
        flare_on=on(one.flare_button) if one.flare_button is not None and one.flare_button <= day else None,
        readiness=one.ready(day),
    )


def _wake_up(one: Simulated, told: Told, day: int) -> None:
    if not one.notes_morning(day):
        return
    trained = any(other.day == on(day - 1) and other.sets for other in told.journal.sessions)
    pain = one.pain(day) + (one.morning_rise(day - 1) if trained else 0)
    entry = MorningEntry(on(day), None, min(10, pain))
    told.journal = replace(told.journal, mornings=(*told.journal.mornings, entry))


def _look_for_stops(one: Simulated, told: Told, day: int) -> None:
    for stop in stop_rules(told.journal, told.profile, on(day), flags_of(one, day)):
        if stop.kind.value not in told.stops:
            told.stops[stop.kind.value] = day
            told.lines.append(f"  day {day}: STOP RULE {stop.kind.value}: {_plain(stop)}")


def _plain(stop: Stop) -> str:
    return f"{stop.sentence} ({stop.rule})"


def _train(one: Simulated, told: Told, day: int, plan: Plan, due: Due, catalog: Catalog) -> None:
    today = adapted_session(plan, due, told.journal, told.profile, catalog, on(day), flags_of(one, day))
    told.adapted[day], told.planned[day] = today, due
    _tell_changes(told, day, today)
    told.journal = replace(
        told.journal, sessions=(*told.journal.sessions, _as_done(one, day, today, str(plan.starts_on), due))
    )


def _as_done(one: Simulated, day: int, today: Adapted, plan_id: str, due: Due) -> SessionEntry:
    before = min(10, one.pain(day))
    entry = session(
        day,
        [entry for planned in today.session.prescriptions if work(planned) for entry in _sets(one, day, planned)],
        plan_id=plan_id,
        week=due.week.number,
        number=due.session.number,
        pain_before=before,
        pain_worst=min(10, before + one.rise(day, today)),
        site_before=one.site,
        site=one.site,
        sleep_quality=one.ready(day).sleep,
        energy=one.ready(day).energy,
    )
    if not entry.sets:
        entry = replace(entry, kind=SessionKind.WALK, pain_worst=before)
    return replace(entry, **one.script.get(day, {}))


def _sets(one: Simulated, day: int, planned: Prescription) -> list[SetEntry]:
    amount = max(1, one.amount(day, planned))
    timed = planned.measure is Measure.SECONDS
    rir = planned.rir[1] if planned.rir else None
    return [
        SetEntry(
            planned.exercise_id,
            number,
            reps=None if timed else amount,
            seconds=amount if timed else None,
            load_kg=one.load(day, planned),
            rir=rir,
        )
        for number in range(1, planned.sets + 1)
    ]


def _tell_changes(told: Told, day: int, today: Adapted) -> None:
    """One line for each reason that differs from the session before, with the exercises it is about."""
    reasons: dict[str, list[str]] = {}
    for target in today.targets:
        load = "" if target.load_kg is None else f" {target.load_kg:g} kg"
        shown = f"{target.exercise_id}{load} {target.sets}×{target.low}" if target.sets else target.exercise_id
        reasons.setdefault(f"{target.move.value} · {target.case.value}", []).append(shown)
    for gone in today.adjustments:
        if gone.instead is not None:
            reasons.setdefault("swap · made way", []).append(f"{gone.exercise_id} → {gone.instead}")
    told.lines.append(f"  day {day}: " + "; ".join(f"[{why}] {', '.join(names)}" for why, names in reasons.items()))


def _week_in_words(told: Told, day: int) -> str:
    week = [one for one in told.journal.sessions if on(day - 6) <= one.day <= on(day)]
    from_journal = [today for other, today in told.adapted.items() if day - 6 <= other <= day]
    lights = Counter(light for today in from_journal[-1:] for light in today.state.lights.values())
    pain = mean_pain(told.journal, on(day))
    known = ", ".join(f"{lights[one]} {one.value}" for one in Light if lights[one])
    mean = "not known" if pain is None else f"{pain:.1f}"
    return f"Week {day // 7 + 1}: {len(week)} sessions, morning pain {mean}; lights so far: {known or 'none'}"
