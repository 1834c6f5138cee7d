"""What is left out of the plan, why, and when it comes back."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.catalog import Catalog
from core.profile import Profile
from core.scoring import Verdict, judge_all
from core.words import Role

STYLE = """
<style>
.bw-out { display:grid; gap:.55rem; }
.bw-out div { border-bottom:1px solid rgba(127,140,150,.25); padding-bottom:.5rem; }
.bw-out b { display:block; font-weight:600; } .bw-out i { font-style:normal; opacity:.8; }
</style>
"""


def left_out(profile: Profile, catalog: Catalog) -> None:
    """An expander with every leg and trunk exercise that the back, a gate or a position rules out; equipment last."""
    with st.expander(
        "Left out, and when it comes back", key="plan.left_out", icon=":material/pending:", on_change="rerun"
    ) as box:
        if not box.open:
            return
        verdicts = [v for v in judge_all(profile, catalog).values() if v.left_out and _is_training(catalog, v)]
        of_back = [v for v in verdicts if not _only_equipment(v)]
        st.markdown(f"**{len(of_back)} for your back or by choice**")
        _list(of_back, catalog)
        missing = [catalog[v.exercise_id].name for v in verdicts if _only_equipment(v)]
        if missing:
            st.markdown(f"**{len(missing)} for want of equipment:** {', '.join(missing)}.")


def _list(verdicts: list[Verdict], catalog: Catalog) -> None:
    rows = "".join(
        f"<div><b>{escape(catalog[verdict.exercise_id].name)}</b>{escape(verdict.blocks[0].text)} "
        f"<i>{escape(verdict.blocks[0].comes_back)}</i></div>"
        for verdict in verdicts
    )
    st.html(f'{STYLE}<div class="bw-out">{rows}</div>')


def _is_training(catalog: Catalog, verdict: Verdict) -> bool:
    return catalog[verdict.exercise_id].role in (Role.MAIN, Role.CORE)


def _only_equipment(verdict: Verdict) -> bool:
    return all(reason.rule == "equipment" for reason in verdict.blocks)
