"""Adding a sign never lowers the tier, and no order of the safety screens hides one: thin; the whole is a sweep."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from core.knowledge.questions import Answers
from core.screening import Finding
from core.screening.answers import flagged
from core.words import Tier
from tests.sweep.monotone import (
    STARTERS,
    all_signs,
    lowered_by_rule,
    lowered_by_triage,
    pairs_of,
    rules,
    wrong_in_some_order,
)

SIGNS = all_signs()


@pytest.mark.parametrize("starter", STARTERS)
def test_no_rule_says_less_with_a_sign_more_in_any_three(starter: str) -> None:
    sets, wrong = 0, []
    for rule in rules().values():
        number, lowered = lowered_by_rule(starter, rule, SIGNS, 3)
        sets, wrong = sets + number, wrong + lowered
    assert wrong == []
    print(f"{starter}: {sets:,} sets")
    assert sets > 20_000


@pytest.mark.parametrize("starter", STARTERS)
def test_no_pair_of_signs_lowers_the_tier(starter: str) -> None:
    counts, wrong = lowered_by_triage(starter, SIGNS, 2)
    assert wrong == []
    print(f"{starter}: {sum(counts.values()):,} sets")
    assert sum(counts.values()) > 14_000
    assert all(counts[2, tier] for tier in Tier)


@pytest.mark.parametrize("starter", STARTERS)
def test_no_order_of_the_safety_screens_hides_a_sign(starter: str) -> None:
    pairs = random.Random(f"orders {starter}").sample(pairs_of(SIGNS), 40)
    assert [wrong for given in pairs for wrong in wrong_in_some_order(starter, given)] == []


def test_a_rule_that_says_less_is_seen() -> None:
    def forgets(answers: Answers) -> Iterator[Finding]:
        if flagged(answers, "F5") and not (flagged(answers, "F6") and flagged(answers, "C4")):
            yield Finding("F5.yes", Tier.SAME_DAY, ("F5.yes",))

    _, wrong = lowered_by_rule("30 m", forgets, SIGNS, 3)
    assert "30 m: F5.yes, F6.yes, C4.yes: graver without F6.yes" in wrong


def test_a_rule_that_goes_through_all_answers_is_refused() -> None:
    def reads_all(answers: Answers) -> Iterator[Finding]:
        yield Finding("many", Tier.ADVICE, tuple(answers))

    with pytest.raises(AssertionError, match="may not go through"):
        lowered_by_rule("30 m", reads_all, SIGNS, 1)
