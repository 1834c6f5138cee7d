"""What a set gives the legs: the same pose with its two answers, how it is reckoned, how good it is, where it fails."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.body.anthropometry import Body
from core.body.drawing.card import figure_svg
from core.body.pose.library import load_poses
from core.body.spine.demand import demand, standing_compression_n
from core.body.validation import SoughtRow, sought
from core.catalog import load_catalog
from core.demand import SHOWN_REPS, SHOWN_RESERVE
from core.knowledge.texts import say
from core.legs.logs import logs_seen
from core.legs.strength import CURVE_A, CURVE_B, strength_of
from core.legs.validation import (
    ANYONE,
    CheckedDirection,
    CheckedMoment,
    CheckedRatio,
    checked_directions,
    checked_moments,
    checked_ratios,
    median_error,
)
from core.legs.worth import EFFORT_FULL, EFFORT_NONE, RESERVE_FULL, RESERVE_NONE, muscle_parts
from pages.parts.exercise_compare import svg_address
from pages.parts.method_tables import table

SHOWN = "high_bar_squat"
GROUPS = ("quads", "hips", "hamstrings", "calves")

STYLE = """
<style>
.bw-two { display:grid; grid-template-columns:minmax(9rem,1fr) minmax(10rem,15rem) minmax(9rem,1fr); gap:1rem 1.4rem;
  align-items:center; max-width:58rem; }
.bw-two img { width:100%; border-radius:.6rem; background:#F3F5F2; }
.bw-two h4 { margin:0 0 .3rem; font-size:1rem; } .bw-two .big { font-size:1.5rem; font-weight:600; margin:0; }
.bw-two p { margin:.2rem 0; } .bw-two .track { height:.7rem; border-radius:.4rem; background:rgba(127,140,150,.22); }
.bw-two .fill { height:100%; border-radius:.4rem; background:#1f6f6b; }
.bw-two .row { margin:.35rem 0; font-size:.92rem; }
@media (max-width:700px) { .bw-two { grid-template-columns:1fr; } .bw-two img { max-width:13rem; } }
</style>
"""


def leg_model() -> None:
    """The whole tab."""
    st.markdown(say("method.legs.lead"))
    two_answers()
    st.header(say("method.legs.how.title"))
    st.markdown(
        say(
            "method.legs.how.text",
            none=f"{EFFORT_NONE:.0%}",
            full=f"{EFFORT_FULL:.0%}",
            hard=f"{RESERVE_FULL:g}",
            nothing=f"{RESERVE_NONE:g}",
            a=f"{CURVE_A:g}",
            b=f"{CURVE_B:g}",
        )
    )
    how_good()
    st.header(say("method.legs.limits.title"))
    st.markdown(say("method.legs.limits.text"))


def two_answers() -> None:
    """One pose: what the back bears on the left of it, what the legs work on the right."""
    st.header(say("method.legs.two.title"))
    strength, pose = strength_of(ANYONE), load_poses()[SHOWN]
    body = Body(ANYONE.stature_cm / 100, ANYONE.mass_kg, ANYONE.sex)
    load_kg = strength.load_kg(SHOWN, SHOWN_REPS, SHOWN_RESERVE) or 0.0
    asked, efforts = demand(pose, body, load_kg), strength.efforts_at(SHOWN, load_kg)
    parts = muscle_parts(strength, SHOWN, load_kg)
    times = (asked.compression_n or 0.0) / standing_compression_n(body)
    exercise = load_catalog()[SHOWN]
    picture = svg_address(figure_svg(pose, exercise.muscles, body=body, load_kg=load_kg))
    rows = "".join(
        f'<div class="row">{escape(say(f"method.legs.group.{name}"))} {efforts[name]:.0%}'
        f'<div class="track"><div class="fill" style="width:{min(efforts[name], 1):.0%}"></div></div></div>'
        for name in GROUPS
    )
    told = ", ".join(
        say("compare.muscle", muscle=say(f"muscle.{muscle.value}"), sets=f"{part:.1f}")
        for muscle, part in sorted(parts.items(), key=lambda pair: -pair[1])
    )
    leaning = say("method.legs.back.text", lean=f"{asked.lean_deg:.0f}")
    values = {"reps": SHOWN_REPS, "reserve": SHOWN_RESERVE, "load": f"{load_kg:.0f}", "mass": f"{ANYONE.mass_kg:g}"}
    st.html(
        f'{STYLE}<div class="bw-two"><div><h4>{escape(say("method.legs.back"))}</h4>'
        f'<p class="big">{times:.1f} ×</p><p>{escape(leaning)}</p></div>'
        f'<img src="{picture}" alt="{escape(exercise.name)}"><div><h4>{escape(say("method.legs.legs"))}</h4>{rows}'
        f"<p>{escape(say('method.legs.worth', muscles=told))}</p></div></div>"
    )
    st.caption(say("method.legs.two.caption", exercise=exercise.name, **values))


def how_good() -> None:
    """Everything it was held against, misses included."""
    st.header(say("method.legs.good.title"))
    moments = [checked for checked in checked_moments() if not checked.row.is_sealed]
    ratios, directions = checked_ratios(), checked_directions()
    st.markdown(
        say(
            "method.legs.good.text",
            moments=len(moments),
            error=f"{median_error(moments):.0%}",
            sealed=len(checked_moments()) - len(moments),
            inside=sum(checked.is_inside for checked in ratios),
            ratios=len(ratios),
            setting=sum(bool(checked.row.sets) for checked in ratios),
            right=sum(checked.is_right for checked in directions),
            directions=len(directions),
            built_in=sum(checked.row.built_in for checked in directions),
        )
    )
    st.subheader(say("method.legs.logs.title"))
    seen = {row.id: row for row in logs_seen()}
    st.markdown(
        say(
            "method.legs.logs.text",
            lifters=seen["one"].lifters,
            one=f"{seen['one'].error:.2f}",
            one_table=f"{seen['one'].table:.2f}",
            others=f"{seen['others'].error:.2f}",
            others_table=f"{seen['others'].table:.2f}",
            none=f"{seen['none'].error:.2f}",
            low=f"{min(row.inside for row in seen.values()):.0%}",
            high=f"{max(row.inside for row in seen.values()):.0%}",
        )
    )
    with st.expander(say("method.legs.ratios.title"), key="method.legs.ratios", on_change="rerun") as box:
        if box.open:
            table(say("method.legs.ratios.columns").split("|"), map(_ratio_row, ratios))
    with st.expander(say("method.legs.directions.title"), key="method.legs.directions", on_change="rerun") as box:
        if box.open:
            table(say("method.legs.directions.columns").split("|"), map(_direction_row, directions))
    with st.expander(say("method.legs.moments.title"), key="method.legs.moments", on_change="rerun") as box:
        if box.open:
            worst_first = sorted(moments, key=lambda checked: -abs(checked.error))
            table(say("method.legs.moments.columns").split("|"), map(_moment_row, worst_first))
    with st.expander(say("method.legs.sought.title"), key="method.legs.sought", on_change="rerun") as box:
        if box.open:
            table(say("method.legs.sought.columns").split("|"), map(_sought_row, sought()))


def _ratio_row(checked: CheckedRatio) -> str:
    name = load_catalog()[checked.row.exercise].name
    verdict = say("method.legs.inside" if checked.is_inside else "method.legs.outside")
    sets = f" {say('method.legs.sets')}" if checked.row.sets else ""
    shade = "" if checked.is_inside else " k3"
    return (
        f'<th scope="row">{escape(name)}</th><td class="n{shade}">{checked.model:.2f}</td>'
        f'<td class="n">{checked.row.low:g}–{checked.row.high:g}</td><td>{escape(verdict + sets)}</td>'
        f"<td>{escape(checked.row.source)}</td>"
    )


def _direction_row(checked: CheckedDirection) -> str:
    verdict = say("method.legs.right" if checked.is_right else "method.legs.wrong")
    built_in = f" {say('method.legs.built_in')}" if checked.row.built_in else ""
    shade = "" if checked.is_right else ' class="k3"'
    return (
        f'<th scope="row">{escape(checked.row.claim)}</th><td{shade}>{escape(verdict + built_in)}</td>'
        f"<td>{escape(checked.row.source)}</td>"
    )


def _moment_row(checked: CheckedMoment) -> str:
    row, unit = checked.row, say(f"method.legs.unit.{checked.row.unit}")
    return (
        f'<th scope="row">{escape(row.task)}, {escape(say(f"method.legs.joint.{row.joint.value}"))}</th>'
        f'<td class="n">{row.published:g} {escape(unit)}</td><td class="n">{checked.model:.3g}</td>'
        f'<td class="n">{checked.error:+.0%}</td><td>{escape(row.source)}</td>'
    )


def _sought_row(row: SoughtRow) -> str:
    cells = (row.source, row.seen, row.note)
    return f'<th scope="row">{escape(row.what)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
