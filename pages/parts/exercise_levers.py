"""What if: the levers of one exercise, and what they do to load along the spine, forward pull, lean and leg work."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from core.body.drawing.card import figure_svg
from core.body.pose.library import load_poses
from core.body.pose.posture import Hold
from core.body.spine.demand import DemandBand
from core.body.spine.levers import ANKLE_DEG, LOAD_SPAN, STANCE_DEG, Levers, levers_of
from core.body.spine.what_if import Change, Unbalanced, WhatIf, what_if
from core.catalog import Exercise
from core.knowledge.texts import say
from core.units import MassUnit, from_kg, to_kg
from pages.parts.exercise_compare import svg_address
from pages.parts.exercise_demand import demand_of
from pages.parts.exercise_figure import still_address
from pages.parts.exercise_viewer import Viewer, named
from pages.parts.visit import catalog

DEPTHS = {"half": 40.0, "high": 20.0, "level": 0.0}
AS_DRAWN = "as_drawn"
FIRST_SHOWN = "goblet_squat"
LITTLE, MUCH = 0.05, 0.2
LEAST_TOP_KG = 20.0
SCALES = {"compression": 6.5, "shear": 1.2, "lean": 75.0, "legs": 200.0}

STYLE = """
<style>
.bw-what { display:grid; gap:.7rem; } .bw-what .row b { font-weight:600; } .bw-what .row small { opacity:.85; }
.bw-what .bars { display:grid; gap:3px; margin:.2rem 0 .15rem; }
.bw-what .bars div { height:.55rem; border-radius:.28rem; background:rgba(127,140,150,.2); }
.bw-what .bars div i { display:block; height:100%; border-radius:.28rem; min-width:2px; background:#7d8b95; }
.bw-what .bars div.then i { background:#2a8f7f; } .bw-what .more .bars div.then i { background:#d9822b; }
.bw-what .row p { margin:0; line-height:1.35; } .bw-what img { width:100%; max-width:22rem; border-radius:.8rem; }
</style>
"""


@dataclass(frozen=True)
class Row:
    """One result: how much before and after on its own scale, both as figures, and the change as a share."""

    name: str
    before: float
    after: float
    now: str
    then: str
    grew: float


def exercise_levers(exercise: Exercise, viewer: Viewer) -> None:
    """Levers on one side, figure and results on the other; each move answers at once."""
    pose = load_poses()[exercise.id]
    levers = levers_of(pose)
    if not levers.any:
        st.caption(say("lever.none"))
        return
    st.markdown(say("lever.lead"))
    asked = demand_of(exercise, viewer.profile)
    left, right = st.columns(2, gap="large")
    with left:
        change = _controls(exercise, levers, asked.load_kg, viewer.unit)
    try:
        found = what_if(pose, asked.body, asked.load_kg, change)
        is_moved = change != Change()
        picture = still_address(exercise, viewer.own_profile)
        if is_moved:
            svg = figure_svg(found.pose, exercise.muscles, body=asked.body, load_kg=found.load_kg)
            picture = svg_address(svg)
    except Unbalanced:
        right.warning(say("lever.cannot"), icon=":material/balance:")
        return
    with right:
        st.html(
            f'{STYLE}<div class="bw-what"><img src="{picture}" alt="{escape(_alt(exercise, found))}">'
            f"{''.join(_row(row, is_moved) for row in _rows(found))}</div>"
        )
        st.caption(_band(found) if is_moved else say("lever.untouched"))
    st.caption(say("lever.band.note"))


def pick_and_move(viewer: Viewer) -> None:
    """Choose an exercise that has levers, and move them."""
    poses = load_poses()
    movable = sorted((one for one in catalog() if levers_of(poses[one.id]).any), key=lambda one: one.name)
    chosen = st.selectbox(
        "Exercise",
        [one.id for one in movable],
        index=[one.id for one in movable].index(FIRST_SHOWN),
        format_func=named,
        key="lever_of",
        bind="query-params",
        persist_state="session",
        width=360,
    )
    exercise_levers(catalog()[chosen], viewer)


def _controls(exercise: Exercise, levers: Levers, load_kg: float, unit: MassUnit) -> Change:
    def key(lever: str) -> str:
        return f"{exercise.id}.{lever}"

    moved: dict[str, object] = {}
    if levers.has_load:
        first = round(from_kg(load_kg, unit))
        most = max(round(from_kg(max(load_kg * LOAD_SPAN, LEAST_TOP_KG), unit)), 1)
        load = st.slider(say("lever.load", unit=unit.value), 0, most, first, key=key("load"), bind="query-params")
        moved["load_kg"] = to_kg(load, unit) if load != first else None
    if levers.depth_deg is not None:
        depth = st.segmented_control(
            say("lever.depth"),
            [AS_DRAWN, *DEPTHS],
            default=AS_DRAWN,
            required=True,
            format_func=lambda one: say(f"lever.depth.{one}"),
            key=key("depth"),
            bind="query-params",
            wrap=True,
        )
        moved["depth_deg"] = DEPTHS.get(depth or AS_DRAWN)
    for lever, drawn, (low, high) in (
        ("ankle", levers.ankle_deg, ANKLE_DEG),
        ("stance", levers.stance_deg, STANCE_DEG),
    ):
        if drawn is not None:
            first = round(drawn)
            value = st.slider(say(f"lever.{lever}"), low, high, first, key=key(lever), bind="query-params")
            moved[f"{lever}_deg"] = float(value) if value != first else None
    if levers.hold is not None:
        hold = st.segmented_control(
            say("lever.hold"),
            list(levers.holds),
            default=levers.hold,
            required=True,
            format_func=lambda one: say(f"hold.{one.value}"),
            key=key("hold"),
            bind="query-params",
            wrap=True,
        )
        moved["hold"] = Hold(hold) if hold and hold != levers.hold else None
    return Change(**moved)  # type: ignore[arg-type]


def _rows(found: WhatIf) -> list[Row]:
    before, after = found.before, found.after
    rows = []
    if before.times_standing is not None and after.times_standing is not None:
        rows.append(_result("compression", before.times_standing, after.times_standing, "{:.1f}"))
    if before.shear_n is not None and after.shear_n is not None:
        weight_n = found.body.weight_n
        rows.append(_result("shear", abs(before.shear_n) / weight_n, abs(after.shear_n) / weight_n, "{:.2f}"))
    rows.append(_result("lean", max(before.lean_deg, 0.0), max(after.lean_deg, 0.0), "{:.0f}"))
    if before.legs and after.legs and before.legs.extension_nm:
        rows.append(_result("legs", 100.0, 100 * after.legs.extension_nm / before.legs.extension_nm, "{:.0f}"))
    return rows


def _result(name: str, before: float, after: float, form: str) -> Row:
    now, then = form.format(before), form.format(after)
    return Row(name, before, after, now, then, after / before - 1.0 if before else 0.0)


def _row(row: Row, is_moved: bool) -> str:
    """One result: in words and bars what it was and what it is; only what it is while nothing has moved."""
    word = (
        "same"
        if abs(row.grew) < LITTLE
        else ("much_" if abs(row.grew) >= MUCH else "") + ("more" if row.grew > 0 else "less")
    )
    now, then = (f"{min(value / SCALES[row.name], 1.0):.1%}" for value in (row.before, row.after))
    grows = " more" if word.endswith("more") and row.name != "legs" else ""
    title = escape(say(f"lever.{row.name}")) + (f"</b>: {escape(say(f'lever.{word}'))}" if is_moved else "</b>")
    figures = f"{row.now} → {row.then}" if is_moved else row.now
    told = escape(say(f"lever.value.{row.name}", value=figures))
    second = f'<div class="then"><i style="width:{then}"></i></div>' if is_moved else ""
    return (
        f'<div class="row{grows}"><p><b>{title}</p><div class="bars" aria-hidden="true">'
        f'<div><i style="width:{now}"></i></div>{second}</div><small>{told}</small></div>'
    )


def _band(found: WhatIf) -> str:
    before, after = found.before.band, found.after.band
    if before is None or after is None:
        return ""
    if before is after:
        return say("lever.band.same", band=_named(after))
    return say("lever.band.moves", before=_named(before), after=_named(after))


def _named(band: DemandBand) -> str:
    return say(f"band.{band.value}")


def _alt(exercise: Exercise, found: WhatIf) -> str:
    lean = say("lever.value.lean", value=f"{found.after.lean_deg:.0f}")
    return f"{exercise.name}. {say('lever.lean')}: {lean}"
