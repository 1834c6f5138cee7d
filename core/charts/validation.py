"""Published loads against the model's, on logarithmic axes; takes plain numbers and knows no body."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

import plotly.graph_objects as go

from core.charts.palette import Palette, axis, figure_of
from core.knowledge.texts import say

HEIGHT = 430
N_PER_KN = 1000.0
ROOM = (0.8, 1.25)
"""How far the axes reach beyond the smallest and the largest value."""
TICKS = (0.2, 0.5, 1, 2, 5, 10, 20, 50)


class Place(StrEnum):
    """Where a published value lies."""

    INSIDE = "inside"
    MISSED = "missed"
    OUT_OF_DOMAIN = "out_of_domain"


class Point(NamedTuple):
    """One published load and the model's, in newtons."""

    task: str
    published_n: float
    model_n: float
    place: Place


MARKS: Mapping[Place, tuple[str, str]] = MappingProxyType(
    {
        Place.INSIDE: ("circle", "●"),
        Place.MISSED: ("triangle-up-open", "△"),
        Place.OUT_OF_DOMAIN: ("x-thin", "✕"),
    }
)
"""Plotly's name of each shape, and the shape as a character for tables."""


def place_of(published_n: float, model_n: float, band: tuple[float, float], in_domain: bool) -> Place:
    """Where a published value lies: inside `band` (multiples of the model's value), outside, or out of the domain."""
    if not in_domain:
        return Place.OUT_OF_DOMAIN
    low, high = band
    return Place.INSIDE if low * model_n <= published_n <= high * model_n else Place.MISSED


def validation(points: Sequence[Point], band: tuple[float, float], palette: Palette) -> go.Figure:
    """Published over modelled loads with the line of equality and the band around it (multiples of the model's)."""
    values = [value / N_PER_KN for one in points for value in (one.published_n, one.model_n)]
    low, high = min(values) * ROOM[0], max(values) * ROOM[1]
    ends = [low, high]
    area = {"x": [*ends, *ends[::-1]], "y": [band[0] * end for end in ends] + [band[1] * end for end in ends[::-1]]}
    plain = {"mode": "lines", "hoverinfo": "skip"}
    around = go.Scatter(
        **area,
        **plain,
        fill="toself",
        fillcolor=palette.wobble,
        line={"width": 0},
        name=say("method.body.chart.band", low=f"{band[0]:g}", high=f"{band[1]:g}"),
    )
    dotted = {"color": palette.muted, "width": 1, "dash": "dot"}
    equal = go.Scatter(x=ends, y=ends, **plain, line=dotted, name=say("method.body.chart.equal"))
    return figure_of(
        [around, equal, *(_marks([one for one in points if one.place is place], place, palette) for place in Place)],
        palette,
        HEIGHT,
        xaxis=_logarithmic(palette, low, high, "method.body.chart.model"),
        yaxis=_logarithmic(palette, low, high, "method.body.chart.published"),
        margin={"l": 28, "r": 10, "t": 12, "b": 8},
        legend={"entrywidth": 150},
    )


def _marks(points: Sequence[Point], place: Place, palette: Palette) -> go.Scatter:
    colour = {Place.INSIDE: palette.pain, Place.MISSED: palette.text, Place.OUT_OF_DOMAIN: palette.muted}[place]
    values = say("method.body.chart.hover", published="%{y:.2f}", model="%{x:.2f}")
    return go.Scatter(
        x=[one.model_n / N_PER_KN for one in points],
        y=[one.published_n / N_PER_KN for one in points],
        mode="markers",
        name=say(f"method.body.chart.{place.value}"),
        marker={"symbol": MARKS[place][0], "size": 10, "color": colour, "line": {"color": colour, "width": 2}},
        text=[one.task for one in points],
        hovertemplate=f"%{{text}}<br>{values}<extra></extra>",
    )


def _logarithmic(palette: Palette, low: float, high: float, title: str) -> dict[str, object]:
    ticks = [one for one in TICKS if low <= one <= high]
    return axis(
        palette,
        type="log",
        tickvals=ticks,
        ticktext=[f"{one:g}" for one in ticks],
        range=[math.log10(low), math.log10(high)],
        title={"text": say(title), "font": {"size": 12, "color": palette.muted}, "standoff": 6},
    )
