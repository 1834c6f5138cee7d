"""The model against published loads: as good as it claims, and no better."""

from __future__ import annotations

import pytest

from core.body.validation import (
    Verdict,
    agreement,
    arm_sensitivity,
    checked_contrasts,
    checked_loads,
    spearman,
)

IN_DOMAIN = [row for row in checked_loads() if row.counted]


def test_twenty_seven_published_loads_lie_in_the_domain() -> None:
    assert len(IN_DOMAIN) == 27


def test_rank_correlation_is_093_to_two_digits() -> None:
    assert round(agreement(IN_DOMAIN).spearman, 2) >= 0.93


def test_median_error_is_22_per_cent() -> None:
    assert round(agreement(IN_DOMAIN).median_error, 2) <= 0.22


def test_half_of_all_published_loads_lie_within_a_quarter() -> None:
    assert agreement(IN_DOMAIN).within_25 >= 0.5


@pytest.mark.parametrize(("group", "count", "median"), [("A", 9, 0.24), ("B", 10, 0.18), ("C", 8, 0.22)])
def test_each_set_agrees_as_the_evidence_says(group: str, count: int, median: float) -> None:
    found = agreement(row for row in IN_DOMAIN if row.set == group)
    assert found.count == count
    assert found.median_error == pytest.approx(median, abs=0.006)


def test_out_of_domain_exercises_are_more_than_half_too_low() -> None:
    outside = [row for row in checked_loads() if row.set == "X"]
    assert {row.id for row in outside} == {"bird_dog", "sit_up", "double_leg_raise"}
    assert all(row.error < -0.5 for row in outside)
    assert not any(row.counted for row in outside)


def test_moment_and_force_agree_with_the_source_of_the_constants() -> None:
    (check,) = [row for row in checked_loads() if row.set == "E"]
    assert abs(check.error) < 0.01


def test_at_least_eleven_of_sixteen_contrasts_come_out_right() -> None:
    verdicts = [contrast.verdict for contrast in checked_contrasts()]
    assert len(verdicts) == 16
    assert verdicts.count(Verdict.RIGHT) >= 11


def test_the_two_known_misses_are_shown_as_misses() -> None:
    wrong = {c.id: c.model for c in checked_contrasts() if c.verdict is Verdict.WRONG}
    assert set(wrong) == {"good_morning", "hip_thrust"}
    assert wrong["good_morning"] > 1.25
    assert wrong["hip_thrust"] < 0.99


def test_other_arm_lengths_would_not_rank_better() -> None:
    found = dict(arm_sensitivity((5.0, 6.0, 7.5)))
    assert max(a.spearman for a in found.values()) - min(a.spearman for a in found.values()) < 0.01
    assert found[5.0].median_bias > found[6.0].median_bias > found[7.5].median_bias


def test_agreement_needs_three_loads() -> None:
    with pytest.raises(ValueError, match="three"):
        agreement(IN_DOMAIN[:2])


def test_rank_correlation_shares_ranks_of_ties() -> None:
    assert spearman([1, 2, 2, 3], [1, 2, 2, 3]) == pytest.approx(1.0)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1.0)
