"""The traffic light: the worked cases of the rule, what is not known, and weeks without trouble."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.adapting import PainResponse, calm_weeks, light, session_lights
from core.journal import ExerciseEntry, Journal, MorningEntry, SessionEntry
from core.words import Light

MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
SCORES = st.integers(0, 10)
MAYBE = st.none() | SCORES


def session_on(day: date, before: int | None = 1, worst: int | None = 2, finished: bool = True) -> SessionEntry:
    start = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return SessionEntry(
        id=day.isoformat(),
        day=day,
        started_at=start,
        finished_at=start + timedelta(minutes=40) if finished else None,
        pain_before=before,
        pain_worst=worst,
    )


def weeks_of(count: int, before_monday: date = MONDAY) -> Journal:
    """One green session a week, on Wednesdays, in the weeks before a Monday."""
    days = [before_monday - WEEK * back + 2 * DAY for back in range(1, count + 1)]
    return Journal(
        sessions=tuple(session_on(day) for day in days),
        mornings=tuple(MorningEntry(day + DAY, None, 1) for day in days),
    )


def with_session(journal: Journal, session: SessionEntry, morning: int | None) -> Journal:
    entry = () if morning is None else (MorningEntry(session.day + DAY, None, morning),)
    return replace(journal, sessions=(*journal.sessions, session), mornings=(*journal.mornings, *entry))


@pytest.mark.parametrize(
    ("before", "worst", "morning", "expected"),
    [
        (0, 3, 0, Light.GREEN),
        (1, 5, 1, Light.AMBER),
        (0, 6, 0, Light.RED),
        (4, 5, 4, Light.GREEN),
        (5, 6, 5, Light.GREEN),
        (5, 7, 5, Light.RED),
        (3, 4, 6, Light.RED),
        (3, 4, 4, Light.GREEN),
        (7, 8, 7, Light.RED),
        (6, 7, 6, Light.GREEN),
    ],
)
def test_the_worked_cases_of_the_rule(before: int, worst: int, morning: int, expected: Light) -> None:
    assert light(PainResponse(before, worst, morning), ceiling=5) is expected


def test_a_lower_ceiling_turns_the_same_response_red() -> None:
    assert light(PainResponse(1, 5, 1), ceiling=4) is Light.RED


@pytest.mark.parametrize("sign", ["stop_sign", "spread", "sleep_disturbed"])
@pytest.mark.parametrize("morning", [0, None])
def test_a_sign_is_red_whatever_the_scores_say(sign: str, morning: int | None) -> None:
    assert light(replace(PainResponse(0, 0, morning), **{sign: True}), ceiling=5) is Light.RED


def test_the_usual_morning_counts_where_it_is_above_the_pain_before() -> None:
    assert light(PainResponse(1, 2, 4, usual=3), ceiling=5) is Light.GREEN
    assert light(PainResponse(1, 2, 5, usual=3), ceiling=5) is Light.RED


@given(before=MAYBE, worst=MAYBE, morning=MAYBE, ceiling=st.integers(3, 5))
def test_what_is_missing_is_never_green(
    before: int | None, worst: int | None, morning: int | None, ceiling: int
) -> None:
    shown = light(PainResponse(before, worst, morning), ceiling)
    if None in (before, worst, morning):
        assert shown in (Light.UNKNOWN, Light.RED)
    else:
        assert shown is not Light.UNKNOWN


@given(before=SCORES, usual=st.none() | SCORES, ceiling=st.integers(3, 5))
def test_a_wobble_of_one_point_changes_nothing(before: int, usual: int | None, ceiling: int) -> None:
    if before <= 6:
        wobble = PainResponse(before, before + 1, before + 1, usual)
        assert light(wobble, ceiling) is Light.GREEN


@given(before=SCORES, worst=SCORES, morning=SCORES, ceiling=st.integers(3, 5))
def test_more_pain_never_gives_a_better_light(before: int, worst: int, morning: int, ceiling: int) -> None:
    order = [Light.GREEN, Light.AMBER, Light.RED]
    here = order.index(light(PainResponse(before, worst, morning), ceiling))
    for more in (PainResponse(before, min(10, worst + 1), morning), PainResponse(before, worst, min(10, morning + 1))):
        assert order.index(light(more, ceiling)) >= here


def test_lights_come_from_the_journal_with_the_morning_after() -> None:
    first, second = session_on(MONDAY), session_on(MONDAY + 2 * DAY)
    journal = Journal(sessions=(first, second), mornings=(MorningEntry(MONDAY + DAY, None, 1),))
    assert dict(session_lights(journal, 5)) == {first.id: Light.GREEN, second.id: Light.UNKNOWN}


def test_an_exercise_that_hurt_more_than_the_session_says_counts() -> None:
    session = replace(session_on(MONDAY), exercises=(ExerciseEntry("leg_press", pain=7),))
    journal = with_session(Journal(), session, 1)
    assert session_lights(journal, 5)[session.id] is Light.RED


def test_muscle_soreness_never_counts() -> None:
    sore = replace(session_on(MONDAY), exercises=(ExerciseEntry("leg_press", pain=1, soreness=9),))
    journal = with_session(Journal(), sore, 1)
    assert session_lights(journal, 5)[sore.id] is Light.GREEN


def test_the_morning_after_does_not_raise_its_own_measure() -> None:
    journal = with_session(Journal(), session_on(MONDAY, before=0, worst=1), 2)
    assert session_lights(journal, 5)[MONDAY.isoformat()] is Light.RED


def test_an_unfinished_session_shows_a_light_only_once_it_is_red() -> None:
    open_one = session_on(MONDAY, finished=False)
    assert dict(session_lights(Journal(sessions=(open_one,)), 5)) == {}
    stopped = replace(open_one, stop_sign=True)
    assert dict(session_lights(Journal(sessions=(stopped,)), 5)) == {open_one.id: Light.RED}


def test_green_weeks_in_a_row_are_counted_up_to_the_last_full_one() -> None:
    assert calm_weeks(weeks_of(5), 5, MONDAY) == 5
    assert calm_weeks(weeks_of(5), 5, MONDAY + 6 * DAY) == 5
    assert calm_weeks(Journal(), 5, MONDAY) == 0


def test_a_week_without_a_session_ends_the_row() -> None:
    assert calm_weeks(weeks_of(5), 5, MONDAY + WEEK) == 0


@pytest.mark.parametrize("morning", [4, None])
def test_a_red_or_unknown_session_ends_the_row(morning: int | None) -> None:
    disturbed = with_session(weeks_of(5), session_on(MONDAY - 2 * WEEK), morning)
    assert calm_weeks(disturbed, 5, MONDAY) == 1


def test_trouble_in_the_current_week_ends_the_row_and_a_coming_morning_does_not() -> None:
    calm = weeks_of(3)
    assert calm_weeks(with_session(calm, session_on(MONDAY, worst=6), 1), 5, MONDAY + DAY) == 0
    assert calm_weeks(with_session(calm, session_on(MONDAY, before=1, worst=5), 1), 5, MONDAY + 2 * DAY) == 0
    assert calm_weeks(with_session(calm, session_on(MONDAY), None), 5, MONDAY + DAY) == 3
    assert calm_weeks(with_session(calm, session_on(MONDAY), None), 5, MONDAY + 2 * DAY) == 0
