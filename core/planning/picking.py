"""Greedy picks by what a set is worth for what it takes, then swaps; the same problem always gives the same week.

Each step can be said in words: of all exercises that still fit, the one that adds most for what it takes of what is
left is taken. What runs out first differs from person to person, so there are a few drafts, and the best of them is
kept; then each pick gives way to whatever makes the week worth more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.planning.improving import PLACES, add_sets, fill, looked_closer, shifted, swapped
from core.planning.offers import Offers
from core.planning.plan import SECONDS_PER_MINUTE
from core.planning.problem import GROUPS, WEIGHT, Pick, Week, WeekProblem
from core.planning.tally import NOT_ALLOWED, Place, Scarce, Tally

SWAP_PASSES = whole("plan.swap_passes")
DRAFTS = (PLACES, Scarce(places=True, minutes=True), Scarce(places=False, minutes=True, points=True, muscles=True))


def pick_week(offers: Offers, locked: Sequence[str] = ()) -> Week:
    """The picks of one week: locked exercises first, then the best of the drafts, then swaps until none helps."""
    tally = Tally(offers)
    if offers.ids:
        kept = [offers.rows[name] for name in locked if name in offers.rows]
        _lock(tally, kept)
        _draft(tally, kept)
        value = tally.value
        for _ in range(SWAP_PASSES):
            before, value = value, shifted(tally, swapped(tally, kept, value))
            if value == before:
                value = looked_closer(tally, kept, value)
            if value == before:
                break
    return tally.week


def grow(offers: Offers, week: Week, spine_points: int) -> Week:
    """The same exercises with more sets, as far as they add something and these weekly spine points allow."""
    tally = Tally(offers, week, spine_points)
    add_sets(tally, tally.taken)
    return tally.week


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


def _lock(tally: Tally, kept: Sequence[int]) -> None:
    problem = tally.offers.problem
    sets = problem.profile.dose.sets[0]
    for session in range(len(problem.budgets)):
        for row in kept:
            if tally.gains()[session, row, sets - 1] > NOT_ALLOWED:
                tally.add(Place(session, row), sets)


def _draft(tally: Tally, kept: Collection[int]) -> None:
    """Fill what is open, each time by another view of what is scarce, and try one pass of swaps; the best stays."""
    start = dict(tally.taken)
    drafts = []
    for scarce in DRAFTS:
        tally.become(start)
        fill(tally, scarce)
        drafts.append((swapped(tally, kept, tally.value), dict(tally.taken)))
    tally.become(max(drafts, key=lambda draft: draft[0])[1])


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
