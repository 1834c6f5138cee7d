"""The likely reasons with what points at them, what to try next, and the fix order."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.technique import Fix, Likely, Point, PointKind, Step, cues, fixes, load_technique, simpler
from pages.parts.exercise_figure import picture_words, still_address
from pages.parts.exercise_viewer import Viewer, named
from pages.parts.technique_ask import Chosen
from pages.parts.technique_change import planned
from pages.parts.technique_grade import STYLE, grade
from pages.parts.visit import catalog

AT_ONCE = whole("technique.reasons_at_once")

LOOK = """
<style>
.bw-said { display:grid; grid-template-columns:minmax(0,1fr) 9rem; gap:1rem; align-items:center; }
.bw-said.plain { grid-template-columns:minmax(0,1fr); } .bw-said p { margin:0; line-height:1.5; font-size:1.05rem; }
.bw-said img { width:100%; border-radius:.8rem; background:#f3f5f2; display:block; }
.bw-tq .points { font-size:.9rem; opacity:.85; } .bw-tq li.card:first-child h3 { font-size:1.25rem; }
.bw-tq li.card.first { border-left:4px solid #2a8f7f; padding-left:.9rem; margin-top:.6rem; }
.bw-tq .cue { border-left:4px solid #2a8f7f; padding:.1rem 0 .1rem .9rem; font-size:1.08rem; margin:0 0 .6rem; }
.bw-tq h3.next { margin-top:1.2rem; }
.bw-tq .fix { display:grid; grid-template-columns:2rem minmax(0,1fr); gap:0 .7rem; padding:.4rem 0; }
.bw-tq .fix > b { width:1.8rem; height:1.8rem; border-radius:50%; display:grid; place-items:center; font-size:.9rem;
  border:1.5px solid rgba(127,140,150,.7); font-variant-numeric:tabular-nums; }
.bw-tq .fix.on > b { background:#1f6f6b; border-color:#1f6f6b; color:#fff; }
.bw-tq .fix small { border:1px solid currentColor; border-radius:999px; padding:0 .5rem; margin-left:.4rem;
  font-size:.78rem; font-weight:400; white-space:nowrap; }
@media (max-width:640px) { .bw-said { grid-template-columns:minmax(0,1fr) 6rem; } }
</style>
"""


def reasons(found: Sequence[Likely], chosen: Chosen, viewer: Viewer) -> None:
    """What was said in one sentence, the first reasons in full, the others by a tap."""
    is_stop = chosen.feeling.stop is not None
    st.header(say("technique.reasons.after" if is_stop else "technique.reasons"))
    first = "".join(f'<li class="card{"" if place else " first"}">{_card(one)}</li>' for place, one in _first(found))
    rest = "".join(f'<li class="card">{_card(one)}</li>' for one in found[AT_ONCE:])
    more = f"<details><summary>{escape(say('technique.also'))}</summary><ul>{rest}</ul></details>" if rest else ""
    st.html(f'{STYLE}{LOOK}<div class="bw-tq">{_said(chosen, viewer)}<ol>{first}</ol>{more}</div>')


def what_to_try(found: Sequence[Likely], chosen: Chosen, viewer: Viewer) -> None:
    """One or two things to think of, then the fix order, and where the exercises are described."""
    is_stop = chosen.feeling.stop is not None
    st.header(say("technique.try.after" if is_stop else "technique.try"))
    tried = "".join(f'<p class="cue">{escape(cue)}</p>' for cue in cues(found, chosen.lift))
    easier = _easier(chosen, viewer)
    steps = "".join(_step(number, fix, easier) for number, fix in enumerate(fixes(found, chosen.lift), start=1))
    st.html(
        f'<div class="bw-tq">{tried}<h3 class="next">{escape(say("technique.fixes"))}</h3>'
        f"<p>{escape(say('technique.fixes.lead'))}</p><ol>{steps}</ol></div>"
    )
    if easier:
        row = st.container(horizontal=True, key="technique.easier")
        for one in easier:
            label = say("technique.change.how", name=named(one))
            row.page_link("exercises.py", label=label, icon=":material/fitness_center:", query_params={"exercise": one})


def _easier(chosen: Chosen, viewer: Viewer) -> tuple[str, ...]:
    """Easier exercises that suit; easier than the planned one where there is one."""
    if chosen.lift is None:
        return ()
    trainee = viewer.known.trainee if viewer.known else None
    own = planned(chosen.lift, trainee) if trainee else []
    return simpler(chosen.lift, viewer.verdicts, own[0].id if own else None)


def _first(found: Sequence[Likely]) -> enumerate:
    return enumerate(found[:AT_ONCE])


def _said(chosen: Chosen, viewer: Viewer) -> str:
    parts = [chosen.feeling.text.rstrip(".")]
    parts += [f"in {chosen.lift.text}"] if chosen.lift else []
    parts += [chosen.moment.text] if chosen.moment else []
    sentence = f"<p>{escape(', '.join(parts))}.</p>"
    if chosen.lift is None:
        return f'<div class="bw-said plain">{sentence}</div>'
    shown = catalog()[chosen.lift.figure]
    alt = escape(picture_words(shown, viewer.own_profile))
    return f'<div class="bw-said">{sentence}<img src="{still_address(shown, viewer.own_profile)}" alt="{alt}"></div>'


def _card(one: Likely) -> str:
    pointing = ", ".join(_point(point) for point in one.why[1:])
    points = f'<p class="points">{escape(say("technique.points"))}: {escape(pointing)}.</p>' if pointing else ""
    cause = one.cause
    return f"<h3>{escape(cause.name)}</h3><p>{escape(cause.text)}</p>{points}{grade(cause.grade)}"


def _point(point: Point) -> str:
    known = load_technique()
    match point.kind:
        case PointKind.LIFT:
            return known.lifts[point.id].text
        case PointKind.MOMENT:
            return known.moments[point.id].text
        case PointKind.AXIS:
            return say("technique.points.axis", axis=say(f"axis.{point.id}.name"))
        case PointKind.IRRITABLE:
            return say("technique.points.irritable")
        case _:
            return known.feelings[point.id].name


def _step(number: int, fix: Fix, easier: Sequence[str]) -> str:
    text = fix.text
    if fix.step is Step.SIMPLER and easier:
        text = f"{text} {say('technique.fixes.easier', names=', '.join(named(one) for one in easier))}"
    mark = f"<small>{escape(say('technique.fixes.marked'))}</small>" if fix.marked else ""
    return (
        f'<li class="fix{" on" if fix.marked else ""}"><b aria-hidden="true">{number}</b>'
        f"<div><h3>{escape(fix.name)}{mark}</h3><p>{escape(text)}</p></div></li>"
    )
