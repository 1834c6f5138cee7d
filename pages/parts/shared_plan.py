"""A plan that came with a link: shown for what it is, and taken over only past the own screening."""

from __future__ import annotations

import secrets

import streamlit as st

from core.adapting import Barrier, Clearance
from core.errors import PlanWithheld
from core.exporting.link import PARAMETER, LinkDamaged, LinkTooNew, Opened, plan_from_text
from core.exporting.taking_over import hurdles, taken_over
from core.exporting.wording import full_day
from core.knowledge.texts import say
from core.planning import Part, Plan, Session
from core.profile import Profile
from core.records import plan_record
from core.units import MassUnit
from pages.parts.clearance import clearance_of, show_barrier
from pages.parts.exercise_card import card_style, exercise_list
from pages.parts.home import now, store, today
from pages.parts.leaving import go_to
from pages.parts.troubles import guarded
from pages.parts.visit import Record, catalog, catalog_for, choose_person, ensure_person
from pages.parts.wording import day, session_name

TITLES = {Part.WARM_UP: "Warm-up", Part.MAIN: "Main", Part.CORE: "Trunk", Part.COOL_DOWN: "Cool-down"}


def shared_text() -> str:
    """The plan's part of the visitor's address, empty where the address brings none."""
    return st.query_params.get(PARAMETER, "")


def shared_plan(known: Record | None) -> None:
    """The plan of the link, or why it cannot be read; then the way on."""
    st.title(say("shared.title"))
    try:
        opened = plan_from_text(shared_text())
    except (LinkDamaged, LinkTooNew) as error:
        st.error(str(error), icon=":material/link_off:")
        st.button("Go on without it", key="shared.leave", on_click=leave)
        return
    st.markdown(say("shared.about"))
    if opened.validity is not None:
        st.caption(f"{opened.validity.words}.")
    cleared = clearance_of(known)
    _offer(opened, known, cleared)
    over = opened.validity is not None and not opened.validity.holds_on(today())
    if not over and (cleared is None or not cleared.halted):
        _show(opened.plan, known.person.units if known else MassUnit.KG)


def leave() -> None:
    """Take the plan out of the address."""
    st.query_params.pop(PARAMETER, None)


def _offer(opened: Opened, known: Record | None, cleared: Clearance | None) -> None:
    """What stands between the visitor and the plan, or the button that takes it."""
    plan, profile = opened.plan, known.profile if known else None
    if opened.validity is not None and not opened.validity.holds_on(today()):
        st.warning(say("shared.over", until=full_day(opened.validity.until)), icon=":material/event_busy:")
        _screen("Answer the screening")
        return
    if known is None or profile is None or cleared is None:
        st.info(say("shared.screen_first"), icon=":material/checklist:")
        _screen("Start the screening")
        return
    if cleared.barrier in (Barrier.TIER, Barrier.QUESTIONS, Barrier.STOP):
        show_barrier(cleared, known, "shared")
        st.button("Go on without it", key="shared.leave", on_click=leave)
        return
    found = hurdles(plan, profile, catalog_for(profile))
    with st.container(horizontal=True):
        if not found:
            st.button("Take this plan as mine", key="shared.take", type="primary", on_click=take, args=(plan, profile))
        st.button("Go on without it", key="shared.leave", on_click=leave)
    if found:
        st.warning(
            "\n".join((say("shared.does_not_fit"), "", *(f"- {one}" for one in found), "", say("shared.instead"))),
            icon=":material/tune:",
        )
    else:
        st.caption(say("shared.fits"))


def _screen(label: str) -> None:
    with st.container(horizontal=True):
        if st.button(label, key="shared.screen", type="primary", icon=":material/arrow_forward:"):
            go_to("screening.py")
        st.button("Go on without it", key="shared.leave", on_click=leave)


@guarded
def take(plan: Plan, profile: Profile) -> None:
    """Keep the plan as the person's own, from today on."""
    person = ensure_person()
    choose_person(person.id)
    try:
        own = taken_over(plan, profile, catalog_for(profile), today())
    except PlanWithheld as error:
        st.toast(str(error), icon=":material/error:")
        return
    store().save_plan(person.id, plan_record(secrets.token_hex(8), now(), own))
    leave()
    st.toast(say("shared.taken"), icon=":material/check:")


def _show(plan: Plan, units: MassUnit) -> None:
    """One week's sessions with doses. Nothing of the link's own words is shown: anyone can write a link."""
    st.caption(f"{len(plan.weeks)} weeks from {day(plan.starts_on)}")
    number = st.segmented_control(
        "Week", [week.number for week in plan.weeks], default=plan.weeks[0].number, required=True, key="shared.week"
    )
    card_style()
    for session in plan.week(number or 1).sessions:
        st.header(session_name(session))
        for part, title in TITLES.items():
            _part(session, part, title)


def _part(session: Session, part: Part, title: str) -> None:
    known = [(catalog()[one.exercise_id], one) for one in session.of(part) if one.exercise_id in catalog()]
    if known:
        st.subheader(title)
        exercise_list(known)
