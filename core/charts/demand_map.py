"""Every exercise as one mark: load along the spine against what it gives the legs; takes plain values only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from core.charts.palette import Palette, axis, figure_of
from core.knowledge.texts import say
from core.words import Fit, Light

HEIGHT = 500
MARGIN_TOP, MARGIN_BOTTOM = 46, 8

SYMBOLS: Mapping[Fit, str] = MappingProxyType(
    {Fit.FITS: "circle", Fit.WITH_CHANGE: "diamond", Fit.LEFT_OUT: "circle-open"}
)
"""A shape for each verdict, so that nothing hangs on colour alone."""

# Marks closer than this share of the width would cover each other on a phone; they move apart by lanes.
TOO_CLOSE, LANE, LANES = 0.036, 0.085, (0, 1, -1, 2, -2)
LETTER, LABEL_HEIGHT = 0.0076, 0.08
FITTING_NAMED, OTHERS_NAMED = 5, 2
AUTO = "auto"
LEAST_NAMED = 0.1
LEAST_RIGHT = 1.12
"""The map reaches at least this far beyond the last band's beginning."""


Drawn = dict[str, Any]
"""A shape or an annotation in the words of Plotly."""


class Mark(NamedTuple):
    """One exercise: its place across, leg muscles a set trains, verdict, and words.

    `rough` says that its place stands for a rating given by hand, so it may move a little to make room.
    """

    id: str
    name: str
    across: float
    stimulus: float
    fit: Fit | None
    value: str
    why: str
    score: float = 0.0
    rough: bool = False


class Across(NamedTuple):
    """The scale across: the axis' name in the word list, the limits between its bands, and where exercises go out."""

    axis: str
    edges: Sequence[float]
    limit: float | None


class Spot(NamedTuple):
    """Where a mark is drawn."""

    x: float
    y: float


class Box(NamedTuple):
    """The room that a name takes on the map."""

    left: float
    right: float
    low: float
    high: float


def demand_map(marks: Sequence[Mark], across: Across, chosen: Collection[str], palette: Palette) -> go.Figure:
    """The map: bands as shades, tolerance as a line, one mark an exercise, the chosen ones ringed and named.

    Names that may give way where there is little room are the annotations with the name `AUTO`.
    """
    right = max([across.edges[-2] * LEAST_RIGHT, *(one.across * 1.06 for one in marks)])
    spots = placed(marks, right)
    top = max([3.0, *(one.stimulus for one in marks)]) + 0.4
    low = min([0.5, *(one.stimulus for one in marks)]) - 0.4
    title = {"text": say(f"map.x.{across.axis}"), "font": {"size": 12, "color": palette.muted}, "standoff": 8}
    shapes, words = _shades(across, right, palette)
    names = labelled(marks, spots, chosen, right)
    words += [_label(one, spots[one.id], to_left, one.id in chosen, palette) for one, to_left in names]
    judged = [(fit, [one for one in marks if one.fit is fit]) for fit in (None, *Fit)]
    ring = _ring([spots[one.id] for one in marks if one.id in chosen], palette)
    return figure_of(
        [*(_marks(own, spots, fit, palette) for fit, own in judged if own), *ring],
        palette,
        HEIGHT,
        margin={"l": 22, "r": 6, "t": MARGIN_TOP, "b": MARGIN_BOTTOM},
        xaxis=axis(palette, range=[0, right], showgrid=False, title=title, nticks=7),
        yaxis=axis(palette, range=[low, top], dtick=1, tick0=0),
        clickmode="event+select",
        shapes=shapes,
        annotations=words,
        legend={"entrywidth": 150},
    )


def placed(marks: Iterable[Mark], right: float) -> Mapping[str, Spot]:
    """Where each mark is drawn: at its stimulus, shifted by a lane where others stand in the way."""
    rows: dict[float, list[Mark]] = defaultdict(list)
    for one in marks:
        rows[one.stimulus].append(one)
    near = TOO_CLOSE * right
    spots: dict[str, Spot] = {}
    for stimulus, row in rows.items():
        last_in: dict[int, float] = {}
        for one in sorted(row, key=lambda mark: (mark.across, mark.id)):
            x = one.across
            free = [lane for lane in LANES if x - last_in.get(lane, -right) >= near - 1e-9]
            if not free and one.rough:
                x = min(last_in.values()) + near
                free = [lane for lane in LANES if x - last_in[lane] >= near - 1e-9]
            lane = free[0] if free else min(LANES, key=lambda lane: last_in.get(lane, -right))
            last_in[lane] = x
            spots[one.id] = Spot(x, stimulus + lane * LANE)
    return MappingProxyType(spots)


def labelled(
    marks: Sequence[Mark], spots: Mapping[str, Spot], chosen: Collection[str], right: float
) -> tuple[tuple[Mark, bool], ...]:
    """Marks that carry their name, and whether it stands to their left.

    First the chosen ones; then what fits and what does not, in turns and the best first, where a name covers nothing.
    """
    named = [(one, _is_left_better(one, spots, right)) for one in marks if one.id in chosen]
    boxes = [_box(one, left, spots, right) for one, left in named]
    for wanted, most in ((Fit.FITS, FITTING_NAMED), (Fit.WITH_CHANGE, OTHERS_NAMED), (Fit.LEFT_OUT, OTHERS_NAMED)):
        before = len(named)
        rest = [one for one in marks if one.fit is wanted and one.id not in chosen]
        for one in sorted(rest, key=lambda mark: (-mark.stimulus, -mark.score, mark.id)):
            if len(named) - before >= most:
                break
            for left in (False, True):
                box = _box(one, left, spots, right)
                if _is_free(box, one.id, spots, right) and not any(_overlap(box, other) for other in boxes):
                    named.append((one, left))
                    boxes.append(box)
                    break
    return tuple(named)


def _is_left_better(one: Mark, spots: Mapping[str, Spot], right: float) -> bool:
    """Where a name that must be shown covers less: to the left of its mark, or to the right."""
    free = [_is_free(_box(one, left, spots, right), one.id, spots, right) for left in (False, True)]
    return not free[0] if any(free) else spots[one.id].x > right / 2


def _box(one: Mark, to_left: bool, spots: Mapping[str, Spot], right: float) -> Box:
    """The room that a name takes on a desk."""
    here, wide = spots[one.id], (len(one.name) + 3) * LETTER * right
    low = here.x - wide if to_left else here.x
    return Box(low, low + wide, here.y - LABEL_HEIGHT, here.y + LABEL_HEIGHT)


def _is_free(box: Box, own: str, spots: Mapping[str, Spot], right: float) -> bool:
    """True where the name stays on the map and covers no other mark."""
    if box.left < 0 or box.right > right:
        return False
    others = (spot for name, spot in spots.items() if name != own)
    return not any(box.left <= spot.x <= box.right and box.low < spot.y < box.high for spot in others)


def _overlap(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.low < other.high and other.low < one.high


def map_words(marks: Sequence[Mark], across: Across) -> str:
    """The map in a few sentences."""
    if not marks:
        return say("map.alt.empty")
    counts = ", ".join(
        say(f"exercises.count.{fit.value}", count=sum(one.fit is fit for one in marks))
        for fit in Fit
        if any(one.fit is fit for one in marks)
    )
    told = say("map.alt", count=len(marks), axis=say(f"map.across.{across.axis}"))
    line = "" if across.limit is None else say("map.alt.line", out=sum(one.across >= across.limit for one in marks))
    return " ".join(part for part in (told, f"{counts}." if counts else "", line) if part)


def map_table(marks: Sequence[Mark], without: Sequence[Mark] = ()) -> pd.DataFrame:
    """The map as a table, then the exercises `without` a place on it."""
    ordered = sorted(marks, key=lambda mark: (-mark.stimulus, mark.across, mark.id))
    rows = [
        (one.name, say(f"fit.{one.fit.value}") if one.fit else "", one.value, one.stimulus, one.why)
        for one in (*ordered, *without)
    ]
    names = [say(f"map.table.{name}") for name in ("exercise", "verdict", "value", "legs", "why")]
    return pd.DataFrame(rows, columns=names).set_index(names[0])


def _shades(across: Across, right: float, palette: Palette) -> tuple[list[Drawn], list[Drawn]]:
    """Shapes and words: bands with their names above, the tolerance as a line with all beyond it tinted."""
    shapes: list[Drawn] = []
    title = {"text": say("map.y"), "font": {"size": 12, "color": palette.muted}}
    words: list[Drawn] = []
    bounds = [0.0, *(edge for edge in across.edges if edge < right), right]
    for index, (start, end) in enumerate(pairwise(bounds)):
        if index % 2 == 0:
            shapes.append({**_upright("rect", start, end), "fillcolor": palette.band, "line": {"width": 0}})
        if end - start > LEAST_NAMED * right:
            band = {"text": say(f"map.band.{across.axis}.{index}"), "font": {"size": 11, "color": palette.muted}}
            words.append({**_above(3), **band, "x": (start + end) / 2})
    words.append({**_above(22), **title, "x": 0, "xref": "paper", "xanchor": "left"})
    if across.limit is None or across.limit >= right:
        return shapes, words
    tint = palette.lights[Light.AMBER]
    beyond = _upright("rect", across.limit, right)
    shapes.append({**beyond, "fillcolor": tint, "opacity": 0.09, "line": {"width": 0}})
    dashed = {"color": tint, "width": 2, "dash": "dash"}
    shapes.append({**_upright("line", across.limit, across.limit), "line": dashed})
    line = {"text": say("map.line"), "font": {"size": 12, "color": palette.text}, "showarrow": False}
    beside = {"xanchor": "right", "xshift": -4, "y": 0, "yref": "paper", "yanchor": "bottom"}
    words.append({**line, **beside, "x": across.limit})
    return shapes, words


def _upright(kind: str, start: float, end: float) -> Drawn:
    """A shape over the whole height, below the marks."""
    return {"type": kind, "x0": start, "x1": end, "y0": 0, "y1": 1, "yref": "y domain", "layer": "below"}


def _above(shift: int) -> Drawn:
    return {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": shift, "showarrow": False}


def _marks(marks: Sequence[Mark], spots: Mapping[str, Spot], fit: Fit | None, palette: Palette) -> go.Scatter:
    colours = {Fit.FITS: palette.lights[Light.GREEN], Fit.WITH_CHANGE: palette.lights[Light.AMBER]}
    colour = colours.get(fit, palette.muted) if fit else palette.work
    hollow = fit is Fit.LEFT_OUT
    steady = {"marker": {"opacity": 1}}
    return go.Scatter(
        x=[round(spots[one.id].x, 3) for one in marks],
        y=[round(spots[one.id].y, 3) for one in marks],
        mode="markers",
        name=say(f"fit.{fit.value}") if fit else say("map.unjudged"),
        marker={
            "symbol": SYMBOLS[fit] if fit else "circle",
            "size": 9 if hollow else 12,
            "color": colour,
            "opacity": 1,
            "line": {"width": 1.5, "color": colour} if hollow else {"width": 1, "color": palette.surface},
        },
        selected=steady,
        unselected=steady,
        customdata=[one.id for one in marks],
        text=[say("map.hover", name=one.name, value=one.value) for one in marks],
        hovertemplate="%{text}<extra></extra>",
    )


def _ring(spots: Sequence[Spot], palette: Palette) -> list[go.Scatter]:
    ring = {"symbol": "circle-open", "size": 22, "color": palette.text, "line": {"width": 2}}
    x, y = [round(spot.x, 3) for spot in spots], [round(spot.y, 3) for spot in spots]
    return [go.Scatter(x=x, y=y, mode="markers", marker=ring, hoverinfo="skip", showlegend=False)] if spots else []


def _label(one: Mark, spot: Spot, to_left: bool, strong: bool, palette: Palette) -> Drawn:
    """The name beside its mark."""
    return {
        "x": spot.x,
        "y": spot.y,
        "text": f"<b>{one.name}</b>" if strong else one.name,
        "showarrow": False,
        "xanchor": "right" if to_left else "left",
        "xshift": (-14 if strong else -8) * (1 if to_left else -1),
        "yanchor": "middle",
        "font": {"size": 12, "color": palette.text},
        "bgcolor": palette.surface if strong else None,
        "opacity": 0.95,
        "borderpad": 1,
        "name": None if strong else AUTO,
    }
