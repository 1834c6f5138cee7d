"""What do I do today?"""

import streamlit as st

from core.adapting import light, response
from core.knowledge.texts import say
from core.planning import Due, Part, Session, next_session
from core.screening import mini_screen
from core.words import Light, Tier
from pages.parts.before import ask_before, ask_morning
from pages.parts.plan_changes import remake
from pages.parts.runner import run_session
from pages.parts.tier_card import tier_card
from pages.parts.troubles import guarded, show_troubles
from pages.parts.visit import Record, Trainee, catalog, record, store, today
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


def no_plan(known: Record) -> None:
    """Screened, but nothing to train yet."""
    if known.assessment and not known.assessment.allows_plan:
        tier_card(known.assessment.tier)
        if st.button("See the result of the screening", key="today.result", type="primary"):
            st.switch_page("screening.py")
    else:
        st.title("Your plan is ready to be made")
        if st.button("Make my plan", key="today.plan", type="primary", icon=":material/arrow_forward:"):
            st.switch_page("plan.py")


@guarded
def discard(session_id: str) -> None:
    """Throw an unfinished session away."""
    store().delete_session(session_id)
    st.session_state.pop("runner.at", None)


def go_on(trainee: Trainee) -> bool:
    """An unfinished session is there again after a reload; False where there is none."""
    entry = trainee.journal.open_session()
    if entry is None:
        return False
    st.title(f"Session {entry.number} of week {entry.week}")
    if entry.day != today():
        st.info(say("today.left_open", day=day(entry.day)), icon=":material/history:")
    number = entry.number or 1
    # A plan made anew meanwhile may have no such session; what was logged can be finished all the same.
    planned = trainee.plan.session(entry.week or 1, number) or Session(number, entry.day, (), ())
    run_session(trainee, entry, planned)
    with st.popover("Discard this session", key="today.discard", icon=":material/delete:"):
        st.markdown(say("today.discard"))
        st.button("Discard it", key="today.discard.yes", on_click=discard, args=(entry.id,))
    return True


def preview(due: Due, *, rested: bool) -> None:
    """The next session at a glance."""
    names = ", ".join(catalog()[one.exercise_id].name for one in due.session.of(Part.MAIN))
    when = say("today.ahead" if rested else "today.next", day=day(due.session.day)) if due.is_ahead(today()) else ""
    st.title(f"Session {due.session.number} of week {due.week.number}")
    st.markdown(f"{when} About {due.session.minutes:.0f} minutes: {names}.".strip())


def after_session(trainee: Trainee) -> None:
    """What was just finished, in a few words."""
    finished = st.session_state.get("today.finished")
    entry = next((one for one in trainee.journal.sessions if one.id == finished), None)
    if entry and entry.day == today():
        exercises = len({one.exercise_id for one in entry.sets})
        st.success(say("today.finished", sets=len(entry.sets), exercises=exercises), icon=":material/check_circle:")
        limit = trainee.profile.pain_ceiling
        lit = light(response(entry, trainee.journal), limit)
        if lit is Light.RED:
            st.warning(say("today.answer.red"), icon=":material/trending_down:")
        elif entry.pain_worst is not None:
            st.markdown(say("today.answer.within", worst=entry.pain_worst, limit=limit))
        if st.button("See your progress", key="today.progress"):
            st.switch_page("progress.py")


def tier_of_signs(signs: tuple[str, ...]) -> Tier:
    """Tier of the signs that were ticked; one that came up in a session counts as the most urgent."""
    return Tier.EMERGENCY if "stop" in signs else mini_screen(signs).tier


def prepare(known: Record, trainee: Trainee) -> None:
    """Before a session: what is due, the safety check, and the start."""
    after_session(trainee)
    ask_morning(trainee)
    if known.renewal:
        if known.signs:
            tier_card(tier_of_signs(known.signs))
            st.markdown("\n".join(f"- {say(f'mini.{sign}')}" for sign in known.signs))
        st.warning(say(f"renewal.{known.renewal.value}"), icon=":material/event_repeat:")
        if st.button("Answer the questions", key="today.renew", type="primary"):
            st.switch_page("screening.py")
        return
    if trainee.outdated:
        st.info(say("plan.outdated"), icon=":material/update:")
        if st.button("See the plan", key="today.see_plan"):
            st.switch_page("plan.py")
    due = next_session(trainee.plan, trainee.journal.done_of(trainee.stored_plan.id), today())
    if due is None:
        st.title(say("today.plan_done.title"))
        st.markdown(say("today.plan_done.lead"))
        st.button("Make the next plan", key="today.next_plan", type="primary", on_click=remake, args=(trainee, today()))
        return
    last = trainee.journal.last_session()
    rested = last is None or last.day < today()
    preview(due, rested=rested)
    if not rested and due.is_ahead(today()):
        st.markdown(say("today.enough"))
        if not st.toggle(say("today.again"), key="today.again"):
            return
    ask_before(trainee, due)


known = record()
show_troubles()
if known is None or known.assessment is None:
    welcome()
elif known.trainee is None:
    no_plan(known)
elif not go_on(known.trainee):
    prepare(known, known.trainee)
