"""A repetition as an animation inside one SVG file: balance found anew in each key frame, the still picture for those
who asked for reduced motion.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from core.body.anthropometry import Body
from core.body.drawing.card import NO_TARGETS, band_and_load, card_svg, fitted_pen, layer_svg, layers_at
from core.body.drawing.figure import Layer
from core.body.drawing.muscles import Targets
from core.body.drawing.pen import paint, svg_path
from core.body.drawing.people import Look, look_for
from core.body.pose.pose import Pose

KEY_FRAMES = 5
PHASES = tuple(i / (KEY_FRAMES - 1) for i in range(KEY_FRAMES))
DOWN_S, UP_S = 2.0, 1.6
HOLD_S = 0.4
START = re.compile(r"M(-?\d+) ?(-?\d+)")
STYLE = (
    "<style>.still{display:none}@media (prefers-reduced-motion:reduce)"
    "{.moving{display:none}.still{display:inline}}</style>"
)


def animated_svg(
    pose: Pose,
    targets: Targets = NO_TARGETS,
    *,
    body: Body | None = None,
    load_kg: float | None = None,
    look: Look | None = None,
    alt: str = "",
    words: str = "",
) -> str:
    """The movement from start to hardest position and back as SVG text, endlessly; arguments as in `figure_svg`.

    Every path keeps its structure, so the browser can move each point from key frame to key frame.
    """
    look = look or look_for(pose.id)
    band, kg = band_and_load(pose, body or look.body, load_kg)
    pen = fitted_pen(pose, look, kg, PHASES)
    frames = [layers_at(pen, pose, look, targets, band, kg, phase) for phase in PHASES]
    moving = "".join(_moving(layers) for layers in zip(*frames, strict=True))
    still = "".join(_plain(layer) for layer in frames[-1])
    inner = f'<g class="moving">{moving}</g><g class="still">{still}</g>'
    return card_svg(inner, pose, alt, words, STYLE)


def _moving(layers: tuple[Layer, ...]) -> str:
    """A layer whose shapes move; an outline that several shapes share is written once."""
    first = layers[0]
    outlines = [tuple(layer.shapes[i].d for layer in layers) for i in range(len(first.shapes))]
    ids: dict[tuple[str, ...], str] = {}
    paths = []
    for shape, frames in zip(first.shapes, outlines, strict=True):
        motion = _animate(frames) if len(set(frames)) > 1 else ""
        if not motion or outlines.count(frames) == 1:
            paths.append(svg_path(shape, motion))
            continue
        if frames not in ids:
            ids[frames] = f"{first.name.replace(' ', '')}{len(ids)}"
            paths.append(f'<defs><path id="{ids[frames]}" d="{shape.d}">{motion}</path></defs>')
        paths.append(f'<use href="#{ids[frames]}"{paint(shape)}/>')
    return layer_svg(first, paths)


def _plain(layer: Layer) -> str:
    return "<g>" + "".join(svg_path(shape) for shape in layer.shapes) + "</g>"


def _animate(frames: Sequence[str]) -> str:
    """There and back with a short rest at both ends. What only changes place is shifted, all else is redrawn."""
    whole = DOWN_S + UP_S + 2 * HOLD_S
    # Even steps of the way, uneven in time: slow at both ends as a controlled repetition is.
    shares = [math.acos(1 - 2 * phase) / math.pi for phase in PHASES]
    times = [DOWN_S * share for share in shares] + [DOWN_S + HOLD_S + UP_S * share for share in shares]
    keys = ";".join(f"{t / whole:.3f}".rstrip("0").rstrip(".") for t in [*times, whole])
    timing = f'dur="{whole:g}s" repeatCount="indefinite" keyTimes="{keys}"'
    shifts = _shifts(frames)
    way = shifts or frames
    values = ";".join([*way, *way[::-1], way[0]])
    if shifts:
        return f'<animateTransform attributeName="transform" type="translate" {timing} values="{values}"/>'
    return f'<animate attributeName="d" {timing} values="{values}"/>'


def _shifts(frames: Sequence[str]) -> list[str]:
    """How far an outline has moved in each frame, empty where it also turns or changes shape."""
    parts = [START.match(frame) for frame in frames]
    if None in parts or len({frame[part.end() :] for frame, part in zip(frames, parts, strict=True) if part}) > 1:
        return []
    places = [complex(int(part[1]), int(part[2])) for part in parts if part]
    return [f"{step.real:g} {step.imag:g}" for step in (place - places[0] for place in places)]


def is_moving(svg: str) -> bool:
    """True where something in the picture moves: a position that is only held does not."""
    return "<animate" in svg
