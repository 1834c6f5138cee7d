"""Lights of single exercises, and what an exposure is."""

from collections.abc import Mapping
from dataclasses import replace

from core.adapting import exercise_lights, session_lights
from core.adapting.exposures import Exposure
from core.adapting.exposures import exposures_of as exposures_from
from core.journal import ExerciseEntry, Journal, SessionKind
from core.words import Site
from tests.core.adapting.journals import A, G, R, U, journal, session, sets

PRESS, BRIDGE = sets("leg_press", 10, 10, load_kg=40), sets("glute_bridge", 10, 10)


def exposures_of(told: Journal) -> Mapping[str, tuple[Exposure, ...]]:
    return exposures_from(told, exercise_lights(told, 5))


def test_an_exercise_is_judged_by_its_own_pain_where_it_was_logged() -> None:
    hurt = session(0, (*PRESS, *BRIDGE), ExerciseEntry("leg_press", pain=6), ExerciseEntry("glute_bridge", pain=1))
    told = journal(hurt)
    assert dict(exercise_lights(told, 5)) == {("day-0", "glute_bridge"): G, ("day-0", "leg_press"): R}
    assert session_lights(told, 5)["day-0"] is R


def test_without_its_own_pain_the_session_counts() -> None:
    assert exercise_lights(journal(session(0, PRESS, pain_worst=5)), 5)["day-0", "leg_press"] is A
    assert exercise_lights(journal(session(0, PRESS), missing=[1]), 5)["day-0", "leg_press"] is U
    worse_morning = journal(session(0, PRESS, ExerciseEntry("leg_press", pain=1)), mornings={1: 3})
    assert exercise_lights(worse_morning, 5)["day-0", "leg_press"] is R


def test_sharp_pain_is_red_and_a_stop_or_the_leg_is_amber_at_least() -> None:
    def shown(entry: ExerciseEntry) -> object:
        return exercise_lights(journal(session(0, PRESS, entry, site_before=Site.BACK)), 5)["day-0", "leg_press"]

    assert shown(ExerciseEntry("leg_press", pain=1, sharp=True)) is R
    assert shown(ExerciseEntry("leg_press", pain=1, stopped=True)) is A
    assert shown(ExerciseEntry("leg_press", pain=1, site=Site.CALF)) is A
    assert shown(ExerciseEntry("leg_press", pain=1, site=Site.BUTTOCK)) is G
    assert shown(ExerciseEntry("leg_press", pain=1, soreness=9)) is G


def test_an_unfinished_session_counts_only_what_is_red_already() -> None:
    open_one = session(0, PRESS, finished_at=None)
    assert dict(exercise_lights(journal(open_one), 5)) == {}
    red = replace(open_one, exercises=(ExerciseEntry("leg_press", sharp=True),))
    assert dict(exercise_lights(journal(red), 5)) == {("day-0", "leg_press"): R}


def test_an_exposure_tells_the_working_sets() -> None:
    ramped = (*sets("leg_press", 12, load_kg=20), *sets("leg_press", 10, 9, load_kg=40, rir=2))
    ramped = tuple(replace(one, number=number) for number, one in enumerate(ramped, 1))
    exposure = exposures_of(journal(session(0, ramped)))["leg_press"][0]
    assert (exposure.load_kg, exposure.amounts, exposure.rir, exposure.least) == (40, (10, 9), 2, 9)


def test_short_and_gentle_sessions_do_not_count_and_nothing_done_is_no_exposure() -> None:
    for kind in (SessionKind.SHORT, SessionKind.GENTLE, SessionKind.WALK):
        assert not exposures_of(journal(session(0, PRESS, kind=kind)))["leg_press"][0].counts
    assert dict(exposures_of(journal(session(0, sets("leg_press", 0))))) == {}
