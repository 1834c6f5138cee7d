"""Why a number moved: the reason, what would move it back, what it was moved by, and the rule's id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

import streamlit as st

from core.adapting import Case, Move, Situation, Target
from core.journal import Journal
from core.knowledge.rules import load_rules
from core.knowledge.texts import say
from pages.parts.wording import day

STYLE = """
<style>
.bw-moved { display:grid; gap:.5rem; }
.bw-moved section { border-left:3px solid #d9822b; padding:.05rem 0 .05rem .75rem; }
.bw-moved p { margin:0; line-height:1.4; }
.bw-why > summary { cursor:pointer; font-size:.88rem; padding:.35rem 0; }
.bw-why p { margin:0 0 .3rem; line-height:1.4; font-size:.92rem; }
.bw-why .rule { font-size:.82rem; opacity:.85; overflow-wrap:anywhere; }
.bw-tag { display:inline-block; border:1px solid rgba(127,140,150,.45); border-radius:999px; padding:0 .55rem;
  font-size:.8rem; white-space:nowrap; font-weight:500; }
.bw-tag.up { border-color:#16805f; } .bw-tag.down, .bw-tag.rest { border-color:#d9822b; }
</style>
"""

MARK = {Move.START: "○", Move.UP: "↑", Move.HOLD: "=", Move.DOWN: "↓", Move.REST: "–"}


def why_style() -> None:
    """The look of reasons, once a page."""
    st.html(STYLE)


def tag(move: Move) -> str:
    """What happened to a target since last time, as a small label in HTML: a sign and a word."""
    return f'<span class="bw-tag {move.value}">{MARK[move]} {escape(say(f"today.move.{move.value}"))}</span>'


def why(back: str, entries: Iterable[str], rule: str, journal: Journal, *more: str) -> str:
    """What stands behind a reason, folded away, as HTML."""
    told = moved_by(entries, journal)
    lines = [
        f"<p>{escape(say('today.why.back', back=back))}</p>",
        f"<p>{escape(say('today.why.moved', entries=told))}</p>" if told else "",
        *(f"<p>{escape(line)}</p>" for line in more if line),
        f'<p class="rule">{escape(say("today.why.rule", means=load_rules()[rule].means))} ({escape(rule)})</p>',
    ]
    return f'<details class="bw-why"><summary>{escape(say("today.why.title"))}</summary>{"".join(lines)}</details>'


def why_target(target: Target, journal: Journal, *more: str) -> str:
    """The same for the target of one exercise."""
    also = [one.sentence for one in target.also]
    return why(target.back, target.entries, target.rule, journal, *also, *more)


def moved_by(entries: Iterable[str], journal: Journal) -> str:
    """Sessions and mornings by their days, in words."""
    wanted = tuple(entries)
    days = {one.id: day(one.day) for one in journal.sessions if one.id in wanted}
    return ", ".join(dict.fromkeys(days.get(one) or _morning(one) for one in wanted))


def _morning(entry: str) -> str:
    try:
        return say("today.why.morning", day=day(date.fromisoformat(entry)))
    except ValueError:
        return entry


def show_notices(state: Situation, *, besides: Iterable[Case] = ()) -> None:
    """What holds or cuts the whole of today's session, each with its reason; nothing where nothing does."""
    found = [(cut.case, cut.entries) for cut in state.cuts()]
    found += [(hold.case, hold.entries) for hold in state.holds()]
    left_out = {*besides}
    told = dict(pair for pair in reversed(found) if pair[0] not in left_out)
    blocks = "".join(
        f"<section><p>{escape(case.sentence)}</p>{why(case.back, told[case], case.rule, state.journal)}</section>"
        for case in dict.fromkeys(case for case, _ in found)
        if case in told
    )
    if blocks:
        st.html(f'<div class="bw-moved">{blocks}</div>')
