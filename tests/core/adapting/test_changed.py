"""What changed and why: targets grouped by their reason, each against the last time, and the entries behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.adapting import (
    Flags,
    Move,
    adapted_session,
    changes,
    days_of,
    deload_spans,
    entries_behind,
    flare_spans,
    since_last,
    situation,
)
from core.journal import MorningEntry
from core.words import Light
from tests.core.adapting.journals import START, journal, on, session, sets
from tests.core.adapting.test_session import LIFTER, as_planned, due_on, planned, two_weeks
from tests.core.builders import CATALOG

PRESS = "leg_press"


def test_every_target_stands_in_one_change_and_what_is_eased_comes_first() -> None:
    plan, catalog = planned()
    hurt = replace(two_weeks(), sessions=(*two_weeks().sessions, as_planned(due_on(14), 14, pain_worst=8)))
    adapted = adapted_session(plan, due_on(16, 5), hurt, LIFTER, catalog, on(16))
    found = changes(adapted)
    told = [one.exercise_id for change in found for one in change.targets]
    assert sorted(told) == sorted(one.exercise_id for one in adapted.targets)
    order = [Move.REST, Move.DOWN, Move.UP, Move.START, Move.HOLD]
    moves = [order.index(change.move) for change in found]
    assert moves == sorted(moves)
    assert found[0].move in (Move.REST, Move.DOWN)
    for change in found:
        assert {one.sentence for one in change.targets} <= {change.sentence}
        assert {one.rule for one in change.targets} <= {change.rule}


def test_what_makes_way_is_among_the_changes() -> None:
    plan, catalog = planned()
    flaring = Flags(flare_on=on(10))
    adapted = adapted_session(plan, due_on(13, 4), two_weeks(), LIFTER, catalog, on(13), flaring)
    names = {one.exercise_id for one in adapted.targets}
    gone = [one.exercise_id for one in adapted.adjustments if one.exercise_id not in names]
    assert [one.exercise_id for change in changes(adapted) for one in change.gone] == gone


def test_a_target_is_told_against_the_last_ordinary_session() -> None:
    plan, catalog = planned()
    adapted = adapted_session(plan, due_on(13, 4), two_weeks(), LIFTER, catalog, on(13))
    risen = next(one for one in adapted.targets if one.move is Move.UP)
    exposures = adapted.state.exposures[risen.exercise_id]
    since = since_last(risen, exposures)
    assert since is not None
    assert (since.day, since.last_amounts) == (exposures[-1].day, exposures[-1].amounts)
    assert since.direction is Move.UP
    assert since.moved
    assert since_last(risen, ()) is None
    gentle = replace(exposures[-1], counts=False, day=on(12))
    assert since_last(risen, (*exposures, gentle)) == since


def test_load_decides_the_direction_before_the_amount() -> None:
    plan, catalog = planned()
    adapted = adapted_session(plan, due_on(13, 4), two_weeks(), LIFTER, catalog, on(13))
    loaded = next(one for one in adapted.targets if one.load_kg)
    last = adapted.state.exposures[loaded.exercise_id]
    heavier = replace(loaded, load_kg=(last[-1].load_kg or 0) + 2.5, low=last[-1].least - 4)
    since = since_last(heavier, last)
    assert since is not None
    assert (since.load_kg, since.amount, since.direction) == (2.5, -4, Move.UP)


def test_entries_are_told_in_numbers() -> None:
    told = journal(session(0, sets(PRESS, 10, 9, load_kg=40), pain_worst=4), mornings={1: 2})
    state = situation(told, LIFTER, CATALOG, on(3))
    (one,) = entries_behind(("day-0", "gone"), state, PRESS)
    assert (one.day, one.load_kg, one.amounts, one.worst, one.morning) == (on(0), 40, (10, 9), 4, 2)
    assert one.light is Light.AMBER
    (whole,) = entries_behind(("day-0",), state)
    assert (whole.amounts, whole.load_kg, whole.light) == ((), None, Light.AMBER)
    (morning,) = entries_behind((on(1).isoformat(),), state)
    assert (morning.light, morning.morning) == (None, 2)


def test_days_show_the_light_that_holds_back_most() -> None:
    calm, sore = session(3, sets(PRESS, 8)), session(3, sets(PRESS, 8), pain_worst=8, id="second")
    state = situation(journal(calm, sore), LIFTER, CATALOG, on(5))
    shown = days_of(state, 7)
    assert [one.day for one in shown] == [on(day) for day in range(-1, 6)]
    assert [one.light for one in shown if one.light] == [Light.RED]
    assert [one.pain for one in shown if one.pain is not None] == [1]


def test_looked_back_on_a_flare_up_lasts_as_long_as_it_was_on() -> None:
    hurt = [session(day, sets(PRESS, 8), pain_worst=8) for day in (20, 22)]
    calm = [session(day, sets(PRESS, 8)) for day in range(26, 60, 2)]
    told = journal(*hurt, *calm)
    lights = situation(told, LIFTER, CATALOG, on(60)).lights
    ((first, last),) = flare_spans(told, lights, Flags(), on(60))
    assert first == on(22)
    days = [on(day) for day in range(61) if situation(told, LIFTER, CATALOG, on(day)).flares]
    assert days[0] == first
    # The green light of the last day is known on the next morning only.
    assert timedelta(0) <= days[-1] - last <= timedelta(days=1)
    assert flare_spans(told, lights, Flags(flare_on=on(58)), on(60)) == ((first, last), (on(58), on(60)))


def test_looked_back_on_easier_weeks_are_those_that_were_on() -> None:
    tired = [session(day, sets(PRESS, 8), sleep_quality=2, pain_worst=5) for day in (0, 2, 4, 6)]
    calm = [session(day, sets(PRESS, 8)) for day in range(8, 30, 2)]
    told = journal(*tired, *calm)
    state = situation(told, LIFTER, CATALOG, on(30))
    spans = deload_spans(state.journal, state.lights, state.exposures, START, on(30))
    days = [on(day) for day in range(31) if situation(told, LIFTER, CATALOG, on(day)).deload]
    assert days
    assert [first <= day <= last for day in days for first, last in spans].count(True) == len(days)
    assert sum((last - first).days + 1 for first, last in spans) - len(days) <= 1
    assert deload_spans(state.journal, state.lights, state.exposures, on(20), on(30)) == ()
    assert deload_spans(replace(told, sessions=()), {}, {}, START, on(30)) == ()


def test_a_morning_without_a_session_is_shown_too() -> None:
    told = replace(journal(), mornings=(MorningEntry(on(2), None, 0),))
    assert [one.pain for one in days_of(situation(told, LIFTER, CATALOG, on(3)), 3)] == [None, 0, None]
