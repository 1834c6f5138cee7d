"""Charts: what they show, that shape and colour say the same, and the words and tables beside them."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import plotly.graph_objects as go
import pytest

from core.adapting import session_lights
from core.catalog import load_catalog
from core.charts import (
    CONFIG,
    DARK,
    LIGHT,
    Lower,
    Palette,
    bands,
    bands_table,
    bands_words,
    spine_points,
    spine_points_table,
    spine_points_words,
    timeline,
    timeline_table,
    timeline_words,
)
from core.charts.palette import SYMBOLS
from core.demo import demo_record, load_demo_people
from core.journal import Journal, MorningEntry, SessionEntry, SetEntry
from core.knowledge.doses import load_doses
from core.knowledge.texts import say
from core.progress import Progress, against_band, progress_of
from core.words import Light

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
EMPTY = progress_of(Journal(), load_catalog(), TODAY)


def demo_progress(name: str) -> Progress:
    person = load_demo_people()[name]
    _, plan, journal = demo_record(person, TODAY)
    return progress_of(journal, load_catalog(), TODAY, session_lights(journal, 5), [plan])


@pytest.fixture(scope="module")
def shown() -> Progress:
    return demo_progress("settled_lifter")


@pytest.fixture(scope="module")
def band(shown: Progress) -> pd.DataFrame:
    return against_band(shown.muscles, load_doses()["settled_muscle"], TODAY - DAY, shown.first_weekday)


def traces(figure: go.Figure) -> dict[str, go.Scatter | go.Bar]:
    return {trace.name: trace for trace in figure.data if trace.name}


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_pain_and_work_share_one_time_axis(shown: Progress) -> None:
    figure = timeline(shown, LIGHT)
    assert {trace.xaxis for trace in figure.data} == {None}
    assert {trace.yaxis for trace in figure.data if isinstance(trace, go.Bar)} == {"y2"}
    assert figure.layout.xaxis.anchor == "y2"
    low, high = figure.layout.yaxis.range
    assert low < 0
    assert high > 10


def test_every_session_has_its_light_in_the_lane_in_shape_and_colour(shown: Progress) -> None:
    figure = timeline(shown, LIGHT)
    drawn = traces(figure)
    for light in Light:
        lane = drawn[say("chart.light", light=say(f"chart.light.{light.value}"))]
        own = shown.sessions[shown.sessions["light"] == light.value]
        assert list(lane.x) == own["day"].dt.strftime("%Y-%m-%d").tolist()
        assert all(figure.layout.yaxis.range[0] < one < 0 for one in lane.y)
        assert lane.marker.symbol == SYMBOLS[light]
        assert LIGHT.lights[light] in (lane.marker.color, lane.marker.line.color)
    assert len(set(SYMBOLS.values())) == len(Light)
    assert list(drawn[say("chart.worst")].y) == shown.sessions["worst"].dropna().tolist()


def test_flare_ups_and_easier_weeks_are_shaded_as_whole_days(shown: Progress) -> None:
    first = shown.pain["day"].iloc[10].date()
    flare, deload = (first, first + 6 * DAY), (TODAY - 6 * DAY, TODAY)
    figure = timeline(shown, DARK, flares=[flare], deloads=[deload])
    shaded = {shape.yref: shape for shape in figure.layout.shapes if shape.yref.endswith("domain")}
    assert shaded["y domain"].x0 == f"{first - DAY} 12:00"
    assert shaded["y domain"].x1 == f"{first + 6 * DAY} 12:00"
    assert shaded["y2 domain"].x1 == f"{TODAY} 12:00"
    assert {say("chart.flare"), say("chart.deload")} <= set(traces(figure))
    words = timeline_words(shown, [flare], [deload])
    assert str(first) in words
    assert str(TODAY - 6 * DAY) in words
    assert say("chart.flare") not in traces(timeline(shown, DARK))


def test_the_wobble_lies_one_point_around_the_mean(shown: Progress) -> None:
    drawn = traces(timeline(shown, LIGHT))
    mean, wobble = drawn[say("chart.mean")], drawn[say("chart.wobble")]
    edges: dict[str, list[float]] = {}
    for day, edge in zip(wobble.x, wobble.y, strict=True):
        if day is not None:
            edges.setdefault(day, []).append(edge)
    for day, middle in zip(mean.x, mean.y, strict=True):
        assert min(edges[day]) == pytest.approx(max(0, middle - 1), abs=0.02)
        assert max(edges[day]) == pytest.approx(min(10, middle + 1), abs=0.02)


@pytest.mark.parametrize("name", ["chart.mean", "chart.wobble"])
def test_mean_and_wobble_break_where_no_morning_was_noted(name: str) -> None:
    days = [*range(5), *range(40, 45)]
    journal = Journal(mornings=tuple(MorningEntry(TODAY - 50 * DAY + at * DAY, None, 3) for at in days))
    drawn = traces(timeline(progress_of(journal, load_catalog(), TODAY), LIGHT))
    assert list(drawn[say(name)].x).count(None) == 1


def test_bars_hold_the_weekly_sets_of_each_muscle(shown: Progress) -> None:
    bars = [trace for trace in timeline(shown, LIGHT).data if isinstance(trace, go.Bar)]
    assert sum(sum(bar.y) for bar in bars) == pytest.approx(shown.muscles["sets"].sum())
    assert {bar.name for bar in bars} == {say(f"muscle.{muscle}") for muscle in shown.muscles["muscle"]}


def test_the_lower_panel_switches_to_spine_points_with_their_budget(shown: Progress) -> None:
    figure = timeline(shown, LIGHT, Lower.SPINE_POINTS, budget=130)
    bars = [trace for trace in figure.data if isinstance(trace, go.Bar)]
    assert [list(bar.y) for bar in bars] == [shown.spine_points["spine_points"].tolist()]
    assert set(traces(figure)[say("chart.budget")].y) == {130}


def test_plan_weeks_are_numbered_and_the_easier_ones_say_so(shown: Progress) -> None:
    figure = timeline(shown, LIGHT)
    labels = [note.text for note in figure.layout.annotations]
    assert all(any(re.match(rf"{week}\b", label) for label in labels) for week in range(1, 13))
    assert sum(say("chart.easier") in label for label in labels) == shown.plan_weeks["easier"].sum() > 0
    assert len(figure.layout.shapes) == 6


def test_over_years_no_single_week_is_marked_and_the_days_carry_the_year(shown: Progress) -> None:
    long_ago = pd.DataFrame({"number": [1], "starts_on": [pd.Timestamp(TODAY - 61 * 7 * DAY)], "easier": [False]})
    weeks = pd.concat([long_ago, shown.plan_weeks], ignore_index=True)
    figure = timeline(replace(shown, plan_weeks=weeks), LIGHT)
    assert [note.text for note in figure.layout.annotations if note.xref != "paper"] == []
    assert figure.layout.shapes == ()
    assert "%Y" in figure.layout.xaxis.tickformat


def test_weeks_still_to_come_are_not_marked() -> None:
    person = load_demo_people()["settled_lifter"]
    _, plan, journal = demo_record(person, TODAY)
    early = plan.starts_on + 8 * DAY
    past = Journal(sessions=journal.sessions_between(plan.starts_on, early))
    figure = timeline(progress_of(past, load_catalog(), early, plans=[plan]), LIGHT)
    assert len(figure.layout.shapes) == 1
    assert figure.layout.xaxis.range[1] <= (plan.starts_on + 14 * DAY).isoformat()


@pytest.mark.parametrize("lower", list(Lower))
def test_the_figure_is_small_and_dates_are_days(shown: Progress, lower: Lower) -> None:
    sent = timeline(shown, DARK, lower).to_json()
    assert len(sent) < 25_000
    body = json.loads(sent)
    for trace in body["data"]:
        assert all(day is None or re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in trace["x"])
        assert not any(re.search(r"\d\.\d{3,}", str(value)) for value in trace["y"])


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_charts_fit_any_background_and_a_narrow_screen(shown: Progress, band: pd.DataFrame, palette: Palette) -> None:
    for figure in (timeline(shown, palette), bands(band, palette), spine_points(shown.spine_points, palette, 130)):
        assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
        assert figure.layout.font.color == palette.text
        assert figure.layout.width is None
        assert figure.layout.dragmode is False
        assert figure.layout.legend.yref == "container"
    assert CONFIG["displayModeBar"] is False


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_words_and_marks_stand_out_from_the_background(palette: Palette) -> None:
    assert contrast(palette.text, palette.surface) >= 7
    assert contrast(palette.muted, palette.surface) >= 4.5
    assert contrast(palette.pain, palette.surface) >= 3
    for light, least in ((Light.GREEN, 3), (Light.AMBER, 2.5), (Light.RED, 3), (Light.UNKNOWN, 3)):
        assert contrast(palette.lights[light], palette.surface) >= least


def test_a_single_session_and_an_empty_journal_draw_too() -> None:
    start = datetime(2026, 11, 19, 18, tzinfo=UTC)
    one = SessionEntry(id="s", day=TODAY - DAY, started_at=start, finished_at=start, pain_before=1, pain_worst=2)
    first = progress_of(Journal(sessions=(one,)), load_catalog(), TODAY)
    assert len(timeline(first, LIGHT).data) > 0
    assert len(timeline(EMPTY, LIGHT, Lower.SPINE_POINTS).data) > 0
    assert timeline_words(EMPTY) == spine_points_words(EMPTY.spine_points) == say("chart.empty")
    assert timeline_table(EMPTY).empty


def test_the_words_name_pain_lights_and_work(shown: Progress) -> None:
    words = timeline_words(shown)
    counts = shown.sessions["light"].value_counts()
    assert f"{len(shown.sessions)} sessions" in words
    assert f"{counts['green']} green" in words
    assert f"{shown.pain['mean_7d'].dropna().iloc[-1]:.1f} of 10" in words
    assert str(shown.spine_points["spine_points"].max()) in words
    assert "{" not in words


def test_the_table_holds_every_session_set_and_spine_point(shown: Progress) -> None:
    table = timeline_table(shown)
    assert len(table) == 12
    assert table[say("chart.table.sessions")].sum() == len(shown.sessions)
    assert table[say("chart.table.sets")].sum() == shown.exercises["sets"].sum()
    assert table[say("chart.table.spine_points")].sum() == shown.spine_points["spine_points"].sum()
    assert spine_points_table(shown.spine_points)[say("chart.table.spine_points")].sum() == (
        shown.spine_points["spine_points"].sum()
    )


def test_bars_lie_on_their_target_band(band: pd.DataFrame) -> None:
    drawn = traces(bands(band, LIGHT))
    target, this_week = drawn[say("chart.target")], drawn[say("chart.this_week")]
    for at, muscle in enumerate(target.y):
        row = next(one for one in band.to_dict("records") if say(f"muscle.{one['muscle']}") == muscle)
        assert (target.base[at], target.base[at] + target.x[at]) == (row["low"], row["high"])
        assert this_week.x[at] == row["this_week"]


def test_the_band_is_told_in_words_and_as_a_table(band: pd.DataFrame) -> None:
    words, table = bands_words(band), bands_table(band)
    for row in band.to_dict("records"):
        name = say(f"muscle.{row['muscle']}")
        assert f"{name} {row['this_week']:g} (last week {row['last_week']:g}" in words
        assert table.loc[name, say("chart.target")] == f"{row['low']:g}–{row['high']:g}"


def test_the_budget_stands_beside_the_spine_points(shown: Progress) -> None:
    figure = spine_points(shown.spine_points, LIGHT, budget=130)
    assert [note.text for note in figure.layout.annotations] == [f"{say('chart.budget')}: 130"]
    assert "130" in spine_points_words(shown.spine_points, 130)
    assert not spine_points(shown.spine_points, LIGHT).layout.shapes


def test_a_first_session_without_any_pain_score_still_has_words_and_a_table() -> None:
    started = datetime(2026, 11, 20, 9, tzinfo=UTC)
    session = SessionEntry(id="first", day=TODAY, started_at=started, finished_at=started)
    progress = progress_of(Journal(sessions=(session,)), load_catalog(), TODAY)
    assert len(timeline_table(progress)) == 1
    assert "2026-11-16" in timeline_words(progress)


def test_one_exercise_shows_the_load_it_moved_or_its_sets() -> None:
    progress = demo_progress("settled_lifter")
    loaded = progress.exercises[progress.exercises["volume_kg"] > 0].iloc[0]
    figure = timeline(progress, LIGHT, Lower.EXERCISE, exercise_id=loaded["exercise_id"])
    bars = [trace for trace in figure.data if isinstance(trace, go.Bar)]
    assert len(bars) == 1
    own = progress.exercises[progress.exercises["exercise_id"] == loaded["exercise_id"]]
    assert list(bars[0].y) == [round(float(one), 2) for one in own["volume_kg"]]
    assert say("chart.volume") in str(figure.layout.annotations)


def test_an_exercise_without_a_load_shows_its_sets() -> None:
    entries = (SetEntry("glute_bridge", 1, reps=10), SetEntry("glute_bridge", 2, reps=10))
    started = datetime(2026, 11, 19, 9, tzinfo=UTC)
    session = SessionEntry(id="one", day=TODAY - DAY, started_at=started, finished_at=started, sets=entries)
    progress = progress_of(Journal(sessions=(session,)), load_catalog(), TODAY)
    figure = timeline(progress, LIGHT, Lower.EXERCISE, exercise_id="glute_bridge")
    assert [list(trace.y) for trace in figure.data if isinstance(trace, go.Bar)] == [[2.0]]
