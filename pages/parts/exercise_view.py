"""One exercise in full: how it moves, how it is done, what it asks, whether it fits, and where all that comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

import streamlit as st

from core.adapting import Barrier
from core.catalog import Exercise
from core.knowledge.sources import load_sources
from core.knowledge.texts import say
from core.planning import Part
from core.planning.plan import Prescription
from core.planning.prescribing import prescribe_core, prescribe_drill, prescribe_main
from core.profile import Profile
from core.scoring import Verdict
from core.units import MassUnit
from core.words import Gate, Role
from pages.parts.clearance import clearance_of
from pages.parts.exercise_compare import toggle_compared
from pages.parts.exercise_demand import band_badge, demand_account, demand_of
from pages.parts.exercise_figure import moving_picture
from pages.parts.exercise_grid import SIGNS, fit_badge
from pages.parts.exercise_legs import legs_account
from pages.parts.exercise_levers import exercise_levers
from pages.parts.exercise_viewer import Viewer
from pages.parts.home import today
from pages.parts.leaving import go_to
from pages.parts.to_top import to_top
from pages.parts.visit import Record, catalog
from pages.parts.wording import dose

MOST_NEIGHBOURS = 2

STYLE = """
<style>
.bw-big img { width:100%; max-width:34rem; aspect-ratio:22/19; border-radius:1rem; background:#f3f5f2; }
.bw-say p { margin:0 0 .45rem; line-height:1.45; } .bw-say i { font-style:normal; opacity:.8; }
.bw-say ol, .bw-say ul { margin:0 0 .5rem; padding-left:1.3rem; } .bw-say li { margin:.2rem 0; line-height:1.45; }
.bw-say b { font-weight:600; } .bw-say a { color:inherit; }
</style>
"""


def exercise_view(exercise: Exercise, viewer: Viewer) -> None:
    """The whole view; the list is one button away, its filters kept."""
    known, profile, unit = viewer.known, viewer.own_profile, viewer.unit
    verdict = None if viewer.is_neutral else viewer.verdicts.get(exercise.id)
    row = st.container(horizontal=True)
    if row.button("All exercises", key="exercises.back", icon=":material/arrow_back:"):
        go_to("exercises.py")
    if row.button("Side by side", key="exercises.compare", icon=":material/compare:"):
        if exercise.id not in (st.session_state.get("compare") or []):
            toggle_compared(exercise.id)
        go_to("exercises.py")
    to_top(f"exercises.{exercise.id}")
    st.html(STYLE)
    st.title(exercise.name)
    if exercise.aliases:
        st.caption(f"Also called {', '.join(exercise.aliases)}")
    left, right = st.columns(2, gap="large")
    with left:
        st.html(f'<div class="bw-big">{moving_picture(exercise, profile)}</div>')
        st.caption(say("exercises.picture"))
        _about(exercise, profile)
    with right:
        asked = demand_of(exercise, viewer.profile)
        fit = f"{fit_badge(verdict.fit)} " if verdict else ""
        st.markdown(fit + band_badge(asked.found.band if asked.found else None))
        if verdict:
            _reasons(verdict)
        _dose(exercise, profile, verdict, known, unit)
        _elsewhere(exercise, {} if viewer.is_neutral else viewer.verdicts)
    _how(exercise)
    st.header("What it asks of the back")
    demand_account(asked, profile, unit, exercise.demand_note)
    legs_account(exercise, viewer)
    st.header("What if?")
    exercise_levers(exercise, viewer)
    _sources(exercise)
    st.caption(say("triage.not_a_device"))


def _about(exercise: Exercise, profile: Profile | None) -> None:
    """Muscles, equipment and the place on the ladder."""
    muscles = ", ".join(
        say(f"muscle.{muscle.value}") if share == 1 else say("exercises.half", muscle=say(f"muscle.{muscle.value}"))
        for muscle, share in exercise.muscles.items()
    )
    own = profile.equipment if profile else frozenset()
    ways = sorted(exercise.equipment, key=lambda way: (not way <= own, len(way)))
    needs = ", or ".join(
        " and ".join(say(f"equipment.{piece.value}") for piece in sorted(way)) or say("exercises.nothing_needed")
        for way in ways
    )
    lines = [f"<b>Needs</b> {escape(needs)}."]
    lines.insert(0, f"<b>Trains</b> {escape(muscles)}." if muscles else escape(say("exercises.no_muscles")))
    if exercise.ladder and exercise.rung:
        ladder = catalog().ladders[exercise.ladder]
        lines.append(escape(say("exercises.ladder", rung=exercise.rung, top=len(ladder.rungs), name=ladder.name)))
    if exercise.gate is not Gate.OPEN:
        lines.append(escape(exercise.gate_reason))
    _words(lines)


def _reasons(verdict: Verdict) -> None:
    """Why it fits, or all that keeps it out with what would bring it back."""
    lines = [f"{escape(one.text)} <i>{escape(one.comes_back)}</i>" for one in verdict.blocks]
    if not verdict.left_out:
        lines += [escape(one.text) for one in (*verdict.changes, *verdict.merits)]
    _words(lines)


def _dose(
    exercise: Exercise, profile: Profile | None, verdict: Verdict | None, known: Record | None, unit: MassUnit
) -> None:
    planned, cleared = _planned(exercise.id, known), clearance_of(known)
    if profile is None or verdict is None:
        _words([escape(say("exercises.dose.unscreened"))])
    elif cleared and cleared.halted:
        _words([escape(cleared.sentence)])
    elif verdict.left_out:
        _words([escape(say("exercises.dose.left_out"))])
    elif planned and cleared and cleared.barrier is not Barrier.OUTDATED:
        _words([f"<b>{escape(say('exercises.dose.plan'))}</b> {escape(dose(planned, unit))}"])
    elif first := _first_dose(exercise, profile, verdict):
        _words([f"<b>{escape(say('exercises.dose.start'))}</b> {escape(dose(first, unit))}"])


def _planned(exercise_id: str, known: Record | None) -> Prescription | None:
    """The next prescription in the plan, the last one where its weeks are over."""
    if known is None or known.trainee is None:
        return None
    found = [(session.day, one) for session in known.trainee.plan if (one := session.find(exercise_id))]
    coming = [one for day, one in found if day >= today()]
    return coming[0] if coming else found[-1][1] if found else None


def _first_dose(exercise: Exercise, profile: Profile, verdict: Verdict) -> Prescription | None:
    """What the plan would begin with."""
    match exercise.role:
        case Role.MAIN:
            return prescribe_main(exercise, profile.dose.sets[0], profile, verdict, "")
        case Role.CORE:
            return prescribe_core(exercise, profile.dose.sets[0], profile, verdict)
        case Role.CARDIO:
            return None
        case _:
            return prescribe_drill(exercise, Part.WARM_UP, verdict)


def _elsewhere(exercise: Exercise, verdicts: Mapping[str, Verdict]) -> None:
    """Buttons to the neighbours on the ladder, and to what does the same job."""
    easier, harder = _neighbours(exercise)
    instead = [one for one in exercise.instead if one not in (*easier, *harder)]
    for title, ids in (("Easier", easier), ("Harder", harder), ("Instead", instead)):
        if ids:
            row = st.container(horizontal=True, vertical_alignment="center", gap="small")
            row.markdown(f"**{title}**", width="content")
            for name in ids:
                _link(row, name, verdicts.get(name))


def _neighbours(exercise: Exercise) -> tuple[list[str], list[str]]:
    easier = [exercise.easier] if exercise.easier else _on_rung(exercise, -1)
    harder = [exercise.harder] if exercise.harder else _on_rung(exercise, +1)
    return easier, [one for one in harder if one not in easier]


def _on_rung(exercise: Exercise, step: int) -> list[str]:
    if exercise.ladder is None or exercise.rung is None:
        return []
    rungs = catalog().ladders[exercise.ladder].rungs
    place = exercise.rung - 1 + step
    return list(rungs[place][:MOST_NEIGHBOURS]) if 0 <= place < len(rungs) else []


def _link(row, exercise_id: str, verdict: Verdict | None) -> None:
    shape = f"{SIGNS[verdict.fit][1]} " if verdict else ""
    row.button(
        f"{shape}{catalog()[exercise_id].name}",
        key=f"exercises.to.{exercise_id}",
        help=say(f"fit.{verdict.fit.value}") if verdict else None,
        on_click=st.query_params.update,
        args=({"exercise": exercise_id},),
    )


def _how(exercise: Exercise) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.header("How to do it")
        _words(exercise.how, "ol")
        st.subheader("Think of")
        _words(exercise.cues, "ul")
    with right:
        if exercise.faults:
            st.header("If something is off")
            _words((f"{escape(fault)} <i>{escape(fix)}</i>" for fault, fix in exercise.faults), "ul", escaped=True)
        st.subheader("Make it easier or harder")
        easier, harder = escape(exercise.make_easier), escape(exercise.make_harder)
        _words([f"<b>Easier</b> {easier}", f"<b>Harder</b> {harder}"])


def _sources(exercise: Exercise) -> None:
    st.header("Where this comes from")
    keys = dict.fromkeys((exercise.demand_source, *exercise.sources))
    lines = []
    for source in (load_sources()[key] for key in keys):
        year = f" ({source.year})" if source.year else ""
        title = escape(source.title)
        if source.links:
            title = f'<a href="{escape(source.links[0])}" target="_blank" rel="noopener">{title}</a>'
        lines.append(f"{title}{year}. <i>{escape(source.what_for)}</i>")
    _words(lines, "ul", escaped=True)


def _words(lines: Iterable[str], kind: str = "p", escaped: bool = False) -> None:
    """Lines as paragraphs, or as a list; paragraphs come escaped."""
    if kind == "p":
        inner = "".join(f"<p>{line}</p>" for line in lines)
    else:
        inner = "".join(f"<li>{line if escaped else escape(line)}</li>" for line in lines)
        inner = f"<{kind}>{inner}</{kind}>"
    st.html(f'<div class="bw-say">{inner}</div>')
