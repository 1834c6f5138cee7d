"""The sets of a demo person: repetitions grow to the top of their range, then the load by one step."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from core.catalog import Catalog, Exercise
from core.demo.people import Course
from core.journal import SetEntry
from core.loads import STEP_KG
from core.planning import Prescription
from core.planning.plan import SECONDS_PER_MINUTE
from core.units import round_down_to
from core.words import Equipment, LoadKind, Measure

MOST_STEP = 0.10
LIGHTER_LOAD = 0.65
FULL_SHARE = 1.0
SHORT_LAST_SET = 0.25
SECONDS_STEP = 5
MOST_RIR = 10


@dataclass
class Standing:
    """Where one exercise stands: its load, its target, and whether the last answer to it was calm."""

    load_kg: float | None
    target: int
    calm: bool | None = None


class Lifting:
    """Keeps where each exercise stands from session to session."""

    def __init__(self, equipment: frozenset[Equipment], catalog: Catalog, course: Course, random: Random) -> None:
        self._equipment = equipment
        self._catalog = catalog
        self._course = course
        self._random = random
        self._standing: dict[str, Standing] = {}
        self._last: set[str] = set()

    def answered(self, calm: bool) -> None:
        """Take down how the back answered the last session; only a calm answer lets its exercises grow."""
        for exercise_id in self._last:
            self._standing[exercise_id].calm = calm
        self._last = set()

    def sets(self, planned: Prescription, share: float) -> list[SetEntry]:
        """The sets of one exercise, fewer and lighter where less than the whole work is done."""
        standing = self._now(planned, share)
        self._last.add(planned.exercise_id)
        count = max(1, round(planned.sets * share))
        load = standing.load_kg
        if load is not None and share < FULL_SHARE:
            step = self._step_kg(planned.exercise_id)
            load = max(min(load, step), round_down_to(load * max(share, LIGHTER_LOAD), step))
        target = standing.target if share == FULL_SHARE else planned.low
        return [self._set(planned, number, count, target, load) for number in range(1, count + 1)]

    def _now(self, planned: Prescription, share: float) -> Standing:
        standing = self._standing.get(planned.exercise_id)
        if standing is None:
            first = round(planned.low + self._course.reps_start * (planned.high - planned.low))
            standing = self._standing[planned.exercise_id] = Standing(planned.load_kg, first)
        elif standing.calm and share == FULL_SHARE:
            self._grow(standing, planned)
        standing.calm = None
        return standing

    def _grow(self, standing: Standing, planned: Prescription) -> None:
        if standing.target < planned.high:
            step = SECONDS_STEP if planned.measure is Measure.SECONDS else 1
            standing.target = min(planned.high, standing.target + step)
        elif standing.load_kg is not None and planned.load_kg is not None:
            heavier = standing.load_kg + self._step_kg(planned.exercise_id)
            small_enough = heavier <= standing.load_kg * (1 + MOST_STEP)
            if small_enough and heavier <= planned.load_kg * (1 + self._course.load_growth):
                standing.load_kg, standing.target = heavier, planned.low

    def _set(self, planned: Prescription, number: int, count: int, target: int, load: float | None) -> SetEntry:
        tired = number == count > 1 and target > planned.low and self._random.random() < SHORT_LAST_SET
        done = target - tired
        rir = None
        if planned.rir is not None:
            low, high = planned.rir
            rir = min(MOST_RIR, self._random.randint(low, high) + (number == 1))
        if planned.measure is Measure.REPS:
            return SetEntry(planned.exercise_id, number, reps=done, load_kg=load, rir=rir)
        unit_s = SECONDS_PER_MINUTE if planned.measure is Measure.MINUTES else 1
        return SetEntry(planned.exercise_id, number, seconds=done * unit_s, load_kg=load, rir=rir)

    def _step_kg(self, exercise_id: str) -> float:
        return STEP_KG[_load_kind(self._catalog[exercise_id], self._equipment)]


def _load_kind(exercise: Exercise, equipment: frozenset[Equipment]) -> LoadKind:
    """How the person loads it: dumbbells stand in for what is not at hand."""
    if exercise.load_kind is LoadKind.BARBELL and Equipment.BARBELL in equipment:
        return LoadKind.BARBELL
    if exercise.load_kind is LoadKind.KETTLEBELL and Equipment.KETTLEBELL in equipment:
        return LoadKind.KETTLEBELL
    return LoadKind.MACHINE if exercise.load_kind is LoadKind.MACHINE else LoadKind.DUMBBELL
