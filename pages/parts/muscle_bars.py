"""Weekly hard sets of each muscle against the target band, as bars."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.knowledge.doses import Dose
from core.knowledge.texts import say
from core.legs.worth import RESERVE_FULL, RESERVE_NONE
from core.words import Muscle

STYLE = """
<style>
.bw-sets { display:grid; grid-template-columns:minmax(7rem,10rem) 1fr 5.5rem; gap:.45rem .8rem; align-items:center; }
.bw-sets .track { position:relative; height:.85rem; background:rgba(127,140,150,.18); border-radius:.4rem; }
.bw-sets .band { position:absolute; top:0; bottom:0; background:rgba(42,143,127,.28); border-radius:.2rem; }
.bw-sets .fill { position:absolute; top:.22rem; bottom:.22rem; left:0; background:#1f6f6b; border-radius:.3rem; }
.bw-sets .n { font-variant-numeric:tabular-nums; font-size:.9rem; text-align:right; }
</style>
"""


def muscle_bars(sets: Mapping[Muscle, float], dose: Dose) -> None:
    """A bar a muscle with its target band behind it."""
    most = max(dose.weekly_sets[1] * 1.3, *sets.values(), 1)
    rows = []
    for muscle, count in sets.items():
        low, high = dose.band(muscle)
        name = say(f"muscle.{muscle.value}").capitalize()
        rows.append(
            f"<div>{name}</div>"
            f'<div class="track" role="img" aria-label="{name}: {count:g} hard sets, target {low:g} to {high:g}">'
            f'<div class="band" style="left:{100 * low / most:.1f}%;width:{100 * (high - low) / most:.1f}%"></div>'
            f'<div class="fill" style="width:{100 * count / most:.1f}%"></div></div>'
            f'<div class="n">{count:g} of {low:g}–{high:g}</div>'
        )
    st.html(f'{STYLE}<div class="bw-sets">{"".join(rows)}</div>')
    st.caption(say("plan.bars", full=f"{RESERVE_FULL:g}", none=f"{RESERVE_NONE:g}"))
