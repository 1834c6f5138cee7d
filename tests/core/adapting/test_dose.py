"""The next dose: worked cases of double progression, holds, steps back and the way up again."""

from dataclasses import replace

import pytest

from core.adapting import Case, Cut, Exposure, Hold, Move, Target, next_dose
from core.knowledge.rules import load_rules
from core.knowledge.texts import load_texts
from core.planning import Prescription
from core.words import Light, Measure
from tests.core.adapting.journals import A, G, R, U, after, lifted, on, prescribed
from tests.core.builders import CATALOG

LEG_PRESS = CATALOG["leg_press"]
HEAVY_ON_THE_SPINE = next(one for one in CATALOG if one.spine_points_per_set >= 5)


def dose(
    exposures: list[Exposure], prescription: Prescription | None = None, days: int = 3, step_kg: float = 2.5
) -> Target:
    return next_dose(LEG_PRESS, prescription or prescribed(), exposures, after(exposures, days, step_kg))


def test_the_first_time_is_the_plan_as_it_stands() -> None:
    target = dose([])
    assert (target.move, target.case, target.load_kg, target.low, target.high) == (Move.START, Case.START, 40, 8, 12)
    assert (target.sets, target.rir, target.tempo) == (2, (2, 3), "2-0-1")


def test_two_green_sessions_at_the_top_raise_the_load_and_start_the_range_again() -> None:
    target = dose(lifted(G, G))
    assert (target.case, target.load_kg, target.low, target.high) == (Case.LOAD_UP, 42.5, 8, 12)
    assert target.entries == ("s0", "s1")
    assert target.rule == "adapt.rise"


@pytest.mark.parametrize(
    ("load_kg", "step_kg", "one_sided", "expected"),
    [
        (100, 2.5, False, 105),
        (100, 5, False, 105),
        (60, 5, False, 65),
        (52, 5, False, 55),
        (120, 2.5, True, 122.5),
        (200, 5, False, 210),
    ],
)
def test_the_rise_is_two_to_ten_percent_of_what_can_be_loaded(
    load_kg: float, step_kg: float, one_sided: bool, expected: float
) -> None:
    exercise = next(one for one in CATALOG if one.one_sided is one_sided and one.spine_points_per_set == 0)
    exposures = lifted(G, G, load_kg=load_kg)
    target = next_dose(exercise, prescribed(one_sided=one_sided), exposures, after(exposures, step_kg=step_kg))
    assert target.load_kg == expected
    assert 1.02 <= expected / load_kg <= 1.1


def test_inside_the_range_repetitions_grow_at_the_same_load() -> None:
    target = dose(lifted(G, G, reps=(10, 9)))
    assert (target.case, target.load_kg, target.low) == (Case.MORE, 40, 10)


def test_two_more_in_the_last_set_twice_running_raise_the_load_too() -> None:
    assert dose(lifted(G, G, reps=(11, 14))).case is Case.LOAD_UP
    assert dose(lifted(G, G, reps=(11, 13))).case is Case.MORE


def test_where_the_next_weight_is_too_big_a_step_repetitions_then_tempo_grow() -> None:
    light = prescribed(load_kg=10)
    first = dose(lifted(G, G, load_kg=10), light, step_kg=5)
    assert (first.case, first.load_kg, first.low, first.high) == (Case.BEYOND, 10, 13, 13)
    last = dose(lifted(G, G, load_kg=10, reps=(16, 16)), light, step_kg=5)
    assert (last.case, last.load_kg, last.low, last.tempo) == (Case.SLOWER, 10, 16, "4-0-1")


def test_a_weight_taken_by_choice_is_followed_a_tenth_at_a_time() -> None:
    exposures = [*lifted(G, G, load_kg=10), *lifted(G, G, G, G, G, load_kg=15, reps=(8, 8))]
    exposures = [replace(one, day=on(3 * at)) for at, one in enumerate(exposures)]
    loads = [dose(exposures[:count], prescribed(load_kg=10), step_kg=5).load_kg for count in range(2, 8)]
    assert loads == [10, 10, 10, 10, 10, 15]


@pytest.mark.parametrize(
    ("lights", "case"),
    [((G,), Case.FEW), ((G, U), Case.UNKNOWN), ((G, A), Case.AMBER), ((A, G), Case.FEW), ((U, G), Case.FEW)],
)
def test_without_two_green_answers_it_holds(lights: tuple[Light, ...], case: Case) -> None:
    target = dose(lifted(*lights))
    assert (target.move, target.case, target.load_kg, target.low) == (Move.HOLD, case, 40, 12)


@pytest.mark.parametrize(
    ("reps", "rir", "case"),
    [
        ((12,), 3, Case.SETS_FIRST),
        ((12, 12), 1, Case.NOT_MET),
        ((12, 7), 3, Case.NOT_MET),
        ((12, 12), None, Case.LEFT_OPEN),
    ],
)
def test_what_was_missed_or_left_open_holds(reps: tuple[int, ...], rir: int | None, case: Case) -> None:
    target = dose(lifted(G, G, reps=reps, rir=rir))
    assert (target.move, target.case, target.load_kg) == (Move.HOLD, case, 40)


def test_a_smaller_session_holds_once_and_spoils_nothing() -> None:
    first, smaller, third = lifted(G, G, G)
    smaller = replace(smaller, amounts=(12,))
    assert dose([first, smaller]).case is Case.SETS_FIRST
    grown = dose([first, smaller, third])
    assert (grown.case, grown.entries) == (Case.LOAD_UP, ("s0", "s2"))
    assert dose([first, replace(smaller, light=A), third]).case is Case.FEW


def test_work_heavy_on_the_spine_grows_once_in_seven_days() -> None:
    exposures = [*lifted(G, G, load_kg=40), *[replace(one, day=on(6)) for one in lifted(G, load_kg=42.5)]]
    exposures.append(replace(exposures[-1], day=on(9), session_id="s3"))
    plan = prescribed(HEAVY_ON_THE_SPINE.id)
    early = next_dose(HEAVY_ON_THE_SPINE, plan, exposures, after(exposures, 3))
    late = next_dose(HEAVY_ON_THE_SPINE, plan, exposures, after(exposures, 5))
    assert (early.case, early.load_kg) == (Case.SPINE_HEAVY, 42.5)
    assert late.case is Case.LOAD_UP
    assert next_dose(LEG_PRESS, prescribed(), exposures, after(exposures, 3)).case is Case.LOAD_UP


def test_two_ambers_shorten_the_range_four_take_load_six_a_set() -> None:
    two, four, six = (dose(lifted(G, *[A] * count)) for count in (2, 4, 6))
    assert (two.case, two.shorter_range, two.load_kg, two.sets) == (Case.AMBERS_RANGE, True, 40, 2)
    assert (four.shorter_range, four.load_kg, four.sets) == (True, 35, 2)
    assert (six.shorter_range, six.load_kg, six.sets) == (True, 35, 1)
    assert dose(lifted(G, A, A, G)).shorter_range is False


def test_holds_have_no_range_to_shorten() -> None:
    hold = prescribed("plank_front", None, measure=Measure.SECONDS, low=30, high=45, rir=None)
    target = dose(lifted(G, A, A, load_kg=None, reps=(40, 40), rir=None), hold)
    assert (target.case, target.shorter_range, target.low) == (Case.AMBERS_LOAD, False, 36)


def test_a_red_light_takes_a_quarter_off_and_greens_bring_it_back() -> None:
    assert (dose(lifted(G, R)).load_kg, dose(lifted(G, R)).case) == (30, Case.RED)
    exposures = lifted(G, R)
    loads = []
    for at in range(2, 5):
        target = dose(exposures)
        loads.append(target.load_kg)
        exposures.append(replace(lifted(G, load_kg=target.load_kg)[0], day=on(3 * at), session_id=f"s{at}"))
    assert loads == [30, 35, 40]
    assert dose(exposures).move is Move.HOLD


def test_what_was_too_much_is_no_level_to_count_from() -> None:
    exposures = [*lifted(G, G), replace(lifted(R, load_kg=60)[0], day=on(6), session_id="s2")]
    assert dose(exposures).load_kg == 30


def test_a_red_light_without_a_weight_takes_repetitions() -> None:
    free = prescribed("glute_bridge", None)
    target = dose(lifted(G, R, load_kg=None), free)
    assert (target.load_kg, target.low, target.high, target.shorter_range) == (None, 9, 9, True)


def test_where_the_lightest_is_in_hand_a_red_light_takes_repetitions() -> None:
    target = dose(lifted(G, R, load_kg=5), prescribed(load_kg=5), step_kg=5)
    assert (target.load_kg, target.low, target.high) == (5, 6, 6)


@pytest.mark.parametrize(
    ("days", "case", "load_kg", "sets"),
    [
        (7, Case.LOAD_UP, 42.5, 2),
        (8, Case.GAP_SHORT, 35, 2),
        (14, Case.GAP_SHORT, 35, 2),
        (15, Case.GAP_LONG, 30, 1),
        (28, Case.GAP_LONG, 30, 1),
        (29, Case.RESTART, 20, 1),
    ],
)
def test_after_a_gap_it_goes_on_lighter(days: int, case: Case, load_kg: float, sets: int) -> None:
    target = dose(lifted(G, G), prescribed(load_kg=20), days)
    assert (target.case, target.load_kg, target.sets) == (case, load_kg, sets)


def test_after_a_short_gap_one_session_brings_all_back_even_with_its_morning_missing() -> None:
    back = replace(lifted(U, load_kg=35)[0], day=on(14), session_id="s2")
    target = dose([*lifted(G, G), back])
    assert (target.case, target.load_kg) == (Case.UNKNOWN, 40)


def test_after_a_restart_old_loads_are_forgotten() -> None:
    back = replace(lifted(G, load_kg=20)[0], day=on(40), session_id="s2")
    assert dose([*lifted(G, G), back]).load_kg == 20


def test_short_and_gentle_sessions_spoil_nothing_unless_they_are_red() -> None:
    first, second, gentle = lifted(G, G, A)
    gentle = replace(gentle, counts=False, load_kg=20, amounts=(8,))
    assert dose([first, second, gentle]) == replace(dose([first, second]), entries=("s0", "s1"))
    assert dose([first, second, replace(gentle, light=R)]).case is Case.RED


def test_holds_and_cuts_of_the_day_come_on_top() -> None:
    exposures = lifted(G, G)
    held = next_dose(LEG_PRESS, prescribed(), exposures, after(exposures, holds=(Hold(Case.READY_LOW),)))
    assert (held.move, held.case, held.load_kg) == (Move.HOLD, Case.READY_LOW, 40)
    rest = next_dose(LEG_PRESS, prescribed(), exposures, after(exposures, cuts=(Cut(Case.NO_LOADING, rest=True),)))
    assert (rest.move, rest.sets) == (Move.REST, 0)


def test_several_steps_back_do_not_add_up() -> None:
    exposures = lifted(G, A, R)
    easier = Cut(Case.DELOAD, load=0.9, sets=0.55, rir=4)
    target = next_dose(LEG_PRESS, prescribed(), exposures, after(exposures, days=10, cuts=(easier,)))
    assert (target.load_kg, target.sets, target.rir) == (30, 1, (4, 4))
    assert {target.case, *target.also} == {Case.RED, Case.DELOAD, Case.GAP_SHORT, Case.AMBERS_RANGE}


def test_the_load_ends_where_the_back_does_not_tolerate_more() -> None:
    exposures = lifted(G, G)
    ends = next_dose(LEG_PRESS, prescribed(), exposures, after(exposures, highest_kg=40.0))
    assert (ends.case, ends.load_kg, ends.low) == (Case.DEMAND, 40, 13)
    below = next_dose(LEG_PRESS, prescribed(load_kg=30), exposures, after(exposures, highest_kg=35.0))
    assert (below.case, below.load_kg, below.move) == (Case.DEMAND, 35, Move.DOWN)


def test_without_a_weight_repetitions_go_past_the_range_then_slow_down_then_stay() -> None:
    free = prescribed("glute_bridge", None)
    assert dose(lifted(G, G, load_kg=None, reps=(9, 9)), free).low == 10
    past = dose(lifted(G, G, load_kg=None), free)
    assert (past.case, past.low) == (Case.PAST, 13)
    top = dose(lifted(G, G, load_kg=None, reps=(20, 20)), free)
    assert (top.case, top.low, top.tempo) == (Case.SLOWER, 16, "4-0-1")
    assert dose(lifted(G, G, load_kg=None, reps=(20, 20)), replace(free, tempo="")).case is Case.TOP


def test_what_lies_after_today_is_not_looked_at() -> None:
    exposures = lifted(G, G, R)
    target = next_dose(LEG_PRESS, prescribed(), exposures, after(exposures[:2], days=1))
    assert target == next_dose(LEG_PRESS, prescribed(), exposures[:2], after(exposures[:2], days=1))


def test_every_case_has_its_rule_and_its_sentences() -> None:
    rules, texts = load_rules(), load_texts()
    plain = dose([])
    for case in Case:
        target = replace(plain, case=case)
        assert target.rule in rules
        assert f"adapt.why.{case.value}" in texts
        assert "{" not in target.sentence + target.back
        assert target.sentence[0].isupper() or target.sentence[0].isdigit()
