"""Outcome scores as small pictures, one a score: where it began, the change too small to count, and every answer.

All pictures of a person share one span of days, so that they can be read side by side or one below the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.palette import SMALL_SIZE, Palette, axis, figure_of, title_above
from core.charts.timeline import LONG
from core.knowledge.texts import say
from core.progress.outcomes import CHAIR, Series

HEIGHT = 210
LONGEST_TITLE = 34
EDGE = timedelta(days=5)
HEADROOM = 0.06
ROOM_ABOVE = 1.2
TICKS = 4
MANY, SIZE, SMALL = 40, 8, 4
"""Marker sizes in pixels; so many answers, three years of them, would lie on top of each other."""


def outcome_chart(series: Series, palette: Palette, span: tuple[date, date]) -> go.Figure:
    """One score over the days of `span`, with its start as a dotted line and the shade of what is too small to count.

    The better direction stands in the title, because on some scales less is better and on others more.
    """
    measure = series.measure
    first, last = ((span[0] - EDGE).isoformat(), (span[1] + EDGE).isoformat())
    margin = HEADROOM * (measure.high - measure.low)
    low, high = _shown(series)
    days = "%b %Y" if span[1] - span[0] > LONG else "%-d %b"
    across = {"xref": "x", "yref": "y", "x0": first, "x1": last, "layer": "between"}
    shapes: list[dict[str, Any]] = [
        {"type": "line", "y0": series.start, "y1": series.start, **across,
         "line": {"color": palette.muted, "width": 1, "dash": "dot"}}
    ]  # fmt: skip
    if series.band is not None:
        below, above = series.band
        shade = {"type": "rect", "y0": below, "y1": above, "fillcolor": palette.wobble, "line": {"width": 0}}
        shapes.insert(0, {**shade, **across})
    return figure_of(
        [_answers(series, palette)],
        palette,
        HEIGHT,
        showlegend=False,
        margin={"l": 28, "r": 10, "t": 52, "b": 8},
        xaxis=axis(palette, showgrid=False, range=[first, last], type="date", tickformat=days, nticks=TICKS),
        yaxis=axis(palette, range=[low - margin, high + margin], nticks=TICKS + 1),
        shapes=shapes,
        annotations=_title(series, palette),
    )


def outcome_span(series: Sequence[Series]) -> tuple[date, date]:
    """First and last day of all scores. There must be at least one."""
    days = [day for one in series for day, _ in one.scores]
    return min(days), max(days)


def outcome_words(series: Series) -> str:
    """One picture in words."""
    scores = ", ".join(f"{value:g} ({day.isoformat()})" for day, value in series.scores)
    given = {"what": series.name, "direction": series.measure.direction, "scores": scores, "verdict": series.verdict}
    if series.band is None:
        return say("outcome.chart.alt", **given)
    low, high = (f"{edge:g}" for edge in series.band)
    return say("outcome.chart.alt_band", **given, low=low, high=high)


def outcome_table(series: Sequence[Series]) -> pd.DataFrame:
    """All scores as a table: a row for each day, newest first, a column for each score."""
    days = sorted({day for one in series for day, _ in one.scores}, reverse=True)
    columns: dict[str, list[float | None]] = {}
    for one in series:
        # An activity may have been called like a score.
        name = one.name if one.name not in columns else f"{one.name} ({len(columns)})"
        columns[name] = [dict(one.scores).get(day) for day in days]
    index = pd.Index([day.isoformat() for day in days], name=say("outcome.chart.day"))
    return pd.DataFrame(columns, index=index)


def _shown(series: Series) -> tuple[float, float]:
    """The whole scale; of a count without a natural top, as much as its scores and their band need."""
    measure = series.measure
    if measure.kind != CHAIR:
        return measure.low, measure.high
    values = [value for _, value in series.scores]
    return measure.low, ROOM_ABOVE * max(*values, series.band[1] if series.band else 0.0)


def _title(series: Series, palette: Palette) -> list[dict[str, Any]]:
    """Name, and below it which way is better with the verdict; what people typed is shown as it is."""
    name = series.name if len(series.name) <= LONGEST_TITLE else f"{series.name[: LONGEST_TITLE - 1]}…"
    above = title_above(palette, escape(name, quote=False), shift=22)
    verdict = f"{series.measure.direction} · {series.verdict}"
    return [above, {**above, "text": verdict, "yshift": 4, "font": {"size": SMALL_SIZE, "color": palette.muted}}]


def _answers(series: Series, palette: Palette) -> go.Scatter:
    values = [round(value, 1) for _, value in series.scores]
    last = len(values) - 1
    # First and last are written out; the rest is told on hover and in the table.
    labels = [f"{value:g}" if at in (0, last) else "" for at, value in enumerate(values)]
    middle = (series.measure.low + series.measure.high) / 2
    return go.Scatter(
        x=[day.isoformat() for day, _ in series.scores],
        y=values,
        mode="lines+markers+text",
        text=labels,
        textposition=["top center" if value <= middle else "bottom center" for value in values],
        textfont={"size": SMALL_SIZE, "color": palette.text},
        line={"color": palette.pain, "width": 2},
        marker={
            "size": SIZE if last < MANY else SMALL,
            "color": palette.pain,
            "line": {"width": 1, "color": palette.surface},
        },
        hovertemplate="%{x|%-d %b %Y}: %{y:g}<extra></extra>",
        cliponaxis=False,
    )
