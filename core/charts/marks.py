"""What is marked on the time line behind the pain and the work: the plan's weeks, flare-ups and easier weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.palette import Palette
from core.knowledge.texts import say
from core.progress import Progress

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MIDDLE_OF_WEEK = timedelta(days=3)
SHADE = 0.17
Spans = Sequence[tuple[date, date]]
"""First and last day of each span, both included."""


@dataclass(frozen=True)
class Days:
    """Spans of days of one kind: their name in the legend, colour (#rrggbb) and panel (an axis's domain)."""

    name: str
    spans: Spans
    colour: str
    panel: str

    @property
    def shade(self) -> str:
        """The colour, seen through."""
        red, green, blue = (int(self.colour[at : at + 2], 16) for at in (1, 3, 5))
        return f"rgba({red},{green},{blue},{SHADE})"


def within(spans: Spans, first: str, last: str) -> Spans:
    """The part of each span that lies between two days in ISO form."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(max(one[0], start), min(one[1], end)) for one in spans if one[0] <= end and one[1] >= start]


def begun_weeks(progress: Progress) -> pd.DataFrame:
    """The plan weeks that have begun."""
    return progress.plan_weeks[progress.plan_weeks["starts_on"] <= pd.Timestamp(progress.today)]


def week_shades(begun: pd.DataFrame, palette: Palette) -> Iterator[dict[str, Any]]:
    """Every other plan week, shaded lightly from top to bottom."""
    for start, number in zip(begun["starts_on"], begun["number"], strict=True):
        if number % 2:
            yield _shade(start.date(), (start + WEEK - DAY).date(), "paper", palette.band)


def week_numbers(begun: pd.DataFrame, palette: Palette) -> Iterator[dict[str, Any]]:
    """The number of every plan week; an easier one says so."""
    place = {"y": 1, "yref": "paper", "yanchor": "top", "yshift": 22, "showarrow": False}
    look = place | {"font": {"size": 10, "color": palette.muted}}
    if len(begun):
        yield look | {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -24, "text": say("chart.week")}
    for start, number, easier in zip(begun["starts_on"], begun["number"], begun["easier"], strict=True):
        label = f"{number}<br><i>{say('chart.easier')}</i>" if easier else str(number)
        yield look | {"x": (start + MIDDLE_OF_WEEK).strftime("%Y-%m-%d"), "xref": "x", "text": label}


def day_shades(days: Sequence[Days]) -> Iterator[dict[str, Any]]:
    """Whole days of one panel each."""
    for kind in days:
        for first, last in kind.spans:
            yield _shade(first, last, kind.panel, kind.shade)


def legend_of(days: Sequence[Days]) -> Iterator[go.Scatter]:
    """An entry in the legend for each kind of days that is there."""
    for kind in days:
        if kind.spans:
            marker = {"symbol": "square", "size": 12, "color": kind.shade}
            yield go.Scatter(x=[None], y=[None], mode="markers", name=kind.name, marker=marker, hoverinfo="skip")


def _shade(first: date, last: date, yref: str, colour: str) -> dict[str, Any]:
    # Days are drawn on their midnight, so that half a day to the left takes in the first one whole.
    edges = [f"{pd.Timestamp(day) - DAY / 2:%Y-%m-%d %H:%M}" for day in (first, last + DAY)]
    return {
        "type": "rect", "xref": "x", "yref": yref, "x0": edges[0], "x1": edges[1], "y0": 0, "y1": 1,
        "fillcolor": colour, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip
