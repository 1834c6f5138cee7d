"""A figure on its own soft card: the static picture of an exercise, small enough for a page of sixty."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from xml.sax.saxutils import escape

from core.body.anthropometry import Body
from core.body.drawing.figure import Layer, figure_layers, silhouette
from core.body.drawing.front_figure import front_layers, front_silhouette
from core.body.drawing.gear import gear_shapes
from core.body.drawing.loads import load_shapes
from core.body.drawing.muscles import Targets
from core.body.drawing.pen import UNITS_PER_PX, Pen, svg_path
from core.body.drawing.people import Look, look_for
from core.body.drawing.scene import Scene
from core.body.pose.pose import LoadShape, Pose, as_drawn, at_phase, front_at
from core.body.spine.demand import DemandBand, demand

WIDTH_PX, HEIGHT_PX = 440, 380
MARGIN_PX, FLOOR_PX = 16, 30
LARGEST_SCALE_PX = 200.0
BACKGROUND, FLOOR, FLOOR_EDGE, GHOST = "#F3F5F2", "#E4E9E5", "#CDD5CF", "#CCD6DF"
LIT_GRADIENT = (
    '<linearGradient id="lit" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#F2689B"/>'
    '<stop offset="1" stop-color="#D22E6B"/></linearGradient>'
)
HALO_WIDTH = 11
NO_TARGETS: Targets = MappingProxyType({})
BARS = (LoadShape.BARBELL, LoadShape.SAFETY_BAR, LoadShape.SMITH, LoadShape.TRAP_BAR)


def figure_svg(
    pose: Pose,
    targets: Targets = NO_TARGETS,
    *,
    body: Body | None = None,
    load_kg: float | None = None,
    look: Look | None = None,
    alt: str = "",
    words: str = "",
) -> str:
    """Static picture as SVG text: start as a pale ghost, hardest position solid.

    The spine takes the colour of the demand band of `pose` for `body` (default: the person drawn) at
    `load_kg` (default: the pose's usual load). The figure keeps the drawn person's proportions. `alt` becomes
    the picture's title, `words` its description.
    """
    look = look or look_for(pose.id)
    band, kg = band_and_load(pose, body or look.body, load_kg)
    pen = fitted_pen(pose, look, kg, (0.0, 1.0))
    ghost = ghost_paths(pen, pose, look, kg)
    behind, *rest = layers_at(pen, pose, look, targets, band, kg, 1.0)
    inner = layer_svg(behind)
    inner += f'<g fill="{GHOST}" opacity=".62">{ghost}</g>'
    inner += "".join(layer_svg(layer) for layer in rest)
    return card_svg(inner, pose, alt, words)


def band_and_load(pose: Pose, body: Body, load_kg: float | None) -> tuple[DemandBand | None, float]:
    """Band that colours the spine, and the load; a load left out is the pose's usual one."""
    kg = pose.typical_load_kg(body) if load_kg is None else load_kg
    return demand(pose, body, kg).band, kg


def card_svg(inner: str, pose: Pose, alt: str, words: str = "", style: str = "") -> str:
    """The card around a figure: rounded, lighter than any page at night, a floor where there is one."""
    wide, high = WIDTH_PX * UNITS_PER_PX, HEIGHT_PX * UNITS_PER_PX
    floor_y = high - FLOOR_PX * UNITS_PER_PX
    round_px = 18 * UNITS_PER_PX
    label = escape(alt, {'"': "&quot;"})
    named = f' aria-label="{label}"' if alt else ""
    floor = ""
    if not pose.from_above:
        floor = (
            f'<path d="M0 {floor_y}h{wide}v{high - floor_y - round_px}'
            f"a{round_px} {round_px} 0 0 1 -{round_px} {round_px}"
            f'h-{wide - 2 * round_px}a{round_px} {round_px} 0 0 1 -{round_px} -{round_px}z" fill="{FLOOR}"/>'
            f'<path d="M0 {floor_y}h{wide}" stroke="{FLOOR_EDGE}" stroke-width="6"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}"'
        f' width="{WIDTH_PX}" height="{HEIGHT_PX}"'
        f' role="img"{named} fill="none" stroke-linecap="round" stroke-linejoin="round">'
        + (f"<title>{label}</title>" if alt else "")
        + (f"<desc>{escape(words)}</desc>" if words else "")
        + f"<defs>{LIT_GRADIENT}</defs>{style}"
        f'<rect width="{wide}" height="{high}" rx="{round_px}" fill="{BACKGROUND}"/>{floor}{inner}</svg>'
    )


def fitted_pen(pose: Pose, look: Look, load_kg: float, phases: Sequence[float]) -> Pen:
    """A pen whose scale and origin fit everything drawn at `phases` into the card."""
    trial = Pen()
    for phase in phases:
        layers_at(trial, pose, look, NO_TARGETS, None, load_kg, phase)
    wide = trial.high.real - trial.low.real
    high = trial.high.imag - min(trial.low.imag, 0.0 if not pose.from_above else trial.low.imag)
    room = complex(WIDTH_PX - 2 * MARGIN_PX, HEIGHT_PX - MARGIN_PX - FLOOR_PX)
    scale = min(LARGEST_SCALE_PX, room.real / wide, room.imag / high) * UNITS_PER_PX
    middle = (trial.low.real + trial.high.real) / 2
    x = WIDTH_PX * UNITS_PER_PX / 2 - middle * scale
    y = float((HEIGHT_PX - FLOOR_PX) * UNITS_PER_PX)
    if pose.from_above:
        y = HEIGHT_PX * UNITS_PER_PX / 2 + (trial.low.imag + trial.high.imag) / 2 * scale
    return Pen(scale, complex(x, y))


def layers_at(
    pen: Pen,
    pose: Pose,
    look: Look,
    targets: Targets,
    band: DemandBand | None,
    load_kg: float,
    phase: float,
) -> tuple[Layer, ...]:
    """All layers of a pose at a phase: what stands behind, the person, what stands in front."""
    if pose.front_hard is not None and pose.front_start is not None:
        return front_layers(pen, pose, front_at(pose, look.body, phase), look, targets, band)
    now, hard, start = (as_drawn(pose, at_phase(pose, look.body, load_kg, at)) for at in (phase, 1.0, 0.0))
    gear = gear_shapes(pen, Scene(pose, now, hard, start))
    loads = load_shapes(pen, pose, now)
    person = figure_layers(pen, now, look, targets, band)
    held = Layer("load", loads.front)
    under_arm = [layer for layer in person if layer.name not in ("near arm", "spine")]
    arm, spine = (layer for layer in person if layer.name in ("near arm", "spine"))
    # The end of a bar lies outside the hand; bells and dumbbells lie behind the fingers.
    over = (arm, held, spine) if pose.load_shape in BARS else (held, arm, spine)
    return (
        Layer("gear", gear.behind),
        Layer("load behind", loads.behind),
        *under_arm,
        *over,
        Layer("front", gear.front),
    )


def ghost_paths(pen: Pen, pose: Pose, look: Look, load_kg: float) -> str:
    """Outlines of the start position without colours of their own."""
    if pose.front_start is not None:
        outlines = front_silhouette(pen, front_at(pose, look.body, 0.0), look)
    else:
        start = as_drawn(pose, at_phase(pose, look.body, load_kg, 0.0))
        if start.joints == as_drawn(pose, at_phase(pose, look.body, load_kg, 1.0)).joints:
            return ""
        outlines = silhouette(pen, start, look)
        loads = load_shapes(pen, pose, start)
        outlines += tuple(s.d for s in (*loads.behind, *loads.front)[:1] if s.fill != "none")
    return "".join(f'<path d="{d}"/>' for d in outlines)


def layer_svg(layer: Layer, paths: Sequence[str] = ()) -> str:
    """A layer as a group of `paths` (default: its shapes); one with a halo is drawn twice, first wider in the colour of
    the card.
    """
    inner = "".join(paths or map(svg_path, layer.shapes))
    if not layer.shapes:
        return ""
    if not layer.halo:
        return f"<g>{inner}</g>"
    key = layer.name.replace(" ", "")
    halo = f'<use href="#{key}" stroke="{BACKGROUND}" stroke-width="{HALO_WIDTH}"/>'
    return f'{halo}<g id="{key}">{inner}</g>'
