"""What the back has taught so far: its sensitivities with what the journal moved, and the floors that stay."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.adapting import Shift, Situation, entries_behind
from core.knowledge.texts import say
from core.profile import Profile
from core.units import MassUnit
from core.words import Axis
from pages.parts.progress_targets import numbers_behind
from pages.parts.tolerance import WORDS, tolerance_picture
from pages.parts.why_moved import why, why_style
from pages.parts.wording import day

STYLE = """
<style>
.bw-shifts { display:grid; gap:.6rem; }
.bw-shifts section { border-left:3px solid #1f6f6b; padding:.05rem 0 .05rem .75rem; }
.bw-shifts section.raised { border-color:#d9822b; }
.bw-shifts p { margin:0 0 .15rem; line-height:1.4; } .bw-shifts b { font-weight:600; }
</style>
"""


def show_taught(state: Situation, asked: Profile, unit: MassUnit) -> None:
    """What moved since the screening, whose profile is `asked`; the floors; and the picture as it is now."""
    st.header(say("progress.back.moved"))
    if state.shifts:
        why_style()
        rows = "".join(_shift(one, state, asked, unit) for one in state.shifts)
        st.html(f'{STYLE}<div class="bw-shifts">{rows}</div>')
    else:
        st.markdown(say("progress.back.nothing"))
    if state.flares:
        st.markdown(say("progress.back.flare"))
    floors = [_floor(axis, least) for axis, least in asked.sensitivity.floors.items() if least]
    if floors:
        st.markdown(f"{say('progress.back.floors')}\n\n" + "\n".join(floors))
    st.header(say("progress.back.now"))
    tolerance_picture(state.profile)


def _shift(shift: Shift, state: Situation, asked: Profile, unit: MassUnit) -> str:
    raised = shift.after > shift.before
    name = say(f"axis.{shift.axis.value}.name").capitalize()
    moved = say("progress.back.from_to", before=WORDS[shift.before], after=WORDS[shift.after])
    days = entries_behind(shift.entries, state)
    since = say("progress.back.since", day=day(days[-1].day)) if days else ""
    until = say("progress.back.until", day=day(shift.until)) if shift.until else ""
    back = say("progress.back.raised_back" if raised else "progress.back.lowered_back")
    least = asked.sensitivity.floors.get(shift.axis, 0)
    at_floor = say("progress.back.at_floor") if not raised and shift.after == least and least else ""
    behind = numbers_behind(shift.entries, state, unit)
    return (
        f'<section class="{"raised" if raised else "lowered"}"><p><b>{escape(name)}</b>: {escape(moved)}</p>'
        f"<p>{escape(' '.join(one for one in (shift.sentence, since, until) if one))}</p>"
        f"{why(back, (), shift.rule, state.journal, *behind, at_floor)}</section>"
    )


def _floor(axis: Axis, least: int) -> str:
    return f"- **{say(f'axis.{axis.value}.name').capitalize()}**: {say('progress.back.floor', least=WORDS[least])}"
