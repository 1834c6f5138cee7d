"""Clinic mode: four large steps to show a patient. No menus, nothing stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

import streamlit as st

from core.catalog import Exercise
from core.knowledge.texts import say
from core.planning import Part, Plan, Prescription
from core.records import plan_for
from core.scoring import Seen, Supposed, Verdict, judge_all, leg_stimulus, suppose
from core.words import Axis, Role
from pages.parts.clearance import clearance_of
from pages.parts.clinic_look import FRAME, STYLE
from pages.parts.exercise_figure import still_address
from pages.parts.exercise_grid import SIGNS
from pages.parts.exercise_suppose import suppose_controls
from pages.parts.exercise_viewer import Viewer
from pages.parts.home import today
from pages.parts.visit import catalog, catalog_for
from pages.parts.wording import load, target

ADDRESS = "clinic"
STEPS = ("tolerates", "fits", "later", "plan")
FIRST = STEPS[0]
SHOWN = 4
NOT_FOR_THE_BACK = ("equipment", "excluded", "gate.never_by_itself")


def clinic_story(viewer: Viewer, asked: str) -> None:
    """The step that the address names, and the way to the next."""
    st.html(FRAME + STYLE)
    step = asked if asked in STEPS else FIRST
    place = STEPS.index(step)
    _bar(place)
    if asked not in STEPS:
        st.warning(say("options.unknown_step"), icon=":material/search_off:")
    if viewer.base is None:
        _withheld(viewer)
        return
    base = _whose_back(viewer, viewer.base)
    if base.profile.allows_plan:
        st.title(say(f"clinic.{step}.title"))
        _lead(say(f"clinic.{step}.lead"))
        SHOW[step](viewer, base)
    else:
        st.title(say(f"tier.{base.assessment.tier.value}.title"))
        _lead(say("clinic.withheld"))
    _steps(place)
    st.caption(say("clinic.not_stored"))


def _bar(place: int) -> None:
    row = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    row.markdown(say("clinic.place", number=place + 1, all=len(STEPS)), width="content")
    row.button("Close", key="clinic.close", icon=":material/close:", on_click=_leave)


def _leave() -> None:
    st.query_params.pop(ADDRESS)


def _steps(place: int) -> None:
    row = st.container(horizontal=True, horizontal_alignment="distribute", key="clinic.steps")
    if place:
        row.button("Back", key="clinic.back", icon=":material/arrow_back:", on_click=_go, args=(STEPS[place - 1],))
    if place + 1 < len(STEPS):
        following = say(f"clinic.{STEPS[place + 1]}.title")
        row.button(following, key="clinic.next", type="primary", icon=":material/arrow_forward:", on_click=_go,
                   args=(STEPS[place + 1],))  # fmt: skip
    else:
        row.button("From the start", key="clinic.again", icon=":material/replay:", on_click=_go, args=(FIRST,))


def _go(step: str) -> None:
    st.query_params[ADDRESS] = step


def _whose_back(viewer: Viewer, base: Seen) -> Seen:
    """A person's own answers; for nobody in particular, a back that one supposes."""
    if not viewer.is_neutral:
        return base
    with st.expander(say("clinic.whose"), key="clinic.whose", icon=":material/tune:"):
        supposed = suppose_controls(base)
    return base if supposed == Supposed() else viewer.supposing(suppose(base.answers, supposed))


def _withheld(viewer: Viewer) -> None:
    """No story where the triage asks for someone first."""
    tier = viewer.known.assessment.tier if viewer.known and viewer.known.assessment else None
    st.title(say(f"tier.{tier.value}.title") if tier else "")
    _lead(say("clinic.withheld"))


def _tolerates(viewer: Viewer, base: Seen) -> None:
    groups: dict[str, list[Axis]] = {"fine": [], "care": [], "out": []}
    for axis in Axis:
        value = base.profile.sensitivity[axis]
        groups["fine" if value <= 1 else "care" if value == 2 else "out"].append(axis)
    cards = "".join(
        f'<section class="{name}"><h2>{escape(say(f"clinic.tolerates.{name}"))}</h2><ul>'
        + "".join(f"<li>{escape(_plain_name(axis))}</li>" for axis in axes)
        + "</ul></section>"
        for name, axes in groups.items()
        if axes
    )
    st.html(f'<div class="bw-clinic groups">{cards}</div>')


def _plain_name(axis: Axis) -> str:
    """An axis in everyday words; the term in brackets is for the other pages."""
    return say(f"axis.{axis.value}.term").split(" (")[0]


def _fits(viewer: Viewer, base: Seen) -> None:
    found = [one for one in _ranked(viewer, base) if not one[1].left_out]
    chosen = _one_a_movement(found)
    _cards(base, ((exercise, _merit(verdict), SIGNS[verdict.fit][1]) for exercise, verdict in chosen))
    _lead(say("clinic.fits.more", count=len(found) - len(chosen)))


def _later(viewer: Viewer, base: Seen) -> None:
    found = [
        (exercise, verdict)
        for exercise, verdict in _ranked(viewer, base)
        if verdict.left_out and not any(block.rule in NOT_FOR_THE_BACK for block in verdict.blocks)
    ]
    if not found:
        _lead(say("clinic.later.nothing"))
        return
    found.sort(key=lambda one: len(one[1].blocks))
    _cards(
        base,
        (
            (exercise, f"{verdict.blocks[0].text} {verdict.blocks[0].comes_back}", SIGNS[verdict.fit][1])
            for exercise, verdict in _one_a_movement(found)
        ),
    )


def _one_a_movement(found: Iterable[tuple[Exercise, Verdict]]) -> list[tuple[Exercise, Verdict]]:
    """The first of each movement, what trains most of the legs in front."""
    first: dict[str, tuple[Exercise, Verdict]] = {}
    for exercise, verdict in found:
        first.setdefault(exercise.pattern, (exercise, verdict))
    return sorted(first.values(), key=lambda one: -leg_stimulus(one[0]))[:SHOWN]


def _plan(viewer: Viewer, base: Seen) -> None:
    cleared = None if viewer.is_neutral else clearance_of(viewer.known)
    if cleared and cleared.halted:
        _lead(cleared.sentence)
        return
    plan, is_own = _plan_of(viewer, base)
    session = next((one for one in plan if one.day >= today()), plan.weeks[0].sessions[0])
    days = base.profile.days_per_week
    _lead(say("clinic.plan.own" if is_own else "clinic.plan.example", weeks=len(plan.weeks), days=days))
    verdicts = judge_all(base.profile, catalog_for(base.profile))
    fitting = [each for each in session.of(Part.MAIN) if not verdicts[each.exercise_id].left_out]
    _cards(base, ((catalog()[each.exercise_id], _dose(each, viewer), "") for each in fitting))
    _lead(say("clinic.plan.rule", ceiling=base.profile.pain_ceiling))


def _dose(prescription: Prescription, viewer: Viewer) -> str:
    """Sets, repetitions and load; the rest stands on the plan page."""
    return " · ".join(part for part in (target(prescription), load(prescription, viewer.unit)) if part)


def _plan_of(viewer: Viewer, base: Seen) -> tuple[Plan, bool]:
    """The plan in force; for nobody in particular, the one that would follow."""
    trainee = viewer.known.trainee if viewer.known and not viewer.is_neutral else None
    if trainee is not None:
        return trainee.plan, True
    kept = viewer.known.preferences if viewer.known and not viewer.is_neutral else {}
    return plan_for(base.profile, catalog(), today(), kept), False


def _ranked(viewer: Viewer, base: Seen) -> list[tuple[Exercise, Verdict]]:
    """Leg training with its verdicts, the best first."""
    shown = viewer if base is viewer.base else Viewer(viewer.known, base, viewer.is_neutral)
    pairs = [(one, shown.verdicts[one.id]) for one in catalog_for(base.profile) if Role.MAIN in one.roles]
    return sorted(pairs, key=lambda pair: (-pair[1].score, pair[0].id))


def _merit(verdict: Verdict) -> str:
    return next((one.text for one in (*verdict.changes, *verdict.merits)), "")


def _cards(base: Seen, rows: Iterable[tuple[Exercise, str, str]]) -> None:
    cards = "".join(
        f'<section><img src="{still_address(exercise, base.profile)}" alt=""><h2>{sign} {escape(exercise.name)}</h2>'
        f"<p>{escape(told)}</p></section>"
        for exercise, told, sign in rows
    )
    st.html(f'<div class="bw-clinic cards">{cards}</div>')


def _lead(text: str) -> None:
    st.html(f'<p class="bw-clinic-lead">{escape(text)}</p>')


SHOW: dict[str, Callable[[Viewer, Seen], None]] = {
    "tolerates": _tolerates,
    "fits": _fits,
    "later": _later,
    "plan": _plan,
}
