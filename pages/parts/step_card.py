"""The exercise at hand, for one look on a phone: picture, name, dose, a cue, and why it is what it is. One element."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.knowledge.texts import say
from core.planning import Prescription
from core.units import MassUnit, format_mass
from pages.parts.exercise_card import how
from pages.parts.exercise_figure import card_picture
from pages.parts.steps import Run, Step
from pages.parts.visit import catalog
from pages.parts.why_moved import tag, why_target
from pages.parts.wording import load, span, target

STYLE = """
<style>
.bw-step { display:grid; grid-template-columns:minmax(0,8.5rem) minmax(0,1fr); gap:.2rem 1rem; align-items:center; }
.bw-step img { width:100%; height:auto; border-radius:.6rem; display:block; }
.bw-step.plain { grid-template-columns:minmax(0,1fr); }
.bw-step h2 { margin:0 0 .2rem; padding:0; font-size:1.25rem; line-height:1.2; }
.bw-step p { margin:0 0 .25rem; line-height:1.4; }
.bw-step .dose { font-size:1.15rem; font-weight:600; font-variant-numeric:tabular-nums; }
.bw-step .meta { font-size:.88rem; opacity:.85; }
.bw-step .below { grid-column:1/-1; }
.bw-step .change { border-left:3px solid #d9822b; padding-left:.55rem; }
.bw-step details > summary { cursor:pointer; padding:.35rem 0; font-size:.92rem; }
[class*="st-key-runner-"][class*="-log"] button { min-height:3.25rem; }
@media (max-width:640px) { .bw-step { grid-template-columns:minmax(0,6.5rem) minmax(0,1fr); gap:.2rem .8rem; } }
</style>
"""


def step_style() -> None:
    """The look of the exercise at hand, once a page."""
    st.html(STYLE)


def step_card(run: Run, step: Step) -> None:
    """All that one needs to see of the exercise at hand."""
    exercise, unit = catalog()[step.now.exercise_id], run.trainee.units
    drawn = card_picture(exercise, loaded=step.now.load_kg is not None)
    swapped = say("today.swap.instead", name=catalog()[step.place.exercise_id].name) if step.swapped else ""
    st.html(
        f'<div class="bw-step{"" if drawn else " plain"}">{drawn}<div><h2>{escape(exercise.name)}</h2>'
        f'<p class="dose">{escape(_dose(step.now, unit))}</p><p class="meta">{escape(_meta(step.now))}</p></div>'
        f'<div class="below">{_paragraph(swapped, "meta")}{_paragraph(_ramp(step.now, unit), "meta")}'
        f"{_paragraph(step.now.change, 'change')}{_paragraph(exercise.cues[0] if exercise.cues else '')}"
        f"{_why(run, step)}"
        f"<details><summary>{escape(say('today.how'))}</summary>"
        f'<div class="bw-how">{how(exercise)}</div></details></div></div>'
    )


def _dose(prescription: Prescription, unit: MassUnit) -> str:
    return " · ".join(part for part in (target(prescription), load(prescription, unit)) if part)


def _meta(prescription: Prescription) -> str:
    parts = []
    if prescription.rir is not None:
        parts.append(say("today.dose.reserve", span=span(*prescription.rir)))
    if prescription.tempo and prescription.rir is not None:
        parts.append(say("today.dose.tempo", tempo=prescription.tempo))
    if prescription.rest_s:
        parts.append(say("today.dose.rest", seconds=prescription.rest_s))
    return " · ".join(parts)


def _why(run: Run, step: Step) -> str:
    found = step.target
    if found is None or run.adapted is None:
        return ""
    planned = [line for line in step.now.why if line not in (found.sentence, step.now.change)]
    return f"<p>{tag(found.move)} {escape(found.sentence)}</p>{why_target(found, run.adapted.state.journal, *planned)}"


def _ramp(prescription: Prescription, unit: MassUnit) -> str:
    steps = ", ".join(format_mass(one, unit) for one in prescription.ramp_kg)
    return say("today.ramp", steps=steps) if steps else ""


def _paragraph(text: str, look: str = "") -> str:
    return f'<p class="{look}">{escape(text)}</p>' if text else ""
