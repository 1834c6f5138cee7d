"""The week in words: what was done, how the back answered, and what the plan does next, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from core.adapting.flags import Flags
from core.adapting.ladders import NextRung, ladders
from core.adapting.session import Adapted, adapted_session
from core.adapting.signals import WEEK_DAYS, mean_pain, spine_points_done
from core.adapting.situation import Situation
from core.adapting.target import Move
from core.catalog import Catalog
from core.journal import Journal
from core.knowledge.texts import say
from core.planning import Due, Plan, next_session
from core.profile import Profile
from core.words import Light


@dataclass(frozen=True)
class WeekNumbers:
    """Numbers of seven days: sessions done, sets, spine points, lights, mean morning pain (None with too few)."""

    sessions: int
    sets: int
    spine_points: int
    lights: Mapping[Light, int]
    pain: float | None


@dataclass(frozen=True)
class Review:
    """The last seven days against the seven before, and what comes next.

    `said` tells the week, `next` what the plan does and why, in sentences; `moves` names the exercises of the next
    session by what happens to their targets; `coming` is that session as it stands today, None after the last one.
    """

    week: WeekNumbers
    before: WeekNumbers
    said: tuple[str, ...]
    next: tuple[str, ...]
    moves: Mapping[Move, tuple[str, ...]]
    ladders: tuple[NextRung, ...]
    coming: Adapted | None
    due: Due | None


def weekly_review(
    plan: Plan,
    plan_id: str,
    journal: Journal,
    profile: Profile,
    catalog: Catalog,
    today: date,
    flags: Flags | None = None,
) -> Review:
    """The review of the seven days up to `today`; `plan_id` is the one that the journal's sessions carry.

    Raises:
        PlanWithheld: the triage allows no plan.
    """
    due = next_session(plan, journal.done_of(plan_id), today)
    shown = due or Due(plan.weeks[-1], plan.weeks[-1].sessions[-1])
    coming = adapted_session(plan, shown, journal, profile, catalog, today, flags)
    state = coming.state
    week, before = _numbers(state, catalog, today), _numbers(state, catalog, today - timedelta(days=WEEK_DAYS))
    rungs = ladders(plan, state, catalog)
    return Review(
        week=week,
        before=before,
        said=tuple(_said(week, before)),
        next=tuple(_next(coming if due else None, state, rungs, catalog)),
        moves=_moves(coming) if due else MappingProxyType({}),
        ladders=rungs,
        coming=coming if due else None,
        due=due,
    )


def _numbers(state: Situation, catalog: Catalog, last: date) -> WeekNumbers:
    first = last - timedelta(days=WEEK_DAYS - 1)
    sessions = [one for one in state.journal.sessions_between(first, last) if one.finished]
    lights = Counter(state.lights[one.id] for one in sessions)
    return WeekNumbers(
        sessions=len(sessions),
        sets=sum(bool(entry.reps or entry.seconds) for one in sessions for entry in one.sets),
        spine_points=spine_points_done(state.journal, catalog, first, last),
        lights=MappingProxyType({light: lights[light] for light in Light if lights[light]}),
        pain=mean_pain(state.journal, last),
    )


def _said(week: WeekNumbers, before: WeekNumbers) -> Iterator[str]:
    if not week.sessions:
        yield say("adapt.review.none")
    elif week.sessions == 1:
        yield say("adapt.review.one", sets=week.sets)
    else:
        yield say("adapt.review.done", sessions=week.sessions, sets=week.sets)
    if week.lights:
        yield say("adapt.review.lights", lights=", ".join(_count(one, n) for one, n in week.lights.items()))
    if week.pain is not None and before.pain is not None:
        moved = week.pain - before.pain
        yield say(f"adapt.review.pain_{_direction(moved)}", now=f"{week.pain:.1f}", before=f"{before.pain:.1f}")
    if week.spine_points and before.spine_points:
        yield say("adapt.review.points", now=week.spine_points, before=before.spine_points)


def _count(light: Light, count: int) -> str:
    return f"{count} {say(f'chart.light.{light.value}')}"


def _direction(moved: float) -> str:
    """A change of one point is the ordinary wobble of the scale."""
    return "up" if moved > 1 else "down" if moved < -1 else "level"


def _next(coming: Adapted | None, state: Situation, rungs: tuple[NextRung, ...], catalog: Catalog) -> Iterator[str]:
    yield from dict.fromkeys(one.sentence for one in state.stops)
    if coming is None:
        yield say("adapt.review.over")
        return
    reasons: dict[str, list[str]] = {}
    for target in coming.targets:
        reasons.setdefault(target.sentence, []).append(catalog[target.exercise_id].name)
    for sentence, names in reasons.items():
        yield say("adapt.review.target", names=", ".join(names), why=sentence)
    for one in coming.adjustments:
        if one.instead is not None:
            swapped = f"{catalog[one.instead].name} ({catalog[one.exercise_id].name})"
            yield say("adapt.review.target", names=swapped, why=one.sentence)
    for shift in state.shifts:
        yield shift.sentence
    for rung in rungs:
        if rung.is_open or (rung.weeks_left and len(rung.waits_for) == 1):
            offered = " / ".join(catalog[one].name for one in rung.next_ids)
            yield say("adapt.review.rung", names=offered, when=rung.sentence)


def _moves(coming: Adapted) -> Mapping[Move, tuple[str, ...]]:
    return MappingProxyType(
        {move: tuple(one.exercise_id for one in coming.targets if one.move is move) for move in Move}
    )
