"""Colours and manners that all charts share; they sit on whatever background the page has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go

from core.words import Light, Muscle

CONFIG: Mapping[str, object] = MappingProxyType({"displayModeBar": False, "responsive": True, "scrollZoom": False})
"""Settings to hand to Plotly with every figure: no tool bar, and fingers scroll the page."""

SYMBOLS: Mapping[Light, str] = MappingProxyType(
    {
        Light.GREEN: "circle",
        Light.AMBER: "triangle-up",
        Light.RED: "square",
        Light.UNKNOWN: "circle-open",
    }
)
"""A shape for each light, so that nothing hangs on colour alone."""

FONT = '"Source Sans", sans-serif'
"""The page's own font, by name: Plotly measures labels with it before it draws them."""
FONT_SIZE, SMALL_SIZE = 13, 12
ENTRY_WIDTH = 98
"""Legend entries stand in two columns on a phone, in more on a desk."""


@dataclass(frozen=True)
class Palette:
    """Colours of one mode as CSS colours.

    `surface` is the page's background (it outlines marks and fills hover labels), `band` shades every other plan week,
    `pain` draws the mean, `wobble` the area around it; `lights` and `muscles` colour what they name.
    """

    text: str
    muted: str
    grid: str
    surface: str
    band: str
    pain: str
    wobble: str
    work: str
    target: str
    lights: Mapping[Light, str] = field(hash=False)
    muscles: Mapping[Muscle, str] = field(hash=False)


def _muscles(*colours: str) -> Mapping[Muscle, str]:
    return MappingProxyType(dict(zip(Muscle, colours, strict=True)))


def _lights(*colours: str) -> Mapping[Light, str]:
    return MappingProxyType(dict(zip(Light, colours, strict=True)))


LIGHT = Palette(
    text="#0d161d",
    muted="#5f6f7a",
    grid="#e3e9ed",
    surface="#ffffff",
    band="rgba(51,72,107,0.045)",
    pain="#1f6f6b",
    wobble="rgba(31,111,107,0.13)",
    work="#33486b",
    target="#cfe3e1",
    lights=_lights("#16805f", "#d9822b", "#b3372e", "#5f6f7a"),
    muscles=_muscles("#2f7f7a", "#dd8452", "#4f6a96", "#d6b04a", "#7fb3d5", "#9c7399", "#b3bec6", "#93b574"),
)
DARK = Palette(
    text="#e9eff1",
    muted="#94a3ad",
    grid="#26323a",
    surface="#10181d",
    band="rgba(157,180,220,0.06)",
    pain="#5cc4b8",
    wobble="rgba(92,196,184,0.16)",
    work="#9db4dc",
    target="#2c5053",
    lights=_lights("#4fbf93", "#f0a64a", "#f0776a", "#94a3ad"),
    muscles=_muscles("#4fa79e", "#d98a60", "#8298c4", "#d1b455", "#6ea7cb", "#b48bb1", "#75848f", "#90b06f"),
)


def title_above(palette: Palette, text: str, shift: int = 4, y: float = 1) -> dict[str, Any]:
    """The name of a panel above its top left corner, which lies at `y` of the figure; `shift` in pixels."""
    place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -24, "y": y, "yref": "paper", "yanchor": "bottom"}
    font = {"size": FONT_SIZE, "color": palette.text}
    return {**place, "yshift": shift, "text": f"<b>{text}</b>", "showarrow": False, "font": font}


def axis(palette: Palette, **more: Any) -> dict[str, Any]:
    """An axis without line or zero line, in the palette's colours, that cannot be dragged."""
    plain = {"showline": False, "zeroline": False, "gridcolor": palette.grid, "fixedrange": True, "automargin": True}
    return plain | {"tickfont": {"size": SMALL_SIZE, "color": palette.muted}} | more


def figure_of(traces: Sequence[Any], palette: Palette, height: int, **layout: Any) -> go.Figure:
    """A figure with the manners that all charts share; `height` in pixels, `layout` in the words of Plotly.

    Everything at once: Plotly checks all that is there already for each thing that is added to it.
    """
    manners: dict[str, Any] = {
        "template": go.layout.Template(),
        "height": height,
        "margin": {"l": 28, "r": 6, "t": 24, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": FONT_SIZE, "color": palette.text},
        "hoverlabel": {"bgcolor": palette.surface, "bordercolor": palette.grid, "font": {"color": palette.text}},
        "hovermode": "closest",
        "dragmode": False,
        "legend": {
            "orientation": "h",
            "xref": "container",
            "x": 0,
            "xanchor": "left",
            "entrywidth": ENTRY_WIDTH,
            "traceorder": "normal",
            "yref": "container",
            "y": 0,
            "yanchor": "bottom",
            "font": {"size": SMALL_SIZE, "color": palette.text},
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }
    legend = manners["legend"] | layout.pop("legend", {})
    return go.Figure(data=list(traces), layout=manners | layout | {"legend": legend})
