"""The main picture: pain and training on one time line, the plan's weeks marked.

Above, pain 0 to 10: the mean of seven mornings with the scale's ordinary wobble around it, and for each session a stem
from the pain before to the worst; under it a lane with the light of each session. Below, the weekly work. Flare-ups
shade the pain, easier weeks that signs of fatigue brought shade the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from sys import intern
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.marks import (
    DAY,
    MIDDLE_OF_WEEK,
    WEEK,
    Days,
    Spans,
    begun_weeks,
    day_shades,
    legend_of,
    week_numbers,
    week_shades,
    within,
)
from core.charts.palette import SYMBOLS, Palette, axis, figure_of, title_above
from core.knowledge.rules import number
from core.knowledge.texts import say
from core.progress import Progress, week_start
from core.words import Light, Muscle

WOBBLE = number("progress.wobble")
HEIGHT = 640
PAIN_PANEL, WORK_PANEL = [0.48, 1.0], [0.0, 0.37]
BAR_MS = 0.8 * WEEK.total_seconds() * 1000
MOST_PAIN = 10
LONG = timedelta(weeks=60)
"""From here on single plan weeks are not marked, and the days below carry the year."""
LANE = -1.3
SIZES = {Light.GREEN: 8, Light.UNKNOWN: 8, Light.AMBER: 10, Light.RED: 9}
"""Marker sizes in pixels, in the order of drawing: where sessions stand close, the weightier light lies on top."""


class Lower(StrEnum):
    """What the lower panel shows."""

    MUSCLES = "muscles"
    SPINE_POINTS = "spine_points"
    EXERCISE = "exercise"


def timeline(
    progress: Progress,
    palette: Palette,
    lower: Lower = Lower.MUSCLES,
    budget: float | None = None,
    exercise_id: str = "",
    flares: Spans = (),
    deloads: Spans = (),
) -> go.Figure:
    """Pain and volume on one time line; `budget` draws the plan's weekly spine points as a line, `exercise_id` says
    which exercise's work the lower panel shows; `flares` and `deloads` are first and last days, both included.
    """
    first, last = _span(progress)
    title, work = _lower(progress, palette, lower, exercise_id)
    if lower is Lower.SPINE_POINTS and budget is not None:
        work.append(_budget_line(budget, first, last, palette))
    days = [
        Days(say("chart.flare"), within(flares, first, last), palette.lights[Light.AMBER], "y domain"),
        Days(say("chart.deload"), within(deloads, first, last), palette.work, "y2 domain"),
    ]
    is_long = date.fromisoformat(last) - date.fromisoformat(first) > LONG
    # Hundreds of numbers would lie on top of each other, and each costs the browser time.
    marked = begun_weeks(progress).iloc[: 0 if is_long else None]
    titles = [
        title_above(palette, say("chart.pain"), shift=32, y=PAIN_PANEL[1]),
        title_above(palette, title, y=WORK_PANEL[1]),
    ]
    return figure_of(
        [*_pain(progress, palette), *legend_of(days), *work],
        palette,
        HEIGHT,
        barmode="stack",
        margin={"l": 28, "r": 6, "t": 52, "b": 8},
        xaxis=axis(
            palette,
            anchor="y2",
            showgrid=False,
            range=[first, last],
            tickformat="%b %Y" if is_long else "%-d %b",
            nticks=6,
            type="date",
        ),
        yaxis=axis(
            palette,
            domain=PAIN_PANEL,
            range=[LANE - 0.8, 10.4],
            tickvals=[LANE, *range(0, 11, 2)],
            ticktext=[say("chart.lane"), *map(str, range(0, 11, 2))],
        ),
        yaxis2=axis(palette, domain=WORK_PANEL, rangemode="tozero", nticks=5),
        shapes=[*week_shades(marked, palette), *day_shades(days)],
        annotations=[*week_numbers(marked, palette), *titles],
    )


def _lower(
    progress: Progress, palette: Palette, lower: Lower, exercise_id: str
) -> tuple[str, list[go.Bar | go.Scatter]]:
    """Title and bars of the lower panel."""
    if lower is Lower.MUSCLES:
        return say("chart.sets"), list(_muscles(progress, palette))
    if lower is Lower.SPINE_POINTS:
        return say("chart.spine_points"), [spine_bars(progress.spine_points, palette, yaxis="y2")]
    loaded, bars = _exercise(progress, exercise_id, palette)
    return say("chart.volume" if loaded else "chart.exercise_sets"), [bars]


def spine_bars(points: pd.DataFrame, palette: Palette, yaxis: str = "y") -> go.Bar:
    """Spine points of each week as bars around the middle of the week."""
    return go.Bar(
        x=_iso(points["week"] + MIDDLE_OF_WEEK),
        y=[int(one) for one in points["spine_points"]],
        name=say("chart.spine_points"),
        marker={"color": palette.work, "cornerradius": 3},
        width=BAR_MS,
        showlegend=False,
        hovertemplate="%{y}<extra>" + say("chart.spine_points") + "</extra>",
        yaxis=yaxis,
    )


def _span(progress: Progress) -> tuple[str, str]:
    """First and last day shown: from the first record or plan week to the end of the last one begun."""
    shown = [
        *progress.pain["day"],
        *progress.sessions["day"],
        *progress.muscles["week"],
        *progress.spine_points["week"],
        *begun_weeks(progress)["starts_on"],
    ]
    days = [moment.date() for moment in shown] or [progress.today]
    end = week_start(max(days), progress.first_weekday) + WEEK
    return (min(days) - DAY).isoformat(), end.isoformat()


def _pain(progress: Progress, palette: Palette) -> Iterator[go.Scatter]:
    runs = _runs(progress.pain.dropna(subset=["mean_7d"]))
    yield _wobble(runs, palette)
    yield from _stems(progress.sessions, palette)
    mornings = progress.pain.dropna(subset=["morning"])
    yield go.Scatter(
        x=_iso(mornings["day"]),
        y=_short(mornings["morning"]),
        mode="markers",
        name=say("chart.morning"),
        marker={"size": 4, "color": palette.pain, "opacity": 0.55},
        hovertemplate="%{y}<extra>" + say("chart.morning") + "</extra>",
    )
    yield _mean_line(runs, palette)
    for light in SIZES:
        yield _lights(progress.sessions, light, palette)


def _runs(mean: pd.DataFrame) -> list[tuple[list[str], list[float]]]:
    """Days and means of each run that no week without a morning interrupts."""
    breaks = (mean["day"].diff() > pd.Timedelta(WEEK)).cumsum()
    return [(_iso(run["day"]), _short(run["mean_7d"])) for _, run in mean.groupby(breaks)]


def _mean_line(runs: list[tuple[list[str], list[float]]], palette: Palette) -> go.Scatter:
    x: list[str | None] = []
    y: list[float | None] = []
    for days, means in runs:
        x += [*days, None]
        y += [*means, None]
    return go.Scatter(
        x=x[:-1],
        y=y[:-1],
        mode="lines",
        name=say("chart.mean"),
        line={"color": palette.pain, "width": 2.5},
        hovertemplate="%{y:.1f}<extra>" + say("chart.mean") + "</extra>",
    )


def _wobble(runs: list[tuple[list[str], list[float]]], palette: Palette) -> go.Scatter:
    """The mean with one point to either side, as an area for each run."""
    x: list[str | None] = []
    y: list[float | None] = []
    for days, means in runs:
        upper = [round(min(MOST_PAIN, one + WOBBLE), 2) for one in means]
        lower = [round(max(0.0, one - WOBBLE), 2) for one in means]
        x += [*days, *days[::-1], None]
        y += [*upper, *lower[::-1], None]
    return go.Scatter(
        x=x[:-1],
        y=y[:-1],
        mode="none",
        fill="toself",
        fillcolor=palette.wobble,
        name=say("chart.wobble"),
        hoverinfo="skip",
    )


def _stems(sessions: pd.DataFrame, palette: Palette) -> Iterator[go.Scatter]:
    """From the pain before a session to the worst in it."""
    known = sessions.dropna(subset=["before", "worst"])
    x: list[str | None] = []
    y: list[float | None] = []
    for day, before, worst in zip(_iso(known["day"]), known["before"], known["worst"], strict=True):
        x += [day, day, None]
        y += [float(before), float(worst), None]
    line = {"color": palette.muted, "width": 1}
    yield go.Scatter(x=x[:-1], y=y[:-1], mode="lines", line=line, hoverinfo="skip", showlegend=False)
    marks = {
        "before": {"symbol": "line-ew", "size": 7, "line": {"width": 1.5, "color": palette.muted}},
        "worst": {"symbol": "diamond", "size": 5, "color": palette.muted},
    }
    for column, marker in marks.items():
        name, told = say(f"chart.{column}"), sessions.dropna(subset=[column])
        yield go.Scatter(
            x=_iso(told["day"]),
            y=_short(told[column]),
            mode="markers",
            name=name,
            marker=marker,
            hovertemplate="%{y}<extra>" + name + "</extra>",
        )


def _lights(sessions: pd.DataFrame, light: Light, palette: Palette) -> go.Scatter:
    """The lane of lights: every session of one light, by shape and colour."""
    own = sessions[sessions["light"] == light.value]
    name = say("chart.light", light=say(f"chart.light.{light.value}"))
    unknown = light is Light.UNKNOWN
    outline = {"width": 1.5, "color": palette.lights[light]} if unknown else {"width": 1, "color": palette.surface}
    return go.Scatter(
        x=_iso(own["day"]),
        y=[LANE] * len(own),
        mode="markers",
        name=name,
        marker={"symbol": SYMBOLS[light], "size": SIZES[light], "color": palette.lights[light], "line": outline},
        hovertemplate="%{x|%a %-d %b}<extra>" + name + "</extra>",
    )


def _muscles(progress: Progress, palette: Palette) -> Iterator[go.Bar]:
    for muscle in Muscle:
        own = progress.muscles[progress.muscles["muscle"] == muscle.value]
        if own.empty:
            continue
        name = say(f"muscle.{muscle.value}")
        yield go.Bar(
            x=_iso(own["week"] + MIDDLE_OF_WEEK),
            y=_short(own["sets"]),
            name=name,
            marker={"color": palette.muscles[muscle], "line": {"width": 0.5, "color": palette.surface}},
            width=BAR_MS,
            hovertemplate="%{y}<extra>" + name + "</extra>",
            yaxis="y2",
        )


def _exercise(progress: Progress, exercise_id: str, palette: Palette) -> tuple[bool, go.Bar]:
    """Weekly work of one exercise: kilograms moved where it has a load, sets otherwise."""
    own = progress.exercises[progress.exercises["exercise_id"] == exercise_id]
    loaded = bool((own["volume_kg"] > 0).any())
    unit = say("chart.volume" if loaded else "chart.exercise_sets")
    bars = go.Bar(
        x=_iso(own["week"] + MIDDLE_OF_WEEK),
        y=_short(own["volume_kg" if loaded else "sets"]),
        marker={"color": palette.work, "cornerradius": 3},
        width=BAR_MS,
        showlegend=False,
        hovertemplate="%{y}<extra>" + unit + "</extra>",
        yaxis="y2",
    )
    return loaded, bars


def _budget_line(budget: float, first: str, last: str, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[first, last],
        y=[budget, budget],
        mode="lines",
        name=say("chart.budget"),
        line={"color": palette.text, "width": 1, "dash": "dot"},
        hovertemplate="%{y}<extra>" + say("chart.budget") + "</extra>",
        yaxis="y2",
    )


def _iso(days: pd.Series[Any]) -> list[str]:
    # The traces of one figure, and the figures of many visits, name the same days.
    return [intern(one.strftime("%Y-%m-%d")) for one in days]


def _short(values: pd.Series[Any]) -> list[float]:
    return [round(float(one), 2) for one in values]
