"""The hard cases in the core: the tier, what the result names, and what follows for the plan."""

from __future__ import annotations

from typing import Any

import pytest

from core.knowledge.questions import load_questions
from core.profile import build_profile
from core.screening import assess, checked, confirmed, in_words, open_clashes, ticks_besides
from core.screening.findings import signs_of
from core.words import Irritability, Tier
from tests.core.builders import TODAY, answers, asked
from tests.core.screening_cases import ATTACKED, CASES, CONTRADICTORY, FRIGHTENED, NOVEMBER, Case


def test_all_cases_are_here() -> None:
    assert len(NOVEMBER) == 18
    assert len(CASES) - len(NOVEMBER) == 30
    assert len(FRIGHTENED) == 15


@pytest.mark.parametrize("case", [*CASES, *ATTACKED], ids=lambda case: case.who)
def test_a_hard_case_comes_out_right(case: Case) -> None:
    given = asked(answers(**case.given))
    assert open_clashes(given) == ()
    _comes_out_right(case, given)


@pytest.mark.parametrize("case", CONTRADICTORY, ids=lambda case: case.who)
def test_a_contradiction_withholds_the_plan_until_it_is_answered_and_then_counts_carefully(case: Case) -> None:
    given = answers(**case.given)
    asked = open_clashes(given)
    assert asked
    assert not assess(given, TODAY).allows_plan
    given = confirmed(given, asked)
    assert open_clashes(given) == ()
    _comes_out_right(case, given)


@pytest.mark.parametrize("case", CONTRADICTORY[:2], ids=lambda case: case.who)
def test_much_pain_weighs_by_itself(case: Case) -> None:
    given = answers(**case.given)
    given = confirmed(given, open_clashes(given))
    profile = build_profile(given, assess(given, TODAY))
    assert profile.irritability is Irritability.HIGH
    assert profile.dose.id == "flare"


@pytest.mark.parametrize("case", [*CASES, *CONTRADICTORY], ids=lambda case: case.who)
def test_every_tick_is_named(case: Case) -> None:
    given = answers(**case.given)
    assessment = assess(given, TODAY)
    ticks = {
        sign
        for sign in signs_of(given)
        if (name := sign.partition(".")[0]) in load_questions()
        and load_questions()[name].kind in ("flag", "many")
        and load_questions()[name].screen in ("nerves", "now", "you", "health", "pain")
    }
    spoken_of = {sign for finding in assessment.all for sign in finding.signs}
    assert len(ticks_besides(given, assessment)) == len(ticks - spoken_of)


def _comes_out_right(case: Case, given: Any) -> None:
    assessment = assess(checked(given), TODAY)
    profile = build_profile(given, assessment)
    codes = {finding.code for finding in assessment.all}
    assert assessment.tier is case.tier
    assert assessment.missing == ()
    assert assessment.allows_plan is (case.tier in (Tier.LIMITS, Tier.ADVICE, Tier.CLEAR))
    assert set(case.named) <= codes
    assert not set(case.without) & set(profile.conditions)
    assert case.positions <= profile.positions_out
    for axis, most in case.sensitivity.items():
        assert profile.sensitivity[axis] == most, axis
    if case.flare is not None:
        assert profile.flare is case.flare


@pytest.mark.parametrize("case", [*CASES, *ATTACKED, *CONTRADICTORY], ids=lambda case: case.who)
def test_every_sign_of_a_result_can_be_read_out(case: Case) -> None:
    given = answers(**case.given)
    assessment = assess(confirmed(given, open_clashes(given)), TODAY)
    told = [in_words(sign) for finding in assessment.all for sign in finding.signs]
    assert all(told)
