"""An exercise on a card: picture, dose, why, and how it is done. Everything in it comes from data/, and is escaped."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.catalog import Exercise
from core.knowledge.texts import say
from core.planning import Prescription
from core.units import MassUnit, format_mass
from core.words import Axis
from pages.parts.exercise_figure import card_picture
from pages.parts.wording import dose, target

STYLE = """
<style>
.bw-card { display:grid; grid-template-columns:minmax(0,11rem) minmax(0,1fr); gap:.4rem 1.1rem; align-items:start; }
.bw-card.plain { grid-template-columns:minmax(0,1fr); }
.bw-card img { width:100%; height:auto; border-radius:.6rem; display:block; }
.bw-card h3 { margin:0 0 .15rem; padding:0; font-size:1.12rem; }
.bw-card .dose { font-variant-numeric:tabular-nums; font-weight:600; margin:0 0 .35rem; }
.bw-card p { margin:0 0 .3rem; line-height:1.4; }
.bw-card .why { opacity:.85; }
.bw-card .change { border-left:3px solid #d9822b; padding-left:.55rem; }
.bw-card .swap { font-size:.88rem; opacity:.85; }
.bw-how { grid-column:1/-1; }
.bw-how summary, .bw-list summary { cursor:pointer; padding:.35rem 0; font-weight:500; }
.bw-how .part { margin:.6rem 0 .2rem; font-size:.92rem; font-weight:600; }
.bw-how ul, .bw-how ol { margin:.1rem 0 .4rem; padding-left:1.25rem; } .bw-how li { margin:.1rem 0; }
.bw-list { display:grid; gap:.1rem; }
.bw-list details { border-bottom:1px solid rgba(127,140,150,.25); }
.bw-list summary { display:flex; gap:1rem; justify-content:space-between; align-items:baseline; list-style:revert; }
.bw-list summary b { font-weight:500; } .bw-list summary span { font-variant-numeric:tabular-nums; opacity:.85; }
.bw-axes { display:flex; flex-wrap:wrap; gap:.3rem .5rem; margin:.2rem 0; }
.bw-axes span { border:1px solid rgba(127,140,150,.4); border-radius:999px; padding:.05rem .6rem; font-size:.82rem; }
@media (max-width:640px) { .bw-card { grid-template-columns:1fr; } .bw-card img { max-width:14rem; } }
</style>
"""


def card_style() -> None:
    """The look of cards and lists, once a page."""
    st.html(STYLE)


def exercise_card(
    exercise: Exercise, prescription: Prescription, unit: MassUnit, instead_of: str = "", now: str = ""
) -> None:
    """Picture, dose, why, what to change, and how it is done; one element.

    `now` is HTML that stands under the dose: what the journal made of it.
    """
    drawn = card_picture(exercise, loaded=prescription.load_kg is not None)
    swapped = f'<p class="swap">Instead of {escape(instead_of)}.</p>' if instead_of else ""
    change = f'<p class="change">{escape(prescription.change)}</p>' if prescription.change else ""
    why = "".join(f'<p class="why">{escape(line)}</p>' for line in prescription.why if line != prescription.change)
    ramp = _ramp(prescription, unit)
    st.html(
        f'<div class="bw-card{"" if drawn else " plain"}">{drawn}<div><h3>{escape(exercise.name)}</h3>'
        f'<p class="dose">{escape(dose(prescription, unit))}</p>{now}{ramp}{change}{why}{swapped}</div>'
        f'<details class="bw-how"><summary>How to do it</summary>{how(exercise)}</details></div>'
    )


def exercise_list(pairs: list[tuple[Exercise, Prescription]]) -> None:
    """A compact list for warm-up, trunk work and cool-down; each row opens to its steps. One element."""
    rows = "".join(
        f"<details><summary><b>{escape(exercise.name)}</b><span>{escape(target(prescription))}</span></summary>"
        f'<div class="bw-how">{how(exercise)}</div></details>'
        for exercise, prescription in pairs
    )
    st.html(f'<div class="bw-list">{rows}</div>')


def how(exercise: Exercise) -> str:
    """Steps, cues, faults, easier, harder and spinal demand as HTML."""
    steps = "".join(f"<li>{escape(step)}</li>" for step in exercise.how)
    cues = "".join(f"<li>{escape(cue)}</li>" for cue in exercise.cues)
    faults = "".join(f"<li>{escape(fault)} <em>{escape(fix)}</em></li>" for fault, fix in exercise.faults)
    asked = "".join(
        f"<span>{escape(say(f'axis.{axis.value}.name'))} {exercise.demand[axis]}</span>"
        for axis in Axis
        if exercise.demand[axis]
    )
    return (
        f"<ol>{steps}</ol>{_titled('Think of', f'<ul>{cues}</ul>')}"
        + (_titled("If something is off", f"<ul>{faults}</ul>") if faults else "")
        + _titled("Easier", f"<p>{escape(exercise.make_easier)}</p>")
        + _titled("Harder", f"<p>{escape(exercise.make_harder)}</p>")
        + _titled("Spinal demand, 0 to 3", f'<div class="bw-axes">{asked or "<span>very low on all axes</span>"}</div>')
    )


def _titled(title: str, html: str) -> str:
    """A part of a card under its title, which is no heading: cards stand under headings of any level."""
    return f'<p class="part">{escape(title)}</p>{html}'


def _ramp(prescription: Prescription, unit: MassUnit) -> str:
    if not prescription.ramp_kg:
        return ""
    steps = ", ".join(format_mass(one, unit) for one in prescription.ramp_kg)
    return f'<p class="swap">Ramp up first: {escape(steps)}, a few easy repetitions each.</p>'
