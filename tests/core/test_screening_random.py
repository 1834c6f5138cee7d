"""Random answers up to what goes out, thin: two thousand sets. The sweep draws ten times as many."""

from __future__ import annotations

import pytest

from core.words import Tier
from tests.sweep.answers import Outcome, looked_at

PARTS, SETS = 4, 500
PLANS = 0.6
"""The least share of the sets without red flags that get a plan."""


@pytest.mark.parametrize("seed", range(PARTS))
def test_no_plan_that_the_answers_forbid_and_nothing_in_it_that_they_leave_out(seed: int) -> None:
    outcome: Outcome = looked_at(seed, sets=SETS, paper_every=120, going_every=12)
    assert outcome.wrong == []
    assert outcome.counts["plans"] >= PLANS * outcome.counts["without red flags"]
    assert outcome.counts["contradictions"] > 50
    assert outcome.counts["texts read: handout"] >= 2
    assert {tier for _, tier in outcome.tiers} == set(Tier)
