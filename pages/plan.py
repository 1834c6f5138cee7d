"""What is my plan, and why this?"""

import streamlit as st

from core.adapting import Adapted, Clearance
from core.knowledge.texts import say
from core.planning import Due, Part, Plan, Session, Week, WeekKind
from core.profile import Profile
from core.scoring import judge_all
from core.words import Muscle
from pages.parts.clearance import clearance_of, show_barrier
from pages.parts.exercise_card import card_style, exercise_card, exercise_list
from pages.parts.home import today
from pages.parts.leaving import go_to
from pages.parts.left_out import left_out
from pages.parts.listening import flags_on, listened
from pages.parts.muscle_bars import muscle_bars
from pages.parts.plan_changes import adjust, change_menu, make_first_plan
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


def withhold(cleared: Clearance, known: Record) -> None:
    """Nothing to do is shown: what stands in the way, and the way on."""
    st.title("No plan for now")
    show_barrier(cleared, known, "plan")


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


def short_version(session: Session, adapted: Adapted | None, profile: Profile) -> str:
    """The short version of a session that is still to come, as it stands today; empty where nothing of it does."""
    if adapted is None:
        return ""
    verdicts = judge_all(profile, catalog_for(profile))
    fitting = [(name, sets) for name, sets in adapted.session.short if not verdicts[name].left_out]
    work = {each.exercise_id for part in (Part.MAIN, Part.CORE) for each in session.of(part)}
    if not work & {name for name, _ in fitting}:
        return ""
    return ", ".join(f"{catalog()[name].name} × {sets}" for name, sets in fitting)


def show_session(known: Record, trainee: Trainee, cleared: Clearance, week: Week, session: Session) -> None:
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
    short = short_version(session, adapted, trainee.profile)
    if short and cleared.free:
        st.info(f"**Short on time?** {short}.", icon=":material/timer:")


def show_plan(known: Record, trainee: Trainee, cleared: Clearance) -> None:
    """The week at hand and everything behind it."""
    plan, dose = trainee.plan, trainee.profile.dose
    st.title("Your plan")
    st.caption(f"{len(plan.weeks)} weeks from {day(plan.starts_on)} · {dose.name}")
    if plan.notes:
        st.markdown("\n".join(f"- {say(note)}" for note in plan.notes))
    week = pick_week(plan)
    if week.kind is WeekKind.EASIER:
        st.info(say("plan.week.easier"), icon=":material/spa:")
    show_session(known, trainee, cleared, week, pick_session(trainee, week))
    st.header("Weekly hard sets")
    muscle_bars({muscle: week.sets_per_muscle.get(muscle, 0.0) for muscle in MAIN_MUSCLES}, dose)
    adjust(trainee)
    take_plan(trainee, cleared)
    with st.expander("What the words mean", icon=":material/help:"):
        st.markdown(say("plan.glossary"))
    left_out(trainee.profile, catalog_for(trainee.profile))
    st.caption(say("triage.not_a_device"))


def current(known: Record) -> Record:
    """The record with a plan in it; the first plan is made on the way."""
    if known.trainee is None and known.profile is not None:
        make_first_plan(known.person, known.profile, known.preferences)
        return record() or known
    return known


known = record()
cleared = clearance_of(known)
show_troubles()
print_style()
if shared_text():
    shared_plan(known)
elif known is None or cleared is None:
    offer_screening()
elif cleared.halted:
    withhold(cleared, known)
else:
    known = current(known)
    cleared = clearance_of(known)
    if cleared and known.trainee:
        show_barrier(cleared, known, "plan")
        show_plan(known, known.trainee, cleared)
