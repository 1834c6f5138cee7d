"""The journal: what it refuses, and what it tells about mornings and sessions."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import AnswerError
from core.journal import (
    ExerciseEntry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SetEntry,
)

MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)
START = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)
SESSION = SessionEntry(id="s", day=MONDAY, started_at=START, finished_at=START + timedelta(minutes=40))


def session_on(day: date, name: str = "") -> SessionEntry:
    moment = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return SessionEntry(id=name or day.isoformat(), day=day, started_at=moment, finished_at=moment)


@pytest.mark.parametrize("pain", [-1, 11, 3.5, "3", True, math.nan])
@pytest.mark.parametrize(
    "record",
    [
        lambda pain: ExerciseEntry("bridge", pain=pain),
        lambda pain: ExerciseEntry("bridge", soreness=pain),
        lambda pain: replace(SESSION, pain_before=pain),
        lambda pain: replace(SESSION, pain_worst=pain),
        lambda pain: replace(SESSION, pain_end=pain),
        lambda pain: replace(SESSION, energy=pain),
        lambda pain: replace(SESSION, sleep_quality=pain),
        lambda pain: replace(SESSION, effort=pain),
        lambda pain: MorningEntry(MONDAY, None, pain),
    ],
)
def test_scores_are_whole_numbers_from_0_to_10(record: Callable[[object], object], pain: object) -> None:
    with pytest.raises(AnswerError, match=r"a whole number from 0 to 10\. Nothing was changed"):
        record(pain)


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("reps", 201, "a whole number from 0 to 200"),
        ("reps", -1, "a whole number from 0 to 200"),
        ("seconds", 7201, "a whole number from 0 to 7200"),
        ("load_kg", 1000.5, "a number from 0 to 1000 kg"),
        ("load_kg", -0.5, "a number from 0 to 1000 kg"),
        ("load_kg", math.nan, "a number from 0 to 1000 kg"),
        ("load_kg", math.inf, "a number from 0 to 1000 kg"),
        ("load_kg", "40", "a number from 0 to 1000 kg"),
        ("rir", 11, "a whole number from 0 to 10"),
        ("number", 0, "a whole number from 1 to 100"),
        ("done_at", datetime(2026, 11, 16), "with its time zone"),
        ("exercise_id", "", "must be named"),
    ],
)
def test_a_set_outside_its_range_is_refused_in_plain_words(field: str, value: object, allowed: str) -> None:
    with pytest.raises(AnswerError, match=allowed) as refused:
        replace(SetEntry("goblet_squat", 1), **{field: value})
    assert str(refused.value).endswith("Nothing was changed.")


@given(
    st.builds(
        SetEntry,
        exercise_id=st.just("goblet_squat"),
        number=st.integers(1, 100),
        reps=st.none() | st.integers(0, 200),
        seconds=st.none() | st.integers(0, 7200),
        load_kg=st.none() | st.floats(0, 1000) | st.integers(0, 1000),
        rir=st.none() | st.integers(0, 10),
        done_at=st.none() | st.just(START),
    )
)
def test_every_set_inside_the_ranges_is_accepted(entry: SetEntry) -> None:
    assert replace(entry) == entry


def test_one_moment_is_one_value_in_every_time_zone() -> None:
    # 02:30 comes twice in Berlin on this day; the second time is 01:30 in UTC.
    repeated = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin"))
    in_utc = SetEntry("bridge", 1, done_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert SetEntry("bridge", 1, done_at=repeated) == in_utc


@pytest.mark.parametrize(
    "record",
    [
        lambda: replace(SESSION, kind="planned"),
        lambda: replace(SESSION, site="back"),
        lambda: replace(SESSION, spread=None),
        lambda: replace(SESSION, day=START),
        lambda: replace(SESSION, day=date(1, 1, 1)),
        lambda: replace(SESSION, started_at=datetime(2026, 11, 16)),
        lambda: replace(SESSION, note="x" * 2001),
        lambda: replace(SESSION, note="a\0b"),
        lambda: replace(SESSION, note="\ud800"),
        lambda: replace(SESSION, minutes=1441),
        lambda: ExerciseEntry("bridge", felt_in="knee"),
        lambda: MiniScreenEntry(START, ("cough", "cough")),
        lambda: OutcomeEntry(MONDAY, "rmdq", math.nan),
        lambda: OutcomeEntry(MONDAY, "", 3),
    ],
)
def test_what_no_question_offers_is_refused(record: Callable[[], object]) -> None:
    with pytest.raises(AnswerError, match="Nothing was changed"):
        record()


def test_a_long_wrong_text_is_not_repeated_whole() -> None:
    with pytest.raises(AnswerError) as refused:
        SetEntry("bridge", 1, reps="9" * 10_000)  # type: ignore[arg-type]
    assert len(str(refused.value)) < 200


def test_a_session_holds_each_set_and_each_exercise_once() -> None:
    with pytest.raises(AnswerError, match="A set stands there twice: bridge, 1"):
        replace(SESSION, sets=(SetEntry("bridge", 1, reps=8), SetEntry("bridge", 1, reps=9)))
    with pytest.raises(AnswerError, match="An exercise stands there twice: bridge"):
        replace(SESSION, exercises=(ExerciseEntry("bridge"), ExerciseEntry("bridge", pain=1)))
    kept = replace(SESSION, sets=(SetEntry("bridge", 1), SetEntry("bridge", 2), SetEntry("squat", 1)))
    assert len(kept.sets) == 3


@given(st.permutations([session_on(MONDAY + n * DAY) for n in range(6)]))
def test_sessions_stand_in_order_of_day_however_they_came(sessions: list[SessionEntry]) -> None:
    journal = Journal(sessions=tuple(sessions))
    assert [one.day for one in journal.sessions] == [MONDAY + n * DAY for n in range(6)]
    between = journal.sessions_between(MONDAY + DAY, MONDAY + 3 * DAY)
    assert [one.day for one in between] == [MONDAY + n * DAY for n in (1, 2, 3)]


def test_two_sessions_of_a_day_stand_in_order_of_start() -> None:
    early, late = replace(SESSION, id="a"), replace(SESSION, id="b", started_at=START + timedelta(hours=1))
    assert Journal(sessions=(late, early)).sessions == (early, late)


def test_the_last_session_is_finished_and_an_open_one_is_found_apart() -> None:
    running = replace(session_on(MONDAY + DAY), finished_at=None)
    journal = Journal(sessions=(running, SESSION))
    assert journal.last_session() == SESSION
    assert journal.open_session() == running
    assert Journal().last_session() is None
    assert Journal().open_session() is None


def test_the_morning_after_is_the_next_days() -> None:
    next_day, later = MorningEntry(MONDAY + DAY, None, 4), MorningEntry(MONDAY + 2 * DAY, "s", 2)
    assert Journal((SESSION,), (later, next_day)).morning_after(SESSION) == next_day
    assert Journal((SESSION,), (later,)).morning_after(SESSION) is None


@pytest.mark.parametrize(("days_later", "due"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_morning_is_due_for_two_days(days_later: int, due: bool) -> None:
    assert (Journal((SESSION,)).morning_due(MONDAY + days_later * DAY) == SESSION) is due


def test_no_morning_is_due_once_recorded_or_while_the_session_runs() -> None:
    recorded = Journal((SESSION,), (MorningEntry(MONDAY + DAY, "s", 2),))
    assert recorded.morning_due(MONDAY + DAY) is None
    assert Journal((replace(SESSION, finished_at=None),)).morning_due(MONDAY + DAY) is None


def test_the_newest_of_two_due_mornings_is_asked_first() -> None:
    tuesday = session_on(MONDAY + DAY)
    journal = Journal((SESSION, tuesday))
    assert journal.morning_due(MONDAY + 2 * DAY) == tuesday
    answered = replace(journal, mornings=(MorningEntry(MONDAY + 2 * DAY, tuesday.id, 1),))
    assert answered.morning_due(MONDAY + 2 * DAY) == SESSION


def test_morning_pain_counts_seven_days_with_today() -> None:
    pains = {0: 10, 1: 1, 2: 2, 7: 6, 8: 10}
    journal = Journal(mornings=tuple(MorningEntry(MONDAY + n * DAY, None, pain) for n, pain in pains.items()))
    today = MONDAY + 7 * DAY
    assert journal.median_morning_pain(today) == 2
    assert journal.median_morning_pain(today, days=2) == 6
    assert journal.median_morning_pain(MONDAY - DAY) is None
