"""Graded exposure: where a ladder stands, when there is no try, and what was expected beside what was felt."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalog import load_catalog
from core.charts.exposures import MOST_SHOWN, expected_and_felt, expected_and_felt_words, exposure_table
from core.charts.palette import DARK, LIGHT, Palette
from core.demo import demo_exposures, load_demo_people
from core.errors import AnswerError
from core.journal import ExposureDiary, ExposureLadder, ExposureStep, ExposureTry
from core.knowledge.rules import number
from core.progress.exposure import (
    Advice,
    Barrier,
    Standing,
    StepState,
    barrier,
    barrier_now,
    catalogue_steps,
    compared,
    is_calm,
    standing_of,
    steps_from,
)

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CATALOG = load_catalog()
KNEES, HINGE, FLOOR = (
    ExposureStep("Hands to the knees"),
    ExposureStep("Hip hinge with a dowel", "hip_hinge_dowel"),
    ExposureStep("Pick up a shoe"),
)
LADDER = ExposureLadder("l", NOW, "Bending", (KNEES, HINGE, FLOOR))
WELL = Standing(
    allows_plan=True,
    has_signs=False,
    withheld=False,
    flare=False,
    screened_at=NOW - timedelta(days=30),
    fits=frozenset(CATALOG.exercises),
    ceiling=5,
)


def tried(
    number: int,
    step: ExposureStep = KNEES,
    worry: int = 7,
    after: int | None = 5,
    expected: int = 5,
    result: int | None = 2,
) -> ExposureTry:
    at = NOW - timedelta(days=20 - number)
    return ExposureTry(
        id=f"t{number}",
        ladder_id="l",
        step=step.words,
        day=at.date(),
        at=at,
        expected=expected,
        likely=7,
        worry=worry,
        result=result,
        worry_after=after,
    )


def stands(*tries: ExposureTry, standing: Standing = WELL) -> tuple[list[StepState], Advice]:
    found = standing_of(LADDER, ExposureDiary((LADDER,), tries), standing)
    return [one.state for one in found.steps], found.advice


CALM, NOW_, AHEAD, WAITS = StepState.CALM, StepState.NOW, StepState.AHEAD, StepState.WAITS
CALMED = (tried(1, after=5), tried(2, worry=5, after=4))


# ---------------------------------------------------------------- where it stands


def test_a_new_ladder_begins_with_its_first_step() -> None:
    assert stands() == ([NOW_, AHEAD, AHEAD], Advice.BEGIN)


def test_the_next_step_opens_when_worry_fell_by_three() -> None:
    assert stands(tried(1, after=6), tried(2, worry=6, after=5)) == ([NOW_, AHEAD, AHEAD], Advice.REPEAT)
    assert stands(*CALMED) == ([CALM, NOW_, AHEAD], Advice.CLIMB)


def test_low_worry_is_calm_as_well_but_never_after_one_try() -> None:
    assert stands(tried(1, worry=3, after=2)) == ([NOW_, AHEAD, AHEAD], Advice.REPEAT)
    assert stands(tried(1, worry=3, after=2), tried(2, worry=2, after=2)) == ([CALM, NOW_, AHEAD], Advice.CLIMB)


@pytest.mark.parametrize("bad", [{"result": 6}, {"expected": 1, "result": 3}, {"stopped": True}])
def test_more_than_expected_or_than_tolerated_makes_it_smaller_and_not_calm(bad: dict[str, int]) -> None:
    last = replace(CALMED[1], **bad)
    assert not is_calm((CALMED[0], last), WELL.ceiling)
    assert stands(CALMED[0], last) == ([NOW_, AHEAD, AHEAD], Advice.SMALLER)


def test_a_calm_step_that_went_badly_later_is_open_again() -> None:
    back = tried(5, result=6)
    assert stands(*CALMED, tried(4, HINGE), back)[0] == [NOW_, AHEAD, AHEAD]


def test_a_step_whose_exercise_is_left_out_waits_and_nothing_opens_above_it() -> None:
    without = replace(WELL, fits=frozenset())
    assert stands(*CALMED, standing=without) == ([CALM, WAITS, AHEAD], Advice.WAITS)
    found = standing_of(LADDER, ExposureDiary((LADDER,), CALMED), without)
    assert found.now is None
    assert found.open_steps == (KNEES,)


def test_all_calm_says_so() -> None:
    every = [
        tried(2 * at + place, step, worry=3, after=1) for at, step in enumerate(LADDER.steps, 1) for place in (0, 1)
    ]
    assert stands(*every) == ([CALM, CALM, CALM], Advice.ALL_CALM)


def test_a_prediction_waits_for_its_result_and_counts_for_nothing_before() -> None:
    open_try = tried(3, result=None, after=None)
    found = standing_of(LADDER, ExposureDiary((LADDER,), (*CALMED, open_try)), WELL)
    assert found.waiting == open_try
    assert found.tries == CALMED
    assert found.steps[0].words == "Step 1, calm, tries: 2"
    assert found.open_steps == (HINGE, KNEES)


def test_tries_of_another_ladder_and_of_words_no_longer_there_do_not_count() -> None:
    other = tuple(replace(one, ladder_id="x") for one in CALMED)
    gone = tuple(replace(one, step="Something else") for one in CALMED)
    assert stands(*other) == ([NOW_, AHEAD, AHEAD], Advice.BEGIN)
    assert stands(*gone)[0] == [NOW_, AHEAD, AHEAD]


tries = st.builds(
    tried,
    st.integers(0, 19),
    st.sampled_from(LADDER.steps),
    st.integers(0, 10),
    st.none() | st.integers(0, 10),
    st.integers(0, 10),
    st.none() | st.integers(0, 10),
)


@given(st.lists(tries, max_size=10, unique_by=lambda one: one.id), st.booleans())
def test_at_most_one_step_is_on_and_all_below_it_are_calm(given_: list[ExposureTry], fits: bool) -> None:
    standing = WELL if fits else replace(WELL, fits=frozenset())
    states, advice = stands(*given_, standing=standing)
    assert states.count(NOW_) <= 1
    if NOW_ in states:
        assert set(states[: states.index(NOW_)]) <= {CALM}
        assert CALM not in states[states.index(NOW_) :]
    if WAITS in states:
        assert NOW_ not in states[states.index(WAITS) :]
    assert advice.words


# ---------------------------------------------------------------- no try now


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"allows_plan": False}, Barrier.TIER),
        ({"has_signs": True}, Barrier.SIGNS),
        ({"withheld": True}, Barrier.SIGNS),
        ({"flare": True}, Barrier.FLARE),
        ({"flare": True, "has_signs": True}, Barrier.SIGNS),
        ({"allows_plan": False, "flare": True}, Barrier.TIER),
    ],
)
def test_triage_stop_rules_and_flare_forbid_a_try(change: dict[str, bool], expected: Barrier | None) -> None:
    assert barrier(ExposureDiary((LADDER,), CALMED), replace(WELL, **change), TODAY) is expected


def test_a_stopped_try_asks_for_the_questions_until_they_were_answered_after_it() -> None:
    diary = ExposureDiary((LADDER,), (replace(tried(19), stopped=True),))
    assert barrier(diary, WELL, TODAY) is Barrier.STOPPED
    assert barrier(diary, replace(WELL, screened_at=None), TODAY) is Barrier.STOPPED
    assert barrier(diary, replace(WELL, screened_at=NOW), TODAY) is None


def test_three_tries_are_enough_for_one_day() -> None:
    today = tuple(replace(tried(n), day=TODAY) for n in range(3))
    assert barrier(ExposureDiary((LADDER,), today[:2]), WELL, TODAY) is None
    assert barrier(ExposureDiary((LADDER,), today), WELL, TODAY) is Barrier.ENOUGH
    assert barrier(ExposureDiary((LADDER,), today), WELL, TODAY + timedelta(days=1)) is None
    assert "3 tries" in Barrier.ENOUGH.words


def test_strong_pain_now_and_an_exercise_left_out_forbid_the_step() -> None:
    assert barrier_now(KNEES, 5, WELL) is None
    assert barrier_now(KNEES, 6, WELL) is Barrier.PAIN
    assert barrier_now(HINGE, 2, replace(WELL, fits=frozenset())) is Barrier.WAITS
    assert barrier_now(KNEES, 2, replace(WELL, fits=frozenset())) is None


@pytest.mark.parametrize("one", [*Barrier, *Advice])
def test_every_reason_and_advice_has_its_words(one: Barrier | Advice) -> None:
    assert one.words
    assert "{" not in one.words


def test_the_numbers_are_those_of_the_evidence() -> None:
    assert (number("exposure.worry_fall"), number("exposure.steps")) == (3, 5)


# ---------------------------------------------------------------- expected beside felt


def test_expected_and_felt_are_told_without_a_moral() -> None:
    found = compared(
        [tried(1, expected=6, result=2), tried(2, expected=4, result=4), tried(3, expected=2, result=5, after=3)]
    )
    assert found is not None
    assert (found.less, found.more, found.sure, found.came) == (1, 1, 3, 2)
    assert found.words == (
        "In 3 tries you expected 4.0 on average; it was 3.7. "
        "Less than expected: 1, about as expected: 1, more than expected: 1. "
        "Of the 3 tries where you thought it likely (7 or more of 10), 2 came as expected or stronger. "
        "Worry on these steps: 7 before the first try, 3 after the last."
    )


def test_one_try_is_told_as_one_and_none_as_none() -> None:
    one = compared([tried(1, expected=6, result=2, after=None), tried(2, result=None, after=None)])
    assert one is not None
    assert one.words == "In the one try so far you expected 6; it was 2."
    assert compared([tried(2, result=None)]) is None


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_picture_sets_both_beside_each_other(palette: Palette) -> None:
    own = [tried(1, expected=6, result=2), tried(2, expected=4, result=4), tried(3, result=None)]
    stems, expected, felt = expected_and_felt(own, palette).data
    assert (list(expected.y), list(felt.y)) == ([6, 4], [2, 4])
    assert list(stems.y) == [6, 2, None, 4, 4, None]
    assert expected.marker.symbol != felt.marker.symbol
    assert expected_and_felt_words(own).endswith("try 1 expected 6, felt 2; try 2 expected 4, felt 4.")


def test_many_tries_show_the_last_ones_and_the_table_all_of_them() -> None:
    own = [replace(tried(1), id=f"t{at}", result=at % 10) for at in range(MOST_SHOWN + 5)]
    felt = expected_and_felt(own, LIGHT).data[-1]
    assert list(felt.x) == list(range(6, MOST_SHOWN + 6))
    table = exposure_table(own)
    assert len(table) == MOST_SHOWN + 5
    assert table.index[0] == MOST_SHOWN + 5


# ---------------------------------------------------------------- making a ladder


def test_lines_become_steps_and_names_of_exercises_keep_their_exercise() -> None:
    name = CATALOG["hip_hinge_dowel"].name
    steps = steps_from(f"  Hands to the knees\n\n{name.upper()}\n", CATALOG)
    assert steps == (KNEES, ExposureStep(name.upper(), "hip_hinge_dowel"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" \n \n", "no step yet"),
        ("Bend\nbend ", "stands there twice"),
        ("\n".join(f"step {n}" for n in range(11)), "more than 10 steps"),
        ("x" * 201, "at most 200 characters"),
    ],
)
def test_steps_that_cannot_be_are_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        steps_from(text, CATALOG)


def test_a_catalogue_ladder_offers_what_is_not_left_out_from_easy_to_hard() -> None:
    rungs = CATALOG.ladders["hinge"].rungs
    every = catalogue_steps("hinge", CATALOG, frozenset(CATALOG.exercises))
    assert [one.exercise_id for one in every] == [rung[0] for rung in rungs][:10]
    fewer = catalogue_steps("hinge", CATALOG, frozenset(rungs[1]))
    assert [one.exercise_id for one in fewer] == [rungs[1][0]]
    assert steps_from("\n".join(one.words for one in every), CATALOG) == every


# ---------------------------------------------------------------- the demo diary


def test_one_demo_person_has_a_diary_that_climbs_and_differs_from_what_was_expected() -> None:
    diaries = {name: demo_exposures(person, TODAY) for name, person in load_demo_people().items()}
    (own,) = [one for one in diaries.values() if one.ladders]
    assert own == demo_exposures(load_demo_people()["irritable_disc"], TODAY)
    assert all(one.day < TODAY and one.at <= NOW for one in own.tries)
    found = standing_of(own.ladders[0], own, WELL)
    assert [one.state for one in found.steps] == [CALM, CALM, CALM, NOW_, AHEAD]
    seen = compared(found.tries)
    assert seen is not None
    assert seen.less > seen.more
