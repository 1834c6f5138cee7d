"""What every candidate offers and costs, as arrays: worked out once, so that all of them can be weighed in one go.

Rows are the candidates in the order of their ids, columns the numbers of sets from one up to the dose's most.
Weekly hard sets are counted in tenths, so that sums are exact.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from core.planning.plan import SECONDS_PER_MINUTE
from core.planning.problem import GROUPS, MINUTE_PRICE, SHORT_PRICE, SPINE_PRICE, WEIGHT, WeekProblem

TENTHS = 10
ROOM_FOR_EVER = 1_000_000


class Offers:
    """The candidates of one problem in numbers; nothing in here changes while picks are made."""

    def __init__(self, problem: WeekProblem) -> None:
        candidates = problem.candidates
        least_sets, self.most_sets = problem.profile.dose.sets
        self.problem = problem
        self.ids = [one.id for one in candidates]
        self.rows = {name: row for row, name in enumerate(self.ids)}
        self.sets = np.arange(1, self.most_sets + 1)

        first = _whole(problem.seconds(name, 1) for name in self.ids)
        further = _whole(problem.seconds(name, 2) for name in self.ids) - first
        self.seconds = first[:, None] + further[:, None] * (self.sets - 1)
        self.points = _whole(problem.points(name, 1) for name in self.ids)[:, None] * self.sets
        price = MINUTE_PRICE / SECONDS_PER_MINUTE * self.seconds + SPINE_PRICE * self.points
        quality = np.array([problem.quality[name] for name in self.ids], dtype=float)
        self.own = quality[:, None] * self.sets - price - SHORT_PRICE * np.maximum(0, least_sets - self.sets)

        groups = sorted(set(GROUPS.values()))
        of_ids = [problem.family(name) for name in self.ids]
        families = sorted(set(of_ids))
        self.groups, self.families = len(groups), len(families)
        self.group = _whole(groups.index(GROUPS[one.pattern]) for one in candidates)
        self.family = _whole(families.index(family) for family in of_ids)
        self.is_free = _whole(problem.wants_free_work and problem.is_free_work(name) for name in self.ids) > 0
        self._muscles()

    def _muscles(self) -> None:
        """The worth of each muscle's tenths of hard sets, and where in it a candidate's muscles stand and move to.

        A candidate trains a few muscles only, so each has as many places as the busiest needs; the places left over
        point at a muscle that is nobody's and worth nothing. Past the cap lies minus infinity.
        """
        problem, order = self.problem, list(WEIGHT)
        width = TENTHS * (problem.cap + self.most_sets) + 1
        steps = [tenth / TENTHS for tenth in range(TENTHS * problem.cap + 1)]
        self.worth = np.full((len(order) + 1, width), -np.inf)
        self.worth[-1] = 0
        for at, muscle in enumerate(order):
            self.worth[at, : len(steps)] = [problem.muscle_value(muscle, step) for step in steps]
        self.room = np.array([TENTHS * problem.cap] * len(order) + [ROOM_FOR_EVER])
        self.trained = [
            [(order.index(muscle), round(TENTHS * share)) for muscle, share in problem.shares[name]]
            for name in self.ids
        ]
        most = max((len(trained) for trained in self.trained), default=0)
        filled = [trained + [(len(order), 0)] * (most - len(trained)) for trained in self.trained]
        self.muscle, self.tenths = np.array(filled, dtype=np.int64).reshape(len(filled), most, 2).transpose(2, 1, 0)
        self.before = self.muscle * width
        self.after = self.before[:, :, None] + self.tenths[:, :, None] * self.sets


def _whole(values: Iterable[int]) -> np.ndarray:
    return np.fromiter(values, dtype=np.int64)
