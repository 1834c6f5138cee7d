"""Personal tolerance: it finds what was put in, says nothing where there is nothing, and pain never raises it."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.adapting import Adapted, Case, adapted_session, session_lights
from core.adapting.tolerance import (
    CELL,
    CHANCE,
    CURVE_POINTS,
    DOSES,
    EASY,
    EASY_SPREAD,
    EDGES,
    INTERVAL,
    LEAST_EACH,
    LEAST_SESSIONS,
    LEVEL,
    LOGITS,
    RISE,
    STEPS,
    WINDOW,
    Answer,
    Missing,
    Tolerance,
    answers_of,
    marginals,
    missing_of,
    own_tolerance,
    spine_budget,
    tolerance_of,
)
from core.journal import Journal, MorningEntry, SessionEntry
from core.knowledge.rules import load_rules
from core.planning import Due
from core.words import Light, Provenance
from tests.core.adapting.journals import A, G, R, U, on, session, sets
from tests.core.adapting.test_session import LIFTER, as_planned, planned, work
from tests.core.builders import CATALOG

PEOPLE, SESSIONS = 200, 24
CEILING = 55
EXAMPLES = 600 if os.environ.get("CI") else 150
LIGHTS = st.sampled_from((G, G, G, A, R, U))
ANY_ANSWERS = st.lists(st.tuples(st.integers(0, 60), LIGHTS), min_size=LEAST_SESSIONS, max_size=WINDOW)


def answers(*told: tuple[int, Light]) -> tuple[Answer, ...]:
    return tuple(Answer(f"s{at}", on(at), points, light) for at, (points, light) in enumerate(told))


def of_points(points: np.ndarray, not_green: np.ndarray) -> tuple[Answer, ...]:
    return answers(*((int(one), A if bad else G) for one, bad in zip(points, not_green, strict=True)))


def likely(one: Tolerance) -> tuple[float, float, float]:
    """Low end, limit and high end with what is beyond the heaviest session as infinite."""
    low, limit, high = (float("inf") if value is None else value for value in (one.low, one.limit, one.high))
    return low, limit, high


# ---------------------------------------------------------------- simulated people
# Nothing here is drawn from the model's prior: doses follow a training block, the true curve is log-logistic in dose
# with bad nights that have nothing to do with it, and the model knows neither that shape nor the numbers drawn.


def training_block(random: np.random.Generator) -> np.ndarray:
    """Spine points of 24 sessions: two or three a week, growing, an easier fourth week, now and then a short one."""
    budget, a_week, start = random.uniform(12, 55), random.choice((2, 3)), random.uniform(0.55, 0.75)
    points = []
    for at in range(SESSIONS):
        week = at // a_week
        share = min(1.0, start + 0.04 * week) * (0.6 if week % 4 == 3 else 1.0)
        share *= random.choice((1.0, 0.5, 0.3), p=(0.8, 0.12, 0.08)) * random.uniform(0.85, 1.1)
        points.append(max(1, round(budget * share)))
    return np.array(points, dtype=float)


def chance_at(points: np.ndarray, limit: float, steepness: float, bad_nights: float) -> np.ndarray:
    """True chance of an amber or red light, passing the level at `limit`."""
    own = (CHANCE - bad_nights) / (1 - bad_nights)
    middle = limit / (own / (1 - own)) ** (1 / steepness)
    return bad_nights + (1 - bad_nights) / (1 + (middle / points) ** steepness)


@cache
def simulated() -> tuple[tuple[tuple[Answer, ...], float], ...]:
    """Answers and true limit: 35 to 95 % of the heaviest session, steepness mostly 1 to 6, up to 8 % bad nights."""
    random = np.random.default_rng(20261120)
    people = []
    for _ in range(PEOPLE):
        points = training_block(random)
        limit = random.uniform(0.35, 0.95) * points.max()
        chances = chance_at(points, limit, exp(random.normal(log(2.5), 0.5)), random.uniform(0, 0.08))
        people.append((of_points(points, random.random(SESSIONS) < chances), float(limit)))
    return tuple(people)


def test_a_known_tolerance_is_found_inside_its_own_interval() -> None:
    told = [(found, limit) for own, limit in simulated() if (found := tolerance_of(own)) is not None]
    inside = [likely(found)[0] <= limit <= likely(found)[2] for found, limit in told]
    assert len(told) >= 0.95 * PEOPLE
    assert sum(inside) >= INTERVAL * len(told)
    # An interval that is open at the top is an answer too ("more than you have done"), as long as not all of them are.
    closed = [inside for (found, _), inside in zip(told, inside, strict=True) if found.high is not None]
    assert len(closed) >= 0.4 * len(told)
    assert sum(closed) >= 0.7 * len(closed)


def test_the_interval_grows_narrower_with_more_of_the_same() -> None:
    some = answers(*[(12, G), (40, A), (12, G)] * 4)
    more = answers(*[(12, G), (40, A), (12, G)] * 8)
    (low, _, high), (low_more, _, high_more) = (likely(found) for own in (some, more) if (found := tolerance_of(own)))
    assert high_more - low_more < high - low


@cache
def losses_on_random_lights() -> tuple[float, float]:
    """Mean log loss, each session left out in turn: of the model, and of the plain share of the other sessions."""
    random = np.random.default_rng(20261121)
    model, share, people = [], [], 0
    while people < PEOPLE:
        points = training_block(random)
        bad = random.random(SESSIONS) < random.uniform(0.15, 0.6)
        own = of_points(points, bad)
        if tolerance_of(own) is None:
            continue
        people += 1
        foretold = cache(lambda at, own=own: chance_of(at, own))
        same = {(dose_of(one, own), one.light): at for at, one in enumerate(own)}
        for one in own:
            chance = foretold(same[dose_of(one, own), one.light])
            others = (sum(bad) - one.was_not_green) / (SESSIONS - 1)
            model.append(-log(chance if one.was_not_green else 1 - chance))
            share.append(-log(others if one.was_not_green else 1 - others))
    return float(np.mean(model)), float(np.mean(share))


def dose_of(one: Answer, own: tuple[Answer, ...]) -> int:
    return min(DOSES, max(1, round(DOSES * one.points / max(other.points for other in own)))) - 1


def chance_of(at: int, own: tuple[Answer, ...]) -> float:
    """Chance of an amber or red light at one session's dose, told by the other sessions alone."""
    others = (*own[:at], replace(own[at], light=U), *own[at + 1 :])
    return float(marginals(others)[dose_of(own[at], own)] @ (1 / (1 + np.exp(-LOGITS))))


def test_random_lights_are_foretold_no_worse_than_by_their_share() -> None:
    model, share = losses_on_random_lights()
    assert model <= share


# ---------------------------------------------------------------- by hand


def test_the_grid_agrees_with_a_sum_over_every_combination(monkeypatch: pytest.MonkeyPatch) -> None:
    logits = np.array([-2.0, -1.0, 0.0, 1.0])
    steps = np.array([[0.5, 0.3, 0.1, 0.1], [0.0, 0.5, 0.3, 0.2], [0.0, 0.0, 0.6, 0.4], [0.0, 0.0, 0.0, 1.0]])
    monkeypatch.setattr("core.adapting.tolerance.LOGITS", logits)
    monkeypatch.setattr("core.adapting.tolerance.STEPS", steps)
    told = ((10, G), (20, A), (20, G), (30, R), (20, G))
    chance = {float(one): 1 / (1 + exp(-one)) for one in logits}
    sums = np.zeros((DOSES, 4))
    for path in product(range(4), repeat=DOSES):
        weight = exp(-0.5 * ((logits[path[0]] - log(EASY / (1 - EASY))) / EASY_SPREAD) ** 2)
        for before, after in pairwise(path):
            weight *= steps[before, after]
        for points, light in told:
            own = chance[float(logits[path[points // 10 - 1]])]
            weight *= 1 - own if light is G else own
        for dose, cell in enumerate(path):
            sums[dose, cell] += weight
    assert marginals(answers(*told)) == pytest.approx(sums / sums.sum(axis=1, keepdims=True), abs=1e-12)


def test_the_grid_agrees_with_the_integral_that_it_stands_for() -> None:
    easy, rise = np.meshgrid(np.linspace(-7, 6, 900), np.linspace(0.0, 12, 900), indexing="ij")
    normal = np.exp(-0.5 * ((easy - log(EASY / (1 - EASY))) / EASY_SPREAD) ** 2)
    # Exponential steps from the easiest to the heaviest dose add up to a gamma distribution of their number.
    weight = normal * rise ** (DOSES - 2) * np.exp(-rise / RISE)
    for logit, greens, bad in ((easy, 5, 1), (easy + rise, 2, 3)):
        chance = 1 / (1 + np.exp(-logit))
        weight = weight * chance**bad * (1 - chance) ** greens
    own = answers(*[(10, G)] * 5, (10, A), *[(40, G)] * 2, *[(40, R)] * 3)
    rows = marginals(own)
    for logit, row in ((easy, rows[0]), (easy + rise, rows[-1])):
        wanted = float(weight[logit >= LEVEL].sum() / weight.sum())
        assert float(row[LOGITS >= LEVEL].sum()) == pytest.approx(wanted, abs=0.015)


def test_the_grid_is_wide_and_fine_enough() -> None:
    assert np.diff(EDGES) == pytest.approx(np.full(len(LOGITS), CELL))
    assert np.isclose(EDGES, LEVEL).any()
    assert STEPS.sum(axis=1) == pytest.approx(np.ones(len(LOGITS)))
    own = answers(*[(30, R)] * WINDOW)
    assert marginals(own)[:, -1].max() < 0.01


# ---------------------------------------------------------------- silence


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ((), Missing(LEAST_SESSIONS, LEAST_EACH, LEAST_EACH)),
        ([(20, G)] * 8 + [(30, A)] * 3, Missing(1, 0, 0)),
        ([(20, G)] * 20 + [(30, A)] * 2, Missing(0, 0, 1)),
        ([(20, G)] * 2 + [(30, A)] * 12, Missing(0, 1, 0)),
        ([(20, U)] * 20 + [(30, A)] * 4, Missing(8, 3, 0)),
    ],
)
def test_too_little_is_told_as_nothing(told: list[tuple[int, Light]], missing: Missing) -> None:
    assert missing_of(answers(*told)) == missing
    assert tolerance_of(answers(*told)) is None


def test_with_enough_it_speaks_and_without_any_demand_it_does_not() -> None:
    assert tolerance_of(answers(*[(20, G)] * 9, *[(30, A)] * 3)) is not None
    assert tolerance_of(answers(*[(0, G)] * 9, *[(0, A)] * 3)) is None


def test_a_missing_morning_is_no_answer() -> None:
    own = answers(*[(20, G)] * 9, *[(30, A)] * 4)
    assert tolerance_of((*own, Answer("later", on(90), 12, U))) == tolerance_of(own)


# ---------------------------------------------------------------- what holds for every journal


@settings(max_examples=EXAMPLES, deadline=None)
@given(ANY_ANSWERS)
def test_the_chance_never_falls_with_the_dose(told: list[tuple[int, Light]]) -> None:
    found = tolerance_of(answers(*told))
    if found is None:
        return
    assert len(found.curve) >= CURVE_POINTS
    assert found.curve[-1].points == found.heaviest
    for before, after in pairwise(found.curve):
        assert before.points < after.points
        assert before.low <= after.low + 1e-12
        assert before.median <= after.median + 1e-12
        assert before.high <= after.high + 1e-12
    assert all(0 < one.low <= one.median <= one.high < 1 for one in found.curve)
    low, limit, high = likely(found)
    assert 0 <= low <= limit <= high


@settings(max_examples=EXAMPLES, deadline=None)
@given(ANY_ANSWERS, st.integers(0, 2**WINDOW - 1))
def test_more_pain_never_raises_the_limit(told: list[tuple[int, Light]], reds: int) -> None:
    own = answers(*told)
    worse = tuple(replace(one, light=R) if reds >> at & 1 else one for at, one in enumerate(own))
    assert spine_budget(CEILING, worse, 0).points <= spine_budget(CEILING, own, 0).points
    before, after = tolerance_of(own), tolerance_of(worse)
    if before is None or after is None:
        return
    assert all(bad <= good + 1e-9 for bad, good in zip(likely(after), likely(before), strict=True))
    known = [one.points for one in before.curve]
    if known == [one.points for one in after.curve]:
        assert all(bad.median >= good.median - 1e-9 for bad, good in zip(after.curve, before.curve, strict=True))


def test_a_red_light_after_an_easy_session_does_not_make_heavy_ones_look_easier() -> None:
    own = answers(*[(10, G)] * 8, *[(30, G)] * 4, *[(38, A)] * 2, *[(40, R)] * 4)
    easy_red = (replace(own[0], light=R), *own[1:])
    before, after = tolerance_of(own), tolerance_of(easy_red)
    assert before is not None
    assert after is not None
    assert likely(after)[1] <= likely(before)[1]


def test_steps_are_totally_positive_so_that_the_promise_holds_for_any_journal() -> None:
    minors = STEPS[:-1, :-1] * STEPS[1:, 1:] - STEPS[:-1, 1:] * STEPS[1:, :-1]
    assert minors.min() >= -1e-15


def test_the_numbers_are_our_own_and_say_so() -> None:
    rules = [one for one in load_rules().values() if one.id.startswith("adapt.tolerance_")]
    assert len(rules) == 10
    assert {(one.provenance, one.source) for one in rules} == {(Provenance.DESIGN, "BackwiseDesign")}


# ---------------------------------------------------------------- the budget

HURTS = answers(*[(15, G)] * 9, *[(40, A)] * 6)


def test_the_budget_only_ever_goes_down_and_names_its_sessions() -> None:
    lowered = spine_budget(CEILING, HURTS, 0)
    assert lowered.is_lowered
    assert 15 <= lowered.points < 40
    assert lowered.entries == tuple(one.session_id for one in HURTS if one.light is A)
    calm = answers(*[(15, G)] * 6, *[(40, G)] * 15, *[(40, A)] * 3)
    assert spine_budget(CEILING, calm, 0) == spine_budget(CEILING, (), 0)
    assert not spine_budget(12, HURTS, 0).is_lowered
    assert spine_budget(12, HURTS, 0).points == 12


def test_four_green_weeks_lift_it_to_the_stages_own_and_no_further() -> None:
    assert spine_budget(CEILING, HURTS, 3) == spine_budget(CEILING, HURTS, 0)
    assert spine_budget(CEILING, HURTS, 4).points == CEILING
    assert spine_budget(CEILING, HURTS, 4).is_lifted
    assert not spine_budget(CEILING, HURTS, 4).entries


def test_hardly_any_green_session_gives_nothing_back() -> None:
    hardly = tuple(replace(one, light=A) if one.light is G else one for one in HURTS[:8]) + HURTS[8:]
    assert tolerance_of(hardly) is None
    assert spine_budget(CEILING, hardly, 0).points <= spine_budget(CEILING, HURTS, 0).points


# ---------------------------------------------------------------- from the journal


def heavy_days_hurt(green_weeks: int = 0) -> Journal:
    """Six weeks in which whole sessions are amber and half ones green, then weeks that are all green."""
    sessions: list[SessionEntry] = []
    for week in range(6 + green_weeks):
        for at, day in enumerate((7 * week, 7 * week + 3)):
            whole = as_planned(due(day, 2 * week + at), day)
            if at == 1 and week < 6:
                sessions.append(replace(whole, pain_worst=5))
            else:
                sessions.append(replace(whole, sets=tuple(one for one in whole.sets if one.number == 1)))
    return Journal(tuple(sessions), tuple(MorningEntry(on((one.day - on(0)).days + 1), None, 1) for one in sessions))


def due(day: int, done: int) -> Due:
    plan, _ = planned(12)
    order = [Due(week, one) for week in plan.weeks for one in week.sessions]
    return order[done]


def adapted_on(journal: Journal, day: int, done: int) -> Adapted:
    plan, catalog = planned(12)
    return adapted_session(plan, due(day, done), journal, LIFTER, catalog, on(day))


def test_answers_are_the_last_sessions_with_a_dose() -> None:
    exercise = CATALOG["goblet_squat"]
    each = exercise.spine_points_per_set
    told = Journal(
        (
            session(0, sets(exercise.id, 10, 10)),
            session(2, sets(exercise.id, 10)),
            session(4),
            session(6, sets("made_up", 10)),
            session(8, sets(exercise.id, 10), finished_at=None),
        ),
        (MorningEntry(on(1), None, 1),),
    )
    found = answers_of(told, session_lights(told, 5), CATALOG)
    assert [(one.points, one.light) for one in found] == [(2 * each, G), (each, U), (each, U)]
    many = Journal(tuple(session(day, sets(exercise.id, 10)) for day in range(40)))
    window = answers_of(many, {}, CATALOG)
    assert [one.day for one in window] == [on(day) for day in range(40 - WINDOW, 40)]


def test_how_the_journal_was_put_together_changes_nothing() -> None:
    told, (_, catalog) = heavy_days_hurt(), planned(12)
    shuffled = Journal(tuple(reversed(told.sessions)), tuple(reversed(told.mornings)))
    own = own_tolerance(told, LIFTER, catalog, on(42))
    assert own.tolerance is not None
    assert own == own_tolerance(shuffled, LIFTER, catalog, on(42))


def test_what_comes_later_is_not_known_yet() -> None:
    told, (_, catalog) = heavy_days_hurt(), planned(12)
    assert own_tolerance(told, LIFTER, catalog, on(20)).missing.sessions > 0
    assert own_tolerance(Journal(), LIFTER, catalog, on(20)).answers == ()


def test_a_session_past_the_limit_loses_sets_and_says_why() -> None:
    told, (_, catalog) = heavy_days_hurt(), planned(12)
    own = own_tolerance(told, LIFTER, catalog, on(42))
    today = adapted_on(told, 42, 12)
    cut = [one for one in today.targets if Case.TOLERANCE in (one.case, *one.also)]
    assert own.budget.is_lowered
    assert cut
    ambers = {one.id for one in told.sessions if one.pain_worst == 5}
    assert all(set(one.entries) == ambers for one in cut if one.case is Case.TOLERANCE)
    whole = sum(one.spine_points for one in due(42, 12).session.prescriptions if work(one))
    left = sum(one.spine_points for one in today.session.prescriptions if work(one))
    assert left < whole
    assert Case.TOLERANCE.rule == "adapt.tolerance_chance"
    assert "one in three" in Case.TOLERANCE.sentence
    assert "four green weeks" in Case.TOLERANCE.back


def test_four_green_weeks_bring_the_planned_sets_back() -> None:
    told = heavy_days_hurt(green_weeks=4)
    today = adapted_on(told, 70, 20)
    assert Case.TOLERANCE not in {case for one in today.targets for case in (one.case, *one.also)}
