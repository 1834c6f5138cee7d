"""What the rules, conditions, doses and sources say, as tables that can be searched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd
import streamlit as st

from core.knowledge.claims import load_claims
from core.knowledge.conditions import Condition, load_conditions
from core.knowledge.doses import load_doses
from core.knowledge.questions import load_questions
from core.knowledge.rules import load_rules
from core.knowledge.sources import load_sources
from core.knowledge.texts import say
from core.screening.signs import SIGNS
from core.words import Axis, Provenance, Stage

ROOM = 620
WIDE = st.column_config.TextColumn(width="large")
STAGES = {Stage.IRRITABLE: "Irritable", Stage.SETTLED: "Settled"}

STYLE = """
<style>
.bw-t { overflow-x:auto; } .bw-t table { border-collapse:collapse; min-width:100%; font-size:.92rem; }
.bw-t th, .bw-t td { border:0; border-bottom:1px solid rgba(127,140,150,.3); padding:.4rem .6rem; text-align:left;
  vertical-align:top; }
.bw-t thead th { vertical-align:bottom; } .bw-t tbody th { font-weight:600; min-width:11rem; max-width:24rem; }
.bw-t summary { cursor:pointer; } .bw-t p { font-weight:400; margin:.3rem 0; } .bw-t small { opacity:.8; }
.bw-t td.n { text-align:center; font-variant-numeric:tabular-nums; }
.bw-t .k1 { background:rgba(201,162,39,.22); } .bw-t .k2 { background:rgba(217,130,43,.32); }
.bw-t .k3 { background:rgba(179,55,46,.40); }
@media (max-width:640px) { .bw-t tbody th { min-width:7rem; } .bw-t tbody td:not(.n) { min-width:7rem; } }
</style>
"""


def provenance_counts() -> Counter[Provenance]:
    """How many rules come from where."""
    return Counter(rule.provenance for rule in load_rules().values())


def rules_table() -> None:
    """Every rule, searched by any of its words."""
    st.markdown(say("method.rules.lead"))
    rows = [
        (rule.id, f"{rule.value:g}", rule.unit, rule.means, provenance_name(rule.provenance), rule.source)
        for rule in load_rules().values()
    ]
    found = search(rows, "rules")
    columns = ["Rule", "Value", "Unit", "What it means", "Where it comes from", "Source"]
    if found:
        # What repeats from row to row travels once.
        repeated = dict.fromkeys(("Unit", "Where it comes from", "Source"), "category")
        st.dataframe(
            pd.DataFrame(found, columns=columns).astype(repeated),
            hide_index=True,
            height=ROOM,
            column_config={"Rule": st.column_config.TextColumn(pinned=True), "What it means": WIDE},
            key="method.rules",
            alt=say("method.rules.alt"),
        )


def signs_table() -> None:
    """Every sign of the screening that means something by itself, with the tier it leads to."""
    st.markdown(say("method.signs.lead"))
    questions, rows = load_questions(), []
    for sign, effect in SIGNS.items():
        question_id, _, choice_id = sign.partition(".")
        question = questions[question_id]
        (choice,) = (choice for choice in question.choices if choice.id == choice_id)
        tier = say(f"tier.{effect.tier.value}.title")
        rows.append((question.text, choice.text, tier, say(f"triage.{sign}"), choice.source or question.source))
    found = search(rows, "signs")
    if found:
        st.dataframe(
            pd.DataFrame(found, columns=["Asked", "Answer", "Leads to", "What is said", "Source"]),
            hide_index=True,
            height=ROOM,
            column_config={"Asked": WIDE, "What is said": WIDE},
            key="method.signs",
            alt=say("method.signs.alt"),
        )


def sources_table() -> None:
    """The bibliography, searched by any of its words; links open in a new tab."""
    sources = load_sources().values()
    recalled = sum(source.read is Provenance.FROM_KNOWLEDGE for source in sources)
    st.markdown(say("method.sources.lead", all=len(sources), recalled=recalled))
    rows = []
    for source in sources:
        first, second = (*source.links, "", "")[:2]
        printed = "; ".join(place for place in source.where if place not in source.links)
        told = " ".join(part for part in (source.what_for, source.note) if part)
        year = str(source.year or "")
        rows.append((source.key, year, source.title, told, provenance_name(source.read), first, second, printed))
    found = search(rows, "sources")
    columns = ["Key", "Year", "Title", "Cited for", "Read", "Link", "Second link", "In print"]
    link = st.column_config.LinkColumn(display_text="open")
    if found:
        st.dataframe(
            pd.DataFrame(found, columns=columns).replace("", None).astype({"Year": "category", "Read": "category"}),
            hide_index=True,
            height=ROOM,
            column_config={"Title": WIDE, "Cited for": WIDE, "Link": link, "Second link": link},
            key="method.sources",
            placeholder="",
            alt=say("method.sources.alt"),
        )


def conditions_table() -> None:
    """Sensitivity by condition, with the axes as columns; each name opens to its reason."""
    st.markdown(say("method.conditions.lead"))
    stage = st.segmented_control(
        "Stage",
        list(STAGES),
        default=Stage.IRRITABLE,
        required=True,
        format_func=STAGES.__getitem__,
        key="method.stage",
    )
    axes = [f"{say(f'axis.{axis.value}.name').capitalize()}" for axis in Axis]
    rows = (_condition_row(condition, stage or Stage.IRRITABLE) for condition in load_conditions().values())
    table(["Condition", *axes, "Support"], rows)


def doses_table() -> None:
    """Starting doses, one a column."""
    st.markdown(say("method.doses.lead"))
    doses = list(load_doses().values())
    lines = {
        "Sessions a week": [_span(one.sessions_per_week) for one in doses],
        "Minutes a session, at most": [str(one.most_minutes) for one in doses],
        "Main exercises a session": [_span(one.main_exercises) for one in doses],
        "Trunk drills a session": [str(one.core_exercises) for one in doses],
        "Sets": [_span(one.sets) for one in doses],
        "Repetitions": [_span(one.reps) for one in doses],
        "Repetitions a side": [_span(one.one_sided_reps) for one in doses],
        "Holds, seconds": [_span(one.hold_s) for one in doses],
        "Repetitions in reserve": [_span(one.rir) for one in doses],
        "Rest, seconds": [str(one.rest_s) for one in doses],
        "Tempo, down-pause-up": [one.tempo for one in doses],
        "Weekly hard sets a muscle": [_span(one.weekly_sets) for one in doses],
        "The same, at most": [str(one.weekly_cap) for one in doses],
        "Spine points a session": [str(one.spine_points_session) for one in doses],
        "Spine points a week": [str(one.spine_points_week) for one in doses],
        "Highest rung of a ladder": [str(one.highest_rung) for one in doses],
        "Where it comes from": [provenance_name(one.provenance) for one in doses],
    }
    rows = (_cells(name, values) for name, values in lines.items())
    table(["", *(one.name for one in doses)], rows)


def claims_table() -> None:
    """Phrases that Backwise does not use, why, and what it says instead."""
    st.markdown(say("method.claims.lead"))
    rows = (_cells(one.id.replace("_", " ").capitalize(), [one.why, one.say_instead]) for one in load_claims())
    table(["Not said", "Why", "Said instead"], rows)


def _condition_row(condition: Condition, stage: Stage) -> str:
    name = f"{escape(condition.name)}<br><small>{escape(condition.term)}</small>"
    why = f"<p>{escape(condition.why)}</p><p><small>{escape(', '.join(condition.sources))}</small></p>"
    values = "".join(f'<td class="n k{value}">{value}</td>' for value in condition.vector(stage).values())
    opened = f"<details><summary>{name}</summary>{why}</details>"
    return f'<th scope="row">{opened}</th>{values}<td>{escape(condition.strength.value)}</td>'


def search(rows: Sequence[tuple[str, ...]], name: str) -> list[tuple[str, ...]]:
    """The rows that hold what was typed; says so where there are none."""
    typed = st.text_input("Search", key=f"method.find.{name}", icon=":material/search:", width=360)
    found = [row for row in rows if typed.strip().casefold() in " ".join(row).casefold()]
    st.caption(f"{len(found)} of {len(rows)}" if found else say("method.nothing_found"))
    return found


def table(head: Iterable[str], rows: Iterable[str]) -> None:
    """A plain table that scrolls sideways where it has to; `rows` are cells in HTML."""
    columns = "".join(f'<th scope="col">{escape(name)}</th>' if name else "<td></td>" for name in head)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    drawn = f"<table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"
    st.html(f'{STYLE}<div class="bw-t" tabindex="0">{drawn}</div>')


def _cells(name: str, values: Iterable[str]) -> str:
    return f'<th scope="row">{escape(name)}</th>' + "".join(f"<td>{escape(value)}</td>" for value in values)


def provenance_name(provenance: Provenance) -> str:
    """Where a number comes from, in words."""
    return say(f"method.provenance.{provenance.name.lower()}")


def _span(span: tuple[int, int]) -> str:
    low, high = span
    return str(low) if low == high else f"{low}–{high}"
