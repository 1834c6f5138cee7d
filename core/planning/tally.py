"""Running totals of a week of picks, so that every further pick is weighed at once without counting the others again.

`value` and `gains` say the same as `WeekProblem.value` and `WeekProblem.allows` (a test holds them together).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from core.planning.offers import Offers
from core.planning.problem import (
    FREE_WORK,
    FULL_SESSION,
    FURTHER_EXERCISE,
    LEAST_MAIN,
    NEW_EXERCISE,
    NEW_GROUP,
    Pick,
    Week,
)

NOT_ALLOWED = -np.inf


class Place(NamedTuple):
    """An exercise, by its row, in a session."""

    session: int
    row: int


class Scarce(NamedTuple):
    """What runs out: how much of each counts when a pick is weighed by what it takes of what is left."""

    places: bool
    minutes: bool = False
    points: bool = False
    muscles: bool = False


class Tally:
    """Totals of the picks taken so far: minutes, spine points, muscles, groups, families.

    Totals are lists, because picks come and go one at a time; they turn into arrays where all candidates are weighed.
    """

    def __init__(self, offers: Offers, week: Iterable[Pick] = (), spine_points: int | None = None) -> None:
        problem = offers.problem
        sessions = len(problem.budgets)
        self.offers = offers
        self.taken: dict[Place, int] = {}
        self._least = [budget.least_exercises for budget in problem.budgets]
        self._most = [budget.most_exercises for budget in problem.budgets]
        self._seconds = [budget.seconds for budget in problem.budgets]
        self._points = [budget.spine_points for budget in problem.budgets]
        self._week_points = problem.spine_points if spine_points is None else spine_points
        self._count = [0] * sessions
        self._free = [0] * sessions
        self._families = np.zeros((sessions, offers.families), dtype=bool)
        self._groups = [0] * offers.groups
        self._used = [0] * len(offers.ids)
        self._tenths = [0] * len(offers.worth)
        for pick in week:
            self.add(Place(pick.session, offers.rows[pick.exercise_id]), pick.sets)

    @property
    def week(self) -> Week:
        """The picks in order."""
        ids = self.offers.ids
        return tuple(Pick(place.session, ids[place.row], sets) for place, sets in sorted(self.taken.items()))

    @property
    def has_room(self) -> bool:
        """True where a session may have one more exercise."""
        return any(count < most for count, most in zip(self._count, self._most, strict=True))

    def tight_sessions(self) -> list[int]:
        """Sessions whose minutes are used up: not even the quickest exercise has time left."""
        return [session for session, left in enumerate(self._seconds) if left < self.offers.problem.shortest_s]

    @property
    def value(self) -> float:
        """Worth of the week so far."""
        offers = self.offers
        own: float = sum(offers.own.item(place.row, sets - 1) for place, sets in sorted(self.taken.items()))
        muscles: float = sum(offers.worth.item(muscle, tenths) for muscle, tenths in enumerate(self._tenths))
        different = _some(self._used)
        variety = NEW_EXERCISE * min(different, LEAST_MAIN) + FURTHER_EXERCISE * max(0, different - LEAST_MAIN)
        full = FULL_SESSION * sum(map(min, self._count, self._least))
        return own + muscles + variety + full + NEW_GROUP * _some(self._groups) + FREE_WORK * _some(self._free)

    def add(self, place: Place, sets: int) -> None:
        """Take an exercise into a session that does not hold it yet."""
        self.taken[place] = sets
        self._book(place, sets, 1)

    def remove(self, place: Place) -> int:
        """Take an exercise out of its session again; the sets that it had."""
        sets = self.taken.pop(place)
        self._book(place, sets, -1)
        return sets

    def resize(self, place: Place, sets: int) -> None:
        """Another number of sets of an exercise already taken."""
        self.remove(place)
        self.add(place, sets)

    def become(self, taken: Mapping[Place, int]) -> None:
        """Hold exactly these picks."""
        for place in [place for place, sets in self.taken.items() if taken.get(place) != sets]:
            self.remove(place)
        for place, sets in taken.items():
            if place not in self.taken:
                self.add(place, sets)

    def gains(self) -> np.ndarray:
        """What every further pick is worth, by session, row and sets less one; minus infinity where it does not fit."""
        offers = self.offers
        held = np.array(self._tenths)[offers.muscle]
        moved = offers.worth.take(offers.after + held[:, :, None]) - offers.worth.take(offers.before + held)[:, :, None]
        groups = np.array([0.0 if count else NEW_GROUP for count in self._groups])
        next_exercise = NEW_EXERCISE if _some(self._used) < LEAST_MAIN else FURTHER_EXERCISE
        firsts = groups[offers.group] + next_exercise * (np.array(self._used) == 0)
        full = np.array([FULL_SESSION * (count < least) for count, least in zip(self._count, self._least, strict=True)])
        free = np.array([0.0 if count else FREE_WORK for count in self._free])
        by_session = full[:, None] + free[:, None] * offers.is_free
        by_exercise = moved.sum(axis=0) + offers.own + firsts[:, None]
        gains: np.ndarray = np.where(self._fits(), by_exercise + by_session[:, :, None], NOT_ALLOWED)
        return gains

    def costs(self, scarce: Scarce) -> np.ndarray:
        """What every further pick takes of what is left of places, minutes, spine points and muscles' sets."""
        offers = self.offers
        costs = np.zeros((len(self._count), *offers.seconds.shape))
        if scarce.places:
            costs += 1 / _left(np.subtract(self._most, self._count))
        if scarce.minutes:
            costs += offers.seconds / _left(self._seconds)
        if scarce.points:
            costs += offers.points / _left(self._points) + offers.points / max(1, self._week_points)
        if scarce.muscles:
            room = np.maximum(1, offers.room - self._tenths)
            costs += (offers.tenths / room[offers.muscle]).sum(axis=0)[:, None] * offers.sets
        return costs

    def gain_more(self, place: Place) -> float:
        """What one more set of a pick is worth; minus infinity where it does not fit."""
        offers, sets = self.offers, self.taken[place]
        if sets == offers.most_sets:
            return NOT_ALLOWED
        session, row = place
        waiting = max(0, self._least[session] - self._count[session]) * offers.problem.shortest_s
        seconds = offers.seconds.item(row, sets) - offers.seconds.item(row, sets - 1)
        points = offers.points.item(row, 0)
        if seconds + waiting > self._seconds[session]:
            return NOT_ALLOWED
        if points and points > min(self._points[session], self._week_points):
            return NOT_ALLOWED
        gain: float = offers.own.item(row, sets) - offers.own.item(row, sets - 1)
        for muscle, tenths in offers.trained[row]:
            held = self._tenths[muscle]
            gain += offers.worth.item(muscle, held + tenths) - offers.worth.item(muscle, held)
        return gain

    def _fits(self) -> np.ndarray:
        """Where a further pick keeps to minutes, spine points, places and families; `worth` knows the muscles' caps."""
        offers, count, least = self.offers, np.array(self._count), np.array(self._least)
        seconds = self._seconds - np.maximum(0, least - count - 1) * offers.problem.shortest_s
        points = np.maximum(0, np.minimum(self._points, self._week_points))
        is_open = (count < self._most)[:, None] & ~self._families[:, offers.family]
        fits: np.ndarray = offers.seconds <= seconds[:, None, None]
        fits &= offers.points <= points[:, None, None]
        fits &= is_open[:, :, None]
        return fits

    def _book(self, place: Place, sets: int, sign: int) -> None:
        offers, (session, row) = self.offers, place
        points = sign * offers.points.item(row, sets - 1)
        self._seconds[session] -= sign * offers.seconds.item(row, sets - 1)
        self._points[session] -= points
        self._week_points -= points
        self._count[session] += sign
        self._free[session] += sign * offers.is_free.item(row)
        self._families[session, offers.family.item(row)] = sign > 0
        self._groups[offers.group.item(row)] += sign
        self._used[row] += sign
        for muscle, tenths in offers.trained[row]:
            self._tenths[muscle] += sign * sets * tenths


def _some(counts: list[int]) -> int:
    return len(counts) - counts.count(0)


def _left(amounts: object) -> np.ndarray:
    """What each session has left, as something to divide by."""
    left: np.ndarray = np.maximum(1, np.asarray(amounts))[:, None, None]
    return left
