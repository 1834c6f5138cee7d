"""Flare-up help, habits of the day, and questions: short texts, each with how sure it is."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.knowledge.texts import say
from core.technique import Answer, PartName, load_technique
from pages.parts.technique_grade import STYLE, grade, grade_notes
from pages.parts.visit import Record

NUMBERED = """
<style>
.bw-tq ol.way { counter-reset:way; }
.bw-tq ol.way > li { counter-increment:way; padding-left:2.6rem; position:relative; }
.bw-tq ol.way > li::before { content:counter(way); position:absolute; left:0; top:.75rem; width:1.8rem; height:1.8rem;
  border-radius:50%; display:grid; place-items:center; background:#1f6f6b; color:#fff; font-size:.9rem; }
</style>
"""


def steps_of_a_flare(known: Record | None) -> None:
    """The way through a flare-up, and the page where the plan follows it."""
    st.markdown(say("technique.flare.lead"))
    _listed(PartName.FLARE, '<ol class="way">', "</ol>")
    if known is not None and known.trainee is not None:
        st.page_link("today.py", label=say("technique.change.today"), icon=":material/arrow_forward:")
    grade_notes()


def answer_list(part: PartName) -> None:
    """All texts of a part, open."""
    st.markdown(say(f"technique.{part.value}.lead"))
    _listed(part, "<ul>", "</ul>")
    grade_notes()


def question_list(part: PartName) -> None:
    """Questions that open to their answers; which are open stands in the address."""
    st.markdown(say(f"technique.{part.value}.lead"))
    for one in load_technique().part(part):
        box = st.expander(one.title, key=one.id, on_change="rerun", bind="query-params")
        if box.open:
            box.html(f'{STYLE}<div class="bw-tq">{_body(one)}</div>')
    grade_notes()


def _listed(part: PartName, start: str, end: str) -> None:
    rows = "".join(
        f'<li class="card"><h2>{escape(one.title)}</h2>{_body(one)}</li>' for one in load_technique().part(part)
    )
    st.html(f'{STYLE}{NUMBERED}<div class="bw-tq">{start}{rows}{end}</div>')


def _body(one: Answer) -> str:
    return f"<p>{escape(one.text)}</p>{grade(one.grade)}"
