"""One moment of an exercise as a still picture, without the pale outline of the start."""

from __future__ import annotations

from functools import lru_cache

from core.body.anthropometry import Body
from core.body.drawing.animation import PHASES
from core.body.drawing.card import band_and_load, card_svg, fitted_pen, layer_svg, layers_at
from core.body.drawing.muscles import Targets
from core.body.drawing.people import look_for
from core.body.pose.pose import Pose
from core.words import Muscle


def moment_svg(
    pose: Pose, targets: Targets, phase: float, *, body: Body | None = None, load_kg: float | None = None, alt: str = ""
) -> str:
    """The picture at `phase` (0 start, 1 hardest position) as SVG text; the scale is that of the whole movement.

    The spine shows the demand of the hardest position for `body` and `load_kg`, as in `figure_svg`.
    """
    return _moment(pose, tuple(targets.items()), phase, body, load_kg, alt)


@lru_cache(maxsize=128)
def _moment(
    pose: Pose,
    muscles: tuple[tuple[Muscle, float], ...],
    phase: float,
    body: Body | None,
    load_kg: float | None,
    alt: str,
) -> str:
    look = look_for(pose.id)
    band, kg = band_and_load(pose, body or look.body, load_kg)
    pen = fitted_pen(pose, look, kg, PHASES)
    layers = layers_at(pen, pose, look, dict(muscles), band, kg, phase)
    return card_svg("".join(map(layer_svg, layers)), pose, alt)
