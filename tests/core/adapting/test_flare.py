"""Flare-ups, the way back from them, gentle days, fatigue, and pain that rises from week to week."""

from dataclasses import replace

import pytest

from core.adapting import Case, Flags, FlareCause, FlareStage, Readiness, Situation, situation
from core.journal import Journal
from core.words import Light
from tests.core.adapting.journals import journal, on, session, sets
from tests.core.builders import CATALOG, person

ADULT = person()
CALM = dict.fromkeys(range(-14, 0), 1)
PRESS = sets("leg_press", 10, 10, load_kg=40)


def state(told: Journal, day: int, flags: Flags | None = None) -> Situation:
    return situation(told, ADULT, CATALOG, on(day), flags)


def two_reds(second: int = 4) -> Journal:
    return journal(session(0, PRESS, pain_worst=7), session(second, PRESS, pain_worst=7), mornings=CALM)


def test_the_button_starts_a_flare_up_that_rests_two_days_then_returns() -> None:
    flags = Flags(flare_on=on(0))
    stages = [state(journal(mornings=CALM), day, flags).flare for day in range(4)]
    assert [one and one.stage for one in stages] == [FlareStage.REST] * 3 + [FlareStage.RETURN]
    known = journal(mornings=CALM | {2: 2})
    now = state(known, 2, flags).flare
    assert now is not None
    assert (now.stage, now.cause) == (FlareStage.RETURN, FlareCause.BUTTON)


def test_rest_goes_on_while_pain_is_high_and_no_longer_than_two_weeks() -> None:
    flags = Flags(flare_on=on(0))
    sore = journal(mornings=CALM | dict.fromkeys(range(15), 6))
    shown = [state(sore, day, flags).flares[0].stage for day in (3, 13, 14)]
    assert shown == [FlareStage.REST, FlareStage.REST, FlareStage.RETURN]


def test_two_red_sessions_in_seven_days_are_a_flare_up() -> None:
    flare = state(two_reds(), 4).flare
    assert flare is not None
    assert (flare.cause, flare.since, flare.entries) == (FlareCause.REDS, on(4), ("day-0", "day-4"))
    assert state(two_reds(7), 7).flare is None


def test_two_mornings_well_above_the_usual_are_a_flare_up() -> None:
    flare = state(journal(mornings=CALM | {0: 3, 1: 3}), 1).flare
    assert flare is not None
    assert (flare.cause, flare.since) == (FlareCause.PAIN, on(1))
    assert state(journal(mornings=CALM | {0: 3, 1: 2}), 1).flare is None
    assert state(journal(mornings=CALM | {0: 3}), 1).flare is None


def test_a_flare_up_ends_after_four_green_sessions_or_three_weeks() -> None:
    flags = Flags(flare_on=on(0))
    greens = [session(day, PRESS) for day in (4, 7, 10, 13)]
    assert state(journal(*greens[:3], mornings=CALM), 12, flags).flare is not None
    assert state(journal(*greens, mornings=CALM), 14, flags).flare is None
    assert state(journal(mornings=CALM), 21, flags).flare is not None
    assert state(journal(mornings=CALM), 22, flags).flare is None


def test_in_a_flare_up_the_irritable_row_of_the_table_holds() -> None:
    calm, flaring = state(Journal(), 0).profile, state(Journal(), 0, Flags(flare_on=on(0))).profile
    assert all(flaring.sensitivity[axis] >= calm.sensitivity[axis] for axis in calm.sensitivity.values)
    assert sum(flaring.sensitivity.values.values()) > sum(calm.sensitivity.values.values())


@pytest.mark.parametrize(
    ("ready", "holds", "cuts"),
    [
        (Readiness(pain_now=3), [], []),
        (Readiness(pain_now=4), [Case.READY_PAIN], []),
        (Readiness(pain_now=6), [Case.READY_PAIN], [Case.GENTLE]),
        (Readiness(pain_now=8), [Case.READY_PAIN], [Case.NO_LOADING]),
        (Readiness(sleep=4), [Case.READY_LOW], []),
        (Readiness(sleep=3, energy=4), [Case.READY_LOW], [Case.LOW_TODAY]),
        (Readiness(soreness=7), [Case.READY_SORE], []),
        (Readiness(pain_now=0, sleep=10, energy=10, soreness=0), [], []),
    ],
)
def test_readiness_holds_or_cuts(ready: Readiness, holds: list[Case], cuts: list[Case]) -> None:
    now = state(Journal(), 0, Flags(readiness=ready))
    assert [one.case for one in now.holds()] == holds
    assert [one.case for one in now.cuts()] == cuts


def mornings(*weeks: int) -> dict[int, int]:
    return {7 * week + day: pain for week, pain in enumerate(weeks) for day in range(7)}


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [((2, 2, 2), False), ((2, 2, 4), True), ((1, 2, 3), True), ((2, 2, 3), False), ((1, 3, 3), False)],
)
def test_pain_that_rises_from_week_to_week_holds(weeks: tuple[int, ...], expected: bool) -> None:
    now = state(journal(mornings=mornings(*weeks)), 20)
    assert now.pain_rises is expected
    assert (Case.WEEK_RISE in [one.case for one in now.holds()]) is expected


def test_two_of_four_signs_bring_an_easier_week_and_one_does_not() -> None:
    tired = [session(day, PRESS, sleep_quality=3, energy=6) for day in (0, 2, 4, 6)]
    assert state(journal(*tired), 7).deload is None
    ambers = [replace(one, pain_worst=5) for one in tired]
    now = state(journal(*ambers), 7)
    assert now.deload is not None
    assert [one.value for one in now.deload.signs] == ["sleep", "ambers"]
    assert Case.DELOAD in [one.case for one in now.cuts()]
    assert state(journal(*ambers), 7 + 14).deload is None


def test_less_reserve_at_the_same_load_and_more_pain_are_signs_too() -> None:
    drifting = [session(day, sets("leg_press", 10, 10, load_kg=40, rir=rir)) for day, rir in ((8, 4), (12, 2))]
    rising = dict.fromkeys(range(7), 1) | dict.fromkeys(range(7, 14), 2)
    now = state(journal(*drifting, mornings=rising), 13)
    assert now.deload is not None
    assert [one.value for one in now.deload.signs] == ["pain", "reserve"]


def test_the_usual_is_what_the_person_said_until_the_journal_knows_it() -> None:
    assert state(Journal(), 0).usual == ADULT.pain_week
    assert state(journal(mornings=CALM), 0).usual == 1


def test_later_entries_are_not_known_yet() -> None:
    told = two_reds()
    assert state(told, 3).flare is None
    assert set(state(told, 3).lights.values()) == {Light.RED}
    assert all(one.day <= on(3) for one in state(told, 3).journal.sessions)
