"""Why should I believe this?"""

import streamlit as st

from core.catalog import load_catalog
from core.knowledge.rules import number
from core.knowledge.texts import say
from core.words import Provenance
from pages.parts import method_adapting as adapting
from pages.parts import method_body as body
from pages.parts import method_coverage as coverage
from pages.parts import method_legs as legs
from pages.parts import method_pictures as pictures
from pages.parts import method_tables as tables

SECTIONS = (
    ("triage", pictures.tiers),
    ("sensitivity", pictures.highest_reason),
    ("demand", pictures.demand_grid),
    ("scoring", pictures.verdict_grid),
    ("planning", pictures.planning_steps),
    ("light", pictures.lights),
    ("adapting", adapting.ten_sessions),
    ("tolerance", adapting.own_limit),
    ("progress", pictures.meaningful_change),
    ("outcomes", adapting.clear_changes),
)


def shares() -> dict[str, float]:
    """Rules that read as a percentage, by the name that a sentence gives them."""
    return {
        "share": 100 * number("progress.change_share"),
        "rise": 100 * number("adapt.rise"),
        "most": 100 * number("adapt.most_rise"),
        "red": 100 * (1 - number("adapt.red_load")),
        "back": 100 * number("adapt.return_step"),
        "chance": 100 * number("adapt.tolerance_chance"),
    }


def how_it_works() -> None:
    """Each step in plain words, beside a picture."""
    pictures.method_style()
    values = {"exercises": len(load_catalog())} | {name: f"{share:.3g}\u00a0%" for name, share in shares().items()}
    for name, picture in SECTIONS:
        st.header(say(f"method.{name}.title"))
        words, drawn = st.columns(2, gap="large")
        words.markdown(pictures.say_with_rules(f"method.{name}.text", **values))
        with drawn:
            picture()


def limits() -> None:
    """What it cannot do, what it does not claim, and the licence."""
    st.markdown(say("method.limits.text"))
    st.header(say("method.review.title"))
    coverage.not_reviewed()
    st.header(say("method.claims.title"))
    tables.claims_table()
    st.header(say("method.licence.title"))
    st.markdown(say("method.licence"))


PARTS = {
    "How it works": how_it_works,
    "Body model": body.body_model,
    "Leg model": legs.leg_model,
    "Rules": tables.rules_table,
    "Signs": tables.signs_table,
    "Conditions": tables.conditions_table,
    "Doses": tables.doses_table,
    "Sources": tables.sources_table,
    "Source articles": coverage.coverage_table,
    "Contradictions": coverage.contradictions,
    "Limits and licence": limits,
}

st.title("Method")
st.markdown(say("method.lead"))
counts = tables.provenance_counts()
st.info(say("method.unreviewed", all=counts.total(), design=counts[Provenance.DESIGN]), icon=":material/fact_check:")
for tab, part in zip(
    st.tabs(list(PARTS), key="part", on_change="rerun", bind="query-params"), PARTS.values(), strict=True
):
    if tab.open:
        with tab:
            part()
st.caption(say("triage.not_a_device"))
