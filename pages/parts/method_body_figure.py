"""One figure with the mechanics drawn into it: the line of balance, the cut, and the weight above the cut."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from core.body.anthropometry import GRAVITY
from core.body.drawing.card import band_and_load, figure_svg, fitted_pen
from core.body.drawing.pen import UNITS_PER_PX, Pen
from core.body.drawing.people import look_for
from core.body.geometry import Point, anterior, direction
from core.body.pose.library import load_poses
from core.body.pose.pose import as_drawn, at_phase
from core.body.spine.cut import weights_above
from core.body.spine.demand import demand
from core.knowledge.texts import say
from core.words import Sex

SHOWN = "goblet_squat"
BALANCE, CUT, WEIGHT = "#1f6f6b", "#8e241c", "#33486b"
CUT_BEHIND_M, CUT_AHEAD_M, OVER_SHOULDER_M, UNDER_FOOT_M, ARROW_M = 0.16, 0.22, 0.04, -0.06, 0.34
LINE_PX, BADGE_PX, FONT_PX = 2.5, 11, 14


class Mechanics(NamedTuple):
    """The shown pose in numbers: kg, m, N m, N."""

    sex: Sex
    stature_m: float
    mass_kg: float
    load_kg: float
    above_kg: float
    lever_m: float
    moment_nm: float
    extensor_arm_m: float
    pull_n: float
    compression_n: float
    lean_deg: float


@cache
def mechanics() -> Mechanics:
    """Numbers of the pose that the picture shows, for the person drawn."""
    pose, body = load_poses()[SHOWN], look_for(SHOWN).body
    _, load_kg = band_and_load(pose, body, None)
    found = demand(pose, body, load_kg)
    weight_n, lever_m = _weight_above()
    moment = found.moment_nm or 0.0
    return Mechanics(
        sex=body.sex,
        stature_m=body.stature_m,
        mass_kg=body.mass_kg,
        load_kg=load_kg,
        above_kg=weight_n / GRAVITY,
        lever_m=lever_m,
        moment_nm=moment,
        extensor_arm_m=body.extensor_arm_m,
        pull_n=moment / body.extensor_arm_m,
        compression_n=found.compression_n or 0.0,
        lean_deg=found.lean_deg,
    )


@cache
def marked_figure() -> str:
    """The figure as SVG text, with three numbered marks."""
    pose, look = load_poses()[SHOWN], look_for(SHOWN)
    _, load_kg = band_and_load(pose, look.body, None)
    skeleton = as_drawn(pose, at_phase(pose, look.body, load_kg))
    pen = fitted_pen(pose, look, load_kg, (0.0, 1.0))
    joint = skeleton.trunk.l5s1
    front = anterior(direction(skeleton.spine_deg))
    behind, ahead = joint - CUT_BEHIND_M * front, joint + CUT_AHEAD_M * front
    balance_x = skeleton.centre.real
    top = complex(balance_x, skeleton.trunk.shoulder.imag + OVER_SHOULDER_M)
    _, lever_m = _weight_above()
    weight = complex(joint.real + lever_m, joint.imag)
    marks = (
        _line(pen, complex(balance_x, UNDER_FOOT_M), top, BALANCE, "20 16")
        + _line(pen, behind, ahead, CUT)
        + _line(pen, joint, weight, WEIGHT, "8 16")
        + _arrow(pen, weight + 0.5j * ARROW_M, weight - 0.5j * ARROW_M, WEIGHT)
        + _badge(pen, complex(balance_x, UNDER_FOOT_M), "1", BALANCE)
        + _badge(pen, behind, "2", CUT)
        + _badge(pen, weight + 0.5j * ARROW_M, "3", WEIGHT)
    )
    name = say("method.body.figure.alt")
    return figure_svg(pose, look=look, load_kg=load_kg, alt=name).replace("</svg>", f"{marks}</svg>")


def _weight_above() -> tuple[float, float]:
    """Weight of body and load above the cut (N), and how far in front of the joint it acts (m)."""
    pose, body = load_poses()[SHOWN], look_for(SHOWN).body
    _, load_kg = band_and_load(pose, body, None)
    skeleton = at_phase(pose, body, load_kg)
    parts = weights_above(skeleton)
    total = sum(abs(part.vector) for part in parts)
    middle = sum(abs(part.vector) * part.at.real for part in parts) / total
    return total, middle - skeleton.trunk.l5s1.real


def _place(pen: Pen, point: Point) -> tuple[int, int]:
    return round(pen.origin.real + point.real * pen.scale), round(pen.origin.imag - point.imag * pen.scale)


def _line(pen: Pen, start: Point, end: Point, colour: str, dash: str = "") -> str:
    (x1, y1), (x2, y2) = _place(pen, start), _place(pen, end)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    path = f'd="M{x1} {y1}L{x2} {y2}"'
    # A white line below keeps each mark visible on dark clothes.
    return (
        f'<path {path} stroke="#fff" stroke-opacity=".85" stroke-width="{2 * LINE_PX * UNITS_PER_PX:g}"/>'
        f'<path {path} stroke="{colour}" stroke-width="{LINE_PX * UNITS_PER_PX:g}"{dashed}/>'
    )


def _arrow(pen: Pen, start: Point, end: Point, colour: str) -> str:
    x, y = _place(pen, end)
    head = 7 * UNITS_PER_PX
    return _line(pen, start, end, colour) + (
        f'<path d="M{x - head} {y - head}L{x} {y + head // 2}L{x + head} {y - head}Z" fill="{colour}"'
        f' stroke="#fff" stroke-width="{UNITS_PER_PX}"/>'
    )


def _badge(pen: Pen, point: Point, text: str, colour: str) -> str:
    x, y = _place(pen, point)
    size = FONT_PX * UNITS_PER_PX
    return (
        f'<circle cx="{x}" cy="{y}" r="{BADGE_PX * UNITS_PER_PX}" fill="{colour}" stroke="#fff" stroke-width="6"/>'
        f'<text x="{x}" y="{y + size * 0.36:.0f}" font-family="sans-serif" font-size="{size}" font-weight="700"'
        f' text-anchor="middle" fill="#fff">{text}</text>'
    )
