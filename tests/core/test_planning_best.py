"""The planner's weeks beside the best ones: running totals count as the problem does, the worth comes near a proof."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from core.demand import rated
from core.planning.build import week_of
from core.planning.offers import Offers
from core.planning.picking import grow, pick_week
from core.planning.problem import Pick, WeekProblem
from core.planning.tally import NOT_ALLOWED, Place, Scarce, Tally
from core.profile import Preferences
from tests.bench.planner import best_plan_beside, people
from tests.core.builders import ALL_EQUIPMENT, CATALOG, IRRITABLE_DISC, person

PEOPLE = 12
WORST = 0.97
PROOF_S = 20
VARIED: tuple[Mapping[str, Any], ...] = (
    {"equipment": ("chair", "band"), "days_per_week": 3, "minutes": 30},
    {"equipment": ALL_EQUIPMENT, "days_per_week": 2, "minutes": 45},
    {"equipment": ("dumbbell", "bench"), **IRRITABLE_DISC},
)


def problem_of(changes: Mapping[str, Any]) -> WeekProblem:
    profile = person(**changes)
    return week_of(profile, rated(CATALOG, profile))[0]


@pytest.mark.parametrize("changes", VARIED)
def test_running_totals_count_as_the_problem_does(changes: Mapping[str, Any]) -> None:
    problem = problem_of(changes)
    offers, draw = Offers(problem), random.Random(1)
    tally = Tally(offers)
    while tally.has_room:
        gains = tally.gains()
        offered = [Place(int(at), int(row)) for at, row in zip(*(gains[:, :, 0] > NOT_ALLOWED).nonzero(), strict=True)]
        if not offered:
            break
        before, every = problem.value(tally.week), range(gains.size)
        assert tally.value == pytest.approx(before)
        for at in draw.sample(every, 60):
            session, row, sets = at // gains[0].size, at // gains.shape[2] % len(offers.ids), at % gains.shape[2]
            week = (*tally.week, Pick(session, offers.ids[row], sets + 1))
            assert problem.allows(week) == (gains[session, row, sets] > NOT_ALLOWED)
            if problem.allows(week):
                assert gains[session, row, sets] == pytest.approx(problem.value(week) - before)
        tally.add(draw.choice(offered), 1)
        assert problem.allows(tally.week)
    assert_more_sets_count(problem, tally)


def assert_more_sets_count(problem: WeekProblem, tally: Tally) -> None:
    before = problem.value(tally.week)
    for place in list(tally.taken):
        gain, sets = tally.gain_more(place), tally.taken[place]
        tally.resize(place, sets + 1)
        fits = sets < tally.offers.most_sets and problem.allows(tally.week)
        assert fits == (gain > NOT_ALLOWED)
        if fits:
            assert gain == pytest.approx(problem.value(tally.week) - before)
        tally.resize(place, sets)


def test_what_runs_out_makes_a_pick_dearer() -> None:
    tally = Tally(Offers(problem_of(VARIED[1])))
    minutes = Scarce(places=False, minutes=True)
    before = tally.costs(minutes)
    tally.add(Place(0, 0), 1)
    after = tally.costs(minutes)
    assert (after[0] > before[0]).all()
    assert (after[1] == before[1]).all()


def test_a_pick_short_of_the_dose_weighs_against_a_week() -> None:
    problem = problem_of(VARIED[1])
    first = problem.candidates[0].id
    full = problem.profile.dose.sets[0]
    prices = [problem.price(Pick(0, first, sets)) for sets in range(1, full + 2)]
    steps = [later - earlier for earlier, later in pairwise(prices)]
    assert steps[0] < 0, "a set less than the dose saves minutes and costs more than it saves"
    assert steps[-1] > 0


def test_growing_keeps_to_the_points_it_is_given() -> None:
    problem = problem_of(VARIED[1])
    heaviest = max(problem.candidates, key=lambda one: one.spine_points_per_set)
    week = (Pick(0, heaviest.id, 1),)
    points = heaviest.spine_points_per_set
    assert points
    assert grow(Offers(problem), week, points) == week
    assert grow(Offers(problem), week, 2 * points) == (Pick(0, heaviest.id, 2),)


def test_a_week_without_candidates_is_empty() -> None:
    profile = person(Preferences(excluded=frozenset(CATALOG.exercises)))
    problem, week = week_of(profile, CATALOG)
    assert problem.candidates == ()
    assert week == ()
    assert pick_week(Offers(problem), ("goblet_squat",)) == ()


def test_weeks_come_near_the_best_that_can_be_proven() -> None:
    shares = []
    for profile, edits in people(PEOPLE):
        if profile.days_per_week > 2:
            continue
        problem, week = week_of(profile, rated(CATALOG, profile), edits)
        proof = best_plan_beside(problem, week, edits.locked).prove(PROOF_S)
        assert proof.found is None or proof.found <= proof.bound + 1e-6
        shares.append(problem.value(week) / proof.bound)
    assert len(shares) >= 4
    assert min(shares) >= WORST
    assert max(shares) <= 1 + 1e-9
