"""The planner's week as a mixed-integer programme: the same worth, the same limits, and a bound that HiGHS proves.

Nothing is left out and nothing is rounded. The worth of a muscle's weekly sets is concave and made of three straight
pieces, so three continuous variables a muscle say it exactly; the same holds for sets short of the dose, different
exercises and full sessions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from core.planning.plan import SECONDS_PER_MINUTE
from core.planning.problem import (
    BELOW_BAND,
    BEYOND,
    FREE_WORK,
    FULL_SESSION,
    FURTHER_EXERCISE,
    GROUPS,
    IN_BAND,
    LEAST_MAIN,
    MINUTE_PRICE,
    NEW_EXERCISE,
    NEW_GROUP,
    SHORT_PRICE,
    SPINE_PRICE,
    WEIGHT,
    Week,
    WeekProblem,
)

TOLERANCE = 1e-6
PROVEN = 0
"""Status of a result whose best point is proven; the other one that leaves a bound is the time limit."""

Name = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What HiGHS proved: no week is worth more than `bound`; `found` is the best it saw itself, None where it saw none.

    `is_optimal` says that it finished within its time.
    """

    bound: float
    found: float | None
    is_optimal: bool


class BestPlan:
    """The programme of one week; `kept` are exercises that a session must hold."""

    def __init__(self, problem: WeekProblem, kept: Iterable[tuple[int, str]] = ()) -> None:
        self.problem = problem
        self._kept = frozenset(kept)
        self._places: dict[Name, int] = {}
        self._worth: list[float] = []
        self._whole: list[int] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self._rows: list[Mapping[Name, float]] = []
        self._least: list[float] = []
        self._most: list[float] = []
        self._picks()
        self._sessions()
        self._week()
        self._muscles()
        self._variety()

    def prove(self, seconds: float) -> Proof:
        """The bound proven within so many seconds. Raises RuntimeError where HiGHS ends without one."""
        result = milp(
            -np.array(self._worth),
            integrality=np.array(self._whole),
            bounds=Bounds(np.array(self._low), np.array(self._high)),
            constraints=LinearConstraint(self._matrix, np.array(self._least), np.array(self._most)),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        if result.mip_dual_bound is None or not np.isfinite(result.mip_dual_bound):
            raise RuntimeError(f"no bound: {result.message}")
        found = None if result.fun is None else -float(result.fun)
        return Proof(-float(result.mip_dual_bound), found, result.status == PROVEN)

    def worth_of(self, week: Week) -> float:
        """The worth of our week in this programme. Raises ValueError where it breaks one of the programme's rows."""
        point = self._point(week)
        rows = self._matrix @ point
        low, high = np.array(self._least), np.array(self._most)
        broken = [int(at) for at in np.flatnonzero((rows < low - TOLERANCE) | (rows > high + TOLERANCE))]
        names = list(self._places)
        outside = (point < np.array(self._low) - TOLERANCE) | (point > np.array(self._high) + TOLERANCE)
        wrong = [str(self._rows[at]) for at in broken] + [str(names[int(at)]) for at in np.flatnonzero(outside)]
        if wrong:
            raise ValueError(f"the week is not allowed in the programme: {wrong[:3]}")
        return float(np.array(self._worth) @ point)

    @cached_property
    def _matrix(self) -> csr_array:
        entries = [(at, self._places[name], value) for at, row in enumerate(self._rows) for name, value in row.items()]
        rows, columns, values = zip(*entries, strict=True)
        return csr_array((values, (rows, columns)), shape=(len(self._rows), len(self._places)))

    def _variable(self, name: Name, worth: float, high: float, *, low: float = 0, is_whole: bool = False) -> Name:
        self._places[name] = len(self._places)
        self._worth.append(worth)
        self._low.append(low)
        self._high.append(high)
        self._whole.append(int(is_whole))
        return name

    def _row(self, row: Mapping[Name, float], least: float = -np.inf, most: float = np.inf) -> None:
        self._rows.append(row)
        self._least.append(least)
        self._most.append(most)

    def _picks(self) -> None:
        """An exercise is `in` a session or not, with so many `sets`, so many of them `short` of the dose."""
        problem, (least_sets, most_sets) = self.problem, self.problem.profile.dose.sets
        for session, budget in enumerate(problem.budgets):
            # The planner leaves a session empty that could not hold its least number of exercises.
            is_open = problem.shortest_s * budget.least_exercises <= budget.seconds
            for one in problem.candidates:
                first, more = self._set_worth(one.id)
                low = int((session, one.id) in self._kept)
                inside = self._variable(("in", session, one.id), first - more, int(is_open), low=low, is_whole=True)
                sets = self._variable(("sets", session, one.id), more, most_sets, is_whole=True)
                short = self._variable(("short", session, one.id), -SHORT_PRICE, least_sets)
                self._row({short: 1, inside: -least_sets, sets: 1}, least=0)
                self._row({inside: 1, sets: -1}, most=0)
                self._row({sets: 1, inside: -most_sets}, most=0)

    def _set_worth(self, exercise_id: str) -> tuple[float, float]:
        """What the first set and each further one are worth by themselves, their time and spine points paid."""
        problem = self.problem
        own = problem.quality[exercise_id] - SPINE_PRICE * problem.points(exercise_id, 1)
        first = problem.seconds(exercise_id, 1)
        more = problem.seconds(exercise_id, 2) - first
        return own - MINUTE_PRICE * first / SECONDS_PER_MINUTE, own - MINUTE_PRICE * more / SECONDS_PER_MINUTE

    def _sessions(self) -> None:
        problem = self.problem
        for session, budget in enumerate(problem.budgets):
            if problem.shortest_s * budget.least_exercises > budget.seconds:
                continue
            inside = {one.id: ("in", session, one.id) for one in problem.candidates}
            waiting = self._variable(("waiting", session), 0, budget.least_exercises)
            full = self._variable(("full", session), FULL_SESSION, budget.least_exercises)
            all_in = dict.fromkeys(inside.values(), 1.0)
            self._row(all_in, most=budget.most_exercises)
            self._row({**all_in, waiting: 1}, least=budget.least_exercises)
            self._row({full: 1, **dict.fromkeys(inside.values(), -1.0)}, most=0)
            seconds: dict[Name, float] = {waiting: problem.shortest_s}
            for exercise_id, name in inside.items():
                more = problem.seconds(exercise_id, 2) - problem.seconds(exercise_id, 1)
                seconds[name] = problem.seconds(exercise_id, 1) - more
                seconds["sets", session, exercise_id] = more
            self._row(seconds, most=budget.seconds)
            self._row(self._points(session), most=max(0, budget.spine_points))
            families: dict[str, dict[Name, float]] = defaultdict(dict)
            for exercise_id, name in inside.items():
                families[problem.family(exercise_id)][name] = 1
            for family in families.values():
                self._row(family, most=1)

    def _points(self, session: int) -> dict[Name, float]:
        return {("sets", session, one.id): self.problem.points(one.id, 1) for one in self.problem.candidates}

    def _week(self) -> None:
        row: dict[Name, float] = {}
        for session in range(len(self.problem.budgets)):
            row |= self._points(session)
        self._row(row, most=max(0, self.problem.spine_points))

    def _muscles(self) -> None:
        """Weekly sets of a muscle, parted into below the band, inside it and beyond, each at its own worth."""
        problem = self.problem
        for muscle, weight in WEIGHT.items():
            low, high = problem.bands[muscle]
            parts = (
                self._variable(("below", muscle), weight * BELOW_BAND, low),
                self._variable(("inside", muscle), weight * IN_BAND, high - low),
                self._variable(("beyond", muscle), BEYOND, problem.cap - high),
            )
            row: dict[Name, float] = dict.fromkeys(parts, -1.0)
            for session in range(len(problem.budgets)):
                for one in problem.candidates:
                    share = dict(problem.shares[one.id]).get(muscle, 0)
                    if share:
                        row["sets", session, one.id] = share
            self._row(row, least=0, most=0)

    def _variety(self) -> None:
        problem, sessions = self.problem, range(len(self.problem.budgets))
        used: dict[Name, float] = {}
        groups: dict[str, dict[Name, float]] = defaultdict(dict)
        for one in problem.candidates:
            inside = dict.fromkeys((("in", session, one.id) for session in sessions), -1.0)
            name = self._variable(("used", one.id), 0, 1)
            self._row({name: 1, **inside}, most=0)
            used[name] = -1
            groups[GROUPS[one.pattern]] |= inside
        first = self._variable(("first different",), NEW_EXERCISE, LEAST_MAIN)
        further = self._variable(("further different",), FURTHER_EXERCISE, len(problem.candidates))
        self._row({first: 1, further: 1, **used}, most=0)
        for group, inside in groups.items():
            self._row({self._variable(("group", group), NEW_GROUP, 1): 1, **inside}, most=0)
        if problem.wants_free_work:
            for session in sessions:
                free = [("in", session, one.id) for one in problem.candidates if problem.is_free_work(one.id)]
                self._row({self._variable(("free", session), FREE_WORK, 1): 1, **dict.fromkeys(free, -1.0)}, most=0)

    def _point(self, week: Week) -> np.ndarray:
        """Our week as a point of the programme, with every helping variable as high as its rows let it be."""
        point = np.zeros(len(self._places))
        problem, dose_sets = self.problem, self.problem.profile.dose.sets[0]

        def put(name: Name, value: float) -> None:
            if name in self._places:
                point[self._places[name]] = value

        for pick in week:
            put(("in", pick.session, pick.exercise_id), 1)
            put(("sets", pick.session, pick.exercise_id), pick.sets)
            put(("short", pick.session, pick.exercise_id), max(0, dose_sets - pick.sets))
            put(("used", pick.exercise_id), 1)
            put(("group", GROUPS[problem.exercises[pick.exercise_id].pattern]), 1)
            if problem.is_free_work(pick.exercise_id):
                put(("free", pick.session), 1)
        for session, budget in enumerate(problem.budgets):
            count = sum(pick.session == session for pick in week)
            put(("waiting", session), max(0, budget.least_exercises - count))
            put(("full", session), min(budget.least_exercises, count))
        different = len({pick.exercise_id for pick in week})
        put(("first different",), min(different, LEAST_MAIN))
        put(("further different",), max(0, different - LEAST_MAIN))
        for muscle, sets in problem.muscle_sets(week).items():
            low, high = problem.bands[muscle]
            put(("below", muscle), min(sets, low))
            put(("inside", muscle), max(0.0, min(sets, high) - low))
            put(("beyond", muscle), max(0.0, sets - high))
        return point
