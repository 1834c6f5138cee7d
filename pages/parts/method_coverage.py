"""What the source articles asked for and where it is done, and their contradictions with how each was settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from itertools import groupby

import pandas as pd
import streamlit as st

from core.catalog import load_catalog
from core.knowledge.conditions import load_conditions
from core.knowledge.coverage import Contradiction, Place, PlaceKind, Use, load_contradictions, load_coverage
from core.knowledge.doses import load_doses
from core.knowledge.rules import load_rules
from core.knowledge.texts import say
from core.words import Provenance
from pages.parts.method_tables import ROOM, WIDE, provenance_name, search, table

STYLE = """
<style>
.bw-k { max-width:48rem; } .bw-k details { border-bottom:1px solid rgba(127,140,150,.3); padding:.55rem 0; }
.bw-k summary { cursor:pointer; font-weight:600; } .bw-k p { margin:.4rem 0; }
.bw-k small { opacity:.8; overflow-wrap:anywhere; }
</style>
"""
WIDE_COLUMNS = (1, 3, 4)
AREAS = {
    "triage": ("triage",),
    "tolerance": ("irritability", "profile"),
    "scoring": ("score", "gate"),
    "legs": ("legs", "load"),
    "planning": ("plan",),
    "light": ("light", "today"),
    "adapting": ("adapt", "exposure", "import", "record", "technique"),
    "outcomes": ("progress", "outcome"),
    "server": ("limits", "sign_in"),
}
"""How rules are counted together, by the first word of their ids."""


def coverage_table() -> None:
    """Every item of the articles, searched by any of its words."""
    items = load_coverage()
    uses = Counter(item.use for item in items.values())
    counts = {use.value: uses[use] for use in Use}
    st.markdown(say("method.coverage.lead", all=len(items), **counts))
    rows = [
        (
            item.id,
            item.asks,
            say(f"method.coverage.use.{item.use.value}"),
            item.note,
            _where(item.places),
            ", ".join(item.settled),
        )
        for item in items.values()
    ]
    found = search(rows, "coverage")
    if found:
        columns = say("method.coverage.columns").split("|")
        st.dataframe(
            pd.DataFrame(found, columns=columns).replace("", None),
            hide_index=True,
            height=ROOM,
            column_config={columns[at]: WIDE for at in WIDE_COLUMNS},
            key="method.coverage",
            placeholder="",
            alt=say("method.coverage.alt"),
        )


def contradictions() -> None:
    """What speaks against each other; each title opens to both sides and how it was settled."""
    known = load_contradictions()
    st.markdown(say("method.contradictions.lead", all=len(known)))
    rows = [(one.id, one.title, one.conflict, one.settled, " ".join(one.items)) for one in known.values()]
    found = [known[row[0]] for row in search(rows, "contradictions")]
    if found:
        st.html(f'{STYLE}<div class="bw-k">{"".join(map(_opened, found))}</div>')


def not_reviewed() -> None:
    """How much there is to review, and where it comes from, area by area."""
    st.markdown(say("method.review.lead"))
    counted: dict[str, Counter[Provenance]] = {
        name: Counter(rule.provenance for rule in load_rules().values() if rule.id.split(".")[0] in firsts)
        for name, firsts in AREAS.items()
    }
    counted["conditions"] = Counter(one.provenance for one in load_conditions().values())
    counted["doses"] = Counter(one.provenance for one in load_doses().values())
    counted["ratings"] = Counter(one.demand_provenance for one in load_catalog())
    head = say("method.review.columns")
    table((head, *map(provenance_name, Provenance)), (_count_row(name, found) for name, found in counted.items()))


def _count_row(name: str, found: Counter[Provenance]) -> str:
    cells = "".join(f'<td class="n">{found[provenance]}</td>' for provenance in Provenance)
    return f'<th scope="row">{escape(say(f"method.review.{name}"))}</th>{cells}'


def _opened(one: Contradiction) -> str:
    said = "".join(
        f"<p><b>{escape(say(f'method.contradictions.{name}'))}</b> {escape(text)}</p>"
        for name, text in (("conflict", one.conflict), ("settled", one.settled))
    )
    where = escape(say("method.contradictions.where", items=", ".join(one.items), where=_where(one.places)))
    summary = f"<summary>{escape(one.id)} · {escape(one.title)}</summary>"
    return f"<details>{summary}{said}<p><small>{where}</small></p></details>"


def _where(places: Iterable[Place]) -> str:
    """Places by kind: `rule score.base; exercise Leg press, Goblet squat`."""
    catalog = load_catalog()
    return "; ".join(
        f"{say(f'method.coverage.kind.{kind.value}')} "
        + ", ".join(catalog[one.id].name if kind is PlaceKind.EXERCISE else one.id for one in group)
        for kind, group in groupby(places, key=lambda one: one.kind)
    )
