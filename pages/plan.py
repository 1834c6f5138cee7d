"""What is my plan, and why this?"""

import streamlit as st

from core.knowledge.texts import say
from core.planning import Part, Plan, Session, Week, WeekKind
from core.words import Muscle
from pages.parts.exercise_card import card_style, exercise_card, exercise_list
from pages.parts.left_out import left_out
from pages.parts.muscle_bars import muscle_bars
from pages.parts.plan_changes import adjust, change_menu, make_first_plan, remake
from pages.parts.troubles import show_troubles
from pages.parts.visit import Record, Trainee, catalog, catalog_for, record, today
from pages.parts.wording import day, session_name

MAIN_MUSCLES = (Muscle.QUADS, Muscle.GLUTES, Muscle.HAMSTRINGS, Muscle.CALVES, Muscle.ABDUCTORS)


def offer_screening() -> None:
    """Nothing to plan from yet."""
    st.title("No plan yet")
    st.markdown(say("plan.empty"))
    if st.button("Start the screening", key="plan.screen", type="primary", icon=":material/arrow_forward:"):
        st.switch_page("screening.py")


def withhold() -> None:
    """The triage allows no plan."""
    st.title("No plan for now")
    st.warning(say("plan.withheld"), icon=":material/stethoscope:")
    if st.button("See the result of the screening", key="plan.result", type="primary"):
        st.switch_page("screening.py")


def pick_week(plan: Plan) -> Week:
    """The week to show: chosen, else the present one."""
    present = min(max((today() - plan.starts_on).days // 7 + 1, 1), len(plan.weeks))
    chosen = st.segmented_control(
        "Week",
        [week.number for week in plan.weeks],
        default=present,
        required=True,
        key="week",
        bind="query-params",
        wrap=True,
    )
    return plan.week(chosen or present)


def pick_session(week: Week) -> Session:
    """The session of the week to show."""
    names = {session.number: session_name(session) for session in week.sessions}
    chosen = st.segmented_control(
        "Session",
        list(names),
        default=1,
        required=True,
        format_func=names.__getitem__,
        key="session",
        bind="query-params",
        wrap=True,
    )
    return week.sessions[(chosen or 1) - 1]


def show_part(session: Session, part: Part, title: str) -> None:
    """A compact list of one part, where the session has it."""
    own = session.of(part)
    if own:
        st.header(title)
        exercise_list([(catalog()[one.exercise_id], one) for one in own])


def show_session(trainee: Trainee, session: Session) -> None:
    """One session: what it takes, then its parts in order."""
    budget = trainee.profile.dose.spine_points_session
    spent = f"{session.spine_points} of at most {budget} spine points"
    st.caption(f"{day(session.day)} · about {session.minutes:.0f} minutes · {spent}")
    card_style()
    show_part(session, Part.WARM_UP, "Warm-up")
    st.header("Main")
    for one in session.of(Part.MAIN):
        with st.container(border=True):
            instead = catalog()[one.instead_of].name if one.instead_of else ""
            exercise_card(catalog()[one.exercise_id], one, trainee.units, instead)
            change_menu(trainee, one.exercise_id)
    show_part(session, Part.CORE, "Trunk")
    show_part(session, Part.COOL_DOWN, "Cool-down")
    short = ", ".join(f"{catalog()[name].name} × {sets}" for name, sets in session.short)
    st.info(f"**Short on time?** {short}.", icon=":material/timer:")


def show_plan(trainee: Trainee) -> None:
    """The week at hand and everything behind it."""
    plan, dose = trainee.plan, trainee.profile.dose
    st.title("Your plan")
    st.caption(f"{len(plan.weeks)} weeks from {day(plan.starts_on)} · {dose.name}")
    if plan.notes:
        st.markdown("\n".join(f"- {say(note)}" for note in plan.notes))
    week = pick_week(plan)
    if week.kind is WeekKind.EASIER:
        st.info(say("plan.week.easier"), icon=":material/spa:")
    show_session(trainee, pick_session(week))
    st.header("Weekly sets")
    muscle_bars({muscle: week.sets_per_muscle.get(muscle, 0.0) for muscle in MAIN_MUSCLES}, dose)
    adjust(trainee)
    with st.expander("What the words mean", icon=":material/help:"):
        st.markdown(say("plan.glossary"))
    left_out(trainee.profile, catalog_for(trainee.profile))
    st.caption(say("triage.not_a_device"))


def current(known: Record) -> Trainee | None:
    """The person with a plan; the first plan is made on the way."""
    if known.trainee is None and known.profile is not None and known.profile.allows_plan:
        make_first_plan(known.person, known.profile, known.preferences)
        again = record()
        return again.trainee if again else None
    return known.trainee


known = record()
show_troubles()
if known is None or known.assessment is None:
    offer_screening()
elif not known.assessment.allows_plan:
    withhold()
elif trainee := current(known):
    if trainee.outdated or trainee.plan.ends_on < today():
        st.info(say("plan.outdated" if trainee.outdated else "plan.over"), icon=":material/update:")
        st.button("Make the plan anew", key="plan.refresh", type="primary", on_click=remake, args=(trainee, today()))
    show_plan(trainee)
