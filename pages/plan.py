"""What is my plan, and why this?"""

import streamlit as st

from core.adapting import Adapted
from core.knowledge.texts import say
from core.planning import Due, Part, Plan, Session, Week, WeekKind
from core.words import Muscle
from pages.parts.exercise_card import card_style, exercise_card, exercise_list
from pages.parts.home import today
from pages.parts.leaving import go_to
from pages.parts.left_out import left_out
from pages.parts.listening import flags_on, listened
from pages.parts.muscle_bars import muscle_bars
from pages.parts.plan_changes import adjust, change_menu, make_first_plan, remake
from pages.parts.plan_now import STYLE as NOW_STYLE
from pages.parts.plan_now import left_out_now, now_block, prescription_now
from pages.parts.print_style import print_style
from pages.parts.shared_plan import shared_plan, shared_text
from pages.parts.take import take_plan
from pages.parts.troubles import show_troubles
from pages.parts.visit import Record, Trainee, catalog, catalog_for, record
from pages.parts.why_moved import why_style
from pages.parts.wording import day, session_name

MAIN_MUSCLES = (Muscle.QUADS, Muscle.GLUTES, Muscle.HAMSTRINGS, Muscle.CALVES, Muscle.ABDUCTORS)


def offer_screening() -> None:
    """Nothing to plan from yet."""
    st.title("No plan yet")
    st.markdown(say("plan.empty"))
    if st.button("Start the screening", key="plan.screen", type="primary", icon=":material/arrow_forward:"):
        go_to("screening.py")


def withhold() -> None:
    """The triage allows no plan."""
    st.title("No plan for now")
    st.warning(say("plan.withheld"), icon=":material/stethoscope:")
    if st.button("See the result of the screening", key="plan.result", type="primary"):
        go_to("screening.py")


def present_week(plan: Plan) -> int:
    """Number of the week that today is in, the last one once the plan is over."""
    return min(max((today() - plan.starts_on).days // 7 + 1, 1), len(plan.weeks))


def pick_week(plan: Plan) -> Week:
    """The week to show: chosen, else the present one."""
    present = present_week(plan)
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


def pick_session(trainee: Trainee, week: Week) -> Session:
    """The session of the week to show: chosen, else the first that is not done."""
    done = trainee.journal.done_of(trainee.stored_plan.id)
    ahead = next((one.number for one in week.sessions if (week.number, one.number) not in done), 1)
    names = {session.number: session_name(session) for session in week.sessions}
    chosen = st.segmented_control(
        "Session",
        list(names),
        default=ahead,
        required=True,
        format_func=names.__getitem__,
        key="session",
        bind="query-params",
        wrap=True,
    )
    return week.sessions[(chosen or ahead) - 1]


def as_it_stands(known: Record, trainee: Trainee, week: Week, session: Session) -> Adapted | None:
    """A session that is still to come, as the journal has it today; None for one that is done or let go."""
    done = trainee.journal.done_of(trainee.stored_plan.id)
    if (week.number, session.number) in done or present_week(trainee.plan) > week.number:
        return None
    return listened(trainee, Due(week, session), today(), flags_on(known, today()))


def show_part(session: Session, part: Part, title: str, adapted: Adapted | None) -> None:
    """A compact list of one part, where the session has it."""
    own = session.of(part)
    shown = [one for one in own if not left_out_now(one, adapted)]
    if own:
        st.header(title)
        exercise_list([(catalog()[one.exercise_id], prescription_now(one, adapted)) for one in shown])
    if len(shown) < len(own):
        names = ", ".join(catalog()[one.exercise_id].name for one in own if one not in shown)
        st.caption(say("plan.now.left_out", names=names))


def show_session(known: Record, trainee: Trainee, week: Week, session: Session) -> None:
    """One session: what it takes, then its parts in order, with today's numbers where it is still to come."""
    adapted = as_it_stands(known, trainee, week, session)
    counted = adapted.session if adapted else session
    budget = trainee.profile.dose.spine_points_session
    spent = f"{counted.spine_points} of at most {budget} spine points"
    st.caption(f"{day(session.day)} · about {counted.minutes:.0f} minutes · {spent}")
    if (week.number, session.number) in trainee.journal.done_of(trainee.stored_plan.id):
        st.caption(say("plan.now.done"))
    elif adapted and trainee.journal.sessions:
        st.caption(say("plan.now.lead"))
    card_style()
    why_style()
    st.html(NOW_STYLE)
    show_part(session, Part.WARM_UP, "Warm-up", adapted)
    st.header("Main")
    for one in session.of(Part.MAIN):
        with st.container(border=True):
            instead = catalog()[one.instead_of].name if one.instead_of else ""
            now = now_block(one, adapted, trainee.units)
            exercise_card(catalog()[one.exercise_id], prescription_now(one, adapted), trainee.units, instead, now)
            change_menu(trainee, one.exercise_id)
    show_part(session, Part.CORE, "Trunk", adapted)
    show_part(session, Part.COOL_DOWN, "Cool-down", adapted)
    short = ", ".join(f"{catalog()[name].name} × {sets}" for name, sets in counted.short)
    if short:
        st.info(f"**Short on time?** {short}.", icon=":material/timer:")


def show_plan(known: Record, trainee: Trainee) -> None:
    """The week at hand and everything behind it."""
    plan, dose = trainee.plan, trainee.profile.dose
    st.title("Your plan")
    st.caption(f"{len(plan.weeks)} weeks from {day(plan.starts_on)} · {dose.name}")
    if plan.notes:
        st.markdown("\n".join(f"- {say(note)}" for note in plan.notes))
    week = pick_week(plan)
    if week.kind is WeekKind.EASIER:
        st.info(say("plan.week.easier"), icon=":material/spa:")
    show_session(known, trainee, week, pick_session(trainee, week))
    st.header("Weekly sets")
    muscle_bars({muscle: week.sets_per_muscle.get(muscle, 0.0) for muscle in MAIN_MUSCLES}, dose)
    adjust(trainee)
    take_plan(trainee)
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
print_style()
if shared_text():
    shared_plan(known)
elif known is None or known.assessment is None:
    offer_screening()
elif not known.assessment.allows_plan:
    withhold()
elif trainee := current(known):
    if trainee.outdated or trainee.plan.ends_on < today():
        st.info(say("plan.outdated" if trainee.outdated else "plan.over"), icon=":material/update:")
        st.button("Make the plan anew", key="plan.refresh", type="primary", on_click=remake, args=(trainee, today()))
    show_plan(known, trainee)
