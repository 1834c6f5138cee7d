"""Outcome scores: what is accepted, when they are due, what a change amounts to, and the pictures of it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.outcomes import outcome_chart, outcome_span, outcome_table, outcome_words
from core.charts.palette import DARK, LIGHT, Palette
from core.demo import demo_record, load_demo_people
from core.errors import AnswerError
from core.journal import Journal, MorningEntry, OutcomeEntry
from core.knowledge.rules import load_rules, number
from core.knowledge.texts import load_texts
from core.progress import pain
from core.progress.outcomes import (
    ACTIVITY,
    CHAIR,
    MEASURES,
    OWN_CHANGE,
    OWN_STEPS,
    PAIN_NOW,
    PAIN_WEEK,
    TOTALS,
    WORST,
    Outcomes,
    Overall,
    change_of,
    current_activities,
    due_on,
    outcomes,
    own_words,
    score,
    week_pain,
)
from core.progress.pain import Change
from core.words import Provenance

TODAY = date(2026, 11, 20)
WEEK = timedelta(weeks=1)
START = TODAY - 12 * WEEK


def journal(*scores: tuple[int, str, float] | tuple[int, str, float, str]) -> Journal:
    """A journal with scores given as week, kind, value and label."""
    return Journal(outcomes=tuple(OutcomeEntry(START + week * WEEK, *rest) for week, *rest in scores))  # type: ignore[arg-type]


def found(*scores: tuple[int, str, float] | tuple[int, str, float, str]) -> Outcomes:
    return outcomes(journal(*scores), TODAY)


def change(*scores: tuple[int, str, float]) -> Change:
    (series,) = found(*scores).series
    return series.change


# ---------------------------------------------------------------- single scores


@pytest.mark.parametrize(
    ("kind", "start", "now", "expected"),
    [
        (PAIN_WEEK, 6, 4, Change.BETTER),
        (PAIN_WEEK, 8, 6, Change.MAYBE_BETTER),
        (PAIN_WEEK, 5, 3.5, Change.MAYBE_BETTER),
        (PAIN_WEEK, 6, 5, Change.NO_CLEAR_CHANGE),
        (PAIN_WEEK, 4, 6, Change.WORSE),
        (PAIN_WEEK, 7, 9, Change.MAYBE_WORSE),
        (PAIN_WEEK, 3, 0, Change.TOO_LOW),
        (PAIN_WEEK, 3, 6, Change.WORSE),
        ("activities", 3, 5, Change.BETTER),
        ("activities", 7, 9, Change.MAYBE_BETTER),
        ("activities", 0, 1, Change.MAYBE_BETTER),
        ("activities", 2, 2.6, Change.NO_CLEAR_CHANGE),
        ("activities", 5, 3, Change.WORSE),
        ("activities", 9, 10, Change.TOO_LOW),
        ("activities", 9, 6, Change.WORSE),
        (ACTIVITY, 4, 6, Change.MAYBE_BETTER),
        (ACTIVITY, 4, 7, Change.BETTER),
        (CHAIR, 12, 14, Change.NO_CLEAR_CHANGE),
        (CHAIR, 12, 15, Change.BETTER),
        (CHAIR, 12, 9, Change.WORSE),
        ("rmdq", 14, 9, Change.BETTER),
        ("rmdq", 20, 15, Change.MAYBE_BETTER),
        ("rmdq", 10, 6, Change.MAYBE_BETTER),
        ("rmdq", 6, 1, Change.TOO_LOW),
        ("odi", 40, 28, Change.BETTER),
        ("odi", 8, 0, Change.TOO_LOW),
        ("psfs", 4, 6, Change.BETTER),
        ("tsk", 40, 34, Change.MAYBE_BETTER),
        ("tsk", 40, 32, Change.BETTER),
        ("pseq", 30, 41, Change.BETTER),
        ("start_back", 7, 1, Change.TOO_EARLY),
    ],
)
def test_a_change_is_judged_by_points_and_share(kind: str, start: float, now: float, expected: Change) -> None:
    assert change_of(MEASURES[kind], start, now) is expected


def test_pain_is_judged_as_the_mornings_are() -> None:
    measure = MEASURES[PAIN_WEEK]
    for start, now in product([half / 2 for half in range(21)], repeat=2):
        assert change_of(measure, start, now) is pain.verdict(start, now), (start, now)


@given(st.sampled_from([one for one in MEASURES.values() if one.points is not None]), st.data())
def test_better_and_worse_are_never_confused(measure: object, data: st.DataObject) -> None:
    scores = st.integers(int(measure.low), int(measure.high))  # type: ignore[attr-defined]
    start, now = data.draw(scores), data.draw(scores)
    verdict = change_of(measure, start, now)  # type: ignore[arg-type]
    gained = (start - now) if measure.less_is_better else (now - start)  # type: ignore[attr-defined]
    if verdict in (Change.BETTER, Change.MAYBE_BETTER):
        assert gained > 0
    if verdict in (Change.WORSE, Change.MAYBE_WORSE):
        assert gained < 0
    if verdict in (Change.BETTER, Change.WORSE):
        assert abs(gained) >= measure.points  # type: ignore[attr-defined]


def test_one_point_of_pain_never_counts_as_clear() -> None:
    assert all(change_of(MEASURES[PAIN_WEEK], start, start + 1) is not Change.WORSE for start in range(10))


def test_the_start_is_the_middle_of_the_first_two_weeks_and_the_end_the_last_answer() -> None:
    (series,) = found((0, PAIN_NOW, 9), (1, PAIN_NOW, 5), (4, PAIN_NOW, 1), (8, PAIN_NOW, 3)).series
    assert (series.start, series.now) == (7, 3)
    assert change((0, PAIN_NOW, 7), (1, PAIN_NOW, 2)) is Change.TOO_EARLY


def test_a_later_answer_of_the_future_and_an_unknown_kind_are_left_out() -> None:
    later = OutcomeEntry(TODAY + WEEK, PAIN_NOW, 0)
    own = journal((0, PAIN_NOW, 6), (2, "something_new", 3))
    seen = outcomes(replace(own, outcomes=(*own.outcomes, later)), TODAY)
    assert [(one.measure.kind, one.now) for one in seen.series] == [(PAIN_NOW, None)]


@pytest.mark.parametrize("kind", ["rmdq", "odi", "tsk", PAIN_WEEK, "activities", CHAIR])
def test_the_shade_ends_where_a_change_becomes_clear(kind: str) -> None:
    measure = MEASURES[kind]
    start = round((measure.low + measure.high) / 2)
    (series,) = (
        found((0, kind, start), (4, kind, start)).series
        if kind != "activities"
        else found((0, ACTIVITY, start, "a"), (4, ACTIVITY, start, "a")).series
    )
    assert series.band is not None
    better = series.band[0] if measure.less_is_better else series.band[1]
    inwards = 0.2 if measure.less_is_better else -0.2
    assert change_of(measure, start, better) is Change.BETTER
    assert change_of(measure, start, better + inwards) is not Change.BETTER


# ---------------------------------------------------------------- the whole


A, B = "Carrying the shopping", "Standing at the stove"


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], Overall.TOO_EARLY),
        ([(0, PAIN_WEEK, 6)], Overall.TOO_EARLY),
        ([(0, PAIN_WEEK, 6), (4, PAIN_WEEK, 3)], Overall.BETTER),
        ([(0, PAIN_WEEK, 8), (4, PAIN_WEEK, 6)], Overall.MAYBE_BETTER),
        ([(0, PAIN_WEEK, 6), (4, PAIN_WEEK, 6)], Overall.NO_CLEAR_CHANGE),
        ([(0, PAIN_WEEK, 2), (4, PAIN_WEEK, 1)], Overall.TOO_LOW),
        ([(0, PAIN_WEEK, 2), (4, PAIN_WEEK, 1), (0, ACTIVITY, 3, A), (4, ACTIVITY, 6, A)], Overall.BETTER),
        ([(0, PAIN_WEEK, 2), (4, PAIN_WEEK, 5)], Overall.WORSE),
        ([(0, PAIN_WEEK, 6), (4, PAIN_WEEK, 3), (0, ACTIVITY, 7, A), (4, ACTIVITY, 3, A)], Overall.MIXED),
        ([(0, PAIN_WEEK, 6), (4, PAIN_WEEK, 6), (0, "rmdq", 15), (4, "rmdq", 20)], Overall.WORSE),
        ([(0, CHAIR, 9), (4, CHAIR, 20)], Overall.TOO_EARLY),
        ([(0, "start_back", 7), (4, "start_back", 1)], Overall.TOO_EARLY),
    ],
)
def test_the_whole_follows_from_pain_activities_and_daily_life(
    scores: list[tuple[int, str, float]], expected: Overall
) -> None:
    assert found(*scores).overall is expected


def test_a_maybe_against_a_clear_change_is_told_as_both() -> None:
    assert found((0, PAIN_WEEK, 8), (4, PAIN_WEEK, 6), (0, "rmdq", 12), (4, "rmdq", 18)).overall is Overall.MIXED
    both = found((0, PAIN_WEEK, 8), (4, PAIN_WEEK, 6), (0, ACTIVITY, 8, A), (4, ACTIVITY, 6, A))
    assert both.overall is Overall.NO_CLEAR_CHANGE


def test_one_pain_score_leads_and_the_others_stand_behind() -> None:
    seen = found((0, PAIN_NOW, 6), (4, PAIN_NOW, 6), (0, WORST, 8), (4, WORST, 3), (4, PAIN_WEEK, 5))
    assert [one.measure.kind for one in seen.leading] == [WORST]
    assert [one.measure.kind for one in seen.others] == [PAIN_WEEK, PAIN_NOW]
    assert seen.overall is Overall.BETTER


def test_activities_are_compared_in_the_same_words_only() -> None:
    seen = found(
        (0, ACTIVITY, 2, A), (0, ACTIVITY, 4, B), (4, ACTIVITY, 5, A), (8, ACTIVITY, 6, A), (8, ACTIVITY, 8, B)
    )
    (mean,) = seen.series
    assert mean.scores == ((START, 3), (START + 8 * WEEK, 7))
    assert {one.name: (one.start, one.now) for one in seen.activities} == {A: (2, 6), B: (4, 8)}
    reworded = found((0, ACTIVITY, 2, A), (8, ACTIVITY, 8, "Carrying shopping"))
    assert reworded.overall is Overall.TOO_EARLY


def test_the_own_judgement_stands_beside_the_scores_and_never_decides() -> None:
    better = found((0, PAIN_WEEK, 6), (4, PAIN_WEEK, 3), (4, OWN_CHANGE, 2))
    assert better.own == 2
    assert "Your own judgement: better." in better.words
    other = found((0, PAIN_WEEK, 6), (4, PAIN_WEEK, 3), (4, OWN_CHANGE, -2))
    assert other.overall is Overall.BETTER
    assert "do not say the same" in other.words
    assert found((0, PAIN_WEEK, 6), (4, PAIN_WEEK, 6), (4, OWN_CHANGE, -2)).words.count("worse") == 1
    assert len({own_words(step) for step in OWN_STEPS}) == 7


# ---------------------------------------------------------------- asking


def test_the_questions_are_due_at_once_and_then_every_four_weeks() -> None:
    assert due_on(Journal(), START) == START
    assert due_on(journal((0, ACTIVITY, 3, A)), START) == START + 4 * WEEK
    assert due_on(journal((0, PAIN_NOW, 3), (5, OWN_CHANGE, 1)), START) == START + 9 * WEEK
    assert due_on(journal((3, "rmdq", 9), (4, CHAIR, 12)), START) == START


def test_the_week_s_pain_comes_from_three_mornings_or_more() -> None:
    def mornings(*days: int) -> Journal:
        return Journal(mornings=tuple(MorningEntry(TODAY - timedelta(days=back), None, 2 + back) for back in days))

    assert week_pain(mornings(0, 1, 6), TODAY) == pytest.approx(4.3)
    assert week_pain(mornings(0, 1, 7), TODAY) is None
    assert week_pain(mornings(-1, 0, 1), TODAY) is None


def test_the_activities_asked_for_are_those_of_the_last_answers_in_their_first_order() -> None:
    own = journal((0, ACTIVITY, 2, B), (0, ACTIVITY, 2, "Old one"), (4, ACTIVITY, 5, A), (4, ACTIVITY, 4, B))
    assert current_activities(own, TODAY) == (B, A)
    assert current_activities(Journal(), TODAY) == ()


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("rmdq", 25, r"Roland-Morris total was 25; it must be from 0 to 24\. Nothing was changed"),
        ("rmdq", 3.5, "must be a whole number"),
        ("odi", 101, "from 0 to 100"),
        ("tsk", 16, "from 17 to 68"),
        ("start_back", -1, "from 0 to 9"),
        ("pseq", 61, "from 0 to 60"),
        (PAIN_NOW, 11, "from 0 to 10"),
        (PAIN_NOW, 2.5, "whole number"),
        (OWN_CHANGE, 4, "from -3 to 3"),
        (CHAIR, 61, "from 0 to 60"),
        ("faith", 1, "no score called faith"),
    ],
)
def test_a_score_outside_its_scale_is_refused_in_words(kind: str, value: float, message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        score(TODAY, kind, value, TODAY)


def test_a_score_keeps_its_words_and_a_day_ahead_is_refused() -> None:
    assert score(TODAY, ACTIVITY, 4, TODAY, f"  {A} ") == OutcomeEntry(TODAY, ACTIVITY, 4, A)
    assert score(TODAY, "odi", 33.3, TODAY).value == 33.3
    with pytest.raises(AnswerError, match="lies ahead"):
        score(TODAY + timedelta(days=1), PAIN_NOW, 4, TODAY)


def test_every_scale_has_its_numbers_and_words() -> None:
    texts, rules = load_texts(), load_rules()
    for kind, measure in MEASURES.items():
        assert measure.low < measure.high
        assert measure.name
        assert measure.points is None or 0 < measure.points < measure.high - measure.low
        if kind in TOTALS:
            assert f"outcome.total.meaning.{kind}" in texts
            assert rules[f"outcome.high.{kind}"].provenance is Provenance.VERIFIED
            if measure.points is not None:
                told = texts[f"outcome.total.meaning.{kind}"]
                assert f"{measure.points:g} points" in told or f"{measure.points:g} point" in told
    assert (number("outcome.points.activities"), number("outcome.points.rmdq")) == (2, 5)
    assert number("outcome.every_days") == 28


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("kind", [PAIN_WEEK, CHAIR, "tsk", "start_back"])
def test_a_picture_marks_start_band_and_every_answer(kind: str, palette: Palette) -> None:
    (series,) = found((0, kind, 20 if kind == "tsk" else 6), (4, kind, 18 if kind == "tsk" else 4)).series
    figure = outcome_chart(series, palette, outcome_span([series]))
    (line,) = figure.data
    assert list(line.x) == [START.isoformat(), (START + 4 * WEEK).isoformat()]
    assert list(line.text) == [f"{value:g}" for _, value in series.scores]
    shapes = {shape.type: shape for shape in figure.layout.shapes}
    assert shapes["line"].y0 == series.start
    assert ("rect" in shapes) == (series.band is not None)
    if series.band is not None:
        assert (shapes["rect"].y0, shapes["rect"].y1) == series.band
        assert shapes["rect"].fillcolor == palette.wobble
    low, high = figure.layout.yaxis.range
    assert all(low < value < high for _, value in series.scores)


def test_years_of_answers_carry_the_year_and_smaller_marks() -> None:
    figures = []
    for count in (3, 60):
        told = journal(*((4 * at, CHAIR, 10 + at % 5) for at in range(count)))
        (series,) = outcomes(told, START + 4 * count * WEEK).series
        figures.append(outcome_chart(series, LIGHT, outcome_span([series])))
    short, long = figures
    assert "%Y" in long.layout.xaxis.tickformat
    assert "%Y" not in short.layout.xaxis.tickformat
    assert long.data[0].marker.size < short.data[0].marker.size


def test_what_people_typed_is_neither_markup_nor_endless() -> None:
    series = found((0, ACTIVITY, 2, '<a href="http://x">y</a> & more of the same for a long time')).activities[0]
    title = outcome_chart(series, LIGHT, outcome_span([series])).layout.annotations[0].text
    assert "<a" not in title
    assert "…" in title


def test_words_and_table_tell_what_the_pictures_show() -> None:
    seen = found((0, PAIN_WEEK, 6), (4, PAIN_WEEK, 3), (0, ACTIVITY, 4, "Pain, average of 7 days"))
    told = outcome_words(seen.series[0])
    assert "less is better" in told
    assert f"6 ({START.isoformat()}), 3 (" in told
    assert "between 4 and 8" in told
    assert told.endswith("Meaningfully better.")
    table = outcome_table([*seen.series, *seen.activities])
    assert table.shape == (2, 3)
    assert table.columns.is_unique
    assert list(table.index) == sorted(table.index, reverse=True)
    assert seen.series[0].words == "Pain, average of 7 days: 6 at the start, 3 now. Meaningfully better."


def test_demo_people_answered_at_the_start_and_every_four_weeks() -> None:
    for person in load_demo_people().values():
        seen = outcomes(demo_record(person, TODAY).journal, TODAY)
        assert [(day - START).days for day, _ in seen.leading[0].scores] == [0, 28, 56, 83]
        assert seen.overall is not Overall.TOO_EARLY
    own = [
        outcomes(demo_record(load_demo_people()[name], TODAY).journal, TODAY)
        for name in ("settled_lifter", "stenosis_70")
    ]
    assert all(one.own is not None and any(s.measure.kind == CHAIR for s in one.series) for one in own)
