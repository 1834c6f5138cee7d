"""How sure a text is: its grade, what it is softened from, and its sources, as HTML that opens on a tap."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.knowledge.conditions import Strength
from core.knowledge.sources import Source, load_sources
from core.knowledge.texts import say
from core.technique import Grade
from core.words import Provenance

STYLE = """
<style>
.bw-tq p { margin:0 0 .4rem; line-height:1.5; } .bw-tq h3 { margin:0 0 .2rem; padding:0; font-size:1.08rem; }
.bw-tq h2 { margin:0 0 .2rem; padding:0; font-family:inherit; font-size:1.08rem; font-weight:600; letter-spacing:0; }
.bw-tq ol, .bw-tq ul { list-style:none; margin:0; padding:0; }
.bw-tq details { font-size:.88rem; } .bw-tq summary { cursor:pointer; padding:.15rem 0; opacity:.85; }
.bw-tq summary b { font-weight:600; } .bw-tq details p { margin:.25rem 0; } .bw-tq a { color:inherit; }
.bw-tq li.card { padding:.75rem 0; border-bottom:1px solid rgba(127,140,150,.28); }
.bw-tq li.card:last-child { border-bottom:0; }
</style>
"""


def grade(found: Grade) -> str:
    """The line that tells the grade; opened, it tells what is softened, why, and the works behind it."""
    softened = f"<p><b>{escape(say('technique.often_said'))}</b> {escape(found.softened)}</p>" if found.softened else ""
    told = say(f"technique.grade.{found.strength.value}")
    works = "; ".join(_work(load_sources()[key]) for key in found.sources)
    return (
        f"<details><summary>{escape(say('technique.evidence'))}: <b>{escape(found.strength.value)}</b></summary>"
        f"{softened}<p>{escape(told.capitalize())}.</p><p>{works}.</p></details>"
    )


def grade_notes() -> None:
    """What the grades mean, and the way to all sources."""
    lines = "".join(f"<li>{escape(say(f'technique.grade.{one.value}'))}</li>" for one in Strength)
    title = escape(say("technique.grades.title"))
    st.html(f'{STYLE}<div class="bw-tq"><details><summary>{title}</summary><ul>{lines}</ul></details></div>')
    st.page_link(
        "method.py", label=say("technique.all_sources"), icon=":material/menu_book:", query_params={"part": "Sources"}
    )


def _work(source: Source) -> str:
    if source.read is Provenance.DESIGN:
        return escape(say("technique.own").capitalize())
    title = f"{source.title} ({source.year})" if source.year else source.title
    named = escape(title)
    if source.links:
        named = f'<a href="{escape(source.links[0])}" target="_blank" rel="noopener">{named}</a>'
    return named if source.read is Provenance.VERIFIED else f"{named}, {escape(say('technique.recalled'))}"
