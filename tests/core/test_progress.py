"""Progress: pain day by day, verdicts on change, work by week, sessions done of planned."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import fmean

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalog import load_catalog
from core.journal import Journal, MorningEntry, SessionEntry, SetEntry, work_by_day
from core.knowledge.doses import load_doses
from core.planning import Plan, Session, Week, WeekKind
from core.progress import (
    Change,
    adherence,
    against_band,
    by_exercise,
    by_muscle,
    by_session,
    pain_by_day,
    pain_summary,
    plan_weeks,
    progress_of,
    spine_points_by_week,
    week_start,
)
from core.progress.pain import verdict
from core.words import Light, Muscle

MONDAY = date(2026, 11, 2)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
CATALOG = load_catalog()
SCORES = st.integers(0, 10)


def session_on(day: date, *sets: SetEntry, name: str = "", worst: int | None = 3) -> SessionEntry:
    start = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return SessionEntry(
        id=name or day.isoformat(),
        day=day,
        started_at=start,
        finished_at=start + timedelta(minutes=40),
        pain_before=2,
        pain_worst=worst,
        sets=sets,
    )


def mornings(*pains: int, first: date = MONDAY, every: int = 1) -> tuple[MorningEntry, ...]:
    return tuple(MorningEntry(first + every * at * DAY, None, pain) for at, pain in enumerate(pains))


def short_plan() -> Plan:
    """Two weeks of two sessions, the second week easier."""
    weeks = []
    for number, kind in ((1, WeekKind.NORMAL), (2, WeekKind.EASIER)):
        start = MONDAY + WEEK * (number - 1)
        sessions = (Session(1, start, (), ()), Session(2, start + 3 * DAY, (), ()))
        weeks.append(Week(number, kind, sessions, {}))
    return Plan(MONDAY, tuple(weeks), "building", None, (), "c", "r")


# -- pain


def test_an_empty_journal_gives_empty_frames_with_their_columns() -> None:
    progress = progress_of(Journal(), CATALOG, MONDAY)
    assert progress.is_empty
    assert list(progress.pain.columns) == ["day", "before", "worst", "morning", "mean_7d", "pooled"]
    assert list(progress.muscles.columns) == ["week", "muscle", "sets"]
    assert list(progress.spine_points.columns) == ["week", "spine_points"]
    assert progress.summary.change is Change.TOO_EARLY


def test_pain_stands_on_the_day_it_was_felt() -> None:
    journal = Journal(sessions=(session_on(MONDAY),), mornings=mornings(4, first=MONDAY + DAY))
    pain = pain_by_day(journal, MONDAY + WEEK)
    assert pain["day"].dt.date.tolist() == [MONDAY, MONDAY + DAY]
    assert pain.loc[0, ["before", "worst"]].tolist() == [2, 3]
    assert pd.isna(pain.loc[0, "morning"])
    assert pain.loc[1, "morning"] == 4


def test_two_sessions_on_a_day_show_the_first_start_and_the_worst_of_both() -> None:
    late = replace(session_on(MONDAY, name="late", worst=6), pain_before=4)
    late = replace(late, started_at=late.started_at + timedelta(hours=2))
    pain = pain_by_day(Journal(sessions=(late, session_on(MONDAY))), MONDAY)
    assert pain.loc[0, ["before", "worst"]].tolist() == [2, 6]


@given(st.dictionaries(st.integers(0, 40), SCORES, min_size=1, max_size=25))
def test_the_mean_line_is_the_mean_of_seven_days(pains: dict[int, int]) -> None:
    journal = Journal(mornings=tuple(MorningEntry(MONDAY + at * DAY, None, pain) for at, pain in pains.items()))
    today = MONDAY + 40 * DAY
    for row in pain_by_day(journal, today).to_dict("records"):
        back = (row["day"].date() - MONDAY).days
        own = [pain for at, pain in pains.items() if back - 7 < at <= back]
        if own:
            assert row["mean_7d"] == pytest.approx(fmean(own))
        else:
            assert pd.isna(row["mean_7d"])


def test_nothing_after_today_is_shown() -> None:
    journal = Journal(mornings=mornings(1, 2, 3))
    assert len(pain_by_day(journal, MONDAY + DAY)) == 2


def test_days_further_back_than_half_a_year_are_pooled_by_the_week() -> None:
    journal = Journal(mornings=mornings(*([2, 4] * 200)))
    today = MONDAY + 399 * DAY
    pain = pain_by_day(journal, today)
    recent = pain[~pain["pooled"]]
    assert recent["day"].min().date() == week_start(today - 180 * DAY)
    assert pain["pooled"].sum() == (recent["day"].min().date() - MONDAY).days / 7
    assert pain["day"].is_monotonic_increasing
    assert pain.loc[pain["pooled"], "morning"].between(2.8, 3.2).all()


# -- the verdict on a change


@pytest.mark.parametrize(
    ("start", "now", "expected"),
    [
        (6, 4, Change.BETTER),
        (5, 3, Change.BETTER),
        (8, 6, Change.MAYBE_BETTER),
        (4, 2.5, Change.MAYBE_BETTER),
        (6, 5, Change.NO_CLEAR_CHANGE),
        (6, 6, Change.NO_CLEAR_CHANGE),
        (5, 6, Change.NO_CLEAR_CHANGE),
        (8, 10, Change.MAYBE_WORSE),
        (5, 7, Change.WORSE),
        (3, 0, Change.TOO_LOW),
        (3, 4, Change.TOO_LOW),
        (0, 1, Change.TOO_LOW),
        (1, 4, Change.WORSE),
    ],
)
def test_a_change_needs_points_and_share(start: float, now: float, expected: Change) -> None:
    assert verdict(start, now) is expected


@given(start=SCORES, step=st.sampled_from([-1, 0, 1]))
def test_one_point_never_counts(start: int, step: int) -> None:
    assert verdict(start, min(10, max(0, start + step))) in (Change.NO_CLEAR_CHANGE, Change.TOO_LOW)


def test_start_and_present_are_medians_of_three_mornings() -> None:
    journal = mornings(6, 9, 5, 4, 3, 0, 3)
    summary = pain_summary(journal, MONDAY + WEEK)
    assert (summary.start, summary.now, summary.change) == (6.0, 3.0, Change.BETTER)
    assert "from 6 to 3" in summary.words


def test_the_start_is_the_first_three_mornings_within_two_weeks() -> None:
    lonely = (MorningEntry(MONDAY - 60 * DAY, None, 9),)
    summary = pain_summary((*lonely, *mornings(5, 5, 5, 5, 5, 5)), MONDAY + WEEK)
    assert summary.start == 5.0


@pytest.mark.parametrize("pains", [(), (5,), (5, 5, 5), (5, 5, 5, 2, 2)])
def test_too_few_mornings_give_no_verdict(pains: tuple[int, ...]) -> None:
    assert pain_summary(mornings(*pains), MONDAY + WEEK).change is Change.TOO_EARLY


def test_old_mornings_say_nothing_about_the_present() -> None:
    assert pain_summary(mornings(6, 6, 6, 3, 3, 3), MONDAY + 40 * DAY).change is Change.TOO_EARLY


@pytest.mark.parametrize("change", list(Change))
def test_every_verdict_has_its_words(change: Change) -> None:
    summary = replace(pain_summary((), MONDAY), start=3.5, now=2.0, change=change)
    assert summary.words.endswith(".")
    assert "{" not in summary.words


# -- work


def test_direct_sets_count_whole_and_indirect_ones_half() -> None:
    exercise = CATALOG["goblet_squat"]
    entries = tuple(SetEntry("goblet_squat", number, reps=8, load_kg=12) for number in (1, 2, 3))
    weekly = by_muscle(work_by_day((session_on(MONDAY, *entries),)), CATALOG)
    found = dict(zip(weekly["muscle"], weekly["sets"], strict=True))
    assert found == {muscle.value: 3 * share for muscle, share in exercise.muscles.items()}
    assert set(exercise.muscles.values()) == {0.5, 1.0}


def test_sets_without_work_and_easy_drills_train_no_muscle() -> None:
    entries = (SetEntry("goblet_squat", 1, reps=0), SetEntry("easy_walk", 1, seconds=300))
    work = work_by_day((session_on(MONDAY, *entries),))
    assert by_muscle(work, CATALOG).empty
    assert by_exercise(work, CATALOG)["exercise_id"].tolist() == ["easy_walk"]


def test_volume_counts_both_sides_of_one_sided_work() -> None:
    assert CATALOG["forward_lunge"].one_sided
    assert not CATALOG["goblet_squat"].one_sided
    entries = (SetEntry("forward_lunge", 1, reps=10, load_kg=8), SetEntry("goblet_squat", 1, reps=10, load_kg=8))
    made = by_exercise(work_by_day((session_on(MONDAY, *entries),)), CATALOG)
    assert dict(zip(made["exercise_id"], made["volume_kg"], strict=True)) == {"forward_lunge": 160, "goblet_squat": 80}
    assert made["name"].tolist() == [CATALOG["forward_lunge"].name, CATALOG["goblet_squat"].name]


def test_an_exercise_that_the_catalogue_lost_keeps_its_sets() -> None:
    work = work_by_day((session_on(MONDAY, SetEntry("long_gone", 1, reps=5)),))
    assert by_exercise(work, CATALOG)[["name", "sets", "reps"]].to_numpy().tolist() == [["long_gone", 1, 5]]
    assert by_muscle(work, CATALOG).empty
    assert spine_points_by_week(work, CATALOG)["spine_points"].tolist() == [0]


def test_spine_points_are_sets_times_ratings_by_week() -> None:
    points = CATALOG["goblet_squat"].spine_points_per_set
    entries = tuple(SetEntry("goblet_squat", number, reps=8) for number in (1, 2))
    days = (MONDAY, MONDAY + 2 * DAY, MONDAY + WEEK)
    assert points > 0
    work = work_by_day(session_on(day, *entries) for day in days)
    assert spine_points_by_week(work, CATALOG)["spine_points"].tolist() == [4 * points, 2 * points]


def test_sessions_show_their_light_and_the_morning_after() -> None:
    journal = Journal(sessions=(session_on(MONDAY),), mornings=mornings(2, first=MONDAY + DAY))
    row = by_session(journal, {MONDAY.isoformat(): Light.AMBER}, MONDAY + DAY).iloc[0]
    assert (row["light"], row["morning"]) == ("amber", 2)
    assert by_session(journal, {}, MONDAY).iloc[0]["light"] == "unknown"


def test_an_unfinished_session_is_shown_only_where_it_has_a_light() -> None:
    open_one = replace(session_on(MONDAY), finished_at=None)
    journal = Journal(sessions=(open_one,))
    assert by_session(journal, {}, MONDAY).empty
    assert len(by_session(journal, {open_one.id: Light.RED}, MONDAY)) == 1


def test_the_band_shows_this_week_and_last() -> None:
    entries = tuple(SetEntry("goblet_squat", number, reps=8) for number in (1, 2))
    journal = Journal(sessions=(session_on(MONDAY, *entries), session_on(MONDAY + WEEK, entries[0])))
    dose = load_doses()["building"]
    band = against_band(by_muscle(work_by_day(journal.sessions), CATALOG), dose, MONDAY + 9 * DAY).set_index("muscle")
    assert band.loc["quads", ["this_week", "last_week"]].tolist() == [1.0, 2.0]
    assert tuple(band.loc["quads", ["low", "high"]]) == dose.weekly_sets
    assert tuple(band.loc["calves", ["low", "high"]]) == tuple(bound / 2 for bound in dose.weekly_sets)
    assert Muscle.CORE.value not in band.index


# -- weeks and adherence


@pytest.mark.parametrize("first_weekday", range(7))
@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_week_begins_on_its_weekday_and_holds_its_day(first_weekday: int, day: date) -> None:
    start = week_start(day, first_weekday)
    assert start.weekday() == first_weekday
    assert start <= day < start + WEEK


def test_plan_weeks_are_marked_with_the_easier_ones() -> None:
    weeks = plan_weeks([short_plan()])
    assert weeks["starts_on"].dt.date.tolist() == [MONDAY, MONDAY + WEEK]
    assert weeks["ends_on"].dt.date.tolist() == [MONDAY + 6 * DAY, MONDAY + 13 * DAY]
    assert weeks["easier"].tolist() == [False, True]
    assert plan_weeks([]).empty


def test_weeks_follow_the_weekday_of_the_plan() -> None:
    late = replace(short_plan(), starts_on=MONDAY + 3 * DAY)
    journal = Journal(sessions=(session_on(MONDAY + 2 * DAY, SetEntry("goblet_squat", 1, reps=8)),))
    progress = progress_of(journal, CATALOG, MONDAY + WEEK, plans=[late])
    assert progress.spine_points["week"].dt.date.tolist() == [MONDAY - 4 * DAY]


def done(week: int, number: int, day: date, plan_id: str = "p") -> SessionEntry:
    return replace(session_on(day), week=week, number=number, plan_id=plan_id)


def test_sessions_count_as_done_on_whatever_day() -> None:
    journal = Journal(sessions=(done(1, 1, MONDAY + 2 * DAY), done(1, 2, MONDAY + 5 * DAY)))
    found = adherence(journal, short_plan(), MONDAY + 6 * DAY)
    assert (found.done, found.planned) == (2, 2)
    assert "2" in found.words


def test_todays_session_counts_only_once_it_is_done() -> None:
    plan = short_plan()
    assert adherence(Journal(), plan, MONDAY).planned == 0
    assert adherence(Journal(sessions=(done(1, 1, MONDAY),)), plan, MONDAY).planned == 1
    assert "0 of 1" in adherence(Journal(), plan, MONDAY + DAY).words


def test_sessions_of_another_plan_are_not_counted() -> None:
    journal = Journal(sessions=(done(1, 1, MONDAY, plan_id="older"),))
    assert adherence(journal, short_plan(), MONDAY + DAY, plan_id="p").done == 0
    assert adherence(journal, short_plan(), MONDAY + DAY).done == 1


@pytest.mark.parametrize("blame", ["missed", "failed", "only", "should"])
def test_adherence_never_blames(blame: str) -> None:
    plan, today = short_plan(), MONDAY + 2 * WEEK
    for sessions in ((), (done(1, 1, MONDAY),), (done(1, 1, MONDAY), done(1, 2, MONDAY + DAY, "q"))):
        assert blame not in adherence(Journal(sessions=sessions), plan, today).words.lower()
