"""What goes out of a plan: nothing that today's verdict or the journal leaves out, and all of it where nothing is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from core.adapting import Flags, left_out_for_now
from core.catalog import Catalog
from core.demand import rated
from core.journal import Journal
from core.planning import Edits, Part, Plan, build_plan, muscle_sets, without
from core.profile import Profile
from core.scoring import judge_all
from tests.core.builders import (
    ALL_EQUIPMENT,
    CATALOG,
    HARDER_LIFTS,
    IRRITABLE_DISC,
    MONDAY,
    person,
)
from tests.core.outgoing import exercises_named, going_out, texts_going_out

UNTIL = MONDAY + timedelta(days=28)
FIT: Mapping[str, Any] = {"equipment": ALL_EQUIPMENT, "opted_in": HARDER_LIFTS, "minutes": 90, "days_per_week": 3}
JUMPS = ("box_jump", "forward_lunge", "reverse_lunge")
SOFTER: Mapping[str, Mapping[str, Any]] = {
    "irritable": {**FIT, **IRRITABLE_DISC},
    "brittle bone": {**FIT, "C3": ("osteoporosis",)},
    "at home": {**FIT, "equipment": ("chair",)},
}


def known(**changes: Any) -> tuple[Profile, Catalog]:
    """A person, and the catalogue rated for them."""
    profile = person(**changes)
    return profile, rated(CATALOG, profile)


@pytest.fixture(scope="module")
def springy() -> Plan:
    """The plan of a fit person, with jumps and lunges in every session."""
    profile, catalog = known(**FIT, calm_weeks=8)
    return build_plan(profile, catalog, MONDAY, edits=Edits(locked=JUMPS))


def left_out(profile: Profile, catalog: Catalog) -> set[str]:
    return {name for name, verdict in judge_all(profile, catalog).items() if verdict.left_out}


def test_the_plan_of_the_tests_has_jumps_and_lunges(springy: Plan) -> None:
    assert set(JUMPS[:2]) <= set(springy.exercise_ids(Part.MAIN))


@pytest.mark.parametrize("changes", SOFTER.values(), ids=list(SOFTER))
def test_nothing_goes_out_that_a_new_verdict_leaves_out(springy: Plan, changes: Mapping[str, Any]) -> None:
    profile, catalog = known(**changes)
    forbidden = left_out(profile, catalog)
    assert forbidden & set(springy.exercise_ids())
    texts = texts_going_out(springy, profile, catalog, MONDAY, UNTIL)
    assert set(texts) == {"handout", "calendar", "link", "short"}
    for where, text in texts.items():
        named = exercises_named(text, catalog)
        assert named, where
        assert not named & forbidden, where


def test_what_stays_stays_as_it_was(springy: Plan) -> None:
    profile, catalog = known(**SOFTER["irritable"])
    trimmed = going_out(springy, profile, catalog, MONDAY)
    for session in trimmed:
        planned = next(each for each in springy if each.day == session.day)
        assert set(session.prescriptions) <= set(planned.prescriptions)
        assert set(session.short) <= set(planned.short)
        assert session.minutes < planned.minutes
        assert session.of(Part.MAIN) or session.of(Part.CORE)
    for week in trimmed.weeks:
        assert week.sets_per_muscle == muscle_sets((session.prescriptions for session in week.sessions), catalog)


@pytest.mark.parametrize("changes", [{}, FIT, IRRITABLE_DISC, {"age": 75}], ids=("settled", "fit", "irritable", "old"))
def test_all_of_ones_own_plan_goes_out(changes: Mapping[str, Any]) -> None:
    profile, catalog = known(**changes)
    plan = build_plan(profile, catalog, MONDAY)
    assert going_out(plan, profile, catalog, MONDAY) is plan
    texts = texts_going_out(plan, profile, catalog, MONDAY, UNTIL)
    assert exercises_named(texts["link"], catalog) == set(plan.exercise_ids())
    first = {each.exercise_id for session in plan.weeks[0].sessions for each in session.prescriptions}
    assert exercises_named(texts["handout"], catalog) == first


def test_in_the_first_days_of_a_flare_up_there_is_nothing_to_take_along() -> None:
    profile, catalog = known(**FIT)
    plan = build_plan(profile, catalog, MONDAY)
    resting = Flags(flare_on=MONDAY)
    assert texts_going_out(plan, profile, catalog, MONDAY, UNTIL, flags=resting) == {}
    trimmed = going_out(plan, profile, catalog, MONDAY, flags=resting)
    assert [week.number for week in trimmed.weeks] == [week.number for week in plan.weeks]


def test_a_gentle_day_counts_for_no_other_day() -> None:
    profile, catalog = known(**FIT)
    plan = build_plan(profile, catalog, MONDAY)
    assert not left_out_for_now(plan, (), Journal(), profile, catalog, MONDAY, Flags(gentle=True))


def test_a_session_that_would_only_warm_up_is_left_out() -> None:
    profile, catalog = known()
    plan = build_plan(profile, catalog, MONDAY)
    first = plan.weeks[0].sessions[0]
    work = {each.exercise_id for part in (Part.MAIN, Part.CORE) for each in first.of(part)}
    trimmed = without(plan, work, catalog)
    assert first.number not in [session.number for session in trimmed.weeks[0].sessions]
    assert without(plan, {"nothing"}, catalog) is plan
