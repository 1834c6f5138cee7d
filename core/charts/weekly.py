"""Single weeks: sets of each muscle beside their target band, and spine points."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.palette import Palette, axis, figure_of
from core.charts.timeline import spine_bars
from core.knowledge.texts import say

ROW_HEIGHT, FRAME_HEIGHT, SPINE_HEIGHT = 44, 90, 260
BAND_WIDTH, BAR_WIDTH = 0.72, 0.28


def bands(against_band: pd.DataFrame, palette: Palette) -> go.Figure:
    """Sets of each muscle as bars on their target band; a tick marks last week. Takes `progress.against_band`."""
    rows = against_band.iloc[::-1]
    names = [say(f"muscle.{muscle}") for muscle in rows["muscle"]]
    low, high = rows["low"].astype(float), rows["high"].astype(float)
    target = go.Bar(
        y=names,
        x=(high - low).round(1).tolist(),
        base=low.tolist(),
        orientation="h",
        width=BAND_WIDTH,
        name=say("chart.target"),
        marker={"color": palette.target, "cornerradius": 4},
        customdata=high.tolist(),
        hovertemplate="%{base:g}–%{customdata:g}<extra>" + say("chart.target") + "</extra>",
    )
    this_week = go.Bar(
        y=names,
        x=rows["this_week"].astype(float).round(1).tolist(),
        orientation="h",
        width=BAR_WIDTH,
        name=say("chart.this_week"),
        marker={"color": palette.pain, "cornerradius": 4},
        hovertemplate="%{x:g}<extra>" + say("chart.this_week") + "</extra>",
    )
    last_week = go.Scatter(
        y=names,
        x=rows["last_week"].astype(float).round(1).tolist(),
        mode="markers",
        name=say("chart.last_week"),
        marker={"symbol": "line-ns", "size": 20, "line": {"width": 2.5, "color": palette.text}},
        hovertemplate="%{x:g}<extra>" + say("chart.last_week") + "</extra>",
    )
    return figure_of(
        [target, this_week, last_week],
        palette,
        FRAME_HEIGHT + ROW_HEIGHT * len(rows),
        barmode="overlay",
        xaxis=axis(palette, rangemode="tozero", nticks=6),
        yaxis=axis(palette, showgrid=False, ticklabelstandoff=6, tickfont={"size": 12, "color": palette.text}),
    )


def spine_points(points: pd.DataFrame, palette: Palette, budget: float | None = None) -> go.Figure:
    """Spine points of each week as bars, with the plan's weekly budget as a line. Takes `progress.spine_points`."""
    limit: dict[str, Any] = {}
    if budget is not None:
        dotted = {"color": palette.muted, "width": 1, "dash": "dot"}
        across = {"xref": "x domain", "x0": 0, "x1": 1, "yref": "y", "y0": budget, "y1": budget}
        place = {"xref": "x domain", "x": 0, "xanchor": "left", "yref": "y", "y": budget, "yanchor": "bottom"}
        words = {"text": f"{say('chart.budget')}: {budget:g}", "font": {"color": palette.muted, "size": 11}}
        limit["shapes"] = [{"type": "line", "line": dotted, **across}]
        limit["annotations"] = [{**words, **place, "showarrow": False}]
    return figure_of(
        [spine_bars(points, palette)],
        palette,
        SPINE_HEIGHT,
        showlegend=False,
        xaxis=axis(palette, showgrid=False, tickformat="%-d %b", nticks=6, type="date"),
        yaxis=axis(palette, rangemode="tozero", nticks=5),
        **limit,
    )
