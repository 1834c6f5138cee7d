"""Is it safe to train, and what does my back tolerate?"""

import secrets

import streamlit as st

from core.errors import AnswerError, StoreError
from core.knowledge.questions import load_screens
from core.knowledge.texts import say
from core.profile import build_profile
from core.records import assessment_record
from core.screening import assess, checked
from core.screening.answers import ASSESSED, unanswered
from core.words import Tier
from pages.parts.home import now, store, today
from pages.parts.question import ask_screen, complete_flags, given, prefill, prefill_none
from pages.parts.take import take_summary
from pages.parts.tier_card import reasons, resolver, summary_line, tier_card
from pages.parts.tolerance import tolerance_picture, tolerance_reasons
from pages.parts.troubles import keep_trouble, show_troubles
from pages.parts.visit import ensure_person, record

SCREENS = load_screens()
REMEMBERED = ("health", "triggers", "you", "training")
STOPS_AFTER = ("nerves", "now")

state = st.session_state
known = record()
if "screening.step" not in state:
    earlier = known.answers if known is not None else None
    # While the screening is due again it starts empty, but a result that withholds the plan stays in sight.
    if known is not None and known.renewal is not None and known.assessment and known.assessment.tier.allows_plan:
        earlier = None
    state["screening.step"] = 0 if earlier is None else len(SCREENS)
    state["screening.draft"] = {} if earlier is None else dict(earlier)
draft = state["screening.draft"]


def go(step: int) -> None:
    """Show another screen."""
    state["screening.step"] = step
    state.pop("screening.missing", None)


def start_again() -> None:
    """Empty the draft; what was saved stays."""
    for key in [key for key in state if str(key).startswith(("screening.", "resolver."))]:
        del state[key]
    state["screening.step"] = 0
    state["screening.draft"] = {}


def finish(answers: dict) -> bool:
    """Keep the screening's result; False where it could not be kept, which the next run says."""
    kept = checked(answers)
    try:
        store().save_assessment(
            ensure_person().id, assessment_record(secrets.token_hex(8), now(), kept, assess(kept, today()))
        )
    except StoreError as error:
        keep_trouble(error)
        return False
    return True


def take_next(step: int) -> None:
    """Keep this screen's answers and go on, or say what is missing."""
    screen = SCREENS[step]
    completed, touched = complete_flags(screen, given(screen, state["screening.draft"]))
    try:
        completed = dict(checked(completed))
    except AnswerError as error:
        state["screening.missing"] = str(error)
        return
    missing = unanswered(completed, [question.id for question in screen.questions])
    if not touched:
        state["screening.missing"] = f"Tick what applies, or “{screen.none_text}”."
    elif missing:
        questions = {question.id: question.text for question in screen.questions}
        state["screening.missing"] = "Still open: " + " · ".join(questions[one] for one in missing)
    else:
        state["screening.draft"] = completed
        tier = assess(completed, today()).tier
        stops = screen.id in STOPS_AFTER and tier in (Tier.EMERGENCY, Tier.SAME_DAY)
        if not stops and step < len(SCREENS) - 1:
            go(step + 1)
        elif finish(completed) or not tier.allows_plan:
            go(len(SCREENS))


def show_questions(step: int) -> None:
    """One screen with its progress, its questions, and the way on."""
    screen = SCREENS[step]
    st.progress((step + 1) / len(SCREENS), text=f"Step {step + 1} of {len(SCREENS)}")
    st.title(screen.title)
    st.markdown(screen.lead)
    questions = tuple(question.id for question in screen.questions)
    prefill(draft, questions)
    prefill_none(screen, draft)
    if known and known.answers and screen.id in REMEMBERED:
        prefill(known.answers, questions)
    ask_screen(screen, draft)
    if state.get("screening.missing"):
        st.warning(state["screening.missing"], icon=":material/edit_note:")
    with st.container(horizontal=True):
        if step:
            st.button("Back", key="screening.back", on_click=go, args=(step - 1,))
        label = "Show the result" if step == len(SCREENS) - 1 else "Next"
        st.button(label, key="screening.next", type="primary", on_click=take_next, args=(step,))


def show_result() -> None:
    """The tier first, then what it means for training."""
    st.title("Your result")
    try:
        answers = checked(draft)
    except AnswerError as error:
        st.error(str(error), icon=":material/error:")
        st.button("Answer again from the start", key="screening.again", on_click=start_again)
        return
    kept = known.assessment if known is not None and known.answers == answers else None
    assessment = kept or assess(answers, today())
    tier_card(assessment.tier)
    reasons(assessment)
    if assessment.tier in (Tier.EMERGENCY, Tier.SAME_DAY, Tier.PROFESSIONAL):
        st.caption("To read out or show")
        st.code(summary_line(assessment), language=None, wrap_lines=True)
        take_summary(answers, assessment, known.person.name if known else "")
        days = resolver(assessment.findings, today())
        if days and st.button("Record this", key="screening.resolve", type="primary"):
            resolved = {**answers, **{ASSESSED + row: day.isoformat() for row, day in days.items()}}
            state["screening.draft"] = resolved
            finish(resolved)
            st.rerun()
    elif assessment.missing:
        st.warning(say("triage.missing"), icon=":material/edit_note:")
    else:
        profile = build_profile(answers, assessment)
        st.header("What your back tolerates now")
        tolerance_picture(profile)
        with st.expander("Why"):
            tolerance_reasons(profile)
        st.markdown(say("triage.pain_rule", limit=profile.pain_ceiling))
        st.caption(say("triage.warning_card"))
        if st.button("Make my plan", key="screening.plan", type="primary", icon=":material/arrow_forward:"):
            st.switch_page("plan.py")
    with st.container(horizontal=True):
        st.button("Check my answers", key="screening.check", on_click=go, args=(0,))
        st.button("Answer again from the start", key="screening.again", on_click=start_again, type="tertiary")
    again = (
        "" if assessment.tier is Tier.EMERGENCY else f" The questions come again on {assessment.re_ask_on:%d %B %Y}."
    )
    st.caption(say("triage.not_a_device") + again)


show_troubles()
if state["screening.step"] >= len(SCREENS):
    show_result()
else:
    show_questions(state["screening.step"])
