"""What do I do today?"""

import streamlit as st

from core.adapting import Barrier, Clearance, session_lights
from core.journal import SessionEntry
from core.knowledge.texts import say
from core.planning import Due, next_session
from core.words import Light
from pages.parts.after import show_finished
from pages.parts.before import ask_before, ask_morning
from pages.parts.clearance import clearance_of, show_barrier
from pages.parts.home import store, today
from pages.parts.outcomes import outcome_due
from pages.parts.runner import run_session
from pages.parts.scales import scale_style
from pages.parts.troubles import guarded, show_troubles
from pages.parts.undo import undoable
from pages.parts.visit import Record, Trainee, record
from pages.parts.wording import day


def welcome() -> None:
    """A newcomer: what this is, and one way in."""
    st.title(say("today.welcome.title"))
    st.markdown(say("today.welcome.lead"))
    with st.container(horizontal=True):
        if st.button("Start the screening", key="today.screen", type="primary", icon=":material/arrow_forward:"):
            st.switch_page("screening.py")
        if st.button("Look at a demo person", key="today.demo"):
            st.switch_page("people.py")
    st.caption(say("triage.not_a_device"))


def no_plan(known: Record, cleared: Clearance) -> None:
    """Screened, but nothing to train yet."""
    if cleared.halted:
        st.title(say("today.on_hold"))
        show_barrier(cleared, known, "today")
    else:
        st.title("Your plan is ready to be made")
        if st.button("Make my plan", key="today.plan", type="primary", icon=":material/arrow_forward:"):
            st.switch_page("plan.py")


@guarded
def discard(person_id: str, session_id: str) -> None:
    """Throw an unfinished session away."""
    home = store()
    with undoable(home, say("today.discarded"), {person_id}, ("session", "exercise_entry", "set_entry", "preference")):
        home.delete_session(session_id)
    st.session_state.pop("runner.at", None)


def go_on(known: Record, trainee: Trainee) -> bool:
    """An unfinished session is there again after a reload; False where there is none."""
    entry = trainee.journal.open_session()
    if entry is None or known.versions is None:
        return False
    st.title(f"Session {entry.number} of week {entry.week}")
    if entry.day != today():
        st.info(say("today.left_open", day=day(entry.day)), icon=":material/history:")
    run_session(known, trainee, entry, known.versions)
    offer_discard(trainee, entry)
    return True


def offer_discard(trainee: Trainee, entry: SessionEntry) -> None:
    """Throwing a session away, one question back."""
    with st.popover("Discard this session", key="today.discard", icon=":material/delete:", type="tertiary"):
        st.markdown(say("today.discard"))
        st.button("Discard it", key="today.discard.yes", on_click=discard, args=(trainee.person.id, entry.id))


def interrupts(cleared: Clearance, entry: SessionEntry) -> bool:
    """Whether something that came up outside a session under way stops it; what it set off itself it tells itself."""
    match cleared.barrier:
        case Barrier.STOP:
            return not any(entry.id in stop.entries for stop in cleared.stops if stop.withholds)
        case Barrier.QUESTIONS:
            return cleared.halted or entry.day != today()
    return cleared.barrier is Barrier.GENTLER


def interrupted(known: Record, trainee: Trainee, cleared: Clearance) -> bool:
    """A session under way that may not go on now; False where there is none, or where it may."""
    entry = trainee.journal.open_session()
    if entry is None or not interrupts(cleared, entry):
        return False
    st.title(say("today.on_hold"))
    show_barrier(cleared, known, "today")
    st.info(say("today.interrupted"), icon=":material/history:")
    offer_discard(trainee, entry)
    return True


def preview(due: Due, *, rested: bool, was_red: bool) -> None:
    """Which session comes next, and when."""
    text = "today.next" if not rested else "today.ahead_red" if was_red else "today.ahead"
    when = say(text, day=day(due.session.day)) if due.is_ahead(today()) else ""
    st.title(f"Session {due.session.number} of week {due.week.number}")
    if when:
        st.markdown(when)


def after_session(known: Record, trainee: Trainee) -> None:
    """What was finished today."""
    entry = trainee.journal.last_session()
    if entry is not None and entry.day == today():
        show_finished(known, trainee, entry)


def prepare(known: Record, trainee: Trainee, cleared: Clearance) -> None:
    """Before a session: what is due, the safety check, and the start."""
    after_session(known, trainee)
    ask_morning(trainee)
    outcome_due(known)
    due = next_session(trainee.plan, trainee.journal.done_of(trainee.stored_plan.id), today())
    if not cleared.trains or due is None:
        st.title(say("today.plan_done.title" if cleared.barrier is Barrier.OVER else "today.on_hold"))
        show_barrier(cleared, known, "today")
        return
    show_barrier(cleared, known, "today")
    last = trainee.journal.last_session()
    rested = last is None or last.day < today()
    lights = session_lights(trainee.journal, trainee.profile.pain_ceiling)
    preview(due, rested=rested, was_red=last is not None and lights.get(last.id) is Light.RED)
    if not rested and due.is_ahead(today()):
        st.markdown(say("today.enough"))
        if not st.toggle(say("today.again"), key="today.again"):
            return
    ask_before(known, trainee, due)


known = record()
cleared = clearance_of(known)
show_troubles()
scale_style()
if known is None or cleared is None:
    welcome()
elif known.trainee is None:
    no_plan(known, cleared)
elif not interrupted(known, known.trainee, cleared) and not go_on(known, known.trainee):
    prepare(known, known.trainee, cleared)
