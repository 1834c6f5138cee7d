"""What one week of picks may cost and what it is worth: the budgets and the objective of the planner.

The objective is concave in the weekly sets of each muscle and linear in the rest, so that a solver can bound it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.catalog import Catalog, Exercise
from core.knowledge.rules import number, whole
from core.planning.plan import SECONDS_PER_MINUTE
from core.planning.prescribing import main_seconds
from core.profile import Profile
from core.scoring import Verdict
from core.words import LEG_MUSCLES, Gate, LoadKind, Muscle, Pattern, Role, Stage

BELOW_BAND, IN_BAND, BEYOND = (number(f"plan.muscle_{place}") for place in ("low", "band", "beyond"))
MINUTE_PRICE, SPINE_PRICE = number("plan.minute_price"), number("plan.spine_price")
SHORT_PRICE = BELOW_BAND
"""A set that a pick lacks of its dose weighs as much as one that a muscle lacks of its band: without this the best week
would break the dose up into single sets of many exercises."""
WEIGHT = {muscle: number(f"plan.weight.{muscle.value}") for muscle in LEG_MUSCLES}
NEW_GROUP, FREE_WORK, FULL_SESSION = (number(f"plan.{name}") for name in ("new_group", "free_work", "full_session"))
NEW_EXERCISE, FURTHER_EXERCISE = number("plan.new_exercise"), number("plan.further_exercise")
LEAST_MAIN = whole("plan.least_main_exercises")
QUALITY, QUALITY_BASE = number("plan.quality"), number("plan.quality_base")

GROUPS = {
    Pattern.SQUAT: "knee",
    Pattern.PRESS: "knee",
    Pattern.KNEE_EXTENSION: "knee",
    Pattern.HINGE: "hip",
    Pattern.BRIDGE: "hip",
    Pattern.HIP_EXTENSION: "hip",
    Pattern.SPLIT: "split",
    Pattern.KNEE_FLEXION: "curl",
    Pattern.CALF: "calf",
    Pattern.HIP_ABDUCTION: "side",
    Pattern.HIP_ADDUCTION: "side",
    Pattern.JUMP: "jump",
}
STANDING = frozenset({Pattern.SQUAT, Pattern.SPLIT, Pattern.HINGE})


@dataclass(frozen=True)
class Pick:
    """So many sets of an exercise in one session of the week (sessions counted from 0)."""

    session: int
    exercise_id: str
    sets: int


Week = tuple[Pick, ...]


@dataclass(frozen=True)
class Budget:
    """What one session may hold: seconds and spine points for main work, and how many main exercises."""

    seconds: int
    spine_points: int
    least_exercises: int
    most_exercises: int


@dataclass(frozen=True)
class WeekProblem:
    """The week's candidates, budgets and caps; everything that picks are weighed by.

    `budgets` has one entry a session; `spine_points` is the week's budget for main work; `cap` is what no
    muscle's weekly sets may pass.
    """

    profile: Profile
    candidates: tuple[Exercise, ...]
    verdicts: Mapping[str, Verdict]
    budgets: tuple[Budget, ...]
    spine_points: int
    cap: int

    @cached_property
    def bands(self) -> Mapping[Muscle, tuple[float, float]]:
        """Target band of weekly sets of each leg muscle."""
        return {muscle: self.profile.dose.band(muscle) for muscle in WEIGHT}

    @cached_property
    def exercises(self) -> Mapping[str, Exercise]:
        """Candidates by id."""
        return {exercise.id: exercise for exercise in self.candidates}

    @cached_property
    def shares(self) -> Mapping[str, tuple[tuple[Muscle, float], ...]]:
        """Leg muscles of each candidate with the part of a hard set that one set gives them, in tenths."""
        return {exercise.id: tuple(in_tenths(exercise).items()) for exercise in self.candidates}

    @cached_property
    def quality(self) -> Mapping[str, float]:
        """Worth of one set of each candidate by itself, from its score."""
        return {one.id: QUALITY * (self.verdicts[one.id].score - QUALITY_BASE) for one in self.candidates}

    @cached_property
    def shortest_s(self) -> int:
        """Seconds of the quickest candidate at one set: what a slot that is still to be filled needs at least."""
        return min((self.seconds(exercise.id, 1) for exercise in self.candidates), default=0)

    @cached_property
    def _seconds(self) -> dict[tuple[str, int], int]:
        return {}

    def seconds(self, exercise_id: str, sets: int) -> int:
        """Seconds that so many sets take."""
        key = (exercise_id, sets)
        if key not in self._seconds:
            self._seconds[key] = main_seconds(self.exercises[exercise_id], sets, self.profile)
        return self._seconds[key]

    def points(self, exercise_id: str, sets: int) -> int:
        """Spine points of so many sets."""
        return sets * self.exercises[exercise_id].spine_points_per_set

    def price(self, pick: Pick) -> float:
        """What a pick's minutes, spine points and sets short of the dose weigh against its worth."""
        minutes = self.seconds(pick.exercise_id, pick.sets) / SECONDS_PER_MINUTE
        short = max(0, self.profile.dose.sets[0] - pick.sets)
        return MINUTE_PRICE * minutes + SPINE_PRICE * self.points(pick.exercise_id, pick.sets) + SHORT_PRICE * short

    @property
    def wants_free_work(self) -> bool:
        """True where a session should hold something on one's own feet (seed K7)."""
        return self.profile.stage is Stage.SETTLED

    def is_free_work(self, exercise_id: str) -> bool:
        """True for standing work out of a machine."""
        exercise = self.exercises[exercise_id]
        return exercise.pattern in STANDING and exercise.load_kind is not LoadKind.MACHINE

    def muscle_sets(self, week: Iterable[Pick]) -> dict[Muscle, float]:
        """Weekly hard sets of each leg muscle."""
        sets = dict.fromkeys(WEIGHT, 0.0)
        for pick in week:
            for muscle, share in self.shares[pick.exercise_id]:
                sets[muscle] += share * pick.sets
        return sets

    def muscle_value(self, muscle: Muscle, sets: float) -> float:
        """Worth of weekly sets of a muscle: steep up to the band, flatter inside it, falling beyond."""
        low, high = self.bands[muscle]
        inside = max(0.0, min(sets, high) - low)
        return WEIGHT[muscle] * (BELOW_BAND * min(sets, low) + IN_BAND * inside) + BEYOND * max(0.0, sets - high)

    def value(self, week: Sequence[Pick]) -> float:
        """Worth of a week: muscles, movement groups, variety, full sessions, work on one's own feet, own
        scores, less what its minutes, spine points and sets short of the dose weigh."""
        muscles = sum(self.muscle_value(muscle, sets) for muscle, sets in self.muscle_sets(week).items())
        groups = {GROUPS[self.exercises[pick.exercise_id].pattern] for pick in week}
        different = len({pick.exercise_id for pick in week})
        variety = NEW_EXERCISE * min(different, LEAST_MAIN) + FURTHER_EXERCISE * max(0, different - LEAST_MAIN)
        free = {pick.session for pick in week if self.is_free_work(pick.exercise_id)} if self.wants_free_work else ()
        counts = [sum(pick.session == index for pick in week) for index in range(len(self.budgets))]
        full = sum(min(count, budget.least_exercises) for count, budget in zip(counts, self.budgets, strict=True))
        own = sum(self.quality[pick.exercise_id] * pick.sets - self.price(pick) for pick in week)
        return muscles + NEW_GROUP * len(groups) + variety + FREE_WORK * len(free) + FULL_SESSION * full + own

    def allows(self, week: Sequence[Pick]) -> bool:
        """True where the week keeps to every budget and cap."""
        if sum(self.points(pick.exercise_id, pick.sets) for pick in week) > self.spine_points:
            return False
        if any(sets > self.cap for sets in self.muscle_sets(week).values()):
            return False
        return all(self._session_allows(index, week) for index in range(len(self.budgets)))

    def _session_allows(self, index: int, week: Sequence[Pick]) -> bool:
        budget = self.budgets[index]
        own = [pick for pick in week if pick.session == index]
        families = [self.family(pick.exercise_id) for pick in own]
        open_slots = max(0, budget.least_exercises - len(own))
        seconds = sum(self.seconds(pick.exercise_id, pick.sets) for pick in own) + open_slots * self.shortest_s
        return (
            len(own) <= budget.most_exercises
            and len(families) == len(set(families))
            and seconds <= budget.seconds
            and sum(self.points(pick.exercise_id, pick.sets) for pick in own) <= budget.spine_points
        )

    def family(self, exercise_id: str) -> str:
        """What a session holds only one of: a ladder, or a movement without one."""
        exercise = self.exercises[exercise_id]
        return exercise.ladder or exercise.pattern.value


def in_tenths(exercise: Exercise) -> Mapping[Muscle, float]:
    """What one set gives each leg muscle, rounded to tenths of a hard set; muscles that get none are left out."""
    tenths = {muscle: round(share, 1) for muscle, share in exercise.hard_sets.items() if muscle in WEIGHT}
    return {muscle: share for muscle, share in tenths.items() if share}


def main_candidates(catalog: Catalog, verdicts: Mapping[str, Verdict]) -> tuple[Exercise, ...]:
    """Main exercises that fit, in the order of their ids."""
    fitting = [
        exercise
        for exercise in catalog
        if exercise.role is Role.MAIN
        and exercise.gate is not Gate.NEVER_BY_ITSELF
        and not verdicts[exercise.id].left_out
    ]
    return tuple(sorted(fitting, key=lambda exercise: exercise.id))
