"""What was expected beside what was felt, try by try."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.charts.palette import Palette, axis, figure_of, title_above
from core.journal import ExposureTry
from core.knowledge.texts import say

HEIGHT = 260
MOST_SHOWN = 20


def expected_and_felt(tries: Sequence[ExposureTry], palette: Palette) -> go.Figure:
    """The last twenty finished tries: an open circle for what was expected, a full one for what was felt."""
    shown = _done(tries)[-MOST_SHOWN:]
    numbers = _numbers(tries)[-MOST_SHOWN:]
    x: list[int | None] = []
    y: list[int | None] = []
    for number, one in zip(numbers, shown, strict=True):
        x += [number, number, None]
        y += [one.expected, one.result, None]
    stems = {"color": palette.muted, "width": 2}
    traces = [go.Scatter(x=x, y=y, mode="lines", line=stems, hoverinfo="skip", showlegend=False)]
    expected = {"symbol": "circle-open", "size": 12, "color": palette.work, "line": {"width": 2}}
    felt = {"symbol": "circle", "size": 11, "color": palette.pain, "line": {"width": 1, "color": palette.surface}}
    for name, marker, values in (
        (say("exposure.chart.expected"), expected, [one.expected for one in shown]),
        (say("exposure.chart.result"), felt, [one.result for one in shown]),
    ):
        hover = f"%{{y}}<extra>{name}</extra>"
        traces.append(go.Scatter(x=numbers, y=values, mode="markers", name=name, marker=marker, hovertemplate=hover))
    return figure_of(
        traces,
        palette,
        HEIGHT,
        margin={"l": 28, "r": 10, "t": 30, "b": 8},
        xaxis=axis(palette, showgrid=False, tickvals=numbers, range=[numbers[0] - 0.6, max(numbers[-1], 4) + 0.6]),
        yaxis=axis(palette, range=[-0.6, 10.6], tickvals=list(range(0, 11, 2))),
        annotations=[title_above(palette, say("exposure.chart.pain"))],
    )


def expected_and_felt_words(tries: Sequence[ExposureTry]) -> str:
    """The picture in words."""
    told = [
        say("exposure.chart.alt_try", number=number, expected=one.expected, result=one.result)
        for number, one in zip(_numbers(tries), _done(tries), strict=True)
    ]
    return say("exposure.chart.alt", tries="; ".join(told[-MOST_SHOWN:]))


def exposure_table(tries: Sequence[ExposureTry]) -> pd.DataFrame:
    """The diary as a table, the newest try first."""
    rows = [
        (
            one.day.isoformat(),
            one.step,
            one.expects,
            one.expected,
            one.likely,
            one.result,
            one.worry,
            one.worry_after,
            one.note,
        )
        for one in reversed(_done(tries))
    ]
    names = [
        say("exposure.table.day"),
        say("exposure.table.step"),
        say("exposure.table.expects"),
        say("exposure.chart.expected"),
        say("exposure.table.likely"),
        say("exposure.chart.result"),
        say("exposure.table.worry"),
        say("exposure.table.worry_after"),
        say("exposure.table.note"),
    ]
    index = pd.Index(range(len(rows), 0, -1), name=say("exposure.chart.try"))
    return pd.DataFrame(rows, columns=names, index=index)


def _done(tries: Sequence[ExposureTry]) -> list[ExposureTry]:
    return [one for one in tries if one.done]


def _numbers(tries: Sequence[ExposureTry]) -> list[int]:
    return list(range(1, len(_done(tries)) + 1))
