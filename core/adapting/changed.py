"""What changed and why: targets by their reason, each against the last time, with the entries that moved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.adapting.exposures import SEVERITY, Exposure
from core.adapting.light import response
from core.adapting.session import Adapted, Adjustment
from core.adapting.situation import Situation
from core.adapting.target import Move, Target
from core.words import Light

ORDER = (Move.REST, Move.DOWN, Move.UP, Move.START, Move.HOLD)
"""What a tired person should read first: what is eased, then what grows, then what stays."""


@dataclass(frozen=True)
class Change:
    """Exercises whose targets move alike and for the same reason.

    `targets` are those of the exercises, `gone` the ones that are not there or make way for another; `also` says what
    else holds them back.
    """

    move: Move
    rule: str
    sentence: str
    back: str
    also: tuple[str, ...]
    targets: tuple[Target, ...]
    gone: tuple[Adjustment, ...]


@dataclass(frozen=True)
class DayAnswer:
    """One day: the light of its session (the one that holds back most of several), and the pain of its morning."""

    day: date
    light: Light | None
    pain: int | None


@dataclass(frozen=True)
class Entry:
    """One day behind a decision, in numbers.

    `light`, load (kg, both hands together) and `amounts` (repetitions or seconds of each set) are those of the exercise
    asked about, or of the whole session where there is none; `worst` and `morning` are pain, 0 to 10.
    """

    day: date
    light: Light | None
    load_kg: float | None
    amounts: tuple[int, ...]
    worst: int | None
    morning: int | None


@dataclass(frozen=True)
class Since:
    """How a target differs from the last time: its day, what was done then, and by how much each part moved.

    `load_kg` is None where either has no load; `amount` is in repetitions or seconds of a set.
    """

    day: date
    last_load_kg: float | None
    last_amounts: tuple[int, ...]
    load_kg: float | None
    amount: int
    sets: int

    @property
    def moved(self) -> bool:
        """True where any part of it differs."""
        return bool(self.load_kg or self.amount or self.sets)

    @property
    def direction(self) -> Move:
        """Where it goes by its load, its amount where the load stays, its sets where both do."""
        first = next((one for one in (self.load_kg, self.amount, self.sets) if one), 0)
        return Move.UP if first > 0 else Move.DOWN if first < 0 else Move.HOLD


def changes(adapted: Adapted) -> tuple[Change, ...]:
    """The targets of a session by what happens to them and why, what is eased first."""
    names = {one.exercise_id for one in adapted.targets}
    gone: dict[tuple[str, str], list[Adjustment]] = {}
    for one in adapted.adjustments:
        if one.exercise_id not in names:
            gone.setdefault((one.rule, one.sentence), []).append(one)
    groups: dict[tuple[Move, str], list[Target]] = {}
    for target in adapted.targets:
        groups.setdefault((target.move, target.sentence), []).append(target)
    made = []
    for (move, sentence), targets in groups.items():
        also = dict.fromkeys(case.sentence for target in targets for case in target.also)
        made.append(Change(move, targets[0].rule, sentence, targets[0].back, tuple(also), tuple(targets), ()))
    made += [Change(Move.DOWN, *key, own[0].back, (), (), tuple(own)) for key, own in gone.items()]
    return tuple(sorted(made, key=lambda one: ORDER.index(one.move)))


def days_of(state: Situation, days: int) -> tuple[DayAnswer, ...]:
    """The last so many days up to today, the oldest first."""
    first = state.today - timedelta(days=days - 1)
    pains = {one.day: one.pain for one in state.journal.mornings if one.day >= first}
    lights: dict[date, list[Light]] = {}
    for session in state.journal.sessions_between(first, state.today):
        if session.id in state.lights:
            lights.setdefault(session.day, []).append(state.lights[session.id])
    span = (first + timedelta(days=at) for at in range(days))
    return tuple(
        DayAnswer(day, max(lights.get(day, ()), key=SEVERITY.__getitem__, default=None), pains.get(day)) for day in span
    )


def since_last(target: Target, exposures: Sequence[Exposure]) -> Since | None:
    """A target against the last ordinary session with its exercise, None before there is one.

    `exposures` are those of its exercise, the oldest first.
    """
    last = next((one for one in reversed(exposures) if one.counts), None)
    if last is None:
        return None
    both = target.load_kg is not None and last.load_kg is not None
    return Since(
        day=last.day,
        last_load_kg=last.load_kg,
        last_amounts=last.amounts,
        load_kg=round((target.load_kg or 0) - (last.load_kg or 0), 3) if both else None,
        amount=target.low - last.least,
        sets=target.sets - len(last.amounts),
    )


def entries_behind(ids: Sequence[str], state: Situation, exercise_id: str = "") -> tuple[Entry, ...]:
    """The entries with these ids (of sessions, or days of mornings) in numbers, the oldest first.

    What is no longer in the journal is passed over.
    """
    return tuple(sorted(_entries(ids, state, exercise_id), key=lambda one: one.day))


def _entries(ids: Sequence[str], state: Situation, exercise_id: str) -> Iterator[Entry]:
    exposures = {one.session_id: one for one in state.exposures.get(exercise_id, ())}
    wanted = frozenset(ids)
    for session in state.journal.sessions:
        if session.id in wanted:
            answer, own = response(session, state.journal), exposures.get(session.id)
            yield Entry(
                day=session.day,
                light=own.light if own else state.lights.get(session.id),
                load_kg=own.load_kg if own else None,
                amounts=own.amounts if own else (),
                worst=answer.worst,
                morning=answer.morning,
            )
    for morning in state.journal.mornings:
        if morning.day.isoformat() in wanted:
            yield Entry(morning.day, None, None, (), None, morning.pain)
