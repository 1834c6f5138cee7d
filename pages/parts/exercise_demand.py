"""What an exercise asks of the back: a badge for a card, and the whole account with where it comes from."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.body.anthropometry import Body
from core.body.pose.library import load_poses
from core.body.pose.pose import Basis
from core.body.spine.demand import Demand, DemandBand, demand
from core.catalog import Exercise
from core.demand import SpinalDemand, spinal_demand
from core.knowledge.texts import say
from core.profile import Profile
from core.units import MassUnit, format_mass
from core.words import Axis

ANYONE = Body()
BANDS = list(DemandBand)
FILLED, EMPTY = "▮", "▯"

STYLE = """
<style>
.bw-d { overflow-x:auto; } .bw-d table { border-collapse:collapse; width:100%; max-width:44rem; }
.bw-d th, .bw-d td { border:0; border-bottom:1px solid rgba(127,140,150,.3); padding:.35rem .6rem; text-align:left; }
.bw-d thead th { font-weight:500; font-size:.88rem; vertical-align:bottom; } .bw-d tbody th { font-weight:500; }
.bw-d td.n { text-align:center; font-variant-numeric:tabular-nums; } .bw-d tbody small { opacity:.8; }
.bw-d .k2 { background:rgba(217,130,43,.20); } .bw-d .k3 { background:rgba(179,55,46,.26); }
.bw-d .used { font-weight:600; } .bw-d thead th:not(:first-child) { text-align:center; }
@media (max-width:640px) { .bw-d th, .bw-d td { padding:.3rem .25rem; } .bw-d thead th { font-size:.78rem; } }
</style>
"""


def demand_of(exercise: Exercise, profile: Profile | None) -> SpinalDemand:
    """Demand on this person at the first load; without a profile on the model's own person."""
    if profile:
        return spinal_demand(exercise, profile)
    pose = load_poses().get(exercise.id)
    load_kg = (exercise.start_share or 0.0) * ANYONE.mass_kg
    found = demand(pose, ANYONE, load_kg) if pose else None
    return SpinalDemand(exercise.demand, {}, exercise.demand, found, ANYONE, load_kg, ())


def band_badge(band: DemandBand | None) -> str:
    """A band of demand as word and bar, in Markdown."""
    if band is None:
        return f":gray-badge[{say('exercises.demand.badge.unknown')}]"
    filled = BANDS.index(band) + 1
    bar = FILLED * filled + EMPTY * (len(BANDS) - filled)
    return f":gray-badge[{bar} {say('exercises.demand.badge', band=say(f'band.{band.value}'))}]"


def demand_account(asked: SpinalDemand, profile: Profile | None, unit: MassUnit, rating_note: str) -> None:
    """Band, multiple of standing and basis, then nine axes by hand and by model, and where the two part."""
    if asked.found:
        st.markdown(_summary(asked, asked.found, unit))
        st.caption(_basis_why(asked.found))
    st.html(f'{STYLE}<div class="bw-d" tabindex="0">{_axes(asked, profile)}</div>')
    for note in asked.notes:
        st.markdown(f"- {note}")
    anyone = say("exercises.demand.lead.anyone", stature=f"{asked.body.stature_m:g}", mass=f"{asked.body.mass_kg:g}")
    lead = say("exercises.demand.lead") if profile else anyone
    st.caption(f"{lead} {rating_note}".strip())


def _summary(asked: SpinalDemand, found: Demand, unit: MassUnit) -> str:
    basis = f":blue-badge[{say(f'basis.{found.basis.value}')}]"
    load = (
        say("exercises.demand.load", load=format_mass(asked.load_kg, unit))
        if asked.load_kg
        else say("exercises.demand.no_load")
    )
    if found.compression_n is None or found.range_n is None or found.times_standing is None or found.band is None:
        return f"{band_badge(None)} {basis} {say('exercises.demand.unknown')}"
    share = found.times_standing / found.compression_n
    low, high = (end * share for end in found.range_n)
    times = say("exercises.demand.times", times=f"{found.times_standing:.1f}", low=f"{low:.1f}", high=f"{high:.1f}")
    # A published value is one for all loads; only the model follows the weight.
    return f"{band_badge(found.band)} {basis} {times}" + (f", {load}." if found.basis is Basis.MODELLED else ".")


def _basis_why(found: Demand) -> str:
    return say(f"basis.{found.basis.value}.why", source=found.source)


def _axes(asked: SpinalDemand, profile: Profile | None) -> str:
    model = "Published" if asked.found and asked.found.basis is Basis.PUBLISHED else "By model"
    columns = ["By hand", model, "Counts", "Your sensitivity"] if profile else ["Rating"]
    head = "".join(f'<th scope="col">{column}</th>' for column in ("Axis", *columns))
    body = "".join(_row(axis, asked, profile) for axis in Axis)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(axis: Axis, asked: SpinalDemand, profile: Profile | None) -> str:
    used = asked.used[axis]
    name = escape(say(f"axis.{axis.value}.name").capitalize())
    asks = escape(say(f"axis.{axis.value}.asks.{used}"))
    row = f'<td class="n used k{used}">{used}</td>'
    if profile:
        model = str(asked.by_model[axis]) if axis in asked.by_model else "–"
        row = f'<td class="n">{asked.by_hand[axis]}</td><td class="n">{model}</td>{row}'
        row += f'<td class="n">{profile.sensitivity[axis]}</td>'
    return f'<tr><th scope="row">{name}<br><small>{asks}</small></th>{row}</tr>'
