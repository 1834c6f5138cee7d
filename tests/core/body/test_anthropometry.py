"""Bodies add up, and every constant says where it comes from."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from core.body.anthropometry import LITERATURE, SEGMENTS, Body, Constants, HoldPoints
from core.words import Sex


@pytest.mark.parametrize("table", [Constants, HoldPoints])
def test_every_constant_has_a_source(table: type) -> None:
    assert all(len(f.metadata["source"]) > 10 for f in fields(table))


@pytest.mark.parametrize("sex", list(Sex))
def test_segment_masses_add_up_to_the_whole_body(sex: Sex) -> None:
    g = SEGMENTS[sex]
    paired = g.upper_arm + g.forearm + g.hand + g.thigh + g.shank + g.foot
    assert g.head + g.trunk + 2 * paired == pytest.approx(1.0, abs=0.002)


def test_lengths_add_up_to_stature() -> None:
    c = LITERATURE
    assert c.ankle_height + c.shank + c.thigh + c.trunk + c.neck + c.head == pytest.approx(1.0, abs=0.001)


def test_half_of_the_body_lies_above_the_cut() -> None:
    body = Body(1.75, 75.0, Sex.MALE)
    g = body.segments
    above = body.upper_trunk_kg + body.mass_kg * (g.head + 2 * (g.upper_arm + g.forearm + g.hand))
    assert above / body.mass_kg == pytest.approx(0.519, abs=0.002)


def test_the_extensor_arm_grows_with_stature() -> None:
    assert Body(1.76).extensor_arm_m == pytest.approx(0.060, abs=0.0005)
    assert Body(1.65).extensor_arm_m == pytest.approx(0.056, abs=0.0005)


def test_constants_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        LITERATURE.extensor_arm = 0.05  # type: ignore[misc]
