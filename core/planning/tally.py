"""Running totals of a week of picks, so that one more pick is weighed without counting all others again.

`gain` and `fits` say the same as `WeekProblem.value` and `WeekProblem.allows` (a test holds them together).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from core.planning.problem import (
    FREE_WORK,
    FULL_SESSION,
    FURTHER_EXERCISE,
    GROUPS,
    LEAST_MAIN,
    NEW_EXERCISE,
    NEW_GROUP,
    WEIGHT,
    Pick,
    Week,
    WeekProblem,
)


class Tally:
    """Totals of the picks taken so far: minutes, spine points, muscles, groups, families."""

    def __init__(self, problem: WeekProblem, week: Iterable[Pick] = ()) -> None:
        sessions = range(len(problem.budgets))
        self.problem = problem
        self.picks: dict[tuple[int, str], int] = {}
        self.seconds = [0 for _ in sessions]
        self.points = [0 for _ in sessions]
        self.counts = [0 for _ in sessions]
        self.free = [0 for _ in sessions]
        self.families: list[set[str]] = [set() for _ in sessions]
        self.muscles = dict.fromkeys(WEIGHT, 0.0)
        self.groups: Counter[str] = Counter()
        self.used: Counter[str] = Counter()
        for pick in week:
            self.add(pick)

    @property
    def week(self) -> Week:
        """The picks in order."""
        return tuple(Pick(session, name, sets) for (session, name), sets in sorted(self.picks.items()))

    def add(self, pick: Pick) -> None:
        """Take an exercise into a session that does not hold it yet."""
        self._book(pick, 1)
        self.picks[pick.session, pick.exercise_id] = pick.sets
        self.families[pick.session].add(self.problem.family(pick.exercise_id))

    def remove(self, pick: Pick) -> None:
        """Take an exercise out of its session again."""
        self._book(pick, -1)
        del self.picks[pick.session, pick.exercise_id]
        self.families[pick.session].discard(self.problem.family(pick.exercise_id))

    def fits(self, pick: Pick) -> bool:
        """True where adding this exercise keeps to every budget and cap."""
        budget = self.problem.budgets[pick.session]
        count = self.counts[pick.session] + 1
        if count > budget.most_exercises or self.problem.family(pick.exercise_id) in self.families[pick.session]:
            return False
        waiting = max(0, budget.least_exercises - count) * self.problem.shortest_s
        seconds = self.seconds[pick.session] + self.problem.seconds(pick.exercise_id, pick.sets) + waiting
        return seconds <= budget.seconds and self._within(pick.session, pick.exercise_id, pick.sets)

    def fits_more(self, pick: Pick) -> bool:
        """True where one more set of an exercise already taken keeps to every budget and cap."""
        budget = self.problem.budgets[pick.session]
        waiting = max(0, budget.least_exercises - self.counts[pick.session]) * self.problem.shortest_s
        extra = self._extra_seconds(pick)
        seconds = self.seconds[pick.session] + extra + waiting
        return seconds <= budget.seconds and self._within(pick.session, pick.exercise_id, 1)

    def gain(self, pick: Pick) -> float:
        """What adding this exercise is worth."""
        problem, name = self.problem, pick.exercise_id
        gain = self._muscle_gain(name, pick.sets) + problem.quality[name] * pick.sets - problem.price(pick)
        if not self.groups[GROUPS[problem.exercises[name].pattern]]:
            gain += NEW_GROUP
        if not self.used[name]:
            gain += NEW_EXERCISE if len(+self.used) < LEAST_MAIN else FURTHER_EXERCISE
        if problem.wants_free_work and problem.is_free_work(name) and not self.free[pick.session]:
            gain += FREE_WORK
        if self.counts[pick.session] < problem.budgets[pick.session].least_exercises:
            gain += FULL_SESSION
        return gain

    def gain_more(self, pick: Pick) -> float:
        """What one more set of an exercise already taken is worth."""
        more = Pick(pick.session, pick.exercise_id, pick.sets + 1)
        price = self.problem.price(more) - self.problem.price(pick)
        return self._muscle_gain(pick.exercise_id, 1) + self.problem.quality[pick.exercise_id] - price

    def _within(self, session: int, exercise_id: str, sets: int) -> bool:
        problem = self.problem
        points = problem.points(exercise_id, sets)
        if points and (
            self.points[session] + points > problem.budgets[session].spine_points
            or sum(self.points) + points > problem.spine_points
        ):
            return False
        return all(self.muscles[m] + share * sets <= problem.cap for m, share in problem.shares[exercise_id])

    def _muscle_gain(self, exercise_id: str, sets: int) -> float:
        value = self.problem.muscle_value
        return sum(
            value(m, self.muscles[m] + share * sets) - value(m, self.muscles[m])
            for m, share in self.problem.shares[exercise_id]
        )

    def _extra_seconds(self, pick: Pick) -> int:
        seconds = self.problem.seconds
        return seconds(pick.exercise_id, pick.sets + 1) - seconds(pick.exercise_id, pick.sets)

    def _book(self, pick: Pick, sign: int) -> None:
        problem, name = self.problem, pick.exercise_id
        self.seconds[pick.session] += sign * problem.seconds(name, pick.sets)
        self.points[pick.session] += sign * problem.points(name, pick.sets)
        self.counts[pick.session] += sign
        self.free[pick.session] += sign * problem.is_free_work(name)
        self.groups[GROUPS[problem.exercises[name].pattern]] += sign
        self.used[name] += sign
        for muscle, share in problem.shares[name]:
            self.muscles[muscle] += sign * share * pick.sets
