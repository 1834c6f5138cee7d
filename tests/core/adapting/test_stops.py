"""Stop rules fire on the day they should, and a screening answers them."""

from datetime import UTC, datetime, timedelta

import pytest

from core.adapting import Flags, Stop, StopKind, stop_rules
from core.journal import Journal
from core.knowledge.rules import load_rules
from core.words import Site
from tests.core.adapting.journals import journal, on, screened, session, sets
from tests.core.builders import person

ADULT = person()
PRESS = sets("leg_press", 10, 10, load_kg=40)


def kinds(told: Journal, day: int, flags: Flags | None = None) -> list[StopKind]:
    return [one.kind for one in stop_rules(told, ADULT, on(day), flags)]


def first_day(told: Journal, kind: StopKind, until: int = 70) -> int | None:
    return next((day for day in range(until) if kind in kinds(told, day)), None)


def test_calm_training_stops_for_nothing() -> None:
    assert kinds(journal(*[session(day, PRESS, site=Site.BACK) for day in range(0, 30, 3)]), 30) == []


@pytest.mark.parametrize(("sign", "kind"), [("stop_sign", StopKind.STOP_SIGN), ("spread", StopKind.SPREAD)])
def test_a_sign_in_a_session_stops_on_its_day_until_a_screening(sign: str, kind: StopKind) -> None:
    told = journal(session(0, PRESS), session(3, PRESS, **{sign: True}))
    assert first_day(told, kind) == 3
    assert kind in kinds(told, 60)
    assert kinds(told, 5, screened(4)) == []


def test_a_new_place_further_down_the_leg_stops() -> None:
    told = journal(session(0, PRESS, site=Site.BACK), session(3, PRESS, site=Site.CALF))
    assert first_day(told, StopKind.FURTHER_DOWN) == 3
    usual = journal(session(0, PRESS, site=Site.CALF), session(3, PRESS, site=Site.CALF))
    assert first_day(usual, StopKind.FURTHER_DOWN) == 0
    assert kinds(usual, 10, screened(0)) == []


def test_leg_symptoms_known_from_the_screening_are_not_new() -> None:
    sciatica = person(site="calf", B3="old_assessed")
    told = journal(session(0, PRESS, site=Site.CALF))
    assert sciatica.leg_symptoms
    assert stop_rules(told, sciatica, on(1)) == ()


def test_three_reds_in_fourteen_days_ask_again() -> None:
    told = journal(*[session(day, PRESS, pain_worst=7) for day in (0, 6, 13)])
    assert first_day(told, StopKind.THREE_REDS) == 13
    assert first_day(journal(*[session(day, PRESS, pain_worst=7) for day in (0, 6, 14)]), StopKind.THREE_REDS) is None


def test_a_screening_answers_what_came_before_it_and_not_what_comes_after_it_on_the_same_day() -> None:
    sign = session(3, PRESS, stop_sign=True)
    early, late = (Flags(screened_at=sign.started_at + timedelta(hours=hours)) for hours in (-2, 2))
    assert kinds(journal(sign), 3, early) == [StopKind.STOP_SIGN]
    assert kinds(journal(sign), 3, late) == []


def test_a_red_that_only_its_morning_shows_counts_from_that_morning() -> None:
    reds = [session(day, PRESS, pain_worst=7) for day in (0, 6)]
    told = journal(*reds, session(9, PRESS), mornings={10: 9})
    assert first_day(told, StopKind.THREE_REDS) == 10
    assert stop_rules(told, ADULT, on(10))[-1].day == on(10)
    assert StopKind.THREE_REDS in kinds(told, 10, screened(9))
    assert kinds(told, 11, screened(10)) == []


def test_what_lasts_is_told_again_two_weeks_after_a_screening() -> None:
    rising = dict.fromkeys(range(7), 1) | dict.fromkeys(range(7, 60), 4)
    told = journal(mornings=rising)
    assert StopKind.PAIN_UP not in kinds(told, 38, screened(25))
    assert StopKind.PAIN_UP in kinds(told, 39, screened(25))


def test_pain_up_by_two_for_two_weeks_asks_again() -> None:
    rising = dict.fromkeys(range(7), 1) | dict.fromkeys(range(7, 40), 4)
    assert first_day(journal(mornings=rising), StopKind.PAIN_UP) == 24
    brief = dict.fromkeys(range(7), 1) | dict.fromkeys(range(7, 17), 4) | dict.fromkeys(range(17, 40), 1)
    assert first_day(journal(mornings=brief), StopKind.PAIN_UP) is None


def test_a_flare_up_no_better_after_two_weeks_asks_for_a_review() -> None:
    calm = dict.fromkeys(range(-14, 0), 1)
    lasting = journal(mornings=calm | dict.fromkeys(range(20), 6))
    flags = Flags(flare_on=on(0))
    assert StopKind.FLARE_LASTS not in kinds(lasting, 13, flags)
    assert StopKind.FLARE_LASTS in kinds(lasting, 14, flags)
    easing = journal(mornings=calm | dict.fromkeys(range(7), 6) | dict.fromkeys(range(7, 20), 1))
    assert StopKind.FLARE_LASTS not in kinds(easing, 14, flags)


def test_six_weeks_without_any_change_suggest_a_review_and_withhold_nothing() -> None:
    steady = journal(*[session(day, PRESS) for day in range(0, 60, 3)], mornings=dict.fromkeys(range(60), 4))
    assert first_day(steady, StopKind.NO_CHANGE) == 42
    better = journal(
        *[session(day, PRESS) for day in range(0, 60, 3)],
        mornings=dict.fromkeys(range(30), 4) | dict.fromkeys(range(30, 60), 3),
    )
    assert first_day(better, StopKind.NO_CHANGE) is None
    low = journal(*[session(day, PRESS) for day in range(0, 60, 3)], mornings=dict.fromkeys(range(60), 2))
    assert first_day(low, StopKind.NO_CHANGE) is None
    assert not stop_rules(steady, ADULT, on(42))[0].withholds


def test_every_stop_has_its_rule_and_its_sentence() -> None:
    for kind in StopKind:
        stop = Stop(kind, on(0), datetime(2026, 9, 1, tzinfo=UTC), ())
        assert stop.rule in load_rules()
        assert stop.sentence
