"""Two or three exercises side by side: the same moment, demand, what it gives the legs, and what decides."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from core.body.drawing.moment import moment_svg
from core.body.drawing.words import describe
from core.body.spine.demand import DemandBand
from core.catalog import Exercise
from core.demand import set_of_ten, tolerated_rating
from core.knowledge.texts import say
from core.loads import is_too_heavy
from core.words import LEG_MUSCLES, Axis, Fit
from pages.parts.exercise_demand import demand_of
from pages.parts.exercise_figure import moving_picture, pose_shown
from pages.parts.exercise_grid import SIGNS
from pages.parts.exercise_legs import gained_words
from pages.parts.exercise_viewer import Viewer, named
from pages.parts.visit import catalog

KEY = "compare"
MOST = 3
HARDEST = "Hardest"
MOMENTS = {"Start": 0.0, "Half way": 0.5, HARDEST: 1.0}
MOVING = "Moving"
HIGHEST = 3
MOST_STIMULUS = 3.5

STYLE = """
<style>
.bw-cmp { overflow-x:auto; } .bw-cmp table { border-collapse:collapse; width:100%;
  table-layout:fixed; min-width:var(--least); max-width:var(--most); }
.bw-cmp th, .bw-cmp td { border:0; padding:0 1.2rem 0 0; text-align:left; vertical-align:top; }
.bw-cmp thead th { font-size:1.05rem; font-weight:600; padding-bottom:.35rem; line-height:1.25; }
.bw-cmp tbody th { font-size:.84rem; font-weight:500; opacity:.8; padding:.75rem 0 .2rem;
  border-bottom:1px solid rgba(127,140,150,.3); }
.bw-cmp td { padding-top:.35rem; line-height:1.4; overflow-wrap:anywhere; }
.bw-cmp img { width:100%; aspect-ratio:22/19; border-radius:.7rem; background:#f3f5f2; display:block; }
.bw-cmp .fit { font-weight:600; } .bw-cmp .fits b { color:#16805f; } .bw-cmp .fits_with_a_change b { color:#b5651d; }
.bw-cmp i { font-style:normal; opacity:.8; } .bw-cmp p { margin:0 0 .3rem; }
.bw-ax { display:grid; grid-template-columns:minmax(0,1fr) auto; gap:.05rem .6rem; margin:0 0 .3rem;
  align-items:center; }
.bw-ax span { font-size:.88rem; line-height:1.2; }
.bw-ax em { font-style:normal; display:flex; gap:2px; } .bw-ax em s { text-decoration:none; width:.95rem; height:.6rem;
  border-radius:.15rem; background:rgba(127,140,150,.25); } .bw-ax em s.on { background:#4f8f8a; }
.bw-ax.much em s.on { background:#d9822b; box-shadow:0 0 0 1.5px currentColor; }
.bw-leg { height:.6rem; border-radius:.3rem; background:rgba(127,140,150,.22); margin:.15rem 0 .3rem; }
.bw-leg div { height:100%; border-radius:.3rem; background:#d24b7c; }
@media (max-width:640px) { .bw-cmp th, .bw-cmp td { padding-right:.6rem; } .bw-cmp thead th { font-size:.95rem; }
  .bw-cmp td { font-size:.88rem; } .bw-ax { grid-template-columns:1fr; } .bw-ax em s { width:1.5rem; } }
</style>
"""


def toggle_compared(exercise_id: str) -> None:
    """Take an exercise into the comparison, or out of it; the oldest makes way for a fourth."""
    now = [one for one in st.session_state.get(KEY) or [] if one != exercise_id]
    was_in = exercise_id in (st.session_state.get(KEY) or [])
    st.session_state[KEY] = now if was_in else [*now, exercise_id][-MOST:]


def compared() -> list[str]:
    """The exercises to compare, before their widget is drawn: from the visit, else from the address."""
    if KEY in st.session_state:
        return [one for one in st.session_state[KEY] or [] if one in catalog()]
    by_name = {one.name: one.id for one in catalog()}
    asked = st.query_params.get_all(KEY)
    unknown = [one for one in asked if one not in by_name]
    if unknown:
        st.warning(say("options.unknown_compared", names=", ".join(map(_plain, unknown))), icon=":material/search_off:")
    return [by_name[one] for one in asked if one in by_name][:MOST]


def pick_compared() -> list[str]:
    """The widget that says which ones."""
    return st.multiselect(
        "Side by side",
        [one.id for one in sorted(catalog(), key=lambda one: one.name)],
        format_func=named,
        max_selections=MOST,
        key=KEY,
        bind="query-params",
        persist_state="session",
        placeholder="Pick two or three exercises",
    )


def compare(viewer: Viewer) -> None:
    """The choice, and what was chosen in columns."""
    chosen = [catalog()[one] for one in pick_compared()]
    if len(chosen) < 2:
        st.caption(say("compare.hint.one" if chosen else "compare.hint.none"))
    if not chosen:
        return
    moment = st.segmented_control(
        "Moment",
        [*MOMENTS, MOVING],
        default=HARDEST,
        required=True,
        key="moment",
        bind="query-params",
        persist_state="session",
    )
    st.html(STYLE + _table(chosen, viewer, moment or HARDEST))
    row = st.container(horizontal=True)
    for one in chosen:
        row.button(
            f"Open: {one.name}",
            key=f"exercises.open.{one.id}",
            on_click=st.query_params.update,
            args=({"exercise": one.id},),
        )


def _table(chosen: Sequence[Exercise], viewer: Viewer, moment: str) -> str:
    head = "".join(f'<th scope="col">{escape(one.name)}</th>' for one in chosen)
    rows: list[tuple[str, Callable[[Exercise], str]]] = [
        (say("compare.figures"), lambda one: _figure(one, viewer, moment)),
        (say("compare.spine"), lambda one: _spine(one, viewer)),
        (say("compare.legs"), lambda one: _legs(one, viewer)),
        (say("compare.axes"), lambda one: _axes(one, viewer)),
        (say("compare.skill"), lambda one: escape(say(f"compare.skill.{one.skill}"))),
        (say("compare.equipment"), _equipment),
    ]
    if viewer.base:
        rows.insert(1, (say("compare.verdict"), lambda one: _verdict(one, viewer)))
        rows.append((say("compare.decides"), lambda one: _decides(one, viewer)))
    body = "".join(
        f'<tr><th scope="colgroup" colspan="{len(chosen)}">{escape(title)}</th></tr>'
        f"<tr>{''.join(f'<td>{cell(one)}</td>' for one in chosen)}</tr>"
        for title, cell in rows
    )
    note = f"<p><small>{escape(say('compare.axes.mark'))}</small></p>" if viewer.base else ""
    least, most = f"{9.2 * len(chosen):g}rem", f"{24 * len(chosen)}rem"
    return (
        f'<div class="bw-cmp" tabindex="0" role="region" aria-label="Side by side" '
        f'style="--least:{least};--most:{most}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}"
    )


def _figure(exercise: Exercise, viewer: Viewer, moment: str) -> str:
    if moment == MOVING:
        return moving_picture(exercise, viewer.profile)
    asked = demand_of(exercise, viewer.profile)
    pose = pose_shown(exercise, viewer.profile)
    svg = moment_svg(pose, exercise.muscles, MOMENTS[moment], body=asked.body, load_kg=asked.load_kg)
    alt = describe(pose, exercise.name, moving=True) if moment == HARDEST else f"{exercise.name}: {moment.lower()}."
    return f'<img src="{svg_address(svg)}" alt="{escape(alt)}">'


def svg_address(svg: str) -> str:
    """A picture as an address that carries the picture."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _verdict(exercise: Exercise, viewer: Viewer) -> str:
    fit = viewer.verdicts[exercise.id].fit
    return f'<span class="fit {fit.value}"><b>{SIGNS[fit][1]}</b> {escape(say(f"fit.{fit.value}"))}</span>'


def _spine(exercise: Exercise, viewer: Viewer) -> str:
    found = demand_of(exercise, viewer.profile).found
    if found is None or found.band is None or found.times_standing is None:
        return escape(say("exercises.demand.badge.unknown"))
    filled = list(DemandBand).index(found.band) + 1
    bar = "".join(f'<s class="{"on" if place < filled else ""}"></s>' for place in range(len(DemandBand)))
    times = say("compare.times", times=f"{found.times_standing:.1f}")
    return f'<div class="bw-ax"><em>{bar}</em></div>{escape(say(f"band.{found.band.value}"))}, <i>{escape(times)}</i>'


def _legs(exercise: Exercise, viewer: Viewer) -> str:
    told = gained_words(exercise, viewer)
    gained = sum(share for muscle, share in set_of_ten(exercise, viewer.legs).items() if muscle in LEG_MUSCLES)
    share = min(gained / MOST_STIMULUS, 1.0)
    words = say("compare.too_heavy") if is_too_heavy(exercise, viewer.legs) else told or say("compare.no_legs")
    return f'<div class="bw-leg"><div style="width:{share:.0%}"></div></div>{escape(words)}'


def _axes(exercise: Exercise, viewer: Viewer) -> str:
    used = demand_of(exercise, viewer.profile).used
    rows = []
    for axis in Axis:
        name = say(f"axis.{axis.value}.name").capitalize()
        profile = viewer.profile
        much = profile is not None and used[axis] > tolerated_rating(profile.sensitivity[axis])
        told = f"{name}: {used[axis]} of {HIGHEST}" + (f", {say('compare.too_much')}" if much else "")
        bar = "".join(f'<s class="{"on" if place < used[axis] else ""}"></s>' for place in range(HIGHEST))
        rows.append(
            f'<div class="bw-ax{" much" if much else ""}"><span>{escape(name)}</span>'
            f'<em role="img" aria-label="{escape(told)}">{bar}</em></div>'
        )
    return "".join(rows)


def _equipment(exercise: Exercise) -> str:
    ways = [
        " and ".join(say(f"equipment.{piece.value}") for piece in sorted(way)) or say("exercises.nothing_needed")
        for way in exercise.equipment
    ]
    return escape(", or ".join(ways))


def _decides(exercise: Exercise, viewer: Viewer) -> str:
    verdict = viewer.verdicts[exercise.id]
    if verdict.fit is Fit.LEFT_OUT:
        lines = [f"{escape(one.text)} <i>{escape(one.comes_back)}</i>" for one in verdict.blocks[:2]]
    else:
        lines = [escape(one) for one in verdict.why]
    return "".join(f"<p>{line}</p>" for line in lines)


def _plain(text: str) -> str:
    """A name from an address as plain text: nothing in it is Markdown."""
    return "".join(one for one in text[:40] if one.isalnum() or one in " -_")
