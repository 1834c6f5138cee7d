"""Today's session at a glance: each exercise with its dose, what moved it, and why. One element."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from core.adapting import Adapted, Adjustment, Move, Target
from core.catalog import Exercise
from core.journal import SessionKind
from core.knowledge.texts import say
from core.planning import Part, Prescription, Session
from core.units import MassUnit
from pages.parts.visit import catalog
from pages.parts.why_moved import tag, why, why_target
from pages.parts.wording import load, target

STYLE = """
<style>
.bw-today { display:grid; }
.bw-today details { border-bottom:1px solid rgba(127,140,150,.25); }
.bw-today > details > summary { cursor:pointer; display:grid; grid-template-columns:minmax(0,1fr) auto; gap:0 .8rem;
  padding:.5rem 0; align-items:baseline; list-style:none; }
.bw-today > details > summary::-webkit-details-marker { display:none; }
.bw-today summary b { font-weight:600; }
.bw-today summary .dose { font-variant-numeric:tabular-nums; grid-column:1; opacity:.85; font-size:.95rem; }
.bw-today summary .bw-tag { grid-column:2; grid-row:1; }
.bw-today .gone b { font-weight:500; opacity:.8; }
.bw-today p { margin:0 0 .3rem; line-height:1.4; }
.bw-today details details { border:0; }
</style>
"""
WORK = (Part.MAIN, Part.CORE)


def work_of(session: Session, kind: SessionKind) -> tuple[Prescription, ...]:
    """What is logged set by set: main and trunk work, in the short version as far as it goes."""
    logged = tuple(one for one in session.prescriptions if one.part in WORK)
    if kind is not SessionKind.SHORT:
        return logged
    short = dict(session.short)
    return tuple(replace(one, sets=short[one.exercise_id]) for one in logged if one.exercise_id in short)


def session_list(adapted: Adapted, unit: MassUnit) -> None:
    """Main and trunk work of an adjusted session, and what is not in it today."""
    gone = [one for one in adapted.adjustments if adapted.session.find(one.exercise_id) is None]
    rows = [
        _row(catalog()[one.exercise_id], one, adapted, unit) for one in work_of(adapted.session, SessionKind.PLANNED)
    ]
    rows += [_gone(one, adapted) for one in gone]
    st.html(f'{STYLE}<div class="bw-today">{"".join(rows)}</div>')


def _row(exercise: Exercise, planned: Prescription, adapted: Adapted, unit: MassUnit) -> str:
    found = adapted.target(planned.exercise_id)
    dose = " · ".join(part for part in (target(planned), load(planned, unit)) if part)
    label = tag(found.move) if found else ""
    body = _why(found, adapted) if found else ""
    return (
        f'<details><summary><b>{escape(exercise.name)}</b>{label}<span class="dose">{escape(dose)}</span></summary>'
        f"{body}</details>"
    )


def _why(found: Target, adapted: Adapted) -> str:
    return f"<p>{escape(found.sentence)}</p>{why_target(found, adapted.state.journal)}"


def _gone(one: Adjustment, adapted: Adapted) -> str:
    name = catalog()[one.exercise_id].name
    other = catalog()[one.instead].name if one.instead else ""
    told = say("today.instead", name=other) if other else ""
    return (
        f'<details class="gone"><summary><b>{escape(name)}</b>{tag(Move.REST)}'
        f'<span class="dose">{escape(told)}</span></summary><p>{escape(one.sentence)}</p>'
        f"{why(one.back, one.entries, one.rule, adapted.state.journal)}</details>"
    )
