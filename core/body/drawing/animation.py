"""A repetition as an animation inside one SVG file: balance found anew in each key frame, the still picture
for those
who asked for reduced motion.
"""

from __future__ import annotations

from core.body.anthropometry import Body
from core.body.drawing.card import NO_TARGETS, band_and_load, card_svg, fitted_pen, layer_svg, layers_at
from core.body.drawing.figure import Layer
from core.body.drawing.muscles import Targets
from core.body.drawing.pen import svg_path
from core.body.drawing.people import Look, look_for
from core.body.pose.pose import Pose, phases

KEY_FRAMES = 9
DOWN_S, UP_S = 2.0, 1.6
HOLD_S = 0.4
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
) -> str:
    """The movement from start to hardest position and back as SVG text, endlessly; arguments as in
    `figure_svg`.

    Every path keeps its structure, so the browser can move each point from key frame to key frame.
    """
    look = look or look_for(pose.id)
    band, kg = band_and_load(pose, body or look.body, load_kg)
    steps = phases(KEY_FRAMES)
    pen = fitted_pen(pose, look, kg, steps)
    frames = [layers_at(pen, pose, look, targets, band, kg, phase) for phase in steps]
    moving = "".join(_moving(layers) for layers in zip(*frames, strict=True))
    still = "".join(_plain(layer) for layer in frames[-1])
    inner = f'<g class="moving">{moving}</g><g class="still">{still}</g>'
    return card_svg(inner, pose, alt, STYLE)


def _moving(layers: tuple[Layer, ...]) -> str:
    count = len(layers[0].shapes)
    animations = []
    for i in range(count):
        values = [layer.shapes[i].d for layer in layers]
        animations.append(_animate(values) if len(set(values)) > 1 else "")
    return layer_svg(layers[0], animations)


def _plain(layer: Layer) -> str:
    return "<g>" + "".join(svg_path(shape) for shape in layer.shapes) + "</g>"


def _animate(values: list[str]) -> str:
    """There and back with a short rest at both ends."""
    whole = DOWN_S + UP_S + 2 * HOLD_S
    steps = len(values) - 1
    times = [DOWN_S * i / steps for i in range(steps + 1)]
    times += [DOWN_S + HOLD_S + UP_S * i / steps for i in range(steps + 1)]
    frames = [*values, *values[::-1], values[0]]
    keys = ";".join(f"{t / whole:.3f}".rstrip("0").rstrip(".") for t in [*times, whole])
    return (
        f'<animate attributeName="d" dur="{whole:g}s" repeatCount="indefinite" keyTimes="{keys}"'
        f' values="{";".join(frames)}"/>'
    )
