"""How a back answers dose: the chance of an amber or red light against the spine points of a session.

Takes plain numbers and knows no model. Sessions stand where they belong: the green ones below the curve, the amber and
red ones above it, a mark on top of another where several asked the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from core.charts.palette import SYMBOLS, Palette, axis, figure_of, title_above
from core.knowledge.texts import say
from core.words import Light

HEIGHT = 420
SHOWN = (Light.GREEN, Light.AMBER, Light.RED)
SIZES = {Light.GREEN: 8, Light.AMBER: 10, Light.RED: 9}
LANE, APART, MOST_STACKED = 0.09, 0.05, 9
"""How far marks stand from the curve's ends and from each other, as a share of the chance axis."""
ROOM = 1.04


class Limit(NamedTuple):
    """Spine points up to which the chance stays below `chance` (0 to 1), with the ends of its interval.

    None means more than the heaviest session, whose points are `heaviest`.
    """

    chance: float
    low: float | None
    middle: float | None
    high: float | None
    heaviest: float


def tolerance_curve(curve: pd.DataFrame, sessions: pd.DataFrame, limit: Limit, palette: Palette) -> go.Figure:
    """The curve with its likely range, each session as a mark, and the limit as a line with its interval.

    `curve` has points, low, median and high (0 to 1), in order of points; `sessions` day, points and light.
    """
    places = _stacked(sessions)
    right = max([limit.heaviest, *sessions["points"]]) * ROOM
    ticks = sorted({0.0, limit.chance, round(1 - limit.chance, 2), 1.0})
    return figure_of(
        [
            *_range_and_median(curve, palette),
            *_limit(limit, right, palette),
            *(_marks(sessions, places, light, palette) for light in SHOWN),
        ],
        palette,
        HEIGHT,
        xaxis=axis(
            palette,
            range=[0, right],
            showgrid=False,
            nticks=7,
            title={
                "text": say("tolerance.chart.points"),
                "font": {"size": 12, "color": palette.muted},
                "standoff": 6,
            },
        ),
        yaxis=axis(
            palette,
            range=[min([-LANE, *places]) - APART, max([1 + LANE, *places]) + APART],
            tickvals=ticks,
            ticktext=[*(f"{100 * one:.0f}" for one in ticks[:-1]), "100 %"],
        ),
        margin={"l": 28, "r": 8, "t": 30, "b": 8},
        legend={"entrywidth": 84},
        annotations=[title_above(palette, say("tolerance.chart.chance"), shift=6)],
    )


def tolerance_words(curve: pd.DataFrame, sessions: pd.DataFrame, limit: Limit) -> str:
    """The curve in a few sentences."""
    first, last = curve.iloc[0], curve.iloc[-1]
    counts = Counter(sessions["light"])
    told = say(
        "tolerance.alt",
        low=f"{first['points']:.0f}",
        high=f"{last['points']:.0f}",
        chance_low=_percent(first["median"]),
        chance_high=_percent(last["median"]),
        lights=", ".join(f"{counts[one.value]} {say(f'chart.light.{one.value}')}" for one in SHOWN),
    )
    if limit.middle is None:
        return f"{told} {say('tolerance.alt.no_limit')}"
    return f"{told} {say('tolerance.alt.limit', limit=int(limit.middle))}"


def tolerance_table(curve: pd.DataFrame, sessions: pd.DataFrame, doses: Sequence[float]) -> pd.DataFrame:
    """The curve at these doses as a table, and the sessions nearest to each of them by their light."""
    near: list[Counter[str]] = [Counter() for _ in doses]
    for points, light in zip(sessions["points"], sessions["light"], strict=True):
        near[min(range(len(doses)), key=lambda at: abs(doses[at] - points))][light] += 1
    rows = []
    for dose, lights in zip(doses, near, strict=True):
        at = curve.iloc[(curve["points"] - dose).abs().argmin()]
        rows.append(
            (
                _percent(at["median"]),
                f"{_percent(at['low'])}–{_percent(at['high'])}",
                *(lights[one.value] for one in SHOWN),
            )
        )
    names = [say("tolerance.chart.median"), say("tolerance.chart.range")]
    names += [say(f"chart.light.{one.value}").capitalize() for one in SHOWN]
    index = pd.Index([f"{one:.0f}" for one in doses], name=say("tolerance.chart.points"))
    return pd.DataFrame(rows, columns=names, index=index)


def _percent(chance: float) -> str:
    return f"{100 * chance:.0f} %"


def _stacked(sessions: pd.DataFrame) -> list[float]:
    """Height of each mark: greens below the axis, others above it, further out where the place is taken."""
    taken: Counter[tuple[bool, int]] = Counter()
    heights = []
    for points, light in zip(sessions["points"], sessions["light"], strict=True):
        green = light == Light.GREEN.value
        out = LANE + APART * min(MOST_STACKED, taken[green, round(points)])
        taken[green, round(points)] += 1
        heights.append(-out if green else 1 + out)
    return heights


def _range_and_median(curve: pd.DataFrame, palette: Palette) -> Iterator[go.Scatter]:
    points = [round(float(one), 2) for one in curve["points"]]
    low, median, high = ([round(float(one), 4) for one in curve[name]] for name in ("low", "median", "high"))
    yield go.Scatter(
        x=[*points, *points[::-1]],
        y=[*high, *low[::-1]],
        mode="none",
        fill="toself",
        fillcolor=palette.wobble,
        name=say("tolerance.chart.range"),
        hoverinfo="skip",
    )
    yield go.Scatter(
        x=points,
        y=median,
        mode="lines",
        name=say("tolerance.chart.median"),
        line={"color": palette.pain, "width": 2.5},
        customdata=[[_percent(a), _percent(b)] for a, b in zip(low, high, strict=True)],
        hovertemplate=say("tolerance.chart.hover", chance="%{y:.0%}", low="%{customdata[0]}", high="%{customdata[1]}")
        + "<extra>%{x:.0f}</extra>",
    )


def _limit(limit: Limit, right: float, palette: Palette) -> Iterator[go.Scatter]:
    """The level as a fine line, on it the interval of the limit, and from it down the limit itself."""
    yield go.Scatter(
        x=[0, right],
        y=[limit.chance] * 2,
        mode="lines",
        line={"color": palette.muted, "width": 1, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
    )
    if limit.low is not None:
        yield go.Scatter(
            x=[limit.low, right if limit.high is None else limit.high],
            y=[limit.chance] * 2,
            mode="lines",
            name=say("tolerance.chart.interval"),
            line={"color": palette.work, "width": 6},
            opacity=0.55,
            hoverinfo="skip",
        )
    if limit.middle is not None:
        yield go.Scatter(
            x=[limit.middle] * 2,
            y=[0, limit.chance],
            mode="lines+markers",
            name=say("tolerance.chart.limit"),
            line={"color": palette.text, "width": 2},
            marker={"symbol": ["line-ew", "diamond"], "size": [1, 11], "color": palette.text},
            hovertemplate="%{x:.0f}<extra>" + say("tolerance.chart.limit") + "</extra>",
        )


def _marks(sessions: pd.DataFrame, places: Sequence[float], light: Light, palette: Palette) -> go.Scatter:
    own = [at for at, shown in enumerate(sessions["light"]) if shown == light.value]
    name = say(f"chart.light.{light.value}").capitalize()
    days = [f"{day:%d %b}".lstrip("0") for day in sessions["day"]]
    return go.Scatter(
        x=[float(sessions["points"].iloc[at]) for at in own],
        y=[places[at] for at in own],
        mode="markers",
        name=name,
        marker={
            "symbol": SYMBOLS[light],
            "size": SIZES[light],
            "color": palette.lights[light],
            "line": {"width": 1, "color": palette.surface},
        },
        text=[days[at] for at in own],
        hovertemplate="%{text}: %{x:.0f}<extra>" + name + "</extra>",
    )
