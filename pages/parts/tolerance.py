"""The nine axes as one picture: what the back tolerates now, and why."""

from __future__ import annotations

import streamlit as st

from core.knowledge.aggravators import load_aggravators
from core.knowledge.conditions import load_conditions
from core.knowledge.texts import say
from core.profile import Profile, Reason
from core.words import Axis

WORDS = ("tolerated", "with care", "with great care", "left out for now")
SHADES = ("var(--bw-0)", "var(--bw-1)", "var(--bw-2)", "var(--bw-3)")

STYLE = """
<style>
.bw-tol { --bw-0:#2a8f7f; --bw-1:#c9a227; --bw-2:#d9822b; --bw-3:#b3372e; display:grid;
  grid-template-columns:minmax(7.5rem,11rem) 1fr; gap:.55rem 1rem; align-items:center; }
.bw-tol .axis { font-weight:600; line-height:1.2; }
.bw-tol .axis small { display:block; font-weight:400; opacity:.75; }
.bw-tol .bar { display:flex; gap:3px; align-items:center; }
.bw-tol .bar i { height:.8rem; flex:1; max-width:4.2rem; border-radius:.25rem; background:rgba(127,140,150,.22); }
.bw-tol .bar span { margin-left:.5rem; font-size:.85rem; min-width:7rem; }
@media (max-width:640px) {
  .bw-tol { grid-template-columns:1fr; gap:.15rem; } .bw-tol .bar { margin-bottom:.6rem; }
}
</style>
"""


def tolerance_picture(profile: Profile) -> None:
    """Bars of the nine axes, filled as far as an axis is sensitive; words beside them say the same."""
    rows = "".join(_row(axis, profile.sensitivity[axis]) for axis in Axis)
    st.html(f'{STYLE}<div class="bw-tol">{rows}</div>')
    st.caption(say("tolerance.bars"))


def tolerance_reasons(profile: Profile) -> None:
    """Why each sensitive axis is so, one line an axis."""
    for axis in Axis:
        causes = profile.sensitivity.reasons[axis]
        if profile.sensitivity[axis] and causes:
            told = "; ".join(dict.fromkeys(_cause(one) for one in causes))
            st.markdown(f"- **{say(f'axis.{axis.value}.name').capitalize()}**: {told}")


def _row(axis: Axis, value: int) -> str:
    filled = "".join(f'<i style="background:{SHADES[value]}"></i>' for _ in range(value))
    empty = "<i></i>" * (3 - value)
    name, term = say(f"axis.{axis.value}.name").capitalize(), say(f"axis.{axis.value}.term")
    told = WORDS[value]
    return (
        f'<div class="axis">{name}<small>{term}</small></div>'
        f'<div class="bar" role="img" aria-label="{name}: {told}">{filled}{empty}<span>{told}</span></div>'
    )


def _cause(reason: Reason) -> str:
    if reason.kind == "condition":
        return load_conditions()[reason.id].name
    if reason.kind == "aggravator":
        return load_aggravators().aggravators[reason.id].question.lower()
    return say(f"triage.{reason.id}")
