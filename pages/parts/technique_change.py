"""What can be changed from here: a swap in the plan, or a gentler day. Only what the verdicts allow is offered."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.catalog import Exercise
from core.knowledge.texts import say
from core.planning import Part, alternatives
from core.records import SWAPS, swapped
from core.scoring import judge_all
from core.technique import Lift, Likely, StandIn, stand_ins
from pages.parts.clearance import clearance_of
from pages.parts.exercise_figure import picture_words, still_address
from pages.parts.exercise_viewer import Viewer
from pages.parts.home import store, today
from pages.parts.listening import GENTLE_ON
from pages.parts.plan_changes import remake
from pages.parts.technique_ask import Chosen
from pages.parts.technique_stop import to_the_questions
from pages.parts.troubles import guarded
from pages.parts.visit import Record, Trainee, catalog, catalog_for

MOST_EXERCISES, MOST_SWAPS = 2, 3

STYLE = """
<style>
.bw-mine { display:grid; grid-template-columns:4.5rem minmax(0,1fr); gap:.8rem; align-items:center; }
.bw-mine img { width:100%; border-radius:.5rem; background:#f3f5f2; display:block; }
.bw-mine b { font-weight:600; } .bw-mine span { font-size:.9rem; opacity:.85; }
</style>
"""


def may_train(known: Record | None) -> bool:
    """False where the triage, a sign ticked since, or a stop rule of the journal asks for the questions first."""
    cleared = clearance_of(known)
    return cleared is None or not cleared.halted


def change(found: Sequence[Likely], chosen: Chosen, viewer: Viewer) -> None:
    """The planned exercises of this lift with what may stand in; a gentler day; the way to plan and session."""
    st.header(say("technique.change"))
    known = viewer.known
    trainee = known.trainee if known else None
    if known is None or trainee is None:
        st.markdown(say("technique.change.no_plan"))
        page, label = ("plan.py", "make") if known and known.profile else ("screening.py", "screen")
        st.page_link(page, label=say(f"technique.change.{label}"), icon=":material/arrow_forward:")
        return
    if known.renewal is not None:
        st.markdown(say("technique.change.questions"))
        to_the_questions("technique.renew")
        return
    st.html(STYLE)
    if chosen.lift is None:
        st.markdown(say("technique.change.no_lift"))
    else:
        _swaps(found, chosen.lift, trainee)
    _today(trainee)


def _swaps(found: Sequence[Likely], lift: Lift, trainee: Trainee) -> None:
    own = planned(lift, trainee)
    st.markdown(say("technique.change.lead" if own else "technique.change.not_planned"))
    for exercise in own[:MOST_EXERCISES]:
        with st.container(border=True, key=f"technique.mine.{exercise.id}"):
            alt = escape(picture_words(exercise, trainee.profile))
            st.html(
                f'<div class="bw-mine"><img src="{still_address(exercise, trainee.profile)}" alt="{alt}">'
                f"<b>{escape(exercise.name)}</b></div>"
            )
            _buttons(found, exercise, trainee)


def planned(lift: Lift, trainee: Trainee) -> list[Exercise]:
    """Exercises of this lift in the sessions still to come, each once."""
    ahead = [session for session in trainee.plan if session.day >= today()]
    ids = dict.fromkeys(
        one.exercise_id
        for session in ahead
        for one in session.prescriptions
        if one.part in (Part.MAIN, Part.CORE) and one.exercise_id in catalog()
    )
    return [catalog()[one] for one in ids if lift.holds(catalog()[one])]


def _buttons(found: Sequence[Likely], exercise: Exercise, trainee: Trainee) -> None:
    offered = _offered(found, exercise, trainee)
    for one in offered:
        _swap_button(exercise, one.exercise, trainee, help=say("technique.change.calmer") if one.asks_less else None)
    if not offered:
        st.markdown(say("technique.change.none"))


def _offered(found: Sequence[Likely], exercise: Exercise, trainee: Trainee) -> tuple[StandIn, ...]:
    """What may stand in by verdict and is not in the plan already; those that ask less where it hurts come first."""
    rated = catalog_for(trainee.profile)
    verdicts = judge_all(trainee.profile, rated)
    taken = {one.exercise_id for session in trainee.plan for one in session.prescriptions}
    others = [rated[one.exercise_id] for one in alternatives(exercise.id, rated, verdicts, taken)]
    return stand_ins(found, rated[exercise.id], others)[:MOST_SWAPS]


def _swap_button(exercise: Exercise, other: Exercise, trainee: Trainee, *, help: str | None) -> None:
    st.button(
        say("technique.change.swap", name=other.name),
        key=f"technique.swap.{exercise.id}.{other.id}",
        help=help,
        icon=":material/swap_horiz:",
        on_click=remake,
        args=(trainee, trainee.plan.starts_on),
        kwargs={SWAPS: swapped(trainee.preferences, exercise.id, other.id)},
        width="stretch",
    )


def _today(trainee: Trainee) -> None:
    """A gentler day in one tap; in a session under way, swaps are made there."""
    if trainee.journal.open_session() is not None:
        st.markdown(say("technique.change.running"))
    elif trainee.preferences.get(GENTLE_ON) == today().isoformat():
        st.success(say("technique.change.gentle_on"), icon=":material/spa:")
    else:
        st.button(
            say("technique.change.gentler"),
            key="technique.gentler",
            icon=":material/spa:",
            on_click=_gentle,
            args=(trainee.person.id,),
        )
    row = st.container(horizontal=True, key="technique.ways")
    row.page_link("today.py", label=say("technique.change.today"), icon=":material/arrow_forward:")
    row.page_link("plan.py", label=say("technique.change.plan"), icon=":material/calendar_month:")


@guarded
def _gentle(person_id: str) -> None:
    store().set_preference(person_id, GENTLE_ON, today().isoformat())
