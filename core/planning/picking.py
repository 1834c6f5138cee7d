"""Greedy picks by gain per minute and spine point, then swaps; the same problem always gives the same week.

Each step can be said in words: of all sets that still fit, the one that adds most for what it costs is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.planning.plan import SECONDS_PER_MINUTE
from core.planning.problem import GROUPS, WEIGHT, Pick, Week, WeekProblem
from core.planning.tally import Tally

SWAP_PASSES = whole("plan.swap_passes")
SMALLEST_GAIN = 1e-9


def pick_week(problem: WeekProblem, locked: Sequence[str] = ()) -> Week:
    """The picks of one week: locked exercises first, then greedily, then by swaps."""
    tally = Tally(problem)
    _lock(tally, locked)
    _fill(tally)
    for _ in range(SWAP_PASSES):
        if not _swap(tally, frozenset(locked)):
            break
        _fill(tally)
    return tally.week


def grow(problem: WeekProblem, week: Week, most_sets: int) -> Week:
    """The same exercises with more sets, as far as they add something and the problem allows."""
    tally = Tally(problem, week)
    while True:
        best: tuple[float, Pick] | None = None
        for pick in tally.week:
            if pick.sets < most_sets and tally.fits_more(pick):
                gain = tally.gain_more(pick)
                if gain > SMALLEST_GAIN and (best is None or gain > best[0] + SMALLEST_GAIN):
                    best = (gain, pick)
        if best is None:
            return tally.week
        _add_set(tally, best[1])


def shrink_to_fit(problem: WeekProblem, week: Week) -> Week:
    """The same exercises with fewer sets, or fewer exercises, until the problem allows them."""
    while not problem.allows(week) and week:
        lighter = list(_one_less_pick(week) if _is_bare(week) or _is_crowded(problem, week) else _one_less_set(week))
        week = max(lighter, key=lambda move: (-_overrun(problem, move), problem.value(move)))
    return week


def pick_reason(problem: WeekProblem, week: Week, pick: Pick) -> str:
    """What a pick is for in its week, in words: the only work of its kind, or the sets it adds to a muscle."""
    exercise = problem.exercises[pick.exercise_id]
    group = GROUPS[exercise.pattern]
    alike = [one for one in week if GROUPS[problem.exercises[one.exercise_id].pattern] == group]
    if len(alike) == 1:
        return say(f"plan.pick.only.{group}")
    shares = problem.shares[pick.exercise_id]
    if not shares:
        return say("plan.pick.variety")
    muscle, share = max(shares, key=lambda pair: (pair[1], WEIGHT[pair[0]]))
    total = problem.muscle_sets(week)[muscle]
    return say(
        "plan.pick.sets", sets=f"{share * pick.sets:g}", total=f"{total:g}", muscle=say(f"muscle.{muscle.value}")
    )


def _lock(tally: Tally, locked: Sequence[str]) -> None:
    sets = tally.problem.profile.dose.sets[0]
    for index in range(len(tally.problem.budgets)):
        for exercise_id in locked:
            pick = Pick(index, exercise_id, sets)
            if exercise_id in tally.problem.exercises and tally.fits(pick):
                tally.add(pick)


def _fill(tally: Tally) -> None:
    """Take the best exercise or set for its price, again and again, while one adds something."""
    problem = tally.problem
    most_sets = problem.profile.dose.sets[1]
    while True:
        best: tuple[float, Pick, bool] | None = None
        for pick, is_new in _moves(tally, most_sets):
            gain = tally.gain(pick) if is_new else tally.gain_more(pick)
            if gain <= SMALLEST_GAIN:
                continue
            worth = gain / _minutes(problem, pick, is_new)
            if best is None or worth > best[0] + SMALLEST_GAIN:
                best = (worth, pick, is_new)
        if best is None:
            return
        _, pick, is_new = best
        if is_new:
            tally.add(pick)
        else:
            _add_set(tally, pick)


def _moves(tally: Tally, most_sets: int) -> Iterator[tuple[Pick, bool]]:
    """Every exercise that can be added, then every pick that can have one more set."""
    problem = tally.problem
    wanted = problem.profile.dose.sets[0]
    for index, budget in enumerate(problem.budgets):
        if tally.counts[index] < budget.most_exercises:
            for exercise in problem.candidates:
                pick = _as_many_sets(tally, index, exercise.id, wanted)
                if pick is not None:
                    yield pick, True
    for pick in tally.week:
        if pick.sets < most_sets and tally.fits_more(pick):
            yield pick, False


def _as_many_sets(tally: Tally, index: int, exercise_id: str, wanted: int) -> Pick | None:
    """As many sets as wanted, or fewer where the budgets are tight; None where not even one fits."""
    for sets in range(wanted, 0, -1):
        pick = Pick(index, exercise_id, sets)
        if tally.fits(pick):
            return pick
    return None


def _minutes(problem: WeekProblem, pick: Pick, is_new: bool) -> float:
    if is_new:
        return problem.seconds(pick.exercise_id, pick.sets) / SECONDS_PER_MINUTE
    more = problem.seconds(pick.exercise_id, pick.sets + 1) - problem.seconds(pick.exercise_id, pick.sets)
    return more / SECONDS_PER_MINUTE


def _swap(tally: Tally, locked: frozenset[str]) -> bool:
    """Try every other exercise in the place of each pick; keep what is worth more. True where something changed."""
    changed = False
    for pick in tally.week:
        if pick.exercise_id in locked:
            continue
        tally.remove(pick)
        best, best_gain = pick, tally.gain(pick)
        for exercise in tally.problem.candidates:
            other = replace(pick, exercise_id=exercise.id)
            if exercise.id != pick.exercise_id and tally.fits(other):
                gain = tally.gain(other)
                if gain > best_gain + SMALLEST_GAIN:
                    best, best_gain = other, gain
        tally.add(best)
        changed = changed or best is not pick
    return changed


def _add_set(tally: Tally, pick: Pick) -> None:
    tally.remove(pick)
    tally.add(replace(pick, sets=pick.sets + 1))


def _one_less_set(week: Week) -> Iterator[Week]:
    for at, pick in enumerate(week):
        if pick.sets > 1:
            yield (*week[:at], replace(pick, sets=pick.sets - 1), *week[at + 1 :])


def _one_less_pick(week: Week) -> Iterator[Week]:
    for at in range(len(week)):
        yield (*week[:at], *week[at + 1 :])


def _is_bare(week: Week) -> bool:
    return all(pick.sets == 1 for pick in week)


def _is_crowded(problem: WeekProblem, week: Week) -> bool:
    counts = [sum(pick.session == index for pick in week) for index in range(len(problem.budgets))]
    return any(count > budget.most_exercises for count, budget in zip(counts, problem.budgets, strict=True))


def _overrun(problem: WeekProblem, week: Week) -> float:
    """How far a week lies beyond its budgets and caps, in sets' worth of each."""
    over = max(0.0, sum(problem.points(p.exercise_id, p.sets) for p in week) - problem.spine_points)
    over += sum(max(0.0, sets - problem.cap) for sets in problem.muscle_sets(week).values())
    for index, budget in enumerate(problem.budgets):
        own = [pick for pick in week if pick.session == index]
        seconds = sum(problem.seconds(pick.exercise_id, pick.sets) for pick in own)
        over += max(0, seconds - budget.seconds) / SECONDS_PER_MINUTE
        over += max(0, sum(problem.points(p.exercise_id, p.sets) for p in own) - budget.spine_points)
        over += max(0, len(own) - budget.most_exercises)
    return over
