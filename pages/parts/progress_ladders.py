"""Ladders: the rungs, where the person stands, and when the next one opens."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.adapting import NextRung
from core.catalog import Ladder
from core.knowledge.rules import load_rules
from core.knowledge.texts import say
from core.words import Gate
from pages.parts.visit import catalog
from pages.parts.wording import day

STYLE = """
<style>
.bw-ladders { display:grid; grid-template-columns:repeat(auto-fill,minmax(min(21rem,100%),1fr)); gap:1.1rem 2rem; }
.bw-ladder h3 { margin:0; padding:0 0 .2rem; font-size:1.05rem; }
.bw-ladder p { margin:.1rem 0; line-height:1.4; } .bw-ladder small { opacity:.85; font-size:.88rem; }
.bw-rungs { display:flex; gap:4px; margin:.3rem 0 .4rem; align-items:flex-end; height:1.9rem; }
.bw-rungs i { flex:1; max-width:3rem; border-radius:.25rem; background:rgba(127,140,150,.22); box-sizing:border-box; }
.bw-rungs .below { background:rgba(42,143,127,.45); } .bw-rungs .here { background:#1f6f6b; }
.bw-rungs .next { border:2px solid #2a8f7f; background:transparent; }
.bw-rungs .closed { border:1px dashed rgba(127,140,150,.8); background:transparent; }
.bw-ladder summary { cursor:pointer; font-size:.88rem; padding:.3rem 0; }
.bw-ladder ol { margin:.1rem 0 .4rem; padding-left:1.5rem; font-size:.92rem; } .bw-ladder li { margin:.1rem 0; }
.bw-ladder .rule { font-size:.82rem; opacity:.85; }
.bw-key { display:flex; flex-wrap:wrap; gap:.2rem 1rem; font-size:.85rem; margin-bottom:.9rem; }
.bw-key span { display:flex; gap:.35rem; align-items:center; }
.bw-key .bw-rungs { height:1rem; margin:0; } .bw-key i { width:.9rem; height:1rem; flex:none; }
</style>
"""
KEY = ("below", "here", "next", "closed")


def show_ladders(rungs: Sequence[NextRung]) -> None:
    """Every ladder trained lately, what is open first; or what to do where there is none."""
    if not rungs:
        st.markdown(say("progress.ladders.none"))
        return
    st.markdown(say("progress.ladders.lead"))
    signs = "".join(
        f'<span><span class="bw-rungs" aria-hidden="true"><i class="{one}"></i></span>'
        f"{escape(say(f'progress.rung.{one}'))}</span>"
        for one in KEY
    )
    ordered = sorted(rungs, key=lambda one: (not one.is_open, one.is_top, one.opens_on is None, one.weeks_left))
    blocks = "".join(_ladder(one, catalog().ladders[one.ladder]) for one in ordered)
    st.html(f'{STYLE}<div class="bw-key">{signs}</div><div class="bw-ladders">{blocks}</div>')


def _ladder(rung: NextRung, ladder: Ladder) -> str:
    count = say("progress.ladders.rung", rung=rung.rung, count=len(ladder.rungs))
    marks = [_mark(number, rung, ladder) for number in range(1, len(ladder.rungs) + 1)]
    steps = "".join(
        f'<i class="{mark}" style="height:{40 + 60 * at / len(marks):.0f}%"></i>' for at, mark in enumerate(marks, 1)
    )
    return (
        f'<section class="bw-ladder"><h3>{escape(ladder.name)}</h3>'
        f'<div class="bw-rungs" role="img" aria-label="{escape(count)}">{steps}</div>'
        f"<p>{escape(say('progress.ladders.now', name=catalog()[rung.exercise_id].name))} "
        f"<small>{escape(count)}</small></p>{_coming(rung)}{_all_rungs(rung, ladder, marks)}</section>"
    )


def _coming(rung: NextRung) -> str:
    """What comes next, and when."""
    lines = []
    if rung.step_down_to:
        lines.append(say("progress.ladders.down", name=catalog()[rung.step_down_to].name))
    if rung.is_top:
        return _lines([*lines, rung.sentence])
    names = " / ".join(catalog()[one].name for one in rung.next_ids)
    waits = rung.waits_for or (rung.sentence,)
    earliest = say("progress.ladders.earliest", day=day(rung.opens_on)) if rung.waits_for and rung.opens_on else ""
    return _lines([*lines, say("progress.ladders.next", name=names), f"{' '.join(waits)} {earliest}".strip()])


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(one)}</p>" for one in lines)


def _all_rungs(rung: NextRung, ladder: Ladder, marks: Sequence[str]) -> str:
    rows = "".join(_step(names, mark) for names, mark in zip(ladder.rungs, marks, strict=True))
    gate = f"<p>{escape(ladder.gate_reason)}</p>" if ladder.gate_reason else ""
    means = load_rules()["adapt.ladder_weeks"].means
    rule = f'<p class="rule">{escape(say("progress.ladders.rule", means=means, weeks=rung.green_weeks))}</p>'
    return f"<details><summary>{escape(say('progress.ladders.all'))}</summary><ol>{rows}</ol>{gate}{rule}</details>"


def _step(names: Sequence[str], mark: str) -> str:
    told = f" <small>({escape(say(f'progress.rung.{mark}'))})</small>" if mark else ""
    return f"<li>{escape(' / '.join(catalog()[one].name for one in names))}{told}</li>"


def _mark(number: int, rung: NextRung, ladder: Ladder) -> str:
    if number < rung.rung:
        return "below"
    if number == rung.rung:
        return "here"
    gated = all(catalog()[one].gate is not Gate.OPEN for one in ladder.rungs[number - 1])
    if number == rung.rung + 1 and not rung.is_top and (rung.is_open or not gated):
        return "next"
    return "closed" if gated else ""
